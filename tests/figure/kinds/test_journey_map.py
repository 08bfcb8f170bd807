"""Journey maps: tables and lists alike, the line of emotion and its lowest point, scales, and what is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG, clipped, collisions
from tests.figure.example import fence, figure

PIPES = """
| 行 | 预约 | 抽血 | 就诊 |
|---|---|---|---|
| 行为 | 选日期 | 排队 | 问医生 |
| 情绪 | -1 | −3 | +2 |
| 痛点 | | **等52分钟** | |
"""
LIST = """
- 预约
  - 行为：选日期
  - 情绪：-1
- 抽血
  - 行为：排队
  - 情绪：-3
  - 痛点：**等52分钟**
- 就诊
  - 行为：问医生
  - 情绪：2
"""


@pytest.mark.parametrize("rows", [PIPES, LIST])
def test_tables_and_lists_say_the_same(rows: str) -> None:
    found = figure(fence("journey-map", rows)).sound
    assert found.table == (
        ("行", "预约", "抽血", "就诊"),
        ("行为", "选日期", "排队", "问医生"),
        ("情绪", "-1", "-3", "2"),
        ("痛点", "", "等52分钟", ""),
    )
    assert {name: int(value.value) for name, value in found.values.items()} == {
        "stages": 3,
        "emotion[预约]": -1,
        "emotion[抽血]": -3,
        "emotion[就诊]": 2,
        "lowest": -3,
        "highest": 2,
    }
    assert found.told == "3个阶段中，情绪在“抽血”最低，为−3；在“就诊”最高，为+2。"


def test_it_tells_in_english_too() -> None:
    found = figure(fence("journey-map", "Row,Book,Test\nMood,4,2\n"), lang="en").sound
    assert found.told == "Over 2 stages emotion is lowest at “Test” (2) and highest at “Book” (4)."
    same = figure(fence("journey-map", "行,预约,抽血\n情绪,3,3\n")).sound
    assert same.told == "各阶段的情绪都是3。"
    without = figure(fence("journey-map", "行,预约,抽血\n行为,选,等\n")).sound
    assert without.told == "2个阶段的旅程，从“预约”到“抽血”。"


def test_the_lowest_point_is_marked_in_cinnabar_and_by_shape() -> None:
    root = ElementTree.fromstring(str(figure(fence("journey-map", PIPES)).sound.draw(PAPER)))
    marked = [polygon for polygon in root.iter(f"{SVG}polygon") if polygon.get("fill") == PAPER.change]
    assert len(marked) == 1
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("fill") == PAPER.change] == ["−3 最低"]


def test_more_is_higher_and_a_stage_without_emotion_breaks_the_line() -> None:
    svg = str(figure(fence("journey-map", "行,a,b,c,d\n情绪,1,5,,3")).sound.draw(PAPER))
    lines = [line.get("points", "") for line in ElementTree.fromstring(svg).iter(f"{SVG}polyline")]
    assert len(lines) == 1
    (_, first), (_, second) = (tuple(map(float, pair.split(","))) for pair in lines[0].split())
    assert first > second


def test_the_scale_follows_from_the_numbers_or_the_option() -> None:
    def scale(rows: str, **options: str) -> tuple[int, int]:
        content = figure(fence("journey-map", rows, **options)).sound.content
        return int(content.low), int(content.high)

    assert scale("行,a,b\n情绪,1,3") == (1, 5)
    assert scale("行,a,b\n情绪,0,3") == (-3, 3)
    assert scale("行,a,b\n情绪,1,3", scale="-3..3") == (-3, 3)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("行,a,b\n情绪,1,7", [("unusable-data", "情绪,1,7", "情绪应在 1 到 5 之间")]),
        ("行,a,b\n情绪,-4,1", [("unusable-data", "情绪,-4,1", "情绪应在 −3 到 3 之间")]),
        ("行,a,b\n情绪,好,2", [("unusable-data", "好", "情绪“好”不是数字")]),
        ("行,a,b\n行为,,", [("unusable-data", "{journey-map}", "没有一个格子有字")]),
        ("", [("no-data", "{journey-map}", "图没有数据")]),
        ("行\n行为", [("missing-column", "行", "数据至少要有 2 列，这里有 1 列")]),
    ],
)
def test_what_cannot_be_drawn_is_said(rows: str, said: list[tuple[str, str, str]]) -> None:
    assert figure(fence("journey-map", rows)).said == said


def test_what_does_not_fit_on_a_page_is_refused() -> None:
    head, cells = ",".join(f"第{at}段" for at in range(24)), ",".join("字" * 60 for _ in range(24))
    rows = "\n".join(f"行{at},{cells}" for at in range(5))
    assert figure(fence("journey-map", f"行,{head}\n{rows}")).said == [
        ("unusable-data", "{journey-map}", "旅程图太高，一页放不下")
    ]


def test_long_names_and_many_stages_stand_clear_of_each_other() -> None:
    head = ",".join(f"阶段{at}" for at in range(12))
    words = ",".join("由于预约系统没有按照时段放号而且窗口开放"[: 2 + at] for at in range(12))
    feelings = ",".join(str(at % 7 - 3) for at in range(12))
    svg = str(
        figure(fence("journey-map", f"行,{head}\n行为,{words}\n名字很长很长很长很长的情绪曲线,{feelings}")).sound.draw(
            PAPER
        )
    )
    assert clipped(svg) == []
    assert collisions(svg) == []
