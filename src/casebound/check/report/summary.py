"""Findings → lines that count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from casebound.check.report.words import MEND, MEND_SUGGESTED
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, counted, phrase


def summary(findings: Sequence[Finding], lang: str) -> str:
    """How many of which severity, in how many files: one line."""
    if not findings:
        return phrase("没有发现问题。", "No findings.").to(lang)
    counts = Counter(finding.severity for finding in findings)
    files = len({finding.span.source.path for finding in findings})
    errors, warnings, advice = (counts[item] for item in (Severity.ERROR, Severity.WARNING, Severity.ADVICE))
    return phrase(
        "{files}，{errors}，{warnings}，{advice}。",
        "{errors}, {warnings}, {advice} in {files}.",
        files=counted(files, "个文件", "file"),
        errors=counted(errors, "个错误", "error"),
        warnings=counted(warnings, "个警告", "warning"),
        advice=counted(advice, "条建议", "piece of advice", "pieces of advice"),
    ).to(lang)


def fixable(findings: Sequence[Finding], lang: str) -> str:
    """How many can be mended by which command: one line, or nothing when none can."""
    parts = [
        phrase("{what}（{how}）", "{what} ({how})", what=what, how=how).to(lang) for what, how in mendable(findings)
    ]
    return phrase("，", "; ").to(lang).join(parts) + phrase("。", ".").to(lang) if parts else ""


def mendable(findings: Sequence[Finding]) -> list[tuple[Localized, str]]:
    """The same taken apart: how many, and the command."""
    safe = sum(finding.fix is not None and finding.fix.is_safe for finding in findings)
    suggested = sum(finding.fix is not None and not finding.fix.is_safe for finding in findings)
    parts = []
    if safe:
        parts.append((phrase("可自动修复 {n} 个", "{n} can be fixed safely", n=safe), MEND))
    if suggested:
        words = phrase("有修改建议 {n} 个，须过目", "{n} can be fixed on suggestion", n=suggested)
        parts.append((words, MEND_SUGGESTED))
    return parts
