"""The chapters of documents to be bound: what is known of them, and they themselves where they are needed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from casebound.press.facts import Facts, Kept, facts_of
from casebound.press.job import Printed, PrintJob
from casebound.press.plan import PlannedPart
from casebound.press.plates import Memo
from casebound.text.collector import collector_off
from casebound.text.error import CaseboundError
from casebound.workspace.store import Store, job_key

OnDone = Callable[[str], None]
"""Told the name of each finished piece of work."""

Run = Callable[[Sequence[PrintJob], int, Callable[[Printed], None]], list[Printed]]
"""Lays out jobs, as `run_jobs` does."""

BATCH = 400
"""Chapters laid out in one go; of more than these, memory holds only the facts (measured: 0.03 MB instead of 0.2)."""

MANY = 16
"""Chapters after which the store is looked through for what is over its limit."""


class Chapters:
    """The chapters of some documents: those that must be at hand, and those of which the facts are enough."""

    def __init__(self, store: Store, known: Mapping[str, Printed] | None, run: Run, *, is_fresh: bool) -> None:
        self.printed: dict[str, Printed] = {}
        """By key."""
        self._store = store
        self._known = known or {}
        self._keeps = known is not None
        self._run = run
        self._is_fresh = is_fresh
        self._wanted: dict[str, PlannedPart] = {}
        self._facts: dict[str, tuple[Facts, PlannedPart]] = {}

    def want(self, keys: Sequence[str], parts: Sequence[PlannedPart], memo: Memo) -> None:
        """These will be bound; of what the memo knows, the facts will do."""
        facts = {plated.facts.name: plated.facts for plated in memo.plated.values()}
        for key, part in zip(keys, parts, strict=True):
            if key in facts:
                self._facts[key] = facts[key], part
            else:
                self._wanted[key] = part

    def make(self, on_done: OnDone) -> None:
        """Have them at hand: known or from the store, else laid out and kept there."""
        for key in self._facts.keys() - self._wanted.keys():
            on_done(key)
        with collector_off():
            for key in self._wanted:
                if not self._is_fresh and (kept := self._known.get(key) or self._store.get(key)):
                    self.printed[key] = kept
                    on_done(key)
        missing = [key for key in self._wanted if key not in self.printed]
        for start in range(0, len(missing), BATCH):
            self._lay_out(missing[start : start + BATCH], on_done)
        if len(missing) >= MANY or any(key.startswith("0") for key in missing):
            self._store.prune()  # for few chapters only now and then: it looks at every file

    def _lay_out(self, keys: Sequence[str], on_done: OnDone) -> None:
        jobs = {key: self._wanted[key].made() for key in keys}
        stored: set[str] = set()

        def keep(one: Printed) -> None:
            """At once: what is laid out is not lost should the rest never come about."""
            if self._store.put(one.name, one):
                stored.add(one.name)
            on_done(jobs[one.name].name)

        for one in self._run([replace(job, name=key) for key, job in jobs.items()], workers(), keep):
            if one.name in stored and len(self._wanted) > BATCH:
                self._facts[one.name] = facts_of(one), self._wanted[one.name]
            else:
                self.printed[one.name] = one

    def found(self, key: str) -> Printed | Facts:
        """What is known of a chapter."""
        return self.printed.get(key) or self._facts[key][0]

    def part(self, key: str) -> Printed | Kept:
        """A chapter to be bound."""
        if key in self.printed:
            return self.printed[key]
        return Kept(facts=self._facts[key][0], load=partial(self._load, key))

    def _load(self, key: str) -> Printed:
        kept = self._known.get(key) or self._store.get(key)
        if kept is None:  # pruned, or damaged
            (kept,) = self._run([replace(self._facts[key][1].made(), name=key)], 1, lambda _: None)
            if kept.error:
                raise CaseboundError(f"{kept.name}: {kept.error}")
            self._store.put(key, kept)
        if self._keeps:
            self.printed[key] = kept
        return kept


def key_of(part: PlannedPart) -> str:
    """The key of a chapter in the store."""
    return part.key or job_key(part.made())


def workers() -> int:
    """Processes that lay out pages: one for each core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
