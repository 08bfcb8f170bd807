"""A workspace → its findings, without composing anything: each case folder judged by itself, in several processes,
and only where it has changed since it was judged last."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebound.check.rulebook import Rulebook
from casebound.model.case import Case
from casebound.model.conflict import Conflicts
from casebound.read.config import Config
from casebound.text.collector import collector_off
from casebound.text.finding import Finding, in_order
from casebound.text.source import Source
from casebound.workspace.beside import Beside, usable_processors
from casebound.workspace.case_folder import CASES, no_cases
from casebound.workspace.entries import pack_entry, unpack_entry
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.held import Held, checks_in, folders_of, has_many, keep_checks, state_of, states_in
from casebound.workspace.judged import Besides, Judge, Judged, Share
from casebound.workspace.packed import unpack
from casebound.workspace.surroundings import Surroundings, read_surroundings

if TYPE_CHECKING:
    from casebound.workspace.check_store import CheckStore

FEW = 150
"""Case folders up to which no process is started: it would take longer to start than to judge them."""
SOME = 60
"""Likewise, where something is made of them besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found."""

    root: Path
    findings: tuple[Finding, ...]
    """In order; where `only` was given, those in what it names."""
    config: Config
    rulebook: Rulebook
    language: str
    """The workspace's default language."""
    cases: tuple[str, ...]
    """The names of the case folders that were judged or known from before."""
    judged: int
    """How many of them were judged now; the rest had not changed."""
    read_entries: Callable[[], tuple[Case, ...]] = tuple
    """Every write-up as far as conflicts and assignment look at it, originals first; nothing where `only` was given."""
    conflicts: Mapping[str, Conflicts] = field(default_factory=dict)
    """Of each round, by its id."""
    is_alone: bool = False
    """Another process that should have helped did not: its share was judged here."""


def check_workspace(
    root: Path,
    *,
    profile: str = "",
    only: Sequence[Path] = (),
    fresh: bool = False,
    unsaved: Mapping[str, str] | None = None,
    cache: Path | None = None,
    processes: int | None = None,
    besides: Callable[[WorkspaceFolder, Surroundings], Besides] | None = None,
    ground: tuple[WorkspaceFolder, Surroundings] | None = None,
    held: Held | None = None,
) -> Checked:
    """Check a workspace in the stage named or that of its settings; what cannot be read is a finding.

    `only`: files and folders (in the workspace, links followed) that alone matter; where all of them lie in cases,
    nothing else is read. `unsaved`: texts by path (relative, with `/`) that count in place of the files. `cache`: the
    user's cache folder; without it, or with `fresh`, everything is judged anew. `processes`: at most so many.
    `besides`: given what every case rests on, says what else is made of the cases in the same pass. `ground`: the
    folder through which the surroundings, and nothing else, have been read, and those surroundings. `held`: what is
    still known of the last time.
    """
    with collector_off():  # nothing here makes circles, and looking for them costs a third of the time
        is_look_wanted = bool(cache) and not (fresh or held or only or processes == 1)
        look = Beside(functools.partial(states_in, root), is_worthwhile=is_look_wanted and has_many(root))
        try:
            checking = _Checking(root, profile, unsaved or {}, processes, ground)
            checking.held, checking.look = held, look
            if besides is not None:
                checking.besides = besides(checking.folder, checking.surroundings)
            return checking.check(only, None if fresh else cache)
        finally:
            look.close()


class _Checking:
    """One check under way."""

    def __init__(
        self,
        root: Path,
        profile: str,
        unsaved: Mapping[str, str],
        processes: int | None,
        ground: tuple[WorkspaceFolder, Surroundings] | None,
    ) -> None:
        self.root = root
        self.profile = profile
        self.unsaved = unsaved
        self.processes = processes or usable_processors()
        if ground is None:
            folder = WorkspaceFolder(root, unsaved)
            ground = (folder, read_surroundings(folder, profile))
        self.folder, self.surroundings = ground
        self.sources: dict[str, Source] = dict(self.surroundings.sources)
        self.besides: Besides | None = None
        self.held: Held | None = None
        self.look = Beside(dict, is_worthwhile=False)
        """At the states of all case folders, by name."""
        self.judged = 0
        self.entries: Callable[[], tuple[Case, ...]] = tuple
        self.conflicts: Mapping[str, Conflicts] = {}
        self.is_alone = False

    def check(self, only: Sequence[Path], cache: Path | None) -> Checked:
        """The findings in `only`, or in everything."""
        names = self._named(only)
        if names is not None:
            judge = Judge(self.folder, self.surroundings, None, self.unsaved)
            findings = [finding for name in names for finding in judge.judge(name).findings]
            self.judged = len(names)
        else:
            names, findings = self._everything(cache)
        if only:
            places = [_relative(path, self.root) for path in only]
            findings = [finding for finding in findings if any(_is_in(finding, place) for place in places)]
        config = self.surroundings.settings.config
        return Checked(
            root=self.root,
            findings=in_order(findings),
            config=config.with_named_books(),
            rulebook=self.surroundings.rulebook,
            language=self.surroundings.language,
            cases=tuple(names),
            judged=self.judged,
            read_entries=self.entries,
            conflicts=self.conflicts,
            is_alone=self.is_alone,
        )

    def _named(self, only: Sequence[Path]) -> list[str] | None:
        """The cases in which all of `only` lies; None where anything else is wanted."""
        names: dict[str, None] = {}
        for path in only:
            parts = _relative(path, self.root).split("/")
            if parts[:2] != CASES.split("/") or len(parts) < 3:
                return None
            is_new = any(name.startswith(f"{CASES}/{parts[2]}/") for name in self.unsaved)
            if not is_new and not (self.root / CASES / parts[2]).is_dir():
                return None
            names[parts[2]] = None
        return list(names) if only else None

    def _everything(self, cache: Path | None) -> tuple[list[str], list[Finding]]:
        """All there is: cases, rounds, settings. What only this needs is imported here: one case should not wait."""
        from casebound.check.engine import check_rounds
        from casebound.check.settings import check_settings
        from casebound.workspace.check_store import open_store
        from casebound.workspace.round_conflicts import conflicts_by_round, read_organizations
        from casebound.workspace.round_folder import read_rounds

        digest, rulebook = self.surroundings.digest, self.surroundings.rulebook
        store = open_store(cache, self.root, self.profile, digest, rulebook) if cache else None
        names = folders_of(self.folder, self.held)
        findings = list(self.surroundings.findings)
        done = self._judged(names, store)
        anchors: dict[str, Collection[str]] = {}
        entries: list[list[Any]] = []
        for name in names:
            _, _, id, held, _, found, entry = done[name]
            if id:
                anchors[id] = held
                entries += entry
            findings.extend(found)
        if not any(done[name][4] for name in names):
            no_cases(self.folder)
        folders = Judge(self.folder, self.surroundings, names).context
        rounds = read_rounds(self.folder)
        self.entries = functools.cache(lambda: tuple(map(unpack_entry, entries)))
        organizations = read_organizations(self.folder)
        if rounds:
            self.conflicts = conflicts_by_round([written.round for written in rounds], self.entries(), organizations)
        findings.extend(rulebook.graded(check_rounds(rounds, folders, anchors, self.conflicts)))
        ids = {item.round.id for item in rounds}
        findings.extend(check_settings(self.surroundings.settings, anchors.keys(), ids, rulebook.ids()))
        findings.extend(self._own_pages())
        findings.extend(self.folder.reading.findings)
        return names, findings

    def _own_pages(self) -> tuple[Finding, ...]:
        """What is wrong with the pages that the workspace adds to its site."""
        paths = sorted((self.root / "site" / "pages").glob("*.md"))
        if not paths:
            return ()
        from casebound.read.own_page import read_own_pages

        languages = self.surroundings.settings.config.languages or (self.surroundings.language,)
        return read_own_pages((self.folder.source(path) for path in paths if path.is_file()), languages)[1]

    def _judged(self, names: Sequence[str], store: CheckStore | None) -> dict[str, list[Any]]:
        """Every folder: name, signature, id, anchors, whether it is a case, findings, entries of its write-ups."""
        kept = checks_in(store, self.held) if store else {}
        done: dict[str, list[Any]] = {}
        wanted: set[str] = set()
        states: dict[str, str] = self.look.result() if self.look.is_at_work else {}
        for name in names:
            if self.besides is None and name not in kept:
                continue
            state = states.get(name) or state_of(self.root, name, 1 << 62, self.held)
            if self.besides and self.besides.wants(name, state):
                wanted.add(name)
            if (case := self._kept(kept.get(name), name, state)) is not None:
                done[name] = case
        left = [name for name in names if name not in done or name in wanted]
        self.judged = len(names) - len(done)
        fresh = self._judge(Share(left, done.keys(), wanted), names, is_kept=store is not None)
        new = [packed for packed, _ in fresh.values() if packed[1]]
        if store and (new or len(kept) > len(done)):
            keep_checks(store, kept, done, new, self.held)
        for name, (packed, findings) in fresh.items():
            done[name] = [*packed[:5], findings, packed[6]]
        return done

    def _kept(self, case: list[Any] | None, name: str, state: str) -> list[Any] | None:
        """A folder as it was judged before, if its files are those of then."""
        if case is None or not case[1] or case[1] != state:
            return None
        if self.unsaved and any(path.startswith(f"{CASES}/{name}/") for path in self.unsaved):
            return None
        return self.held.unpack(name, case, self._unpacked) if self.held else self._unpacked(case)

    def _unpacked(self, case: list[Any]) -> list[Any] | None:
        try:
            return [*case[:5], [unpack(item, self._source) for item in case[5]], case[6]]
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def _source(self, path: str) -> Source:
        """The text of a path, read again; without another finding about it."""
        if path not in self.sources:
            before = len(self.folder.reading.findings)
            self.sources[path] = self.folder.source(self.root / path)
            del self.folder.reading.findings[before:]
        return self.sources[path]

    def _judge(
        self, share: Share, names: Collection[str], *, is_kept: bool
    ) -> dict[str, tuple[list[Any], list[Finding]]]:
        """Judge folders here, or, where there are many, with the help of other processes: those whose findings were not
        known. What is made besides goes where it belongs.
        """
        is_told, besides = self.held is not None, self.besides
        judge = Judge(self.folder, self.surroundings, frozenset(names), self.unsaved, is_told=is_told)
        done: dict[str, tuple[list[Any], list[Finding]]] = {}
        rest = share.names
        if len(rest) > (SOME if besides else FEW) and self.processes > 1:
            from casebound.workspace.check_crew import judge_together

            met: set[str] = set()
            for name, packed, made in judge_together(judge, share, self.profile, self.processes - 1, besides):
                case = self._unpacked(packed)
                if case is not None:
                    met.add(name)
                    done[name] = packed, case[5]
                    if besides and made is not None:
                        besides.take(name, made)
            rest = [name for name in share.names if name not in met]
            self.is_alone = bool(rest)
        for name in rest:
            one: Judged = judge.judge(name, has_rules=name not in share.known)
            entry = [pack_entry(case) for case in one.entry]
            packed = one.packed() if is_kept else [name, "", one.id, one.anchors, one.is_case, [], entry]
            done[name] = packed, list(one.findings)
            if besides and name in share.wanted:
                besides.take(name, besides.make(one))
        if besides:
            besides.finish()
        return {name: found for name, found in done.items() if name not in share.known}


def _relative(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except (ValueError, RuntimeError):
        return path.as_posix()


def _is_in(finding: Finding, place: str) -> bool:
    path = finding.span.source.path
    return place in (".", path) or path.startswith(f"{place}/")
