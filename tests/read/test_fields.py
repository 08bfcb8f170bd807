"""Values typed by the declared field, never by YAML's guess; what does not fit is one finding at its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from casebound.read.fields import (
    BOOLEAN,
    DATE,
    ID,
    INTEGER,
    LOCALIZED,
    NUMBER,
    PERIOD,
    TEXT,
    Field,
    Kind,
    ListOf,
    MapOf,
    Reading,
    Record,
    choice,
    required,
)
from casebound.read.nodes import read_yaml
from casebound.text.localized import Localized
from casebound.text.source import Source


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Thing:
    id: str = ""
    title: str = ""
    price: Decimal | None = None
    tags: tuple[str, ...] = ()
    part: Thing | None = None


PART = Record(Thing, {"id": required(ID), "title": Field(TEXT)})
THING = Record(
    Thing,
    {
        "id": required(ID),
        "title": required(TEXT),
        "price": Field(NUMBER),
        "tags": Field(ListOf(TEXT)),
        "part": Field(PART),
    },
)


def read(kind: Kind[Any], text: str) -> tuple[Any, list[tuple[int, str, str, str]]]:
    """The value, and line, underlined text, rule and Chinese message of each finding."""
    node, findings = read_yaml(Source(path="x.yaml", text=text))
    assert node is not None
    reading = Reading(findings)
    value = kind.read("", node, reading)
    said = []
    for finding in reading.findings:
        line, _ = finding.span.source.position(finding.span.start)
        said.append((line, finding.span.text, finding.rule, finding.message.to("zh-CN")))
    return value, said


def value(kind: Kind[Any], text: str) -> Any:
    found, said = read(kind, text)
    assert said == []
    return found


@pytest.mark.parametrize(
    "word", ["NO", "on", "off", "0755", "12:30", "1e3", "2025-03-14", "null1", "0x1F", "1_000", ".5"]
)
def test_text_stays_the_text_that_was_written(word: str) -> None:
    assert value(TEXT, word) == word


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        (NUMBER, "26.80", Decimal("26.80")),
        (NUMBER, "0755", Decimal(755)),
        (NUMBER, "-3", Decimal(-3)),
        (NUMBER, "+3.5", Decimal("3.5")),
        (NUMBER, '"94.6"', Decimal("94.6")),
        (INTEGER, "3120", 3120),
        (BOOLEAN, "yes", True),
        (BOOLEAN, "否", False),
        (BOOLEAN, "TRUE", True),
        (DATE, "2024-02-29", date(2024, 2, 29)),
        (ID, "antenatal-waiting", "antenatal-waiting"),
        (choice(Color), "blue", Color.BLUE),
        (LOCALIZED, "一", Localized({"und": "一"})),
        (LOCALIZED, "{zh-CN: 一, en: one}", Localized({"zh-CN": "一", "en": "one"})),
        (ListOf(NUMBER), "[1, 2.0]", (Decimal(1), Decimal("2.0"))),
        (MapOf(NUMBER), '{"5.2.1": 12}', {"5.2.1": Decimal(12)}),
    ],
)
def test_a_kind_reads_its_own_sort(kind: Kind[Any], text: str, wanted: object) -> None:
    found = value(kind, text)
    assert found == wanted
    assert str(found) == str(wanted)  # 26.80 keeps its digits


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (NUMBER, "约30", "数字（如 26.8）"),
        (NUMBER, "很多", "数字（如 26.8）"),
        (NUMBER, "nan", "数字（如 26.8）"),
        (NUMBER, "1e9", "数字（如 26.8）"),
        (NUMBER, "1" * 31, "数字（如 26.8）"),
        (INTEGER, "3.5", "整数"),
        (INTEGER, "-1", "整数"),
        (BOOLEAN, "maybe", " yes 或 no"),
        (DATE, "2025-02-29", "日期（如 2025-03-14）"),
        (DATE, "2025-03", "日期（如 2025-03-14）"),
        (PERIOD, "2025-13", "期间（如 2025-01/2025-03）"),
        (ID, "等候", "小写字母、数字与连字符组成的 id"),
        (ID, "5.2.1", "小写字母、数字与连字符组成的 id"),
        (ID, "../x", "小写字母、数字与连字符组成的 id"),
    ],
)
def test_another_sort_is_a_finding_that_quotes_it(kind: Kind[Any], text: str, expected: str) -> None:
    found, said = read(kind, text)
    shown = text if len(text) <= 24 else text[:23] + "…"
    assert found is None
    assert said == [(1, text, "wrong-type", f"“”应为{expected}，这里是“{shown}”")]


@pytest.mark.parametrize("kind", [TEXT, NUMBER, choice(Color), PERIOD])
def test_a_list_is_no_single_value(kind: Kind[Any]) -> None:
    found, said = read(kind, "[a, b]")
    assert found is None
    assert [item[1:3] for item in said] == [("[a, b]", "wrong-type")]


def test_an_escaped_control_character_is_no_text() -> None:
    for kind in (TEXT, LOCALIZED):
        assert [item[2] for item in read(kind, '"a\\e[31mb"')[1]] == ["wrong-type"]


def test_an_unknown_word_suggests_the_near_one() -> None:
    node, _ = read_yaml(Source(path="x", text="bleu"))
    assert node is not None
    reading = Reading()
    assert choice(Color).read("color", node, reading) is None
    (finding,) = reading.findings
    assert (finding.rule, finding.message.to("zh-CN")) == ("unknown-value", "“color”不认识“bleu”")
    assert finding.hint is not None
    assert finding.hint.to("zh-CN") == "是否想写“blue”？"


def test_a_record_reads_what_is_there_and_keeps_defaults() -> None:
    assert value(THING, "id: a\ntitle: 一\npart: {id: b}\nprice:\n") == Thing(id="a", title="一", part=Thing(id="b"))


def test_a_missing_field_points_at_the_record() -> None:
    assert read(THING, "title: 一\nprice: 2")[1] == [(1, "title: 一", "missing-field", "缺少字段“id”")]
    assert read(THING, "id: a\ntitle: 一\npart:\n  title: 二\n")[1] == [
        (4, "title: 二", "missing-field", "缺少字段“id”")
    ]


@pytest.mark.parametrize("nothing", ["", "~", "null", "''", "[]", "{}"])
def test_an_empty_field_points_at_its_key(nothing: str) -> None:
    assert read(THING, f"id: a\ntitle: {nothing}\n")[1] == [(2, "title", "empty-field", "字段“title”是空的")]


def test_a_misspelt_field_is_one_finding_not_two() -> None:
    found, said = read(THING, "id: a\ntitel: 一\n")
    assert found == Thing(id="a", title="一")
    assert said == [(2, "titel", "unknown-key", "未知的键“titel”")]


def test_a_stranger_among_the_keys_excuses_nothing() -> None:
    assert [item[1:3] for item in read(THING, "id: a\ncolour: 一\n")[1]] == [
        ("colour", "unknown-key"),
        ("id: a", "missing-field"),
    ]


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    found, said = read(THING, "id: a\ntitle: 一\nid: b\n")
    assert found == Thing(id="a", title="一")
    assert said == [(3, "id", "duplicate-key", "键“id”重复")]


def test_of_a_name_that_stands_twice_in_a_map_the_first_counts() -> None:
    found, said = read(MapOf(NUMBER), '"5.2.1": 80\n"5.2.1": 20\n')
    assert found == {"5.2.1": Decimal(80)}
    assert said == [(2, '"5.2.1"', "duplicate-key", "键“5.2.1”重复")]


def test_of_a_language_that_stands_twice_the_first_counts() -> None:
    found, said = read(LOCALIZED, "zh-CN: 一\nzh-CN: 二\n")
    assert found == Localized({"zh-CN": "一"})
    assert [item[1:3] for item in said] == [("zh-CN", "duplicate-key")]


def test_what_is_no_language_is_said_to_be_none() -> None:
    assert read(LOCALIZED, "{中文: 一}")[1] == [(1, "中文", "unknown-key", "“中文”不是语言代码")]


def test_items_that_do_not_fit_are_left_out_of_a_list() -> None:
    found, said = read(ListOf(NUMBER), "[1, 很多, 3]")
    assert found == (Decimal(1), Decimal(3))
    assert said == [(1, "很多", "wrong-type", "“[1]”应为数字（如 26.8），这里是“很多”")]


def test_a_record_in_place_of_a_list_is_one_finding() -> None:
    found, said = read(THING, "id: a\ntitle: 一\ntags: {x: 1}\n")
    assert found == Thing(id="a", title="一")
    assert said == [(3, "{x: 1}", "wrong-type", "“tags”应为列表，这里是“键值组”")]


def test_an_alias_in_a_text_field_is_one_finding() -> None:
    assert [item[1:3] for item in read(THING, "id: &a a\ntitle: *a\n")[1]] == [("*a", "yaml-alias")]
