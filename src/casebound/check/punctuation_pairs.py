"""Words of a Chinese write-up → brackets that are half-width or mixed, and marks without their other half."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from casebound.check.slip import Change, Slip, swap
from casebound.check.stretches import is_han
from casebound.read.prose import Prose, Segment

_CLOSES = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "「": "」", "『": "』", "〔": "〕"}
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_ROUND = frozenset("（()）")
_ALL = "".join(("（()）", *(mark for pair in _CLOSES.items() for mark in pair if mark not in _ROUND)))
_OPERATORS = frozenset("=＝≈×÷*/+±−<>≤≥Σ∑√")
_POSTFIX = frozenset("^²³℃°‰%")
"""Beside brackets they tell a formula: `(25±2)℃`, `Σ(时间)/人次`."""
_MARKER = re.compile(r"(?:[A-Za-z]|\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])\Z")


class Pairs(NamedTuple):
    """The marks of one block."""

    segment: Segment
    matched: tuple[tuple[int, int], ...]
    """Offsets of opening and closing marks, by the opening one; round ones also where only one of the two is wide."""
    lonely: tuple[int, ...]


def read_pairs(prose: Prose) -> Iterator[Pairs]:
    """Those of every block that has such marks."""
    text, segments = prose.text, prose.segments
    number = 0
    block: list[int] = []
    for at in _places(text):
        while number < len(segments) and segments[number].end <= at:
            if block:
                yield _match(text, segments[number], block)
                block = []
            number += 1
        if number == len(segments):
            break
        if at >= segments[number].start:
            block.append(at)
    if block and number < len(segments):
        yield _match(text, segments[number], block)


def _places(text: str) -> list[int]:
    """Where such marks stand, in order."""
    places = []
    for mark in _ALL:
        at = text.find(mark)
        while at >= 0:
            places.append(at)
            at = text.find(mark, at + 1)
    return sorted(places)


def _match(text: str, segment: Segment, places: Iterable[int]) -> Pairs:
    """Each closing mark with the last open one of its sort; what was opened inside and not closed stays alone."""
    open_marks: list[int] = []
    matched: list[tuple[int, int]] = []
    lonely: list[int] = []
    waiting = dict.fromkeys(("round", *_CLOSES), 0)
    for at in places:
        mark = text[at]
        sort = "round" if mark in _ROUND else _OPENS.get(mark, mark)
        if mark in _CLOSES:
            open_marks.append(at)
            waiting[sort] += 1
        elif not waiting[sort]:
            lonely.append(at)
        else:
            while not _is_sort(text[open_marks[-1]], sort):
                inner = open_marks.pop()
                waiting["round" if text[inner] in _ROUND else text[inner]] -= 1
                lonely.append(inner)
            matched.append((open_marks.pop(), at))
            waiting[sort] -= 1
    return Pairs(segment, tuple(sorted(matched)), tuple(sorted((*lonely, *open_marks))))


def _is_sort(mark: str, sort: str) -> bool:
    return (mark in _ROUND) if sort == "round" else mark == sort


def half_width_brackets(text: str, blocks: Iterable[Pairs]) -> Iterator[Slip]:
    """`(…)` that hold Chinese or follow it, and `（…)` whose halves differ."""
    for block in blocks:
        for first, last in block.matched:
            if text[first] not in _ROUND or (text[first] == "（" and text[last] == "）"):
                continue
            if text[first] == "(" and text[last] == ")" and not _is_chinese(text, first, last, block.segment.start):
                continue
            yield Slip(first, last + 1, tuple(_widened(text, first, last)), True, "（）")


def _is_chinese(text: str, first: int, last: int, start: int) -> bool:
    before = text[max(start, first - 2) : first]
    if text[first - 1 : first] in _OPERATORS or text[last + 1 : last + 2] in _OPERATORS | _POSTFIX:
        return False
    is_after = is_han(before[-1:]) or before[-1:] in ("”", "》") or (before[-1:] == " " and is_han(before[:1]))
    inside = text[first + 1 : min(last, first + 200)]
    return (is_after and inside != "") or any(is_han(character) for character in inside)


def _widened(text: str, first: int, last: int) -> Iterator[Change]:
    """Wide brackets; the blanks around narrow ones go where Chinese stands beyond them."""
    if text[first] == "(":
        has_blank = first > 1 and text[first - 1] == " " and is_han(text[first - 2])
        yield Change(first - has_blank, first + 1, "（")
    if text[last] == ")":
        has_blank = text[last + 1 : last + 2] == " " and is_han(text[last + 2 : last + 3])
        yield Change(last, last + 1 + has_blank, "）")


def unmatched(prose: Prose, blocks: Iterable[Pairs]) -> Iterator[Slip]:
    """Marks without their other half inside a block. Half-width round ones are left alone: faces, `1)`."""
    text = prose.text
    for block in blocks:
        if not block.lonely:
            continue
        wrong = _wrong_way_round(text, block)
        yield from wrong
        for at in block.lonely:
            mark = text[at]
            if mark in "()" or (mark == "）" and _is_marker(text, block.segment, at)):
                continue
            if mark not in "“”" or not (wrong or _runs_on(prose, block.segment, at)):
                yield Slip(at, at + 1, right=_CLOSES.get(mark) or _OPENS[mark])


def _wrong_way_round(text: str, block: Pairs) -> list[Slip]:
    """Where all quotation marks of a block open, or all close: of each two, the one that is meant to be the other."""
    quotes = [at for at in block.lonely if text[at] in "“”"]
    is_one_way = len({text[at] for at in quotes}) == 1 and not any(text[first] == "“" for first, _ in block.matched)
    if len(quotes) % 2 or not is_one_way:
        return []
    opens = text[quotes[0]] == "“"
    return [swap(at, at + 1, "”" if opens else "“", is_safe=False) for at in quotes[1 if opens else 0 :: 2]]


def _is_marker(text: str, segment: Segment, at: int) -> bool:
    """Whether it belongs to a number in a list: `1）`, `（略）；b）`."""
    from_ = max(segment.start, at - 3)
    number = _MARKER.search(text[from_:at])
    if number is None:
        return False
    start = from_ + number.start()
    return start == segment.start or text[start - 1] in "\n ；;，,、。：:　（("


def _runs_on(prose: Prose, segment: Segment, at: int) -> bool:
    """Whether a quotation goes on in the next block, which then begins with an opening mark, or came from the last."""
    number = bisect_right(prose.segments, segment.start, key=lambda item: item.start) - 1
    before = prose.segments[number - 1] if number else None
    after = prose.segments[number + 1] if number + 1 < len(prose.segments) else None
    if prose.text[at] == "“":
        return after is not None and prose.text[after.start] == "“"
    return before is not None and prose.text[before.start] == "“"
