"""A round's YAML files → Round and Evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from casebound.model.evaluation import (
    Assignment,
    Blind,
    Comment,
    CommentKind,
    ConditionCheck,
    Conflict,
    ConflictKind,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Mark,
    Party,
    Round,
)
from casebound.read.fields import (
    BOOLEAN,
    DATE,
    ID,
    INTEGER,
    LOCALIZED,
    NUMBER,
    TEXT,
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
        "panel": required(ListOf(_EVALUATOR)),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFile:
    """`assignments.yaml`."""

    round: str = ""
    assignments: tuple[Assignment, ...] = ()


ASSIGNMENTS = Record(
    AssignmentFile,
    {
        "round": required(ID),
        "assignments": required(ListOf(Record(Assignment, {"case": required(ID), "evaluators": required(ListOf(ID))}))),
    },
)

EVALUATION = Record(
    Evaluation,
    {
        "case": required(ID),
        "evaluator": required(ID),
        "status": required(choice(EvaluationStatus)),
        "date": Field(DATE),
        "conditions": Field(MapOf(Record(ConditionCheck, {"met": Field(BOOLEAN), "comment": Field(TEXT)}))),
        "marks": required(
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
