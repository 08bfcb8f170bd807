"""Scorecards → JSON that can be kept and compared: every number as a string of its exact digits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from casebound.model.evaluation import Round
from casebound.model.framework import Framework, FrameworkStatus
from casebound.model.scorecard import Scorecard
from casebound.text.localized import Localized, phrase

VERSION = 1

ILLUSTRATIVE_NOTE = phrase(
    "演示：权重、分档与等级均为示例，不是任何标准的规定。",
    "Demonstration: weights, bands and grades are examples, not those of any standard.",
)


def note_for(framework: Framework) -> Localized | None:
    """What must stand wherever a total or grade of this framework is shown."""
    return ILLUSTRATIVE_NOTE if framework.status is FrameworkStatus.ILLUSTRATIVE else None


def render_results(round: Round, framework: Framework, scorecards: Sequence[Scorecard]) -> str:
    """`build/scores/<round>.json`."""
    note = note_for(framework)
    document = {
        "version": VERSION,
        "round": round.id,
        "framework": framework.id,
        "status": framework.status.value,
        "note": dict(note.texts) if note else None,
        "scale": {"minimum": str(framework.scale.minimum), "maximum": str(framework.scale.maximum)},
        "cases": [_card(card) for card in scorecards],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _card(card: Scorecard) -> dict[str, object]:
    return {
        "case": card.case,
        "evaluators": list(card.evaluators),
        "criteria": [
            {
                "criterion": score.criterion,
                "weight": _text(score.weight),
                "n": score.n,
                "mean": _text(score.mean),
                "median": _text(score.median),
                "standard_deviation": _text(score.deviation),
                "lowest": _text(score.lowest),
                "highest": _text(score.highest),
            }
            for score in card.scores
        ],
        "sections": {id: _text(value) for id, value in card.sections.items()},
        "unmet_conditions": list(card.unmet_conditions),
        "total": _text(card.total),
        "refusal": dict(card.refusal.texts) if card.refusal else None,
        "grade": {"id": card.grade.id, "title": dict(card.grade.title.texts)} if card.grade else None,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
