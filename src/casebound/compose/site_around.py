"""What stands on a case's page about other cases: the page is composed with a gap for it, which is filled here.

So a page need not be composed again because another case has come, gone or been renamed.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from casebound.compose.artifact import Artifact
from casebound.compose.case_links import open_links, open_tag, site_address, tag_to
from casebound.compose.environment import render
from casebound.compose.language_attribute import language_attribute
from casebound.compose.meters import draw_effect, draw_replicability, draw_strength
from casebound.compose.site_edition import Edition
from casebound.compose.site_map import link
from casebound.compose.site_pages import AroundCase, RecordLink, RelatedLink, ReviewNotice
from casebound.compose.site_record import CaseRecord
from casebound.compose.site_related import Relation
from casebound.figure.palette import SCREEN
from casebound.read.case_link import CaseLink
from casebound.text.localized import CHINESE

AROUND = "<!--casebound:around-->"
"""The gap, in `site/case.html`."""
REVIEW = "<!--casebound:review-->"
"""A second one, in its head: whether it is too old is not of the case alone, but of the day, too."""
REPORT = "<!--casebound:report-->"
"""A third one, among what can be taken along: whether its report was made is known last."""
_REASONS = {
    "industry": "same_industry",
    "method": "same_use",
    "tool": "same_use",
    "route": "same_route",
    "region": "same_region",
    "criterion": "same_criterion",
}
"""How a shared value is said, by facet; what nobody would call a reason is not."""
_SHOWN = 3
"""Shared values that are named."""


def records_around(edition: Edition, record: CaseRecord) -> tuple[CaseRecord, ...]:
    """The other cases that its page speaks of: what is said of them is made of their records alone.

    A page is filled anew only where one of these is another or has changed, or something of `state_around`, so all that
    `fill_around` looks at must be among them.
    """
    kin = (relation.record for relation in edition.kinship.of(edition.places[record.id]))
    return (*filter(None, _neighbours(edition, record)), *kin)


def state_around(edition: Edition, record: CaseRecord) -> tuple[object, ...]:
    """What else a page is filled from: whether its review is overdue, its report, and what it shares, in order."""
    related = edition.kinship.of(edition.places[record.id])
    return (
        _is_overdue(edition, record),
        _report(edition, record),
        *(relation.shared for relation in related),
    )


def fill_around(edition: Edition, record: CaseRecord, page: str) -> Artifact:
    """The page of a case, whole: with what stands around it, and its links to other cases leading somewhere."""
    return fill_gaps(record.path, page, make_fillings(edition, record, open_links(page)))


Fillings = tuple[tuple[str, str], ...]
"""What is put in place of what, wherever it stands on a page."""


def make_fillings(edition: Edition, record: CaseRecord, links: Iterable[CaseLink]) -> Fillings:
    """What the gaps of a case's page are filled with, whatever else stands on it; `links`: those that are open."""
    previous, following = _neighbours(edition, record)
    around = AroundCase(
        previous=record_link(previous, record.path) if previous else None,
        next=record_link(following, record.path) if following else None,
        related=tuple(
            RelatedLink(link=record_link(relation.record, record.path), why=_reasons(edition, relation))
            for relation in edition.kinship.of(edition.places[record.id])
        ),
    )
    text = render(edition.environment, "site/case_around.html", around)
    return (
        (AROUND, text),
        (REVIEW, _review_notice(edition, record)),
        (REPORT, _report_item(edition, record)),
        *((open_tag(to), tag_to(address_from(edition, record, to))) for to in links),
    )


def fill_gaps(path: str, page: str, fillings: Fillings) -> Artifact:
    """The page at that path, whole."""
    for gap, filling in fillings:
        page = page.replace(gap, filling)
    return Artifact(path=path, data=page.encode())


def address_from(edition: Edition, record: CaseRecord, to: CaseLink) -> str:
    """Where a link on the page of a case leads; nothing where the site has no such case."""

    def anchors(id: str) -> tuple[str, ...] | None:
        return edition.records[edition.places[id]].anchors if id in edition.places else None

    map = edition.ground.map
    return site_address(to.case, to.fragment, page=record.path, lang=edition.lang, map=map, anchors=anchors)


def _neighbours(edition: Edition, record: CaseRecord) -> tuple[CaseRecord | None, CaseRecord | None]:
    """The cases before and after it."""
    records, number = edition.records, edition.places[record.id]
    return (
        records[number - 1] if number else None,
        records[number + 1] if number + 1 < len(records) else None,
    )


def _is_overdue(edition: Edition, record: CaseRecord) -> bool:
    today = edition.ground.today
    return today is not None and record.review_by is not None and today > record.review_by


def _review_notice(edition: Edition, record: CaseRecord) -> str:
    """The notice, where there is a day; it shows when that is past."""
    if record.review_by is None:
        return ""
    assets = link(record.path, edition.ground.map.asset(".")) + "/"
    notice = ReviewNotice(day=record.review_by, is_past=_is_overdue(edition, record), assets=assets)
    return render(edition.environment, "site/case_review.html", notice)


def _report(edition: Edition, record: CaseRecord) -> str:
    """The path of its report in PDF; empty where the site holds none."""
    path = edition.ground.map.report(record.written_in, record.id)
    return path if path in edition.ground.reports else ""


def _report_item(edition: Edition, record: CaseRecord) -> str:
    path = _report(edition, record)
    if not path:
        return ""
    return Markup('<li><a href="{}">{}</a></li>').format(link(record.path, path), edition.word("report_pdf"))


def _reasons(edition: Edition, relation: Relation) -> tuple[str, ...]:
    """What both have: what both use in one, whether it is a method or the figure that shows it."""
    names: dict[str, dict[str, str]] = {}
    for facet, value in relation.shared:
        word = _REASONS.get(facet)
        if word and sum(map(len, names.values())) < _SHOWN:
            names.setdefault(word, {}).setdefault(value, edition.named(facet, value))
    between = "、" if edition.lang == CHINESE else ", "
    return tuple(edition.word(word).format(name=between.join(named.values())) for word, named in names.items())


def record_link(record: CaseRecord, page: str) -> RecordLink:
    """A case as the page at path `page` points to it."""
    return record_at(record, link(page, record.path))


def record_at(record: CaseRecord, href: str) -> RecordLink:
    """A case as it is pointed to by that reference."""
    return RecordLink(
        record=record,
        href=href,
        language=language_attribute(record.written_in, record.lang),
        strength=draw_strength(record.evidence, record.ceiling, SCREEN, record.written_in),
        effect=draw_effect(record.effect, SCREEN, record.written_in),
        replicability=draw_replicability(record.parts, record.withheld, SCREEN, record.written_in),
    )
