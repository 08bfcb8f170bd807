"""A sheet that came back → the evaluation it spells out, so that tests can compare the two."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from casebound.evaluate.sheets.words import KIND_WORDS, MET_WORDS, STATUS_WORDS, folded
from casebound.model.evaluation import Comment, ConditionCheck, Evaluation, EvaluationStatus, Mark
from casebound.model.sheet import Answer, ReturnedSheet


def said(answer: Answer | None) -> str:
    """What was written, which must be what stands at its place."""
    if answer is None:
        return ""
    assert answer.text == answer.text.strip()
    return answer.text


def spelt_out(sheet: ReturnedSheet) -> Evaluation:
    """The evaluation in a sheet without faults."""
    marks: dict[str, Mark] = {}
    for criterion in {**sheet.marks, **{comment.criterion: None for comment in sheet.comments}}:
        mark = sheet.marks.get(criterion)
        marks[criterion] = Mark(
            value=None if mark is None else Decimal(mark.text),
            comments=tuple(
                Comment(kind=KIND_WORDS[folded(said(each.kind))], text=said(each.text), anchor=said(each.anchor))
                for each in sheet.comments
                if each.criterion == criterion
            ),
        )
    return Evaluation(
        case=said(sheet.case),
        evaluator=said(sheet.evaluator),
        status=STATUS_WORDS[folded(said(sheet.status))] if sheet.status else EvaluationStatus.DRAFT,
        date=date.fromisoformat(said(sheet.date)) if sheet.date else None,
        conditions={
            id: ConditionCheck(
                met=MET_WORDS[folded(said(condition.met))] if condition.met else None, comment=said(condition.comment)
            )
            for id, condition in sheet.conditions.items()
        },
        marks=marks,
        overall=said(sheet.overall),
    )
