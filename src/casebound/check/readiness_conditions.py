"""The answer to a condition → the cells of its row: the statement, its evidence, the measures behind it."""

from __future__ import annotations

import posixpath

from casebound.check.measure_gaps import named_measures
from casebound.check.readiness_cells import (
    DASH,
    NONE,
    Cell,
    Column,
    Least,
    State,
    Urgency,
    Want,
    absent_file,
    is_there,
    joined,
    length_cell,
    measures_named,
    not_yet,
    nothing_asked,
)
from casebound.model.case import ConditionAnswer
from casebound.model.framework import Condition
from casebound.model.measure import Measure
from casebound.read.written import WrittenCase
from casebound.text.localized import Localized, counted, phrase
from casebound.text.source import Span


def condition_cells(written: WrittenCase, condition: Condition, least: int) -> tuple[Cell, ...]:
    """The five cells of one condition; `least` is the length below which its statement is called short."""
    label = phrase("条件 {id}“{title}”", "condition {id} “{title}”", id=condition.id, title=condition.title)
    found = ((number, item) for number, item in enumerate(written.case.conditions) if item.id == condition.id)
    number, answer = next(found, (0, ConditionAnswer()))
    span = written.place(f"conditions[{number}].statement") if answer.id else written.document.key("conditions")
    if not answer.statement:
        return (_unanswered(condition, label, answer, span), *(not_yet(item, span) for item in list(Column)[1:]))
    return (
        Cell(
            column=Column.ANSWERED,
            state=State.PRESENT,
            text=phrase("有说明", "yes"),
            note=phrase("有一段说明", "There is a statement"),
            span=span,
        ),
        length_cell(answer.statement, span, label, condition.question, Least(least, written.case.lang)),
        _evidence(written, answer, number, label),
        measures_named(_measures(written, answer), (), span),
        nothing_asked(Column.FIGURES, DASH, phrase("条件不用图表", "A condition needs no figures"), span),
    )


def _unanswered(condition: Condition, label: Localized, answer: ConditionAnswer, span: Span) -> Cell:
    message = phrase("没有说明{what}", "No statement on {what}", what=label)
    hint = phrase(
        "在 conditions 里写 id: {id} 和 statement。{question}",
        "Under conditions write id: {id} and a statement. {question}",
        id=condition.id,
        question=condition.question,
    )
    want = Want(urgency=Urgency.UNANSWERED, state=State.MISSING, message=message, hint=hint, span=span)
    text = phrase("没有说明", "no statement") if answer.id else NONE
    return Cell(column=Column.ANSWERED, state=State.MISSING, text=text, note=message, span=span, wants=(want,))


def _evidence(written: WrittenCase, answer: ConditionAnswer, number: int, label: Localized) -> Cell:
    place = written.place(f"conditions[{number}].evidence")
    total = len(answer.evidence)
    if not total:
        message = phrase("{what}没有列证据", "No evidence for {what}", what=label)
        hint = phrase(
            "在 evidence 里写 kind、title、date，有文件的写 file",
            "Under evidence write kind, title, date, and file where there is one",
        )
        want = Want(urgency=Urgency.UNSUPPORTED, state=State.MISSING, message=message, hint=hint, span=place)
        return Cell(column=Column.EVIDENCE, state=State.MISSING, text=NONE, note=message, span=place, wants=(want,))
    wants: list[Want] = []
    for index, item in enumerate(answer.evidence):
        at = f"conditions[{number}].evidence[{index}]"
        if item.date is None:
            message = phrase("证据“{title}”没有日期", "Evidence “{title}” has no date", title=item.title)
            hint = phrase("写 date: 年-月-日", "Write date: year-month-day")
            wants.append(
                Want(urgency=Urgency.THIN, state=State.THIN, message=message, hint=hint, span=written.place(at))
            )
        if item.file and not is_there(written, item.file):
            wants.append(absent_file(item.file, written.place(f"{at}.file")))
    dated = sum(item.date is not None for item in answer.evidence)
    filed = sum(bool(item.file) and is_there(written, item.file) for item in answer.evidence)
    facts = [counted(total, "项", "item", "items")]
    facts.append(phrase("日期齐", "dated") if dated == total else phrase("{n} 项有日期", "{n} dated", n=dated))
    facts.append(phrase("{n} 项有文件", "{n} with file", n=filed) if filed else phrase("无文件", "no file"))
    text = joined(facts, "，", ", ")
    note = phrase("列了 {facts}", "Lists {facts}", facts=text)
    if wants:
        note = phrase("有证据没写日期，或文件不存在", "Some evidence has no date, or its file is not there")
    return Cell(
        column=Column.EVIDENCE,
        state=State.THIN if wants else State.PRESENT,
        text=text,
        note=note,
        span=place,
        wants=tuple(wants),
    )


def _measures(written: WrittenCase, answer: ConditionAnswer) -> tuple[Measure, ...]:
    """The measures that the statement names, and those whose series is among the evidence."""
    files = {posixpath.normpath(item.file) for item in answer.evidence if item.file}
    ids = [
        item.id
        for item in written.case.measures
        if item.series and item.series.file and posixpath.normpath(item.series.file) in files
    ]
    return named_measures(written.case.measures, ids, answer.statement)
