"""The sections tied to a criterion → the cells of its row, or where and how to tie one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebound.check.readiness_cells import (
    NONE,
    Cell,
    Column,
    Least,
    State,
    Urgency,
    Want,
    evidence_cell,
    figures_cell,
    joined,
    length_cell,
    measures_cell,
    not_yet,
)
from casebound.check.section_content import SectionContent, read_contents
from casebound.model.framework import Criterion
from casebound.read.document import WrittenSection
from casebound.read.written import WrittenCase
from casebound.text.localized import Localized, counted, phrase
from casebound.text.source import Span

CANDIDATES = 3
"""So many untied sections are named to somebody who looks for the answer to a criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The sections of a case, taken apart once for all criteria."""

    written: WrittenCase
    contents: tuple[SectionContent, ...]
    anchors: frozenset[str]
    """Ids of all numbered tables and figures."""
    referred: frozenset[str]
    """What any place of the text refers to."""
    untied: tuple[WrittenSection, ...]
    """Sections with text that answer no criterion, nor does one above or below them."""

    @property
    def sections(self) -> tuple[WrittenSection, ...]:
        """The sections, one to each of `contents`."""
        return self.written.document.sections


def make_body(written: WrittenCase) -> Body:
    """Read the body of a write-up."""
    contents = read_contents(written)
    references = [item for content in contents for item in content.references]
    return Body(
        written=written,
        contents=contents,
        anchors=frozenset(item.target for item in references if item.kind == "anchor"),
        referred=frozenset(item.target.lstrip("#") for item in references if item.kind in ("role", "link")),
        untied=tuple(_untied(written.document.sections)),
    )


def _untied(sections: Sequence[WrittenSection]) -> Iterable[WrittenSection]:
    parents: list[int | None] = []
    path: list[int] = []
    for number, item in enumerate(sections):
        while path and sections[path[-1]].section.level >= item.section.level:
            path.pop()
        parents.append(path[-1] if path else None)
        path.append(number)
    tied = {number for number, item in enumerate(sections) if item.section.criteria}
    below = set(tied)
    for number, parent in enumerate(parents):
        if parent in below:
            below.add(number)
    above: set[int] = set()
    for number in tied:
        parent = parents[number]
        while parent is not None and parent not in above:
            above.add(parent)
            parent = parents[parent]
    aside = below | above
    return (item for number, item in enumerate(sections) if item.section.text and number not in aside)


def under(number: int, sections: Sequence[WrittenSection]) -> Iterable[int]:
    """The numbers of the sections under the one of that number."""
    for other in range(number + 1, len(sections)):
        if sections[other].section.level <= sections[number].section.level:
            return
        yield other


def criterion_cells(body: Body, criterion: Criterion, groups: Sequence[str], least: int) -> tuple[Cell, ...]:
    """The five cells of one criterion; `groups` are the ids above it."""
    sections = body.sections
    label = phrase("{id}“{title}”", "{id} “{title}”", id=criterion.id, title=criterion.title)
    tied = [number for number, item in enumerate(sections) if criterion.id in item.section.criteria]
    held = sorted({other for number in tied for other in (number, *under(number, sections))})
    if not any(sections[number].section.text for number in held):
        cell = _heading_only(sections[tied[0]], label, criterion) if tied else _untold(body, criterion, groups, label)
        return (cell, *(not_yet(column, cell.span) for column in list(Column)[1:]))
    span = sections[tied[0]].heading
    contents = [body.contents[number] for number in held]
    prose = "\n\n".join(content.prose for content in contents)
    return (
        Cell(
            column=Column.ANSWERED,
            state=State.PRESENT,
            text=counted(len(tied), "节", "part", "parts"),
            note=phrase("有正文回答", "Answered in the text"),
            span=span,
        ),
        length_cell(prose, span, label, criterion.question, Least(least, body.written.case.lang)),
        evidence_cell(body.written, contents, label, span),
        measures_cell(body.written, contents, span),
        figures_cell(contents, body.anchors, body.referred, span),
    )


def _missing(text: Localized, message: Localized, hint: Localized, span: Span) -> Cell:
    want = Want(urgency=Urgency.UNANSWERED, state=State.MISSING, message=message, hint=hint, span=span)
    return Cell(column=Column.ANSWERED, state=State.MISSING, text=text, note=message, span=span, wants=(want,))


def _heading_only(item: WrittenSection, label: Localized, criterion: Criterion) -> Cell:
    message = phrase(
        "{what}只有标题“{title}”，没有正文", "{what} has a heading, “{title}”, but no text",
        what=label, title=item.section.title,
    )  # fmt: skip
    hint = phrase("在标题下写正文。{question}", "Write text under the heading. {question}", question=criterion.question)
    return _missing(phrase("只有标题", "heading only"), message, hint, item.heading)


def _untold(body: Body, criterion: Criterion, groups: Sequence[str], label: Localized) -> Cell:
    """Nothing is tied to it: a section that names its group, else one that answers nothing yet, else a new one."""
    message = phrase("没有哪一节回答 {what}", "No section answers {what}", what=label)
    higher = next((item for item in body.sections if set(item.section.criteria) & set(groups)), None)
    if higher is not None:
        hint = phrase(
            "“{title}”只连到上一级；改连 criterion={id}",
            "“{title}” is tied to the group only; tie it to criterion={id}",
            title=higher.section.title,
            id=criterion.id,
        )
        return _missing(NONE, message, hint, higher.heading)
    if not body.untied:
        hint = phrase(
            "加一节“## 标题 {{#id criterion={id}}}”。{question}",
            "Add a section “## Title {{#… criterion={id}}}”. {question}",
            id=criterion.id,
            question=criterion.question,
        )
        return _missing(NONE, message, hint, end_of(body.written))
    titles = [item.section.title for item in body.untied[:CANDIDATES]]
    where = joined([phrase("“{title}”", "“{title}”", title=title) for title in titles], "、", ", ")
    hint = phrase(
        "若写在{where}，在标题后加 criterion={id}；若还没写，补一节。{question}",
        "If it stands in {where}, add criterion={id} to the heading; else write it. {question}",
        where=where,
        id=criterion.id,
        question=criterion.question,
    )
    return _missing(NONE, message, hint, body.untied[0].heading)


def end_of(written: WrittenCase) -> Span:
    """The last line of the file: where more of the body would be written."""
    source = written.document.source
    return source.line_span(source.position(len(source.text.rstrip()))[0])
