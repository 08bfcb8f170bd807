"""A round and its framework → all that its marks come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casebound.check.consensus import counted_consensus
from casebound.evaluate.parties import JudgedRound
from casebound.evaluate.rank_interval import RankInterval, rank_intervals
from casebound.evaluate.ranking import Ranking, rank_cards
from casebound.evaluate.round_agreement import RoundAgreement, agreement_of_round, severity_of_round
from casebound.evaluate.severity import Severity
from casebound.evaluate.tally import tally_round
from casebound.model.evaluation import Consensus, Round
from casebound.model.framework import Framework, FrameworkStatus
from casebound.model.scorecard import Scorecard
from casebound.text.localized import Localized, phrase

ILLUSTRATIVE_NOTE = phrase(
    "演示：权重、分档与等级均为示例，不是任何标准的规定。",
    "Demonstration: weights, bands and grades are examples, not those of any standard.",
)


def note_for(framework: Framework) -> Localized | None:
    """What must stand wherever a total or grade of this framework is shown."""
    return ILLUSTRATIVE_NOTE if framework.status is FrameworkStatus.ILLUSTRATIVE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Independent:
    """What a round comes to before anybody agreed on anything."""

    cards: Mapping[str, Scorecard]
    """By case."""
    ranking: Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResults:
    """All that the marks of a round come to."""

    judged: JudgedRound
    ranking: Ranking
    intervals: Mapping[str, RankInterval]
    """By case."""
    agreement: RoundAgreement
    severity: Severity
    """Advisory: nothing else here rests on it."""
    consensus: Mapping[str, Consensus]
    """Those that count, by case."""
    independent: Independent | None
    """None where no consensus counts."""


def results_of_round(round: Round, framework: Framework) -> RoundResults:
    """Tally, rank, and say how sure the ranks are and how far evaluators agree (the last two take most of the time)."""
    cards = tally_round(round, framework)
    consensus = consensus_of_round(round, framework)
    return RoundResults(
        judged=JudgedRound(round=round, framework=framework, cards=cards),
        ranking=rank_cards(cards, framework),
        intervals=rank_intervals(round, framework, cards),
        agreement=agreement_of_round(round, framework),
        severity=severity_of_round(round, framework),
        consensus=consensus,
        independent=independent_of(round, framework) if consensus else None,
    )


def consensus_of_round(round: Round, framework: Framework) -> dict[str, Consensus]:
    """What panels agreed on, by case, in the round's order: where it counts."""
    found = ((case, counted_consensus(case, round, framework)) for case in round.cases)
    return {case: consensus for case, consensus in found if consensus}


def independent_of(round: Round, framework: Framework) -> Independent:
    """The round without any consensus."""
    cards: Sequence[Scorecard] = tally_round(replace(round, consensus=()), framework)
    return Independent(cards={card.case: card for card in cards}, ranking=rank_cards(cards, framework))
