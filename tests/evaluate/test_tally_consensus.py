"""What a consensus does to a score card, to ranks and to how sure they are; sums by hand stand beside the figures."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from casebound.evaluate.results import results_of_round
from casebound.evaluate.results_json import render_results
from casebound.evaluate.tally import tally_case
from casebound.model.evaluation import Consensus, ConsensusMark, Dissent, EvaluationStatus, Round
from tests.evaluate.marked import Marks, framework, round_of_cases

RULES = framework({"A.1": 60, "B.1": 40}, disagreement=Decimal(20))
CASES: dict[str, Marks] = {
    "one": {"A.1": [90, 40], "B.1": [70, 70]},  # 65 and 70: 39 + 28 = 67
    "two": {"A.1": [70, 70], "B.1": [75, 70]},  # 70 and 72.5: 42 + 29 = 71
}


def agreed(case: str = "one", status: EvaluationStatus = EvaluationStatus.SUBMITTED, value: int = 80) -> Consensus:
    dissent = (Dissent(evaluator="e2", value=Decimal(45), reason="样本太少。"),)
    return Consensus(
        case=case,
        status=status,
        participants=("e1", "e2"),
        frozen={"e1": "1", "e2": "2"},
        marks={
            "A.1": ConsensusMark(value=Decimal(value), reason="复核了原始记录。", dissent=dissent),
            "B.1": ConsensusMark(),
        },
    )


def round(*consensus: Consensus) -> Round:
    made = round_of_cases(CASES)
    frozen = tuple(replace(each, digest=each.evaluator[1:]) for each in made.evaluations)
    return replace(made, evaluations=frozen, consensus=consensus)


def test_the_agreed_mark_counts_and_the_independent_result_is_kept() -> None:
    card = tally_case("one", round(agreed()), RULES)
    first, second = card.scores
    assert (first.result, first.mean, first.lowest, first.highest) == (*map(Decimal, ("80.0", "65.0", "40", "90")),)
    assert first.is_disputed is True
    assert second.result == Decimal("70.0")
    # 0.6 · 80 + 0.4 · 70
    assert card.total == Decimal("76.0")
    assert card.grade is not None
    assert card.grade.id == "high"
    mark = card.agreed["A.1"]
    assert list(card.agreed) == ["A.1"]
    assert (mark.independent, mark.result, mark.delta) == (Decimal("65.0"), Decimal("80.0"), Decimal("15.0"))
    # the evaluators' own totals are as they gave them: 0.6 · 90 + 0.4 · 70 and 0.6 · 40 + 0.4 · 70
    assert (card.total_spread.lowest, card.total_spread.highest) == (Decimal("52.0"), Decimal("82.0"))


def test_a_card_without_a_consensus_that_counts_is_what_it_was() -> None:
    plain = tally_case("one", round(), RULES)
    assert tally_case("one", round(agreed(status=EvaluationStatus.DRAFT)), RULES) == plain
    assert tally_case("two", round(agreed()), RULES) == tally_case("two", round(), RULES)
    changed = round(agreed())
    thawed = tuple(replace(each, digest="x") if each.evaluator == "e1" else each for each in changed.evaluations)
    assert tally_case("one", replace(changed, evaluations=thawed), RULES) == plain


def test_ranks_before_and_after_are_told() -> None:
    results = results_of_round(round(agreed()), RULES)
    assert results.independent is not None
    assert dict(results.independent.ranking.ranks) == {"two": 1, "one": 2}
    assert dict(results.ranking.ranks) == {"one": 1, "two": 2}
    told = json.loads(render_results(results))["cases"][0]["consensus"]
    assert told["independent"] == {
        "sections": {"A": "65.0", "B": "70.0"},
        "total": "67.0",
        "grade": {"id": "listed", "title": {}},
        "rank": 2,
    }
    assert told["criteria"] == [
        {
            "criterion": "A.1",
            "independent": "65.0",
            "result": "80.0",
            "delta": "15.0",
            "reason": "复核了原始记录。",
            "dissent": [{"evaluator": "e2", "value": "45", "reason": "样本太少。"}],
        }
    ]
    assert results_of_round(round(), RULES).independent is None


def test_resampling_leaves_what_was_agreed_as_it_is() -> None:
    before = results_of_round(round(), RULES).intervals["one"]
    assert set(before.grades) == {"high", "listed"}  # 82, 67 or 52
    after = results_of_round(round(agreed()), RULES).intervals["one"]
    assert dict(after.grades) == {"high": Decimal("1.0000")}  # 80 and 70 in every resample


def test_agreement_and_severity_are_of_the_marks_as_given() -> None:
    plain, with_consensus = results_of_round(round(), RULES), results_of_round(round(agreed()), RULES)
    assert with_consensus.agreement == plain.agreement
    assert with_consensus.severity == plain.severity
