"""A round and its results → what documents say of its panel: consensus, conflicts, who did what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from casebound.compose.pages_review import AgreedRow, CaseConsensus, ConflictLine, DissentLine, PanelMember
from casebound.compose.pages_round import Entrant, ListedEvaluator
from casebound.evaluate.coefficients import READ, printed
from casebound.evaluate.ranking import explain_tie
from casebound.evaluate.results import RoundResults
from casebound.model.conflict import ConflictRecord
from casebound.model.evaluation import Round
from casebound.model.scorecard import AgreedMark, Scorecard
from casebound.text.localized import Localized


def coefficient(value: float | None) -> str:
    """A diagnostic as it is printed; empty where it is not defined."""
    return "" if value is None else str(printed(value, READ)).replace("-", "−")


def names_of(round: Round) -> dict[str, str]:
    """The names of the panel, by id, for what is signed; those without a name are not in it."""
    return {evaluator.id: evaluator.name for evaluator in reversed(round.panel) if evaluator.name}


def make_consensus(
    results: RoundResults, entrants: Mapping[str, Entrant], called: Mapping[str, str] | None = None
) -> tuple[CaseConsensus, ...]:
    """The cases on which a panel agreed, in the order of ranks.

    `called`: what to call each evaluator, by id; without it nothing is told of who agreed, why, and who dissents. A
    case that its readers may not know is left out.
    """
    before = results.independent
    if before is None:
        return ()
    framework = results.judged.framework
    order = {case: place for place, case in enumerate(results.ranking.ranks)}
    agreed = [card for card in results.judged.cards if card.agreed and not entrants[card.case].is_withheld]
    return tuple(
        CaseConsensus(
            entrant=entrants[card.case],
            date=results.consensus[card.case].date,
            participants=()
            if called is None
            else tuple(called.get(id, id) for id in results.consensus[card.case].participants),
            rows=tuple(
                AgreedRow(
                    criterion=leaf,
                    agreed=replace(card.agreed[leaf.id], reason="", dissent=()),
                    reason="" if called is None else card.agreed[leaf.id].reason,
                    dissent=() if called is None else _dissent(card.agreed[leaf.id], called),
                )
                for leaf in framework.leaves()
                if leaf.id in card.agreed
            ),
            before=_bare(before.cards[card.case]),
            after=_bare(card),
            rank_before=before.ranking.ranks.get(card.case),
            rank_after=results.ranking.ranks.get(card.case),
        )
        for card in sorted(agreed, key=lambda card: order.get(card.case, len(order)))
    )


def _bare(card: Scorecard) -> Scorecard:
    """Without whose evaluations count, and without what the panel said."""
    return replace(card, evaluators=(), agreed={})


def _dissent(agreed: AgreedMark, called: Mapping[str, str]) -> tuple[DissentLine, ...]:
    return tuple(
        DissentLine(who=called.get(each.evaluator, each.evaluator), value=each.value, reason=each.reason.strip())
        for each in agreed.dissent
    )


def make_ties(results: RoundResults, entrants: Mapping[str, Entrant]) -> tuple[tuple[Localized, ...], ...]:
    """How each set of equal totals was parted, in words; of a case that is withheld no value is told."""
    names = {case: entrant.name for case, entrant in entrants.items()}
    withheld = [case for case, entrant in entrants.items() if entrant.is_withheld]
    return tuple(explain_tie(tie, results.judged.framework, names, withheld) for tie in results.ranking.ties)


def make_panel(round: Round, entrants: Mapping[str, Entrant]) -> tuple[PanelMember, ...]:
    """Those who were assigned a case, and what they have not submitted."""
    submitted = {(evaluation.evaluator, case) for case in round.cases for evaluation in round.counted(case)}
    members = []
    for evaluator in round.panel:
        cases = round.cases_of(evaluator.id)
        if cases:
            outstanding = [case for case in cases if (evaluator.id, case) not in submitted]
            members.append(
                PanelMember(
                    evaluator=ListedEvaluator(name=evaluator.name, organizations=evaluator.organizations),
                    assigned=len(cases),
                    submitted=len(cases) - len(outstanding),
                    outstanding=tuple(entrants[case].name for case in outstanding),
                )
            )
    return tuple(members)


def make_conflicts(
    records: Iterable[ConflictRecord], round: Round, entrants: Mapping[str, Entrant]
) -> tuple[ConflictLine, ...]:
    """Every conflict, in the order of the round's cases and then of evaluators."""
    known, names = [record for record in records if record.case in entrants], names_of(round)
    return tuple(
        ConflictLine(
            evaluator=names.get(record.evaluator, record.evaluator),
            case=entrants[record.case].name,
            kind=record.kind.value,
            status=record.status.value,
            evidence=record.evidence,
            by=record.by,
            reason=record.reason,
        )
        for record in sorted(known, key=lambda record: (round.cases.index(record.case), record.evaluator))
    )
