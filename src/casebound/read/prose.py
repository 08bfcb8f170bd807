"""A write-up → the words in it, each at its own place, so that a rule about words can say exactly where."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from casebound.read.document import Document
from casebound.read.inline import OBJECT
from casebound.read.nodes import Node

NOT_WORDS = frozenset(
    (
        *("id", "lang", "framework", "route", "industry", "kind", "license", "version", "translates", "allow"),
        *("names", "aliases", "methods", "private", "email", "phone"),
        *("file", "series", "period", "date", "review_by", "value"),
    )
)
"""Fields of the front matter that hold names, addresses and figures rather than sentences."""

_IS_WORDS = re.compile(r"[^\x00-\x7f]|[A-Za-z]{2}.* ")


class Segment(NamedTuple):
    """A run of words in one block of the body or one field of the front matter."""

    start: int
    end: int
    part: str
    """The field (`measures.wait.source`), or the id of the section (`sections.survey`)."""
    kind: str
    """`field`, or the kind of the block: `heading`, `paragraph`, `item`, `cell`, `quote`, `note`, `caption`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """All words of a write-up."""

    text: str
    """As long as the source: words at their own offsets, `OBJECT` for inline markup, line breaks for all else."""
    segments: tuple[Segment, ...]
    """In order, none empty, none overlapping; a paragraph written on several lines is one."""

    def segment(self, offset: int) -> Segment | None:
        """The segment at an offset."""
        number = bisect_right(self.segments, offset, key=lambda segment: segment.start) - 1
        found = self.segments[number] if number >= 0 else None
        return found if found and offset < found.end else None


def read_prose(document: Document) -> Prose:
    """The words of the front matter and of the body."""
    pieces: list[str] = []
    segments: list[Segment] = []
    at = 0
    front, length, body_start = document.front, len(document.source.text), document.body_start
    for start, node, part in _fields(front, document.source.path) if front is not None else ():
        words = _words(node)
        if start >= at and words:
            pieces += ("\n" * (start - at), words)
            at = start + len(words)
            segments.append(Segment(start, at, part, "field"))
    sections = [(item.heading.start, f"sections.{item.section.id}") for item in document.sections]
    part, following, number = "", sections[0][0] if sections else length + 1, 0
    for kind, prose, places in document.body.blocks:
        first = -1
        for line, place in ((prose, places[0]),) if len(places) == 1 else zip(prose.split("\n"), places, strict=True):
            start = body_start + place
            if place >= 0 and line and start >= at:
                pieces += ("\n" * (start - at), line)
                at = start + len(line)
                first = start if first < 0 else first
        if first < 0:
            continue
        while first >= following:
            part, number = sections[number][1], number + 1
            following = sections[number][0] if number < len(sections) else length + 1
        segments.append(Segment(first, at, part, kind))
    pieces.append("\n" * (length - at))
    return Prose(text=_unmended("".join(pieces), document), segments=tuple(segments))


def _unmended(text: str, document: Document) -> str:
    """Without the characters that reading has a fix for: one mistake is said once."""
    for finding in document.reading.findings:
        if finding.rule == "invalid-yaml" and finding.fix is not None and finding.span.source is document.source:
            start, end = finding.span.start, finding.span.end
            text = text[:start] + OBJECT * (end - start) + text[end:]
    return text


def _fields(front: Node, path: str) -> list[tuple[int, Node, str]]:
    """The texts of the front matter that stand in this file, in order of place, each with its offset."""
    found: list[tuple[int, Node, str]] = []
    stack: list[tuple[Node, str]] = [(front, "")]
    while stack:
        node, part = stack.pop()
        if node.kind == "scalar":
            if _IS_WORDS.search(node.text) and node.span.source.path == path:
                found.append((node.span.start, node, part))
        elif node.kind == "mapping":
            before = f"{part}." if part else ""
            for pair in node.pairs:
                if (key := pair.key.text) not in NOT_WORDS:
                    stack.append((pair.value, before + key))
        else:
            stack.extend((item, f"{part}.{_name(item, number)}") for number, item in enumerate(node.items))
    found.sort(key=itemgetter(0))
    return found


def _name(node: Node, number: int) -> str:
    pair = node.find("id") if node.kind == "mapping" else None
    return pair.value.text if pair else str(number)


def _words(node: Node) -> str:
    """A scalar as written, without its quotation marks or the sign of a block scalar."""
    text = node.span.text
    if node.is_plain or not text:
        return text
    if text[0] in "|>":
        head, _, rest = text.partition("\n")
        return "\n" * (len(head) + 1) + rest if rest else ""
    return "\n" + text[1:-1] + "\n" if len(text) > 1 else ""
