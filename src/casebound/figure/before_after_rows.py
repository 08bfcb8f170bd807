"""Rows of name, before, after → measures, with unit, direction, target and n where the rows or options give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.given import Given
from casebound.model.measure import Better, Measure, MeasuredValue
from casebound.read.rows import Row
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase

MOST = 20
"""Comparisons that can be drawn."""
_LOWER = ("lower", "低", "越低越好", "降低", "↓")
_HIGHER = ("higher", "高", "越高越好", "提高", "↑")
_TARGET, _UNIT = ("目标", "目标值", "target", "goal"), ("单位", "unit")
_N, _BETTER = ("n", "样本量", "样本数"), ("方向", "better", "direction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The rows, and what their two times are called."""

    measures: tuple[Measure, ...]
    words: tuple[Localized, Localized]


def usable(given: Given) -> tuple[Measure, ...]:
    """The measures that have a value before and after; the others with a finding."""
    kept = []
    for measure in given.measures:
        if measure.baseline is None or measure.baseline.value is None:
            lacks = phrase("改进前的值", "value before")
        elif measure.actual is None or measure.actual.value is None:
            lacks = phrase("改进后的值", "value after")
        else:
            kept.append(measure)
            continue
        message = phrase("指标“{id}”没有{lacks}", "Measure “{id}” has no {lacks}", id=measure.id, lacks=lacks)
        given.refuse(message, given.place_of("measure"))
    return tuple(kept)


def compared_rows(given: Given) -> Compared | None:
    """None with a finding where the columns are missing."""
    if "measure" in given.options or not given.need(3) or given.table is None:
        return None
    before, after = given.column("before", 1), given.column("after", 2)
    if before is None or after is None:
        return None
    columns = _Columns(
        name=next((place for place in range(3) if place not in (before, after)), 0),
        before=before,
        after=after,
        target=given.column("target", _named(given, _TARGET)),
        n=given.columns("n", [place for place in (_named(given, _N),) if place is not None]),
        unit=_column_or_word(given, "unit", _UNIT),
        better=_column_or_word(given, "better", _BETTER),
    )
    made = [_measure(given, row, columns) for row in given.table.rows]
    measures = tuple(measure for measure in made if measure is not None)
    names = [measure.name for measure in measures]
    for place, name in enumerate(names):
        if name in names[:place]:
            message = phrase("“{name}”写了两行", "“{name}” stands in two rows", name=name)
            given.refuse(message, given.table.header_place)
            return None
    words = tuple(
        Localized({CHINESE: name, ENGLISH: name}) for name in (given.table.header[before], given.table.header[after])
    )
    return Compared(measures=measures, words=(words[0], words[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    name: int
    before: int
    after: int
    target: int | None
    n: Sequence[int]
    unit: int | str
    """A column, or the unit itself."""
    better: int | str


def _named(given: Given, names: Sequence[str]) -> int | None:
    header = given.table.header if given.table else ()
    return next((place for place, name in enumerate(header) if place > 2 and name.casefold() in names), None)


def _column_or_word(given: Given, option: str, names: Sequence[str]) -> int | str:
    word = given.words(option)
    header = given.table.header if given.table else ()
    if word in header:
        return header.index(word)
    found = _named(given, names)
    return word if word or found is None else found


def _measure(given: Given, row: Row, columns: _Columns) -> Measure | None:
    assert given.table is not None
    before, after = given.cell(row, columns.before), given.cell(row, columns.after)
    name = row.cells[columns.name]
    if not name:
        given.refuse(phrase("这一行没有写名称", "This row has no name"), given.table.source.line_span(row.line))
    if before is None or after is None or not name:
        return None
    goal = None
    if columns.target is not None and row.cells[columns.target]:
        goal = given.cell(row, columns.target)
    counts = [_count(given, row, place) if row.cells[place] else None for place in columns.n[:2]]
    return Measure(
        name=name,
        unit=columns.unit if isinstance(columns.unit, str) else row.cells[columns.unit],
        better=_direction(given, row, columns.better),
        baseline=MeasuredValue(value=before, n=counts[0] if counts else None),
        actual=MeasuredValue(value=after, n=counts[-1] if counts else None),
        target=None if goal is None else MeasuredValue(value=goal),
    )


def _count(given: Given, row: Row, place: int) -> int | None:
    count: Decimal | None = given.cell(row, place)
    if count is None:
        return None
    if count < 1 or count != count.to_integral_value():
        assert given.table is not None
        message = phrase(
            "n 应是正整数，这里是“{cell}”", "n should be a positive whole number, not “{cell}”", cell=row.cells[place]
        )
        given.refuse(message, given.table.place(row, place))
        return None
    return int(count)


def _direction(given: Given, row: Row, column: int | str) -> Better | None:
    assert given.table is not None
    word = (column if isinstance(column, str) else row.cells[column]).casefold()
    if not word:
        return None
    if word in _LOWER or word in _HIGHER:
        return Better.LOWER if word in _LOWER else Better.HIGHER
    message = phrase(
        "方向“{word}”看不懂：写 lower（越低越好）或 higher（越高越好）",
        "Direction “{word}” is neither lower nor higher",
        word=word[:40],
    )
    given.refuse(message, given.place_of("better") if isinstance(column, str) else given.table.place(row, column))
    return None
