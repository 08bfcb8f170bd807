"""Findings → JUnit XML, for build servers: a suite a file, a case a finding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from casebound.check.report.terminal import shown
from casebound.check.report.words import HINT, SEVERITIES, fix_words
from casebound.text.finding import Finding, Severity

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render_junit(findings: Sequence[Finding], lang: str) -> str:
    """Errors and warnings fail; advice passes and says so in `system-out`; no findings are one case that passes."""
    root = Element("testsuites", {"name": "casebound", **_counts(findings)})
    for path, group in groupby(findings, key=lambda finding: finding.span.source.path):
        members = list(group)
        suite = SubElement(root, "testsuite", {"name": shown(path), **_counts(members)})
        for finding in members:
            _case(suite, finding, lang)
    if not findings:
        suite = SubElement(root, "testsuite", {"name": "casebound", **_counts(findings)})
        SubElement(suite, "testcase", classname="casebound", name="check", time="0")
    indent(root)
    return DECLARATION + tostring(root, encoding="unicode") + "\n"


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    failures = sum(finding.severity is not Severity.ADVICE for finding in findings)
    return {"tests": str(len(findings) or 1), "failures": str(failures), "errors": "0", "skipped": "0", "time": "0"}


def _case(suite: Element, finding: Finding, lang: str) -> None:
    path = shown(finding.span.source.path)
    line, column = finding.span.source.position(finding.span.start)
    name = f"{shown(finding.rule)} {line}:{column}"
    case = SubElement(suite, "testcase", classname=path, name=name, file=path, line=str(line), time="0")
    said = _said(finding, lang)
    if finding.severity is Severity.ADVICE:
        SubElement(case, "system-out").text = said
    else:
        message = shown(finding.message.to(lang))
        SubElement(case, "failure", message=message, type=finding.severity.value).text = said


def _said(finding: Finding, lang: str) -> str:
    """The whole finding in lines, each safe in XML: what cannot be seen stands as a mark."""
    line, column = finding.span.source.position(finding.span.start)
    severity = SEVERITIES[finding.severity].to(lang)
    lines = [f"{finding.span.source.path}:{line}:{column} {severity}[{finding.rule}] {finding.message.to(lang)}"]
    for label in finding.labels:
        line, column = label.span.source.position(label.span.start)
        lines.append(f"{label.span.source.path}:{line}:{column} {label.message.to(lang)}")
    if finding.hint:
        lines.append(f"{HINT.to(lang)}{finding.hint.to(lang)}")
    if finding.fix:
        lines.append(fix_words(finding.fix).to(lang))
    return "\n".join(shown(item) for item in lines)
