"""From a total to a grade: section minimums, conditions as gates, and the rule in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from casebound.evaluate.tally import tally_case
from casebound.model.evaluation import ConditionCheck
from casebound.model.framework import Framework, Grade
from casebound.model.scorecard import Scorecard
from casebound.text.localized import Localized, phrase
from tests.evaluate.marked import Marks, evaluation, framework, round_of, tally

HIGH = Grade(
    id="high",
    minimum=Decimal(80),
    title=phrase("五星", "five stars"),
    section_minimums={"A": Decimal(60), "B": Decimal(60)},
)
MIDDLE = Grade(
    id="middle", minimum=Decimal(70), title=phrase("四星", "four stars"), section_minimums={"B": Decimal("50")}
)
LOW = Grade(id="low", minimum=Decimal(40), title=phrase("入围", "listed"))


def graded(weights: dict[str, int | None], *grades: Grade, **aggregation: Any) -> Framework:
    return replace(framework(weights, **aggregation), grades=grades)


def said(words: Localized | None) -> tuple[str, str]:
    assert words is not None
    return words.to("zh-CN"), words.to("en")


def test_the_grade_says_what_was_reached_and_what_the_next_one_up_lacks() -> None:
    # (90·90 + 10·55) / 100 = 86.5: enough for the highest, but B is below 60
    card = tally({"A.1": [90], "B.1": [55]}, graded({"A.1": 90, "B.1": 10}, HIGH, MIDDLE, LOW))
    assert card.grade == MIDDLE
    assert said(card.grade_rule) == (
        "总分 86.5 ≥ 70，B 得分率 55.0 ≥ 50；上一级“五星”未达到：B 得分率 55.0 < 60",
        "total 86.5 ≥ 70, section B 55.0 ≥ 50; the next grade up, “five stars”, fails: section B 55.0 < 60",
    )


def test_everything_that_is_missing_is_said() -> None:
    # (40·75 + 60·55) / 100 = 63: neither the total of 70 nor, for the highest, the section
    card = tally({"A.1": [75], "B.1": [55]}, graded({"A.1": 40, "B.1": 60}, HIGH, LOW))
    assert card.grade == LOW
    assert said(card.grade_rule)[1] == (
        "total 63.0 ≥ 40; the next grade up, “five stars”, fails: total 63.0 < 80, section B 55.0 < 60"
    )


def test_the_highest_grade_has_none_above() -> None:
    card = tally({"A.1": [90], "B.1": [60]}, graded({"A.1": 90, "B.1": 10}, HIGH, MIDDLE, LOW))
    assert card.grade == HIGH
    assert said(card.grade_rule) == (
        "总分 87.0 ≥ 80，A 得分率 90.0 ≥ 60，B 得分率 60.0 ≥ 60",
        "total 87.0 ≥ 80, section A 90.0 ≥ 60, section B 60.0 ≥ 60",
    )


def test_no_grade_says_what_the_lowest_lacks() -> None:
    card = tally({"A.1": [35]}, graded({"A.1": 1}, MIDDLE, LOW))
    assert card.grade is None
    assert said(card.grade_rule) == (
        "最低一级“入围”未达到：总分 35.0 < 40",
        "the lowest grade, “listed”, fails: total 35.0 < 40",
    )


def test_grades_are_compared_as_published() -> None:
    # (80 + 80 + 79) / 3 = 79.666…, published 79.7; with no places it is 80 and reaches the grade
    marks: Marks = {"A.1": [80, 80, 79]}
    assert tally(marks, graded({"A.1": 1}, HIGH, step="1")).grade is None
    only = replace(HIGH, section_minimums={})
    assert tally(marks, graded({"A.1": 1}, only, step="1", places=0)).grade == only


@pytest.mark.parametrize("section", ["C", "B"])
def test_a_section_without_a_figure_reaches_no_minimum(section: str) -> None:
    # there is no section C, and B has no weight
    asks = replace(HIGH, section_minimums={section: Decimal(0)})
    card = tally({"A.1": [95], "B.1": [95]}, graded({"A.1": 1, "B.1": 0}, asks, LOW))
    assert card.grade == LOW
    assert said(card.grade_rule)[1].endswith(f"“five stars”, fails: section {section} — < 0")


def unmet(gates: bool, *checks: bool | None) -> Scorecard:
    marks: Marks = {"A.1": [90] * len(checks)}
    evaluations = [
        evaluation(number, marks, conditions={"4.2": ConditionCheck(met=met), "4.3": ConditionCheck(met=True)})
        for number, met in enumerate(checks)
    ]
    return tally_case(
        "one", round_of(*evaluations), graded({"A.1": 1}, replace(HIGH, section_minimums={}), gates=gates)
    )


def test_a_closed_gate_leaves_the_total_and_no_grade() -> None:
    card = unmet(True, True, False, True)
    assert (card.unmet_conditions, str(card.total), card.grade) == (("4.2",), "90.0", None)
    assert said(card.grade_rule) == (
        "有评价人认为基本条件 4.2 不符合：不评等级",
        "an evaluator found 4.2 not met: no grade is given",
    )


def test_without_gates_a_condition_not_met_is_told_and_the_grade_stays() -> None:
    card = unmet(False, True, False, True)
    assert card.unmet_conditions == ("4.2",)
    assert card.grade is not None


def test_a_condition_that_one_evaluator_did_not_judge_closes_no_gate() -> None:
    assert unmet(True, None, True).grade is not None


def test_a_condition_nobody_judged_passes_no_gate() -> None:
    card = unmet(True, None, None)
    assert (card.grade, card.unmet_conditions) == (None, ())
    assert card.grade_rule is not None
    assert card.grade_rule.to("en") == "no evaluator judged 4.2: no grade is given"


def test_without_a_total_or_grades_there_is_no_rule() -> None:
    assert tally({"A.1": [None]}, graded({"A.1": 1}, LOW)).grade_rule is None
    assert tally({"A.1": [90]}, graded({"A.1": 1})).grade_rule is None
