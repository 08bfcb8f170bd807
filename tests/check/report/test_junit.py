"""JUnit XML: parsed back it holds every finding; only what fails `check` fails here."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from casebound.check.report.junit import render_junit
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source
from tests.check.report.sample import SAMPLE, plain


def parsed(findings: tuple[Finding, ...], lang: str = "en") -> Element:
    return fromstring(render_junit(findings, lang))


def finding(severity: Severity = Severity.ERROR, said: str = "太短") -> Finding:
    return Finding(
        rule="some-rule",
        severity=severity,
        message=plain(said),
        span=Source(path="case.md", text="一\n二三").span(3, 4),
        hint=phrase("写长些", "write more"),
    )


def test_a_finding_is_told_whole() -> None:
    assert render_junit([finding()], "zh-CN") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="casebound" tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        '  <testsuite name="case.md" tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        '    <testcase classname="case.md" name="some-rule 2:2" file="case.md" line="2" time="0">\n'
        '      <failure message="太短" type="error">case.md:2:2 错误[some-rule] 太短\n'
        "提示：写长些</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_no_findings_are_one_case_that_passes() -> None:
    root = parsed(())
    assert root.attrib == {
        "name": "casebound",
        "tests": "1",
        "failures": "0",
        "errors": "0",
        "skipped": "0",
        "time": "0",
    }
    (case,) = root.iter("testcase")
    assert (case.attrib["name"], list(case)) == ("check", [])


@pytest.mark.parametrize(
    ("severity", "outcome", "failures"),
    [(Severity.ERROR, "failure", "1"), (Severity.WARNING, "failure", "1"), (Severity.ADVICE, "system-out", "0")],
)
def test_advice_passes_and_says_so(severity: Severity, outcome: str, failures: str) -> None:
    root = parsed((finding(severity),))
    (case,) = root.iter("testcase")
    assert [item.tag for item in case] == [outcome]
    assert root.attrib["failures"] == failures


def test_a_suite_a_file_a_case_a_finding() -> None:
    root = parsed(SAMPLE)
    suites = root.findall("testsuite")
    assert [(item.attrib["tests"], item.attrib["failures"]) for item in suites] == [("7", "5"), ("1", "1"), ("1", "1")]
    assert [len(item.findall("testcase")) for item in suites] == [7, 1, 1]
    names = [case.attrib["name"].partition(" ")[0] for case in root.iter("testcase")]
    assert names == [item.rule for item in SAMPLE]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("]]> </failure> & \"'", "]]> </failure> & \"'"),
        ("\x00\x1b[31m\ufffe\ud800", "��[31m��"),
        ("a\tb", "a    b"),
    ],
)
def test_every_text_is_safe_in_xml(said: str, read: str) -> None:
    (failure,) = parsed((finding(said=said),)).iter("failure")
    assert failure.attrib["message"] == read
    assert (failure.text or "").splitlines()[0] == f"case.md:2:2 error[some-rule] {read}"


def test_second_places_and_fixes_are_told() -> None:
    texts = [item.text or "" for item in parsed(SAMPLE, "en").iter("failure")]
    assert texts[2].splitlines()[1:] == [
        "content/cases/wait/case.md:8:10 26.8 here",
        "suggested fix: Take the data's value (casebound check --fix --suggested)",
    ]
