"""A round of evaluation: its panel, who reads which case, and one evaluator's marks on one case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from casebound.text.localized import NOTHING, Localized


class Party(StrEnum):
    """Who evaluates (clause 1): the organisation itself, a superior or client, or an independent body."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


class Blind(StrEnum):
    """What a round hides: nothing, the subject from its evaluators, or each from the other."""

    NONE = "none"
    SINGLE = "single"
    DOUBLE = "double"


class ConflictKind(StrEnum):
    """Why an evaluator should not judge a case."""

    SAME_ORGANIZATION = "same-organization"
    SUPERIOR = "superior"
    ADVISOR = "advisor"
    SUPPLIER = "supplier"
    KIN = "kin"
    OTHER = "other"


class EvaluationStatus(StrEnum):
    """Only submitted evaluations count."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class CommentKind(StrEnum):
    """What a comment is for: keep this, better this, look at this on site."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A declared reason not to judge a case."""

    case: str = ""
    kind: ConflictKind | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluator:
    """A member of the panel."""

    id: str = ""
    name: str = ""
    organizations: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    maximum_load: int | None = None
    """Cases this person is willing to read."""
    declared_on: date | None = None
    """When conflicts were declared; without a date nothing is known, which is not the same as no conflict."""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who reads a case."""

    case: str = ""
    evaluators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark on one criterion."""

    kind: CommentKind | None = None
    text: str = ""
    anchor: str = ""
    """Id of the section, table, figure or measure it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one evaluator gives one criterion; `value` None means not marked, never zero."""

    value: Decimal | None = None
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionCheck:
    """Whether one evaluator finds a condition met; None: not judged."""

    met: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One evaluator's judgement of one case."""

    case: str = ""
    evaluator: str = ""
    status: EvaluationStatus = EvaluationStatus.DRAFT
    date: date | None = None
    conditions: dict[str, ConditionCheck] = field(default_factory=dict)
    """By condition id."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """By criterion id."""
    overall: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One evaluation campaign."""

    id: str = ""
    title: Localized = NOTHING
    example: bool | None = None
    party: Party | None = None
    organizer: Localized = NOTHING
    framework: str = ""
    evaluators_per_case: int = 1
    blind: Blind = Blind.NONE
    opens: date | None = None
    due: date | None = None
    cases: tuple[str, ...] = ()
    panel: tuple[Evaluator, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()

    def evaluator(self, id: str) -> Evaluator | None:
        """The member of the panel of that id."""
        return next((evaluator for evaluator in self.panel if evaluator.id == id), None)

    def cases_of(self, evaluator: str) -> tuple[str, ...]:
        """Ids of the cases that evaluator reads, in the round's order."""
        assigned = {assignment.case for assignment in self.assignments if evaluator in assignment.evaluators}
        return tuple(case for case in self.cases if case in assigned)
