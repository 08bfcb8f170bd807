"""Findings → one line that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase


def summary(findings: Sequence[Finding], lang: str) -> str:
    """How many of which severity, in how many files."""
    if not findings:
        return phrase("没有发现问题。", "No findings.").to(lang)
    counts = Counter(finding.severity for finding in findings)
    return phrase(
        "{files} 个文件，{errors} 个错误，{warnings} 个警告，{advice} 条建议。",
        "{errors} errors, {warnings} warnings, {advice} pieces of advice in {files} files.",
        files=len({finding.span.source.path for finding in findings}),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        advice=counts[Severity.ADVICE],
    ).to(lang)
