"""A place in a write-up → the field or section it belongs to, named so that it keeps its name when lines move."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from casebound.read.document import Document, WrittenSection
from casebound.read.nodes import Node, Pair
from casebound.text.source import Source

LONGEST_NAME = 64
"""Characters of a key or id that are kept; a longer one is no name."""


class _Entry(NamedTuple):
    start: int
    end: int
    """Where its last line ends: a comment there belongs to it."""
    name: str
    parent: int
    """Number of the entry around it; -1: none."""
    is_item: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Fields and sections in order of place: made once, asked for every finding."""

    path: str
    """The file in which the offsets count."""
    entries: tuple[_Entry, ...]
    body_start: int
    sections: tuple[tuple[int, str], ...]
    """Offset of each heading, and the nearest id: its own, else that of a section around it."""

    def at(self, offset: int) -> str:
        """The path of the deepest field, or `sections.<id>`, at an offset; empty where there is none."""
        if offset >= self.body_start:
            number = bisect_right(self.sections, offset, key=lambda item: item[0]) - 1
            id = self.sections[number][1] if number >= 0 else ""
            return f"sections.{id}" if id else ""
        number = bisect_right(self.entries, offset, key=lambda entry: entry.start) - 1
        while number >= 0 and offset > self.entries[number].end:
            number = self.entries[number].parent
        names: list[str] = []
        while number >= 0:
            entry = self.entries[number]
            names.append(f"[{entry.name}]" if entry.is_item else f".{entry.name}")
            number = entry.parent
        return "".join(reversed(names)).removeprefix(".")


def field_of(document: Document, offset: int) -> str:
    """The field or section at an offset of a write-up; for many offsets, keep `places_of(document)`."""
    return places_of(document).at(offset)


def field_path(front: Node, offset: int) -> str:
    """The field at an offset of YAML, such as `measures.wait.baseline.value`: items by `id`, else by number."""
    source = front.span.source
    return Places(path=source.path, entries=_entries(front), body_start=len(source.text) + 1, sections=()).at(offset)


def places_of(document: Document) -> Places:
    """The fields and sections of a write-up."""
    return Places(
        path=document.source.path,
        entries=_entries(document.front) if document.front else (),
        body_start=document.body_start,
        sections=_named(document.sections),
    )


def _named(sections: Sequence[WrittenSection]) -> tuple[tuple[int, str], ...]:
    around: list[tuple[int, str]] = []
    found = []
    for item in sections:
        while around and around[-1][0] >= item.section.level:
            around.pop()
        id = item.section.id[:LONGEST_NAME] or (around[-1][1] if around else "")
        around.append((item.section.level, id))
        found.append((item.heading.start, id))
    return tuple(found)


def _entries(front: Node) -> tuple[_Entry, ...]:
    """In order of place; what a translation has taken from its original stands elsewhere and is left out."""
    source = front.span.source
    found: list[_Entry] = []
    stack: list[tuple[Node, int, _Entry | None]] = [(front, -1, None)]
    while stack:
        node, parent, entry = stack.pop()
        if entry is not None:
            found.append(entry._replace(parent=parent))
            parent = len(found) - 1
        inner: list[tuple[Node, int, _Entry | None]] = []
        for pair in node.pairs:
            start = _start(pair, source)
            if start >= 0:
                end = max(pair.value.span.end if _is_in(pair.value, source) else start, start)
                inner.append((pair.value, parent, _entry(source, start, end, pair.key.text, is_item=False)))
        for number, item in enumerate(node.items):
            if _is_in(item, source):
                name = _id(item)
                made = _entry(source, item.span.start, item.span.end, name or str(number), is_item=not name)
                inner.append((item, parent, made))
        stack.extend(sorted(inner, key=lambda item: -item[2].start if item[2] else 0))
    return tuple(found)


def _entry(source: Source, start: int, end: int, name: str, *, is_item: bool) -> _Entry:
    stop = source.line_start(source.position(end)[0] + 1) - 1
    return _Entry(start, max(end, stop), " ".join(name[:LONGEST_NAME].split()), -1, is_item)


def _start(pair: Pair, source: Source) -> int:
    """Where a pair begins; -1 when it stands in another text."""
    if _is_in(pair.key, source):
        return pair.key.span.start
    if not _is_in(pair.value, source) or pair.value.is_empty:
        return -1
    # a translation joined onto its original keeps the original's keys: its own stands shortly before the value
    end = pair.value.span.start
    at = source.text.rfind(pair.key.text, max(0, end - 2 * LONGEST_NAME), end) if pair.key.text else -1
    return end if at < 0 else at


def _is_in(node: Node, source: Source) -> bool:
    return node.span.source is source or node.span.source.path == source.path


def _id(node: Node) -> str:
    pair = node.find("id") if node.kind == "mapping" else None
    return pair.value.text.strip() if pair and pair.value.kind == "scalar" and not pair.value.is_empty else ""
