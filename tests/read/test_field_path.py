"""A place has the name of its field or section, whatever line it is on."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.read.document import Document, read_document
from casebound.read.field_path import field_of, field_path, places_of
from casebound.read.nodes import read_yaml
from casebound.read.written import joined
from casebound.text.source import Source

TEXT = """---
id: x
subject: {name: 晨露, members: [{name: 许}, {name: 葛}]}
conditions:
  - id: "4.2"
    statement: 持证上岗。  # 注
measures:
  # 第一个
  - id: wait
    name: 等候
    baseline: {value: 52.4, period: 2024-01}
  - name: 没有编号
summary: >-
  一句
  二句
empty:
---
前言

## 现状 {#survey criterion=5.2}

甲

### 无号

乙

### 有号 {#peak}

丙

## 无号的一节

丁
"""


def read(text: str) -> Document:
    return read_document(Source(path="case.md", text=text))


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ("x\nsubject", "id"),
        ("晨露", "subject.name"),
        ("葛", "subject.members[1].name"),
        ("持证", "conditions.4.2.statement"),
        ("# 注", "conditions.4.2.statement"),
        ("measures", "measures"),
        ("# 第一个", "measures"),
        ("等候", "measures.wait.name"),
        ("52.4", "measures.wait.baseline.value"),
        ("period: 2024", "measures.wait.baseline.period"),
        ("{value", "measures.wait.baseline"),
        ("没有编号", "measures[1].name"),
        ("二句", "summary"),
        ("empty", "empty"),
        ("---\nid", ""),
        ("---\n前言", ""),
        ("前言", ""),
        ("## 现状", "sections.survey"),
        ("甲", "sections.survey"),
        ("乙", "sections.survey"),
        ("丙", "sections.peak"),
        ("丁", ""),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_place_has_a_name(at: str, path: str, end: str) -> None:
    text = TEXT.replace("\n", end)
    assert field_of(read(text), text.index(at.replace("\n", end))) == path


def test_a_name_outlives_moves() -> None:
    moved = TEXT.replace("id: x\n", "id: x\n# 新的一行\ntitle: 题\n").replace(
        "  - id: wait\n", "  - {id: new, name: 新}\n  - id: wait\n"
    )
    assert field_of(read(moved), moved.index("52.4")) == "measures.wait.baseline.value"


def test_yaml_alone_has_names_too() -> None:
    text = "panel:\n  - {id: e01, languages: [zh, en]}\n"
    node, _ = read_yaml(Source(path="round.yaml", text=text))
    assert node is not None
    assert field_path(node, text.index("en]")) == "panel.e01.languages[1]"


def test_a_translation_has_the_names_of_what_stands_in_it() -> None:
    original = read("---\nid: x\nmeasures:\n  - {id: wait, name: 等候, unit: 分钟}\n  - {id: cost, name: 费用}\n---\n")
    text = "---\nmeasures:\n  - {id: cost, name: Cost}\n  - {id: wait, name: Wait}\ntitle: Less\n---\n"
    own = read_document(Source(path="case.en.md", text=text))
    assert original.front is not None
    assert own.front is not None
    front = joined(original.front, own.front)
    assert field_path(front, text.index("Cost")) == "measures.cost.name"
    assert field_path(front, text.index("Wait")) == "measures.wait.name"
    assert field_path(front, text.index("Less")) == "title"


def test_without_front_matter_there_are_still_sections() -> None:
    assert field_of(read("## 一 {#a}\n\n甲\n"), 12) == "sections.a"
    assert field_of(read(""), 0) == ""


def test_a_name_without_end_is_cut() -> None:
    text = f"---\n{'k' * 500}: v\n---\n"
    assert field_of(read(text), text.index("v")) == "k" * 64


@given(
    st.lists(
        st.sampled_from(["k: ", "- ", "{", "}", "[", "]", "id: a", "\n", "  ", ",", "---\n", "# ", "一", "'", "|"])
    ),
    st.integers(0, 60),
)
def test_any_place_of_any_text_has_a_name_or_none(parts: list[str], offset: int) -> None:
    for text in ("---\n" + "".join(parts), "---\nid: x\n" + "".join(parts) + "\n---\n## a {#b}\n"):
        assert "\n" not in field_of(read(text), offset)


def test_names_for_all_fields_of_a_long_text_come_soon() -> None:
    text = "---\nk:\n" + "".join(f"  - {{id: a{number}, v: {number}}}\n" for number in range(5_000)) + "---\n"
    document = read(text)
    began = time.process_time()
    places = places_of(document)
    names = {places.at(offset) for offset in range(0, len(text), 2)}
    assert time.process_time() - began < 2
    assert "k.a4999.v" in names
