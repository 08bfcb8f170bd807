"""Several evaluators' figures → the one that counts, and how far they lie apart. Exact (`Fraction`) until published."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from casebound.evaluate.published import exact_decimal, published, published_root
from casebound.model.framework import LEAST_TRIMMED, Aggregation, Framework, Method
from casebound.model.scorecard import Spread

T = TypeVar("T", Fraction, int)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean of one or more values."""
    return sum(values, Fraction(0)) / len(values)


def trimmed(values: Sequence[T]) -> Sequence[T]:
    """The values without one lowest and one highest; none of fewer than `LEAST_TRIMMED`."""
    return sorted(values)[1:-1] if len(values) >= LEAST_TRIMMED else ()


def middle(values: Sequence[T]) -> Sequence[T]:
    """The one or two values whose mean is the median."""
    half = (len(values) - 1) // 2
    return sorted(values)[half : len(values) - half]


def counting(marks: Sequence[T], aggregation: Aggregation) -> Sequence[T]:
    """The marks whose mean is the one that counts, by the framework's method; none while too few evaluators marked."""
    if len(marks) < aggregation.least_marks:
        return ()
    if aggregation.method is Method.MEDIAN:
        return middle(marks)
    return trimmed(marks) if aggregation.method is Method.TRIMMED else marks


def result_of(marks: Sequence[Fraction], aggregation: Aggregation) -> Fraction | None:
    """The mark that counts; None while too few evaluators marked."""
    counted = counting(marks, aggregation)
    return mean(counted) if counted else None


def spread_of_marks(marks: Sequence[Fraction], framework: Framework) -> Spread:
    """How marks on one criterion lie on the scale; the lowest and the highest stand as they were given."""
    return _spread(marks, framework, Fraction(1), are_given=True)


def spread_of_percents(percents: Sequence[Fraction], framework: Framework) -> Spread:
    """How evaluators' own percentages of a section or of all weight lie.

    The threshold of disagreement is one of marks. It is measured by the same rod here: so many percent as it is of the
    width of the scale, since a percentage is a weighted mean of marks from the bottom of the scale to its top.
    """
    width = Fraction(framework.scale.maximum) - Fraction(framework.scale.minimum)
    return _spread(percents, framework, 100 / width, are_given=False)


def _spread(values: Sequence[Fraction], framework: Framework, unit: Fraction, *, are_given: bool) -> Spread:
    """`unit`: what one point of the scale is in the values' own measure."""
    if not values:
        return Spread()
    aggregation = framework.aggregation
    low, high = min(values), max(values)
    inner = trimmed(values)
    ends = [exact_decimal(value) if are_given else published(value, aggregation) for value in (low, high, high - low)]
    several = len(values) > 1
    threshold = aggregation.disagreement
    return Spread(
        n=len(values),
        mean=published(mean(values), aggregation),
        median=published(mean(middle(values)), aggregation),
        trimmed=published(mean(inner), aggregation) if inner else None,
        deviation=published_root(statistics.variance(values), aggregation) if several else None,
        lowest=ends[0],
        highest=ends[1],
        range=ends[2] if several else None,
        is_disputed=high - low >= Fraction(threshold) * unit if several and threshold is not None else None,
    )
