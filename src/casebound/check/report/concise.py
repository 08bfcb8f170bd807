"""Findings → one line each: `path:line:col: severity[rule] message`."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.check.report.terminal import place, shown
from casebound.check.report.words import HINT
from casebound.text.finding import Finding


def render_concise(findings: Sequence[Finding], lang: str) -> str:
    """For editors and `grep`; severities and rules keep their names in every language."""
    return "".join(_line(finding, lang) for finding in findings)


def render_with_hints(findings: Sequence[Finding], lang: str) -> str:
    """The same lines, under each its remedy as the full form words it."""
    lines = []
    for finding in findings:
        lines.append(_line(finding, lang))
        if finding.hint:
            lines.append(f"  {HINT.to(lang)}{shown(finding.hint.to(lang))}\n")
    return "".join(lines)


def _line(finding: Finding, lang: str) -> str:
    what = f"{finding.severity.value}[{finding.rule}] {finding.message.to(lang)}"
    return shown(f"{place(finding.span)}: {what}") + "\n"
