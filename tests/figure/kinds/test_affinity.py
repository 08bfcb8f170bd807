"""Affinity diagrams: counts by hand, columns of one height, and what is no grouping."""

from __future__ import annotations

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import boxes, clipped, collisions
from tests.figure.example import fence, figure

LIST = """
- 等候
  - **不知道等多久**
  - 饿
- 找路
  - 楼里
    - 标牌看不见
    - 电梯绕
  - 停车难
- 周末也开
"""
"""By hand: 2 + 3 + 1 statements in two groups, one of which holds a group; one by itself; one in bold."""
LONG = (
    "由于预约系统没有按照时段放号而且窗口开放的时间与孕妇到达的时间错开"
    "所以早上八点到九点半之间在抽血窗口前排起了很长的队伍"
)


def test_statements_are_counted_by_group() -> None:
    found = figure(fence("affinity", LIST)).sound
    assert {name: int(value.value) for name, value in found.values.items()} == {
        "groups": 2,
        "subgroups": 1,
        "cards": 6,
        "marked": 1,
        "cards[等候]": 2,
        "cards[找路]": 3,
        "cards[找路/楼里]": 2,
    }
    assert found.told == "6条归成2组，最多的是“找路”，有3条；1条不归任何组。"
    assert found.table == (
        ("组", "小组", "内容", "重点"),
        ("等候", "", "不知道等多久", "是"),
        ("等候", "", "饿", ""),
        ("找路", "楼里", "标牌看不见", ""),
        ("找路", "楼里", "电梯绕", ""),
        ("找路", "", "停车难", ""),
        ("", "", "周末也开", ""),
    )


def test_it_is_told_in_english_with_all_that_are_largest() -> None:
    found = figure(fence("affinity", "- A\n  - a\n- B\n  - b"), lang="en").sound
    assert found.told == "2 statements in 2 groups; most are about “A” and “B” (1 each)."


def test_one_group_is_told() -> None:
    assert figure(fence("affinity", "- A\n  - a"), lang="en").sound.told == (
        "1 statement in 1 group; most are about “A” (1)."
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", [("no-data", "{affinity}", "图没有列表")]),
        ("等候太久", [("unusable-data", "等候太久", "这里要写列表：每行以“- ”开头")]),
        ("- 甲\n- 乙", [("unusable-data", "- 甲", "没有分组")]),
        ("- 甲\n  - 乙\n- 甲\n  - 丙", [("unusable-data", "- 甲", "组“甲”写了两次")]),
        ("- 甲\n  - 乙\n    - 丁\n  - 乙\n    - 丙", [("unusable-data", "- 乙", "组“乙”写了两次")]),
        ("- 甲\n  - 乙\n    - 丙\n      - 丁", [("unusable-data", "- 丁", "列表最多 3 层，这一项在第 4 层")]),
        ("- 甲\n" + "  - 乙\n" * 200, [("unusable-data", "{affinity}", "列表有 201 项，最多画 200 项")]),
        ("- 甲\n" + "  - 乙\n" * 60, [("unusable-data", "{affinity}", "画出来超过一页高")]),
    ],
)
def test_what_cannot_be_drawn_is_said(data: str, said: list[tuple[str, str, str]]) -> None:
    read = figure(fence("affinity", data))
    assert read.figure is None
    assert read.said == said


def test_columns_reach_about_the_same_height() -> None:
    """Seven groups of 8, 1, 2, 7, 3, 6 and 3 statements: 30 and 7 headings in three columns, 10 statements each."""
    sizes = (8, 1, 2, 7, 3, 6, 3)
    rows = "\n".join(
        f"- 组{n}\n" + "\n".join(f"  - 话{n}{card}" for card in range(size)) for n, size in enumerate(sizes)
    )
    found = boxes(str(figure(fence("affinity", rows)).sound.draw(PAPER)))
    columns = sorted({round(box.left) for box in found if box.text.startswith("组")})
    assert len(columns) == 3
    ends = [max(box.bottom for box in found if round(box.left) == column) for column in columns]
    assert max(ends) - min(ends) < 60
    first = [box.text for box in sorted(found, key=lambda box: (box.top, box.left)) if box.text.startswith("组")]
    assert first[0] == "组0"


def test_long_statements_and_headings_stand_clear() -> None:
    rows = "\n".join(
        f"- {LONG[n:]}\n  - **{LONG}**\n  - {LONG[: 9 * n + 1]}\n  - 小组{LONG[:20]}\n    - {LONG}\n    - **短**"
        for n in range(5)
    )
    svg = str(figure(fence("affinity", rows + f"\n- {LONG}")).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
