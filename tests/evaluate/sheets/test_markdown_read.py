"""Markdown sheets as people return them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.evaluate.sheets.markdown_read import read_markdown_sheet
from casebound.evaluate.sheets.markdown_write import render_markdown
from casebound.model.evaluation import Evaluation
from casebound.model.sheet import ReturnedFile, ReturnedSheet
from casebound.text.source import Source
from tests.evaluate.sheets.answers import spelt_out
from tests.evaluate.sheets.packets import FILLED, packet

TEXT = render_markdown(packet(FILLED, None))
BLANK = Evaluation(case="senior-hotline", evaluator="e01")
FRONT = """---
packet: p
round: r
evaluator: e01
framework_digest: f
case_digests: {one: d}
---
## 案例 {#one}
"""


def read(text: str) -> ReturnedFile:
    return read_markdown_sheet(Source(path="e01.md", text=text))


def sheet(body: str) -> ReturnedSheet:
    file = read(FRONT + body)
    assert file.findings == ()
    return file.sheets[0]


def said(returned: ReturnedSheet) -> list[tuple[str, str, str, str]]:
    return [
        (each.criterion, each.kind.text, each.anchor.text if each.anchor else "", each.text.text)
        for each in returned.comments
    ]


def test_an_answer_knows_its_line() -> None:
    mark = read(TEXT).sheets[0].marks["5.2.1"]
    line, column = mark.place.source.position(mark.place.start)
    assert TEXT.splitlines()[line - 1] == "得分：85.5"
    assert (column, mark.place.text) == (4, "85.5")


@pytest.mark.parametrize(
    "line",
    [
        "得分：85",
        "得分:85",
        "得分 ： 85 ",
        "- 得分：85",
        "**得分**：85",
        "**得分：**85",
        "分数：85",
        "Mark: 85",
        "score:85",
    ],
)
def test_a_mark_may_be_written_in_many_ways(line: str) -> None:
    returned = sheet(f"### 5.2.1 聚焦用户\n{line}\n")
    assert {id: mark.text for id, mark in returned.marks.items()} == {"5.2.1": "85"}
    assert returned.findings == ()


@pytest.mark.parametrize(
    "line",
    [
        "- 优点 [users]：好",
        "* 优点【users】: 好",
        "优点［users］：好",
        "• **优点** [users] ：好",
        "-优点[ users ]:好",
        "- 优点 [users]：\n\n  好",
        "　- 优点 [users]：好",
    ],
)
def test_a_comment_may_be_written_in_many_ways(line: str) -> None:
    returned = sheet(f"### 5.2.1 聚焦用户\n得分：\n\n{line}\n")
    assert said(returned) == [("5.2.1", "优点", "users", "好")]
    assert returned.findings == ()


def test_a_comment_goes_on_over_lines_that_are_indented_or_follow_at_once() -> None:
    returned = sheet("### 5.2.1 x\n- 优点：一，\n二：三，\n\n  四\n\t五\n　六\n- strength []: seven\n")
    assert said(returned) == [("5.2.1", "优点", "", "一，\n二：三，\n\n四\n五\n六"), ("5.2.1", "strength", "", "seven")]
    assert [(each.rule, each.span.text) for each in returned.findings] == [("unindented-line", "二：三，")]


@pytest.mark.parametrize(
    "line",
    [
        "- 表扬：x",
        "-表扬：x",
        "* 表扬 [users]：x",
        "• 好",
        "- 优点 没有冒号",
        "1. 其一",
        "2、其二",
        "（3）其三",
        "④其四",
        "二、x",
    ],
)
def test_an_item_of_unknown_kind_is_pointed_at_and_never_part_of_the_comment_before_it(line: str) -> None:
    returned = sheet(f"### 5.2.1 x\n- 优点：好\n没有缩进的第二行\n{line}\n  它的下文\n- 改进：快些\n")
    assert said(returned) == [("5.2.1", "优点", "", "好\n没有缩进的第二行"), ("5.2.1", "改进", "", "快些")]
    assert [(each.rule, each.span.text) for each in returned.findings] == [
        ("unindented-line", "没有缩进的第二行"),
        ("unread-text", line),
        ("unread-text", "它的下文"),
    ]


def test_an_indented_item_belongs_to_its_comment_and_a_number_begins_no_item() -> None:
    returned = sheet("### 5.2.1 x\n- 优点：两点\n  - 表扬：x\n  1. 其一\n1.5 倍\n-5 度\n")
    assert said(returned) == [("5.2.1", "优点", "", "两点\n- 表扬：x\n1. 其一\n1.5 倍\n-5 度")]
    assert [each.span.text for each in returned.findings] == ["1.5 倍", "-5 度"]


def test_a_line_that_says_nothing_is_pointed_at_and_skipped() -> None:
    returned = sheet("随手记\n### 5.2.1 x\n得分：85\n\n看过了\n\n- 好的：不错\n优点：在\n")
    assert [(each.rule, str(each.severity), each.span.text) for each in returned.findings] == [
        ("unread-text", "warning", "随手记"),
        ("unread-text", "warning", "看过了"),
        ("unread-text", "warning", "- 好的：不错"),
    ]
    assert said(returned) == [("5.2.1", "优点", "", "在")]


def test_a_comment_under_no_criterion_is_pointed_at() -> None:
    assert [each.span.text for each in sheet("- 优点：哪一项？\n").findings] == ["- 优点：哪一项？"]


def test_two_marks_for_one_criterion_are_refused() -> None:
    returned = sheet("### 5.2.1 x\n得分：85\n得分：90\n")
    assert [(each.rule, each.span.text) for each in returned.findings] == [("duplicate-answer", "90")]
    assert returned.marks["5.2.1"].text == "85"


def test_windows_line_breaks_change_nothing() -> None:
    file = read(TEXT.replace("\n", "\r\n"))
    assert [spelt_out(each) for each in file.sheets] == [FILLED, BLANK]


def test_a_case_without_its_id_is_refused_and_no_other() -> None:
    file = read(TEXT.replace(" {#alteration-desk}", ""))
    assert [[each.rule for each in returned.findings] for returned in file.sheets] == [["unidentified-sheet"], []]


def test_two_sheets_on_one_case_are_refused() -> None:
    file = read(TEXT.replace("{#senior-hotline}", "{#alteration-desk}"))
    assert [[each.rule for each in returned.findings] for returned in file.sheets] == [["duplicate-sheet"]] * 2


def test_without_front_matter_nobody_knows_whose_sheet_it_is() -> None:
    file = read(TEXT[TEXT.index("# 评分表") :])
    assert {each.rule for returned in file.sheets for each in returned.findings} == {"unidentified-sheet"}


@pytest.mark.parametrize("text", ["", "# 读我\n\n## 安装\n\n运行。\n", "---\nid: x\n", "text"])
def test_somebody_s_other_markdown_is_no_score_sheet(text: str) -> None:
    assert [each.rule for each in read(text).findings] == ["no-score-sheet"]


@pytest.mark.parametrize(
    "body",
    [
        " " * 200_000 + "x",
        "- " + " " * 200_000 + "x",
        "优点" + " " * 200_000 + "x",
        "优点 [" * 40_000,
        "## {#" * 40_000,
    ],
)
def test_a_line_of_hundreds_of_thousands_of_characters_is_read_at_once(body: str) -> None:
    assert read(FRONT + "### 5.2.1 x\n" + body).sheets  # tried again and again, it would take hours


def test_a_thousand_sheets_are_nobody_s() -> None:
    file = read(FRONT + "## 案例 {#one}\n" * 1_000)
    assert (file.sheets, [each.rule for each in file.findings]) == ((), ["no-score-sheet"])


@given(st.lists(st.tuples(st.integers(0, 10**6), st.text(max_size=4)), min_size=1, max_size=4))
@settings(max_examples=100)
def test_nonsense_never_raises(changes: list[tuple[int, str]]) -> None:
    text = TEXT
    for place, piece in changes:
        at = place % len(text)
        text = text[:at] + piece + text[at + len(piece) :]
    read(text)
