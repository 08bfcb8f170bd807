"""A value that prose names and that cannot be had → the reason, in words for its writer."""

from __future__ import annotations

from casebound.model.case import Case
from casebound.model.measure import Aggregate, Measure, MeasuredValue, Series, points_within
from casebound.model.period import Period, make_period
from casebound.model.value import PARTS, PERIOD_PARTS, read_name, value_of
from casebound.text.localized import Localized, phrase

_NEEDS: dict[str, tuple[str, ...]] = {
    "change": ("baseline", "actual"),
    "change_percent": ("baseline", "actual"),
    "improvement": ("baseline", "actual"),
    "improvement_percent": ("baseline", "actual"),
    "attainment": ("baseline", "target", "actual"),
    "gap": ("target", "actual"),
}
_NO_DIRECTION = phrase(
    "指标没有写 better，不知道往哪边算改进", "“better” is missing: the direction of improvement is unknown"
)
_NO_SERIES = phrase("指标没有 series，取不到某一期的数", "The measure has no series to take a period from")
_NO_ROWS = phrase("数据文件没有读到行", "No rows were read from its data file")
_NO_COUNTS = phrase("series 没有写样本量的列（n）", "The series names no column of observations (n)")
_ZERO = phrase("基线是 0，算不出变化率", "The baseline is zero: there is no relative change")
_NO_WAY = phrase("目标等于基线，算不出达成率", "Target and baseline agree: there is no attainment")


def why_no_value(case: Case, name: str) -> Localized | None:
    """Why a measure cannot give the value of that name; None where it can, or where the name itself is unknown."""
    asked = read_name(name)
    measure = case.measure(asked.id) if asked else None
    if asked is None or measure is None or value_of(case, name) is not None:
        return None
    if asked.part in PERIOD_PARTS:
        return _of_period(measure, asked.part, asked.period)
    if asked.part not in PARTS:
        return None
    if asked.period is not None:
        return phrase(
            "“{part}”后面不带期间；某一期的数写 at[期间]",
            "“{part}” takes no period; a period's figure is at[period]",
            part=asked.part,
        )
    return _of_part(measure, asked.part)


def why_not_computed(measure: Measure, measured: MeasuredValue) -> Localized | None:
    """Why the series does not give a value for the period of a baseline or an actual value; None where it does."""
    if measure.series is None:
        return phrase("写上 value；或给出 series，由数据算出", "Write the value, or give a series to compute it from")
    return _of_rows(measure.series, measured.period) if measured.period and measure.series.points else None


def _of_part(measure: Measure, part: str) -> Localized | None:
    if part.endswith("_n"):
        return phrase("{part} 没有写 n", "{part} gives no n", part=part.removesuffix("_n"))
    given = {"baseline": measure.baseline, "target": measure.target, "actual": measure.actual}
    for name in _NEEDS.get(part, (part,)):
        measured = given[name]
        if measured is None or measured.value is None:
            return phrase("{part} 没有数值", "{part} has no value", part=name)
    if part in ("improvement", "improvement_percent", "gap") and measure.better is None:
        return _NO_DIRECTION
    if part.endswith("_percent"):
        return _ZERO
    return _NO_WAY if part == "attainment" else None


def _of_period(measure: Measure, part: str, text: str | None) -> Localized | None:
    period = make_period(text or "")
    if text is None or period is None:
        return phrase(
            "期间写在方括号里，如 {part}[2024-10] 或 {part}[2024-10/2024-12]",
            "Write the period in brackets: {part}[2024-10] or {part}[2024-10/2024-12]",
            part=part,
        )
    if measure.series is None:
        return _NO_SERIES
    if part == "n" and not measure.series.n:
        return _NO_COUNTS
    return _of_rows(measure.series, period)


def _of_rows(series: Series, period: Period) -> Localized | None:
    """Why the rows of a period make no figure."""
    if not series.points:
        return _NO_ROWS
    if not points_within(series, period):
        first, last = series.points[0].period.text, series.points[-1].period.text
        return phrase(
            "数据里没有 {period} 的行，只有 {first} 至 {last}",
            "The data have no rows of {period}, only {first} to {last}",
            period=period.text,
            first=first,
            last=last,
        )
    if series.aggregate is not Aggregate.WEIGHTED_MEAN:
        return None
    if not series.n:
        return _NO_COUNTS
    return phrase("{period} 的样本量合计为 0", "The observations of {period} add up to zero", period=period.text)
