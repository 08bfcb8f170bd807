"""A round's YAML files → Round and Evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casebound.model.conflict import Organization
from casebound.model.evaluation import (
    Assignment,
    Blind,
    Comment,
    CommentKind,
    ConditionCheck,
    Conflict,
    ConflictDecision,
    ConflictKind,
    ConflictStatus,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Mark,
    Party,
    Round,
    Withdrawal,
)
from casebound.read.fields import (
    BOOLEAN,
    DATE,
    ID,
    INTEGER,
    LOCALIZED,
    NUMBER,
    TEXT,
    Choice,
    Field,
    ListOf,
    MapOf,
    Record,
    choice,
    required,
)

_EVALUATOR = Record(
    Evaluator,
    {
        "id": required(ID),
        "name": required(TEXT),
        "organizations": required(ListOf(TEXT)),
        "expertise": Field(ListOf(TEXT)),
        "languages": Field(ListOf(TEXT)),
        "maximum_load": Field(INTEGER),
        "declared_on": Field(DATE),
        "left_on": Field(DATE),
        "conflicts": Field(
            ListOf(
                Record(
                    Conflict,
                    {"case": required(ID), "kind": required(choice(ConflictKind)), "reason": required(TEXT)},
                )
            )
        ),
    },
)

ROUND = Record(
    Round,
    {
        "id": required(ID),
        "title": required(LOCALIZED),
        "example": Field(BOOLEAN),
        "party": required(choice(Party)),
        "organizer": Field(LOCALIZED),
        "framework": required(ID),
        "evaluators_per_case": required(INTEGER),
        "blind": Field(choice(Blind)),
        "opens": Field(DATE),
        "due": Field(DATE),
        "cases": required(ListOf(ID)),
        "withdrawn": Field(
            ListOf(Record(Withdrawal, {"case": required(ID), "on": Field(DATE), "reason": required(TEXT)}))
        ),
        "panel": required(ListOf(_EVALUATOR)),
        "apart": Field(ListOf(ListOf(ID))),
        "decisions": Field(
            ListOf(
                Record(
                    ConflictDecision,
                    {
                        "evaluator": required(ID),
                        "case": required(ID),
                        "kind": required(choice(ConflictKind)),
                        "status": required(Choice({one.value: one for one in ConflictStatus if one.value != "open"})),
                        "by": Field(TEXT),
                        "reason": Field(TEXT),
                    },
                )
            )
        ),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFile:
    """`assignments.yaml`; a case without evaluators, and a file without cases, has nobody assigned yet."""

    round: str = ""
    assignments: tuple[Assignment, ...] = ()


ASSIGNMENTS = Record(
    AssignmentFile,
    {
        "round": required(ID),
        "assignments": Field(
            ListOf(
                Record(
                    Assignment,
                    {"case": required(ID), "evaluators": Field(ListOf(ID)), "locked": Field(ListOf(ID))},
                )
            )
        ),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOrganization:
    """An entry of `organizations.yaml`."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    parent: str = ""


ORGANIZATIONS = ListOf(
    Record(NamedOrganization, {"name": required(TEXT), "aliases": Field(ListOf(TEXT)), "parent": Field(TEXT)})
)


def by_name(entries: Iterable[NamedOrganization]) -> dict[str, Organization]:
    """What is known of each organisation; entries of one name add up, and the last parent that is given counts."""
    known: dict[str, Organization] = {}
    for entry in entries:
        before = known.get(entry.name, Organization())
        known[entry.name] = Organization(
            aliases=(*before.aliases, *entry.aliases), parent=entry.parent or before.parent
        )
    return known


EVALUATION = Record(
    Evaluation,
    {
        "case": required(ID),
        "evaluator": required(ID),
        "status": required(choice(EvaluationStatus)),
        "date": Field(DATE),
        "packet": Field(TEXT),
        "case_digest": Field(TEXT),
        "framework_digest": Field(TEXT),
        "conditions": Field(MapOf(Record(ConditionCheck, {"met": Field(BOOLEAN), "comment": Field(TEXT)}))),
        "marks": Field(
            MapOf(
                Record(
                    Mark,
                    {
                        "value": Field(NUMBER),
                        "comments": Field(
                            ListOf(
                                Record(
                                    Comment,
                                    {
                                        "kind": required(choice(CommentKind)),
                                        "text": required(TEXT),
                                        "anchor": Field(TEXT),
                                    },
                                )
                            )
                        ),
                    },
                )
            )
        ),
        "overall": Field(TEXT),
    },
)
