"""Findings as text: carets under what is meant, where a Han character takes two cells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.check.report.concise import render_concise, render_with_hints
from casebound.check.report.formats import FORMATS, Render
from casebound.check.report.full import render_full
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source


def finding(text: str, what: str = "", *, path: str = "case.md", message: str = "说", hint: str = "") -> Finding:
    start = text.index(what) if what else 0
    return Finding(
        rule="some-rule",
        severity=Severity.ERROR,
        message=phrase(message.replace("{", "{{").replace("}", "}}"), "says"),
        span=Source(path=path, text=text).span(start, start + len(what)),
        hint=phrase(hint, hint) if hint else None,
    )


def cells(text: str) -> int:
    """Cells of a terminal, by Unicode's East Asian Width (UAX #11); combining marks take none."""
    return sum(
        0 if unicodedata.category(item) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(item) in "WF" else 1
        for item in text
    )


def excerpt(text: str, what: str) -> tuple[str, str]:
    """The line as shown and the carets under it, without the gutter."""
    lines = render_full([finding(text, what)], "zh-CN").split("\n")
    return lines[1].partition(" | ")[2], lines[2].partition(" | ")[2]


@pytest.mark.parametrize(
    ("text", "what", "shown", "carets"),
    [
        ("id: wait", "wait", "id: wait", "    ^^^^"),
        ("标题: 等候", "等候", "标题: 等候", "      ^^^^"),
        ("\tid: x", "x", "    id: x", "        ^"),
        ("e\u0301e\u0301: x", "x", "e\u0301e\u0301: x", "    ^"),
        ("用　全角", "全", "用　全角", "    ^^"),  # U+3000 is a space of two cells, nothing to hide
        ("ＡＢ: x", "x", "ＡＢ: x", "      ^"),
        ("a: x", "", "a: x", "^"),  # an empty place
        ("一\n二三\n四", "三", "二三", "  ^^"),
        ("一\r\n二三\r\n四", "三", "二三", "  ^^"),
        ("a\nb", "a\n", "a", "^"),  # its own line break only
        ("a: |\n  x", "|\n  x", "a: |", "   ^ 到第 2 行"),  # several lines: the first
    ],
)
def test_carets_stand_under_what_is_meant(text: str, what: str, shown: str, carets: str) -> None:
    assert excerpt(text, what) == (shown, carets)


@given(
    st.text(st.sampled_from("aZ1 等，　\t\u0301ｱ{}"), max_size=12),  # 12 tabs are 48 cells: nothing is cut
    st.text(st.sampled_from("b候"), min_size=1, max_size=8),
)
def test_carets_are_as_wide_as_the_text_they_mean(before: str, what: str) -> None:
    shown, carets = excerpt(before + what + " 尾", what)
    stripped = carets.lstrip(" ")
    assert cells(stripped) == cells(what)
    assert set(stripped) == {"^"}
    assert shown.startswith(before.replace("\t", "    ") + what)
    assert len(carets) - len(stripped) == cells(before.replace("\t", "    "))


@pytest.mark.parametrize("fill", ["长", "x", "\t", "e\u0301"])
def test_a_very_long_line_is_cut_around_the_caret(fill: str) -> None:
    shown, carets = excerpt(fill * 5000 + "等候" + fill * 5000, "等候")
    assert cells(shown) <= 300
    assert shown.startswith("…")
    assert shown.endswith("…")
    before = shown[: shown.index("等候")]
    assert carets == " " * cells(before) + "^^^^"


def test_a_very_long_mistake_is_cut_too() -> None:
    shown, carets = excerpt("a: " + "长" * 5000, "长" * 5000)
    assert shown == "a: " + "长" * 50 + "…"
    assert carets == "   " + "^" * 101


HOSTILE = "\x1b[31m红\x07\x9b2J\u202e\u2028\x00\x7f"


@pytest.mark.parametrize("render", FORMATS.values(), ids=FORMATS)
def test_nothing_a_terminal_would_obey_passes_through(render: Render) -> None:
    hostile = finding(f"标题: {HOSTILE} 尾", "尾", path=f"a{HOSTILE}/case.md", message=f"“{HOSTILE}”", hint=HOSTILE)
    for said in (render([hostile], "zh-CN"), render([hostile], "en")):
        assert all(item in "\n　" or item.isprintable() for item in said)


def test_a_finding_is_told_whole() -> None:
    said = render_full([finding("标题: 等候", "等候", message="太短", hint="写长些")], "zh-CN")
    assert said == (
        "case.md:1:5 错误[some-rule] 太短\n"
        "  1 | 标题: 等候\n"
        "    |       ^^^^\n"
        "  提示：写长些\n"
        "\n"
        "1 个文件，1 个错误，0 个警告，0 条建议。\n"
    )


def test_a_finding_about_a_folder_has_no_excerpt() -> None:
    said = render_full([finding("", path="content/cases/x")], "en")
    assert said.startswith("content/cases/x:1:1 error[some-rule] says\n\n")


def test_no_findings_are_said_in_words() -> None:
    assert render_full([], "zh-CN") == "没有发现问题。\n"
    assert render_full([], "en") == "No findings.\n"
    assert render_concise([], "en") == ""


def test_concise_is_one_line_that_editors_understand() -> None:
    assert render_concise([finding("标题:\n  等候", "等候")], "zh-CN") == "case.md:2:3: error[some-rule] 说\n"


def test_concise_with_hints_has_each_remedy_under_its_finding() -> None:
    findings = [finding("标题", hint="改\t好"), finding("标题")]
    lines = ["case.md:1:1: error[some-rule] 说", "  提示：改    好", "case.md:1:1: error[some-rule] 说", ""]
    assert render_with_hints(findings, "zh-CN") == "\n".join(lines)


@pytest.mark.parametrize(
    ("path", "place"),
    [("a.xlsx!分!F23", "a.xlsx!分!F23"), ("a.xlsx!分", "a.xlsx!分:1:1"), ("a.md", "a.md:1:1"), ("a!F0", "a!F0:1:1")],
)
def test_a_cell_has_no_line_and_column(path: str, place: str) -> None:
    assert render_concise([finding("", path=path)], "zh-CN") == f"{place}: error[some-rule] 说\n"
    assert render_full([finding("", path=path)], "zh-CN").startswith(f"{place} 错误[some-rule] 说\n")
