"""A CSV file and the names of its columns → the points of a series."""

from __future__ import annotations

from decimal import Decimal

from casebound.model.measure import Point, Series
from casebound.model.period import make_period
from casebound.read.fields import NUMBER, Reading
from casebound.read.rows import csv_rows
from casebound.text.localized import phrase
from casebound.text.source import Source
from casebound.text.suggest import did_you_mean


def read_points(source: Source, series: Series, reading: Reading) -> tuple[Point, ...]:
    """The rows in order of time; a row that cannot be read is left out, with a finding."""
    if not source.text.strip():
        reading.note("empty-file", source.span(0), phrase("数据文件是空的", "The data file is empty"))
        return ()
    rows = csv_rows(source.text, source, reading)
    first = next(rows, None)
    if first is None:
        return ()
    header = [name.strip() for name in first[1]]
    columns = [name for name in (series.period, series.value, series.n) if name]
    missing = [name for name in columns if name not in header]
    for name in missing:
        message = phrase("没有名为“{name}”的列", "There is no column “{name}”", name=name)
        reading.note("missing-column", source.line_span(1), message, did_you_mean(name, header))
    if missing:
        return ()
    points = []
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        period = make_period(cells.get(series.period, ""))
        value = _number(cells.get(series.value, ""))
        n = _number(cells.get(series.n, "")) if series.n else None
        if period is None or value is None or (series.n and n is None):
            wrong = series.period if period is None else series.value if value is None else series.n
            message = phrase(
                "“{column}”列的“{cell}”读不懂",
                "“{cell}” in column “{column}” cannot be read",
                column=wrong,
                cell=cells.get(wrong, ""),
            )
            expected = (
                phrase("期间写作 2025-03 或 2025-Q1", "Write periods as 2025-03 or 2025-Q1")
                if period is None
                else phrase("写成不带单位的数字", "Write a number without its unit")
            )
            reading.note("unreadable-cell", source.line_span(line), message, expected)
            continue
        points.append(Point(period=period, value=value, n=n))
    return tuple(sorted(points, key=lambda point: point.period.start))


def _number(text: str) -> Decimal | None:
    return NUMBER.convert(text)
