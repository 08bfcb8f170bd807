"""Blocks told by their first characters are those that the parser gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from casebound.read.markdown import make_parser
from casebound.read.plain import read_blocks, read_cells

ROOT = Path(__file__).parents[2]
PARSER = make_parser()
PARSER.core.ruler.enableOnly(["normalize", "block"])

LINES = (
    *(
        "甲乙",
        "甲 ",
        "甲\u3000",
        "\u3000全角",
        "2025年",
        "2025.1 年",
        "1. 一",
        "12) x",
        "1.",
        "A. b",
        "(一)",
        "“引”",
        "——",
        "……",
    ),
    *("# 题", "## 二 {#a}", "### 三 ##", "####### 七", "#题", "#", "# ", "- 项", "  - 内", "-", "* 星", "+ 加", "> 引"),
    *(":::{table} 题", "::: ", ":::", "::::", ":id: t", "  :::", ":", ": 定", "~ 定", "：全角", "```", "```py", "~~~"),
    *("| a | b |", "|---|---|", "| 1 | 2 |", "a | b", "--|--", "|", "---", "===", "***", "**粗**", "**", "~~删~~"),
    *(
        "[^1]: 注",
        "[^1]",
        "[r]: http://x",
        "[甲][r]",
        "    码",
        "\t码",
        "   缩",
        "<div>",
        "<!-- c -->",
        "\\# x",
        "![图](a.png)",
    ),
    *("{val}`x.y` 有", "", "", "", " ", "  "),
)


def calls(text: str) -> tuple[list[Token], int]:
    """The blocks, and how often the parser was asked."""
    asked = []

    def parse(part: str, env: dict[str, Any]) -> list[Token]:
        asked.append(part)
        return PARSER.parse(part, env)

    return read_blocks(text, parse, {}), len(asked)


@given(st.lists(st.sampled_from(LINES), max_size=9), st.sampled_from(["", "\n", "\n\n"]))
def test_blocks_are_those_of_the_parser(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    assert calls(text)[0] == PARSER.parse(text, {})


@given(st.text(alphabet="甲a1#-*>|:`~[]^= \t\n\r{}.)", max_size=60))
def test_blocks_are_those_of_the_parser_whatever_is_written(text: str) -> None:
    assert calls(text)[0] == PARSER.parse(text, {})


@pytest.mark.parametrize("path", sorted(ROOT.glob("content/cases/*/*.md")), ids=lambda path: path.parent.name)
def test_blocks_of_the_sample_are_those_of_the_parser(path: Path) -> None:
    body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    assert calls(body)[0] == PARSER.parse(body, {})


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("## 一 {#a}\n\n甲。\n乙。\n\n:::{table} 题\n\n| a |\n|---|\n:::\n\n**丙**，2025年。\n", 0),
        ("甲\n\n- 乙\n- 丙\n\n丁\n", 1),
        ("甲\n\n> 乙\n\n丁\n\n[^1]: 注\n\n戊\n", 2),
        ("甲\r\n\r\n乙\r\n", 1),
    ],
)
def test_only_what_is_not_plain_goes_to_the_parser(text: str, asked: int) -> None:
    assert calls(text)[1] == asked


ROWS = (
    "| a | b |",
    "|---|---|",
    "|:-:|--:|",
    "| 1 | 2 |",
    "|x|",
    "| | b |",
    "|  甲 乙  |c|",
    "",
    "| a | b",
    "||",
    "a | b",
    "| `a|b` | c |",
    "---",
)


@given(st.lists(st.sampled_from(ROWS), max_size=5), st.sampled_from(["", "\n", "\n\n"]))
def test_cells_are_those_of_the_parser(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    cells = read_cells(text)
    if cells is not None:
        tokens = PARSER.parse(text, {})
        assert [cell.text for cell in cells] == [token.content for token in tokens if token.content]
        assert [tokens[0].type, tokens[-1].type] == ["table_open", "table_close"]
        assert all(text.split("\n")[cell.line][cell.column :].startswith(cell.text) for cell in cells)


def test_a_plain_table_is_read_without_the_parser() -> None:
    assert read_cells("\n| 甲 | 乙 |\n|---|---:|\n| 1 | |\n") == [("甲", 1, 2), ("乙", 1, 6), ("1", 3, 2)]
