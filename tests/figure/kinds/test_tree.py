"""Tree diagrams: counts by hand, rows of parent and child, and what is no tree."""

from __future__ import annotations

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import clipped, collisions
from tests.figure.example import fence, figure

LIST = """
- 等待不超过20分钟
  - 分散到达
    - **分时段预约**
    - 短信提醒
  - 加开窗口
"""
"""By hand: three levels; nothing below 分时段预约, 短信提醒, 加开窗口; one in bold."""
ROWS = """
上级,下级
等待不超过20分钟,分散到达
等待不超过20分钟,加开窗口
分散到达,**分时段预约**
分散到达,短信提醒
"""
LONG = (
    "由于预约系统没有按照时段放号而且窗口开放的时间与孕妇到达的时间错开"
    "所以早上八点到九点半之间在抽血窗口前排起了很长的队伍"
)


@pytest.mark.parametrize("data", [LIST, ROWS])
def test_a_list_and_rows_make_the_same_tree(data: str) -> None:
    found = figure(fence("tree", data)).sound
    assert {name: int(value.value) for name, value in found.values.items()} == {"leaves": 3, "levels": 3, "marked": 1}
    assert found.told == "“等待不超过20分钟”展开成3层，末端有3项；其中标出的是“分时段预约”。"
    assert found.table == (
        ("第1层", "第2层", "第3层"),
        ("等待不超过20分钟", "分散到达", "分时段预约 *"),
        ("等待不超过20分钟", "分散到达", "短信提醒"),
        ("等待不超过20分钟", "加开窗口", ""),
    )
    assert str(found.draw(PAPER)) == str(figure(fence("tree", LIST)).sound.draw(PAPER))


def test_it_is_told_in_english() -> None:
    found = figure(fence("tree", LIST), lang="en").sound
    assert found.told == "“等待不超过20分钟” in 3 levels ends in 3 items; marked: “分时段预约”."


def test_levels_may_have_names() -> None:
    assert figure(fence("tree", LIST, heads="目的; 手段; 措施")).sound.table[0] == ("目的", "手段", "措施")
    read = figure(fence("tree", LIST, heads="目的; 手段"))
    assert read.figure is not None
    assert read.said == [("unusable-data", "目的; 手段", "各层的名称有 2 个，图有 3 层")]


def test_columns_may_be_named() -> None:
    rows = "序号,措施,为了\n1,乙,甲\n2,丙,甲"
    assert figure(fence("tree", rows, parent="为了", child="措施")).sound.told == "“甲”展开成2层，末端有2项。"
    read = figure(fence("tree", rows, parent="目的"))
    assert read.figure is None
    assert read.said == [("missing-column", "目的", "没有名为“目的”的列")]


def test_several_aims_stand_below_each_other() -> None:
    found = figure(fence("tree", "- 甲\n  - 乙\n- 丙\n  - 丁")).sound
    assert found.told == "“甲”、“丙”展开成2层，末端有2项。"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", [("no-data", "{tree}", "图没有列表")]),
        ("- ", [("unusable-data", "-", "这一项没有写字")]),
        ("上级,下级", [("no-data", "上级,下级", "图没有数据")]),
        ("上级,下级\n甲,乙\n乙,丙\n丙,甲", [("unusable-data", "甲", "首尾相接：甲 → 乙 → 丙 → 甲")]),
        ("上级,下级\n甲,乙\n丙,丙", [("unusable-data", "丙,丙", "首尾相接：丙 → 丙")]),
        ("上级,下级\n甲,丙\n乙,丙", [("unusable-data", "乙", "“丙”有两个上级：“甲”与“乙”")]),
        ("上级,下级\n甲,", [("unusable-data", "甲", "这一行没有写下级")]),
        (
            "上级,下级\n" + "\n".join(f"a{n},a{n + 1}" for n in range(6)),
            [("unusable-data", "a6", "有 7 层，最多画 6 层")],
        ),
        (
            "\n".join("  " * n + f"- a{n}" for n in range(7)),
            [("unusable-data", "- a6", "列表最多 6 层，这一项在第 7 层")],
        ),
        (
            "上级,下级\n" + "\n".join(f"a{n // 9},a{n}" for n in range(1, 10_000)),
            [("unusable-data", "上级,下级", "有 9999 行，最多画 150 行")],
        ),
        ("- 甲\n" + "  - 乙\n" * 80, [("unusable-data", "{tree}", "画出来超过一页高")]),
    ],
)
def test_what_cannot_be_drawn_is_said(data: str, said: list[tuple[str, str, str]]) -> None:
    read = figure(fence("tree", data))
    assert read.figure is None
    assert read.said == said


@pytest.mark.parametrize("levels", range(1, 7))
def test_long_items_at_every_level_stand_clear(levels: int) -> None:
    long = LONG if levels < 6 else LONG[:30]  # six levels of the whole are higher than a page
    lines = ["- " + LONG]
    for level in range(1, levels):
        lines += ["  " * level + f"- 短{level}", "  " * level + f"- **{long}**", "  " * level + f"- {long}"]
    svg = str(figure(fence("tree", "\n".join(lines))).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
