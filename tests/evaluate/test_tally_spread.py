"""How evaluators' marks, sections and totals lie: by hand, trimmed, flagged, and what never changes them."""

from __future__ import annotations

import statistics
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.tally import tally_case
from casebound.model.evaluation import Mark
from casebound.model.framework import Method, Rounding, Scale
from casebound.model.scorecard import Spread
from tests.evaluate.marked import Marks, evaluation, framework, round_of, tally


def shown(spread: Spread) -> tuple[str, ...]:
    figures = (spread.mean, spread.median, spread.trimmed, spread.deviation, spread.lowest, spread.highest)
    return (str(spread.n), *(str(figure) for figure in (*figures, spread.range)))


def test_sections_and_totals_spread_as_the_evaluators_own() -> None:
    #            e1  e2  e3
    # A.1 (30)   80  70  75
    # A.2 (20)   60  65  85
    # B.1 (50)   90  55  65
    # A     (30·80 + 20·60) / 50 = 72, (2100 + 1300) / 50 = 68, (2250 + 1700) / 50 = 79
    #       mean 73, median 72, SD sqrt((1 + 25 + 36) / 2) = 5.567…, range 11
    # total (72 + 90) / 2 = 81, (68 + 55) / 2 = 61.5, (79 + 65) / 2 = 72
    #       mean 71.5, median 72, SD sqrt((90.25 + 100 + 0.25) / 2) = 9.759…, range 19.5
    marks: Marks = {"A.1": [80, 70, 75], "A.2": [60, 65, 85], "B.1": [90, 55, 65]}
    card = tally(marks, framework({"A.1": 30, "A.2": 20, "B.1": 50}))
    assert shown(card.section_spreads["A"]) == ("3", "73.0", "72.0", "None", "5.6", "68.0", "79.0", "11.0")
    assert shown(card.total_spread) == ("3", "71.5", "72.0", "None", "9.8", "61.5", "81.0", "19.5")
    assert card.section_spreads["B"].range == Decimal("35.0")
    assert [str(score.range) for score in card.scores] == ["10", "25", "35"]


def test_the_mean_of_complete_sheets_is_the_total() -> None:
    marks: Marks = {"A.1": [80, 70, 75], "B.1": [90, 55, 65]}
    card = tally(marks, framework({"A.1": 30, "B.1": 70}))
    assert card.total_spread.mean == card.total


def test_who_left_a_criterion_out_has_no_section_and_no_total_of_their_own() -> None:
    # e1 (80, 60) has a total of 70 and e3 (70, 80) one of 75; e2 has only the section B, 100
    marks: Marks = {"A.1": [80, None, 70], "B.1": [60, 100, 80]}
    card = tally(marks, framework({"A.1": 50, "B.1": 50}, minimum=2))
    assert shown(card.total_spread) == ("2", "72.5", "72.5", "None", "3.5", "70.0", "75.0", "5.0")
    assert (card.section_spreads["A"].n, card.section_spreads["B"].n) == (2, 3)


def test_without_a_figure_there_is_nothing_that_could_be_taken_for_it() -> None:
    marks: Marks = {"A.1": [80, None, 70], "B.1": [60, 60, 60]}
    short = tally(marks, framework({"A.1": 50, "B.1": 50}, minimum=3))
    assert short.total_spread == Spread()
    assert short.section_spreads["A"] == Spread()
    assert short.section_spreads["B"].n == 3
    unknown = tally(marks, framework({"A.1": 50, "B.1": None}))
    assert (unknown.total_spread, unknown.section_spreads["B"]) == (Spread(), Spread())


def test_a_trimmed_mean_leaves_out_one_lowest_and_one_highest() -> None:
    # A.1 (30): 60 70 75 80 100 → (70 + 75 + 80) / 3 = 75; mean 385 / 5 = 77
    # B.1 (70): 50 50 55 90 95  → (50 + 55 + 90) / 3 = 65; mean 340 / 5 = 68
    # total (30·75 + 70·65) / 100 = 68; by the mean (30·77 + 70·68) / 100 = 70.7
    marks: Marks = {"A.1": [100, 60, 75, 80, 70], "B.1": [50, 95, 55, 90, 50]}
    weights: dict[str, int | None] = {"A.1": 30, "B.1": 70}
    card = tally(marks, framework(weights, method=Method.TRIMMED))
    assert [str(score.trimmed) for score in card.scores] == ["75.0", "65.0"]
    assert [str(score.result) for score in card.scores] == ["75.0", "65.0"]
    assert str(card.total) == "68.0"
    by_mean = tally(marks, framework(weights))
    assert [str(score.trimmed) for score in by_mean.scores] == ["75.0", "65.0"]
    assert str(by_mean.total) == "70.7"


def test_four_marks_are_not_trimmed_and_leave_no_total() -> None:
    marks: Marks = {"A.1": [100, 60, 75, 80, 70], "B.1": [50, 95, None, 90, 50]}
    card = tally(marks, framework({"A.1": 30, "B.1": 70}, method=Method.TRIMMED, minimum=3))
    assert [str(score.trimmed) for score in card.scores] == ["75.0", "None"]
    assert [str(score.mean) for score in card.scores] == ["77.0", "71.2"]  # 285 / 4 = 71.25, half to even
    assert (card.total, card.grade, card.sections) == (None, None, {"A": Decimal("75.0"), "B": None})
    assert card.refusal is not None
    assert card.refusal.to("zh-CN") == "B.1 的有效打分少于 5 份，算不出去掉最高最低后的平均，没有总分"
    assert card.refusal.to("en") == "Fewer than 5 marks on B.1: no trimmed mean, and so no total"


def test_a_framework_may_ask_for_more_than_five() -> None:
    marks: Marks = {"A.1": [100, 60, 75, 80, 70]}
    card = tally(marks, framework({"A.1": 30}, method=Method.TRIMMED, minimum=6))
    assert card.refusal is not None
    assert card.refusal.to("en").startswith("Fewer than 6 marks")


@pytest.mark.parametrize(("threshold", "flags"), [("10", [True, False]), ("10.5", [False, False]), ("5", [True, True])])
def test_marks_as_far_apart_as_the_threshold_are_flagged(threshold: str, flags: list[bool]) -> None:
    marks: Marks = {"A.1": [70, 80, 75], "B.1": [70, 75, 70]}
    card = tally(marks, framework({"A.1": 1, "B.1": 1}, disagreement=Decimal(threshold)))
    assert [score.is_disputed for score in card.scores] == flags


def test_without_a_threshold_or_a_second_mark_nothing_is_flagged() -> None:
    far: Marks = {"A.1": [0, 100]}
    assert tally(far, framework({"A.1": 1})).scores[0].is_disputed is None
    alone = tally({"A.1": [80]}, framework({"A.1": 1}, disagreement=Decimal(10)))
    assert (alone.scores[0].is_disputed, alone.total_spread.is_disputed) == (None, None)
    assert (alone.scores[0].range, alone.total_spread.range) == (None, None)


@pytest.mark.parametrize(("threshold", "is_disputed"), [("1", True), ("1.5", False)])
def test_the_threshold_of_a_total_is_the_same_part_of_the_scale(threshold: str, is_disputed: bool) -> None:
    # marks 3 and 4 on a scale from 1 to 5 are 50 % and 75 %: 25 percent apart, which is one of its four points
    criteria = replace(
        framework({"A.1": 1}, disagreement=Decimal(threshold)),
        scale=Scale(minimum=Decimal(1), maximum=Decimal(5), step=Decimal(1)),
    )
    card = tally({"A.1": [3, 4]}, criteria)
    assert (card.total_spread.lowest, card.total_spread.highest) == (Decimal("50.0"), Decimal("75.0"))
    assert card.total_spread.is_disputed is is_disputed
    assert card.section_spreads["A"].is_disputed is is_disputed


def test_disagreement_that_cancels_out_shows_on_the_criteria_only() -> None:
    # e1 80 and 40, e2 40 and 80: both come to 60
    card = tally({"A.1": [80, 40], "B.1": [40, 80]}, framework({"A.1": 1, "B.1": 1}, disagreement=Decimal(40)))
    assert [score.is_disputed for score in card.scores] == [True, True]
    assert card.total_spread.is_disputed is False


MARK = st.integers(-3, 20).map(lambda step: None if step < 0 else 5 * step)
COLUMNS = st.lists(st.tuples(MARK, MARK, MARK), min_size=1, max_size=7)
"""Evaluators' marks on three criteria."""
IDS = ("A.1", "A.2", "B.1")
CRITERIA = framework({"A.1": 3, "A.2": 2, "B.1": 7}, minimum=2, disagreement=Decimal(20))


def rows(columns: list[tuple[int | None, ...]]) -> Marks:
    return {id: [column[at] for column in columns] for at, id in enumerate(IDS)}


@given(COLUMNS, st.randoms(use_true_random=False), st.sampled_from(Method))
def test_the_order_of_evaluations_does_not_matter(
    columns: list[tuple[int | None, ...]], random: Random, method: Method
) -> None:
    criteria = replace(CRITERIA, aggregation=replace(CRITERIA.aggregation, method=method))
    round = round_of(*(evaluation(number, rows(columns)) for number in range(len(columns))))
    shuffled = list(round.evaluations)
    random.shuffle(shuffled)
    assert tally_case("one", replace(round, evaluations=tuple(shuffled)), criteria) == tally_case(
        "one", round, criteria
    )


@given(COLUMNS)
def test_a_missing_mark_is_as_if_nobody_had_been_asked(columns: list[tuple[int | None, ...]]) -> None:
    marks = rows(columns)
    card = tally(marks, CRITERIA)
    for score in card.scores:
        given = [Fraction(mark) for mark in marks[score.criterion] if mark is not None]
        assert score.n == len(given)
        if given:
            assert score.mean == to_one_place(sum(given, Fraction(0)) / len(given))
    without = [
        replace(item, marks={id: mark for id, mark in item.marks.items() if mark.value is not None})
        for item in (evaluation(number, marks) for number in range(len(columns)))
    ]
    assert tally_case("one", round_of(*without), CRITERIA) == card


def to_one_place(value: Fraction) -> Decimal:
    """To one place, half to even, by Python's own rounding of fractions."""
    return Decimal(round(value * 10)).scaleb(-1)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_one_more_mark_at_the_median_leaves_the_median(steps: list[int]) -> None:
    marks: Marks = {"A.1": [5 * step for step in steps]}
    criteria = replace(
        framework({"A.1": 1}, method=Method.MEDIAN, places=3),
        scale=Scale(minimum=Decimal(0), maximum=Decimal(100), step=Decimal("0.5")),
    )
    before = tally(marks, criteria)
    middle = before.scores[0].median
    assert middle == Decimal(str(statistics.median(5 * step for step in steps)))
    after = tally({"A.1": [*marks["A.1"], str(middle)]}, criteria)
    assert after.scores[0].median == middle
    assert after.total == before.total


@given(st.lists(st.integers(0, 20), min_size=5, max_size=9), st.sampled_from(Rounding), st.integers(0, 4))
def test_a_trimmed_mean_does_not_care_how_far_out_the_ends_are(
    steps: list[int], rounding: Rounding, places: int
) -> None:
    marks = sorted(5 * step for step in steps)
    stretched = [0, *marks[1:-1], 100]
    criteria = framework({"A.1": 1}, method=Method.TRIMMED, rounding=rounding, places=places)
    assert tally({"A.1": [*marks]}, criteria).total == tally({"A.1": [*stretched]}, criteria).total


@given(COLUMNS)
def test_figures_lie_between_the_lowest_and_the_highest(columns: list[tuple[int | None, ...]]) -> None:
    card = tally(rows(columns), CRITERIA)
    for spread in (*card.section_spreads.values(), card.total_spread):
        ends = (spread.lowest, spread.highest)
        figures = [figure for figure in (*ends, spread.mean, spread.median, spread.trimmed) if figure is not None]
        assert (min(figures, default=None), max(figures, default=None)) == ends


@pytest.mark.parametrize(
    ("rounding", "deviation", "mean"), [(Rounding.HALF_EVEN, "2", "72"), (Rounding.HALF_UP, "3", "73")]
)
def test_spreads_are_rounded_as_declared(rounding: Rounding, deviation: str, mean: str) -> None:
    # 70, 72.5, 75: mean 72.5, SD sqrt((6.25 + 0 + 6.25) / 2) = 2.5, both halves
    criteria = framework({"A.1": 1}, rounding=rounding, places=0, step="2.5")
    card = tally({"A.1": [70, "72.5", 75]}, criteria)
    assert (str(card.scores[0].deviation), str(card.scores[0].mean)) == (deviation, mean)
    assert (str(card.total_spread.deviation), str(card.total_spread.mean)) == (deviation, mean)
    assert (str(card.scores[0].lowest), str(card.total_spread.lowest)) == ("70", "70")


def test_a_mark_of_zero_is_a_mark() -> None:
    round = round_of(evaluation(0, {"A.1": [0]}), replace(evaluation(0, {"A.1": [0]}), evaluator="e2", marks={}))
    card = tally_case("one", round, framework({"A.1": 1}))
    assert (card.scores[0].n, str(card.total)) == (1, "0.0")
    none = replace(round, evaluations=(replace(round.evaluations[0], marks={"A.1": Mark()}),))
    assert tally_case("one", none, framework({"A.1": 1})).total is None
