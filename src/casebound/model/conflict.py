"""Who may judge what: conflicts of interest, and what was decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casebound.model.evaluation import ConflictDecision, ConflictKind, ConflictStatus
from casebound.text.localized import Localized


class ConflictSource(StrEnum):
    """Where a conflict comes from: the evaluator's own word, or a comparison of records."""

    DECLARED = "declared"
    DETECTED = "detected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """What is known of an organisation besides its name."""

    aliases: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRecord:
    """A reason why an evaluator should not judge a case, and what was decided about it."""

    evaluator: str
    case: str
    kind: ConflictKind
    source: ConflictSource
    status: ConflictStatus = ConflictStatus.OPEN
    by: str = ""
    reason: str = ""
    evidence: Localized
    """What it rests on."""

    @property
    def blocks(self) -> bool:
        """Whether the evaluator must not judge the case."""
        return self.status is not ConflictStatus.WAIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictNote:
    """Something worth knowing about an evaluator and a case that is no conflict."""

    evaluator: str
    case: str
    text: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictProblem:
    """A declaration or decision that has no effect, or a case that nothing could be compared with."""

    evaluator: str = ""
    case: str
    message: Localized
    hint: Localized | None = None
    decision: ConflictDecision | None = None
    """As written, where it is one that has no effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """All that is known of conflicts in a round."""

    records: tuple[ConflictRecord, ...] = ()
    undeclared: tuple[str, ...] = ()
    """Evaluators who declared nothing yet: their conflicts are unknown, not absent."""
    notes: tuple[ConflictNote, ...] = ()
    problems: tuple[ConflictProblem, ...] = ()

    def blocking(self) -> frozenset[tuple[str, str]]:
        """Evaluators and cases that must be kept from each other."""
        return frozenset((record.evaluator, record.case) for record in self.records if record.blocks)
