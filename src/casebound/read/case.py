"""A case's front matter and body → Case. The fields a write-up may have are declared here, once."""

from __future__ import annotations

from casebound.model.case import (
    Adoption,
    Case,
    ConditionAnswer,
    Contact,
    Cost,
    Evidence,
    EvidenceKind,
    Member,
    Publication,
    Replication,
    Resource,
    Risk,
    Step,
    Study,
    StudyDesign,
    Subject,
    SubjectKind,
    Visibility,
)
from casebound.model.measure import Aggregate, Better, Measure, MeasuredValue, Series
from casebound.read.fields import (
    BOOLEAN,
    DATE,
    ID,
    INTEGER,
    NUMBER,
    PERIOD,
    TEXT,
    Choice,
    Field,
    ListOf,
    Record,
    choice,
    required,
)

TEXTS = Field(ListOf(TEXT))

SUBJECT = Record(
    Subject,
    {
        "kind": required(choice(SubjectKind)),
        "name": required(TEXT),
        "organization": required(TEXT),
        "aliases": TEXTS,
        "members": Field(ListOf(Record(Member, {"name": required(TEXT), "role": Field(TEXT)}))),
    },
)

EVIDENCE = Record(
    Evidence,
    {
        "kind": required(choice(EvidenceKind)),
        "title": required(TEXT),
        "date": Field(DATE),
        "file": Field(TEXT),
    },
)

CONDITION = Record(
    ConditionAnswer,
    {"id": required(TEXT), "statement": required(TEXT), "evidence": required(ListOf(EVIDENCE))},
)

MEASURED = Record(
    MeasuredValue,
    {"value": required(NUMBER), "period": required(PERIOD), "n": Field(INTEGER)},
)

SERIES = Record(
    Series,
    {
        "file": required(TEXT),
        "period": Field(TEXT),
        "value": Field(TEXT),
        "n": Field(TEXT),
        "aggregate": Field(choice(Aggregate)),
    },
)

MEASURE = Record(
    Measure,
    {
        "id": required(ID),
        "name": required(TEXT),
        "unit": required(TEXT),
        "better": required(choice(Better)),
        "baseline": required(MEASURED),
        "target": required(MEASURED),
        "actual": required(MEASURED),
        "source": required(TEXT),
        "series": Field(SERIES),
    },
)

STUDY = Record(
    Study,
    {
        "design": required(choice(StudyDesign)),
        "comparison": Field(TEXT),
        "data_quality": required(TEXT),
    },
)

COST = Record(
    Cost,
    {
        "one_off": Field(NUMBER),
        "annual": Field(NUMBER),
        "savings": Field(NUMBER),
        "currency": required(TEXT),
        "basis": required(TEXT),
    },
)

REPLICATION = Record(
    Replication,
    {
        "preconditions": required(ListOf(TEXT)),
        "core_elements": required(ListOf(TEXT)),
        "adaptable": TEXTS,
        "resources": Field(
            ListOf(Record(Resource, {"item": required(TEXT), "quantity": Field(TEXT), "note": Field(TEXT)}))
        ),
        "cost": Field(COST),
        "steps": required(
            ListOf(
                Record(
                    Step,
                    {
                        "title": required(TEXT),
                        "who": Field(TEXT),
                        "weeks": Field(NUMBER),
                        "detail": Field(TEXT),
                    },
                )
            )
        ),
        "risks": Field(ListOf(Record(Risk, {"risk": required(TEXT), "response": required(TEXT)}))),
        "lessons": TEXTS,
        "sustainment": Field(TEXT),
        "contact": Field(
            Record(
                Contact,
                {"name": required(TEXT), "role": Field(TEXT), "email": Field(TEXT), "phone": Field(TEXT)},
            )
        ),
    },
)

ADOPTION = Record(
    Adoption,
    {
        "organization": required(TEXT),
        "date": required(PERIOD),
        "changes": Field(TEXT),
        "result": Field(TEXT),
    },
)

PUBLICATION = Record(
    Publication,
    {
        "consent": required(BOOLEAN),
        "visibility": Field(choice(Visibility)),
        "private": TEXTS,
        "names": TEXTS,
        "license": Field(TEXT),
        "review_by": Field(DATE),
        "version": Field(TEXT),
    },
)

CASE = Record(
    Case,
    {
        "id": required(ID),
        "title": required(TEXT),
        "short_title": Field(TEXT),
        "summary": required(TEXT),
        "lang": required(Choice({"zh-CN": "zh-CN", "en": "en"})),
        "framework": required(TEXT),
        "route": required(TEXT),
        "example": Field(BOOLEAN),
        "subject": required(SUBJECT),
        "industry": required(TEXT),
        "service": Field(TEXT),
        "region": Field(TEXT),
        "methods": Field(ListOf(TEXT)),
        "period": required(PERIOD),
        "conditions": Field(ListOf(CONDITION)),
        "measures": required(ListOf(MEASURE)),
        "study": required(STUDY),
        "replication": required(REPLICATION),
        "adoptions": Field(ListOf(ADOPTION)),
        "publication": required(PUBLICATION),
        "aliases": TEXTS,
    },
)
"""The front matter of `case.md`."""
