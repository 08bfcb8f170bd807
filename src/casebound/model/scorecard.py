"""A scorecard: what the marks of one case come to. Derived, never edited. Marks and totals are exact `Decimal`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from casebound.model.evaluation import Dissent
from casebound.model.framework import Grade
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How several evaluators' figures lie, each rounded once as the framework declares."""

    n: int = 0
    """Evaluators who have such a figure."""
    mean: Decimal | None = None
    median: Decimal | None = None
    trimmed: Decimal | None = None
    """The mean without one lowest and one highest; None for fewer than `LEAST_TRIMMED`."""
    deviation: Decimal | None = None
    """Sample standard deviation (n − 1); None for fewer than two."""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    range: Decimal | None = None
    """Highest less lowest; None for fewer than two."""
    is_disputed: bool | None = None
    """Whether they lie as far apart as the organiser's threshold; None without a threshold or for fewer than two."""


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
    """The mark that counts, agreed on or by the framework's method, rounded; None with too few marks."""
    trimmed: Decimal | None = None
    """As in `Spread`, and so the two below."""
    range: Decimal | None = None
    is_disputed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedMark:
    """The mark on one criterion that a panel agreed on, in place of the independent result."""

    independent: Decimal | None
    """What the evaluators' own marks come to, as published."""
    result: Decimal
    """The consensus, as published: the mark that counts."""
    delta: Decimal | None
    """The consensus less the independent result."""
    reason: str
    dissent: tuple[Dissent, ...] = ()


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
    """Those that an evaluator found not met."""
    total: Decimal | None
    """Percent of all weight reached, rounded as declared."""
    refusal: Localized | None
    """Why there is no total."""
    grade: Grade | None
    grade_rule: Localized | None = None
    """Which rule gave the grade, and why it is not the next one up; or why there is none. None without a total."""
    unjudged_conditions: tuple[str, ...] = ()
    """Those that no evaluator whose evaluation counts has judged."""
    section_spreads: dict[str, Spread] = field(default_factory=dict)
    """The evaluators' own percentages, of those who marked all of a section, by top-level criterion."""
    total_spread: Spread = Spread()
    """The evaluators' own totals in percent, of those who marked everything."""
    agreed: Mapping[str, AgreedMark] = field(default_factory=dict)
    """What the panel agreed on, by criterion; empty without a consensus. Spreads are of the marks as given."""
