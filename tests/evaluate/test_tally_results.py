"""`build/scores/<round>.json`: every key, every number as its digits."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from casebound.evaluate.parties import JudgedRound
from casebound.evaluate.results import results_of_round
from casebound.evaluate.results_json import render_results
from casebound.evaluate.tally import tally_round
from casebound.model.evaluation import Party, Round
from casebound.model.framework import Framework, FrameworkStatus, TieBasis, TieBreak
from tests.evaluate.marked import Marks, framework, round_of_cases

RULES = framework(
    {"A.1": 60, "B.1": 40},
    status=FrameworkStatus.ILLUSTRATIVE,
    disagreement=Decimal(20),
    tie_break=(TieBreak(basis=TieBasis.CRITERION, id="B.1"),),
)
CASES: dict[str, Marks] = {
    "one": {"A.1": [80, 75], "B.1": [80, 55]},  # 77.5 and 67.5: 73.5
    "two": {"A.1": [80, 70], "B.1": [75, 65]},  # 75 and 70: 73
    "three": {"A.1": [65, 65], "B.1": [85, 85]},  # 65 and 85: 73
    "open": {"A.1": [65, 65], "B.1": [None, None]},
}
ROUND = replace(round_of_cases(CASES), party=Party.THIRD)


def rendered(round: Round = ROUND, rules: Framework = RULES, others: tuple[JudgedRound, ...] = ()) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render_results(results_of_round(round, rules), others))
    return data


def test_the_head_says_by_which_rules() -> None:
    data = rendered()
    assert set(data["note"]) == {"zh-CN", "en"}
    assert (data["version"], data["round"], data["framework"], data["status"]) == (3, "2026", "demo", "illustrative")
    assert data["scale"] == {"minimum": "0", "maximum": "100"}
    assert data["aggregation"] == {
        "method": "mean",
        "places": 1,
        "rounding": "half-even",
        "least_marks": 1,
        "disagreement": "20",
        "gates": False,
        "tie_break": ["criterion:B.1"],
    }


def test_a_criterion_a_section_and_a_total_have_their_figures() -> None:
    one = rendered()["cases"][0]
    assert one["criteria"][0] == {
        "criterion": "A.1",
        "weight": "60",
        "result": "77.5",
        "n": 2,
        "mean": "77.5",
        "median": "77.5",
        "trimmed": None,
        "standard_deviation": "3.5",  # sqrt((2.5² + 2.5²) / 1) = 3.5355…
        "lowest": "75",
        "highest": "80",
        "range": "5",
        "disputed": False,
    }
    assert one["criteria"][1]["disputed"] is True  # 80 and 55
    assert one["sections"] == {"A": "77.5", "B": "67.5"}
    assert one["section_spreads"]["B"]["range"] == "25.0"
    # e1: 80; e2: (60·75 + 40·55) / 100 = 67
    assert one["total"] == "73.5"
    assert (one["total_spread"]["lowest"], one["total_spread"]["highest"]) == ("67.0", "80.0")
    assert one["grade"] == {"id": "listed", "title": {}}
    assert one["grade_rule"]["en"] == "total 73.5 ≥ 40; the next grade up, “”, fails: total 73.5 < 75"


def test_ranks_ties_and_how_sure_they_are() -> None:
    data = rendered()
    assert {case["case"]: case["rank"] for case in data["cases"]} == {"one": 1, "three": 2, "two": 3, "open": None}
    (tie,) = data["ties"]
    assert (tie["total"], tie["ranks"]) == ("73.0", {"three": 2, "two": 3})
    assert tie["steps"] == [
        {"tie_break": "criterion:B.1", "values": {"three": "85.0", "two": "70.0"}, "skipped": False}
    ]
    assert [set(line) for line in tie["explanation"]] == [{"zh-CN", "en"}] * 2
    interval = data["cases"][2]["rank_interval"]
    # three is always 73: first when one and two both draw lower
    assert (interval["best"], interval["worst"], interval["level"], interval["resamples"]) == (1, 3, "0.9", 2000)
    assert interval["grades"] == [{"grade": "listed", "probability": "1.0000"}]
    assert [each["grade"] for each in data["cases"][0]["rank_interval"]["grades"]] == ["high", "listed"]
    assert data["cases"][3]["rank_interval"] is None


def test_an_incomplete_case_says_why_and_has_nothing_else() -> None:
    case = rendered()["cases"][3]
    assert (case["total"], case["grade"], case["grade_rule"], case["total_spread"]["mean"]) == (None,) * 4
    assert case["refusal"]["en"] == "Fewer than 1 marks on B.1; no total"


def test_other_parties_stand_with_the_case() -> None:
    first = replace(round_of_cases({"two": {"A.1": [90], "B.1": [70]}}, id="self"), party=Party.FIRST)
    judged = JudgedRound(round=first, framework=RULES, cards=tally_round(first, RULES))
    data = rendered(others=(judged,))
    assert [case["other_parties"] for case in data["cases"] if case["case"] != "two"] == [[], [], []]
    assert data["cases"][1]["other_parties"] == [
        {
            "round": "self",
            "party": "first",
            "criteria": [
                {"criterion": "A.1", "result": "90.0", "difference": "15.0"},
                {"criterion": "B.1", "result": "70.0", "difference": "0.0"},
            ],
            "refusal": None,
        }
    ]


def test_the_same_marks_give_the_same_bytes() -> None:
    backwards = replace(ROUND, evaluations=tuple(reversed(ROUND.evaluations)))
    assert render_results(results_of_round(ROUND, RULES)) == render_results(results_of_round(backwards, RULES))


def test_every_key_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")

    def keys(value: Any, name: str = "") -> set[str]:
        if isinstance(value, list):
            return set().union(*(keys(item) for item in value))
        if not isinstance(value, dict):
            return set()
        own = set() if name in by_id else set(value) - {"zh-CN", "en"}
        return own.union(*(keys(item, key) for key, item in value.items()))

    by_id = ("ranks", "values", "sections", "section_spreads", "frozen")

    first = replace(round_of_cases({"two": {"A.1": [90], "B.1": [70]}}, id="self"), party=Party.FIRST)
    judged = JudgedRound(round=first, framework=RULES, cards=tally_round(first, RULES))
    found = keys(rendered(others=(judged,)))
    assert {"total_spread", "explanation", "probability", "disputed", "least_marks", "difference"} <= found
    assert sorted(key for key in found if f"`{key}`" not in documented) == []
