"""Marks of the same evaluators on the same cases → intraclass correlations with their intervals.

Shrout and Fleiss, Intraclass Correlations: Uses in Assessing Rater Reliability (Psychological Bulletin 86, 1979); the
intervals of (2,1) and (2,k) as in McGraw and Wong, Forming Inferences About Some Intraclass Correlation Coefficients
(Psychological Methods 1, 1996), there ICC(A,1) and ICC(A,k). Sums of squares are exact; only the last step is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from casebound.evaluate.agreement import NO_VARIANCE, NOTHING_TO_COMPARE, Interval, Ratings
from casebound.text.localized import Localized, phrase


class IccForm(StrEnum):
    """Which correlation: whose marks they are, and whether of one evaluator or of the mean of all."""

    ONE_WAY = "1,1"
    """Any evaluators for each case: harsh and lenient ones count as error."""
    TWO_WAY = "2,1"
    """The same evaluators for all cases, standing for others like them: their level counts as error."""
    CONSISTENCY = "3,1"
    """These evaluators alone: their level does not count, only how they order cases."""
    ONE_WAY_MEAN = "1,k"
    TWO_WAY_MEAN = "2,k"
    CONSISTENCY_MEAN = "3,k"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntraclassCorrelation:
    """One coefficient."""

    form: IccForm
    value: float | None
    """1 is perfect agreement, 0 what chance would give; None where `reason` says why it is not defined."""
    interval: Interval | None = None
    """None where the coefficient is not defined, or nothing but cases, or nothing but error, differs: an F of 0 or none
    gives no limits."""
    reason: Localized | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntraclassCorrelations:
    """All six, in the order of `IccForm`."""

    cases: int
    """With at least one mark."""
    evaluators: int
    """Who gave at least one mark."""
    marks_per_case: int | None
    """The k of a mean; None where cases have different numbers of marks."""
    level: Decimal
    """Of the intervals."""
    correlations: tuple[IntraclassCorrelation, ...]

    def of(self, form: IccForm) -> IntraclassCorrelation:
        """The coefficient of that form."""
        return next(found for found in self.correlations if found.form is form)


ONE_CASE = phrase("只有一个案例，无从比较案例之间的差异", "There is only one case, so cases cannot be told apart")
UNEVEN = phrase(
    "各案例的分数份数不同；单因素组内相关要求每个案例份数相同",
    "Cases have different numbers of marks; the one-way coefficient needs the same number for each",
)
NOT_CROSSED = phrase(
    "不是每位评价人都评了每个案例；双因素组内相关要求人人评全部案例",
    "Not everyone marked every case; the two-way coefficients need all marks of all evaluators",
)
NO_CASE_VARIANCE = phrase(
    "案例之间的差异不超过误差，系数无定义",
    "Cases do not differ beyond error, so the coefficient is undefined",
)

_ONE_WAY = (IccForm.ONE_WAY, IccForm.ONE_WAY_MEAN)


def intraclass_correlations(ratings: Ratings, *, level: Decimal = Decimal("0.95")) -> IntraclassCorrelations:
    """ICC(1,1), (2,1), (3,1), (1,k), (2,k), (3,k), each defined or undefined for a reason of its own.

    Rows and columns without any mark do not count. The one-way forms need the same number k ≥ 2 of marks on each case,
    whoever gave them; the others need a mark of everyone on every case. `level` lies between 0 and 1.
    """
    rows = [row for row in ratings.values if any(mark is not None for mark in row)]
    columns = [column for column in zip(*rows, strict=True) if any(mark is not None for mark in column)]
    marks = [[Fraction(mark) for mark in column if mark is not None] for column in columns]
    sizes = {len(given) for given in marks}
    obstacle = _obstacle(marks, sizes)
    is_crossed = sizes == {len(rows)}
    squares = None if obstacle else _mean_squares(marks, is_crossed=is_crossed)
    found = []
    for form in IccForm:
        reason = obstacle or (None if form in _ONE_WAY or is_crossed else NOT_CROSSED)
        if reason or squares is None:
            found.append(IntraclassCorrelation(form=form, value=None, reason=reason))
        else:
            found.append(_coefficient(form, squares, float(level)))
    return IntraclassCorrelations(
        cases=len(marks),
        evaluators=len(rows),
        marks_per_case=next(iter(sizes)) if len(sizes) == 1 else None,
        level=level,
        correlations=tuple(found),
    )


def _obstacle(marks: list[list[Fraction]], sizes: set[int]) -> Localized | None:
    """Why no form at all is defined."""
    if max(sizes, default=0) < 2:
        return NOTHING_TO_COMPARE
    if len(marks) < 2:
        return ONE_CASE
    if len(sizes) > 1:
        return UNEVEN
    return NO_VARIANCE if len({mark for given in marks for mark in given}) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _MeanSquares:
    """An analysis of variance of `n` cases with `k` marks each, in the letters of Shrout and Fleiss (1979)."""

    n: int
    k: int
    between: Fraction
    """BMS: between cases."""
    within: Fraction
    """WMS: within cases."""
    judges: Fraction
    """JMS: between evaluators; 0, and not used, where not all marked all."""
    error: Fraction
    """EMS: what is left; likewise."""


def _mean_squares(marks: list[list[Fraction]], *, is_crossed: bool) -> _MeanSquares:
    n, k = len(marks), len(marks[0])
    grand = sum(map(_sum, marks), Fraction(0)) ** 2 / (n * k)
    cases = sum((_sum(given) ** 2 for given in marks), Fraction(0)) / k - grand
    total = _sum(mark**2 for given in marks for mark in given) - grand
    judges = sum((_sum(given) ** 2 for given in zip(*marks, strict=True)), Fraction(0)) / n - grand
    return _MeanSquares(
        n=n,
        k=k,
        between=cases / (n - 1),
        within=(total - cases) / (n * (k - 1)),
        judges=judges / (k - 1) if is_crossed else Fraction(0),
        error=(total - cases - judges) / ((n - 1) * (k - 1)) if is_crossed else Fraction(0),
    )


def _sum(marks: Iterable[Fraction]) -> Fraction:
    return sum(marks, Fraction(0))


def _coefficient(form: IccForm, squares: _MeanSquares, level: float) -> IntraclassCorrelation:
    n, k = squares.n, squares.k
    noise = squares.within if form in _ONE_WAY else squares.error
    signal = squares.between - noise
    level_of_judges = (squares.judges - squares.error) / n
    match form:
        case IccForm.ONE_WAY | IccForm.CONSISTENCY:
            whole = squares.between + (k - 1) * noise
        case IccForm.TWO_WAY:
            whole = squares.between + (k - 1) * noise + k * level_of_judges
        case IccForm.TWO_WAY_MEAN:
            whole = squares.between + level_of_judges
        case _:
            whole = squares.between
    if whole <= 0:
        return IntraclassCorrelation(form=form, value=None, reason=NO_CASE_VARIANCE)
    if form in (IccForm.TWO_WAY, IccForm.TWO_WAY_MEAN):
        interval = _two_way_interval(squares, level)
    else:
        interval = _ratio_interval(squares.between, noise, n, k, level, is_one_way=form in _ONE_WAY)
    if interval and form.endswith("k"):
        interval = _of_mean(interval, k)
    return IntraclassCorrelation(form=form, value=float(signal / whole), interval=interval)


def _ratio_interval(
    between: Fraction, noise: Fraction, n: int, k: int, level: float, *, is_one_way: bool
) -> Interval | None:
    """Of one evaluator, from F = between / noise (Shrout and Fleiss, formulas for (1,1) and (3,1))."""
    if noise == 0 or between == 0:
        return None
    ratio = float(between / noise)
    freedom = n * (k - 1) if is_one_way else (n - 1) * (k - 1)
    low = ratio / _f_quantile(level, n - 1, freedom)
    high = ratio * _f_quantile(level, freedom, n - 1)
    return _finite((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))


def _two_way_interval(squares: _MeanSquares, level: float) -> Interval | None:
    """Of one evaluator, with Satterthwaite's degrees of freedom (McGraw and Wong 1996, ICC(A,1)).

    A negative estimate counts as 0 in these: with weights of both signs they may come near 0, and mean nothing.
    """
    n, k = squares.n, squares.k
    unit = squares.judges + squares.error
    if unit == 0:
        return None
    between, judges, error = squares.between / unit, squares.judges / unit, squares.error / unit
    odds = max(between - error, Fraction(0)) / (k * error + k * (judges - error) / n)
    of_judges = k * odds / n * judges
    of_error = (1 + k * odds * (n - 1) / n) * error
    spread = of_judges**2 / (k - 1) + of_error**2 / ((n - 1) * (k - 1))
    if spread == 0:
        return None
    freedom = float((of_judges + of_error) ** 2 / spread)
    rest = float(k * judges + (k * n - k - n) * error)
    low, high = _f_quantile(level, n - 1, freedom), _f_quantile(level, freedom, n - 1)
    mean, noise = float(between), float(error)
    if not (math.isfinite(low) and math.isfinite(high)) or low * rest + n * mean == 0:
        return None
    return _finite(
        n * (mean - low * noise) / (low * rest + n * mean), n * (high * mean - noise) / (rest + n * high * mean)
    )


def _of_mean(single: Interval, k: int) -> Interval | None:
    """Spearman and Brown: limits for a mean of k, from those for one; below −1 / (k − 1) there are none."""
    if 1 + (k - 1) * single.low <= 0:
        return None
    low, high = (k * limit / (1 + (k - 1) * limit) for limit in (single.low, single.high))
    return _finite(low, high)


def _finite(low: float, high: float) -> Interval | None:
    return Interval(low=low, high=high) if math.isfinite(low) and math.isfinite(high) else None


def _f_quantile(level: float, above: float, below: float) -> float:
    """What an F of these degrees of freedom exceeds with half of what `level` leaves."""
    from scipy.special import fdtri

    return float(fdtri(above, below, (1 + level) / 2))
