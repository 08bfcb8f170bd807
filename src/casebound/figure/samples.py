"""What an author gave for a control chart, rows or a measure → its samples, with what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from casebound.figure.given import Given
from casebound.figure.spc import LARGEST, SMALLEST, WIDE, Sample, Type, mean_of, standard_deviation
from casebound.model.measure import digits
from casebound.read.fields import NUMBER
from casebound.read.rows import Row
from casebound.text.localized import Localized, phrase

MOST = 500
"""Points; more cannot be told apart on paper."""
_HUNDRED, _ONE = Decimal(100), Decimal(1)
_PERIOD = phrase("期间", "Period")
_MEAN = phrase("平均值", "Mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Points in order, in the units of the statistics: proportions are 0 to 1."""

    type: Type
    points: tuple[Sample, ...]
    period: str
    """What the labels are called."""
    name: str
    """What the plotted values are called."""
    unit: str
    scale: Decimal
    """From the unit of the statistics to the one that is shown: 100 for percent."""
    digits: int
    """Decimal places as written; one more for means."""
    has_n: bool
    """Whether observations behind each value are known."""


def read_samples(given: Given, type: Type) -> Samples | None:
    """The samples; None with a finding."""
    if "measure" in given.options:
        return _from_measure(given, type)
    if type in ("xbar-r", "xbar-s"):
        return _subgroups(given, type)
    fixed = _fixed_n(given)
    if not given.need(2 if fixed or type in ("i-mr", "c") else 3):
        return None
    assert given.table is not None
    if is_too_long(given, len(given.table.rows)):
        return None
    period = given.column("period", 0)
    value = given.column("count") if given.words("count") else given.column("value", 1)
    n = None if fixed else given.column("n", None if type in ("i-mr", "c") else 2)
    if period is None or value is None or (n is None and not fixed and type not in ("i-mr", "c")):
        return None
    per = _per(given, type)
    points: list[Sample] = []
    for row, number in given.numbers(value):
        size = fixed or (_ONE if n is None else given.cell(row, n))
        if size is None:
            continue
        wrong = "" if type == "i-mr" else _wrong_count(type, number, size)
        if wrong:
            _refuse_count(given, wrong, row, (period, n if n is not None and wrong == "n" else value))
            return None
        with localcontext(WIDE):
            shown = number / size if type in ("p", "u") else number
        points.append(Sample(label=row.cells[period], value=shown, n=size if type in ("p", "u", "np") else _ONE))
    header = given.table.header
    of = "" if n is None or type not in ("p", "u") else f"/{header[n]}"
    return _named(
        Samples(
            type=type,
            points=tuple(points),
            period=header[period],
            name=header[value] + of,
            unit=_unit(given, type, per),
            scale=per if type in ("p", "u") else _ONE,
            digits=0 if type in ("p", "u") else _digits(row.cells[value] for row in given.table.rows),
            has_n=n is not None or bool(fixed),
        ),
        given,
    )


def is_too_long(given: Given, count: int) -> bool:
    """Whether there are more points than can be drawn, which a finding then says."""
    if count <= MOST:
        return False
    message = phrase("有 {n} 个点，最多画 {most} 个", "{n} points; {most} can be drawn", n=count, most=MOST)
    hint = phrase("按周或按月汇总，或只画最近一段", "Sum up by week or month, or draw the latest part only")
    given.refuse(message, given.table.header_place if given.table else None, hint)
    return True


def _named(samples: Samples, given: Given) -> Samples | None:
    """The samples, unless there are none or too many, which a finding then says."""
    if not samples.points:
        given.refuse(phrase("没有一个点可以画", "There is no point to draw"))
        return None
    return None if is_too_long(given, len(samples.points)) else samples


def _digits(cells: Iterator[str]) -> int:
    numbers = [NUMBER.convert(cell) for cell in cells]
    return max((digits(each) for each in numbers if each is not None), default=0)


def _fixed_n(given: Given) -> Decimal | None:
    """An `n` that is the same for every sample: a number that names no column."""
    text = given.words("n")
    if given.table is not None and text in given.table.header:
        return None
    fixed = NUMBER.convert(text) if text else None
    return fixed if fixed and fixed > 0 else None


def _per(given: Given, type: Type) -> Decimal:
    """Proportions are shown by the hundred, rates by one, or as the option `per` says."""
    wanted = given.number("per")
    return wanted if wanted and wanted > 0 else _HUNDRED if type == "p" else _ONE


def _unit(given: Given, type: Type, per: Decimal) -> str:
    """What an author wrote, else `%` or `‰` for proportions."""
    plain = {_HUNDRED: "%", Decimal(1000): "‰"}.get(per, "") if type == "p" else ""
    return given.words("unit") or plain


def _wrong_count(type: Type, count: Decimal, n: Decimal) -> str:
    """What keeps a number from being a count among n; nothing where it can be one."""
    if count < 0:
        return "negative"
    if n <= 0:
        return "n"
    if type in ("p", "np"):
        return "larger" if count > n else "part" if count != count.to_integral_value() else ""
    return ""


_WRONG = {
    "negative": phrase("“{{label}}”的件数是负数", "The count of “{{label}}” is negative"),
    "n": phrase("“{{label}}”的样本量不是正数", "The n of “{{label}}” is not positive"),
    "larger": phrase("“{{label}}”的件数比样本量还大", "The count of “{{label}}” is larger than its n"),
    "part": phrase("“{{label}}”的件数不是整数", "The count of “{{label}}” is not a whole number"),
}
_REMEDIES = {
    "n": phrase("没有样本的期间不要写", "Leave out periods without observations"),
    "part": phrase("写件数和样本量，百分率由它们算出", "Write counts and n; percentages follow from them"),
}


def _refuse_count(given: Given, wrong: str, row: Row, columns: tuple[int, int]) -> None:
    """Say what is wrong with a count: the columns are that of the label and that of the number."""
    assert given.table is not None
    period, column = columns
    given.refuse(_WRONG[wrong].filled(label=row.cells[period]), given.table.place(row, column), _REMEDIES.get(wrong))


def _subgroups(given: Given, type: Type) -> Samples | None:
    """One row a subgroup; with one column of values, rows of one label are a subgroup."""
    if not given.need(2) or given.table is None:
        return None
    header = given.table.header
    period = given.column("period", 0)
    columns = given.columns("values", [column for column in range(len(header)) if column != period])
    if period is None or not columns:
        return None
    groups: dict[tuple[int, str], tuple[Row, list[Decimal]]] = {}
    for row in given.table.rows:
        key = (0 if len(columns) == 1 else row.line, row.cells[period])
        read = [given.cell(row, column) for column in columns if row.cells[column]]
        groups.setdefault(key, (row, []))[1].extend(number for number in read if number is not None)
    if is_too_long(given, len(groups)):
        return None
    points = []
    for (_, label), (row, numbers) in groups.items():
        if not SMALLEST <= len(numbers) <= LARGEST:
            message = phrase(
                "“{label}”有 {n} 个值，一组要有 {least} 至 {most} 个",
                "“{label}” has {n} values; a subgroup has {least} to {most}",
                label=label,
                n=len(numbers),
                least=SMALLEST,
                most=LARGEST,
            )
            hint = phrase("每期一个值的，用 type: i-mr", "For one value a period, use type: i-mr")
            given.refuse(message, given.table.source.line_span(row.line), hint if len(numbers) < SMALLEST else None)
            if len(columns) == 1 or len(numbers) > LARGEST:
                return None
            continue
        spread = max(numbers) - min(numbers) if type == "xbar-r" else standard_deviation(numbers)
        points.append(Sample(label=label, value=mean_of(numbers), n=Decimal(len(numbers)), spread=spread))
    return _named(
        Samples(
            type=type,
            points=tuple(points),
            period=header[period],
            name=header[columns[0]] if len(columns) == 1 else _MEAN.to(given.lang),
            unit=given.words("unit"),
            scale=_ONE,
            digits=_digits(row.cells[column] for row in given.table.rows for column in columns) + 1,
            has_n=True,
        ),
        given,
    )


def _from_measure(given: Given, type: Type) -> Samples | None:
    """The points of a measure's series."""
    if not given.measures:
        return None
    place = given.place_of("measure")
    measure = given.measures[0]
    points = measure.series.points if measure.series else ()
    message: Localized | None = None
    per = _per(given, type)
    if type == "p" and measure.unit == "‰" and "per" not in given.options:
        per = Decimal(1000)
    if len(given.measures) > 1:
        message = phrase("一张图只画一个指标", "One chart shows one measure")
    elif type in ("xbar-r", "xbar-s"):
        message = phrase("指标的 series 每期一个值，画不了均值图", "A series has one value a period: no subgroups")
    elif not points:
        message = phrase("指标“{id}”没有 series 数据", "The measure “{id}” has no series", id=measure.id)
    elif type in ("p", "np", "u") and any(point.n is None or point.n <= 0 for point in points):
        message = phrase("指标“{id}”的 series 没有样本量 n", "The series of “{id}” has no n", id=measure.id)
    elif type != "i-mr" and any(point.value < 0 for point in points):
        message = phrase("指标“{id}”有负数", "The measure “{id}” has negative values", id=measure.id)
    elif (type == "p" and any(point.value > per for point in points)) or (
        type == "np" and any(point.n is not None and point.value > point.n for point in points)
    ):
        message = phrase("指标“{id}”不是比例", "The measure “{id}” is no proportion", id=measure.id)
    if message is not None:
        given.refuse(message, place)
        return None
    with localcontext(WIDE):
        found: Sequence[Sample] = [
            Sample(
                label=point.period.text,
                value=point.value / per if type in ("p", "u") else point.value,
                n=point.n if point.n is not None and type in ("p", "u", "np") else _ONE,
            )
            for point in points
        ]
    return _named(
        Samples(
            type=type,
            points=tuple(found),
            period=measure.series.period if measure.series else _PERIOD.to(given.lang),
            name=measure.name,
            unit=given.words("unit") or measure.unit,
            scale=per if type in ("p", "u") else _ONE,
            digits=max(digits(point.value) for point in points) if type in ("i-mr", "c") else 0,
            has_n=all(point.n is not None for point in points),
        ),
        given,
    )
