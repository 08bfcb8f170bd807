"""YAML that does not parse → the text that was probably meant, the slips in it, and where each offset came from.

A fault is looked for near the place at which the parser stopped; each improver proposes changes, and the first that
lets the parser read further is kept. So one mistake is one finding, and what stands after it is still read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

import yaml

from casebound.read.improve import IMPROVERS, Change, Fault, Slip, improve_silent, lines_of
from casebound.read.improve_slip import NAME

MOST_REPAIRS = 20
"""Slips in one text after which no further one is looked for."""
MOST_SILENT = 100
"""Places in one text that parse and are mended all the same."""
LONGEST_REPAIRED = 100_000
"""Characters beyond which a text that does not parse is not repaired, only reported."""
MOST_TRIED = 3_000_000
"""Characters parsed in search of repairs to one text."""
ODD_ENTRY = re.compile(rf"，[ ]?{NAME}[ ]?[：:=]")
"""What begins an entry of a mapping after a full-width comma."""
_ODD_STARTS = "\u3000\xa0“‘＂"
_CURLY_END = re.compile("[”’]|.＂")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A text with changes made to it. Offsets of the changed text lead back to the original one."""

    original: str
    changes: tuple[Change, ...] = ()
    """In the original's offsets, in order, none touching another's text."""
    text: str = field(init=False)
    _starts: tuple[int, ...] = field(init=False, repr=False)
    """Where each piece begins in the changed text: kept, changed, kept, … in turn."""
    _places: tuple[tuple[int, int], ...] = field(init=False, repr=False)
    """Where each piece stands in the original."""

    def __post_init__(self) -> None:
        pieces: list[str] = []
        starts: list[int] = []
        places: list[tuple[int, int]] = []
        here = length = 0
        for change in (*self.changes, Change(start=len(self.original), end=len(self.original), text="")):
            for piece, place in (
                (self.original[here : change.start], (here, change.start)),
                (change.text, (change.start, change.end)),
            ):
                pieces.append(piece)
                starts.append(length)
                places.append(place)
                length += len(piece)
            here = change.end
        object.__setattr__(self, "text", "".join(pieces))
        object.__setattr__(self, "_starts", tuple(starts))
        object.__setattr__(self, "_places", tuple(places))

    def begin(self, offset: int) -> int:
        """Where the character at an offset of the changed text, or what it replaced, begins in the original."""
        number = bisect_right(self._starts, offset) - 1
        first, last = self._places[number]
        return first if number % 2 else min(last, first + offset - self._starts[number])

    def finish(self, offset: int) -> int:
        """Where what stands before an offset of the changed text ends in the original."""
        if offset == 0:
            return 0
        number = bisect_right(self._starts, offset - 1) - 1
        first, last = self._places[number]
        return last if number % 2 else min(last, first + offset - self._starts[number])

    def place(self, first: int, last: int) -> tuple[int, int]:
        """The original's offsets of a place in the changed text."""
        if first == last:
            here = self.finish(first)
            return here, here
        start = self.begin(first)
        return start, max(start, self.finish(last))

    def changed(self, changes: Iterable[Change]) -> Mended | None:
        """With more changes, given in the changed text's offsets; None where they meet what was changed before."""
        added = []
        for change in changes:
            start, end = self.place(change.start, change.end)
            added.append(Change(start=start, end=end, text=change.text))
        together = sorted((*self.changes, *added), key=lambda change: (change.start, change.end))
        for before, after in pairwise(together):
            if after.start < before.end or (after.start, after.end) == (before.start, before.end):
                return None
        return Mended(original=self.original, changes=tuple(together))


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What became of a text that did not parse."""

    mended: Mended
    slips: tuple[Slip, ...]
    """What was repaired, in the original's offsets."""
    fault: Fault | None
    """What could not be, in the changed text's offsets."""

    @property
    def gaps(self) -> tuple[int, ...]:
        """Offsets of the original at which something could not be read and was left out."""
        return tuple(slip.start for slip in self.slips if slip.is_gap)


def events(text: str) -> Iterator[Any]:
    """What the parser sees, up to its first error: events of PyYAML, whose attributes its stubs do not know."""
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Iterator[Any] = yaml.parse(text, Loader=loader)
    return found


def fault_of(error: yaml.YAMLError, quoted: int | None = None) -> Fault:
    """The parser's complaint with its offsets."""
    problem = str(getattr(error, "problem", None) or "")
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    at, since = (None if mark is None else int(mark.index) for mark in marks)
    if at is None:
        at = since or 0
    return Fault(problem=problem, at=at, since=at if since is None else since, quoted=quoted)


def repair(text: str) -> Repair:
    """The text with its slips mended, as far as they are known."""
    mended = Mended(original=text)
    fault = _fault_in(text)
    slips: list[Slip] = []
    budget = MOST_TRIED
    while fault is not None and len(slips) < MOST_REPAIRS and len(text) <= LONGEST_REPAIRED:
        found, budget = _furthest(mended, fault, budget)
        if found is None:
            break
        slips.extend(_originally(slip, mended) for slip in found.slips)
        mended, fault = found.mended, found.fault
    return _silent(Repair(mended=mended, slips=tuple(slips), fault=fault))


def _furthest(mended: Mended, fault: Fault, budget: int) -> tuple[Repair | None, int]:
    """The first proposal that lets all be read, else the one that lets most be read; and the budget left."""
    best, reached = None, mended.finish(fault.reached)
    for slips in _proposals(mended.text, fault):
        trial = mended.changed(change for slip in slips for change in slip.changes)
        if trial is None:
            continue
        budget -= len(trial.text)
        if budget < 0:
            break
        left = _fault_in(trial.text)
        here = len(mended.original) if left is None else trial.finish(left.reached)
        if left is None or here > reached:
            best, reached = Repair(mended=trial, slips=tuple(slips), fault=left), here
        if left is None:
            break
    return best, budget


def _proposals(text: str, fault: Fault) -> Iterator[Sequence[Slip]]:
    for line in lines_of(text, fault):
        for improve in IMPROVERS:
            yield from improve(line, fault)


def _fault_in(text: str) -> Fault | None:
    quoted = None
    try:
        for event in events(text):
            sort = event.__class__
            if sort is yaml.ScalarEvent and event.style in ("'", '"'):
                is_long = event.start_mark.line != event.end_mark.line
                quoted = int(event.start_mark.index) if is_long else quoted
    except yaml.YAMLError as error:
        return fault_of(error, quoted)
    return None


def _silent(repair: Repair) -> Repair:
    """With the slips mended that parse, but not as they were meant."""
    mended = repair.mended
    odd = list(islice(_odd(mended.text), MOST_SILENT))
    for width in (2, 1, 0) if odd else ():
        found = list(improve_silent(mended.text, odd, width))
        trial = mended.changed(change for slip in found for change in slip.changes) if found else None
        if trial is None:
            continue
        left = _fault_in(trial.text)
        if left is None or (repair.fault and trial.finish(left.reached) >= mended.finish(repair.fault.reached)):
            slips = (*repair.slips, *(_originally(slip, mended) for slip in found))
            return Repair(mended=trial, slips=slips, fault=left)
    return repair


def _odd(text: str) -> Iterator[tuple[int, int]]:
    """Where texts without quotes stand that are probably not what was meant.

    They are keys without a value, or begin with a space that is none in YAML, or with a curly quotation mark that
    closes in another entry of the list.
    """
    before: tuple[int, int] | None = None
    depth: list[str] = []
    try:
        for event in events(text):
            here = None
            if before is not None and depth[-1:] == ["{"] and "，" in text[slice(*before)]:
                is_key = text[before[1] : before[1] + 4].lstrip(" ")[:1] == ":"
                if is_key:
                    yield before
                    before = None
            sort = event.__class__
            if sort is yaml.ScalarEvent:
                first, last = int(event.start_mark.index), int(event.end_mark.index)
                if first == last and not event.style and before is not None:
                    yield before
                elif not event.style and event.value and event.value[0] in _ODD_STARTS:
                    if event.value[0] in _ODD_STARTS[:2] or (
                        depth[-1:] == ["["] and not _CURLY_END.search(event.value)
                    ):
                        yield first, last
                elif not event.style and depth[-1:] == ["{"] and ODD_ENTRY.search(event.value):
                    yield first, last
                elif not event.style and first < last:
                    here = first, last
            elif sort is yaml.SequenceStartEvent or sort is yaml.MappingStartEvent:
                depth.append(("[" if sort is yaml.SequenceStartEvent else "{") if event.flow_style else "")
            elif sort is yaml.SequenceEndEvent or sort is yaml.MappingEndEvent:
                depth.pop()
            before = here
    except yaml.YAMLError:
        return


def _originally(slip: Slip, mended: Mended) -> Slip:
    start, end = mended.place(slip.start, slip.end)
    changes = []
    for change in slip.changes:
        first, last = mended.place(change.start, change.end)
        changes.append(Change(start=first, end=last, text=change.text))
    return slip.placed(start, end, changes)
