"""A text of YAML and an offset in it → the field being written there: its path, what is typed of it, what is beside it.

Read line by line and not as YAML: while somebody types, it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebound.text.source import Source

ITEM = "[]"
"""The step of a path into an item of a list."""

_DASH = re.compile(r"-(?:[ \t]+|$)")
_KEY = re.compile(
    r"""(?:"(?P<double>[^"\r\n]*)"[ \t]*|'(?P<single>[^'\r\n]*)'[ \t]*"""
    r"""|(?P<plain>[^\s\-#"'{}\[\],&*!|>%@`:][^:{}\[\]#\r\n]*)):(?=\s|$)"""
)
_OPENING = ("{", "[", '"', "'")
_BLOCK = re.compile(r"[ \t]*[|>][-+0-9]*[ \t]*(?:#.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in YAML something is being written."""

    path: tuple[str, ...]
    """Keys and `[]`: of the mapping around a key, of the field for a value."""
    is_value: bool
    """Whether a value is being written, or else what may become a key."""
    start: int
    """Offset at which what is typed begins."""
    typed: str
    is_flow: bool
    """Between `{ }` or `[ ]`."""
    indent: int = 0
    """Column of what is typed, without tabs."""
    beside: frozenset[str] = frozenset()
    """Keys that the mapping around it has."""
    ends_line: bool = True
    """Whether nothing stands behind it on its line."""


@dataclass(slots=True)
class _Step:
    indent: int
    name: str
    number: int
    """Which item of its list, so that keys of one item are told from those of the next."""


@dataclass(slots=True)
class _Flow:
    is_list: bool
    key: str = ""
    word_start: int = 0
    keys: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Walk:
    """The lines above and the one being written."""

    source: Source
    steps: list[_Step] = field(default_factory=list)
    flow: list[_Flow] = field(default_factory=list)
    text_indent: int = -1
    """Indentation of the key of a block scalar being passed."""
    keys: list[tuple[tuple[tuple[str, int], ...], str]] = field(default_factory=list)
    """Every key in block style so far, with the path to its mapping."""
    items: int = 0
    quote: str = ""

    def path(self) -> tuple[tuple[str, int], ...]:
        return tuple((step.name, step.number) for step in self.steps)

    def enter(self, at: int, end: int) -> tuple[int, bool]:
        """Go over the block marks and keys of a line up to `end`; where its value or word begins, and whether value."""
        line_start = self.source.line_start(self.source.position(at)[0])
        text = self.source.text
        while at < end and text[at] in " \t":
            at += 1
        while match := _DASH.match(text, at, end):
            column = at - line_start
            while self.steps and (
                self.steps[-1].indent > column or (self.steps[-1].indent == column and self.steps[-1].name == ITEM)
            ):
                self.steps.pop()
            self.items += 1
            self.steps.append(_Step(column, ITEM, self.items))
            at = match.end()
        match = _KEY.match(text, at, end)
        column = at - line_start
        while self.steps and self.steps[-1].indent >= column:
            self.steps.pop()
        if match is None:
            return at, False
        name = match["double"] or match["single"] or (match["plain"] or "").strip()
        self.keys.append((self.path(), name))
        self.steps.append(_Step(column, name, 0))
        at = match.end()
        while at < end and text[at] in " \t":
            at += 1
        return at, True

    def scan(self, start: int, end: int) -> None:
        """Go over brackets, quotation marks and keys between them."""
        text = self.source.text
        word, is_fresh = start, True
        for at in range(start, end):
            char = text[at]
            if self.quote:
                self.quote = "" if char == self.quote else self.quote
                continue
            was_fresh, is_fresh = is_fresh, is_fresh and char in " \t"
            if char in "\"'" and was_fresh:
                self.quote = char
            elif char == "#" and (at == 0 or text[at - 1] in " \t\r\n"):
                return
            elif char in "{[" and (self.flow or was_fresh):
                self.flow.append(_Flow(is_list=char == "[", word_start=at + 1))
                word, is_fresh = at + 1, True
            elif char in "}]" and self.flow:
                self.flow.pop()
                word = at + 1
            elif self.flow and char == ",":
                self.flow[-1].key = ""
                self.flow[-1].word_start = word = at + 1
                is_fresh = True
            elif self.flow and char == ":" and not self.flow[-1].is_list and (at + 1 >= end or text[at + 1] in " \t"):
                self.flow[-1].key = text[word:at].strip().strip("\"'")
                self.flow[-1].keys.add(self.flow[-1].key)
                self.flow[-1].word_start = word = at + 1
                is_fresh = True

    def pass_line(self, number: int, end: int) -> None:
        """Go over a whole line above."""
        start = self.source.line_start(number)
        line = self.source.text[start:end]
        words = line.lstrip(" \t")
        if self.flow or self.quote:
            self.scan(start, end)
            return
        if not words or words.startswith("#"):
            return
        indent = len(line) - len(words)
        if self.text_indent >= 0:
            if indent > self.text_indent:
                return
            self.text_indent = -1
        at, is_value = self.enter(start, end)
        rest = self.source.text[at:end]
        if _BLOCK.match(rest) and (is_value or self.steps):
            self.text_indent = self.steps[-1].indent if self.steps else indent
        elif rest.startswith(_OPENING):
            self.scan(at, end)


def place_at(source: Source, start: int, end: int, offset: int) -> Place | None:
    """What is being written at an offset of the YAML between `start` and `end`; None inside a text of many lines."""
    line, _ = source.position(offset)
    first, _ = source.position(start)
    walk = _Walk(source=source)
    for number in range(first, line):
        walk.pass_line(number, source.line_start(number) + len(source.line_text(number)))
    line_start = source.line_start(line)
    text = source.text[line_start:offset]
    words = text.lstrip(" \t")
    stop = line_start + len(source.line_text(line))
    rest = source.text[offset:stop]
    if words.startswith("#"):
        return None
    if not walk.flow:
        if walk.quote:
            return None
        indent = len(text) - len(words)
        if 0 <= walk.text_indent < indent:
            return None
        at, is_value = walk.enter(line_start, offset)
    else:
        return _in_flow(walk, line_start + len(text) - len(words), offset, line_start, rest)
    if source.text.startswith(_OPENING, at, offset):
        walk.scan(at, offset)
        if walk.flow:
            return _in_flow(walk, at, offset, line_start, rest)
    typed = source.text[at:offset]
    if re.search(r"(?:^|\s)#", typed):
        return None
    around = walk.path()
    return Place(
        path=tuple(step.name for step in walk.steps),
        is_value=is_value,
        start=at,
        typed=typed,
        is_flow=False,
        indent=at - line_start,
        beside=frozenset(() if is_value else (*_above(walk, around), *_below(source, line, end, at - line_start))),
        ends_line=not rest.strip(),
    )


def _in_flow(walk: _Walk, at: int, offset: int, line_start: int, rest: str) -> Place:
    if walk.flow and walk.flow[-1].word_start < at:
        walk.flow[-1].word_start = at
    before = len(walk.flow)
    if not any(frame.word_start > at for frame in walk.flow):
        walk.scan(at, offset)
    if len(walk.flow) < before and not walk.flow:
        return Place(path=(), is_value=True, start=offset, typed="", is_flow=True, ends_line=not rest.strip())
    top = walk.flow[-1]
    start = max(top.word_start, line_start)  # an editor replaces words on one line only
    while start < offset and walk.source.text[start] in " \t":
        start += 1
    path = [step.name for step in walk.steps]
    for frame in walk.flow:
        if frame.is_list:
            path.append(ITEM)
        elif frame.key:
            path.append(frame.key)
    return Place(
        path=tuple(path),
        is_value=top.is_list or bool(top.key),
        start=start,
        typed=walk.source.text[start:offset],
        is_flow=True,
        indent=start - line_start,
        beside=frozenset(top.keys | set(_flow_keys(rest))),
        ends_line=not rest.strip(),
    )


def _flow_keys(rest: str) -> Iterator[str]:
    """The keys behind the place, up to the bracket that closes the mapping."""
    for match in re.finditer(r"(?:^|,)[ \t]*([\w-]+)[ \t]*:[ \t]", rest.split("}", 1)[0]):
        yield match[1]


def _above(walk: _Walk, around: tuple[tuple[str, int], ...]) -> Iterator[str]:
    """The keys of the mapping around that stand above."""
    return (name for path, name in walk.keys if path == around)


def _below(source: Source, line: int, end: int, column: int) -> Iterator[str]:
    """Those that stand below."""
    last, _ = source.position(max(0, end - 1))
    for number in range(line + 1, last + 1):
        text = source.line_text(number)
        words = text.lstrip(" \t")
        if not words or words.startswith("#"):
            continue
        indent = len(text) - len(words)
        if indent < column or (indent == column and words.startswith("-")):
            return
        if indent == column and (match := _KEY.match(words)):
            yield match["double"] or match["single"] or (match["plain"] or "").strip()
