"""Ranks and ties: every step of the chain by hand, and what each is said to have compared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.ranking import Ranking, explain_tie, rank_cards
from casebound.evaluate.tally import tally_round
from casebound.model.evaluation import ConditionCheck
from casebound.model.framework import Criterion, Framework, TieBasis, TieBreak
from casebound.text.localized import phrase
from tests.evaluate.marked import Marks, framework, round_of_cases

BY_B = TieBreak(basis=TieBasis.CRITERION, id="B.1")
BY_SECTION = TieBreak(basis=TieBasis.SECTION, id="A")
BY_MEDIAN = TieBreak(basis=TieBasis.MEDIAN)
BY_SPREAD = TieBreak(basis=TieBasis.SPREAD)
WEIGHTS: dict[str, int | None] = {"A.1": 1, "A.2": 1, "B.1": 2}


def ranked(cases: dict[str, Marks], *chain: TieBreak, **aggregation: Any) -> Ranking:
    criteria = framework(WEIGHTS, tie_break=chain, **aggregation)
    return rank_cards(tally_round(round_of_cases(cases), criteria), criteria)


def marks(first: list[int | str | None], second: list[int | str | None], third: list[int | str | None]) -> Marks:
    return {"A.1": first, "A.2": second, "B.1": third}


def values(ranking: Ranking, tie: int = 0) -> list[tuple[str, dict[str, str]]]:
    return [
        (str(step.tie_break), {case: str(value) for case, value in step.values.items()})
        for step in ranking.ties[tie].steps
    ]


# Totals (A.1 + A.2 + 2·B.1) / 4, of one evaluator:
CASES = {
    "low": marks([50], [50], [50]),  # 50
    "plain": marks([70], [70], [70]),  # 70
    "strong-b": marks([60], [60], [80]),  # 70, section A 60
    "strong-a": marks([90], [50], [70]),  # 70, section A 70
    "best": marks([90], [90], [90]),  # 90
}


def test_without_a_chain_equal_totals_share_a_rank() -> None:
    ranking = ranked(CASES)
    assert ranking.ranks == {"best": 1, "plain": 2, "strong-b": 2, "strong-a": 2, "low": 5}
    (tie,) = ranking.ties
    assert (tie.total, tie.steps, tie.still_tied) == (Decimal("70.0"), (), (("plain", "strong-b", "strong-a"),))


def test_a_step_parts_those_it_can_and_leaves_the_rest_to_the_next() -> None:
    # B.1: strong-b 80, the others 70; A.1 of the two: strong-a 90, plain 70
    by_a = TieBreak(basis=TieBasis.CRITERION, id="A.1")
    ranking = ranked(CASES, BY_B, by_a)
    assert ranking.ranks == {"best": 1, "strong-b": 2, "strong-a": 3, "plain": 4, "low": 5}
    assert list(ranking.ranks) == ["best", "strong-b", "strong-a", "plain", "low"]
    assert values(ranking) == [
        ("criterion:B.1", {"strong-b": "80.0", "plain": "70.0", "strong-a": "70.0"}),
        ("criterion:A.1", {"strong-a": "90.0", "plain": "70.0"}),
    ]
    assert ranking.ties[0].still_tied == ()


def test_what_the_whole_chain_leaves_equal_shares_its_rank() -> None:
    # section A: plain 70, strong-a 70, strong-b 60
    ranking = ranked(CASES, BY_SECTION)
    assert ranking.ranks == {"best": 1, "plain": 2, "strong-a": 2, "strong-b": 4, "low": 5}
    assert values(ranking) == [("section:A", {"plain": "70.0", "strong-a": "70.0", "strong-b": "60.0"})]
    assert ranking.ties[0].still_tied == (("plain", "strong-a"),)


# Totals of three evaluators each, all marks of one evaluator alike: 60 70 80 and 65 65 80 both come to 70.
LIKE = {
    "skewed": marks([65, 65, 80], [65, 65, 80], [65, 65, 80]),  # median 65, SD sqrt((25 + 25 + 100) / 2) = 8.66
    "even": marks([60, 70, 80], [60, 70, 80], [60, 70, 80]),  # median 70, SD 10
}


def test_the_higher_median_comes_first() -> None:
    ranking = ranked(LIKE, BY_MEDIAN)
    assert ranking.ranks == {"even": 1, "skewed": 2}
    assert values(ranking) == [("median", {"even": "70.0", "skewed": "65.0"})]


def test_the_smaller_spread_comes_first() -> None:
    ranking = ranked(LIKE, BY_SPREAD, BY_MEDIAN)
    assert ranking.ranks == {"skewed": 1, "even": 2}
    assert values(ranking) == [("spread", {"skewed": "8.7", "even": "10.0"})]


def test_a_step_for_which_a_figure_is_missing_is_left_out_and_says_so() -> None:
    # one evaluator has no spread, and nothing is taken for it
    cases = {
        "one": marks([70], [70], [70]),
        "two": marks([60, 80], [60, 80], [65, 75]),  # (60 + 60 + 2·65) / 4 = 62.5 and 77.5: 70
    }
    ranking = ranked(cases, BY_SPREAD, BY_B)
    assert ranking.ranks == {"one": 1, "two": 1}
    assert values(ranking) == [
        ("spread", {"one": "None", "two": "10.6"}),  # sqrt(2 · 7.5²) = 10.606…
        ("criterion:B.1", {"one": "70.0", "two": "70.0"}),
    ]
    assert [step.is_skipped for step in ranking.ties[0].steps] == [True, False]


def test_totals_are_equal_when_they_are_published_as_equal() -> None:
    cases = {
        "b": marks([70], [70], [70]),
        "a": marks(["70.1"], [70], [70]),  # (70.1 + 70 + 2·70) / 4 = 70.025
    }
    ranking = ranked(cases, step="0.1")
    assert ranking.ranks == {"b": 1, "a": 1}
    assert ranked(cases, step="0.1", places=3).ranks == {"a": 1, "b": 2}


def test_without_a_total_there_is_no_rank() -> None:
    cases = {**CASES, "incomplete": marks([100], [None], [100])}
    assert ranked(cases).ranks == ranked(CASES).ranks


def test_a_closed_gate_takes_a_case_out_of_the_order() -> None:
    round = round_of_cases(CASES)
    (barred,) = (each for each in round.evaluations if each.case == "best")
    others = tuple(each for each in round.evaluations if each.case != "best")
    unmet = replace(barred, conditions={"4.2": ConditionCheck(met=False)})
    round = replace(round, evaluations=(*others, unmet))
    ranks = {}
    for gates in (True, False):
        criteria = framework(WEIGHTS, gates=gates)
        ranks[gates] = rank_cards(tally_round(round, criteria), criteria).ranks
    assert ranks[True] == {"plain": 1, "strong-b": 1, "strong-a": 1, "low": 4}
    assert ranks[False]["best"] == 1


def titled(chain: tuple[TieBreak, ...]) -> Framework:
    criteria = framework(WEIGHTS, tie_break=chain)
    (group, b) = criteria.criteria
    titled = Criterion(id="B", children=(replace(b.children[0], title=phrase("效果", "Results")),))
    return replace(criteria, criteria=(replace(group, title=phrase("背景", "Background")), titled))


def test_a_tie_is_explained_step_by_step() -> None:
    criteria = titled((BY_SPREAD, BY_SECTION, BY_B))
    ranking = rank_cards(tally_round(round_of_cases(CASES), criteria), criteria)
    names = {"plain": "甲", "strong-a": "乙", "strong-b": "丙"}
    lines = explain_tie(ranking.ties[0], criteria, names)
    assert [line.to("zh-CN") for line in lines] == [
        "总分同为 70.0：甲、乙、丙",
        "1. 各评价人总分的标准差，小者在前：甲 —、丙 —、乙 —（有案例没有这个数，不比）",
        "2. A“背景”的得分率，高者在前：甲 70.0、乙 70.0、丙 60.0",
        "3. B.1“效果”的得分，高者在前：甲 70.0、乙 70.0",
        "再无依据可分，并列第 2 名：甲、乙",
    ]
    assert [line.to("en") for line in lines] == [
        "Equal totals of 70.0: 甲, 乙, 丙",
        "1. standard deviation of the evaluators’ own totals, lower first: 甲 —, 丙 —, 乙 — "
        "(a case has no such figure: not compared)",
        "2. percent of A “Background”, higher first: 甲 70.0, 乙 70.0, 丙 60.0",
        "3. mark on B.1 “Results”, higher first: 甲 70.0, 乙 70.0",
        "Nothing more to part them; rank 2 is shared: 甲, 乙",
    ]


STEP = st.integers(0, 4).map(lambda step: 20 * step)
FIELD = st.lists(st.tuples(STEP, STEP, STEP), min_size=1, max_size=8)
CHAIN = st.lists(st.sampled_from([BY_B, BY_SECTION, BY_MEDIAN, BY_SPREAD]), max_size=3)


@given(FIELD, CHAIN)
def test_ranks_are_those_of_one_comparison_of_all_figures(
    field: list[tuple[int, int, int]], chain: list[TieBreak]
) -> None:
    cases = {f"c{at}": marks([a], [b], [c]) for at, (a, b, c) in enumerate(field)}
    # of one evaluator the total is its median, and there is no spread: those steps decide nothing
    keys = {
        f"c{at}": (
            Decimal(a + b + 2 * c) / 4,
            *(Decimal(c) if step == BY_B else Decimal(a + b) / 2 for step in chain if step in (BY_B, BY_SECTION)),
        )
        for at, (a, b, c) in enumerate(field)
    }
    ranking = ranked(cases, *chain)
    assert ranking.ranks == {case: 1 + sum(other > key for other in keys.values()) for case, key in keys.items()}


@given(FIELD, CHAIN)
def test_the_order_of_cases_does_not_matter(field: list[tuple[int, int, int]], chain: list[TieBreak]) -> None:
    cases = {f"c{at}": marks([a], [b], [c]) for at, (a, b, c) in enumerate(field)}
    backwards = dict(reversed(cases.items()))
    assert ranked(cases, *chain).ranks == ranked(backwards, *chain).ranks
    assert {tie.total for tie in ranked(cases, *chain).ties} == {tie.total for tie in ranked(backwards, *chain).ties}
