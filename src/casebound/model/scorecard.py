"""A scorecard: what the marks of one case come to. Derived, never edited. Marks and totals are exact `Decimal`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from casebound.model.framework import Grade
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionScore:
    """The marks on one criterion, on the framework's scale."""

    criterion: str
    weight: Decimal | None
    n: int
    """Evaluators who marked it."""
    mean: Decimal | None
    median: Decimal | None
    deviation: Decimal | None
    """Sample standard deviation (n − 1); None for fewer than two marks."""
    lowest: Decimal | None
    highest: Decimal | None
    result: Decimal | None
    """The mark that counts, by the framework's method, rounded; None while too few evaluators marked it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The result of one case in one round."""

    case: str
    evaluators: tuple[str, ...]
    """Whose submitted evaluations count."""
    scores: tuple[CriterionScore, ...]
    sections: dict[str, Decimal | None]
    """Percent of the weight reached, by top-level criterion."""
    unmet_conditions: tuple[str, ...]
    total: Decimal | None
    """Percent of all weight reached, rounded as declared."""
    refusal: Localized | None
    """Why there is no total."""
    grade: Grade | None
