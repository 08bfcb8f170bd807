"""A case's chapter → the words by which the site's search finds it, each passage with the place it leads to.

They are the author's words and names of what the case belongs to in every language, so that a case that nobody has
translated has the same passages in every language of the site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casebound.compose.chapter import Chapter
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text under one heading."""

    anchor: str
    """Of its place on the case's page; empty: the page's head."""
    heading: str
    text: str
    """Plain, one line."""
    is_strong: bool = False
    """Whether all of it, not its heading alone, says what the case is about."""


def make_passages(chapter: Chapter) -> tuple[Passage, ...]:
    """What can be found: title and summary first, then the sections and the record, as the public may read them."""
    return tuple(passage for passage in _passages(chapter) if passage.heading or passage.text)


def _passages(chapter: Chapter) -> Iterator[Passage]:
    case = chapter.case
    yield Passage(anchor="", heading=case.title, text=_line([case.summary]), is_strong=True)
    names = [chapter.industry, chapter.route, *chapter.methods]
    subject = (case.name, case.subject.organization, case.subject.name, case.service, case.region, case.id)
    words = [*subject, *(word for name in names for word in _every(name))]
    yield Passage(anchor="", heading="", text=_line(dict.fromkeys(words)), is_strong=True)
    for item in chapter.sections:
        section = item.section
        yield Passage(anchor=section.anchor, heading=section.section.title, text=plain(section.content))
    if chapter.notes:
        yield Passage(anchor="note-1", heading="", text=plain(chapter.notes))
    yield from _record(chapter)


def _record(chapter: Chapter) -> Iterator[Passage]:
    case = chapter.case
    names = [row.measure.name for row in chapter.measures]
    yield Passage(anchor="_measures", heading="", text=_line(names), is_strong=True)
    yield Passage(
        anchor="_measures", heading="", text=_line(dict.fromkeys(row.measure.source for row in chapter.measures))
    )
    if study := case.study:
        yield Passage(anchor="_study", heading="", text=_line((study.comparison, study.data_quality)))
    said = [(row.answer.statement, *(item.title for item in row.answer.evidence)) for row in chapter.conditions]
    yield Passage(anchor="_conditions", heading="", text=_line(text for answer in said for text in answer))
    if replication := case.replication:
        steps = [(step.title, step.who, step.detail) for step in replication.steps]
        risks = [(item.risk, item.response) for item in replication.risks]
        resources = [(item.item, item.quantity, item.note) for item in replication.resources]
        cost = replication.cost.basis if replication.cost else ""
        parts = [
            replication.preconditions,
            replication.core_elements,
            replication.adaptable,
            *steps,
            *resources,
            (cost,),
        ]
        contact = replication.contact
        whom = (contact.name, contact.role, contact.email, contact.phone) if contact else ()
        last = [*risks, replication.lessons, (replication.sustainment,), whom]
        yield Passage(anchor="_replication", heading="", text=_line(text for part in (*parts, *last) for text in part))
    adoptions = [(item.organization, item.changes, item.result) for item in case.adoptions]
    yield Passage(anchor="_adoptions", heading="", text=_line(text for item in adoptions for text in item))


def _every(name: Localized) -> Iterable[str]:
    return (name.to(lang) for lang in ("zh-CN", "en"))


# What only repeats the text around it or belongs to no sentence: drawings (their table has their words), note marks.
_NO_TEXT = re.compile(r'<svg.*?</svg>|<sup class="note-mark">.*?</sup>', re.DOTALL)
_INLINE = re.compile(r"</?(?:a|b|code|em|i|s|small|span|strong|sub|sup)(?:\s[^>]*)?>")
_TAG = re.compile(r"<[^>]*>")


def plain(content: str) -> str:
    """The words of HTML that was made here, where no attribute holds `>`, in one line; blocks are set apart."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", _NO_TEXT.sub("", content)))).split())


def _line(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())
