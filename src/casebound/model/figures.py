"""The figures that prose may name: `wait.change` → a number with its unit. One number, one source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from casebound.model.case import Case
from casebound.model.measure import digits, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as it is to be shown."""

    value: Decimal
    unit: str
    is_signed: bool = False
    """Whether a plus sign is shown: for changes."""
    is_points: bool = False
    """Whether the unit is percentage points: a change between two percentages."""


def value_of(case: Case, name: str) -> Figure | None:
    """The figure called `<measure>.<part>`; None when there is no such measure, part or value.

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
        return None if measured is None or measured.value is None else Figure(value=measured.value, unit=measure.unit)
    if part == "change" and (change := measure.change) is not None:
        places = max(
            digits(item.value) for item in (measure.baseline, measure.actual) if item and item.value is not None
        )
        return Figure(value=rounded(change, places), unit=measure.unit, is_signed=True, is_points=measure.unit == "%")
    if part == "change_percent" and measure.change_percent is not None:
        return Figure(value=rounded(measure.change_percent, 1), unit="%", is_signed=True)
    if part == "attainment" and measure.attainment is not None:
        return Figure(value=rounded(measure.attainment, 1), unit="%")
    return None
