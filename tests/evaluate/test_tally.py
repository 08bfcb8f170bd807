"""Marks to totals: by hand, against exact fractions, and what is refused."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.results import note_for
from casebound.evaluate.tally import tally_case, tally_round
from casebound.model.evaluation import ConditionCheck, EvaluationStatus, Round
from casebound.model.framework import Framework, FrameworkStatus, Method, Rounding, Scale
from casebound.model.scorecard import Scorecard
from casebound.text.localized import Localized
from tests.evaluate.marked import Marks, evaluation, framework, round_of, tally


def score(card: Scorecard, id: str) -> tuple[int, str, str, str, str, str]:
    found = next(item for item in card.scores if item.criterion == id)
    return (
        found.n,
        str(found.mean),
        str(found.median),
        str(found.deviation),
        str(found.lowest),
        str(found.highest),
    )


def test_a_case_tallied_by_hand() -> None:
    #            e1  e2  e3   mean        median  sample standard deviation
    # A.1 (30)   80  70  75   75          75      sqrt((25 + 25 + 0) / 2)         = 5.0
    # A.2 (20)   60  65  85   70          65      sqrt((100 + 25 + 225) / 2)      = 13.228…
    # B.1 (50)   90  55  65   70          65      sqrt((400 + 225 + 25) / 2)      = 18.027…
    # A: (30·75 + 20·70) / 50 = 3650 / 50 = 73.0;  B: 70.0;  total: (3650 + 50·70) / 100 = 71.5
    card = tally(
        {"A.1": [80, 70, 75], "A.2": [60, 65, 85], "B.1": [90, 55, 65]},
        framework({"A.1": 30, "A.2": 20, "B.1": 50}, minimum=3),
    )
    assert score(card, "A.1") == (3, "75.0", "75.0", "5.0", "70", "80")
    assert score(card, "A.2") == (3, "70.0", "65.0", "13.2", "60", "85")
    assert score(card, "B.1") == (3, "70.0", "65.0", "18.0", "55", "90")
    assert card.sections == {"A": Decimal("73.0"), "B": Decimal("70.0")}
    assert str(card.total) == "71.5"
    assert card.evaluators == ("e1", "e2", "e3")
    assert card.refusal is None
    assert card.grade is not None
    assert card.grade.id == "listed"


def test_the_median_counts_where_the_framework_says_so() -> None:
    # medians 65 and 82.5: (40·65 + 60·82.5) / 100 = 75.5
    marks: Marks = {"A.1": [60, 65, 100, None], "B.1": [80, 85, 95, 0]}
    card = tally(marks, framework({"A.1": 40, "B.1": 60}, method=Method.MEDIAN))
    assert str(card.total) == "75.5"


def test_weights_need_not_add_up_to_a_hundred() -> None:
    # (550·80 + 450·60) / 1000 = 71.0 percent of a thousand points
    assert str(tally({"A.1": [80], "B.1": [60]}, framework({"A.1": 550, "B.1": 450})).total) == "71.0"


def test_marks_are_measured_from_the_bottom_of_the_scale() -> None:
    # 3 on a scale from 1 to 5 is half of the way
    criteria = framework({"A.1": 100})
    scale = Scale(minimum=Decimal(1), maximum=Decimal(5), step=Decimal(1))
    card = tally({"A.1": [3]}, Framework(status=criteria.status, criteria=criteria.criteria, scale=scale))
    assert str(card.total) == "50.0"


def test_a_missing_mark_is_never_zero() -> None:
    card = tally({"A.1": [80, None, 70], "B.1": [60, 60, 60]}, framework({"A.1": 50, "B.1": 50}, minimum=2))
    assert score(card, "A.1")[:2] == (2, "75.0")
    assert str(card.total) == "67.5"


def test_too_few_marks_leave_no_total_and_say_where() -> None:
    card = tally({"A.1": [80, None, 70], "B.1": [60, 60, 60]}, framework({"A.1": 50, "B.1": 50}, minimum=3))
    assert (card.total, card.grade) == (None, None)
    assert card.refusal is not None
    assert card.refusal.to("zh-CN") == "A.1 的有效打分少于 3 份，没有总分"
    assert card.refusal.to("en") == "Fewer than 3 marks on A.1; no total"
    assert card.sections == {"A": None, "B": Decimal("60.0")}
    assert card.scores[0].result is None


def test_nobodys_marks_are_no_marks() -> None:
    card = tally_case("one", round_of(), framework({"A.1": 100}))
    assert (card.total, card.evaluators) == (None, ())
    assert score(card, "A.1") == (0, "None", "None", "None", "None", "None")


def test_one_mark_has_no_spread() -> None:
    assert score(tally({"A.1": [80]}, framework({"A.1": 100})), "A.1") == (1, "80.0", "80.0", "None", "80", "80")


@pytest.mark.parametrize("status", [FrameworkStatus.COMPLETE, FrameworkStatus.WEIGHTS_UNKNOWN])
def test_unknown_weights_are_a_refusal_that_names_the_way_out(status: FrameworkStatus) -> None:
    card = tally({"A.1": [80], "B.1": [60]}, framework({"A.1": 50, "B.1": None}, status=status))
    assert (card.total, card.grade) == (None, None)
    assert card.refusal is not None
    for lang in ("zh-CN", "en"):
        for word in ("content/frameworks/", "extends: demo", "source", "complete", "illustrative"):
            assert word in card.refusal.to(lang)
    assert score(card, "A.1")[1] == "80.0"  # marks are shown all the same


def test_weights_that_come_to_nothing_are_unknown() -> None:
    card = tally({"A.1": [80]}, framework({"A.1": 0}))
    assert card.total is None
    assert card.refusal is not None


@pytest.mark.parametrize(
    ("rounding", "total", "mean"), [(Rounding.HALF_EVEN, "72", "72"), (Rounding.HALF_UP, "73", "73")]
)
def test_a_half_is_rounded_as_declared(rounding: Rounding, total: str, mean: str) -> None:
    # (70 + 75) / 2 = 72.5
    card = tally({"A.1": [70, 75]}, framework({"A.1": 100}, rounding=rounding, places=0))
    assert str(card.total) == total
    assert str(card.scores[0].mean) == mean


@pytest.mark.parametrize(
    ("marks", "rounding", "total"),
    [
        # (1·220 + 11·205) / (12·3) = 2475 / 36 = 68.75
        ({"A.1": [75, 75, 70], "B.1": [70, 70, 65]}, Rounding.HALF_EVEN, "68.8"),
        ({"A.1": [75, 75, 70], "B.1": [70, 70, 65]}, Rounding.HALF_UP, "68.8"),
        # (1·200 + 11·215) / (12·3) = 2565 / 36 = 71.25
        ({"A.1": [65, 65, 70], "B.1": [70, 70, 75]}, Rounding.HALF_EVEN, "71.2"),
        ({"A.1": [65, 65, 70], "B.1": [70, 70, 75]}, Rounding.HALF_UP, "71.3"),
    ],
)
def test_thirds_that_add_up_to_a_half_are_a_half(marks: Marks, rounding: Rounding, total: str) -> None:
    assert str(tally(marks, framework({"A.1": 1, "B.1": 11}, rounding=rounding)).total) == total


def test_nothing_is_rounded_before_the_end() -> None:
    # (1·200/3 + 2·100/3) / 3 = 400/9 = 44.4444…; from the published means 66.667 and 33.333 it would be the same, from
    # means of one place (66.7 and 33.3) it would be 44.433
    card = tally({"A.1": [65, 65, 70], "B.1": [30, 35, 35]}, framework({"A.1": 1, "B.1": 2}, places=3))
    assert str(card.total) == "44.444"


@pytest.mark.parametrize(
    ("marks", "grade"),
    [([75], "high"), ([70], "listed"), ([40], "listed"), ([35], None), ([75, 70], "listed"), ([100], "high")],
)
def test_a_grade_begins_at_its_minimum(marks: list[int | str | None], grade: str | None) -> None:
    card = tally({"A.1": marks}, framework({"A.1": 100}))
    assert (card.grade.id if card.grade else None) == grade


def test_only_submitted_evaluations_of_assigned_evaluators_count() -> None:
    marks: Marks = {"A.1": [80, 0, 0, 0, 0]}
    round = round_of(
        evaluation(0, marks),
        evaluation(1, marks, status=EvaluationStatus.DRAFT),
        evaluation(2, marks, evaluator="stranger"),
        evaluation(3, marks, case="two"),
        assigned=("e1", "e2", "e4"),
    )
    card = tally_case("one", round, framework({"A.1": 100}))
    assert (card.evaluators, str(card.total)) == (("e1",), "80.0")


def test_an_evaluator_counts_once() -> None:
    marks: Marks = {"A.1": [80, 20]}
    round = round_of(evaluation(0, marks), evaluation(1, marks, evaluator="e1"), assigned=("e1", "e2"))
    card = tally_case("one", round, framework({"A.1": 100}))
    assert (card.evaluators, str(card.total)) == (("e1",), "80.0")
    assert tally_case("one", round, framework({"A.1": 100}, minimum=2)).total is None


def test_a_mark_off_the_scale_does_not_count() -> None:
    card = tally({"A.1": [80, 83, 105, -5]}, framework({"A.1": 100}))
    assert score(card, "A.1")[0] == 1


def test_a_condition_is_unmet_when_one_evaluator_finds_so() -> None:
    marks: Marks = {"A.1": [80, 80]}
    met, unmet, open_ = ConditionCheck(met=True), ConditionCheck(met=False), ConditionCheck()
    round = round_of(
        evaluation(0, marks, conditions={"4.2": met, "4.3": open_}),
        evaluation(1, marks, conditions={"4.2": unmet, "9.9": unmet}),
    )
    assert tally_case("one", round, framework({"A.1": 100})).unmet_conditions == ("4.2",)


def test_a_round_has_a_card_for_each_case_in_its_order() -> None:
    cards = tally_round(Round(cases=("b", "a")), framework({"A.1": 100}))
    assert [card.case for card in cards] == ["b", "a"]


MARK = st.integers(-2, 20).map(lambda step: None if step < 0 else step)
"""In steps of five; now and then one is missing."""
ROWS = st.lists(
    st.tuples(st.integers(1, 40), st.lists(MARK, min_size=6, max_size=6)),
    min_size=1,
    max_size=5,
)


def counting(given: list[Fraction], method: Method) -> Fraction:
    """The mark that counts, by the textbook."""
    if method is Method.MEDIAN:
        return statistics.median(given)
    if method is Method.TRIMMED:
        return (sum(given, Fraction(0)) - min(given) - max(given)) / (len(given) - 2)
    return sum(given, Fraction(0)) / len(given)


@given(ROWS, st.sampled_from(Method), st.sampled_from(Rounding), st.integers(0, 3), st.integers(1, 3))
def test_totals_are_those_of_exact_fractions(
    rows: list[tuple[int, list[int | None]]], method: Method, rounding: Rounding, places: int, minimum: int
) -> None:
    marks: Marks = {f"A.{n}": [None if mark is None else mark * 5 for mark in row] for n, (_, row) in enumerate(rows)}
    weights: dict[str, int | None] = {f"A.{n}": weight for n, (weight, _) in enumerate(rows)}
    card = tally(marks, framework(weights, method=method, rounding=rounding, places=places, minimum=minimum))
    exact = Fraction(0)
    for weight, row in rows:
        given = [Fraction(mark * 5) for mark in row if mark is not None]
        if len(given) < minimum or (method is Method.TRIMMED and len(given) < 5):
            assert card.total is None
            return
        exact += weight * counting(given, method)
    exact /= sum(weight for weight, _ in rows)
    if rounding is Rounding.HALF_EVEN:
        wanted = round(exact, places)  # Python rounds a fraction half to even
    else:
        wanted = Fraction((exact * 10**places + Fraction(1, 2)).__floor__(), 10**places)
    assert card.total is not None
    assert Fraction(card.total) == wanted
    assert -card.total.as_tuple().exponent == places  # type: ignore[operator]  # a number, not infinity


def test_only_made_up_weights_carry_a_note() -> None:
    assert note_for(framework({"A.1": 1})) is None
    assert isinstance(note_for(framework({"A.1": 1}, status=FrameworkStatus.ILLUSTRATIVE)), Localized)
