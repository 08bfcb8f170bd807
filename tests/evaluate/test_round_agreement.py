"""Agreement of a round: the coefficients are those of the tables it rests on, and what is not defined says why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from casebound.evaluate.agreement import NO_VARIANCE, NOTHING_TO_COMPARE
from casebound.evaluate.icc import NOT_CROSSED, IccForm
from casebound.evaluate.round_agreement import (
    NO_BANDS,
    NO_GRADES,
    agreement_of_round,
    own_totals,
    severity_of_round,
    undefined_because,
)
from casebound.model.evaluation import Assignment, Evaluator
from casebound.model.framework import Band, Framework
from tests.evaluate.marked import Marks, evaluation, framework, round_of_cases

BANDS = tuple(Band(id=str(low), range=(Decimal(low), Decimal(low + 9))) for low in range(10, 101, 10))

# Shrout and Fleiss 1979, table 2, times ten: six targets, four judges
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
PAPER = {"1,1": 0.165742, "2,1": 0.289764, "3,1": 0.714841, "1,k": 0.442797, "2,k": 0.620051, "3,k": 0.909316}


def judged(targets: list[list[int]]) -> dict[str, Marks]:
    return {f"c{number}": {"A.1": [10 * mark for mark in row]} for number, row in enumerate(targets)}


def one_criterion() -> Framework:
    return replace(framework({"A.1": 100}, step="1"), bands=BANDS)


def test_the_six_correlations_of_shrout_and_fleiss() -> None:
    agreement = agreement_of_round(round_of_cases(judged(TARGETS)), one_criterion())
    for row in (agreement.criteria[0], agreement.totals):
        assert row is not None
        assert {each.form.value: each.value for each in row.icc.correlations} == pytest.approx(PAPER, abs=1e-6)


def test_alpha_on_bands_is_ordinal_and_on_marks_interval() -> None:
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", four observers, twelve units
    rows = ("123321412***", "12332241 25*3", "*33323422 51*", "12332441 251*")
    marks = [[None if mark == "*" else 10 * int(mark) for mark in row.replace(" ", "")] for row in rows]
    cases: dict[str, Marks] = {f"c{at:02d}": {"A.1": [row[at] for row in marks]} for at in range(12)}
    row = agreement_of_round(round_of_cases(cases), one_criterion()).criteria[0]
    assert row.alpha.value == pytest.approx(0.849107, abs=1e-6)
    assert row.levels is not None
    assert row.levels.alpha.value == pytest.approx(0.815388, abs=1e-6)


def test_no_variance_is_a_result_that_says_so() -> None:
    row = agreement_of_round(round_of_cases(judged([[5, 5], [5, 5]])), one_criterion()).criteria[0]
    assert (row.alpha.value, row.alpha.reason) == (None, NO_VARIANCE)
    assert row.icc.of(IccForm.ONE_WAY).reason == NO_VARIANCE
    assert row.levels is not None
    assert row.levels.percent.value == 1
    assert undefined_because(row) == (NO_VARIANCE,)


def test_without_bands_grades_or_company_it_is_said() -> None:
    rules = replace(framework({"A.1": 100}), grades=())
    agreement = agreement_of_round(round_of_cases(judged([[5], [6]])), rules)
    assert undefined_because(agreement.criteria[0]) == (NOTHING_TO_COMPARE, NO_BANDS)
    assert agreement.totals is not None
    assert undefined_because(agreement.totals) == (NOTHING_TO_COMPARE, NO_GRADES)
    assert agreement_of_round(round_of_cases(judged([[5], [6]])), framework({"A.1": None})).totals is None


def test_on_totals_the_grade_that_each_would_give_is_compared() -> None:
    # 80 and 90: both high; 50 and 80: listed and high; 10 and 20: none and none
    row = agreement_of_round(round_of_cases(judged([[8, 9], [5, 8], [1, 2]])), one_criterion()).totals
    assert row is not None
    assert row.levels is not None
    assert row.levels.percent.value == pytest.approx(2 / 3)
    assert list(map(int, row.levels.alpha.categories)) == [0, 1, 2]


def test_an_incomplete_sheet_has_no_total_and_an_incomplete_panel_no_two_way_correlation() -> None:
    made = round_of_cases({"one": {"A.1": [80, 60], "B.1": [70, None]}, "two": {"A.1": [70, 50], "B.1": [60, 40]}})
    rules = framework({"A.1": 60, "B.1": 40})
    assert own_totals(made, rules) == {
        "e1": {"one": Decimal("76.0"), "two": Decimal("66.0")},
        "e2": {"two": Decimal("46.0")},
    }
    theirs = replace(evaluation(1, {"A.1": [0, 50], "B.1": [0, 40]}), evaluator="e3", case="two")
    assigned = (*made.assignments[:1], Assignment(case="two", evaluators=("e1", "e3")))
    panel = (*made.panel, Evaluator(id="e3"))
    other = replace(made, panel=panel, assignments=assigned, evaluations=(*made.evaluations[:3], theirs))
    assert agreement_of_round(other, rules).criteria[0].icc.of(IccForm.TWO_WAY).reason == NOT_CROSSED


def test_severity_is_of_own_totals_and_refused_where_nothing_links() -> None:
    # R1: A80 B70 C60; R2, 20 harsher: B50 D55 C40: fair A70 D65 B60 C50 (shared/research/evaluation.md, T4b)
    cases: dict[str, Marks] = {
        "A": {"A.1": [80, None]},
        "B": {"A.1": [70, 50]},
        "C": {"A.1": [60, 40]},
        "D": {"A.1": [None, 55]},
    }
    severity = severity_of_round(round_of_cases(cases), framework({"A.1": 100}))
    assert [(each.case, int(each.fair)) for each in severity.cases] == [("A", 70), ("D", 65), ("B", 60), ("C", 50)]
    apart: dict[str, Marks] = {"A": {"A.1": [80, None]}, "D": {"A.1": [None, 55]}}
    assert severity_of_round(round_of_cases(apart), framework({"A.1": 100})).refusal is not None
