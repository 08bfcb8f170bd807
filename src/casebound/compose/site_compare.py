"""The records of an edition → the page that sets two to four cases side by side, and what it says of each.

What is said of a case lies in one of several scripts, by a number worked out from its id, so that an id that somebody
puts into an address never becomes part of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from urllib.parse import quote

from casebound.compose.artifact import Artifact, Planned
from casebound.compose.formats import currency
from casebound.compose.site_around import record_at
from casebound.compose.site_edition import Edition
from casebound.compose.site_json_ld import page_data
from casebound.compose.site_library import script_call
from casebound.compose.site_library_pages import ComparePage, CompareRow
from casebound.compose.site_map import link
from casebound.compose.site_record import CaseRecord, RecordedMeasure
from casebound.model.value import joined_unit, number, written

ROWS = {
    "summary": "summary",
    "organization": "organization",
    "industry": "industry",
    "region": "region",
    "period": "period",
    "route": "route",
    "measures": "measures",
    "strength": "strength",
    "effect": "effect",
    "replicability": "replicability",
    "weeks": "duration",
    "cost": "cost",
    "preconditions": "preconditions",
    "core": "core_elements",
    "methods": "methods",
    "criteria": "criteria_answered",
    "adopters": "adoptions",
    "grade": "grade",
    "license": "license",
}
"""What is compared, in order: the row and its label in `templates/site/words.yaml`."""
_A_BUCKET = 8
"""Cases in a script, about."""


def make_compare(edition: Edition) -> Iterable[Artifact | Planned]:
    """The page and its data."""
    map, lang, results = edition.ground.map, edition.lang, edition.ground.results
    paths = {each: map.compare(each) for each in map.languages}
    frame = edition.frame(
        "compare",
        paths,
        title=f"{edition.word('compare_title')} · {edition.site}",
        description=edition.word("compare_lead"),
        data=page_data(edition, paths[lang], edition.word("compare_title"), lang),
    )
    count = buckets(len(edition.records))
    page = ComparePage(
        frame=frame,
        rows=tuple(CompareRow(id=id, word=word) for id, word in ROWS.items()),
        data_base=link(paths[lang], map.compare_data(lang, 0)).removesuffix("0.js"),
        buckets=count,
        results=results if results and results.cards else None,
    )
    yield edition.page(page, frame)
    filled: list[list[int]] = [[] for _ in range(count)]
    for document, record in enumerate(edition.records):
        filled[bucket(record.id, count)].append(document)
    for place, documents in enumerate(filled):
        yield Planned(
            path=map.compare_data(lang, place),
            rests_on=edition.digest(documents, "compare", place),
            make=partial(_bucket, edition, documents, place, paths[lang]),
        )


def _bucket(edition: Edition, documents: Sequence[int], place: int, page: str) -> bytes:
    told = {record.id: _told(edition, record, page) for record in (edition.records[document] for document in documents)}
    return script_call("caseboundCompare.told", place, told)


def buckets(count: int) -> int:
    """The number of scripts for so many cases: a power of two, so that it seldom changes."""
    return 1 << (-(-max(count, 1) // _A_BUCKET) - 1).bit_length()


def bucket(id: str, count: int) -> int:
    """In which of `count` scripts a case is told: its FNV-1a hash (32 bits), of which the lowest bits count."""
    hash = 2166136261
    for byte in id.encode():
        hash = (hash ^ byte) * 16777619 & 0xFFFFFFFF
    return hash & count - 1


def _told(edition: Edition, record: CaseRecord, page: str) -> dict[str, object]:
    """A case: its link, and each cell as lines of plain text, as a drawing with its words, or as measures."""
    entry = record_at(record, "../" * page.count("/") + quote(record.path))
    level = edition.named("evidence", str(record.evidence))
    effect = f"{number(record.effect)}%" if record.effect is not None else edition.word("effect_none")
    cells = dict(_lines(edition, record))
    return {
        "name": record.name,
        "href": entry.href,
        "lang": "" if record.is_translated else record.written_in,
        "cells": {row: lines for row, lines in cells.items() if any(lines)},
        "measures": [_measure(item, record.written_in) for item in record.measures],
        "meters": {
            "strength": [entry.strength, f"{record.evidence}/5 {level}"],
            "effect": [entry.effect, effect],
            "replicability": [entry.replicability, f"{record.parts}/10 {edition.word('parts_recorded')}"],
        },
    }


def _lines(edition: Edition, record: CaseRecord) -> Iterator[tuple[str, list[str]]]:
    def named(facet: str, *values: str) -> list[str]:
        return [edition.named(facet, value) for value in values if value]

    yield "summary", [record.summary]
    yield "organization", [record.organization]
    yield "industry", named("industry", record.industry)
    yield "region", [record.region]
    yield "period", [record.period]
    yield "route", named("route", record.route)
    yield "weeks", [edition.word("weeks_n").replace("{n}", number(record.weeks))] if record.weeks is not None else []
    yield "cost", list(_costs(edition, record))
    yield "preconditions", list(record.preconditions)
    yield "core", list(record.core_elements)
    yield "methods", named("method", *record.methods)
    yield "criteria", named("criterion", *record.criteria)
    yield "adopters", [str(record.adopters)]
    yield "grade", named("grade", record.grade)
    yield "license", [record.license, f"{edition.word('version')} {record.version}" if record.version else ""]


def _costs(edition: Edition, record: CaseRecord) -> Iterator[str]:
    amounts: Mapping[str, Decimal | None] = {"one_off": record.one_off, "annual": record.annual}
    for word, amount in amounts.items():
        if amount is not None:
            yield f"{edition.word(word)} {number(amount)} {currency(record.currency, edition.lang)}".strip()


def _measure(item: RecordedMeasure, lang: str) -> list[str]:
    """Its name, its value before and after, its unit, and the change."""
    change = item.percent if item.percent and item.unit != "%" else item.change
    return [
        item.name,
        number(item.baseline) if item.baseline is not None else "",
        number(item.actual) if item.actual is not None else "",
        joined_unit(item.unit, lang),
        written(change, lang) if change else "",
    ]
