"""How sure ranks and grades are: two and three evaluators can be enumerated, and draws are the same everywhere."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import casebound
from casebound.evaluate.rank_interval import RESAMPLES, RankInterval, rank_intervals
from casebound.evaluate.tally import tally_case, tally_round
from casebound.model.evaluation import ConditionCheck, Round
from casebound.model.framework import Framework, Grade, Method
from tests.evaluate.marked import Marks, evaluation, framework, round_of, round_of_cases

GRADES = (Grade(id="high", minimum=Decimal(65)), Grade(id="listed", minimum=Decimal(30)))


def criteria(weights: dict[str, int | None], *grades: Grade, **aggregation: Any) -> Framework:
    return replace(framework(weights, **aggregation), grades=grades or GRADES)


def intervals(round: Round, framework: Framework) -> dict[str, RankInterval]:
    return rank_intervals(round, framework, tally_round(round, framework))


def near(share: Decimal, exact: Fraction, n: int = RESAMPLES) -> bool:
    """Within five standard errors of a share of n draws, and of the last published digit."""
    return abs(Fraction(share) - exact) <= 5 * math.sqrt(exact * (1 - exact) / n) + 5e-5


ONE = criteria({"A.1": 1})
TWO = round_of_cases({"x": {"A.1": [60, 80]}, "y": {"A.1": [70, 70]}})


def test_two_evaluators_in_closed_form() -> None:
    # x, marked 60 and 80, is 60, 70, 70 or 80 in four equally likely resamples; y is always 70.
    # x reaches 65 in three of four, and is second (60) in one of four; y is second (to 80) in one of four
    found = intervals(TWO, ONE)
    assert near(found["x"].grades["high"], Fraction(3, 4))
    assert near(found["x"].grades["listed"], Fraction(1, 4))
    assert (found["x"].best, found["x"].worst) == (1, 2)
    assert (found["y"].best, found["y"].worst) == (1, 2)
    assert found["y"].grades == {"high": Decimal("1.0000")}
    assert (found["x"].is_near_boundary, found["y"].is_near_boundary) == (True, False)
    assert (found["x"].resamples, found["y"].resamples) == (RESAMPLES, RESAMPLES)


def test_draws_are_those_that_openssl_makes() -> None:
    # printf '2026/x' | openssl dgst -shake256 -xoflen 16000 -binary | od -An -v -t u4 --endian=little -w8 |
    #   awk '{ drawn[$1 % 2 + $2 % 2]++ } END { print drawn[0], drawn[1], drawn[2] }'   prints 509 1004 487
    assert intervals(TWO, ONE)["x"].grades == {
        "high": Decimal(1004 + 487) / 2000,
        "listed": Decimal("0.2545"),  # 509 / 2000
    }


def test_an_interval_leaves_out_no_more_than_a_twentieth_on_each_side() -> None:
    # w, marked 60 60 60 60 100, is all 100 with (1/5)⁵ = 0.03 % and all 60 with (4/5)⁵ = 33 %; it passes v, always 90,
    # with four 100s or more: 5·(1/5)⁴·(4/5) + (1/5)⁵ = 0.67 %, less than a twentieth, and so stays second
    round = round_of_cases({"w": {"A.1": [60, 60, 60, 60, 100]}, "v": {"A.1": [90] * 5}})
    found = intervals(round, ONE)
    assert (found["w"].best, found["w"].worst) == (2, 2)
    assert (found["v"].best, found["v"].worst) == (1, 1)


def test_cases_far_apart_keep_their_ranks() -> None:
    found = intervals(round_of_cases({"a": {"A.1": [90, 95]}, "b": {"A.1": [50, 55]}, "c": {"A.1": [10, 15]}}), ONE)
    assert [(found[id].best, found[id].worst) for id in "abc"] == [(1, 1), (2, 2), (3, 3)]


def test_equal_totals_share_a_rank_in_a_resample_too() -> None:
    found = intervals(round_of_cases({id: {"A.1": [70, 70]} for id in "abc"}), ONE)
    assert {(each.best, each.worst) for each in found.values()} == {(1, 1)}


def enumerated(marks: Marks, framework: Framework) -> tuple[Counter[str], int]:
    """How often which grade comes out of all nⁿ resamples, and how many of them have a total: by the official tally."""
    n = len(next(iter(marks.values())))
    grades: Counter[str] = Counter()
    for drawn in itertools.product(range(n), repeat=n):
        sheets = [replace(evaluation(at, marks), evaluator=f"d{place}") for place, at in enumerate(drawn)]
        card = tally_case("one", round_of(*sheets), framework)
        if card.total is not None:
            grades[card.grade.id if card.grade else ""] += 1
    return grades, n**n


MARK = st.integers(-1, 20).map(lambda step: None if step < 0 else 5 * step)
SECTIONED = Grade(id="high", minimum=Decimal(50), section_minimums={"B": Decimal(60)})


@settings(max_examples=40)
@given(st.lists(st.tuples(MARK, MARK, MARK), min_size=2, max_size=3), st.sampled_from([Method.MEAN, Method.MEDIAN]))
def test_grades_are_as_likely_as_in_all_resamples_together(
    columns: list[tuple[int | None, ...]], method: Method
) -> None:
    marks: Marks = {id: [column[at] for column in columns] for at, id in enumerate(("A.1", "A.2", "B.1"))}
    rules = criteria({"A.1": 3, "A.2": 2, "B.1": 7}, SECTIONED, GRADES[1], method=method)
    round = round_of(*(evaluation(number, marks) for number in range(len(columns))))
    found = intervals(round, rules)
    if tally_case("one", round, rules).total is None:
        assert found == {}
        return
    grades, resamples = enumerated(marks, rules)
    counted = sum(grades.values())
    assert near(Decimal(found["one"].resamples) / RESAMPLES, Fraction(counted, resamples))
    assert found["one"].grades.keys() <= grades.keys()
    for id, n in grades.items():
        assert near(found["one"].grades.get(id, Decimal(0)), Fraction(n, counted), found["one"].resamples)


def test_a_trimmed_mean_is_trimmed_in_each_resample() -> None:
    # 0, 70, 70, 70, 80 without the ends is 70. A resample is below 65 with two 0s or more (0, 0, 80, 80, 80: 53.3);
    # that is 1 − (4/5)⁵ − 5·(1/5)·(4/5)⁴ = 0.26272
    round = round_of_cases({"one": {"A.1": [0, 70, 70, 70, 80]}})
    grades = intervals(round, criteria({"A.1": 1}, method=Method.TRIMMED))["one"].grades
    assert near(1 - grades["high"], Fraction(26272, 100000))


def test_a_resample_that_leaves_a_criterion_without_marks_does_not_count() -> None:
    # only e1 marked A.2: without e1, in (2/3)³ = 8/27 of the resamples, there is no total
    round = round_of_cases({"one": {"A.1": [80, 80, 80], "A.2": [80, None, None]}})
    (found,) = intervals(round, criteria({"A.1": 1, "A.2": 1})).values()
    assert near(Decimal(found.resamples) / RESAMPLES, Fraction(19, 27))
    assert found.grades == {"high": Decimal("1.0000")}


def test_one_evaluator_tells_nothing_of_how_sure_a_rank_is() -> None:
    found = intervals(round_of_cases({"a": {"A.1": [90]}, "b": {"A.1": [80, 100]}}), ONE)
    assert list(found) == ["b"]
    assert (found["b"].best, found["b"].worst) == (1, 2)  # but its total is there to be passed


def test_without_a_rank_there_is_no_interval() -> None:
    cases: dict[str, Marks] = {"a": {"A.1": [90, 90]}, "b": {"A.1": [None, None]}, "c": {"A.1": [95, 95]}}
    round = round_of_cases(cases)
    unmet = tuple(
        replace(each, conditions={"4.2": ConditionCheck(met=False)}) if each.case == "c" else each
        for each in round.evaluations
    )
    found = intervals(replace(round, evaluations=unmet), criteria({"A.1": 1}, gates=True))
    assert list(found) == ["a"]
    assert found["a"].worst == 1


def test_without_grades_there_are_no_chances_of_them() -> None:
    assert intervals(TWO, replace(ONE, grades=()))["x"].grades == {}


MIXED: dict[str, Marks] = {
    "x": {"A.1": [60, 80, 75], "B.1": [65, 90, 40]},
    "y": {"A.1": [70, 75, 70], "B.1": [60, 70, 90]},
    "z": {"A.1": [85, 55, 70], "B.1": [80, 45, 75]},
}


@given(st.permutations(sorted(MIXED)), st.permutations(range(9)))
def test_the_order_of_cases_and_evaluations_does_not_matter(cases: list[str], order: list[int]) -> None:
    rules = criteria({"A.1": 2, "B.1": 3})
    round = round_of_cases(MIXED)
    shuffled = replace(round, cases=tuple(cases), evaluations=tuple(round.evaluations[at] for at in order))
    assert intervals(shuffled, rules) == intervals(round, rules)


def test_one_case_more_changes_no_chance_of_a_grade() -> None:
    rules = criteria({"A.1": 2, "B.1": 3})
    fewer = intervals(round_of_cases({id: MIXED[id] for id in "xy"}), rules)
    all_ = intervals(round_of_cases(MIXED), rules)
    assert {id: fewer[id].grades for id in "xy"} == {id: all_[id].grades for id in "xy"}


def test_another_round_draws_otherwise() -> None:
    rules = criteria({"A.1": 2, "B.1": 3})
    assert intervals(round_of_cases(MIXED), rules) != intervals(round_of_cases(MIXED, id="2027"), rules)


SCRIPT = """
from tests.evaluate.test_rank_interval import MIXED, criteria, intervals
from tests.evaluate.marked import round_of_cases
print(intervals(round_of_cases(MIXED), criteria({"A.1": 2, "B.1": 3})))
"""


def test_the_seed_of_hashes_does_not_matter() -> None:
    def run(seed: str) -> str:
        folders = (Path(casebound.__file__).parents[1], Path(__file__).parents[2])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(map(str, folders))}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    first = run("1")
    assert "RankInterval" in first
    assert first == run("2")


@pytest.mark.parametrize("n", [2, 3, 5])
def test_the_bootstrap_is_as_much_too_narrow_as_its_theory_says(n: int) -> None:
    """Variance of a resampled mean: (n − 1)/n of s²/n, which is Σ(x − x̄)²/n²."""
    marks = [40, 60, 90, 50, 85][:n]
    mean = Fraction(sum(marks), n)
    exact = sum(((mark - mean) ** 2 for mark in marks), Fraction(0)) / n**2
    steps = tuple(Grade(id=f"g{at}", minimum=Decimal(at)) for at in range(100, 0, -1))
    rules = criteria({"A.1": 1}, *steps, places=0)
    grades = intervals(round_of_cases({"one": {"A.1": [*marks]}}), rules)["one"].grades
    drawn = {int(id[1:]): float(share) for id, share in grades.items()}  # by the total, to whole percent
    middle = sum(total * share for total, share in drawn.items())
    variance = sum((total - middle) ** 2 * share for total, share in drawn.items())
    assert variance == pytest.approx(float(exact), rel=0.1)
