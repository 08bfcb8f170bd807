"""Five whys: depth and roots by hand, prefixes, countermeasures, and what is no chain."""

from __future__ import annotations

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import boxes, clipped, collisions
from tests.figure.example import fence, figure

OHNO = """
- 问题：机器停了
  - 为什么1：超负荷，保险丝断了
    - 为什么2：轴承润滑不够
      - 为什么3：油泵打不上油
        - 为什么4：泵轴磨损松动
          - 为什么5：没有装滤油器，铁屑进去了
            - 对策：装滤油器
"""
"""The example of T. Ohno, Toyota Production System (1978, English 1988, page 17): five whys to the missing strainer."""
LONG = (
    "由于预约系统没有按照时段放号而且窗口开放的时间与孕妇到达的时间错开"
    "所以早上八点到九点半之间在抽血窗口前排起了很长的队伍"
)


def test_ohno_asks_five_times() -> None:
    found = figure(fence("five-whys", OHNO)).sound
    assert {name: int(value.value) for name, value in found.values.items()} == {
        "whys": 5,
        "roots": 1,
        "countermeasures": 1,
    }
    assert found.told == "从“机器停了”问了5次为什么，找到1个根本原因：“没有装滤油器，铁屑进去了”；对策：“装滤油器”。"
    assert found.table == (
        ("问题", "为什么1", "为什么2", "为什么3", "为什么4", "为什么5", "根本原因", "对策"),
        (
            *("机器停了", "超负荷，保险丝断了", "轴承润滑不够", "油泵打不上油", "泵轴磨损松动"),
            *("没有装滤油器，铁屑进去了", "没有装滤油器，铁屑进去了", "装滤油器"),
        ),
    )


def test_it_is_told_in_english() -> None:
    found = figure(fence("five-whys", "- Stop\n  - Fuse\n    - Root cause: No strainer"), lang="en").sound
    assert found.told == "“Stop”: 2 whys to 1 root cause: “No strainer”."


def test_every_last_answer_is_a_root_unless_one_is_named() -> None:
    plain = figure(fence("five-whys", "- 甲\n  - 乙\n    - 丙\n  - 丁")).sound
    assert plain.told == "从“甲”问了2次为什么，找到2个根本原因：“丙”、“丁”。"
    marked = figure(fence("five-whys", "- 甲\n  - 乙\n    - **丙**\n  - 丁")).sound
    assert marked.told == "从“甲”问了2次为什么，找到1个根本原因：“丙”。"
    named = figure(fence("five-whys", "- 甲\n  - 根本原因：乙\n    - 丙\n  - 丁")).sound
    assert named.told == "从“甲”问了2次为什么，找到1个根本原因：“乙”。"


def test_a_bold_countermeasure_names_no_root() -> None:
    found = figure(fence("five-whys", "- 甲\n  - 乙\n    - **对策：丙**\n  - 丁")).sound
    assert found.told == "从“甲”问了1次为什么，找到2个根本原因：“乙”、“丁”；对策：“丙”。"


def test_the_drawing_says_which_is_the_root_without_colour() -> None:
    texts = [box.text for box in boxes(str(figure(fence("five-whys", OHNO)).sound.draw(PAPER)))]
    assert texts.count("根本原因") == 1
    assert [f"为什么{n}" for n in range(1, 6)] == [text for text in texts if text.startswith("为什么")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", [("no-data", "{five-whys}", "图没有列表")]),
        ("机器停了", [("unusable-data", "机器停了", "这里要写列表：每行以“- ”开头")]),
        ("- 机器停了", [("unusable-data", "- 机器停了", "“机器停了”下面没有写为什么")]),
        ("- 甲\n  - 对策：乙", [("unusable-data", "- 甲", "“甲”下面没有写为什么")]),
        ("- 对策：乙", [("unusable-data", "- 对策：乙", "对策要写在它针对的原因下面")]),
        ("- 甲\n  - 乙\n    - 对策：丙\n      - 丁", [("unusable-data", "- 丁", "对策下面不能再写一层")]),
        ("- 甲\n" + "  - 乙\n" * 6, [("unusable-data", "- 甲", "“甲”分成 6 支，最多画 5 支")]),
        (
            "\n".join("  " * n + f"- a{n}" for n in range(11)),
            [("unusable-data", "- a10", "列表最多 10 层，这一项在第 11 层")],
        ),
        (
            "\n".join(f"- 甲{n}\n  - 乙\n    - 丙" for n in range(20)),
            [("unusable-data", "{five-whys}", "画出来超过一页高")],
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(data: str, said: list[tuple[str, str, str]]) -> None:
    read = figure(fence("five-whys", data))
    assert read.figure is None
    assert read.said == said


@pytest.mark.parametrize("branches", range(1, 6))
def test_long_answers_in_branches_stand_clear(branches: int) -> None:
    rows = f"- {LONG}\n" + "\n".join(
        f"  - {LONG[n:]}\n    - 对策：{LONG}\n    - 短\n      - 对策：甲\n      - 对策：{LONG[:40]}"
        for n in range(branches)
    )
    svg = str(figure(fence("five-whys", rows)).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []


def test_several_problems_stand_side_by_side_or_below_each_other() -> None:
    few = figure(fence("five-whys", "- 甲\n  - 乙\n- 丙\n  - 丁")).sound
    tops = {box.text: box.top for box in boxes(str(few.draw(PAPER)))}
    assert tops["甲"] == tops["丙"]
    many = figure(fence("five-whys", "\n".join(f"- 甲{n}\n  - 乙\n  - 丁" for n in range(3)))).sound
    places = {box.text: box.top for box in boxes(str(many.draw(PAPER)))}
    assert places["甲0"] < places["甲1"] < places["甲2"]
