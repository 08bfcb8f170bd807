"""The numbers that prose may name: `wait.change` → a value with its unit, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from casebound.model.case import Case
from casebound.model.measure import Measure, digits, rounded
from casebound.model.period import make_period
from casebound.text.han import is_wide
from casebound.text.localized import CHINESE, phrase

MINUS = "\u2212"
_POINTS = phrase("个百分点", "percentage points")
_TIGHT_UNITS = ("%", "‰", "℃", "°")

PARTS = (
    *("baseline", "target", "actual", "change", "change_percent", "attainment"),
    *("improvement", "improvement_percent", "gap", "baseline_n", "actual_n"),
)
"""What of a measure can be named by a word alone."""
PERIOD_PARTS = ("at", "n")
"""What is named with a period of the series: `wait.at[2024-10/2024-12]`, `wait.n[2024-10]`."""

_NAME = re.compile(r"(?P<id>[^.\[\]]*)\.(?P<part>[^.\[\]]*)(?:\[(?P<period>[^\[\]]*)\])?")


class Name(NamedTuple):
    """A value's name, taken apart."""

    id: str
    """Of the measure."""
    part: str
    period: str | None
    """What stands in brackets; None without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number as it is to be shown."""

    value: Decimal
    unit: str
    is_signed: bool = False
    """Whether a plus sign is shown: for changes."""
    is_points: bool = False
    """Whether the unit is percentage points: a change between two percentages."""


def read_name(name: str) -> Name | None:
    """`wait.at[2024-10]` taken apart; None for what has another shape."""
    match = _NAME.fullmatch(name)
    return Name(*match.groups()) if match else None


def value_of(case: Case, name: str) -> Value | None:
    """The value called `<measure>.<part>`; None when there is no such measure, part or value.

    Parts: `baseline`, `target`, `actual`, `baseline_n`, `actual_n` as given; `change` (actual less baseline, signed),
    `improvement` (the same, positive where better) and `gap` (what is missing to the target, below zero beyond it) to
    the digits of the two; `change_percent`, `improvement_percent`, `attainment` in percent; `at[period]`, `n[period]`:
    the aggregate and the count of the series' rows in a period. Percentages and aggregates are rounded as the measure
    declares, otherwise half to even: percentages to one place, aggregates to the most places of the series.
    """
    asked = read_name(name)
    measure = case.measure(asked.id) if asked else None
    if asked is None or measure is None:
        return None
    if asked.period is not None:
        return _of_period(measure, asked.part, asked.period)
    return _given(measure, asked.part) or _difference(measure, asked.part) or _percentage(measure, asked.part)


def _given(measure: Measure, part: str) -> Value | None:
    values = {"baseline": measure.baseline, "target": measure.target, "actual": measure.actual}
    if (measured := values.get(part)) and measured.value is not None:
        return Value(value=measured.value, unit=measure.unit)
    counts = {"baseline_n": measure.baseline, "actual_n": measure.actual}
    if (measured := counts.get(part)) and measured.n is not None:
        return Value(value=Decimal(measured.n), unit="")
    return None


def _difference(measure: Measure, part: str) -> Value | None:
    """To the digits of the two values it lies between: exact, so that readers can do the sum."""
    between = (measure.target, measure.actual) if part == "gap" else (measure.baseline, measure.actual)
    found = {"change": measure.change, "improvement": measure.improvement, "gap": measure.gap}.get(part)
    if found is None:
        return None
    places = max(digits(item.value) for item in between if item and item.value is not None)
    is_points = measure.unit == "%"
    return Value(value=rounded(found, places), unit=measure.unit, is_signed=part == "change", is_points=is_points)


def _percentage(measure: Measure, part: str) -> Value | None:
    found = {
        "change_percent": measure.change_percent,
        "improvement_percent": measure.improvement_percent,
        "attainment": measure.attainment,
    }.get(part)
    if found is None:
        return None
    return Value(value=measure.rounding.of(found, 1), unit="%", is_signed=part == "change_percent")


def _of_period(measure: Measure, part: str, text: str) -> Value | None:
    series, period = measure.series, make_period(text)
    if series is None or period is None:
        return None
    if part == "at" and (value := series.value_of(period)) is not None:
        return Value(value=measure.rounding.of(value, series.places), unit=measure.unit)
    if part == "n" and (count := series.count_of(period)) is not None:
        return Value(value=count, unit="")
    return None


def number(value: Decimal, *, is_signed: bool = False) -> str:
    """Digits as given, thousands grouped, a real minus sign."""
    text = f"{value:+,f}" if is_signed and value else f"{value:,f}"
    return text.replace("-", MINUS)


def written(shown: Value, lang: str) -> str:
    """A number with its unit: `26.8分钟`, `26.8 minutes`, `94.6%`, `+8.2个百分点`."""
    unit = _POINTS.to(lang) if shown.is_points else shown.unit
    return number(shown.value, is_signed=shown.is_signed) + joined_unit(unit, lang)


def joined_unit(unit: str, lang: str) -> str:
    """The unit as it follows a number: `%` and, in Chinese, Chinese words close up; others follow a no-break space."""
    is_tight = unit.startswith(_TIGHT_UNITS) or (lang == CHINESE and is_wide(unit[:1]))
    return unit if is_tight or not unit else f"\u00a0{unit}"
