"""What a results book shows, held against the sample's own files as PyYAML reads them, and against sums by hand."""

from __future__ import annotations

import statistics
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from casebound.compose.round_results import (
    bare,
    draw_spreads,
    listed_evaluators,
    make_entrant,
    make_spreads,
    rank_cases,
    unmet_conditions,
    withheld_entrant,
)
from casebound.evaluate.tally import tally_round
from casebound.model.case import Case
from casebound.model.evaluation import Blind, Round
from casebound.model.framework import Condition, Criterion, Framework
from casebound.model.scorecard import CriterionScore, Scorecard
from casebound.text.localized import NOTHING, Localized
from casebound.workspace.load import Workspace, load

CHECKOUT = Path(__file__).resolve().parents[2]
ROUND = CHECKOUT / "content" / "rounds" / "2026-third-party"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load(CHECKOUT)


@pytest.fixture(scope="module")
def marks() -> dict[str, dict[str, list[int]]]:
    """The marks of each case on each criterion, as they stand in the files."""
    found: dict[str, dict[str, list[int]]] = {}
    for path in sorted(ROUND.glob("evaluations/*/*.yaml")):
        document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for id, mark in document["marks"].items():
            found.setdefault(document["case"], {}).setdefault(id, []).append(mark["value"])
    return found


@pytest.fixture(scope="module")
def weights() -> dict[str, int]:
    path = CHECKOUT / "content" / "frameworks" / "service-star-demo.yaml"
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {str(id): weight for id, weight in document["weights"].items()}


def sample(workspace: Workspace) -> tuple[Round, Framework, tuple[Scorecard, ...]]:
    (round,) = workspace.usable_rounds()
    framework = workspace.frameworks[round.framework]
    return round, framework, tally_round(round, framework)


def test_cases_stand_by_their_totals(
    workspace: Workspace, marks: dict[str, dict[str, list[int]]], weights: dict[str, int]
) -> None:
    round, framework, cards = sample(workspace)
    entrants = {id: make_entrant(Case(id=id, title=id, lang="zh-CN"), NOTHING) for id in round.cases}
    ranked = rank_cases(framework, cards, entrants, "zh-CN")
    totals = {
        case: sum(
            (weights[id] * Fraction(sum(values), len(values)) for id, values in by_criterion.items()), Fraction(0)
        )
        / sum(weights.values())
        for case, by_criterion in marks.items()
    }
    assert [case.entrant.id for case in ranked] == sorted(totals, key=lambda id: -totals[id])
    assert [case.rank for case in ranked] == list(range(1, 11))
    for case in ranked:
        assert case.card.total is not None
        assert abs(Fraction(case.card.total) - totals[case.entrant.id]) <= Fraction(1, 20)
        assert case.evaluators == 3


def test_a_page_shows_each_criterion_with_its_spread(
    workspace: Workspace, marks: dict[str, dict[str, list[int]]], weights: dict[str, int]
) -> None:
    round, framework, cards = sample(workspace)
    entrants = {id: make_entrant(Case(id=id, title=id, lang="zh-CN"), NOTHING) for id in round.cases}
    for case in rank_cases(framework, cards, entrants, "zh-CN"):
        rows = [row for group in case.groups for row in group.rows]
        assert [row.criterion.id for row in rows] == list(weights)
        for row in rows:
            values = marks[case.entrant.id][row.criterion.id]
            assert row.score.n == len(values)
            assert row.score.lowest == min(values)
            assert row.score.highest == max(values)
            assert row.score.deviation is not None
            assert abs(float(row.score.deviation) - statistics.stdev(values)) <= 0.05 + 1e-9
            assert row.score.result is not None
            assert abs(Fraction(row.score.result) - Fraction(sum(values), len(values))) <= Fraction(1, 20)
            assert row.score.weight == weights[row.criterion.id]


def test_the_middle_of_all_cases_is_their_median(workspace: Workspace, marks: dict[str, dict[str, list[int]]]) -> None:
    _, framework, cards = sample(workspace)
    for spread in make_spreads(framework, cards):
        means = sorted(Fraction(sum(by[spread.criterion.id]), 3) for by in marks.values())
        assert spread.n == 10
        assert spread.middle is not None
        assert abs(Fraction(spread.middle) - (means[4] + means[5]) / 2) <= Fraction(1, 10)
        assert spread.lowest is not None
        assert abs(Fraction(spread.lowest) - means[0]) <= Fraction(1, 20)
        assert spread.highest is not None
        assert abs(Fraction(spread.highest) - means[-1]) <= Fraction(1, 20)


LEAVES = tuple(Criterion(id=f"1.{number}", title=NOTHING, weight=Decimal(1)) for number in range(1, 4))
TITLES = {"1.1": "甲", "1.2": "乙", "1.3": "丙"}
FRAMEWORK = Framework(id="demo", criteria=(Criterion(id="1", children=LEAVES),), conditions=(Condition(id="4.2"),))


def card(case: str, total: str | None, *results: str) -> Scorecard:
    results = results or ("80", "80", "80")
    return Scorecard(
        case=case,
        evaluators=("e02", "e01"),
        scores=tuple(
            CriterionScore(
                criterion=leaf.id,
                weight=leaf.weight,
                n=2,
                mean=None,
                median=None,
                deviation=None,
                lowest=None,
                highest=None,
                result=Decimal(result),
            )
            for leaf, result in zip(LEAVES, results, strict=True)
        ),
        sections={"1": None},
        unmet_conditions=("4.2",) if case == "b" else (),
        total=None if total is None else Decimal(total),
        refusal=None,
        grade=None,
    )


def test_equal_totals_share_a_rank_and_those_without_one_come_last() -> None:
    cards = [card("a", None), card("b", "70.0"), card("c", "82.5"), card("d", "82.5"), card("e", "90.0")]
    entrants = {each.case: withheld_entrant(each.case, "en") for each in cards}
    ranked = rank_cases(FRAMEWORK, cards, entrants, "en")
    assert [(case.entrant.id, case.rank) for case in ranked] == [("e", 1), ("c", 2), ("d", 2), ("b", 4), ("a", None)]
    assert [[condition.id for condition in case.unmet] for case in ranked] == [[], [], [], ["4.2"], []]


def test_no_page_holds_the_ids_of_evaluators() -> None:
    entrants = {"a": withheld_entrant("a", "en")}
    told = repr(rank_cases(FRAMEWORK, [card("a", "70.0")], entrants, "en"))
    assert "e01" not in told
    assert "e02" not in told


def test_two_cases_are_not_compared_since_each_would_learn_the_others_marks() -> None:
    cards = [card("a", "70.0"), card("b", "80.0", "60", "70", "90")]
    entrants = {each.case: withheld_entrant(each.case, "en") for each in cards}
    ranked = rank_cases(FRAMEWORK, cards, entrants, "en")
    assert {row.middle for case in ranked for group in case.groups for row in group.rows} == {None}
    assert draw_spreads(make_spreads(FRAMEWORK, cards), FRAMEWORK, "en") == ""
    three = [*cards, card("c", "75.0", "75", "75", "75")]
    assert [spread.middle for spread in make_spreads(FRAMEWORK, three)] == [75, 75, 80]
    assert draw_spreads(make_spreads(FRAMEWORK, three), FRAMEWORK, "en").startswith("<svg")


def test_a_drawing_says_what_it_shows() -> None:
    cards = [card("a", "70.0"), card("b", "80.0", "60", "70", "90"), card("c", "75.0", "75", "75", "75")]
    entrants = {each.case: withheld_entrant(each.case, "en") for each in cards}
    framework = replace(
        FRAMEWORK,
        criteria=(
            replace(
                FRAMEWORK.criteria[0],
                children=tuple(replace(leaf, title=Localized({"und": TITLES[leaf.id]})) for leaf in LEAVES),
            ),
        ),
    )
    (b,) = (case for case in rank_cases(framework, cards, entrants, "zh-CN") if case.entrant.id == "b")
    # medians 75, 75, 80; its own 60, 70, 90
    assert (
        "3个评价项中，得分最高的是丙（90），最低的是甲（60）；本案例有1项高于各案例的中位数，2项低于它。" in b.profile
    )


def test_the_panel_is_named_unless_each_side_is_hidden_from_the_other(workspace: Workspace) -> None:
    round, _, cards = sample(workspace)
    document: dict[str, Any] = yaml.safe_load((ROUND / "round.yaml").read_text(encoding="utf-8"))
    names = sorted(member["name"] for member in document["panel"])
    for blind in (Blind.NONE, Blind.SINGLE):
        listed = listed_evaluators(replace(round, blind=blind), cards)
        assert [evaluator.name for evaluator in listed] == names
    assert listed_evaluators(replace(round, blind=Blind.DOUBLE), cards) == ()
    assert [evaluator.name for evaluator in listed_evaluators(round, cards[:1])] == sorted(
        ("陆怀瑾", "苏定澜", "温如许")
    )


def test_a_bare_round_holds_nobody(workspace: Workspace) -> None:
    round, _, _ = sample(workspace)
    told = repr(bare(round))
    assert "e01" not in told
    assert "沈砚秋" not in told
    assert round.title.to("zh-CN") in told


def test_a_withheld_case_has_no_name() -> None:
    entrant = withheld_entrant("secret-case", "zh-CN")
    assert (entrant.title, entrant.name, entrant.subject, entrant.organization) == ("〔不公开〕", "〔不公开〕", "", "")


def test_conditions_are_named_by_the_framework() -> None:
    assert [condition.id for condition in unmet_conditions(FRAMEWORK, card("b", "70"))] == ["4.2"]
