"""The name of an output format → what renders it; those for other programs are loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casebound.check.report.concise import render_concise
from casebound.check.report.full import render_full
from casebound.text.finding import Finding

Render = Callable[[Sequence[Finding], str], str]


def _json(findings: Sequence[Finding], lang: str) -> str:
    from casebound.check.report.json_document import render_json

    return render_json(findings, lang)


def _sarif(findings: Sequence[Finding], lang: str) -> str:
    from casebound.check.report.sarif import render_sarif

    return render_sarif(findings, lang)


def _github(findings: Sequence[Finding], lang: str) -> str:
    from casebound.check.report.github import render_github

    return render_github(findings, lang)


def _junit(findings: Sequence[Finding], lang: str) -> str:
    from casebound.check.report.junit import render_junit

    return render_junit(findings, lang)


def _html(findings: Sequence[Finding], lang: str) -> str:
    from casebound.check.report.html_page import render_html

    return render_html(findings, lang)


FORMATS: dict[str, Render] = {
    "full": render_full,
    "concise": render_concise,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
    "html": _html,
}
