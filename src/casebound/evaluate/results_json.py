"""A round's results → JSON that can be kept and compared: every number as a string of its exact digits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from casebound.evaluate.agreement import Agreement, Interval
from casebound.evaluate.coefficients import KEPT, printed, severity_figure
from casebound.evaluate.parties import JudgedRound, OtherParty, compare_parties
from casebound.evaluate.rank_interval import LEVEL, RankInterval
from casebound.evaluate.ranking import Tie, explain_tie
from casebound.evaluate.results import RoundResults, note_for
from casebound.evaluate.round_agreement import AgreementRow
from casebound.evaluate.severity import Severity
from casebound.model.framework import Aggregation, Framework
from casebound.model.scorecard import CriterionScore, Scorecard, Spread
from casebound.text.localized import Localized

VERSION = 3


def render_results(results: RoundResults, others: Iterable[JudgedRound] = ()) -> str:
    """`build/scores/<round>.json`; `others`: other rounds, for what other parties gave the same cases."""
    round, framework, ranking = results.judged.round, results.judged.framework, results.ranking
    parties = compare_parties(results.judged, others)
    document = {
        "version": VERSION,
        "round": round.id,
        "framework": framework.id,
        "status": framework.status.value,
        "note": _words(note_for(framework)),
        "scale": {"minimum": str(framework.scale.minimum), "maximum": str(framework.scale.maximum)},
        "aggregation": _aggregation(framework.aggregation),
        "cases": [
            {
                **_card(card),
                "rank": ranking.ranks.get(card.case),
                "rank_interval": _interval(results.intervals.get(card.case)),
                "consensus": _consensus(card.case, results),
                "other_parties": [_party(other) for other in parties[card.case]],
            }
            for card in results.judged.cards
        ],
        "ties": [_tie(tie, framework) for tie in ranking.ties],
        "agreement": {
            "criteria": [_agreement_row(row) for row in results.agreement.criteria],
            "totals": _agreement_row(results.agreement.totals) if results.agreement.totals else None,
        },
        "severity": _severity(results.severity, framework),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _aggregation(aggregation: Aggregation) -> dict[str, object]:
    return {
        "method": aggregation.method.value,
        "places": aggregation.places,
        "rounding": aggregation.rounding.value,
        "least_marks": aggregation.least_marks,
        "disagreement": _text(aggregation.disagreement),
        "gates": aggregation.gates,
        "tie_break": [str(step) for step in aggregation.tie_break],
    }


def _card(card: Scorecard) -> dict[str, object]:
    return {
        "case": card.case,
        "evaluators": list(card.evaluators),
        "criteria": [
            {
                "criterion": score.criterion,
                "weight": _text(score.weight),
                "result": _text(score.result),
                **_spread(score),
            }
            for score in card.scores
        ],
        "sections": {id: _text(value) for id, value in card.sections.items()},
        "section_spreads": {id: _spread(spread) for id, spread in card.section_spreads.items()},
        "unmet_conditions": list(card.unmet_conditions),
        "unjudged_conditions": list(card.unjudged_conditions),
        "total": _text(card.total),
        "total_spread": _spread(card.total_spread),
        "refusal": _words(card.refusal),
        "grade": _grade(card),
        "grade_rule": _words(card.grade_rule),
    }


def _grade(card: Scorecard) -> dict[str, object] | None:
    return {"id": card.grade.id, "title": dict(card.grade.title.texts)} if card.grade else None


def _consensus(case: str, results: RoundResults) -> dict[str, object] | None:
    """What was agreed on, and what the case came to before: on its own, and among the others."""
    consensus, independent = results.consensus.get(case), results.independent
    if consensus is None or independent is None:
        return None
    card = next(card for card in results.judged.cards if card.case == case)
    before = independent.cards[case]
    return {
        "date": consensus.date.isoformat() if consensus.date else None,
        "participants": list(consensus.participants),
        "frozen": dict(sorted(consensus.frozen.items())),
        "criteria": [
            {
                "criterion": id,
                "independent": _text(agreed.independent),
                "result": _text(agreed.result),
                "delta": _text(agreed.delta),
                "reason": agreed.reason,
                "dissent": [
                    {"evaluator": each.evaluator, "value": _text(each.value), "reason": each.reason}
                    for each in agreed.dissent
                ],
            }
            for id, agreed in card.agreed.items()
        ],
        "independent": {
            "sections": {id: _text(value) for id, value in before.sections.items()},
            "total": _text(before.total),
            "grade": _grade(before),
            "rank": independent.ranking.ranks.get(case),
        },
    }


def _agreement_row(row: AgreementRow) -> dict[str, object]:
    levels = row.levels
    return {
        "criterion": row.criterion or None,
        "alpha": _agreement(row.alpha),
        "levels": {
            "alpha": _agreement(levels.alpha),
            "ac1": _agreement(levels.ac1),
            "ac2": _agreement(levels.ac2),
            "percent": _agreement(levels.percent),
        }
        if levels
        else None,
        "levels_refusal": _words(row.levels_refusal),
        "icc": {
            "cases": row.icc.cases,
            "evaluators": row.icc.evaluators,
            "marks_per_case": row.icc.marks_per_case,
            "level": str(row.icc.level),
            "forms": [
                {
                    "form": each.form.value,
                    "value": _float(each.value),
                    "interval": _limits(each.interval),
                    "reason": _words(each.reason),
                }
                for each in row.icc.correlations
            ],
        },
    }


def _agreement(agreement: Agreement) -> dict[str, object]:
    return {
        "value": _float(agreement.value),
        "cases": agreement.units,
        "marks": agreement.values,
        "interval": _limits(agreement.interval),
        "resamples": agreement.resamples,
        "reason": _words(agreement.reason),
    }


def _severity(severity: Severity, framework: Framework) -> dict[str, object]:

    def figure(value: Fraction) -> str:
        return str(severity_figure(value, framework.aggregation))

    return {
        "refusal": _words(severity.refusal),
        "groups": [list(component) for component in severity.components],
        "evaluators": [
            {
                "evaluator": each.evaluator,
                "cases": each.cases,
                "shared": each.shared,
                "leniency": figure(each.leniency),
            }
            for each in severity.evaluators
        ],
        "cases": [
            {
                "case": each.case,
                "mean": figure(each.raw),
                "fair_average": figure(each.fair),
                "rank_before": each.raw_rank,
                "rank_after": each.fair_rank,
            }
            for each in severity.cases
        ],
        "flips": [{"ahead": flip.ahead, "behind": flip.behind} for flip in severity.flips],
        "degrees_of_freedom": severity.degrees_of_freedom,
        "deviation": _float(severity.deviation),
    }


def _spread(spread: Spread | CriterionScore) -> dict[str, object]:
    return {
        "n": spread.n,
        "mean": _text(spread.mean),
        "median": _text(spread.median),
        "trimmed": _text(spread.trimmed),
        "standard_deviation": _text(spread.deviation),
        "lowest": _text(spread.lowest),
        "highest": _text(spread.highest),
        "range": _text(spread.range),
        "disputed": spread.is_disputed,
    }


def _interval(interval: RankInterval | None) -> dict[str, object] | None:
    if interval is None:
        return None
    return {
        "best": interval.best,
        "worst": interval.worst,
        "level": str(LEVEL),
        "resamples": interval.resamples,
        "grades": [{"grade": id or None, "probability": str(share)} for id, share in interval.grades.items()],
    }


def _party(other: OtherParty) -> dict[str, object]:
    return {
        "round": other.round,
        "party": other.party.value,
        "criteria": [
            {"criterion": each.criterion, "result": _text(each.result), "difference": _text(each.difference)}
            for each in other.criteria
        ],
        "refusal": _words(other.refusal),
    }


def _tie(tie: Tie, framework: Framework) -> dict[str, object]:
    return {
        "total": str(tie.total),
        "ranks": dict(tie.ranks),
        "steps": [
            {
                "tie_break": str(step.tie_break),
                "values": {case: _text(value) for case, value in step.values.items()},
                "skipped": step.is_skipped,
            }
            for step in tie.steps
        ],
        "explanation": [dict(line.texts) for line in explain_tie(tie, framework, {case: case for case in tie.ranks})],
    }


def _words(words: Localized | None) -> Mapping[str, str] | None:
    return dict(words.texts) if words else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _float(value: float | None) -> str | None:
    return None if value is None else str(printed(value, KEPT))


def _limits(interval: Interval | None) -> dict[str, object] | None:
    return {"low": _float(interval.low), "high": _float(interval.high)} if interval else None
