"""A round's results → how sure they are, as a results book prints it: agreement, severity, intervals, other parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from casebound.compose.pages_results import AgreementLine, CaseNotes, PartyTable, SeverityTable
from casebound.compose.pages_review import CaseConsensus
from casebound.compose.pages_round import Entrant
from casebound.compose.round_review import coefficient
from casebound.evaluate.coefficients import severity_figure
from casebound.evaluate.parties import OtherParty
from casebound.evaluate.results import RoundResults
from casebound.evaluate.round_agreement import AgreementRow, undefined_because
from casebound.evaluate.table_ground import evaluator_labels, severity_refusal
from casebound.text.localized import NOTHING, Localized


def make_agreement(results: RoundResults) -> tuple[tuple[AgreementLine, ...], tuple[Localized, ...]]:
    """A line a criterion and one for totals; and why something on them is not defined."""
    agreement = results.agreement
    rows = [*agreement.criteria, *([agreement.totals] if agreement.totals else [])]
    reasons = {reason.to("en"): reason for row in rows for reason in undefined_because(row)}
    return tuple(_line(row, results) for row in rows), tuple(reasons.values())


def _line(row: AgreementRow, results: RoundResults) -> AgreementLine:
    levels = row.levels
    singles = {each.form.value: each.value for each in row.icc.correlations}
    percent = levels.percent.value if levels else None
    return AgreementLine(
        criterion=results.judged.framework.criterion(row.criterion) if row.criterion else None,
        alpha=coefficient(row.alpha.value),
        alpha_of_levels=coefficient(levels.alpha.value if levels else None),
        ac1=coefficient(levels.ac1.value if levels else None),
        ac2=coefficient(levels.ac2.value if levels else None),
        percent="" if percent is None else f"{percent:.0%}",
        single=coefficient(singles["1,1"]),
        mean=coefficient(singles["1,k"]),
    )


def make_severity(results: RoundResults, entrants: Mapping[str, Entrant]) -> SeverityTable:
    """With the evaluators' labels: letters where neither side is to know the other."""
    severity, aggregation = results.severity, results.judged.framework.aggregation
    labels = evaluator_labels(results.judged.round)

    def figure(value: Fraction) -> Decimal:
        return severity_figure(value, aggregation)

    people = [
        (labels.get(each.evaluator, each.evaluator), f"{figure(each.leniency):+}".replace("-", "−"), each.cases)
        for each in severity.evaluators
    ]
    return SeverityTable(
        refusal=severity_refusal(results),
        evaluators=tuple(sorted(people)),
        cases=tuple(
            (entrants[each.case].name, figure(each.raw), figure(each.fair), each.raw_rank, each.fair_rank)
            for each in severity.cases
        ),
        flips=tuple((entrants[flip.ahead].name, entrants[flip.behind].name) for flip in severity.flips),
    )


def make_notes(
    results: RoundResults,
    consensus: Iterable[CaseConsensus],
    parties: Mapping[str, tuple[OtherParty, ...]],
    titles: Mapping[str, Localized],
) -> dict[str, CaseNotes]:
    """By case. `titles`: of the other rounds, by id."""
    framework = results.judged.framework
    agreed = {each.entrant.id: each for each in consensus}
    grades = {grade.id: grade.title for grade in framework.grades}
    notes = {}
    for card in results.judged.cards:
        interval = results.intervals.get(card.case)
        scores = {score.criterion: score.result for score in card.scores}
        notes[card.case] = CaseNotes(
            interval=interval,
            grades=tuple((grades.get(id, NOTHING), f"{share:.0%}") for id, share in interval.grades.items())
            if interval and interval.is_near_boundary
            else (),
            consensus=agreed.get(card.case),
            parties=tuple(
                PartyTable(
                    party=other.party,
                    round=titles[other.round],
                    rows=tuple(
                        (criterion, scores.get(each.criterion), each)
                        for each in other.criteria
                        if (criterion := framework.criterion(each.criterion))
                    ),
                    refusal=other.refusal,
                )
                for other in parties.get(card.case, ())
            ),
        )
    return notes
