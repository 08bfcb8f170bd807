"""A log whose chain holds → where what it says of one file does not follow from what it said of it before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casebound.evaluate.audit import AuditEntry

ACCEPT = "accept"
"""The act by which somebody answers, with a reason, for a change that was made outside the log."""
RESULTS = "results"
"""The object whose inputs are everything that results are computed from."""
PROGRAM = "casebound"
"""The input that is the version of Casebound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A file was one thing after the entry `since`, and another when the entry `seq` met it."""

    object: str
    since: int
    seq: int


def jumps(entries: Sequence[AuditEntry]) -> Iterator[Jump]:
    """Every change between two entries that no entry tells, in the order of the log; not those accepted later on."""
    accepted = {entry.object: entry.seq for entry in entries if entry.action == ACCEPT}
    known: dict[str, tuple[str, int]] = {}
    for entry in entries:
        met = [(entry.object, entry.before)] if entry.object != RESULTS else []
        for name, digest in (*met, *entry.inputs.items()):
            if name == PROGRAM or name.startswith("../"):  # has no log here
                continue
            if name in known and known[name][0] != digest and accepted.get(name, 0) < entry.seq:
                yield Jump(object=name, since=known[name][1], seq=entry.seq)
            known[name] = digest, entry.seq
        known[entry.object] = entry.after, entry.seq


def last_known(entries: Iterable[AuditEntry]) -> dict[str, tuple[str, int]]:
    """By name: the digest that the log last gave of it, as an object or as an input, and the number of that entry."""
    known: dict[str, tuple[str, int]] = {}
    for entry in entries:
        known.update((name, (digest, entry.seq)) for name, digest in entry.inputs.items())
        known[entry.object] = entry.after, entry.seq
    return known


def clock_went_back(entries: Sequence[AuditEntry]) -> Iterator[AuditEntry]:
    """Entries that say they are earlier than the one before them."""
    for before, entry in pairwise(entries):
        if entry.time < before.time:
            yield entry
