"""Workflow commands: what GitHub's runner reads back is what was meant, and nobody's text becomes a command."""

from __future__ import annotations

import re

import pytest

from casebound.check.report.github import render_github
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source
from tests.check.report.sample import SAMPLE, plain

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def unescaped(text: str, more: tuple[tuple[str, str], ...] = ()) -> str:
    """As actions/runner reads it (ActionCommand.cs): the percent sign last."""
    for code, character in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def read(line: str) -> tuple[str, dict[str, str], str]:
    match = COMMAND.fullmatch(line)
    assert match
    pairs = [item.partition("=") for item in match[2].split(",")]
    properties = {name: unescaped(value, ((("%3A"), ":"), ("%2C", ","))) for name, _, value in pairs}
    return match[1], properties, unescaped(match[3])


def finding(said: str, path: str = "case.md", severity: Severity = Severity.ERROR) -> Finding:
    source = Source(path=path, text="一二三\n四")
    return Finding(rule="some-rule", severity=severity, message=plain(said), span=source.span(1, 2))


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.ADVICE, "notice")],
)
def test_one_line_a_finding(severity: Severity, command: str) -> None:
    said = render_github([finding("太短", severity=severity)], "zh-CN")
    assert said == f"::{command} file=case.md,line=1,col=2,endColumn=3,title=some-rule::太短\n"


def test_the_hint_is_a_second_line_of_the_annotation() -> None:
    item = Finding(
        rule="r",
        severity=Severity.ERROR,
        message=phrase("太短", "too short"),
        span=Source(path="a.md", text="x\ny").span(0, 3),
        hint=phrase("写长些", "write more"),
    )
    assert (
        render_github([item], "en")
        == "::error file=a.md,line=1,col=1,endLine=2,title=r::too short%0Ahint: write more\n"
    )


@pytest.mark.parametrize("text", ["100%", "%0A", "%250A", "a\r\nb", "::error::x", "a:b,c=d", "a::b"])
def test_what_was_meant_is_read_back(text: str) -> None:
    _, properties, said = read(render_github([finding(text, path=f"{text}.md".replace("\r\n", ""))], "en").rstrip("\n"))
    assert said == text
    assert properties["file"] == f"{text}.md".replace("\r\n", "")


def test_nobodys_text_becomes_a_command_of_its_own() -> None:
    said = render_github([finding("x\n::add-mask::secret", path="a\n::stop-commands::x")], "en")
    assert said.count("\n") == 1
    assert said.startswith("::error file=a%0A%3A%3Astop-commands%3A%3Ax,line=1,")


def test_every_finding_of_the_sample_is_one_readable_line() -> None:
    lines = render_github(SAMPLE, "zh-CN").splitlines()
    assert [read(line)[1]["title"] for line in lines] == [item.rule for item in SAMPLE]


def test_no_findings_say_nothing() -> None:
    assert render_github([], "en") == ""
