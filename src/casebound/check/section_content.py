"""A write-up's body → what each of its sections holds: prose, tables, notes, and what it refers to, with places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebound.model.value import value_of
from casebound.read.body import Block
from casebound.read.inline import OBJECT
from casebound.read.markdown import FIGURES
from casebound.read.written import WrittenCase
from casebound.text.han import rejoined
from casebound.text.source import Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNIT = re.compile(rf"[{_HAN}]|[^\W\d_{_HAN}]+(?:['’-][^\W\d_{_HAN}]+)*")
_NOTE = re.compile(r"\[\^([^\]\s]{1,80})\]")
_ALTERNATIVE = re.compile(r"!\[[^\[\]]*\]")
_TABLED = ("cell", "caption")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something a section refers to, or an anchor it sets; kinds and targets are those of `read.body.Mention`."""

    kind: str
    name: str
    target: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionContent:
    """What stands under one heading, up to the next."""

    prose: str = ""
    """Paragraphs, lists and quotations, without tables, code, notes, roles and images; a blank line between blocks."""
    tabled: str = ""
    """The words of tables and their captions."""
    tables: int = 0
    figures: int = 0
    """Those that are drawn."""
    notes: frozenset[str] = frozenset()
    """The footnotes it calls and that are written somewhere."""
    references: tuple[Reference, ...] = ()


def length(text: str) -> int:
    """Han characters plus words of other scripts; numbers and punctuation do not count."""
    return len(_UNIT.findall(text))


def read_contents(written: WrittenCase) -> tuple[SectionContent, ...]:
    """One a section, in the order of `written.document.sections`."""
    document = written.document
    starts = [item.heading.start for item in document.sections]
    drafts = [_Draft() for _ in starts]

    def at(offset: int) -> _Draft:
        number = bisect_right(starts, offset) - 1
        return drafts[number] if number >= 0 else _Draft()

    noted = {str(token.meta.get("label")) for token in document.body.tokens if token.type == "footnote_reference_open"}
    offset = document.body_start
    for block in document.body.blocks:
        offset = next((document.body_start + place for place in block.places if place >= 0), offset)
        at(offset).take(block.kind, _words(written, block), noted.intersection(_notes(written, block)))
    for line in _plain_tables(written):
        at(document.source.line_start(line)).tables += 1
    for reference in _references(written):
        draft = at(reference.span.start)
        draft.references.append(reference)
        draft.tables += reference.kind == "directive" and reference.name == "table"
        draft.figures += reference.kind == "directive" and reference.name in FIGURES
    return tuple(draft.content() for draft in drafts)


def _references(written: WrittenCase) -> Iterator[Reference]:
    """Everything the body refers to."""
    document = written.document
    for mention in document.body.mentions:
        span = document.source.span(document.body_start + mention.start, document.body_start + mention.end)
        yield Reference(kind=mention.kind, name=mention.name, target=mention.target.strip(), span=span)


def _words(written: WrittenCase, block: Block) -> str:
    """A block's prose on one line, without the words that stand in for an image."""
    document = written.document
    lines = []
    for line, place in zip(block.prose.split("\n"), block.places, strict=False):
        start = document.body_start + place
        raw = document.source.text[start : start + len(line)] if place >= 0 and OBJECT in line else ""
        at = 0
        kept = []
        for match in _ALTERNATIVE.finditer(raw):
            kept.append(line[at : match.start()])
            at = match.end()
        lines.append("".join((*kept, line[at:])))
    return " ".join(lines)


def _notes(written: WrittenCase, block: Block) -> Iterator[str]:
    """The footnotes that a block calls."""
    document = written.document
    for line, place in zip(block.prose.split("\n"), block.places, strict=False):
        if place >= 0 and OBJECT in line:
            start = document.body_start + place
            yield from _NOTE.findall(document.source.text, start, start + len(line))


def _plain_tables(written: WrittenCase) -> Iterator[int]:
    """The lines (of the source, from 1) at which tables begin that stand in no block of their own."""
    document = written.document
    first_line, _ = document.source.position(document.body_start)
    yield from (first_line + token.map[0] for token in document.body.tokens if token.type == "table_open" and token.map)


@dataclass(slots=True)
class _Draft:
    """A section's content under way."""

    prose: list[str] = field(default_factory=list)
    tabled: list[str] = field(default_factory=list)
    tables: int = 0
    figures: int = 0
    notes: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)

    def take(self, kind: str, words: str, notes: set[str]) -> None:
        self.notes |= notes
        if kind in _TABLED:
            self.tabled.append(words)
        elif kind not in ("heading", "note"):
            self.prose.append(words)

    def content(self) -> SectionContent:
        return SectionContent(
            prose=rejoined("\n\n".join(self.prose)),
            tabled="\n\n".join(self.tabled),
            tables=self.tables,
            figures=self.figures,
            notes=frozenset(self.notes),
            references=tuple(self.references),
        )


def has_value(written: WrittenCase, target: str) -> bool:
    """Whether a `{val}` names a number of a measure, or a figure: whether that has it, a rule says."""
    id = target.partition(".")[0]
    is_drawn = any(
        mention.kind == "anchor" and mention.name == "figure" and mention.target == id
        for mention in written.document.body.mentions
    )
    return is_drawn or value_of(written.case, target) is not None
