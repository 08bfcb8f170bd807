"""Severity: constructed cases, plans without noise, what defines least squares, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.agreement import Ratings, ratings_of
from casebound.evaluate.severity import Flip, Severity, fit_severity

Totals = Mapping[str, Mapping[str, int | Decimal]]
"""By evaluator, then by case."""


def ratings(totals: Totals) -> Ratings:
    return ratings_of(
        {evaluator: {case: Decimal(mark) for case, mark in given.items()} for evaluator, given in totals.items()}
    )


def leniencies(severity: Severity) -> dict[str, Fraction]:
    return {one.evaluator: one.leniency for one in severity.evaluators}


def fair(severity: Severity) -> dict[str, Fraction]:
    return {one.case: one.fair for one in severity.cases}


# severity_constructed in /work/shared/data/agreement.json
AGREED: Totals = {"E1": {"A": 90, "B": 85, "C": 80}, "E2": {"C": 80, "D": 60, "E": 55}}
HARSH: Totals = {"E1": {"A": 80, "B": 70, "C": 60}, "E2": {"B": 50, "D": 55, "C": 40}}


def test_evaluators_who_agree_change_nothing() -> None:
    # Standard scores by evaluator would put C (0.08 on average) above B (0), though both gave C 80 and nobody B less.
    severity = fit_severity(ratings(AGREED))
    assert leniencies(severity) == {"E1": 0, "E2": 0}
    assert fair(severity) == {"A": 90, "B": 85, "C": 80, "D": 60, "E": 55}
    assert [(one.case, one.raw_rank, one.fair_rank) for one in severity.cases] == [
        *(("A", 1, 1), ("B", 2, 2), ("C", 3, 3), ("D", 4, 4), ("E", 5, 5)),
    ]
    assert severity.flips == ()
    # Six totals for two evaluators and five cases: one in common, so any totals would fit.
    assert (severity.degrees_of_freedom, severity.deviation) == (0, None)


def test_a_harsh_evaluator_is_taken_out() -> None:
    severity = fit_severity(ratings(HARSH))
    assert leniencies(severity) == {"E1": 10, "E2": -10}
    assert fair(severity) == {"A": 70, "D": 65, "B": 60, "C": 50}
    assert {one.case: one.raw for one in severity.cases} == {"A": 80, "B": 60, "D": 55, "C": 50}
    assert [(one.case, one.evaluators, one.raw_rank, one.fair_rank) for one in severity.cases] == [
        *(("A", 1, 1, 1), ("D", 1, 3, 2), ("B", 2, 2, 3), ("C", 2, 4, 4)),
    ]
    assert severity.flips == (Flip(ahead="B", behind="D"),)
    assert (severity.degrees_of_freedom, severity.deviation) == (1, 0.0)
    assert [(one.cases, one.shared) for one in severity.evaluators] == [(3, 2), (3, 2)]
    assert severity.components == (("E1", "E2"),)


def test_in_a_complete_table_leniency_is_the_distance_of_means() -> None:
    # Shrout and Fleiss (1979): judges' means 7.6667, 2.5, 4.3333, 6.6667 (/work/shared/data/agreement.json), together
    # 5.2917. Every judge read every target, so targets keep their means. Residual sum of squares 15.2917 (15 degrees).
    rows = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
    totals = {f"J{judge}": {f"T{target}": row[judge - 1] for target, row in enumerate(rows)} for judge in (1, 2, 3, 4)}
    severity = fit_severity(ratings(totals))
    assert [float(value) for value in leniencies(severity).values()] == pytest.approx(
        [7.6667 - 5.2917, 2.5 - 5.2917, 4.3333 - 5.2917, 6.6667 - 5.2917], abs=1e-4
    )
    assert all(one.fair == one.raw and one.fair_rank == one.raw_rank for one in severity.cases)
    assert severity.degrees_of_freedom == 15
    assert severity.deviation == pytest.approx(math.sqrt(15.2917 / 15), abs=1e-5)


def test_noise_by_hand() -> None:
    # E1: A 10, B 20; E2: A 12, B 26. Leniency ∓2 (means 15 and 19), fair A 11, B 23; residuals +1 −1 −1 +1: 4 / 1.
    severity = fit_severity(ratings({"E1": {"A": 10, "B": 20}, "E2": {"A": 12, "B": 26}}))
    assert leniencies(severity) == {"E1": -2, "E2": 2}
    assert fair(severity) == {"A": 11, "B": 23}
    assert (severity.degrees_of_freedom, severity.deviation) == (1, 2.0)


def test_equal_totals_share_a_rank() -> None:
    # Raw: A 70, B 70, C 60. E2 is 10 lower than E1 on the common case C (65, 55), so leniency ±5: A 65, B 75, C 60.
    severity = fit_severity(ratings({"E1": {"A": 70, "C": 65}, "E2": {"B": 70, "C": 55}}))
    assert [(one.case, one.raw_rank, one.fair_rank) for one in severity.cases] == [
        ("B", 1, 1),
        ("A", 1, 2),
        ("C", 3, 3),
    ]
    assert severity.flips == ()


def test_a_plan_that_is_not_linked_is_refused_and_says_into_what_it_falls() -> None:
    severity = fit_severity(
        ratings({"e3": {"C": 1}, "e1": {"A": 5}, "e4": {"A": 6, "B": 7}, "e2": {"B": 4}, "e5": {"C": 2, "D": 9}})
    )
    assert severity.components == (("e1", "e2", "e4"), ("e3", "e5"))
    assert (severity.evaluators, severity.cases, severity.flips) == ((), (), ())
    assert severity.refusal is not None
    assert severity.refusal.to("zh-CN") == (
        "评价人分为互不相连的 2 组，组间没有共同评价的案例，无法区分评价人的宽严与案例的高低：e1、e2、e4；e3、e5"
    )
    assert severity.refusal.to("en") == (
        "Evaluators fall into 2 groups without a case in common, so harsh evaluators cannot be told from weak cases: "
        "e1, e2, e4; e3, e5"
    )


def test_too_few_common_cases_are_refused_where_the_organiser_asks_for_more() -> None:
    plan = ratings({"e1": {"A": 5, "B": 6, "C": 7}, "e2": {"A": 4, "B": 5}, "e3": {"C": 9, "D": 9, "E": 8}})
    assert fit_severity(plan).refusal is None
    refusal = fit_severity(plan, minimum_shared=2).refusal
    assert refusal is not None
    # e3 marked three cases, but only C has a second mark.
    assert refusal.to("zh-CN") == "与他人共同评价的案例少于 2 个，不足以估计其宽严：e3"
    assert refusal.to("en") == "Fewer than 2 cases in common with others, too few to tell who is harsh or lenient: e3"


@pytest.mark.parametrize("totals", [{}, {"e1": {"A": 5, "B": 6}}, {"e1": {"A": 5}, "e2": {}}])
def test_a_single_evaluator_is_refused(totals: Totals) -> None:
    refusal = fit_severity(ratings(totals)).refusal
    assert refusal is not None
    assert refusal.to("zh-CN") == "打过分的评价人不足两位，无从比较宽严"
    assert refusal.to("en") == "Fewer than two evaluators gave marks: nobody to compare"


def test_cases_and_evaluators_without_marks_are_left_out() -> None:
    table = ratings_of(
        {"e1": {"A": Decimal(5), "X": None}, "e2": {"A": Decimal(7), "X": None}, "e0": {"A": None, "X": None}}
    )
    severity = fit_severity(table)
    assert leniencies(severity) == {"e1": -1, "e2": 1}
    assert fair(severity) == {"A": 6}


AMOUNTS = st.decimals(-100, 100, places=2)


@st.composite
def plans(draw: st.DrawFn) -> list[set[int]]:
    """Who marks which case, linked: every evaluator but the first shares a case with an earlier one."""
    evaluators = draw(st.integers(2, 9))
    cases = [{draw(st.integers(0, other - 1)), other} for other in range(1, evaluators)]
    someone = st.integers(0, evaluators - 1)
    cases += draw(st.lists(st.sets(someone, min_size=1, max_size=4), max_size=12))
    for _ in range(draw(st.integers(0, 4))):
        cases[draw(st.integers(0, len(cases) - 1))].add(draw(someone))
    return cases


@given(plans(), st.data())
def test_any_linked_plan_without_noise_is_recovered_exactly(plan: list[set[int]], data: st.DataObject) -> None:
    size = len(set().union(*plan))
    free = data.draw(st.lists(AMOUNTS, min_size=size - 1, max_size=size - 1))
    leniency = [*free, -sum(free, Decimal(0))]
    quality = data.draw(st.lists(AMOUNTS, min_size=len(plan), max_size=len(plan)))
    totals = {
        f"e{evaluator}": {
            f"c{case:02}": quality[case] + leniency[evaluator] for case, who in enumerate(plan) if evaluator in who
        }
        for evaluator in range(size)
    }
    severity = fit_severity(ratings(totals))
    assert severity.refusal is None
    assert leniencies(severity) == {f"e{place}": Fraction(value) for place, value in enumerate(leniency)}
    assert fair(severity) == {f"c{place:02}": Fraction(value) for place, value in enumerate(quality)}
    assert severity.deviation in (None, 0.0)


@st.composite
def noisy(draw: st.DrawFn) -> dict[str, dict[str, Decimal]]:
    totals: dict[str, dict[str, Decimal]] = {}
    for case, who in enumerate(draw(plans())):
        for evaluator in sorted(who):
            mark = draw(st.sampled_from([Decimal(n) / 2 for n in range(12)]))
            totals.setdefault(f"e{evaluator}", {})[f"c{case:02}"] = mark
    return totals


@given(noisy())
def test_residuals_add_up_to_zero_for_every_evaluator_and_case(totals: dict[str, dict[str, Decimal]]) -> None:
    # The normal equations: with leniencies that add up to 0, exactly one fit of a linked plan has this.
    severity = fit_severity(ratings(totals))
    lenient, average = leniencies(severity), fair(severity)
    assert sum(lenient.values()) == 0
    left = {
        (evaluator, case): Fraction(mark) - average[case] - lenient[evaluator]
        for evaluator, given in totals.items()
        for case, mark in given.items()
    }
    for evaluator in totals:
        assert sum(value for (who, _), value in left.items() if who == evaluator) == 0
    for case in average:
        assert sum(value for (_, what), value in left.items() if what == case) == 0
    freedom = len(left) - len(lenient) - len(average) + 1
    assert severity.degrees_of_freedom == freedom
    if freedom:
        squares = sum((value**2 for value in left.values()), Fraction(0))
        assert severity.deviation == pytest.approx(math.sqrt(squares / freedom))


@given(noisy())
def test_no_flip_means_that_no_two_cases_change_their_order(totals: dict[str, dict[str, Decimal]]) -> None:
    severity = fit_severity(ratings(totals))
    reversed_pairs = {
        (one.case, other.case)
        for one, other in permutations(severity.cases, 2)
        if one.raw > other.raw and one.fair < other.fair
    }
    flips = {(flip.ahead, flip.behind) for flip in severity.flips}
    assert flips <= reversed_pairs
    assert bool(flips) == bool(reversed_pairs)


@given(noisy())
def test_ranks_count_the_cases_above(totals: dict[str, dict[str, Decimal]]) -> None:
    cases = fit_severity(ratings(totals)).cases
    for one in cases:
        assert one.raw_rank == 1 + sum(other.raw > one.raw for other in cases)
        assert one.fair_rank == 1 + sum(other.fair > one.fair for other in cases)


@given(noisy(), st.data())
def test_the_order_of_rows_and_columns_changes_nothing(
    totals: dict[str, dict[str, Decimal]], data: st.DataObject
) -> None:
    table = ratings(totals)
    rows = data.draw(st.permutations(range(len(table.evaluators))))
    columns = data.draw(st.permutations(range(len(table.cases))))
    turned = Ratings(
        evaluators=tuple(table.evaluators[row] for row in rows),
        cases=tuple(table.cases[column] for column in columns),
        values=tuple(tuple(table.values[row][column] for column in columns) for row in rows),
    )
    assert fit_severity(turned) == fit_severity(table)
