"""Findings → JSON, for programs; `findings.schema.json` beside this file says its shape."""

from __future__ import annotations

from collections.abc import Sequence

from casebound import __version__
from casebound.check.report.json_text import JSON, json_text
from casebound.text.finding import Finding, Label
from casebound.text.fix import Fix
from casebound.text.source import Source, Span

VERSION = 2
"""Of the format: a program that reads one version need not understand another."""


def render_json(findings: Sequence[Finding], lang: str) -> str:
    """One object; lines and columns count code points from 1, offsets from 0, ends are exclusive."""
    items: list[JSON] = [_finding(finding, lang) for finding in findings]
    tool: JSON = {"name": "casebound", "version": __version__}
    return json_text({"version": VERSION, "tool": tool, "findings": items})


def _finding(finding: Finding, lang: str) -> JSON:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        **_place(finding.span),
        "field": finding.field or None,
        "message": finding.message.to(lang),
        "hint": finding.hint.to(lang) if finding.hint else None,
        "labels": [_label(label, lang) for label in finding.labels],
        "fix": _fix(finding.fix, lang) if finding.fix else None,
    }


def _label(label: Label, lang: str) -> JSON:
    return {**_place(label.span), "message": label.message.to(lang)}


def _fix(fix: Fix, lang: str) -> JSON:
    edits: list[JSON] = [{**_place(edit.span), "text": edit.text} for edit in fix.edits]
    return {"message": fix.message.to(lang), "is_safe": fix.is_safe, "edits": edits}


def _place(span: Span) -> dict[str, JSON]:
    source = span.source
    return {"path": source.path, "start": _point(source, span.start), "end": _point(source, span.end)}


def _point(source: Source, offset: int) -> JSON:
    line, column = source.position(offset)
    return {"line": line, "column": column, "offset": offset}
