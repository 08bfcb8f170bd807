"""What is said of a mark or a condition, wherever it stands: in an evaluation, a consensus sheet, a returned sheet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from casebound.model.framework import Scale
from casebound.text.localized import Localized, phrase


def off_scale(value: Decimal, scale: Scale) -> Localized:
    """That a mark is none of those an evaluator may give."""
    return phrase(
        "{value} 不在分值尺度上（{low}–{high}，每 {step} 一档）",
        "{value} is off the scale ({low}–{high} in steps of {step})",
        value=f"{value:f}",
        low=f"{scale.minimum:f}",
        high=f"{scale.maximum:f}",
        step=f"{scale.step:f}",
    )


def without_verdict(conditions: Iterable[str]) -> Localized:
    """That a submitted evaluation does not say whether these conditions are met."""
    return phrase("已提交，但没有判断基本条件 {ids}", "Submitted without judging {ids}", ids=", ".join(conditions))
