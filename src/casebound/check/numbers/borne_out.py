"""A measure → what its values and data bear out, in the measure's unit, and whether an amount is one of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import accumulate

from casebound.check.numbers.claims import Range
from casebound.check.numbers.quantity import Quantity, Unit, read_unit, with_unit
from casebound.model.case import Case
from casebound.model.measure import Measure, Point, aggregated, digits, points_within, rounded
from casebound.model.period import Period

Run = tuple[int, int]

LONGEST = 60
"""Series beyond so many points are not searched run by run."""
MOST = 40
"""Measures beyond so many are not looked at."""

_TELLING = 3
_SUPPLEMENT = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A measure made ready to be compared with prose."""

    index: int
    measure: Measure
    unit: Unit
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    name: str
    """Without a supplement in brackets."""
    plain: tuple[tuple[str, Decimal], ...]
    """Actual value, baseline and target in plain units, as far as there are any."""

    def part_of(self, amount: Quantity) -> str:
        """`baseline`, `target` or `actual`, when the amount is that value; a missing unit is taken to fit."""
        if amount.mention[0]:
            return amount.mention[1] if amount.mention[0] == self.measure.id else ""
        unit = amount.unit or self.unit
        if unit.kind != self.unit.kind:
            return ""
        value = amount.number * unit.factor
        for part, known in self.plain:
            if value == known:
                return part
        return ""

    def amounts(self) -> tuple[Quantity, Quantity] | None:
        """Baseline and actual value as amounts of no place."""
        if self.baseline is None or self.actual is None:
            return None
        before, after = (
            Quantity(start=0, end=0, number=value, places=digits(value), unit=self.unit)
            for value in (self.baseline, self.actual)
        )
        return before, after

    def written(self, part: str) -> str:
        """A value with its unit, as it stands in the front matter."""
        value = {"baseline": self.baseline, "target": self.target, "actual": self.actual}[part]
        return with_unit(f"{value:f}", self.measure.unit) if value is not None else ""


def known_measures(case: Case) -> tuple[Known, ...]:
    """Those with a unit."""
    found = []
    for index, measure in enumerate(case.measures[:MOST]):
        if measure.unit:
            values = [
                item.value if item is not None else None for item in (measure.baseline, measure.target, measure.actual)
            ]
            unit = read_unit(measure.unit)
            parts = (("actual", values[2]), ("baseline", values[0]), ("target", values[1]))
            found.append(
                Known(
                    index=index,
                    measure=measure,
                    unit=unit,
                    baseline=values[0],
                    target=values[1],
                    actual=values[2],
                    name=_SUPPLEMENT.sub("", measure.name).strip(),
                    plain=tuple((part, value * unit.factor) for part, value in parts if value is not None),
                )
            )
    return tuple(found)


def spread(amount: Quantity) -> Range:
    """What the value can be that was rounded to what is written, in plain units; a count is what it is."""
    half = Decimal(0) if amount.is_exact else Decimal(5).scaleb(-amount.places - 1)
    factor = amount.unit.factor if amount.unit else Decimal(1)
    return (amount.number - half) * factor, (amount.number + half) * factor


def relative(before: Range, after: Range) -> Range | None:
    """How large a change from `before` to `after` is, in percent of `before`, without its sign; None from zero."""
    if before[0] <= 0 or after[0] < 0:
        return None
    ends = (after[0] / before[1] - 1, after[1] / before[0] - 1)
    if ends[0] <= 0 <= ends[1]:
        return Decimal(0), max(-ends[0], ends[1]) * 100
    return min(abs(ends[0]), abs(ends[1])) * 100, max(abs(ends[0]), abs(ends[1])) * 100


def overlap(first: Range, second: Range) -> bool:
    """Whether two ranges have a number in common."""
    return first[0] <= second[1] and second[0] <= first[1]


def exact_change(known: Known) -> Decimal | None:
    """Actual less baseline as the data have them, before rounding; None without data for both."""
    series, values = known.measure.series, []
    for measured in (known.measure.baseline, known.measure.actual):
        if series is None or not series.points or measured is None or measured.period is None:
            return None
        value = aggregated(points_within(series, measured.period), series.aggregate)
        if value is None:
            return None
        values.append(value)
    return values[1] - values[0]


def is_rounding(number: Decimal, places: int, exact: Decimal) -> bool:
    """Whether a number is an exact one, rounded to that many places, a half either way."""
    if places > 30:
        return False
    return number in {rounded(exact, places, how) for how in (ROUND_HALF_EVEN, ROUND_HALF_UP)}


def bears_out(known: Known, number: Decimal, places: int, *, is_strict: bool = False) -> bool:
    """Whether an amount in the measure's unit is a value, a change, a point or an aggregate of a run of points.

    Strictly, only runs that people report count: quarters, half-years, years, the periods of the measure, all of it.
    """
    measure = known.measure
    plain = (known.baseline, known.target, known.actual, measure.change, measure.change_percent, measure.attainment)
    if any(value is not None and is_rounding(number, places, abs(value)) for value in plain):
        return True
    points = measure.series.points if measure.series is not None else ()
    if any(is_rounding(number, places, point.value) for point in points):
        return True
    if len(points) > LONGEST:
        return False
    periods = (
        tuple(item.period for item in (measure.baseline, measure.actual) if item and item.period) if is_strict else None
    )
    figures = _figures(points, periods)
    half = Decimal(5).scaleb(-places - 1)
    first = bisect_left(figures, number - half)
    return first < len(figures) and figures[first] <= number + half


@lru_cache(maxsize=16)
def _figures(points: tuple[Point, ...], periods: tuple[Period, ...] | None) -> tuple[Decimal, ...]:
    """The sums, means and weighted means of all runs of points, or of the usual ones, in order of size."""
    weights = [point.n for point in points if point.n is not None]
    has_weights = len(weights) == len(points) and all(weight > 0 for weight in weights)
    sums = [Decimal(0), *accumulate(point.value for point in points)]
    totals = [Decimal(0), *accumulate(weights)]
    weighted = [Decimal(0), *accumulate(point.value * point.n for point in points if point.n is not None)]
    figures = []
    for start, stop in _runs(len(points)) if periods is None else _usual_runs(points, periods):
        total = sums[stop] - sums[start]
        figures += [total, total / (stop - start)]
        if has_weights:
            figures.append((weighted[stop] - weighted[start]) / (totals[stop] - totals[start]))
    return tuple(sorted(figures))


def _runs(count: int) -> Iterator[Run]:
    """Every run of two points or more: where it begins and ends."""
    for start in range(count):
        for stop in range(start + 2, count + 1):
            yield start, stop


def _usual_runs(points: Sequence[Point], periods: Iterable[Period]) -> Iterator[Run]:
    count = len(points)
    edges = {0, count}
    for period in periods:
        inside = [number for number, point in enumerate(points) if period.contains(point.period)]
        edges |= {inside[0], inside[-1] + 1} if inside else set()
    for start in range(count):
        for stop in range(start + 2, count + 1):
            months = stop - start
            first = points[start].period.start.month
            is_calendar = (months, (first - 1) % months if months in (3, 6, 12) else 1) in ((3, 0), (6, 0), (12, 0))
            if is_calendar or (start in edges and stop in edges):
                yield start, stop


def is_slip(said: Decimal, true: Decimal) -> bool:
    """Whether two numbers of three digits or more differ by one digit, or by two neighbours that changed places."""
    first, second = f"{said:f}", f"{true:f}"
    if len(first) != len(second) or len(first.replace(".", "")) < _TELLING or first == second:
        return False
    wrong = [place for place in range(len(first)) if first[place] != second[place]]
    if len(wrong) == 1:
        return first[wrong[0]].isdigit() and second[wrong[0]].isdigit()
    is_swap = len(wrong) == 2 and first[wrong[0]] == second[wrong[1]] and first[wrong[1]] == second[wrong[0]]
    return is_swap and not first[wrong[0] + 1 : wrong[1]].strip(".")
