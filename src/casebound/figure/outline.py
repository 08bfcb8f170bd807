"""A nested Markdown list → a tree of its items, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebound.read.reading import Reading
from casebound.text.han import is_wide
from casebound.text.localized import phrase
from casebound.text.source import Source, Span

DEEPEST = 12
MOST = 500
"""Levels and items that are read; no drawing could show more."""
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,4}[.)、])[ \t]+(?P<text>.*)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item, without its markup."""

    text: str
    is_marked: bool
    """Whether it, or some of its words, was set in bold: the one that matters."""
    place: Span
    children: tuple[Item, ...] = ()

    def walk(self) -> Iterator[Item]:
        """The item and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def parted(self, separator: str = "|") -> tuple[str, ...]:
        """The text between separators, blanks cut off: `接电话 | 2 分钟` → two parts."""
        return tuple(part.strip() for part in self.text.split(separator))


@dataclass(slots=True)
class _Open:
    indent: int
    lines: list[str]
    line: int
    children: list[_Open] = field(default_factory=list)


def is_outline(text: str) -> bool:
    """Whether a text begins as a list does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _ITEM.fullmatch(first) is not None


def read_outline(source: Source, text: str, first_line: int, reading: Reading) -> tuple[Item, ...]:
    """The items at the first level of `text`, which stands in `source` from `first_line` on."""
    top: list[_Open] = []
    path: list[_Open] = []
    count = 0
    is_told = False
    for number, line in enumerate(text.splitlines(), first_line):
        if not line.strip():
            continue
        match = _ITEM.fullmatch(line)
        if match is None:
            if path:
                path[-1].lines.append(line.strip())
            elif not is_told:
                is_told = True
                message = phrase("这里要写列表：每行以“- ”开头", "A list is wanted here: begin each line with “- ”")
                reading.note("unusable-data", source.line_span(number), message)
            continue
        count += 1
        indent = len(match["indent"].expandtabs(4))
        while path and path[-1].indent >= indent:
            path.pop()
        if count > MOST or len(path) >= DEEPEST:
            message = phrase(
                "列表超过 {most} 项或 {deepest} 层，后面的没有画",
                "The list has more than {most} items or {deepest} levels; the rest is not drawn",
                most=MOST,
                deepest=DEEPEST,
            )
            reading.note("unusable-data", source.line_span(number), message)
            break
        item = _Open(indent, [match["text"].strip()], number)
        (path[-1].children if path else top).append(item)
        path.append(item)
    return tuple(_closed(item, source) for item in top)


def _closed(item: _Open, source: Source) -> Item:
    text = item.lines[0]
    for line in item.lines[1:]:
        glue = "" if text and line and is_wide(text[-1]) and is_wide(line[0]) else " "
        text = f"{text}{glue}{line}"
    text, bold = _BOLD.subn(r"\1\2", text)
    return Item(
        text=text.replace("\\", "").strip(),
        is_marked=bold > 0,
        place=source.line_span(item.line),
        children=tuple(_closed(child, source) for child in item.children),
    )
