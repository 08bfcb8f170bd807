"""A round's results and who reads them → what every table of them begins with: names, labels, the order of cases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from casebound.evaluate import table_words as words
from casebound.evaluate.parties import OtherParty
from casebound.evaluate.results import RoundResults
from casebound.model.evaluation import Blind, Round
from casebound.model.framework import Criterion
from casebound.model.scorecard import Scorecard
from casebound.text.localized import Localized, phrase

Value = str | int | Decimal | None
"""Of a cell; text is never a formula, a Decimal is shown with its digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsReader:
    """Who is to read a round's tables, and what they may know."""

    lang: str
    is_internal: bool
    """Whether it is the organiser."""
    names: Mapping[str, str]
    """What each case is called, by id."""
    withheld: frozenset[str] = frozenset()
    """Cases that these readers may not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A worksheet."""

    title: Localized
    head: tuple[Localized | str, ...]
    rows: tuple[tuple[Value, ...], ...]


def evaluator_labels(round: Round) -> dict[str, str]:
    """What each evaluator is called: id and name; letters where neither side is to know the other.

    The letters go by a hash of the round's and the evaluators' ids, not by the panel's order. They hide a name from
    those who do not have the ids: whoever has the round's files can work them out.
    """
    ids = [evaluator.id for evaluator in round.panel]
    if round.blind is not Blind.DOUBLE:
        return {evaluator.id: f"{evaluator.id} {evaluator.name}" for evaluator in round.panel}
    order = sorted(ids, key=lambda id: hashlib.sha256(f"{round.id}/{id}".encode("utf-8", "surrogatepass")).hexdigest())
    return {id: _letters(at) for at, id in enumerate(order)}


NOT_ESTIMATED = phrase(
    "不作估计：评价人之间没有足够的共同案例", "Not estimated: evaluators have too few cases in common"
)


def severity_refusal(results: RoundResults) -> Localized | None:
    """Why nobody's severity is estimated; without the evaluators' ids where nobody is to know who they are."""
    refusal = results.severity.refusal
    return NOT_ESTIMATED if refusal and results.judged.round.blind is Blind.DOUBLE else refusal


def _letters(at: int) -> str:
    """A … Z, AA …"""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


@dataclass(frozen=True, slots=True)
class Ground:
    """A round's results and who is to read them."""

    results: RoundResults
    parties: Mapping[str, tuple[OtherParty, ...]]
    reader: ResultsReader

    def say(self, words: Localized | None) -> str:
        return words.to(self.reader.lang) if words else ""

    def cards(self, *, known: bool = True) -> Iterator[Scorecard]:
        """By rank, those without one last; with `known`, without those that the readers may not know."""
        order = {case: place for place, case in enumerate(self.results.ranking.ranks)}
        for card in sorted(self.results.judged.cards, key=lambda card: order.get(card.case, len(order))):
            if not (known and card.case in self.reader.withheld):
                yield card

    def case(self, case: str) -> tuple[str, ...]:
        """Its name; for the organiser with its id before it."""
        name = self.reader.names[case]
        return (case, name) if self.reader.is_internal else (name,)

    @property
    def case_head(self) -> tuple[Localized | str, ...]:
        return (words.ID, words.CASE) if self.reader.is_internal else (words.CASE,)

    @property
    def labels(self) -> dict[str, str]:
        return evaluator_labels(self.results.judged.round)

    def criterion(self, id: str) -> tuple[str, str]:
        criterion: Criterion | None = self.results.judged.framework.criterion(id)
        return id, self.say(criterion.title if criterion else None)
