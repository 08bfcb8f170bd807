"""A case's front matter and body → Case. The fields a write-up may have are declared here, once."""

from __future__ import annotations

from casebound.model.case import (
    AdoptedMeasure,
    Adoption,
    Case,
    ConditionAnswer,
    Contact,
    Cost,
    Evidence,
    EvidenceKind,
    EvidenceReview,
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
from casebound.model.measure import Aggregate, Better, Measure, MeasuredValue, Rounding, RoundingMode, Series
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
    Scalar,
    choice,
    required,
)
from casebound.text.localized import phrase

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

FROM_SERIES = Record(MeasuredValue, {**MEASURED.fields, "value": Field(NUMBER, is_usual=True)})
"""A baseline or an actual value: one that is not given is computed from the series."""

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

PLACES: Scalar[int] = Scalar(
    lambda text: int(text) if text in tuple("0123456") else None, phrase("0 到 6 的整数", "a whole number from 0 to 6")
)

ROUNDING = Record(
    Rounding,
    {"places": Field(PLACES), "mode": Field(choice(RoundingMode))},
)

MEASURE = Record(
    Measure,
    {
        "id": required(ID),
        "name": required(TEXT),
        "unit": required(TEXT),
        "better": required(choice(Better)),
        "baseline": required(FROM_SERIES),
        "target": required(MEASURED),
        "actual": required(FROM_SERIES),
        "source": required(TEXT),
        "series": Field(SERIES),
        "rounding": Field(ROUNDING),
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

EVIDENCE_REVIEW = Record(
    EvidenceReview,
    {
        "level": required(Choice({str(n): n for n in range(1, 6)})),
        "reason": required(TEXT),
        "by": Field(TEXT),
        "date": Field(DATE),
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

ADOPTED_MEASURE = Record(
    AdoptedMeasure,
    {"measure": required(ID), "baseline": required(MEASURED), "actual": required(MEASURED)},
)

ADOPTION = Record(
    Adoption,
    {
        "id": Field(ID),
        "organization": required(TEXT),
        "date": required(PERIOD),
        "changes": Field(TEXT),
        "result": Field(TEXT),
        "measures": Field(ListOf(ADOPTED_MEASURE)),
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
        "evidence": Field(EVIDENCE_REVIEW),
        "replication": required(REPLICATION),
        "adoptions": Field(ListOf(ADOPTION)),
        "publication": required(PUBLICATION),
        "aliases": TEXTS,
    },
)
"""The front matter of `case.md`."""
