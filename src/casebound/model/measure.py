"""A measure: one figure before and after, and what follows by arithmetic, in `Decimal` and the measure's unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum

from casebound.model.period import Period

_WIDE = Context(prec=100)
"""Room for sums and products of the longest numbers that are read (30 digits): only the last step rounds."""


class Better(StrEnum):
    """The direction of improvement."""

    HIGHER = "higher"
    LOWER = "lower"


class Aggregate(StrEnum):
    """How the points of a period make the period's figure."""

    MEAN = "mean"
    WEIGHTED_MEAN = "weighted-mean"
    SUM = "sum"
    LAST = "last"


class RoundingMode(StrEnum):
    """What becomes of a half: GB/T 8170 makes the last digit even, schools teach upwards (away from zero)."""

    HALF_EVEN = "half-even"
    HALF_UP = "half-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How numbers that are computed for a measure are rounded, each once."""

    places: int | None = None
    """Decimal places; None: one for percentages, those of the series for its aggregates."""
    mode: RoundingMode = RoundingMode.HALF_EVEN

    def of(self, value: Decimal, places: int) -> Decimal:
        """The value to the declared places, or else to `places`."""
        mode = ROUND_HALF_UP if self.mode is RoundingMode.HALF_UP else ROUND_HALF_EVEN
        return rounded(value, places if self.places is None else self.places, mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredValue:
    """A value with the period it is for and the number of observations behind it."""

    value: Decimal | None = None
    period: Period | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One row of a series."""

    period: Period
    value: Decimal
    n: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Where a measure's course over time stands: a CSV file of the case, and its columns."""

    file: str = ""
    period: str = "period"
    """Name of the column with the period of each row."""
    value: str = "value"
    n: str = ""
    """Name of the column with the observations behind each value, if there is one."""
    aggregate: Aggregate = Aggregate.MEAN
    points: tuple[Point, ...] = ()
    """The rows, in order of time."""

    @property
    def places(self) -> int:
        """The most decimal places among its values."""
        return max((digits(point.value) for point in self.points), default=0)

    def value_of(self, period: Period) -> Decimal | None:
        """The exact aggregate of the rows in that period."""
        return aggregated(points_within(self, period), self.aggregate)

    def count_of(self, period: Period) -> Decimal | None:
        """The observations behind that aggregate: all rows together, or those of the last row where that one counts."""
        rows = points_within(self, period)
        counted = rows[-1:] if self.aggregate is Aggregate.LAST else rows
        counts = [row.n for row in counted if row.n is not None]
        with localcontext(_WIDE):
            return sum(counts, Decimal(0)) if rows and len(counts) == len(counted) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A before/after figure."""

    id: str = ""
    name: str = ""
    unit: str = ""
    better: Better | None = None
    baseline: MeasuredValue | None = None
    target: MeasuredValue | None = None
    actual: MeasuredValue | None = None
    source: str = ""
    """Where the numbers come from."""
    series: Series | None = None
    rounding: Rounding = Rounding()

    @property
    def change(self) -> Decimal | None:
        """Actual less baseline, in the unit (percentage points where the unit is %)."""
        before, after = _value(self.baseline), _value(self.actual)
        return None if before is None or after is None else _WIDE.subtract(after, before)

    @property
    def change_percent(self) -> Decimal | None:
        """The change as a percentage of the baseline; None where the baseline is zero."""
        before, change = _value(self.baseline), self.change
        return None if change is None or not before else _percent(change, abs(before))

    @property
    def improvement(self) -> Decimal | None:
        """The change in the direction of improvement: positive is better; None where there is no direction."""
        return self._better(self.change)

    @property
    def improvement_percent(self) -> Decimal | None:
        """The improvement as a percentage of the baseline; None where the baseline is zero."""
        return self._better(self.change_percent)

    @property
    def gap(self) -> Decimal | None:
        """What the actual value still lacks to the target; zero at the target, below zero beyond it."""
        goal, after = _value(self.target), _value(self.actual)
        return None if goal is None or after is None else self._better(_WIDE.subtract(goal, after))

    def _better(self, change: Decimal | None) -> Decimal | None:
        """A change with the sign that makes positive better."""
        if change is None or self.better is None:
            return None
        return _WIDE.minus(change) if self.better is Better.LOWER else change

    @property
    def attainment(self) -> Decimal | None:
        """How much of the way from baseline to target was covered, in percent; None where target and baseline agree."""
        before, goal, change = _value(self.baseline), _value(self.target), self.change
        if before is None or goal is None or change is None or goal == before:
            return None
        return _percent(change, _WIDE.subtract(goal, before))

    @property
    def is_target_met(self) -> bool | None:
        """Whether the actual value is at the target or beyond, in the direction of improvement."""
        goal, after = _value(self.target), _value(self.actual)
        if goal is None or after is None or self.better is None:
            return None
        return after <= goal if self.better is Better.LOWER else after >= goal


def with_values(measure: Measure) -> Measure:
    """The measure with the baseline and the actual value that are not given but follow from its series.

    Such a value is the declared aggregate of the rows in its period, rounded once as the measure declares, and n their
    count. So the number is written down once: in the data.
    """
    series = measure.series
    if series is None or not series.points:
        return measure
    return replace(
        measure,
        baseline=_with_value(measure.baseline, series, measure.rounding),
        actual=_with_value(measure.actual, series, measure.rounding),
    )


def _with_value(measured: MeasuredValue | None, series: Series, rounding: Rounding) -> MeasuredValue | None:
    if measured is None or measured.period is None or measured.value is not None:
        return measured
    exact, count = series.value_of(measured.period), series.count_of(measured.period)
    if exact is None:
        return measured
    n = int(count) if measured.n is None and count is not None and count == count.to_integral_value() else measured.n
    return replace(measured, value=rounding.of(exact, series.places), n=n)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return _WIDE.divide(_WIDE.multiply(part, Decimal(100)), whole)


def _value(measured: MeasuredValue | None) -> Decimal | None:
    return None if measured is None else measured.value


def digits(value: Decimal) -> int:
    """Decimal places as written: 2 for `26.80`."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, places: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """`value` to that many decimal places."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=_WIDE)


def aggregated(points: Iterable[Point], how: Aggregate) -> Decimal | None:
    """The one figure that stands for these points; None without points, or for a weighted mean without weights."""
    rows = sorted(points, key=lambda point: point.period.start)
    if not rows:
        return None
    if how is Aggregate.LAST:
        return rows[-1].value
    with localcontext(_WIDE):
        if how is Aggregate.SUM:
            return sum((row.value for row in rows), Decimal(0))
        if how is Aggregate.MEAN:
            return sum((row.value for row in rows), Decimal(0)) / len(rows)
        weights = [row.n for row in rows if row.n is not None]
        total = sum(weights, Decimal(0))
        if len(weights) < len(rows) or total == 0:
            return None
        return sum((row.value * weight for row, weight in zip(rows, weights, strict=True)), Decimal(0)) / total


def points_within(series: Series, period: Period) -> tuple[Point, ...]:
    """The points whose own period lies inside `period`."""
    return tuple(point for point in series.points if period.contains(point.period))
