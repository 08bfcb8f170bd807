"""Rows of counts under several columns → counts by two kinds of names, with their totals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from casebound.figure.given import Given
from casebound.read.fields import NUMBER
from casebound.read.rows import Row
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span

_WIDE = Context(prec=100)
_TOTAL = re.compile(r"[合总小共]计|(?:sub|grand )?totals?|sum", re.IGNORECASE)
_TALLY = re.compile(r"(?P<full>正*)(?P<rest>[一丅丁下止]?)")
_STROKES = {"": 0, "一": 1, "丅": 2, "丁": 2, "下": 3, "止": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosstab:
    """Counts by row and column, none of them negative."""

    corner: str
    """What the rows are."""
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Decimal, ...], ...]
    """By row, then by column."""
    place: Span

    @property
    def row_totals(self) -> tuple[Decimal, ...]:
        return tuple(_sum(row) for row in self.cells)

    @property
    def column_totals(self) -> tuple[Decimal, ...]:
        return tuple(_sum(column) for column in zip(*self.cells, strict=True))

    @property
    def total(self) -> Decimal:
        return _sum(self.row_totals)


def _sum(counts: tuple[Decimal, ...]) -> Decimal:
    total = Decimal(0)
    for count in counts:
        total = _WIDE.add(total, count)
    return total


def made_crosstab(corner: str, counts: Mapping[tuple[str, str], Decimal], place: Span) -> Crosstab:
    """From counts by the names of row and column; names in the order in which they come, what is missing is 0."""
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    columns = tuple(dict.fromkeys(column for _, column in counts))
    cells = tuple(tuple(counts.get((row, column), Decimal(0)) for column in columns) for row in rows)
    return Crosstab(corner=corner, rows=rows, columns=columns, cells=cells, place=place)


def count_of(given: Given, row: Row, column: int) -> Decimal | None:
    """A count as it is written: a number, 正 strokes (正正下 = 13), slashes (///// // = 7), or nothing for 0."""
    text = row.cells[column]
    slashes = text.replace(" ", "")
    if not slashes.strip("/"):
        return Decimal(len(slashes))
    tally = None if text.isascii() else _TALLY.fullmatch(text)
    if tally:
        return Decimal(len(tally["full"]) * 5 + _STROKES[tally["rest"]])
    count = given.cell(row, column)
    if count is not None and count < 0 and given.table is not None:
        message = phrase("“{name}”的件数是负数", "The count of “{name}” is negative", name=row.cells[0])
        given.refuse(message, given.table.place(row, column))
        return None
    return count


def read_crosstab(given: Given) -> Crosstab | None:
    """The first column names the rows, the others hold counts; a row or column of totals is checked and left out."""
    if not given.need(2) or given.table is None:
        return None
    table = given.table
    totals = [place for place, name in enumerate(table.header) if place and _TOTAL.fullmatch(name)]
    columns = [place for place in range(1, len(table.header)) if place not in totals]
    names = [table.header[place] for place in columns]
    if not columns or len(set(names)) < len(names):
        twice = next((name for place, name in enumerate(names) if name in names[:place]), "")
        message = phrase("列名“{name}”写了两次", "Column “{name}” stands twice", name=twice)
        given.refuse(
            message if columns else phrase("除合计外没有列", "There is no column but totals"), table.header_place
        )
        return None
    counts: dict[tuple[str, str], Decimal] = {}
    seen: set[str] = set()
    for row in table.rows:
        cells = [count_of(given, row, place) for place in columns]
        if any(cell is None for cell in cells):
            return None
        found = [cell for cell in cells if cell is not None]
        for place in totals:
            _check(given, row, place, _sum(tuple(found)), row.cells[0])
        if row.cells[0] not in seen and _TOTAL.fullmatch(row.cells[0]):
            for place, name, said in zip(columns, names, found, strict=True):
                made = _sum(tuple(count for (_, column), count in counts.items() if column == name))
                if said != made:
                    _disagree(given, name, said, made, table.place(row, place))
            continue
        if not row.cells[0]:
            given.refuse(phrase("这一行没有写名称", "This row has no name"), table.source.line_span(row.line))
            return None
        seen.add(row.cells[0])
        for name, count in zip(names, found, strict=True):
            counts[row.cells[0], name] = _sum((counts.get((row.cells[0], name), Decimal(0)), count))
    if not counts:
        given.refuse(phrase("除合计外没有行", "There is no row but totals"), table.header_place)
        return None
    return made_crosstab(table.header[0], counts, table.header_place)


def _check(given: Given, row: Row, place: int, made: Decimal, name: str) -> None:
    assert given.table is not None
    said = NUMBER.convert(row.cells[place])
    if said is not None and said != made:
        _disagree(given, name, said, made, given.table.place(row, place))


def _disagree(given: Given, name: str, said: Decimal, made: Decimal, place: Span) -> None:
    message: Localized = phrase(
        "“{name}”写的合计是 {said}，各格相加是 {made}",
        "The total of “{name}” is given as {said}; its cells add up to {made}",
        name=name,
        said=f"{said:f}",
        made=f"{made:f}",
    )
    given.refuse(message, place, phrase("合计由图来算，可以不写", "The figure adds up; totals may be left out"))
