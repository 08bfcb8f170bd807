"""YAML as a tree with exact places: what is read, where it stands, and what becomes of what is not YAML."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casebound.read.nodes import MOST_ALIASES, Node, read_yaml
from casebound.read.unread import DEEPEST
from casebound.text.finding import Finding
from casebound.text.source import Source


def read(text: str) -> tuple[Node | None, list[Finding]]:
    return read_yaml(Source(path="x.yaml", text=text))


def root(text: str) -> Node:
    node, findings = read(text)
    assert node is not None
    assert findings == []
    return node


def said(text: str) -> list[tuple[str, str, str]]:
    return [(item.rule, item.span.text, item.message.to("zh-CN")) for item in read(text)[1]]


def values(node: Node) -> list[tuple[str, str, str]]:
    """Key, value and the place of the value as written."""
    return [(pair.key.text, pair.value.text, pair.value.span.text) for pair in node.pairs]


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("k: 一 二   # 注释", "一 二", "一 二"),
        ("k: 'it''s'", "it's", "'it''s'"),
        ('k: "a\\tb" # c', "a\tb", '"a\\tb"'),
        ("k: |\n  一\n  二\nl: 1", "一\n二\n", "|\n  一\n  二"),
        ("k: >-\n  一\n  二\n\n  三", "一二\n三", ">-\n  一\n  二\n\n  三"),
        ("k: one\n  two", "one two", "one\n  two"),
        ("k:", "", ""),
        ("k: !!str 1", "1", "!!str 1"),
    ],
)
def test_a_scalar_stands_where_it_is_written(text: str, value: str, written: str) -> None:
    assert values(root(text))[0] == ("k", value, written)


def test_keys_have_places_too() -> None:
    node = root("标题: 一\n'摘 要': 二\n")
    assert [(pair.key.text, pair.key.span.text) for pair in node.pairs] == [("标题", "标题"), ("摘 要", "'摘 要'")]


def test_flow_collections_end_with_their_bracket() -> None:
    node = root("a: [1, {b: 2}]   # c\nd: {e: [3]}\n")
    assert [pair.value.span.text for pair in node.pairs] == ["[1, {b: 2}]", "{e: [3]}"]
    assert node.pairs[0].value.items[1].pairs[0].value.span.text == "2"


def test_block_collections_begin_with_their_first_item() -> None:
    node = root("a:\n  - 一\n  - 二\nb:\n  c: 1\n  d: 2\n")
    assert [pair.value.span.text for pair in node.pairs] == ["- 一\n  - 二", "c: 1\n  d: 2"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_offsets_count_code_points_whatever_ends_a_line(end: str) -> None:
    text = end.join(["𠀀: 𠀁🎯", "b: 'x", "  y'", "c: e\u0301", ""])
    assert values(root(text)) == [
        ("𠀀", "𠀁🎯", "𠀁🎯"),
        ("b", "x y", f"'x{end}  y'"),
        ("c", "e\u0301", "e\u0301"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_folded_chinese_lines_join_without_a_space(end: str) -> None:
    text = end.join(
        ["a: >-", "  平均等候", "  下降", "  about half", "b: '等候", "  下降'", "c: |-", "  等候", "  下降", ""]
    )
    assert [value for _, value, _ in values(root(text))] == ["平均等候下降 about half", "等候下降", "等候\n下降"]


def test_a_part_of_a_text_is_read_with_places_in_the_whole() -> None:
    source = Source(path="case.md", text="---\n标题: 一\n---\n正文: 二\n")
    node, findings = read_yaml(source, 4, 10)
    assert findings == []
    assert node is not None
    assert (node.pairs[0].value.span.start, node.pairs[0].value.span.text) == (8, "一")


def test_a_key_that_stands_twice_is_kept_twice() -> None:
    assert values(root("a: 1\na: 2\n")) == [("a", "1", "1"), ("a", "2", "2")]


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("k:", True),
        ("k: ~", True),
        ("k: null", True),
        ('k: "null"', False),
        ("k: ''", True),
        ("k: []", True),
        ("k: 0", False),
    ],
)
def test_says_what_is_empty(text: str, empty: bool) -> None:
    assert root(text).pairs[0].value.is_empty is empty


def test_nothing_is_no_node() -> None:
    assert read("") == (None, [])
    assert read("# 注释\n") == (None, [])


def test_an_alias_is_refused_where_it_stands() -> None:
    assert said("a: &x 一\nb: *x\n") == [("yaml-alias", "*x", "不支持 YAML 引用“*x”")]


def test_a_billion_laughs_are_over_at_once() -> None:
    lines = ["a0: &a0 [哈]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30))]
    began = time.process_time()
    node, findings = read("\n".join(lines))
    assert time.process_time() - began < 1
    assert node is not None
    assert {finding.rule for finding in findings} == {"yaml-alias"}
    assert len(findings) == MOST_ALIASES


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_brackets_are_a_finding(bracket: str) -> None:
    began = time.process_time()
    _, findings = read(bracket * 100_000)
    assert time.process_time() - began < 2
    assert [finding.rule for finding in findings] == ["deep-nesting"]


def test_nesting_is_read_down_to_the_limit() -> None:
    assert read("[" * DEEPEST + "]" * DEEPEST)[1] == []
    assert said("[" * (DEEPEST + 1)) == [("deep-nesting", "[", "嵌套超过 32 层，后面的内容未读")]


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("标题: 一\n摘要: 甲: 乙\n", (2, 6, ":"), "这里不能再出现“: ”"),
        ("标题: 一\n\t摘要: 二\n", (2, 1, "\t"), "缩进里有制表符（Tab）"),
        ("标题: 一\n摘要：二\n名称: 三\n", (2, 3, "："), "键后面用了全角冒号“：”"),
        ("标题: 一\n摘要：二\n", (2, 3, "："), "键后面用了全角冒号“：”"),
        ("推广:\n  步骤：\n    - {名称: 一}\n", (2, 5, "："), "键后面用了全角冒号“：”"),
        ("标题: 一\n摘要\n名称: 三\n", (2, 1, "摘要"), "这一行缺少“键: 值”里的冒号"),
        ("标题: 一\n摘要: “二\n 名: [1, 2\n", (3, 3, ":"), "这里不能再出现“: ”"),
        ('标题: 一\n摘要: "二\n名称: 三\n', (2, 5, '"'), "引号没有闭合"),
        ("标题: 一\n成员: [甲, 乙\n", (2, 5, "["), "括号“[”没有闭合"),
        ("标题: 一\n链接: @x\n", (2, 5, "@"), "值不能以这个字符开头"),
        ("- 一\n标题: 二\n", (2, 1, "标"), "列表里的这一行没有以“- ”开头"),
        ("标题: 一\n 摘要: 二\n", (2, 4, ":"), "这里不能再出现“: ”"),
        ("列表:\n  - 一\n - 二\n", (3, 2, "-"), "缩进与上一行不一致"),
    ],
)
def test_a_syntax_error_is_named_where_it_is(text: str, where: tuple[int, int, str], message: str) -> None:
    _, findings = read(text)
    finding = findings[0]
    assert [item.rule for item in findings] == ["invalid-yaml"]
    assert finding.message.to("zh-CN") == message
    assert (*finding.span.source.position(finding.span.start), finding.span.text) == where


def test_what_stood_before_a_syntax_error_is_kept() -> None:
    node, findings = read("id: x\nmeasures:\n  - {id: a, value: 1}\n  - {id: b, value: : }\nlang: en\n")
    assert len(findings) == 1
    assert node is not None
    assert [pair.key.text for pair in node.pairs][:2] == ["id", "measures"]
    assert values(node.pairs[1].value.items[0]) == [("id", "a", "a"), ("value", "1", "1")]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\ufeff", "\uffff"])
def test_a_control_character_is_named_where_it_is_and_stops_nothing(character: str) -> None:
    node, findings = read(f"标题: 等候{character}时间\n摘要: 二\n")
    assert node is not None
    assert [value for _, value, _ in values(node)] == ["等候 时间", "二"]
    assert [(item.rule, item.span.text, item.span.start) for item in findings] == [("control-character", character, 6)]
    assert findings[0].message.to("zh-CN") == f"这里有一个看不见的控制字符（U+{ord(character):04X}）"


def test_a_file_of_nothing_but_control_characters_gives_few_findings() -> None:
    assert len(read("\x00" * 100_000)[1]) == 20


def test_a_second_document_is_not_passed_over_in_silence() -> None:
    assert said("a: 1\n---\nb: 2\n") == [("second-document", "---", "第二个“---”之后的内容未读")]


def test_tags_make_no_objects() -> None:
    assert values(root("a: !!python/object/apply:os.system [echo]"))[0][0] == "a"


TEXTS = st.text(max_size=200) | st.text(
    st.sampled_from("ab:- \n\r\t[]{}#&*!|>'\"%@`?,一，：\u0085\u2028\ufeff\U0001f600"), max_size=80
)


@given(TEXTS)
def test_reading_never_fails_and_points_into_the_text(text: str) -> None:
    node, findings = read(text)
    found = [node] if node else []
    spans = [finding.span for finding in findings]
    while found:
        here = found.pop()
        spans.append(here.span)
        found.extend((*here.items, *(pair.key for pair in here.pairs), *(pair.value for pair in here.pairs)))
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)


WORDS = st.text(st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=12)


@given(st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=5))
def test_a_plain_scalar_is_what_is_written_there(pairs: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in pairs.items())
    assert values(root(text)) == [(key, value, value) for key, value in pairs.items()]


TREES = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))


def plain(node: Node) -> object:
    if node.kind == "scalar":
        return node.text
    if node.kind == "sequence":
        return [plain(item) for item in node.items]
    return {pair.key.text: plain(pair.value) for pair in node.pairs}


@given(TREES, st.booleans())
def test_reads_what_another_yaml_library_writes(tree: object, flow: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, width=1000)
    assert plain(root(text)) == tree
