"""Rounds of different parties on the same case → how their marks differ, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.evaluate.published import less
from casebound.model.evaluation import Party, Round
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.text.localized import Localized, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRound:
    """A round with its result."""

    round: Round
    framework: Framework
    cards: Sequence[Scorecard]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDifference:
    """One criterion as another party marked it, on the scale that both use."""

    criterion: str
    result: Decimal | None
    """The other party's mark that counts."""
    difference: Decimal | None
    """That mark less this round's, both as published; None while either is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherParty:
    """A case in a round of another party."""

    round: str
    party: Party
    criteria: tuple[CriterionDifference, ...]
    """Those that both rounds ask in the same words, in this round's order."""
    refusal: Localized | None
    """Why nothing is compared."""


def compare_parties(here: JudgedRound, others: Iterable[JudgedRound]) -> dict[str, tuple[OtherParty, ...]]:
    """For each case of a round, the rounds of other parties that evaluated it: first, second, third, then by id.

    Rounds of the same party are left out, and so are those in which nobody's evaluation of the case counts.
    """
    found: dict[str, list[OtherParty]] = {card.case: [] for card in here.cards}
    for other in sorted(others, key=_order):
        party = other.round.party
        if party is None or party is here.round.party:
            continue
        cards = {card.case: card for card in other.cards if card.evaluators}
        for card in here.cards:
            if card.case in cards:
                criteria, refusal = _compared(here.framework, card, other.framework, cards[card.case])
                found[card.case].append(
                    OtherParty(round=other.round.id, party=party, criteria=criteria, refusal=refusal)
                )
    return {case: tuple(parties) for case, parties in found.items()}


def _order(judged: JudgedRound) -> tuple[int, str]:
    parties = list(Party)
    return parties.index(judged.round.party) if judged.round.party else len(parties), judged.round.id


def _compared(
    framework: Framework, card: Scorecard, other: Framework, other_card: Scorecard
) -> tuple[tuple[CriterionDifference, ...], Localized | None]:
    """Differences where marks mean the same: on one scale, to one question."""
    if (framework.scale.minimum, framework.scale.maximum) != (other.scale.minimum, other.scale.maximum):
        return (), phrase(
            "分值尺度不同（{low}–{high}，{other_low}–{other_high}），不作比较",
            "The scales differ ({low} to {high}, {other_low} to {other_high}): not compared",
            low=str(framework.scale.minimum),
            high=str(framework.scale.maximum),
            other_low=str(other.scale.minimum),
            other_high=str(other.scale.maximum),
        )
    questions = {leaf.id: leaf.question for leaf in other.leaves()}
    theirs = {score.criterion: score.result for score in other_card.scores}
    ours = {score.criterion: score.result for score in card.scores}
    criteria = tuple(
        _difference(leaf.id, ours.get(leaf.id), theirs.get(leaf.id))
        for leaf in framework.leaves()
        if questions.get(leaf.id) == leaf.question
    )
    if criteria:
        return criteria, None
    return (), phrase(
        "准则“{id}”没有同样的评价项，不作比较",
        "Framework “{id}” asks none of these criteria: not compared",
        id=other.id,
    )


def _difference(criterion: str, ours: Decimal | None, theirs: Decimal | None) -> CriterionDifference:
    difference = None if ours is None or theirs is None else less(theirs, ours)
    return CriterionDifference(criterion=criterion, result=theirs, difference=difference)
