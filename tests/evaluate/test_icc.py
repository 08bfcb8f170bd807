"""Intraclass correlations against published coefficients and intervals, their definitions, and what is undefined."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casebound.evaluate.agreement import NO_VARIANCE, NOTHING_TO_COMPARE, Interval, Ratings
from casebound.evaluate.icc import (
    NO_CASE_VARIANCE,
    NOT_CROSSED,
    ONE_CASE,
    UNEVEN,
    IccForm,
    IntraclassCorrelations,
    intraclass_correlations,
)
from casebound.text.localized import Localized

Table = Sequence[Sequence[int | None]]
"""One row a case, one column an evaluator; None is missing."""

ONE_WAY = (IccForm.ONE_WAY, IccForm.ONE_WAY_MEAN)
TWO_WAY = tuple(form for form in IccForm if form not in ONE_WAY)

# Shrout and Fleiss (1979): 6 targets, 4 judges.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
# `anxiety` of the R package irr: 20 subjects, 3 raters.
ANXIETY = tuple(
    zip(
        (3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3),
        (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
        (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2),
        strict=True,
    )
)


def ratings(rows: Table) -> Ratings:
    columns = list(zip(*rows, strict=True))
    return Ratings(
        evaluators=tuple(f"e{number}" for number in range(len(columns))),
        cases=tuple(f"c{number}" for number in range(len(rows))),
        values=tuple(tuple(None if mark is None else Decimal(mark) for mark in column) for column in columns),
    )


def icc(rows: Table, level: str = "0.95") -> IntraclassCorrelations:
    return intraclass_correlations(ratings(rows), level=Decimal(level))


def reasons(found: IntraclassCorrelations) -> dict[IccForm, Localized | None]:
    return {one.form: one.reason for one in found.correlations}


def rounded(interval: Interval | None, places: int) -> tuple[float, float] | None:
    return None if interval is None else (round(interval.low, places), round(interval.high, places))


# Coefficients: Shrout and Fleiss (1979), table 4. Limits: `ICC(sf, lmer=FALSE)` of the R package psych, which prints
# -0.133 0.72, 0.019 0.76, 0.342 0.95, -0.884 0.91, 0.071 0.93, 0.676 0.99.
@pytest.mark.parametrize(
    ("form", "value", "low", "high"),
    [
        (IccForm.ONE_WAY, 0.165742, -0.133, 0.72),
        (IccForm.TWO_WAY, 0.289764, 0.019, 0.76),
        (IccForm.CONSISTENCY, 0.714841, 0.342, 0.95),
        (IccForm.ONE_WAY_MEAN, 0.442797, -0.884, 0.91),
        (IccForm.TWO_WAY_MEAN, 0.620051, 0.071, 0.93),
        (IccForm.CONSISTENCY_MEAN, 0.909316, 0.676, 0.99),
    ],
)
def test_the_six_forms_are_those_that_shrout_and_fleiss_published(
    form: IccForm, value: float, low: float, high: float
) -> None:
    found = icc(SHROUT_FLEISS).of(form)
    assert found.value == pytest.approx(value, abs=1e-6)
    assert found.interval is not None
    assert round(found.interval.low, 3) == low
    assert round(found.interval.high, 2) == high


def test_agreement_on_the_anxiety_data_is_what_irr_prints() -> None:
    """`icc(anxiety, model="twoway", type="agreement")`: ICC(A,1) = 0.198, -0.039 < ICC < 0.494."""
    found = icc(ANXIETY).of(IccForm.TWO_WAY)
    assert found.value == pytest.approx(0.198, abs=5e-4)
    assert rounded(found.interval, 3) == (-0.039, 0.494)


def test_a_level_apart_is_consistency_and_no_agreement() -> None:
    """McGraw and Wong (1996): (2,4), (4,6), (6,8) are perfectly consistent, and agree to 0.67."""
    found = icc(((2, 4), (4, 6), (6, 8)))
    assert found.of(IccForm.CONSISTENCY).value == 1
    assert found.of(IccForm.TWO_WAY).value == pytest.approx(2 / 3)


def test_the_limits_for_one_way_are_those_of_the_formula() -> None:
    """By hand: BMS 8, WMS 2, F = 4 on 2 and 3 degrees of freedom; F(.9; 2, 3) = 5.46238 and F(.9; 3, 2) = 9.16179 (F
    table, upper 10 %)."""
    found = icc(((2, 4), (4, 6), (6, 8)), "0.8").of(IccForm.ONE_WAY)
    assert found.value == pytest.approx((8 - 2) / (8 + 2))
    low, high = 4 / 5.46238, 4 * 9.16179
    assert found.interval is not None
    assert found.interval.low == pytest.approx((low - 1) / (low + 1), abs=1e-5)
    assert found.interval.high == pytest.approx((high - 1) / (high + 1), abs=1e-5)


def test_a_higher_level_widens_every_interval() -> None:
    for narrow, wide in zip(
        icc(SHROUT_FLEISS, "0.8").correlations, icc(SHROUT_FLEISS, "0.99").correlations, strict=True
    ):
        assert narrow.interval and wide.interval
        assert wide.interval.low < narrow.interval.low < narrow.interval.high < wide.interval.high


def test_each_case_read_by_some_of_the_panel_leaves_the_one_way_forms() -> None:
    """With the same numbers by case as Shrout and Fleiss, whoever gave them, so with their one-way coefficients."""
    rows: list[list[int | None]] = [[None] * 9 for _ in SHROUT_FLEISS]
    for number, row in enumerate(SHROUT_FLEISS):
        for place, mark in enumerate(row):
            rows[number][(number + 2 * place) % 9] = mark
    found = icc(rows)
    assert (found.cases, found.evaluators, found.marks_per_case) == (6, 9, 4)
    assert found.of(IccForm.ONE_WAY) == icc(SHROUT_FLEISS).of(IccForm.ONE_WAY)
    assert found.of(IccForm.ONE_WAY_MEAN) == icc(SHROUT_FLEISS).of(IccForm.ONE_WAY_MEAN)
    assert reasons(found) == dict.fromkeys(ONE_WAY) | dict.fromkeys(TWO_WAY, NOT_CROSSED)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((), NOTHING_TO_COMPARE),
        (((None, None),), NOTHING_TO_COMPARE),
        (((1, None), (None, 2)), NOTHING_TO_COMPARE),
        (((1, 2),), ONE_CASE),
        (((1, 2), (2, None), (3, 3)), UNEVEN),
        (((5, 5), (5, 5)), NO_VARIANCE),
    ],
)
def test_what_is_undefined_says_why(rows: Table, reason: Localized) -> None:
    found = icc(rows)
    assert reasons(found) == dict.fromkeys(IccForm, reason)
    assert all(one.value is None and one.interval is None for one in found.correlations)


def test_cases_and_evaluators_without_any_mark_do_not_count() -> None:
    padded = [[*row, None] for row in SHROUT_FLEISS] + [[None] * 5]
    assert icc(padded).correlations == icc(SHROUT_FLEISS).correlations


def test_a_mean_that_tells_no_cases_apart_is_undefined_and_one_mark_is_not() -> None:
    found = icc(((1, 2), (2, 1)))
    assert found.of(IccForm.ONE_WAY).value == -1  # the least there is with two marks a case: −1 / (k − 1)
    assert found.of(IccForm.ONE_WAY).interval is None
    for form in (IccForm.TWO_WAY, IccForm.ONE_WAY_MEAN, IccForm.TWO_WAY_MEAN, IccForm.CONSISTENCY_MEAN):
        assert found.of(form).reason == NO_CASE_VARIANCE


def test_perfect_agreement_is_one_without_limits() -> None:
    for one in icc(((1, 1), (2, 2), (4, 4))).correlations:
        assert (one.value, one.interval, one.reason) == (1, None, None)


TABLES = st.tuples(st.integers(2, 6), st.integers(2, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 20), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@given(TABLES)
def test_a_coefficient_lies_in_its_interval_and_that_of_a_mean_follows_from_one_mark(rows: list[list[int]]) -> None:
    found = icc(rows)
    for one in found.correlations:
        assert (one.value is None) == (one.reason is not None)
        if one.value is not None:
            assert one.value <= 1
        if one.value is not None and one.interval is not None:
            assert one.interval.low <= one.value + 1e-9
            assert one.value <= one.interval.high + 1e-9
    for single, mean in zip(found.correlations[:3], found.correlations[3:], strict=True):
        if single.value is not None and mean.value is not None:  # Spearman and Brown
            assert mean.value == pytest.approx(len(rows[0]) * single.value / (1 + (len(rows[0]) - 1) * single.value))


@given(TABLES, st.randoms(use_true_random=False), st.integers(-50, 50), st.integers(1, 9))
def test_order_zero_and_unit_of_marks_do_not_matter(
    rows: list[list[int]], chance: random.Random, zero: int, unit: int
) -> None:
    shuffled = [[unit * mark + zero for mark in row] for row in rows]
    chance.shuffle(shuffled)
    shuffled = [list(reversed(row)) for row in shuffled]
    assert icc(shuffled) == icc(rows)


@given(TABLES)
def test_the_consistency_of_a_mean_is_cronbachs_alpha(rows: list[list[int]]) -> None:
    """Alpha = k/(k − 1) · (1 − sum of evaluators' variances / variance of cases' sums), another formula for it."""
    k = len(rows[0])
    of_sums = variance([sum(row) for row in rows])
    assume(of_sums > 0)
    alpha = k / (k - 1) * (1 - sum(variance(list(column)) for column in zip(*rows, strict=True)) / of_sums)
    value = icc(rows).of(IccForm.CONSISTENCY_MEAN).value
    assert value is not None
    assert math.isclose(value, alpha, rel_tol=1e-9, abs_tol=1e-9)


def variance(values: list[int]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)
