"""A write-up taken apart: front matter, sections with their ids and criteria, and where each stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.read.document import Document, read_document
from casebound.text.source import Source

FRONT = "---\nid: x\n---\n"


def read(text: str) -> Document:
    return read_document(Source(path="content/cases/x/case.md", text=text))


def said(document: Document) -> list[tuple[int, str, str, str]]:
    found = document.reading.findings
    lines = [item.span.source.position(item.span.start)[0] for item in found]
    return [
        (line, item.span.text, item.rule, item.message.to("zh-CN")) for line, item in zip(lines, found, strict=True)
    ]


def outline(document: Document) -> list[tuple[int, str, str, tuple[str, ...], str]]:
    parts = [item.section for item in document.sections]
    return [(part.level, part.title, part.id, part.criteria, part.text) for part in parts]


def test_a_body_without_front_matter_is_still_read() -> None:
    document = read("## 现状 {#survey}\n\n一\n")
    assert document.front is None
    assert said(document) == [(1, "## 现状 {#survey}", "missing-front-matter", "没有 YAML 头部（front matter）")]
    assert [item.section.id for item in document.sections] == ["survey"]


def test_front_matter_without_an_end_is_read_to_the_end() -> None:
    document = read("---\nid: x\ntitle: 一\n")
    assert said(document) == [(1, "---", "open-front-matter", "YAML 头部没有结束")]
    assert document.front is not None
    assert [pair.key.text for pair in document.front.pairs] == ["id", "title"]
    assert document.sections == ()


def test_front_matter_that_is_no_mapping_is_said_to_be_none() -> None:
    document = read("---\n- 一\n---\n## 二\n")
    assert document.front is None
    assert [item[2] for item in said(document)] == ["wrong-type"]


@pytest.mark.parametrize("text", ["", "---\n", "---\n---\n", "---\n---"])
def test_almost_nothing_is_a_document_too(text: str) -> None:
    document = read(text)
    assert document.front is None
    assert document.sections == ()


def test_headings_carry_ids_and_criteria() -> None:
    document = read(
        FRONT
        + "## 现状 {#survey criterion=5.2.2}\n\n一\n\n### 分时段\n\n二\n\n"
        + '## 效果 {criterion="5.4.1 5.4.2" #results}\n\n三\n\n## 其他\n'
    )
    assert said(document) == []
    assert outline(document) == [
        (2, "现状", "survey", ("5.2.2",), "一"),
        (3, "分时段", "", (), "二"),
        (2, "效果", "results", ("5.4.1", "5.4.2"), "三"),
        (2, "其他", "", (), ""),
    ]


def test_a_section_stands_from_its_heading_to_the_next() -> None:
    (first, second) = read(FRONT + "## 一 {#a}\n\n正文\n\n## 二\n尾\n").sections
    assert (first.heading.text, first.body.text) == ("## 一 {#a}", "\n正文\n\n")
    assert (second.heading.text, second.body.text) == ("## 二", "尾\n")


def test_underlined_headings_are_headings() -> None:
    document = read(FRONT + "现状 {#survey}\n---\n\n一\n\n大标题\n===\n二\n")
    assert outline(document) == [(2, "现状", "survey", (), "一"), (2, "大标题", "", (), "二")]
    assert document.sections[0].heading.text == "现状 {#survey}"


@pytest.mark.parametrize(
    "block",
    [
        "```\n## 围栏 {#no}\n```",
        "~~~\n## 围栏\n~~~",
        "> ## 引文",
        "- ## 列表",
        "    ## 缩进",
        "\\## 转义",
        "##### 五级",
        "<!--\n## 注释\n-->",
    ],
)
def test_what_only_looks_like_a_heading_makes_no_section(block: str) -> None:
    assert [item.section.title for item in read(FRONT + f"## 一\n\n{block}\n\n二\n").sections] == ["一"]


def test_html_is_text_so_a_heading_in_it_is_a_heading() -> None:
    assert [item.section.title for item in read(FRONT + "## 一\n\n<div>\n## 二\n</div>\n").sections] == ["一", "二"]


def test_a_body_with_crlf_is_the_same_body() -> None:
    text = FRONT + "## 一 {#a}\n\n甲\n乙\n\n## 二 {#b}\n\n丙\n"
    for end in ("\r\n", "\r"):
        document = read(text.replace("\n", end))
        assert outline(document) == outline(read(text))
        assert [item.heading.text for item in document.sections] == ["## 一 {#a}", "## 二 {#b}"]


def test_text_before_the_first_heading_is_pointed_at() -> None:
    document = read(FRONT + "\n  前言一句\n再一句\n\n## 一\n")
    assert said(document) == [(5, "前言一句", "text-before-heading", "第一个标题之前的文字不会出现在成品里")]


def test_a_body_without_headings_is_pointed_at() -> None:
    document = read(FRONT + "\n只有正文，没有标题。\n")
    assert [item[1:3] for item in said(document)] == [("只有正文，没有标题。", "text-before-heading")]


def test_an_unknown_attribute_is_pointed_at() -> None:
    document = read(FRONT + "## 一 {#a criterium=5.2.2 .wide}\n\n甲\n")
    assert [(item[1], item[3]) for item in said(document)] == [
        ("## 一 {#a criterium=5.2.2 .wide}", "标题后不认识“criterium”"),
        ("## 一 {#a criterium=5.2.2 .wide}", "标题后不认识“.wide”"),
    ]


def test_a_control_character_in_the_body_goes_no_further() -> None:
    document = read(FRONT + "## 一\n\n甲\x0b乙\u2028丙\n")
    assert [(item[0], item[1], item[2]) for item in said(document)] == [
        (6, "\x0b", "control-character"),
        (6, "\u2028", "control-character"),
    ]
    assert document.sections[0].section.text == "甲 乙 丙"


PLACES = """---
id: x
subject: {name: 晨露, members: [{name: 许}, {name: 葛}]}
measures:
  - id: wait
    baseline: {value: 52.4}
  - id: over
empty:
---
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("id", "x"),
        ("subject.name", "晨露"),
        ("subject.members[1].name", "葛"),
        ("measures[0].baseline.value", "52.4"),
        ("measures[0].baseline.period", "{value: 52.4}"),  # not there: its parent
        ("measures[1].id", "over"),
        ("measures[1].baseline", "id: over"),
        ("measures[9].id", "- id: wait"),  # the parent has several lines: its first
        ("empty", "empty"),  # nothing there: its key
        ("nowhere", "---"),
        ("subject.nowhere[3].x", "{name: 晨露, members: [{name: 许}, {name: 葛}]}"),
    ],
)
def test_a_field_has_a_place(path: str, text: str) -> None:
    assert read(PLACES).place(path).text == text


def test_an_item_that_was_left_out_does_not_shift_the_others() -> None:
    document = read("---\nmeasures:\n  - 42\n  - {id: wait}\nmethods: [{a: b}, pareto]\n---\n")
    assert document.place("measures[0].id").text == "wait"


@given(st.text(st.sampled_from("-# \n\r\tab{}=\"'`~>[]()!:|*_\\<&;一\u2028\x00"), max_size=120))
def test_reading_never_fails_and_points_into_the_text(text: str) -> None:
    for whole in (text, FRONT + text):
        document = read(whole)
        for item in document.sections:
            assert 0 <= item.heading.start <= item.heading.end <= item.body.start <= item.body.end <= len(whole)


@pytest.mark.parametrize(("first", "mended"), [("", "---\n"), ("----\n", "---\n"), ("——\n", "---\n")])
def test_a_missing_opening_line_is_one_finding_and_the_fields_are_read(first: str, mended: str) -> None:
    text = f"{first}id: a\ntitle: 题\n---\n## 一\n\n甲\n"
    document = read(text)
    (finding,) = document.reading.findings
    assert (finding.rule, finding.message.to("zh-CN")) == ("missing-front-matter", "头部前面少了一行 ---")
    assert document.front is not None
    assert [pair.key.text for pair in document.front.pairs] == ["id", "title"]
    assert outline(document) == outline(read(mended + text.removeprefix(first)))
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == mended + text.removeprefix(first)
