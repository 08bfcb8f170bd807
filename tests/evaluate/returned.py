"""Returned sheets for tests: each answer stands in a cell of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casebound.model.sheet import Answer, ReturnedComment, ReturnedCondition, ReturnedSheet
from casebound.text.finding import Finding
from casebound.text.source import Source, no_text

IDENTITY = {
    "packet": "spring/e1/1f2e3d4c",
    "round": "spring",
    "evaluator": "e1",
    "case": "night-clinic",
    "case_digest": "c" * 32,
    "framework_digest": "f" * 32,
}


def answer(text: str, cell: str = "C1") -> Answer:
    return Answer(text=text, place=Source(path=f"e1.xlsx!评分!{cell}", text=text).span(0, len(text)))


def comment(criterion: str, kind: str, text: str, anchor: str | None = None) -> ReturnedComment:
    return ReturnedComment(
        criterion=criterion,
        kind=answer(kind, f"D{criterion}"),
        text=answer(text, f"E{criterion}"),
        anchor=None if anchor is None else answer(anchor, f"F{criterion}"),
    )


def sheet(
    marks: Mapping[str, str] | None = None,
    *comments: ReturnedComment,
    met: Mapping[str, str] | None = None,
    fields: Mapping[str, str | None] | None = None,
) -> ReturnedSheet:
    """A submitted sheet of e1 on `night-clinic`; `fields` replace what else it says, None: not said."""
    written = {"status": "submitted", "date": "2026-04-09", **IDENTITY, **(fields or {})}
    said: dict[str, Any] = {name: answer(text, name) for name, text in written.items() if text is not None}
    return ReturnedSheet(
        place=no_text("e1.xlsx!评分"),
        marks={id: answer(text, f"C{id}") for id, text in (marks or {}).items()},
        conditions={id: ReturnedCondition(met=answer(text, f"B{id}")) for id, text in (met or {}).items()},
        comments=comments,
        **said,
    )


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Rule, cell and message of each."""
    return [
        (finding.rule, finding.span.source.path.rpartition("!")[2], finding.message.to("en")) for finding in findings
    ]
