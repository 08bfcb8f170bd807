"""A returned sheet → the evaluation that its words say, and what in them says nothing. No framework is asked.

So the same sheet gives the same evaluation whenever it is read again, whatever has become of round and criteria.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from casebound.check.context import error, warning
from casebound.evaluate.sheets.words import KIND, KIND_WORDS, MET, MET_WORDS, STATUS, STATUS_WORDS, folded
from casebound.model.evaluation import Comment, CommentKind, ConditionCheck, Evaluation, EvaluationStatus, Mark
from casebound.model.sheet import Answer, ReturnedComment, ReturnedSheet
from casebound.read.control import without_control
from casebound.read.improve_dates import date_meant
from casebound.read.improve_numbers import number_meant
from casebound.read.reading import shortened
from casebound.read.scalars import DATE, NUMBER
from casebound.text.finding import Finding
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase

T = TypeVar("T")

_TIME_OF_DAY = re.compile(r"(?<=[0-9])[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")


def evaluation_of(sheet: ReturnedSheet) -> tuple[Evaluation, tuple[Finding, ...]]:
    """What the sheet says; an answer that says nothing is a finding, and left out.

    A mark that is no number, and a word that is none of those a sheet offers, are errors: what was meant is not
    guessed. A status that is not given is a draft.
    """
    findings: list[Finding] = []
    status = _word(sheet.status, STATUS_WORDS, STATUS, phrase("状态", "status"), findings)
    marks: dict[str, Mark] = {}
    for id, answer in sheet.marks.items():
        value = _mark(id, answer, findings)
        if value is not None:
            marks[id] = Mark(value=value)
    for comment in sheet.comments:
        read = _comment(comment, findings)
        if read is not None:
            earlier = marks.get(comment.criterion, Mark())
            marks[comment.criterion] = Mark(value=earlier.value, comments=(*earlier.comments, read))
    conditions = {}
    for id, condition in sheet.conditions.items():
        met = _word(condition.met, MET_WORDS, MET, phrase("条件 {id} ", "condition {id}", id=id), findings)
        said = text_of(condition.comment)
        if met is not None or said:
            conditions[id] = ConditionCheck(met=met, comment=said)
    evaluation = Evaluation(
        case=text_of(sheet.case),
        evaluator=text_of(sheet.evaluator),
        status=status or EvaluationStatus.DRAFT,
        date=_date(sheet.date, findings),
        packet=text_of(sheet.packet),
        case_digest=text_of(sheet.case_digest),
        framework_digest=text_of(sheet.framework_digest),
        conditions=conditions,
        marks=marks,
        overall=text_of(sheet.overall),
    )
    return evaluation, tuple(findings)


def text_of(answer: Answer | None) -> str:
    """An answer's text, with one sort of line break and nothing that cannot be shown; empty where there is none."""
    if answer is None:
        return ""
    return without_control(re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", answer.text)).strip()


def _mark(id: str, answer: Answer, findings: list[Finding]) -> Decimal | None:
    """Digits of full width are digits; everything else that is not plainly one number is asked back."""
    text = unicodedata.normalize("NFKC", answer.text).strip()
    if not text:
        return None
    value = NUMBER.convert(text)
    if value is not None:
        return Decimal(f"{value:f}".rstrip("0").rstrip(".")) if "." in f"{value:f}" else value
    message = phrase(
        "{id} 的分数应为数字，这里是“{text}”",
        "The mark of {id} should be a number, not “{text}”",
        id=id,
        text=shortened(answer.text),
    )
    meant = number_meant(answer.text)
    hint = (
        phrase("若是这个意思，写成 {number}", "If that is what is meant, write {number}", number=meant.text)
        if meant
        else phrase("写一个数字；没打分就留空", "Write a number; leave it empty when it is not marked")
    )
    findings.append(error("unreadable-answer", answer.place, message, hint))
    return None


def _comment(comment: ReturnedComment, findings: list[Finding]) -> Comment | None:
    text, anchor = text_of(comment.text), text_of(comment.anchor)
    if not text:
        return None
    what = phrase("{id} 的意见类别", "kind of comment on {id}", id=comment.criterion)
    kind: CommentKind | None
    if text_of(comment.kind):
        kind = _word(comment.kind, KIND_WORDS, KIND, what, findings)
    else:
        kind = None
        message = phrase("{what}没有写", "The {what} is missing", what=what)
        findings.append(error("unreadable-answer", comment.kind.place, message, _KINDS))
    return None if kind is None else Comment(kind=kind, text=text, anchor=anchor)


_KINDS = phrase("写优点、改进或核实", "Write strength, improvement or verify")


def _word(
    answer: Answer | None,
    words: Mapping[str, T],
    offered: Mapping[T, Localized],
    what: Localized,
    findings: list[Finding],
) -> T | None:
    if answer is None or not answer.text.strip():
        return None
    if folded(answer.text) in words:
        return words[folded(answer.text)]
    message = phrase(
        "{what}不认识“{text}”", "Unknown word for the {what}: “{text}”", what=what, text=shortened(answer.text)
    )
    choices = {lang: [word.to(lang) for word in offered.values()] for lang in (CHINESE, ENGLISH)}
    known = phrase(
        "写{chinese}，或 {english}",
        "Write {english}, or {chinese}",
        chinese="、".join(choices[CHINESE]),
        english=", ".join(choices[ENGLISH]),
    )
    findings.append(error("unreadable-answer", answer.place, message, known))
    return None


def _date(answer: Answer | None, findings: list[Finding]) -> date | None:
    text = _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", answer.text).strip()) if answer else ""
    if answer is None or not text:
        return None
    value = DATE.convert(text)
    if value is None and (meant := date_meant(text)) is not None and meant.is_certain:
        value = DATE.convert(meant.text)
    if value is None:
        message = phrase(
            "“{text}”不是能读懂的日期", "“{text}” is no date that can be read", text=shortened(answer.text)
        )
        hint = phrase(
            "写成 2026-04-09 这样；先按没有日期收下", "Write it like 2026-04-09; taken without a date for now"
        )
        findings.append(warning("sheet-date", answer.place, message, hint))
    return value
