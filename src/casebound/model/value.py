"""The numbers that prose may name: `wait.change` → a value with its unit, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from casebound.model.case import Case
from casebound.model.measure import digits, rounded
from casebound.text.han import is_wide
from casebound.text.localized import CHINESE, phrase

MINUS = "\u2212"
_POINTS = phrase("个百分点", "percentage points")
_TIGHT_UNITS = ("%", "‰", "℃", "°")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number as it is to be shown."""

    value: Decimal
    unit: str
    is_signed: bool = False
    """Whether a plus sign is shown: for changes."""
    is_points: bool = False
    """Whether the unit is percentage points: a change between two percentages."""


def value_of(case: Case, name: str) -> Value | None:
    """The value called `<measure>.<part>`; None when there is no such measure, part or value.

    Parts: `baseline`, `target`, `actual`; `change` (actual less baseline, to the digits of the two);
    `change_percent` and `attainment` (percent, one decimal place, half to even).
    """
    id, _, part = name.rpartition(".")
    measure = case.measure(id)
    if measure is None:
        return None
    given = {"baseline": measure.baseline, "target": measure.target, "actual": measure.actual}
    if part in given:
        measured = given[part]
        return None if measured is None or measured.value is None else Value(value=measured.value, unit=measure.unit)
    if part == "change" and (change := measure.change) is not None:
        places = max(
            digits(item.value) for item in (measure.baseline, measure.actual) if item and item.value is not None
        )
        return Value(value=rounded(change, places), unit=measure.unit, is_signed=True, is_points=measure.unit == "%")
    if part == "change_percent" and measure.change_percent is not None:
        return Value(value=rounded(measure.change_percent, 1), unit="%", is_signed=True)
    if part == "attainment" and measure.attainment is not None:
        return Value(value=rounded(measure.attainment, 1), unit="%")
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
