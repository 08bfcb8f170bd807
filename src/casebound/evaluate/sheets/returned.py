"""What the readers of all formats share: places of answers, what is said of a whole file, sheets that stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from casebound.check.context import error
from casebound.evaluate.sheets import keys
from casebound.model.sheet import Answer, ReturnedFile, ReturnedSheet
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span, no_text

MOST_SHEETS = 1_000
"""Sheets of one file; beyond it, nobody filled them in."""


def trimmed(source: Source, start: int = 0, end: int | None = None) -> Span:
    """What is written between two offsets, without blanks around it."""
    end = len(source.text) if end is None else end
    text = source.text[start:end]
    first = start + len(text) - len(text.lstrip())
    return source.span(first, max(first, start + len(text.rstrip())))


def advice(rule: str, span: Span, message: Localized, hint: Localized | None = None) -> Finding:
    """Something that is good to know."""
    return Finding(rule=rule, severity=Severity.ADVICE, message=message, span=span, hint=hint)


def returned_file(name: str, sheets: Iterable[ReturnedSheet], findings: Iterable[Finding]) -> ReturnedFile:
    """A file with what is wrong with it: no sheet at all, two sheets about one case."""
    sheets, findings = tuple(sheets), tuple(findings)
    if len(sheets) > MOST_SHEETS:
        message = phrase(
            "文件里有超过 {n} 张表，没有读", "There are more than {n} sheets in this file; none was read", n=MOST_SHEETS
        )
        hint = phrase("一个评价人一份文件", "One file holds the sheets of one evaluator")
        return ReturnedFile(name=name, findings=(*findings, error("no-score-sheet", no_text(name), message, hint)))
    if not sheets and not any(finding.severity is Severity.ERROR for finding in findings):
        message = phrase("文件里没有评分表", "There is no score sheet in this file")
        hint = phrase("交回发给您的那份表", "Return the sheet that was given out")
        findings = (*findings, error("no-score-sheet", no_text(name), message, hint))
    count = Counter(sheet.case.text for sheet in sheets if sheet.case)
    return ReturnedFile(name=name, sheets=tuple(_told_twice(sheet, count) for sheet in sheets), findings=findings)


def _told_twice(sheet: ReturnedSheet, count: Counter[str]) -> ReturnedSheet:
    if sheet.case is None or count[sheet.case.text] < 2:
        return sheet
    message = phrase(
        "案例“{case}”有 {n} 张表，不知道以哪张为准",
        "There are {n} sheets on the case “{case}”; which one counts is not known",
        case=sheet.case.text,
        n=count[sheet.case.text],
    )
    finding = error("duplicate-sheet", sheet.case.place, message, phrase("只留一张再交", "Leave one and return it"))
    return replace(sheet, findings=(*sheet.findings, finding))


def unidentified(place: Span, found: dict[str, Answer | None]) -> Iterator[Finding]:
    """What is missing of a sheet's identity."""
    missing = [name for name in keys.IDENTITY if found.get(name) is None]
    if missing:
        message = phrase(
            "表的身份不全，缺 {names}", "The sheet does not say what it belongs to: {names}", names=", ".join(missing)
        )
        hint = phrase("从发出的原表里抄回来", "Copy it back from the sheet that was given out")
        yield error("unidentified-sheet", place, message, hint)


def unwritten_comment(place: Span) -> Finding:
    """An anchor was chosen, and nothing written about it."""
    message = phrase("选了依据，没有写意见，没有收", "A place is named but no comment; it was not taken")
    return Finding(rule="comment-without-text", severity=Severity.WARNING, message=message, span=place)


def answered_twice(place: Span, what: str) -> Finding:
    """Two answers to one question."""
    message = phrase("“{what}”有两个答案", "“{what}” is answered twice", what=what)
    return error("duplicate-answer", place, message, phrase("只留一个", "Leave one"))
