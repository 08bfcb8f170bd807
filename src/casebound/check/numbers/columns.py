"""Tables with a 合计 row → totals that their columns do not add up to.

Prose says where a cell with such a label stands; the rows are then read from the raw lines of the source, because an
empty cell has no segment and columns would slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from casebound.check.numbers.contradiction import Contradiction
from casebound.check.numbers.quantity import HALF_WIDTH
from casebound.read.prose import Prose
from casebound.text.source import Source

_TOTAL = re.compile(
    r"[合总共TS](?<=\n.)(?:(?<=[合总共])\s?计|(?<=总)数|(?<=T)otal|(?<=S)um)(?:[（(][^\n（）()]*[）)])?(?=\n)"
)


@cache
def _is_total() -> re.Pattern[str]:
    return re.compile(r"合\s?计|总\s?计|共\s?计|总数|小\s?计|其中|Total|Sum|Subtotal|of which", re.IGNORECASE)


@cache
def _delimiter() -> re.Pattern[str]:
    return re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")


@cache
def _cell() -> re.Pattern[str]:
    return re.compile(
        r"(?P<number>[-−+]?[0-9]{1,3}(?:[, \u00a0\u2009][0-9]{3})+(?:\.[0-9]+)?"
        r"|[-−+]?[0-9]+(?:\.[0-9]+)?)\s*(?P<percent>%?)"
    )


@cache
def _not_summed() -> re.Pattern[str]:
    return re.compile(
        r"累[计积]|平均|均值|中位|最[高低大小]|序号|编号|排名|年份|负荷|指数|系数|标准差"
        r"|cumulative|mean|average|median|rate|rank|index|no\.|min|max",
        re.IGNORECASE,
    )


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(r"[%％]|占比|比例|比率|率|share", re.IGNORECASE)


@cache
def _overlaps() -> re.Pattern[str]:
    return re.compile(
        r"可?多选|多项|重[复叠]|去重|同时|不止一|可提|兼|互有|multiple|overlap|more than one", re.IGNORECASE
    )


@cache
def _pipe() -> re.Pattern[str]:
    return re.compile(r"(?<!\\)\|")


_MOST_ROWS = 400


class Cell(NamedTuple):
    """A cell's text, without the blanks around it, and where that begins."""

    text: str
    start: int


def judge_columns(prose: Prose, source: Source) -> Iterator[Contradiction]:
    """`column-off-total`: plain numbers that add up to something else; means and rates are left out."""
    last = 0
    for match in _TOTAL.finditer(prose.text):
        segment = prose.segment(match.start())
        if segment is None or segment.kind != "cell":
            continue
        line, _ = source.position(match.start())
        if line == last:
            continue
        last = line
        totals = _cells(source, line)
        rows = _above(source, line) if totals and totals[0].start == match.start() else []
        if rows:
            yield from _columns(source, rows, totals, _around(source, line, len(rows)))


def _above(source: Source, line: int) -> list[list[Cell]]:
    """The header and the rows down to the total; nothing where parts of the table are summed on their own."""
    rows: list[list[Cell]] = []
    for number in range(line - 1, max(0, line - _MOST_ROWS), -1):
        text = source.line_text(number)
        if "-" in text and _delimiter().fullmatch(text):
            return [_cells(source, number - 1), *reversed(rows)]
        if "|" not in text:
            return []
        cells = _cells(source, number)
        if not cells or _is_total().match(cells[0].text):
            return []
        rows.append(cells)
    return []


def _around(source: Source, line: int, rows: int) -> str:
    """What is said just above the table and just below it."""
    last = source.position(len(source.text))[0]
    above = range(max(1, line - rows - 8), max(1, line - rows - 1))
    return "\n".join(source.line_text(number) for number in (*above, *range(line + 1, min(last, line + 5) + 1)))


def _cells(source: Source, line: int) -> list[Cell]:
    text = source.line_text(line)
    start = source.line_start(line)
    cells, at = [], start
    raws = text.split("|") if "\\" not in text else _pipe().split(text)
    for raw in raws:
        cells.append(Cell(text=raw.strip(), start=at + len(raw) - len(raw.lstrip())))
        at += len(raw) + 1
    if not cells[0].text:
        cells = cells[1:]
    if cells and not cells[-1].text:
        cells = cells[:-1]
    return cells


def _columns(source: Source, rows: list[list[Cell]], totals: list[Cell], around: str) -> Iterator[Contradiction]:
    header, body = rows[0], rows[1:]
    if len(body) < 2 or _overlaps().search(around):
        return
    for column, total in enumerate(totals):
        title = header[column].text if column < len(header) else ""
        if column == 0 or _not_summed().search(title) or _overlaps().search(title):
            continue
        cells = [row[column].text if column < len(row) else "" for row in body]
        numbers = [_number(cell) for cell in (*cells, total.text)]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            continue
        yield from _judged(source, title, total, known)


def _number(text: str) -> tuple[Decimal, int, bool] | None:
    """Value, decimal places, whether it is a percentage."""
    match = _cell().fullmatch(text.strip("*_ ").translate(HALF_WIDTH))
    if match is None or len(match["number"]) > 24:
        return None
    plain = re.sub(r"[, \u00a0\u2009+]", "", match["number"]).replace("−", "-")
    return Decimal(plain), len(plain.partition(".")[2]), bool(match["percent"])


def _judged(
    source: Source, title: str, total: Cell, numbers: list[tuple[Decimal, int, bool]]
) -> Iterator[Contradiction]:
    values = [value for value, _, _ in numbers]
    parts, said = values[:-1], values[-1]
    places = max(count for _, count, _ in numbers)
    is_percent = bool(_percent().search(title)) or any(percent for _, _, percent in numbers)
    if is_percent and said != 100:
        return
    added = sum(parts, Decimal(0))
    slack = Decimal(0)
    if places or is_percent:
        slack = Decimal(5).scaleb(-places - 1) * (len(parts) + 1)
    if abs(added - said) <= slack or min(parts) <= said <= max(parts):
        return
    span = source.span(total.start, total.start + len(total.text))
    yield Contradiction(
        what="column-off-total",
        span=span,
        values={"written": span.text, "sum": f"{added:f}", "column": title or "—", "rows": len(parts)},
    )
