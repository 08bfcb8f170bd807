"""What may be broken, why, and which lines that holds for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.read.allowances import Allowance, read_allowances, read_yaml_allowances
from casebound.read.document import read_document
from casebound.text.source import Source

FRONT = "---\nid: x\n---\n"


def read(text: str) -> tuple[Allowance, ...]:
    return read_allowances(read_document(Source(path="case.md", text=text)))


def read_yaml(text: str) -> tuple[Allowance, ...]:
    return read_yaml_allowances(Source(path="x.yaml", text=text))


def held(allowance: Allowance) -> str:
    return allowance.holds.text if allowance.holds else "(file)"


def problems(text: str) -> list[tuple[str, str]]:
    return [(item.span.text, item.problem.to("zh-CN") if item.problem else "") for item in read(text)]


@pytest.mark.parametrize(
    ("words", "rules", "reason"),
    [
        ("allow missing-n — 总体不定", ["missing-n"], "总体不定"),
        ("allow missing-n —— 总体不定", ["missing-n"], "总体不定"),
        ("allow missing-n——总体不定", ["missing-n"], "总体不定"),
        ("allow missing-n - open population", ["missing-n"], "open population"),
        ("allow missing-n -- open population", ["missing-n"], "open population"),
        ("allow missing-n – open population", ["missing-n"], "open population"),
        ("allow missing-n: open population", ["missing-n"], "open population"),
        ("allow missing-n：总体不定", ["missing-n"], "总体不定"),
        ("allow missing-n-总体不定", ["missing-n"], "总体不定"),
        ("allow missing-n, late-date，x、y — 一 - 二：三", ["missing-n", "late-date", "x", "y"], "一 - 二：三"),
        ("allow missing-n, missing-n — 一", ["missing-n"], "一"),
        ("Allow missing-n — a  b", ["missing-n"], "a b"),
        ("allow missing-n", ["missing-n"], ""),
        ("allow missing-n —", ["missing-n"], ""),
    ],
)
def test_rules_and_reason_are_read_however_the_dash_is_written(words: str, rules: list[str], reason: str) -> None:
    for found in (
        read_yaml(f"k: v # casebound: {words}\n"),
        read_yaml(f"k: v #casebound：{words}\r\n"),
        read(FRONT + f"## 一\n\n<!-- casebound: {words} -->\n甲\n"),
    ):
        assert [(item.rule, item.reason) for item in found] == [(rule, reason) for rule in rules]
        assert [item.name.text for item in found] == rules
        assert all(item.problem is None for item in found)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("ignore missing-n — 一", "看不懂“casebound: ignore missing-n — 一”"),
        ("allowed missing-n — 一", "看不懂“casebound: allowed missing-n — 一”"),
        ("", "看不懂“casebound:”"),
        ("allow", "没有写明允许哪条规则"),
        ("allow — 总体不定", "没有写明允许哪条规则"),
        ("allow all — 一", "不能用“all”一次允许所有规则"),
        ("allow * — 一", "不能用“*”一次允许所有规则"),
        ("allow 所有 — 一", "不能用“所有”一次允许所有规则"),
        ("allow missing-n 总体不定", "规则名“missing-n”后面缺“—”"),
    ],
)
def test_words_that_allow_nothing_have_a_problem(words: str, message: str) -> None:
    comment = f"# casebound: {words}".rstrip()
    assert problems(f"---\nk: v {comment}\n---\n") == [(comment, message)]
    comment = f"<!-- casebound: {words} -->"
    assert problems(FRONT + f"## 一\n\n{comment}\n\n甲\n") == [(comment, message)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1  # C\nb: 2\n", "a: 1  # C"),
        ("a: 1\n# C\nb: 2\nc: 3\n", "b: 2"),
        ("# C\n\n# other\nb: 2\nc: 3\n", "b: 2"),
        ("# C\nb:\n  c: 1\n\n  # d\n  e: [2,\n3]\nf: 1\n", "b:\n  c: 1\n\n  # d\n  e: [2,\n3]"),
        ("# C\nb:\n- c: 1\n  d: 2\n- 3\n# e\nf: 1\n", "b:\n- c: 1\n  d: 2\n- 3"),
        ("b:\n  # C\n  - c: 1\n    d: 2\n  - 3\n", "  - c: 1\n    d: 2"),
        ("b:\n  - c: 1\n  # C\n  - 3\n  - 4\n", "  - 3"),
        ("b:\n  # C\n  -\n    c: 1\n  - 4\n", "  -\n    c: 1"),
        ("# C\nb: >-\n  一\n\n  二\nc: 1\n", "b: >-\n  一\n\n  二"),
        ("b: >-  # C\n  一\n  二\nc: 1\n", "b: >-  # C\n  一\n  二"),
        ("b:  # C\n  c: 1\n  d: 2\ne: 3\n", "b:  # C\n  c: 1\n  d: 2"),
        ("b:\n  - c: 1  # C\n    d: 2\n", "  - c: 1  # C"),
        ("b: {c: 1,  # C\n  d: 2}\n", "b: {c: 1,  # C"),
        ("b: 'one\n  two'  # C\nc: 1\n", "b: 'one\n  two'  # C"),
        ("# C\n'b': 1\nc: 2\n", "'b': 1"),
        ("b: [1,\n  # C\n  2,\n  3]\n", "  2,"),
        ("a: 1\n# C\n", "# C"),
        ("a: |\n  一\n# C\nb: 2\n", "b: 2"),
    ],
)
def test_a_comment_in_yaml_holds_for_its_line_or_for_what_stands_below(text: str, lines: str) -> None:
    for end in ("\n", "\r\n", "\r"):
        written = text.replace("C", "casebound: allow x — 一").replace("\n", end)
        (found,) = read_yaml(written)
        assert held(found) == lines.replace("C", "casebound: allow x — 一").replace("\n", end)


@pytest.mark.parametrize(
    "text",
    [
        "k: 'a # casebound: allow x — 一'\n",
        'k: "a\n  # casebound: allow x — 一\n  b"\n',
        "k: |\n  # casebound: allow x — 一\n  b\n",
        "k: >-\n  a # casebound: allow x — 一\n",
        "k: a# casebound: allow x — 一\n",
        "k: v # see casebound: allow x — 一\n",
        "k: v # caseboundary: allow x — 一\n",
    ],
)
def test_what_only_looks_like_a_comment_is_text(text: str) -> None:
    assert read_yaml(text) == ()
    assert read(f"---\n{text}---\n") == ()


def test_beyond_a_mistake_in_yaml_nothing_is_taken_for_a_comment() -> None:
    text = "a: 1  # casebound: allow x — 一\nb: 2\n]]\nc: 3  # casebound: allow y — 一\n"
    assert [item.rule for item in read_yaml(text)] == ["x"]


@pytest.mark.parametrize(
    ("below", "lines"),
    [
        ("甲\n乙\n\n丙\n", "甲\n乙"),
        ("\n甲\n乙\n\n丙\n", "甲\n乙"),
        ("### 题\n\n甲\n", "### 题"),
        ("- 甲\n- 乙\n\n丙\n", "- 甲\n- 乙\n"),
        ("| a |\n|---|\n| b |\n\n丙\n", "| a |\n|---|\n| b |"),
        (":::{table} 题\n:id: t\n\n| a |\n|---|\n:::\n\n丙\n", ":::{table} 题\n:id: t\n\n| a |\n|---|\n:::"),
        ("> 甲\n\n丙\n", "> 甲\n"),
        ("```\n甲\n```\n丙\n", "```\n甲\n```"),
        ("<!-- casebound: allow y — 二 -->\n甲\n", "甲"),
        ("<!-- 别的 -->\n\n甲\n", "甲"),
        ("", ""),
    ],
)
def test_a_comment_in_the_body_holds_for_the_block_below(below: str, lines: str) -> None:
    found = read(FRONT + "## 一\n\n<!-- casebound: allow x — 一 -->\n" + below)[0]
    assert (found.rule, found.form) == ("x", "block")
    assert held(found).rstrip() == lines.rstrip()
    assert found.span.text == "<!-- casebound: allow x — 一 -->"


def test_lines_of_a_body_may_end_as_on_windows() -> None:
    (found,) = read((FRONT + "## 一\n\n<!-- casebound: allow x — 一 -->\n- 甲\n  乙\n\n丙\n").replace("\n", "\r\n"))
    assert held(found).rstrip() == "- 甲\r\n  乙"


def test_a_comment_between_items_holds_for_the_item_below() -> None:
    (found,) = read(FRONT + "## 一\n\n- 甲\n<!-- casebound: allow x — 一 -->\n- 乙\n- 丙\n")
    assert held(found) == "- 乙"


def test_a_comment_may_have_several_lines() -> None:
    (found,) = read(FRONT + "## 一\n\n<!-- casebound: allow x —\n     原因在\n     这里 -->\n\n甲\n")
    assert (found.reason, held(found)) == ("原因在 这里", "甲")


@pytest.mark.parametrize(
    ("body", "span"),
    [
        ("甲 <!-- casebound: allow x — 一 --> 乙\n", "<!-- casebound: allow x — 一 -->"),
        ("甲 <!-- casebound: allow x — 一 -->\n", "<!-- casebound: allow x — 一 -->"),
        ("<!-- casebound: allow x — 一 --> 乙\n", "<!-- casebound: allow x — 一 -->"),
        ("<!-- casebound: allow x — 一\n\n乙\n", "<!-- casebound: allow x — 一"),
        (":::{table} 题\n<!-- casebound: allow x — 一 -->\n| a |\n|---|\n:::\n", "<!-- casebound: allow x — 一 -->"),
        ("> <!-- casebound: allow x — 一 -->\n> 甲\n", "<!-- casebound: allow x — 一 -->"),
        ("# casebound: allow x — 一\n\n甲\n", "# casebound: allow x — 一"),
    ],
)
def test_a_comment_that_does_not_stand_alone_above_a_block_has_a_problem(body: str, span: str) -> None:
    assert problems(FRONT + "## 一\n\n" + body) == [(span, "这条允许写的地方不起作用")]


@pytest.mark.parametrize(
    "body",
    [
        "```\n<!-- casebound: allow x — 一 -->\n```\n",
        "~~~html\n# casebound: allow x — 一\n~~~\n",
        "    <!-- casebound: allow x — 一 -->\n",
        "写作 `<!-- casebound: allow x — 一 -->` 即可。\n",
        "<!-- 别的：casebound: allow x — 一 -->\n\n甲\n",
    ],
)
def test_code_and_other_comments_allow_nothing(body: str) -> None:
    assert read(FRONT + "## 一\n\n" + body) == ()


def test_the_front_matter_allows_for_the_file() -> None:
    items = "  - {rule: missing-n, reason: 总体不定}\n  - rule: late-date\n    reason: >-\n      甲\n      乙\n"
    text = f"---\nid: x\nallow:\n{items}---\n"
    first, second = read(text)
    assert (first.rule, first.reason, first.form, first.holds) == ("missing-n", "总体不定", "file", None)
    assert (first.span.text, first.name.text) == ("{rule: missing-n, reason: 总体不定}", "missing-n")
    assert (second.rule, second.reason) == ("late-date", "甲乙")
    assert second.span.text == "rule: late-date\n    reason: >-\n      甲\n      乙"


@pytest.mark.parametrize(
    ("front", "span", "message"),
    [
        ("allow: missing-n", "missing-n", "“allow”应为列表"),
        ("allow: {rule: x, reason: y}", "{rule: x, reason: y}", "“allow”应为列表"),
        ("allow: [missing-n]", "missing-n", "“allow”的每一项只写 rule 和 reason"),
        ("allow: [{reason: y}]", "{reason: y}", "“allow”的每一项只写 rule 和 reason"),
        ("allow: [{rule: x, why: y}]", "{rule: x, why: y}", "“allow”的每一项只写 rule 和 reason"),
        ("allow: [{rule: all, reason: y}]", "{rule: all, reason: y}", "不能用“all”一次允许所有规则"),
    ],
)
def test_an_item_of_allow_has_a_rule_and_a_reason(front: str, span: str, message: str) -> None:
    assert problems(f"---\n{front}\n---\n") == [(span, message)]


def test_an_empty_list_allows_nothing() -> None:
    assert read("---\nallow:\nid: x\n---\n") == read("---\nallow: []\n---\n") == ()


def without(text: str) -> str:
    """The text with its first allowance taken out."""
    removal = read(text)[0].removal
    assert removal is not None
    return text[: removal.start] + text[removal.end :]


C = "<!-- casebound: allow x — 一 -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\na: 1  # casebound: allow x — 一  \nb: 2\n---\n", "---\na: 1\nb: 2\n---\n"),
        ("---\na: 1\n  # casebound: allow x — 一\nb: 2\n---\n", "---\na: 1\nb: 2\n---\n"),
        ("---\na: >-  # casebound: allow x — 一\n  甲\n---\n", "---\na: >-\n  甲\n---\n"),
        ("---\na: 1\nallow:\n  - rule: x\n    reason: y\nb: 1\n---\n", "---\na: 1\nb: 1\n---\n"),
        ("---\na: 1\nallow: [{rule: x, reason: y}]  # c\nb: 1\n---\n", "---\na: 1\nb: 1\n---\n"),
        (
            "---\nallow:\n  - rule: x\n    reason: y\n  - rule: z\n    reason: y\n---\n",
            "---\nallow:\n  - rule: z\n    reason: y\n---\n",
        ),
        (
            "---\nallow: [{rule: x, reason: y}, {rule: z, reason: y}]\n---\n",
            "---\nallow: [{rule: z, reason: y}]\n---\n",
        ),
        ("---\n{id: a, allow: [{rule: x, reason: y}]}\n---\n", "---\n{id: a, allow: []}\n---\n"),
        (f"{FRONT}## 一\n\n{C}\n甲\n", f"{FRONT}## 一\n\n甲\n"),
        (f"{FRONT}## 一\n\n{C}\n\n甲\n", f"{FRONT}## 一\n\n甲\n"),
        (f"{FRONT}甲\n{C}\n乙\n", f"{FRONT}甲\n\n乙\n"),
        (f"{FRONT}甲\n{C}\n\n乙\n", f"{FRONT}甲\n\n乙\n"),
        (f"{FRONT}{C}\n## 一\n", f"{FRONT}## 一\n"),
        (f"{FRONT}甲\n\n{C}", f"{FRONT}甲\n\n"),
    ],
)
def test_an_allowance_can_be_taken_out_and_nothing_else(before: str, after: str) -> None:
    assert without(before) == after
    assert without(before.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


def test_the_last_of_several_items_is_taken_out_with_its_comma() -> None:
    text = "---\nallow: [{rule: x, reason: y}, {rule: z, reason: y}]\n---\n"
    removal = read(text)[1].removal
    assert removal is not None
    assert removal.text == ", {rule: z, reason: y}"


@given(
    st.lists(
        st.sampled_from(
            [
                "# ",
                "<!-- ",
                "-->",
                "casebound: ",
                "allow ",
                "x",
                " — 一",
                "\n",
                "k: ",
                "- ",
                "'",
                "`",
                "|",
                "[",
                "    ",
                "---\n",
            ]
        )
    )
)
def test_reading_never_fails_and_points_into_the_text(parts: list[str]) -> None:
    for text in ("".join(parts), FRONT + "".join(parts), "---\n" + "".join(parts)):
        for item in (*read(text), *read_yaml(text)):
            for span in (item.span, item.name, item.names, item.holds, item.removal):
                assert span is None or 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        FRONT + "<!-- casebound: allow x — 一\n" * 1_000,
        FRONT + "<!-- casebound: allow x — 一 --> " * 20_000,
        FRONT + (C + "\n") * 5_000,
        "---\n" + "# casebound: allow x — 一\n" * 8_000,
        "---\nk: " + "# " * 200_000 + "\n---\n# casebound:" + " " * 200_000,
        FRONT + "<!-- casebound: allow " + "x " * 200_000,
    ],
    ids=["open", "one line", "comments", "yaml", "hashes", "names"],
)
def test_thousands_of_comments_end_soon(text: str) -> None:
    document = read_document(Source(path="case.md", text=text))
    began = time.process_time()
    read_allowances(document)
    assert time.process_time() - began < 2
