"""Texts and the fixes of their findings → texts mended as far as that makes nothing worse."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from casebound.text.finding import Finding, Severity
from casebound.text.fix import Edit, Fix
from casebound.text.source import Source

Texts = dict[str, str]
"""By path."""
_Place = tuple[str, int, int, str]
_Key = tuple[tuple[_Place, ...], tuple[_Place, ...], str, bool]
"""What tells fixes of one text apart."""
MOST_ROUNDS = 10
_MOST_CHECKS = 200
"""Readings of the text in one mending, so that a stranger's text with thousands of bad fixes ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What became of one text."""

    text: str
    applied: tuple[Finding, ...]
    """Findings whose fixes were made, in the order of rounds and places; their spans lie in the text of that round."""
    rounds: int
    """Rounds in which something changed."""
    remaining: tuple[Finding, ...]
    """What is said of the mended text."""
    is_stable: bool
    """Whether mending it again would change nothing; if not, it was given up after too many rounds or checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedFiles:
    """What became of several texts; the fields are those of `Mended`."""

    texts: Mapping[str, str]
    applied: tuple[Finding, ...]
    rounds: int
    remaining: tuple[Finding, ...]
    is_stable: bool


def apply_fixes(
    source: Source, fixes: Iterable[Fix], *, include_suggested: bool = False
) -> tuple[str, tuple[Fix, ...]]:
    """The text after the fixes that could be made, and those; a fix that touches another file is left out."""
    texts, made = apply_to_files((source,), fixes, include_suggested=include_suggested)
    return texts[source.path], made


def apply_to_files(
    sources: Iterable[Source], fixes: Iterable[Fix], *, include_suggested: bool = False
) -> tuple[Texts, tuple[Fix, ...]]:
    """The texts by path after the fixes that could be made, and those, in order of place.

    All edits of a fix are made or none. Of fixes that overlap the first in place is made, whatever order they are
    given in. A fix made for another text than the one given under its path is left out.
    """
    texts = {source.path: source.text for source in sources}
    made = tuple(choose(fixes, texts, include_suggested=include_suggested))
    return _edited(texts, made), made


def choose(fixes: Iterable[Fix], texts: Mapping[str, str], *, include_suggested: bool = False) -> list[Fix]:
    """Fixes that can be made together, in order of place."""
    taken: dict[str, list[tuple[int, int]]] = {path: [] for path in texts}
    chosen: list[Fix] = []
    for fix in sorted((fix for fix in fixes if include_suggested or fix.is_safe), key=_order):
        if all(_belongs(edit, texts) for edit in fix.edits) and any(edit.text != edit.span.text for edit in fix.edits):
            places = [(edit.span.source.path, (edit.span.start, edit.span.end)) for edit in fix.edits]
            added: list[tuple[str, tuple[int, int]]] = []
            for path, place in places:
                if _is_free(taken[path], place):
                    taken[path].insert(bisect_left(taken[path], place), place)
                    added.append((path, place))
            if len(added) == len(places):
                chosen.append(fix)
            else:
                for path, place in added:
                    taken[path].remove(place)
    return chosen


def _order(fix: Fix) -> _Key:
    places = tuple(_place(edit) for edit in fix.edits)
    return tuple(sorted(places)), places, fix.message.to("en"), fix.is_safe


def _place(edit: Edit) -> _Place:
    return edit.span.source.path, edit.span.start, edit.span.end, edit.text


def _belongs(edit: Edit, texts: Mapping[str, str]) -> bool:
    text = texts.get(edit.span.source.path)
    return text is edit.span.source.text or text == edit.span.source.text


def _is_free(taken: Sequence[tuple[int, int]], place: tuple[int, int]) -> bool:
    """Whether a place overlaps none of those taken, which are in order; two insertions at one offset overlap."""
    number = bisect_left(taken, place)
    before = taken[number - 1] if number else None
    after = taken[number] if number < len(taken) else None
    return after != place and (before is None or before[1] <= place[0]) and (after is None or place[1] <= after[0])


def _edited(texts: Mapping[str, str], fixes: Iterable[Fix]) -> Texts:
    edits: dict[str, list[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            edits.setdefault(edit.span.source.path, []).append(edit)
    result = dict(texts)
    for path, of_path in edits.items():
        pieces: list[str] = []
        at = 0
        for edit in sorted(of_path, key=_place):
            pieces += (texts[path][at : edit.span.start], edit.text)
            at = edit.span.end
        result[path] = "".join((*pieces, texts[path][at:]))
    return result


def mend(
    source: Source,
    check: Callable[[str], Sequence[Finding]],
    *,
    include_suggested: bool = False,
    most: int = MOST_ROUNDS,
) -> Mended:
    """One text after all rounds of fixes; `check` reads and judges a text of that path."""
    done = mend_files(
        (source,), lambda texts: check(texts[source.path]), include_suggested=include_suggested, most=most
    )
    return Mended(
        text=done.texts[source.path],
        applied=done.applied,
        rounds=done.rounds,
        remaining=done.remaining,
        is_stable=done.is_stable,
    )


def mend_files(
    sources: Iterable[Source],
    check: Callable[[Mapping[str, str]], Sequence[Finding]],
    *,
    include_suggested: bool = False,
    most: int = MOST_ROUNDS,
) -> MendedFiles:
    """The texts after all rounds: fix, read and check again, until nothing more is to be made.

    A fix after which an error appears that was not there before is left out; so are the fixes that together lead back
    to a text that was there before.
    """
    state = _State(texts={source.path: source.text for source in sources})
    state.findings = tuple(check(state.texts))
    states: list[_State] = []
    checks = _Checks(check=check, left=_MOST_CHECKS)
    while True:
        candidates = [item.fix for item in state.findings if item.fix and _order(item.fix) not in state.refused]
        batch = choose(candidates, state.texts, include_suggested=include_suggested)
        if not batch or len(states) >= most or not checks.left:
            break
        state.made, after = checks.settled(state, [], batch)
        made = {_order(fix) for fix in state.made}
        state.refused |= {_order(fix) for fix in batch} - made
        if after is None:
            continue
        states.append(state)
        seen = next((number for number, earlier in enumerate(states) if earlier.texts == after.texts), None)
        if seen is None:
            state = after
        else:  # in a circle: back to where it began, without what was made there
            state = states[seen]
            state.refused |= {_order(fix) for fix in state.made}
            del states[seen:]
    return MendedFiles(
        texts=state.texts,
        applied=tuple(finding for earlier in states for finding in earlier.mended()),
        rounds=len(states),
        remaining=state.findings,
        is_stable=not batch and not checks.is_used_up,
    )


@dataclass(slots=True)
class _State:
    """The texts after some rounds, what is said of them, and what becomes of the fixes."""

    texts: Texts
    findings: tuple[Finding, ...] = ()
    made: list[Fix] = field(default_factory=list)
    refused: set[_Key] = field(default_factory=set)

    def mended(self) -> list[Finding]:
        """The findings whose fixes were made."""
        made = {_order(fix) for fix in self.made}
        return [finding for finding in self.findings if finding.fix and _order(finding.fix) in made]


@dataclass(slots=True)
class _Checks:
    """Checking again, as often as that is allowed."""

    check: Callable[[Mapping[str, str]], Sequence[Finding]]
    left: int
    is_used_up: bool = False

    def settled(self, state: _State, sound: list[Fix], batch: list[Fix]) -> tuple[list[Fix], _State | None]:
        """`sound` and as many more fixes of a batch as make nothing worse, found by halving; and the state after."""
        if not self.left:
            self.is_used_up = True
            return sound, None
        self.left -= 1
        trial = [*sound, *batch]
        after = _State(texts=_edited(state.texts, trial))
        after.findings = tuple(self.check(after.texts))
        if not _is_worse(state, trial, after):
            return trial, after
        if len(batch) == 1:
            return sound, None
        half = len(batch) // 2
        sound, first = self.settled(state, sound, batch[:half])
        sound, second = self.settled(state, sound, batch[half:])
        return sound, second or first


def _is_worse(before: _State, fixes: Sequence[Fix], after: _State) -> bool:
    """Whether an error is there that was not: neither at the place it would have moved to, nor in the same words."""
    moves = _Moves(fixes)
    places = {
        (item.rule, item.span.source.path, offset)
        for item in _errors(before)
        for offset in moves.of(item.span.source.path, item.span.start)
    }
    said = Counter(_said(item) for item in _errors(before))
    says = Counter(_said(item) for item in _errors(after))
    return any(
        (item.rule, item.span.source.path, item.span.start) not in places and says[_said(item)] > said[_said(item)]
        for item in _errors(after)
    )


def _errors(state: _State) -> list[Finding]:
    return [finding for finding in state.findings if finding.severity is Severity.ERROR]


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.span.source.path, finding.message.to("en")


class _Moves:
    """Where offsets come to lie when fixes are made."""

    def __init__(self, fixes: Iterable[Fix]) -> None:
        edits = sorted((edit for fix in fixes for edit in fix.edits), key=_place)
        self.by_path: dict[str, tuple[list[int], list[int], list[int]]] = {}
        for edit in edits:
            starts, ends, shifts = self.by_path.setdefault(edit.span.source.path, ([], [], [0]))
            starts.append(edit.span.start)
            ends.append(edit.span.end)
            shifts.append(shifts[-1] + len(edit.text) - (edit.span.end - edit.span.start))

    def of(self, path: str, offset: int) -> set[int]:
        """Before or after what is inserted there; the beginning of what replaces it."""
        if path not in self.by_path:
            return {offset}
        starts, ends, shifts = self.by_path[path]
        found = {offset + shifts[bisect_left(ends, offset)], offset + shifts[bisect_right(ends, offset)]}
        number = bisect_right(starts, offset) - 1
        if number >= 0 and starts[number] <= offset < ends[number]:
            found.add(starts[number] + shifts[number])
        return found
