"""Measurements → classes of equal width: round boundaries by themselves, or as many classes as the author wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from math import sqrt

from casebound.model.measure import digits

_WIDE = Context(prec=100)
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
FEWEST, MOST = 5, 40
"""Classes: the fewest that are aimed at, the most that are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """From `lower` (included) to `upper` (excluded)."""

    lower: Decimal
    upper: Decimal
    count: int
    outside: int = 0
    """How many of them lie beyond a limit."""

    @property
    def middle(self) -> Decimal:
        with localcontext(_WIDE):
            return (self.lower + self.upper) / 2


def round_width(counts: Mapping[Decimal, int]) -> Decimal:
    """The round width (1, 2, 2½, 5 times a power of ten, and a multiple of the unit in which was measured) that gives
    the number of classes nearest to √n, but not below five (H. Kume, Statistical Methods for Quality Improvement)."""
    wanted = max(FEWEST, min(20, round(sqrt(sum(counts.values())))))
    unit = measured_unit(counts)
    low, high = min(counts), max(counts)
    if low == high:
        return unit
    with localcontext(_WIDE):
        scale = Decimal(1).scaleb(max((high - low).adjusted(), unit.adjusted()))
        widths = [step * scale.scaleb(power) for power in (1, 0, -1, -2) for step in reversed(_STEPS)]
        fitting = [width for width in widths if width >= unit and not width % unit] or [unit]
        return min(fitting, key=lambda width: (abs(_classes_of(low, high, width) - wanted), -width))


def _classes_of(low: Decimal, high: Decimal, width: Decimal) -> int:
    first, last = ((value / width).to_integral_value(ROUND_FLOOR) for value in (low, high))
    return int(last - first) + 1


def measured_unit(counts: Mapping[Decimal, int]) -> Decimal:
    """The last digit that was written: 0.1 for 26.8 and 27.0."""
    return Decimal(1).scaleb(-max(map(digits, counts)))


def bounds_of_width(counts: Mapping[Decimal, int], width: Decimal) -> list[Decimal]:
    """Boundaries at multiples of the width, from below the smallest to above the largest."""
    low, high = min(counts), max(counts)
    with localcontext(_WIDE):
        first = (low / width).to_integral_value(ROUND_FLOOR) * width
        return [first + width * place for place in range(_classes_of(low, high, width) + 1)]


def bounds_of_number(counts: Mapping[Decimal, int], number: int) -> list[Decimal]:
    """So many classes from half a unit below the smallest, the width rounded up to whole units: no number stands on a
    boundary (the way of Chinese textbooks of the seven tools)."""
    unit = measured_unit(counts)
    low, high = min(counts), max(counts)
    with localcontext(_WIDE):
        width = max(unit, ((high - low) / number / unit).to_integral_value(ROUND_CEILING) * unit)
        if low - unit / 2 + width * number < high:
            width += unit
        return [low - unit / 2 + width * place for place in range(number + 1)]


def counted(
    counts: Mapping[Decimal, int], bounds: list[Decimal], limits: tuple[Decimal | None, Decimal | None]
) -> list[Class]:
    """The classes between the boundaries, with how many numbers fall into each and how many of those beyond a limit."""
    lower, upper = limits
    with localcontext(_WIDE):
        width = bounds[1] - bounds[0]
        within, outside = [0] * (len(bounds) - 1), [0] * (len(bounds) - 1)
        for value, count in counts.items():
            place = int((value - bounds[0]) // width)
            within[place] += count
            if (lower is not None and value < lower) or (upper is not None and value > upper):
                outside[place] += count
    return [
        Class(lower=bounds[place], upper=bounds[place + 1], count=within[place], outside=outside[place])
        for place in range(len(within))
    ]


def is_bound(classes: list[Class], limit: Decimal) -> bool:
    """Whether a limit parts no class, so that what lies beyond it is known."""
    return limit <= classes[0].lower or any(limit == each.upper for each in classes) or limit > classes[-1].upper
