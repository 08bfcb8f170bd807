"""Findings → workflow commands of GitHub Actions, one a line: annotations in a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.check.report.terminal import shown
from casebound.check.report.words import HINT
from casebound.text.finding import Finding, Severity

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def render_github(findings: Sequence[Finding], lang: str) -> str:
    """`::error file=…,line=…,col=…,endLine=…,endColumn=…,title=rule::message`, with the hint on a second line."""
    return "".join(_one(finding, lang) for finding in findings)


def _one(finding: Finding, lang: str) -> str:
    source = finding.span.source
    line, column = source.position(finding.span.start)
    end_line, end_column = source.position(finding.span.end)
    # GitHub ignores the columns of a place that runs over several lines.
    end = f"col={column},endColumn={end_column}" if end_line == line else f"col={column},endLine={end_line}"
    place = f"file={_property(source.path)},line={line},{end},title={_property(finding.rule)}"
    said = finding.message.to(lang)
    if finding.hint:
        said += f"\n{HINT.to(lang)}{finding.hint.to(lang)}"
    return f"::{COMMANDS[finding.severity]} {place}::{_data(said)}\n"


def _data(text: str) -> str:
    """Escaped as GitHub's toolkit does; other control characters are shown, since the log obeys them."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return shown(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
