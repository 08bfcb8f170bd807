"""Counts by item and occasion → a check sheet: strokes in every cell, totals at the edges (K. Ishikawa, Guide to
Quality Control)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import Canvas, Point
from casebound.figure.crosstab import Crosstab, read_crosstab
from casebound.figure.drawn import drawn_height
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.letters import SMALL, balanced, height_of, width_of, wrapped
from casebound.figure.strokes import GLYPH, draw_strokes, strokes_height
from casebound.model.value import Value, joined_unit, number
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase

ROWS, COLUMNS = 40, 12
"""What can be drawn."""
_STROKES = 60
"""Strokes in a cell above which numbers are read more easily than strokes."""

_ROWS, _COLUMNS = Localized({CHINESE: "各行中", ENGLISH: ""}), Localized({CHINESE: "各列中", ENGLISH: ""})
"""Before what is told of them; English does without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSheet:
    """The counts, all whole numbers."""

    counts: Crosstab
    unit: str

    @property
    def is_stroked(self) -> bool:
        """Whether the counts are small enough for strokes."""
        return max(max(row) for row in self.counts.cells) <= _STROKES


def read(given: Given) -> CheckSheet | None:
    """A row an item, a column an occasion or a place."""
    counts = read_crosstab(given)
    unit = given.words("unit")
    if counts is None or given.table is None:
        return None
    for name, row in zip(counts.rows, counts.cells, strict=True):
        for column, count in zip(counts.columns, row, strict=True):
            if count != count.to_integral_value():
                message = phrase(
                    "“{row}”在“{column}”的次数 {n} 不是整数",
                    "The count {n} of “{row}” under “{column}” is not whole",
                    row=name,
                    column=column,
                    n=f"{count:f}",
                )
                given.refuse(message, counts.place)
                return None
    if len(counts.rows) > ROWS or len(counts.columns) > COLUMNS:
        message = phrase(
            "{rows} 行 {columns} 列，调查表最多画 {most} 行 {across} 列",
            "{rows} rows and {columns} columns; {most} and {across} can be drawn",
            rows=len(counts.rows),
            columns=len(counts.columns),
            most=ROWS,
            across=COLUMNS,
        )
        given.refuse(message, counts.place, phrase("按周合并，或分成几张", "Put days together, or make several sheets"))
        return None
    sheet = CheckSheet(counts=counts, unit=unit)
    return sheet if given.fits(drawn_height(draw, sheet, given.lang)) else None


def tell(sheet: CheckSheet, lang: str) -> str:
    """What happened most, and when or where."""
    counts, unit = sheet.counts, sheet.unit
    total = number(counts.total) + joined_unit(unit, lang)
    if not counts.total:
        return phrase("一次也没有发生。", "Nothing was counted.").to(lang)
    told = [_ROWS.to(lang) + _most(counts.rows, counts.row_totals, unit, lang)]
    if len(counts.columns) > 1:
        told.append(_COLUMNS.to(lang) + _most(counts.columns, counts.column_totals, unit, lang))
    middle, end = (
        phrase("；", "; ").to(lang),
        phrase("；全部合计{{total}}。", " (of {{total}}).").to(lang).format(total=total),
    )
    return middle.join(told) + end


def _most(names: Sequence[str], totals: Sequence[Decimal], unit: str, lang: str) -> str:
    most = max(totals)
    first = [name for name, total in zip(names, totals, strict=True) if total == most]
    told = (
        phrase("{{names}}最多，有{{n}}", "{{names}} most often, {{n}}")
        if len(first) == 1
        else phrase("{{names}}最多，各有{{n}}", "{{names}} most often, {{n}} each")
    )
    return told.to(lang).format(names=enumerated(first, lang), n=number(most) + joined_unit(unit, lang))


def values(sheet: CheckSheet) -> dict[str, Value]:
    """By row, by column and by cell."""
    counts = sheet.counts
    found = {"total": counts.total}
    found |= {f"row[{name}]": total for name, total in zip(counts.rows, counts.row_totals, strict=True)}
    found |= {f"column[{name}]": total for name, total in zip(counts.columns, counts.column_totals, strict=True)}
    for name, row in zip(counts.rows, counts.cells, strict=True):
        found |= {f"cell[{name}/{column}]": count for column, count in zip(counts.columns, row, strict=True)}
    return {part: Value(value=value, unit=sheet.unit) for part, value in found.items()}


def table(sheet: CheckSheet, lang: str) -> Rows:
    """As it is drawn, in numbers."""
    counts = sheet.counts
    total = phrase("合计", "Total").to(lang)
    rows = [
        (name, *(f"{count:f}" for count in row), f"{whole:f}")
        for name, row, whole in zip(counts.rows, counts.cells, counts.row_totals, strict=True)
    ]
    last = (total, *(f"{whole:f}" for whole in counts.column_totals), f"{counts.total:f}")
    return ((counts.corner, *counts.columns, total), *rows, last)


_AIR = 5.0


def draw(sheet: CheckSheet, canvas: Canvas, lang: str) -> None:
    """Hairlines between the items, the largest totals bold, that of the items in red."""
    counts, total = sheet.counts, phrase("合计", "Total").to(lang)
    labels = [counts.corner, total, *counts.rows]
    left = min(canvas.width * 0.27, max(width_of(label) for label in labels)) + 12
    numbers = [number(whole) for whole in (*counts.row_totals, counts.total)]
    right = max(width_of(text, bold=True) for text in (*numbers, total)) + 8
    cell = (canvas.width - left - right) / len(counts.columns)
    edges = [left + cell * place for place in range(len(counts.columns))]
    heads = [balanced(name, cell - 10, SMALL) for name in counts.columns]
    corner = wrapped(counts.corner, left - 10, SMALL)
    y = _AIR + max(height_of(lines, SMALL) for lines in (*heads, corner, [total]))
    canvas.lines(0, y - _AIR - height_of(corner, SMALL), corner, size=SMALL, colour="soft")
    for x, lines in zip(edges, heads, strict=True):
        canvas.lines(x, y - _AIR - height_of(lines, SMALL), lines, size=SMALL, colour="soft")
    canvas.lines(canvas.width, y - _AIR - height_of([total], SMALL), [total], size=SMALL, anchor="end", colour="soft")
    levels = [y]
    for name, row, whole, text in zip(counts.rows, counts.cells, counts.row_totals, numbers, strict=False):
        lines = wrapped(name, left - 10)
        high = _row_height(sheet, row, lines, cell - 10)
        canvas.lines(0, y + _AIR, lines)
        for x, count in zip(edges, row, strict=True):
            _draw_count(canvas, (x, y + _AIR), count, cell - 10, is_stroked=sheet.is_stroked, lang=lang)
        is_most = whole == max(counts.row_totals) and whole > 0
        canvas.lines(canvas.width, y + _AIR, [text], anchor="end", bold=is_most, colour="change" if is_most else "ink")
        y += high
        levels.append(y)
    canvas.rules((((0, at), (canvas.width, at)) for at in levels[1:-1]), width=0.5)
    canvas.rules((((0, at), (canvas.width, at)) for at in (levels[0], y)), stroke="ink", width=0.9)
    canvas.lines(0, y + _AIR, [total])
    for x, whole in zip(edges, counts.column_totals, strict=True):
        lines = wrapped(number(whole), cell - 10)
        canvas.lines(x, y + _AIR, lines, bold=whole == max(counts.column_totals) and whole > 0)
    canvas.lines(canvas.width, y + _AIR, [numbers[-1]], anchor="end", bold=True)
    most = max(height_of(wrapped(number(whole), cell - 10)) for whole in counts.column_totals)
    canvas.height = y + _AIR + most + 4


def _row_height(sheet: CheckSheet, row: Sequence[Decimal], lines: list[str], room: float) -> float:
    if sheet.is_stroked:
        inside = max(strokes_height(int(count), room) for count in row)
    else:
        inside = max(height_of(wrapped(number(count), room)) for count in row)
    return max(height_of(lines), inside) + 2 * _AIR


def _draw_count(canvas: Canvas, at: Point, count: Decimal, room: float, *, is_stroked: bool, lang: str) -> None:
    x, top = at
    if not is_stroked:
        canvas.lines(x, top, wrapped(number(count), room), colour="ink" if count else "soft")
    elif count:
        draw_strokes(canvas, (x + 1, top + 2), int(count), max(GLYPH, room), is_chinese=lang == CHINESE)


KIND: Kind[CheckSheet] = Kind(
    name="check-sheet",
    title=phrase("调查表", "Check sheet"),
    takes=frozenset({"rows"}),
    options={"unit": phrase("次数的单位", "what is counted")},
    parts={
        "total": phrase("合计", "the total"),
        "row[…]": phrase("某行的合计", "the total of a row"),
        "column[…]": phrase("某列的合计", "the total of a column"),
        "cell[…]": phrase("某格：行名/列名", "a cell: row/column"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
