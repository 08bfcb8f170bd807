"""What is told of a round beside its results: how evaluators agree, what panels agreed on, minutes. Page dataclasses.

Who evaluated what stands in them only for minutes and an internal book; the latter calls evaluators by their labels,
which are no names where neither side is to know the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casebound.compose.pages_round import Entrant, ListedEvaluator, RankedCase
from casebound.model.evaluation import Round
from casebound.model.framework import Criterion, Framework
from casebound.model.scorecard import AgreedMark, Scorecard
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentLine:
    """One who does not share a consensus."""

    who: str
    value: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRow:
    """A criterion on which a panel agreed."""

    criterion: Criterion
    agreed: AgreedMark
    reason: str
    """Empty for readers outside: panels write for themselves."""
    dissent: tuple[DissentLine, ...]
    """Likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseConsensus:
    """What was agreed on for a case, and what that changed."""

    entrant: Entrant
    date: date | None
    participants: tuple[str, ...]
    """What the readers call them; empty for those outside."""
    rows: tuple[AgreedRow, ...]
    before: Scorecard
    after: Scorecard
    rank_before: int | None
    rank_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """A conflict of interest and what was decided."""

    evaluator: str
    case: str
    kind: str
    """Value of its kind, for `conflict_<kind>` of the words."""
    status: str
    evidence: Localized
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMember:
    """A member of the panel and what they did."""

    evaluator: ListedEvaluator
    assigned: int
    submitted: int
    outstanding: tuple[str, ...]
    """Names of the cases whose evaluation is not submitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnCase:
    """A case that was entered and not judged to the end."""

    name: str
    on: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartedEvaluator:
    """Somebody who left the panel; what was submitted by then counts."""

    name: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPage:
    """`print/minutes.html`: the record of a round for the organiser's files, to be signed."""

    round: Round
    """Without panel, assignments and evaluations."""
    framework: Framework
    publisher: Localized
    made: date
    note: Localized | None
    panel: tuple[PanelMember, ...]
    """Who was assigned at least one case, in the order of the round's panel."""
    evaluated: tuple[date, ...]
    """The first and the last day on which an evaluation was signed; empty without any."""
    cases: tuple[RankedCase, ...]
    """By rank, those without one last."""
    submitted: int
    expected: int
    """Evaluations, submitted and assigned."""
    conflicts: tuple[ConflictLine, ...]
    undeclared: tuple[str, ...]
    """Who has not declared conflicts."""
    withdrawn: tuple[WithdrawnCase, ...]
    left: tuple[DepartedEvaluator, ...]
    consensus: tuple[CaseConsensus, ...]
    ties: tuple[tuple[Localized, ...], ...]
    """How each set of equal totals was parted, line by line."""
    alpha: str
    """Of totals; empty where there is none."""
    alpha_refusal: Localized | None
    results_digest: str
    """SHA-256 of the results as JSON."""
    framework_digest: str
    log_head: str
    """Of the round's log; empty without one."""
