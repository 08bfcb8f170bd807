"""A case and an evaluator → why they cannot be put together, whatever else is assigned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from casebound.model.evaluation import Evaluator
from casebound.text.localized import Localized, phrase
from casebound.text.suggest import near_miss


def obstacle_of(
    pair: tuple[str, str], cases: Collection[str], panel: Mapping[str, Evaluator], blocked: Collection[tuple[str, str]]
) -> Localized | None:
    """Why a pair cannot be, whatever else is assigned."""
    case, evaluator = pair
    if case not in cases:
        message = phrase("案例“{case}”不在本轮", "Case “{case}” is not in this round", case=case)
        return _with_near_miss(message, case, cases)
    if evaluator not in panel:
        message = phrase("“{id}”不在评价组里", "“{id}” is not on the panel", id=evaluator)
        return _with_near_miss(message, evaluator, panel)
    if pair in blocked:
        return phrase(
            "{evaluator} 与“{case}”有利益冲突",
            "{evaluator} has a conflict of interest with “{case}”",
            evaluator=evaluator,
            case=case,
        )
    return None


def _with_near_miss(message: Localized, id: str, known: Iterable[str]) -> Localized:
    near = near_miss(id, known)
    return (
        phrase("{what}；是否想写“{near}”？", "{what}; did you mean “{near}”?", what=message, near=near)
        if near
        else message
    )
