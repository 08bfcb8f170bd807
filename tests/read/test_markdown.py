"""What a text refers to, and the anchors it sets, with their places."""

from __future__ import annotations

import time

import pytest

from casebound.read.body import mentions
from casebound.read.markdown import make_parser
from casebound.read.readable import readable


def short(text: str) -> list[tuple[str, str, str]]:
    return [(item.kind, item.name, item.target) for item in mentions(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("见 {val}`wait.change` 。", [("role", "val", "wait.change")]),
        ("{ref}` tbl `", [("role", "ref", "tbl")]),
        ("[甲](#survey)", [("link", "", "#survey")]),
        ("[甲](data/%E7%AD%89.csv)", [("link", "", "data/等.csv")]),
        ("[甲](data/等.csv)", [("link", "", "data/等.csv")]),
        ('![甲](a.png "题"){#fig}', [("image", "", "a.png"), ("anchor", "figure", "fig")]),
        (
            ":::{table} 题\n:id: tbl\n\n|a|\n|-|\n|{val}`x.y`|\n:::",
            [("directive", "table", "题"), ("anchor", "table", "tbl"), ("role", "val", "x.y")],
        ),
        ("```{pareto} data/a.csv\n```", [("directive", "pareto", "data/a.csv"), ("data", "pareto", "data/a.csv")]),
        (
            "```{pareto}\n:id: fig\n:data: data/../a.csv\n:caption: 题\n```",
            [("directive", "pareto", ""), ("anchor", "figure", "fig"), ("data", "pareto", "a.csv")],
        ),
        ("```python\nx\n```", []),
        ("```\n{val}`x`\n```", []),
        ("[a](javascript:alert(1))", []),
        ("<img src=x.png>", []),
        ("[a][r]\n\n[r]: b.csv", [("link", "", "b.csv")]),
        ("甲[^1]\n\n[^1]: {val}`x.y`", [("role", "val", "x.y")]),
    ],
)
def test_finds_what_is_referred_to(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert short(text) == wanted


def test_knows_where_each_thing_is_written() -> None:
    text = (
        "一\n\n:::{table} 题\n:id: tbl-a\n\n| a | {val}`x.y` |\n|---|---|\n| {val}`x.y` | {val}`x.y` |\n:::\n\n"
        '> 引 {ref}`tbl-a`\n> 与 [甲](<data/等 .csv> "题")、![图](a.png){#fig} 和 `{val}`\n'
    )
    assert [text[item.start : item.end] for item in mentions(text)] == [
        "{table}",
        "tbl-a",
        "{val}`x.y`",
        "{val}`x.y`",
        "{val}`x.y`",
        "{ref}`tbl-a`",
        "data/等 .csv",
        "a.png",
        "#fig",
    ]


def test_a_comment_on_lines_of_its_own_is_not_read_nor_printed() -> None:
    text = "甲\n\n<!-- 见 {val}`x.y`\n\n再议 -->\n\n乙 <!-- 丙 -->\n\n```\n<!-- 丁 -->\n```\n"
    assert len(readable(text)) == len(text)
    assert readable(text).split() == ["甲", "乙", "<!--", "丙", "-->", "```", "<!--", "丁", "-->", "```"]
    crlf = text.replace("\n", "\r\n")
    assert readable(crlf).split() == readable(text).split()
    assert readable(crlf).count("\r\n") == crlf.count("\r\n")


def test_words_behind_a_comment_are_not_lost() -> None:
    text = "<!-- 一 --> 看得见\n\n<!-- 二 -->\n"
    assert readable(text).split() == ["<!--", "一", "-->", "看得见"]


def test_thousands_of_comments_that_do_not_end_are_soon_read() -> None:
    readable("<!-- x\n" * 100_000)


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", "<b onclick=x>", "<!-- x -->", "&lt;b&gt;"])
def test_html_is_shown_as_text(html: str) -> None:
    assert "<script" not in (shown := make_parser().render(html))
    assert "<b" not in shown
    assert "<!--" not in shown


def test_a_directive_inside_another_is_named_but_not_followed() -> None:
    text = "::::{table} 外\n\n:::{table} 内\n:id: x\n\n{val}`a.b`\n:::\n::::\n"
    assert short(text) == [("directive", "table", "外"), ("nested", "table", "内")]


@pytest.mark.parametrize("mark", ["[", "![", "> ", "- ", "*", "`", ":::{table}\n", "{val}`", "![a]({#"])
def test_thousands_of_openings_end_soon(mark: str) -> None:
    began = time.process_time()
    mentions(mark * 2_000)
    assert time.process_time() - began < 2
