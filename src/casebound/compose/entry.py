"""A chapter → what the rest of a book says of it: in contents, lists, indexes and results, without its text."""

from __future__ import annotations

from dataclasses import dataclass

from casebound.compose.body import Captioned
from casebound.compose.case_links import book_targets
from casebound.compose.chapter import Chapter
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A section that answers a criterion."""

    criterion: str
    anchor: str
    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case in a collection or packet."""

    id: str
    number: int
    """Its place, from 1."""
    anchor: str
    name: str
    """The title for narrow places."""
    title: str
    lang: str
    organization: str
    industry: Localized
    methods: tuple[Localized, ...]
    framework: str
    """Id of the criteria it was written for."""
    license: str
    is_example: bool
    answers: tuple[Answer, ...]
    captioned: tuple[Captioned, ...]
    links: tuple[str, ...]
    """The anchors in other cases that its text links to."""


def make_entry(chapter: Chapter, number: int) -> Entry:
    """The entry of a chapter that already holds only what its readers may see."""
    case = chapter.case
    return Entry(
        id=case.id,
        number=number,
        anchor=chapter.anchor,
        name=case.name,
        title=case.title,
        lang=case.lang,
        organization=case.subject.organization,
        industry=chapter.industry,
        methods=chapter.methods,
        framework=case.framework,
        license=case.publication.license,
        is_example=bool(case.example),
        answers=tuple(
            Answer(criterion=row.criterion.id, anchor=item.anchor, number=item.number, title=item.section.title)
            for row in chapter.trace
            for item in row.sections
        ),
        captioned=chapter.captioned,
        links=book_targets("".join(item.section.content for item in chapter.sections)),
    )
