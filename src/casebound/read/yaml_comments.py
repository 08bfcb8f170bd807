"""YAML text → the comments in it that begin in a given way, and the lines that each is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from casebound.read.nodes import read_yaml
from casebound.text.source import Source, Span

_ENDS_READING = ("deep-nesting", "too-many-values", "second-document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment at the end of a line, or on a line of its own."""

    span: Span
    words_start: int
    """Offset of its words, after what it was found by."""
    holds: Span
    """The lines it is about: its own, with what that line ends or opens; else the next key or item, whole."""
    removal: Span
    """What to delete so that nothing is left of it."""


def find_comments(source: Source, start: int, end: int, opening: re.Pattern[str]) -> Iterator[Comment]:
    """The comments between two offsets that begin with `opening` (from its `#`); others look alike but are text."""
    found = [match for match in opening.finditer(source.text, start, end) if _follows_space(source, match.start())]
    if not found:
        return
    places = _places(source, start, end)
    below = last_line = 0
    for match in found:
        at = match.start()
        if at >= places.known_to or places.is_text(at):
            continue
        line, column = source.position(at)
        if line == last_line:  # a comment goes on to the end of its line
            continue
        last_line = line
        line_start = at - column + 1
        text = source.line_text(line)
        before = source.text[line_start:at].rstrip()
        if not before and below <= line:  # comments that follow one another share what is below
            below = _next_line(source, line, end)
        first, last = places.beside(line, at) if before else places.below(below, end) or (at, at)
        yield Comment(
            span=source.span(at, line_start + len(text.rstrip())),
            words_start=match.end(),
            holds=lines_between(source, source.position(first)[0], source.position(last)[0]),
            removal=source.span(
                line_start + len(before), line_start + len(text) if before else source.line_start(line + 1)
            ),
        )


def _follows_space(source: Source, at: int) -> bool:
    return at == 0 or source.text[at - 1] in " \t\r\n"


def lines_between(source: Source, first: int, last: int) -> Span:
    """The lines from one to another, without the last line break."""
    return source.span(source.line_start(first), source.line_start(last) + len(source.line_text(last)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where the values of a YAML text begin and end, in order."""

    source: Source
    scalars: tuple[tuple[int, int], ...]
    """Start and end of each, keys too."""
    items: tuple[tuple[int, int], ...]
    """Of each item of a list, the outer before the inner."""
    keys: dict[int, int]
    """Start of a key → end of its value."""
    known_to: int
    """Where reading stopped: beyond it, text and comment cannot be told apart."""

    def is_text(self, at: int) -> bool:
        """Whether an offset lies in a scalar, other than in the first line of a block scalar."""
        number = bisect_right(self.scalars, (at, len(self.source.text))) - 1
        if number < 0 or at >= self.scalars[number][1]:
            return False
        start = self.scalars[number][0]
        is_block = re.match(r"(?:[!&]\S*[ \t]+)*[|>]", self.source.text[start : start + 80])
        return not is_block or self.source.position(at)[0] > self.source.position(start)[0]

    def beside(self, line: int, at: int) -> tuple[int, int]:
        """First and last offset of what a comment at the end of a line is about: what that line ends, or opens."""
        first = last = self.source.line_start(line)
        number = bisect_left(self.scalars, (at, 0)) - 1
        if number >= 0:
            start, end = self.scalars[number]
            if start >= first:
                last = max(self.keys.get(start, end), first)
            elif end > first:
                first = start
        return first, last

    def below(self, line: int, end: int) -> tuple[int, int] | None:
        """First and last offset of what begins on a line: a key with its value, or an item of a list, whole."""
        source = self.source
        text = source.line_text(line)
        at = source.line_start(line) + len(text) - len(text.lstrip())
        if at >= end:
            return None
        if at in self.keys:
            return at, max(at, self.keys[at])
        number = bisect_right(self.items, (at, len(source.text)))
        if re.match(r"-(?:\s|$)", text.lstrip()) and number < len(self.items):
            return at, max(at, self.items[number][1])
        return at, at


def _next_line(source: Source, line: int, end: int) -> int:
    """The first line after one that holds more than a comment; where there is none, the line after the last."""
    last, _ = source.position(end)
    for number in range(line + 1, last + 1):
        text = source.line_text(number).lstrip()
        if text and not text.startswith("#"):
            return number
    return last + 1


def _places(source: Source, start: int, end: int) -> _Places:
    root, findings = read_yaml(source, start, end)
    scalars: list[tuple[int, int]] = []
    items: list[tuple[int, int]] = []
    keys: dict[int, int] = {}
    stack = [root] if root else []
    while stack:
        node = stack.pop()
        if node.kind == "scalar" and node.span.end > node.span.start:
            scalars.append((node.span.start, node.span.end))
        for pair in node.pairs:
            keys[pair.key.span.start] = max(pair.key.span.end, pair.value.span.end)
            stack += (pair.key, pair.value)
        items.extend((item.span.start, item.span.end) for item in node.items)
        stack.extend(node.items)
    is_cut_short = (root is not None and root.is_cut) or any(item.rule in _ENDS_READING for item in findings)
    scalars.sort()
    return _Places(
        source=source,
        scalars=tuple(scalars),
        items=tuple(sorted(items, key=lambda item: (item[0], -item[1]))),
        keys=keys,
        known_to=(scalars[-1][1] if scalars else start) if is_cut_short else end,
    )
