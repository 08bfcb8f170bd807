"""A round of evaluation: its panel, who reads which case, one evaluator's marks on a case, what a panel agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    OWN_CASE = "own-case"
    """A member or contact of the case."""
    AFFILIATED = "affiliated-organization"
    """Of the same group: a subordinate of the case's organisation, or under one parent with it."""
    CO_AUTHOR = "co-author"
    """In another case together with one of its people."""
    CO_EVALUATOR = "co-evaluator"
    """Judged a case beside one of its people, in an earlier round."""


class ConflictStatus(StrEnum):
    """What the organiser decided; until then, and when confirmed, the evaluator does not judge the case."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WAIVED = "waived"


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
class ConflictDecision:
    """What the organiser decided about one conflict between an evaluator and a case.

    It names the kind, so that a waiver never covers what was found after it.
    """

    evaluator: str = ""
    case: str = ""
    kind: ConflictKind | None = None
    status: ConflictStatus = ConflictStatus.OPEN
    by: str = ""
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
    left_on: date | None = None
    """When this person left the panel: what was submitted by then counts, nothing more is asked."""

    @property
    def owes_declaration(self) -> bool:
        """Whether conflicts are still to be declared."""
        return self.declared_on is None and self.left_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A case that was entered and is no longer judged."""

    case: str = ""
    on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who reads a case."""

    case: str = ""
    evaluators: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    """Those of them whom no new assignment takes away."""


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
    packet: str = ""
    """Id of the packet whose sheet it was taken from; empty: written by hand, as the two digests are then."""
    case_digest: str = ""
    """Of the case as the evaluator was given it."""
    framework_digest: str = ""
    """Of the criteria as the evaluator was given them."""
    conditions: dict[str, ConditionCheck] = field(default_factory=dict)
    """By condition id."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """By criterion id."""
    overall: str = ""
    digest: str = field(default="", compare=False)
    """SHA-256 of its file, whose lines end with LF; empty for one that was not read from a file."""

    def missing(self, criteria: Iterable[str]) -> list[str]:
        """Those of these criteria that have no mark."""
        return [id for id in criteria if id not in self.marks or self.marks[id].value is None]

    def unjudged(self, conditions: Iterable[str]) -> list[str]:
        """Those of these conditions of which it does not say whether they are met."""
        return [id for id in conditions if id not in self.conditions or self.conditions[id].met is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """One evaluator who does not share the consensus on a criterion."""

    evaluator: str = ""
    value: Decimal | None = None
    """The mark they hold to."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusMark:
    """The mark agreed on one criterion; one without anything in it leaves the independent result as it is."""

    value: Decimal | None = None
    reason: str = ""
    dissent: tuple[Dissent, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was decided."""
        return self.value is None and not self.reason.strip() and not self.dissent


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """One case's consensus sheet. It counts once submitted, while the evaluations it rests on are as they were."""

    case: str = ""
    status: EvaluationStatus = EvaluationStatus.DRAFT
    date: date | None = None
    participants: tuple[str, ...] = ()
    """Ids of the evaluators who took part."""
    frozen: Mapping[str, str] = field(default_factory=dict)
    """By evaluator: the digest of their evaluation when the sheet was written."""
    marks: Mapping[str, ConsensusMark] = field(default_factory=dict)
    """By criterion id."""

    @property
    def decided(self) -> Mapping[str, ConsensusMark]:
        """The criteria on which something was decided."""
        return {id: mark for id, mark in self.marks.items() if not mark.is_blank}


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
    """Those entered; where the workspace hands out rounds, without those withdrawn."""
    withdrawn: tuple[Withdrawal, ...] = ()
    panel: tuple[Evaluator, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    """Evaluators no two of whom should read the same case, if it can be helped."""
    decisions: tuple[ConflictDecision, ...] = ()
    """About conflicts of interest, declared or detected."""
    assignments: tuple[Assignment, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    barred: frozenset[tuple[str, str]] = frozenset()
    """Evaluators and cases that a conflict keeps from each other; filled in where the workspace hands out rounds."""

    def evaluator(self, id: str) -> Evaluator | None:
        """The member of the panel of that id."""
        return next((evaluator for evaluator in self.panel if evaluator.id == id), None)

    def withdrawal(self, case: str) -> Withdrawal | None:
        """When and why a case was withdrawn, if it was."""
        return next((each for each in self.withdrawn if each.case == case), None)

    def cases_of(self, evaluator: str) -> tuple[str, ...]:
        """Ids of the cases that evaluator reads, in the round's order."""
        assigned = {assignment.case for assignment in self.assignments if evaluator in assignment.evaluators}
        return tuple(case for case in self.cases if case in assigned)

    def may_judge(self, evaluator: str, case: str) -> bool:
        """Whether somebody is on the panel, and no conflict keeps them from the case."""
        return self.evaluator(evaluator) is not None and (evaluator, case) not in self.barred

    def counted(self, case: str) -> tuple[Evaluation, ...]:
        """The submitted evaluations of a case by those assigned to it who may judge it, in the order of their ids.

        Of two by one evaluator the first counts.
        """
        counted = [
            evaluation
            for evaluation in self.evaluations
            if evaluation.case == case
            and evaluation.status is EvaluationStatus.SUBMITTED
            and case in self.cases_of(evaluation.evaluator)
            and self.may_judge(evaluation.evaluator, case)
        ]
        first = {evaluation.evaluator: evaluation for evaluation in reversed(counted)}
        return tuple(first[id] for id in sorted(first))
