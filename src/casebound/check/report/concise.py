"""Findings → one line each: `path:line:col: severity[rule] message`."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.check.report.terminal import shown
from casebound.text.finding import Finding


def render_concise(findings: Sequence[Finding], lang: str) -> str:
    """For editors and `grep`; severities and rules keep their names in every language."""
    lines = []
    for finding in findings:
        line, column = finding.span.source.position(finding.span.start)
        place = f"{finding.span.source.path}:{line}:{column}"
        lines.append(shown(f"{place}: {finding.severity.value}[{finding.rule}] {finding.message.to(lang)}") + "\n")
    return "".join(lines)
