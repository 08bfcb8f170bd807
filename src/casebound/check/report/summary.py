"""Findings → lines that count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from casebound.check.report.words import MEND, MEND_SUGGESTED
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase


def summary(findings: Sequence[Finding], lang: str) -> str:
    """How many of which severity, in how many files: one line."""
    if not findings:
        return phrase("没有发现问题。", "No findings.").to(lang)
    counts = Counter(finding.severity for finding in findings)
    files = len({finding.span.source.path for finding in findings})
    errors, warnings, advice = (counts[item] for item in (Severity.ERROR, Severity.WARNING, Severity.ADVICE))
    return phrase(
        "{files} 个文件，{errors} 个错误，{warnings} 个警告，{advice} 条建议。",
        "{some_errors}, {some_warnings}, {some_advice} in {some_files}.",
        files=files,
        errors=errors,
        warnings=warnings,
        advice=advice,
        some_errors=_counted(errors, "error"),
        some_warnings=_counted(warnings, "warning"),
        some_advice=_counted(advice, "piece") + " of advice",
        some_files=_counted(files, "file"),
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


def _counted(count: int, noun: str) -> str:
    """An English count: `1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
