"""The records of all editions → the pages by criterion: how did others answer 5.3.2?

Of a framework they hold what it may be known by: numbers, titles and its question in our own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from casebound.compose.artifact import Artifact, Planned
from casebound.compose.site_around import record_at
from casebound.compose.site_edition import Edition
from casebound.compose.site_facets import strongest_first
from casebound.compose.site_json_ld import collection_data, page_data
from casebound.compose.site_library import library_link
from casebound.compose.site_library_pages import (
    AnsweringCase,
    CriteriaPage,
    CriterionGroup,
    CriterionPage,
    CriterionWay,
    FrameworkWays,
    make_pager,
)
from casebound.compose.site_map import link
from casebound.compose.site_record import CaseRecord
from casebound.model.framework import Criterion, Framework

PAGE = 40
"""Cases on a page."""
PAGES = 10
"""Of a criterion at most: beyond so many strongest answers, one looks for something, and the library finds it."""


def make_criteria(editions: Sequence[Edition]) -> Iterable[Artifact | Planned]:
    """The list of criteria, and the pages of each, in every language."""
    answering = [_answering(edition) for edition in editions]
    for edition, records in zip(editions, answering, strict=True):
        by_language = {other.lang: found for other, found in zip(editions, answering, strict=True)}
        yield _list(edition, records)
        for framework in _frameworks(edition):
            leaves = framework.leaves()
            for number, leaf in enumerate(leaves):
                around = (
                    leaves[number - 1] if number else None,
                    leaves[number + 1] if number + 1 < len(leaves) else None,
                )
                yield from _Criterion(
                    edition=edition, framework=framework, criterion=leaf, around=around, answering=by_language
                ).pages()


_Answering = dict[tuple[str, str], list[CaseRecord]]
"""By framework and criterion: the cases that answer it, best evidence first."""


def _answering(edition: Edition) -> _Answering:
    found: _Answering = {}
    for record in sorted(edition.records, key=strongest_first):
        for criterion in dict.fromkeys((*record.criteria, *(item.criterion for item in record.figures))):
            found.setdefault((record.framework, criterion), []).append(record)
    return found


def _frameworks(edition: Edition) -> list[Framework]:
    """Those by which cases are written, the most used first."""
    counts: dict[str, int] = {}
    for record in edition.records:
        counts[record.framework] = counts.get(record.framework, 0) + 1
    used = sorted(counts, key=lambda id: (-counts[id], id))
    return [edition.ground.frameworks[id] for id in used if id in edition.ground.frameworks]


def _way(edition: Edition, path: str, framework: Framework, leaf: Criterion, found: _Answering) -> CriterionWay:
    records = found.get((framework.id, leaf.id), [])
    return CriterionWay(
        criterion=leaf,
        count=len(records),
        href=link(path, edition.ground.map.criterion(edition.lang, framework.id, leaf.id)),
        best=records[0].evidence if records else 0,
    )


def _list(edition: Edition, found: _Answering) -> Artifact:
    map, lang = edition.ground.map, edition.lang
    paths = {each: map.criteria(each) for each in map.languages}
    frame = edition.frame(
        "criteria",
        paths,
        title=f"{edition.word('by_criterion')} · {edition.site}",
        description=edition.word("by_criterion_lead"),
        data=page_data(edition, paths[lang], edition.word("by_criterion"), lang),
    )
    page = CriteriaPage(
        frame=frame,
        frameworks=tuple(
            FrameworkWays(
                framework=framework,
                count=sum(record.framework == framework.id for record in edition.records),
                groups=tuple(
                    CriterionGroup(
                        criterion=group,
                        ways=tuple(_way(edition, paths[lang], framework, leaf, found) for leaf in group.leaves()),
                    )
                    for group in framework.criteria
                ),
            )
            for framework in _frameworks(edition)
        ),
    )
    return edition.page(page, frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Criterion:
    """A criterion whose pages are to be made."""

    edition: Edition
    framework: Framework
    criterion: Criterion
    around: tuple[Criterion | None, Criterion | None]
    answering: dict[str, _Answering]
    """By language."""

    def records(self, lang: str) -> list[CaseRecord]:
        return self.answering[lang].get((self.framework.id, self.criterion.id), [])

    def pages(self) -> Iterator[Planned]:
        edition = self.edition
        records = self.records(edition.lang)
        counts = [_page_count(self.records(lang)) for lang in self.answering]
        ways = [
            _way(edition, "", self.framework, other, self.answering[edition.lang]) for other in self.around if other
        ]
        around = [(way.criterion.id, way.count, way.best) for way in ways]
        for number in range(1, _page_count(records) + 1):
            some = records[(number - 1) * PAGE : number * PAGE]
            besides = (self.framework.id, self.criterion.id, number, len(records), counts, around)
            yield Planned(
                path=edition.ground.map.criterion(edition.lang, self.framework.id, self.criterion.id, number),
                rests_on=edition.digest([edition.places[record.id] for record in some], "criterion", *besides),
                make=partial(self.page, records, number),
            )

    def page(self, records: Sequence[CaseRecord], number: int) -> bytes:
        edition, leaf, framework = self.edition, self.criterion, self.framework
        map, lang = edition.ground.map, edition.lang
        paths = {
            each: map.criterion(each, framework.id, leaf.id, number)
            for each in map.languages
            if number <= _page_count(self.records(each))
        }
        path = paths[lang]
        shown = records[(number - 1) * PAGE : number * PAGE]
        question = leaf.question.to(lang) or leaf.title.to(lang)
        frame = edition.frame(
            "criterion",
            paths,
            title=f"{leaf.id} {leaf.title.to(lang)}{f' {number}' if number > 1 else ''} · {edition.site}",
            description=question,
            data=collection_data(edition, path, f"{leaf.id} {leaf.title.to(lang)}", shown),
        )
        count = _page_count(records)
        addresses = [link(path, map.criterion(lang, framework.id, leaf.id, n)) for n in range(1, count + 1)]
        first = (number - 1) * PAGE
        previous, following = (
            _way(edition, path, framework, other, self.answering[lang]) if other else None for other in self.around
        )
        group = next((group for group in framework.criteria if group is not leaf and leaf in group.leaves()), None)
        page = CriterionPage(
            frame=frame,
            framework=framework,
            group=group,
            criterion=leaf,
            count=len(records),
            first=first + 1,
            shown=min(len(records), PAGE * PAGES),
            cases=tuple(self.answer(record, "../" * path.count("/")) for record in records[first : first + PAGE]),
            pager=make_pager(addresses, number),
            library=library_link(edition, path, criterion=leaf.id),
            previous=previous,
            next=following,
        )
        return edition.page(page, frame).data

    def answer(self, record: CaseRecord, root: str) -> AnsweringCase:
        id = self.criterion.id
        return AnsweringCase(
            entry=record_at(record, root + quote(record.path)),
            answers=tuple(item for item in record.answers if item.criterion == id),
            figures=tuple(item for item in record.figures if item.criterion == id),
        )


def _page_count(records: Sequence[CaseRecord]) -> int:
    return min(PAGES, max(1, -(-len(records) // PAGE)))
