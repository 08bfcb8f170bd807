"""Marks of several evaluators on the same cases → how far they agree: Krippendorff's alpha, Gwet's AC, percent.

A case is a unit, an evaluator a rater; a mark that is missing is left out, never filled in. Everything is counted in
whole numbers and divided once, so that a coefficient does not depend on the order of rows or columns.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from operator import eq, ne

from casebound.evaluate.draws import draws
from casebound.text.localized import Localized, phrase


class Metric(StrEnum):
    """What a difference between two marks counts for in Krippendorff's alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Weighting(StrEnum):
    """What a near miss is worth in Gwet's coefficient: nothing (AC1), or by distance or rank (AC2)."""

    IDENTITY = "identity"
    LINEAR = "linear"
    QUADRATIC = "quadratic"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """A table of marks: `values[row][column]` is what `evaluators[row]` gave `cases[column]`; None is missing."""

    evaluators: tuple[str, ...]
    cases: tuple[str, ...]
    values: tuple[tuple[Decimal | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Limits of a confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrap:
    """A percentile bootstrap over cases: the same seed draws the same cases on every machine."""

    seed: int
    resamples: int = 1000
    level: Decimal = Decimal("0.95")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A coefficient and what it rests on."""

    value: float | None
    """1 is perfect agreement; None where `reason` says why it is not defined."""
    units: int
    """Cases with two or more marks."""
    values: int
    """Marks on those cases."""
    categories: tuple[Decimal, ...]
    """The marks told apart, ascending: those of the scale where it was given, else those found."""
    reason: Localized | None = None
    interval: Interval | None = None
    """None without a bootstrap, or where the coefficient is not defined."""
    resamples: int = 0
    """Resamples the interval rests on: those in which the coefficient is defined."""


NOTHING_TO_COMPARE = phrase(
    "没有一个案例有两份以上的分数，无从比较", "No case has two marks or more, so there is nothing to compare"
)
NO_VARIANCE = phrase(
    "可比的分数全部相同，没有差异，系数无定义",
    "All marks that can be compared are the same: without variance the coefficient is undefined",
)
ONE_CATEGORY = phrase(
    "只有一个类别，系数无定义；给出尺度的全部类别后可计算",
    "There is only one category, so the coefficient is undefined; give all categories of the scale",
)
NOT_A_RATIO_SCALE = phrase(
    "有负分；比率尺度须有绝对零点", "There are negative marks; a ratio scale has an absolute zero"
)

_Units = Mapping[tuple[int, ...], int]
"""How often each set of marks on one case occurs; marks ascending, in a unit that makes them whole numbers."""


def ratings_of(marks: Mapping[str, Mapping[str, Decimal | None]]) -> Ratings:
    """The table of `marks[evaluator][case]`, rows and columns in the order of their ids."""
    evaluators = tuple(sorted(marks))
    cases = tuple(sorted({case for given in marks.values() for case in given}))
    values = tuple(tuple(marks[evaluator].get(case) for case in cases) for evaluator in evaluators)
    return Ratings(evaluators=evaluators, cases=cases, values=values)


def krippendorff_alpha(ratings: Ratings, metric: Metric, *, bootstrap: Bootstrap | None = None) -> Agreement:
    """Alpha, 1 − observed / expected disagreement (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011).

    0 is what chance would give, below 0 is systematic disagreement. Undefined where all marks that can be compared
    are the same, and for the ratio metric where a mark is negative. Cases with a single mark do not count.
    """
    units, marks = _table(ratings, least=2)
    if metric is Metric.RATIO and any(mark < 0 for mark in marks):
        return _agreement(units, marks, lambda _: None, NOT_A_RATIO_SCALE, None)
    return _agreement(units, marks, lambda some: _alpha(some, metric), NO_VARIANCE, bootstrap)


def gwet_ac(
    ratings: Ratings,
    weighting: Weighting,
    *,
    categories: Collection[Decimal] | None = None,
    bootstrap: Bootstrap | None = None,
) -> Agreement:
    """AC1 (`IDENTITY`) or AC2 (Gwet, Computing Inter-Rater Reliability and Its Variance in the Presence of High
    Agreement, 2008; weights: Handbook of Inter-Rater Reliability, 4th edition, 2014, chapter 3).

    `categories` are all marks that could have been given; without them those found on any case count, as in Gwet's
    own software. They matter: one that nobody used still changes what chance would give. A case with a
    single mark counts for chance, not for agreement. Where all marks are the same, the coefficient
    is 1 on a scale of several categories, and undefined where only the one category found is known.

    Raises ValueError for a mark that is none of `categories`.
    """
    units, marks = _table(ratings, least=1, categories=categories)
    if len(marks) < 2:
        return _agreement(units, marks, lambda _: None, ONE_CATEGORY, None)
    worth, whole = _worth(list(marks.values()), weighting)
    total = sum(worth(one, other) for one in marks.values() for other in marks.values())
    chance = Fraction(total, whole * len(marks) * (len(marks) - 1))
    return _agreement(units, marks, lambda some: _ac(some, worth, whole, chance), NOTHING_TO_COMPARE, bootstrap)


def percent_agreement(ratings: Ratings, *, bootstrap: Bootstrap | None = None) -> Agreement:
    """The share of pairs of evaluators who gave a case the same mark, averaged over cases; no chance correction."""
    return _agreement(*_table(ratings, least=2), lambda some: _observed(some, eq), NOTHING_TO_COMPARE, bootstrap)


def _table(
    ratings: Ratings, *, least: int, categories: Collection[Decimal] | None = None
) -> tuple[_Units, dict[Decimal, int]]:
    """The cases with `least` marks or more, and each category with its whole number, ascending.

    No coefficient here depends on the unit of the marks.
    """
    columns = [[mark for mark in column if mark is not None] for column in zip(*ratings.values, strict=True)]
    columns = [column for column in columns if len(column) >= least]
    found = {mark for column in columns for mark in column}
    told = found if categories is None else set(categories)
    if found - told:
        raise ValueError(f"marks outside the categories: {', '.join(map(str, sorted(found - told)))}")
    factor = math.lcm(*(Fraction(mark).denominator for mark in told))
    numbers = sorted((Fraction(mark) * factor).numerator for mark in told)
    units = Counter(tuple(sorted((Fraction(mark) * factor).numerator for mark in column)) for column in columns)
    return dict(sorted(units.items())), {Decimal(number) / factor: number for number in numbers}


def _agreement(
    units: _Units,
    marks: Collection[Decimal],
    coefficient: Callable[[_Units], Fraction | None],
    undefined: Localized,
    bootstrap: Bootstrap | None,
) -> Agreement:
    pairable = _pairable(units)
    value = coefficient(units) if pairable else None
    drawn = _resampled(units, coefficient, bootstrap) if bootstrap and value is not None else None
    interval, resamples = drawn or (None, 0)
    return Agreement(
        value=None if value is None else float(value),
        units=sum(pairable.values()),
        values=sum(len(unit) * times for unit, times in pairable.items()),
        categories=tuple(marks),
        reason=None if value is not None else undefined if pairable else NOTHING_TO_COMPARE,
        interval=interval,
        resamples=resamples,
    )


def _pairable(units: _Units) -> _Units:
    return {unit: times for unit, times in units.items() if len(unit) >= 2}


def _alpha(units: _Units, metric: Metric) -> Fraction | None:
    """Krippendorff's alpha of cases that each have two marks or more; None without variance."""
    if metric is Metric.INTERVAL:
        return _interval_alpha(units)
    margins: Counter[int] = Counter()
    for unit, times in units.items():
        for mark in unit:
            margins[mark] += times
    distance = _distance(metric, margins)
    pairs = combinations(sorted(margins), 2)
    expected = sum(margins[one] * margins[other] * distance(one, other) for one, other in pairs)
    observed = _over_pairs(units, distance, lambda size: size - 1)
    return 1 - (margins.total() - 1) * observed / expected if expected else None


def _interval_alpha(units: _Units) -> Fraction | None:
    """The same for squared differences, whose sum over all pairs of n marks is n Σx² − (Σx)²: no pair is looked at."""
    n, total, squares, apart = 0, 0, 0, Counter[int]()
    for unit, times in units.items():
        size, sum_of, square_of = len(unit), sum(unit), sum(mark * mark for mark in unit)
        n, total, squares = n + times * size, total + times * sum_of, squares + times * square_of
        apart[size] += times * (size * square_of - sum_of**2)
    observed = sum((Fraction(came, size - 1) for size, came in apart.items()), Fraction(0))
    return 1 - (n - 1) * observed / expected if (expected := n * squares - total**2) else None


def _distance(metric: Metric, margins: Mapping[int, int]) -> Callable[[int, int], int | Fraction]:
    """The squared difference of two marks; a common factor cancels, so ordinal ranks are doubled to be whole."""
    match metric:
        case Metric.NOMINAL:
            return ne
        case Metric.ORDINAL:
            ranks, below = {}, 0
            for mark in sorted(margins):
                ranks[mark] = 2 * below + margins[mark]
                below += margins[mark]
            return lambda one, other: (ranks[one] - ranks[other]) ** 2
        case _:
            return lambda one, other: Fraction(one - other, one + other) ** 2 if one != other else 0


def _over_pairs(units: _Units, of: Callable[[int, int], int | Fraction], parts: Callable[[int], int]) -> Fraction:
    """The sum over cases of what their pairs of marks come to, divided by `parts` of how many marks the case has."""
    sums: dict[int, int | Fraction] = dict.fromkeys(map(len, units), 0)
    for unit, times in units.items():
        sums[len(unit)] += times * sum(of(one, other) for one, other in combinations(unit, 2))
    return sum((Fraction(came) / parts(size) for size, came in sums.items()), Fraction(0))


def _worth(categories: list[int], weighting: Weighting) -> tuple[Callable[[int, int], int], int]:
    """Gwet's weights (2014, chapter 3) for `categories` in ascending order, and what full agreement is worth."""
    span = categories[-1] - categories[0]
    match weighting:
        case Weighting.IDENTITY:
            return eq, 1
        case Weighting.LINEAR:
            return lambda one, other: span - abs(one - other), span
        case Weighting.QUADRATIC:
            return lambda one, other: span**2 - (one - other) ** 2, span**2
        case Weighting.ORDINAL:
            ranks = {category: rank for rank, category in enumerate(categories)}
            most = math.comb(len(categories), 2)
            return lambda one, other: most - math.comb(abs(ranks[one] - ranks[other]) + 1, 2), most


def _observed(units: _Units, worth: Callable[[int, int], int]) -> Fraction:
    """What a pair of marks on a case is worth, averaged over the cases with two marks or more."""
    pairable = _pairable(units)
    return _over_pairs(pairable, worth, lambda size: math.comb(size, 2)) / sum(pairable.values())


def _ac(units: _Units, worth: Callable[[int, int], int], whole: int, chance: Fraction) -> Fraction:
    """Gwet's coefficient; each case counts alike in the prevalence of categories, however many marks it has."""
    size = math.lcm(*map(len, units))
    prevalence: Counter[int] = Counter()
    for unit, times in units.items():
        for mark in unit:
            prevalence[mark] += times * size // len(unit)
    expected = chance * (1 - Fraction(sum(part**2 for part in prevalence.values()), prevalence.total() ** 2))
    return (_observed(units, worth) / whole - expected) / (1 - expected)


def _resampled(
    units: _Units, coefficient: Callable[[_Units], Fraction | None], bootstrap: Bootstrap
) -> tuple[Interval, int] | None:
    """Percentiles of the coefficient over the resamples in which it is defined, and how many these are.

    Cases are drawn with replacement (Efron 1979; for alpha, Zapf et al. 2016, doi:10.1186/s12874-016-0200-9). A
    percentile is the least value that this share of resamples does not exceed.
    """
    cases = [unit for unit, times in units.items() for _ in range(times)]
    drawing = draws(str(bootstrap.seed), bootstrap.resamples, len(cases))
    resamples = (Counter(map(cases.__getitem__, places)) for places in drawing)
    values = (coefficient(some) for some in resamples if _pairable(some))
    drawn = sorted(value for value in values if value is not None)
    if not drawn:
        return None
    tail = (1 - Fraction(bootstrap.level)) / 2
    low, high = (drawn[max(1, math.ceil(len(drawn) * share)) - 1] for share in (tail, 1 - tail))
    return Interval(low=float(low), high=float(high)), len(drawn)
