"""Findings → for each the place, the line as written with carets under it, the message and the hint."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from casebound.check.report.summary import summary
from casebound.check.report.terminal import shown
from casebound.check.report.words import SEVERITIES
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Source

WIDEST = 100
"""Cells of a source line that are shown; a longer one is cut around the caret."""

HINT = phrase("提示：", "hint: ")


def render_full(findings: Sequence[Finding], lang: str) -> str:
    """All findings, then a line that counts them."""
    return "\n".join([*(_one(finding, lang) for finding in findings), summary(findings, lang), ""])


def _one(finding: Finding, lang: str) -> str:
    source = finding.span.source
    line, column = source.position(finding.span.start)
    severity = SEVERITIES[finding.severity].to(lang)
    lines = [shown(f"{source.path}:{line}:{column} {severity}[{finding.rule}] {finding.message.to(lang)}")]
    if source.text:
        lines.extend(_excerpt(source, line, column, finding))
    if finding.hint:
        lines.append(shown(f"  {HINT.to(lang)}{finding.hint.to(lang)}"))
    return "\n".join([*lines, ""])


def _excerpt(source: Source, line: int, column: int, finding: Finding) -> list[str]:
    """The line as written and a line of carets, aligned by the cells that characters take in a terminal."""
    text = source.line_text(line)
    before, rest = text[: column - 1], text[column - 1 :]
    length = max(1, min(finding.span.end - finding.span.start, len(rest)))
    under = rest[:length]
    after = rest[length:]
    if cell_len(shown(before)) > WIDEST // 2:
        before = "…" + before[-WIDEST // 4 :]
    if cell_len(shown(under)) > WIDEST:
        under = under[: WIDEST // 2] + "…"
        after = ""
    elif cell_len(shown(after)) > WIDEST // 2:
        after = after[: WIDEST // 4] + "…"
    number = str(line)
    gutter = " " * len(number)
    carets = "^" * max(1, cell_len(shown(under)))
    return [
        f"  {number} | {shown(before + under + after)}",
        f"  {gutter} | {' ' * cell_len(shown(before))}{carets}",
    ]
