"""The records of an edition → the map of gaps: industries × methods, how many cases and how well they are evidenced.

A cell's colour is the strongest evidence in it: the map is asked where there is something to build on, and one case
that was verified elsewhere is that, whatever stands beside it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebound.compose.artifact import Artifact
from casebound.compose.site_edition import Edition
from casebound.compose.site_json_ld import page_data
from casebound.compose.site_library import library_link
from casebound.compose.site_library_pages import GapCell, GapColumn, GapPage, GapRow, Way, make_pager
from casebound.compose.site_map import link

ROWS, COLUMNS = 24, 12
"""Methods and industries on a page; the most frequent come first."""
UNTRIED, UNUSED = 12, 60
"""Methods that are named as not tried in an industry, and as used nowhere."""
_LARGEST, _FEW = 2.2, 4
"""Diameter of the largest disc, in em; so many cases at least fill it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """What the map is drawn from."""

    industries: Counter[str]
    methods: Counter[str]
    cells: Counter[tuple[str, str]]
    best: Mapping[tuple[str, str], int]
    most: int
    """Cases in the fullest cell, or `_FEW`."""
    unplaced: int

    def size(self, count: int) -> str:
        """Diameter of a disc, in em."""
        return f"{max(0.5, _LARGEST * math.sqrt(count / self.most)):.2f}"


def _count(edition: Edition) -> _Counts:
    industries: Counter[str] = Counter()
    methods: Counter[str] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    best: dict[tuple[str, str], int] = {}
    unplaced = 0
    for record in edition.records:
        used = tuple(dict.fromkeys(record.methods))
        unplaced += not (used and record.industry)
        methods.update(used)
        if not record.industry:
            continue
        industries[record.industry] += 1
        for method in used:
            place = record.industry, method
            cells[place] += 1
            best[place] = max(best.get(place, 0), record.evidence)
    return _Counts(
        industries=industries,
        methods=methods,
        cells=cells,
        best=best,
        most=max((*cells.values(), _FEW)),
        unplaced=unplaced,
    )


def make_gap_map(edition: Edition) -> Iterable[Artifact]:
    """The map, in parts where it is large."""
    counts = _count(edition)
    map, lang = edition.ground.map, edition.lang
    industries, methods = _by_count(counts.industries), _by_count(counts.methods)
    row_parts, column_parts = _parts(methods, ROWS), _parts(industries, COLUMNS)
    for i, some_methods in enumerate(row_parts, 1):
        for j, some_industries in enumerate(column_parts, 1):
            paths = {each: map.gaps(each, i, j) for each in map.languages}
            path = paths[lang]
            part = f" {i}-{j}" if (i, j) != (1, 1) else ""
            frame = edition.frame(
                "map",
                paths,
                title=f"{edition.word('gap_map')}{part} · {edition.site}",
                description=edition.word("gap_map_lead"),
                data=page_data(edition, path, edition.word("gap_map"), lang),
            )
            page = GapPage(
                frame=frame,
                columns=tuple(_column(edition, path, industry, methods, counts) for industry in some_industries),
                rows=tuple(_row(edition, path, method, some_industries, counts) for method in some_methods),
                industry_count=len(industries),
                method_count=len(methods),
                row_parts=make_pager([link(path, map.gaps(lang, n, j)) for n in range(1, len(row_parts) + 1)], i),
                column_parts=make_pager([link(path, map.gaps(lang, i, n)) for n in range(1, len(column_parts) + 1)], j),
                first_row=(i - 1) * ROWS + 1,
                first_column=(j - 1) * COLUMNS + 1,
                unplaced=counts.unplaced,
                unused=_unused(edition, counts) if (i, j) == (1, 1) else (),
            )
            yield edition.page(page, frame)


def _by_count(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda id: (-counts[id], id))


def _parts(ids: Sequence[str], size: int) -> list[Sequence[str]]:
    return [ids[first : first + size] for first in range(0, len(ids), size)] or [[]]


def _row(edition: Edition, path: str, method: str, industries: Sequence[str], counts: _Counts) -> GapRow:
    cells = []
    for industry in industries:
        count = counts.cells[industry, method]
        cells.append(
            GapCell(
                count=count,
                best=counts.best.get((industry, method), 0),
                href=library_link(edition, path, industry=industry, method=method) if count else "",
                size=counts.size(count) if count else "",
            )
        )
    return GapRow(
        method=edition.named("method", method),
        href=library_link(edition, path, method=method),
        count=counts.methods[method],
        cells=tuple(cells),
    )


def _column(edition: Edition, path: str, industry: str, methods: Sequence[str], counts: _Counts) -> GapColumn:
    untried = [method for method in methods if (industry, method) not in counts.best]
    return GapColumn(
        industry=edition.named("industry", industry),
        href=library_link(edition, path, industry=industry),
        count=counts.industries[industry],
        untried=tuple(
            Way(
                name=edition.named("method", method),
                href=library_link(edition, path, method=method),
                count=counts.methods[method],
            )
            for method in untried[:UNTRIED]
        ),
        more=max(0, len(untried) - UNTRIED),
    )


def _unused(edition: Edition, counts: _Counts) -> tuple[str, ...]:
    known = edition.ground.vocabulary.methods
    return tuple(words.to(edition.lang) for id, words in sorted(known.items()) if id not in counts.methods)[:UNUSED]
