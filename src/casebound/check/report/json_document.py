"""Findings → JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from casebound.check.report.terminal import is_seen
from casebound.text.finding import Finding

VERSION = 1


def render_json(findings: Sequence[Finding], lang: str) -> str:
    """`{"version": 1, "findings": [{rule, severity, path, start, end, message, hint}]}`; places count from 1."""
    items = []
    for finding in findings:
        source = finding.span.source
        places = [source.position(offset) for offset in (finding.span.start, finding.span.end)]
        start, end = ({"line": line, "column": column} for line, column in places)
        items.append(
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "path": source.path,
                "start": start,
                "end": end,
                "message": finding.message.to(lang),
                "hint": finding.hint.to(lang) if finding.hint else None,
            }
        )
    text = json.dumps({"version": VERSION, "findings": items}, ensure_ascii=False, indent=2)
    return "".join(item if item == "\n" or is_seen(item) else json.dumps(item)[1:-1] for item in text) + "\n"
