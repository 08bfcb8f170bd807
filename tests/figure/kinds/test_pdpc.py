"""Process decision program charts: counts by hand, the signs for what is adopted, and what stands in a wrong place."""

from __future__ import annotations

import pytest

from casebound.figure.kinds.pdpc import part_verdict
from casebound.figure.palette import PAPER
from tests.figure.boxes import clipped, collisions
from tests.figure.example import fence, figure

LIST = """
- 起点：系统上线
- 发短信
  - 风险：没看到
    - 对策：打电话 ○
      - 风险：打不通
        - 对策：上门 ✕
    - 对策：寄信 ✕
- 到窗口
  - ? 早到
    - ! 分流 ○
    - ! 加椅子
- 目标：不超过20分钟
"""
"""By hand: two steps; risks 没看到, 打不通, 早到; countermeasures 打电话 ○, 上门 ✕, 寄信 ✕, 分流 ○, 加椅子."""
LONG = (
    "由于预约系统没有按照时段放号而且窗口开放的时间与孕妇到达的时间错开"
    "所以早上八点到九点半之间在抽血窗口前排起了很长的队伍"
)


def test_risks_and_countermeasures_are_counted() -> None:
    found = figure(fence("pdpc", LIST)).sound
    assert {name: int(value.value) for name, value in found.values.items()} == {
        "steps": 2,
        "risks": 3,
        "open": 1,
        "countermeasures": 5,
        "adopted": 2,
        "rejected": 2,
    }
    assert found.told == "要做到“不超过20分钟”，预想了3个问题、5条对策，采用2条；没有采用对策的问题：“打不通”。"
    assert found.table == (
        ("步骤", "可能出现的问题", "对策", "采用"),
        ("系统上线", "", "", ""),
        ("发短信", "没看到", "打电话", "是"),
        ("发短信", "打不通", "上门", "否"),
        ("发短信", "没看到", "寄信", "否"),
        ("到窗口", "早到", "分流", "是"),
        ("到窗口", "早到", "加椅子", ""),
        ("不超过20分钟", "", "", ""),
    )


def test_it_is_told_in_english() -> None:
    rows = "- Send\n  - Risk: lost\n    - Countermeasure: call (adopted)\n- Goal: done"
    assert figure(fence("pdpc", rows), lang="en").sound.told == (
        "On the way to “done”: 1 foreseen problem, 1 countermeasure, 1 adopted."
    )


def test_the_goal_may_stand_first_or_around_all() -> None:
    last = figure(fence("pdpc", "- 做\n  - 风险：坏\n- 目标：好")).sound
    first = figure(fence("pdpc", "- 目标：好\n- 做\n  - 风险：坏")).sound
    around = figure(fence("pdpc", "- 目标：好\n  - 做\n    - 风险：坏")).sound
    assert str(last.draw(PAPER)) == str(first.draw(PAPER)) == str(around.draw(PAPER))


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("打电话 ○", ("打电话", "adopted")),
        ("打电话○", ("打电话", "adopted")),
        ("○ 打电话", ("打电话", "adopted")),
        ("打电话 ◯", ("打电话", "adopted")),
        ("call O", ("call", "adopted")),
        ("打电话（采用）", ("打电话", "adopted")),
        ("call (adopted)", ("call", "adopted")),
        ("寄信 ✕", ("寄信", "rejected")),
        ("寄信 ×", ("寄信", "rejected")),
        ("寄信 ✖\ufe0f", ("寄信", "rejected")),
        ("letter x", ("letter", "rejected")),
        ("寄信（不采用）", ("寄信", "rejected")),
        ("送到301室 3×4", ("送到301室 3×4", "")),
        ("装 box", ("装 box", "")),
        ("○", ("○", "")),
        ("加椅子", ("加椅子", "")),
    ],
)
def test_a_sign_at_either_end_says_whether_it_is_adopted(text: str, parted: tuple[str, str]) -> None:
    assert part_verdict(text) == parted


def test_a_countermeasure_in_bold_is_adopted() -> None:
    rows = "- 做\n  - 风险：坏\n    - **对策：修**\n- 目标：好"
    assert int(figure(fence("pdpc", rows)).sound.values["adopted"].value) == 1


def test_no_cross_is_set_as_a_letter_the_font_lacks() -> None:
    assert "✕" not in str(figure(fence("pdpc", LIST)).sound.draw(PAPER))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", [("no-data", "{pdpc}", "图没有列表")]),
        ("先做，再看", [("unusable-data", "先做，再看", "这里要写列表：每行以“- ”开头")]),
        ("- 做\n  - 风险：坏", [("unusable-data", "- 做", "没有写目标")]),
        ("- 做\n  - 风险：坏\n- 目标：好\n- 目标：快", [("unusable-data", "- 目标：快", "目标只能有一个")]),
        ("- 做\n- 目标：好", [("unusable-data", "- 做", "没有写可能出现的问题")]),
        ("- 做\n  - 坏\n- 目标：好", [("unusable-data", "- 坏", "没有写明是风险还是对策")]),
        ("- 风险：坏\n- 目标：好", [("unusable-data", "- 风险：坏", "第一层只写步骤和目标")]),
        ("- 做\n  - 对策：修\n- 目标：好", [("unusable-data", "- 对策：修", "对策要写在风险下面")]),
        (
            "- 做\n  - 风险：坏\n    - 风险：更坏\n- 目标：好",
            [("unusable-data", "- 风险：更坏", "风险下面只写对策")],
        ),
        (
            "\n".join(f"- 做{n}\n  - 风险：坏" for n in range(61)),
            [("unusable-data", "{pdpc}", "列表有 122 项，最多画 120 项")],
        ),
        (
            "\n".join(f"- 做{n}\n  - 风险：坏" for n in range(40)) + "\n- 目标：好",
            [("unusable-data", "{pdpc}", "画出来超过一页高")],
        ),
        (
            "- 做\n  - 风险：坏\n    - 对策：修\n      - 风险：坏\n        - 对策：修\n"
            "          - 风险：坏\n- 目标：好",
            [("unusable-data", "- 风险：坏", "列表最多 5 层，这一项在第 6 层")],
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(data: str, said: list[tuple[str, str, str]]) -> None:
    read = figure(fence("pdpc", data))
    assert read.figure is None
    assert read.said == said


def test_long_words_in_every_place_stand_clear() -> None:
    rows = (
        f"- 起点：{LONG}\n- {LONG}\n  - 风险：{LONG}\n    - 对策：{LONG} ○\n      - 风险：短\n"
        f"        - 对策：{LONG} ✕\n"
        f"    - 对策：短 ✕\n  - 风险：{LONG}\n    - 对策：{LONG}\n- 目标：{LONG}"
    )
    svg = str(figure(fence("pdpc", rows)).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
