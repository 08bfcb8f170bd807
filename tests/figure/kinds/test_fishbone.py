"""Cause-and-effect diagrams: counts by hand, what is refused, and that nothing collides however full they are."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import boxes, clipped, collisions
from tests.figure.example import Read, fence, figure

LIST = """
- 人员
  - 新手多
    - **没有带教**
    - 排班不看经验
  - 累
- 方法
  - **预约不分时段**
- 环境
"""
"""By hand: end causes 没有带教, 排班不看经验, 累 (3) and 预约不分时段 (1); two of them main; three categories."""
LONG = "由于预约系统没有按照时段放号而且窗口开放的时间与孕妇到达的时间错开"


def drawn(rows: str, **options: str) -> Read:
    return figure(fence("fishbone", rows, **options))


def test_end_causes_main_causes_and_categories_are_counted() -> None:
    found = drawn(LIST, effect="等得久").sound
    assert {name: int(value.value) for name, value in found.values.items()} == {
        "causes": 4,
        "main": 2,
        "bones": 3,
        "causes[人员]": 3,
        "causes[方法]": 1,
        "causes[环境]": 0,
    }
    assert found.told == "“等得久”的末端原因有4个，分属3类；要因有2个：“没有带教”、“预约不分时段”。"


def test_it_is_told_in_english() -> None:
    found = figure(fence("fishbone", LIST, effect="Waits"), lang="en").sound
    assert found.told == "“Waits”: 4 end causes in 3 categories; 2 main: “没有带教” and “预约不分时段”."


def test_the_only_item_at_the_first_level_is_the_effect() -> None:
    nested = "- **等得久**\n" + "\n".join(f"  {line}" for line in LIST.strip().splitlines())
    assert drawn(nested).sound.told == drawn(LIST, effect="等得久").sound.told


def test_bold_categories_are_no_main_causes() -> None:
    assert int(drawn("- **人员**\n  - 少", effect="等").sound.values["main"].value) == 0


def test_the_table_has_a_row_for_each_end_cause_with_the_way_to_it() -> None:
    assert drawn(LIST, effect="等").sound.table == (
        ("类别", "原因", "下一层原因", "要因"),
        ("人员", "新手多", "没有带教", "是"),
        ("人员", "新手多", "排班不看经验", ""),
        ("人员", "累", "", ""),
        ("方法", "预约不分时段", "", "是"),
        ("环境", "", "", ""),
    )


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("", {"effect": "等"}, [("no-data", "{fishbone}", "图没有列表")]),
        ("人员不够", {"effect": "等"}, [("unusable-data", "人员不够", "这里要写列表：每行以“- ”开头")]),
        ("- 人\n  - 少\n- 机\n  - 坏", {}, [("unusable-data", "{fishbone}", "没有写要分析的结果")]),
        ("- 人员\n- 机器", {"effect": "等"}, [("unusable-data", "- 人员", "没有写原因")]),
        ("- 人\n  - 少\n- 人\n  - 累", {"effect": "等"}, [("unusable-data", "- 人", "类别“人”写了两次")]),
        (
            "- 人\n  - 少\n    - 忙\n      - 急\n        - 慌",
            {"effect": "等"},
            [("unusable-data", "- 慌", "列表最多 4 层，这一项在第 5 层")],
        ),
        (
            "\n".join(f"- 类{n}\n  - 因" for n in range(11)),
            {"effect": "等"},
            [("unusable-data", "- 类10", "有 11 类，最多画 10 类")],
        ),
        (
            "- 人\n" + "  - 少\n" * 150,
            {"effect": "等"},
            [("unusable-data", "{fishbone}", "列表有 151 项，最多画 150 项")],
        ),
        ("- 人\n" + "  - 少\n" * 60, {"effect": "等"}, [("unusable-data", "{fishbone}", "画出来超过一页高")]),
    ],
)
def test_what_cannot_be_drawn_is_said(rows: str, options: dict[str, str], said: list[tuple[str, str, str]]) -> None:
    read = drawn(rows, **options)
    assert read.figure is None
    assert read.said == said


def test_a_frame_says_which_categories_are_missing_and_which_are_foreign() -> None:
    read = drawn("- 人员（Man）\n  - 少\n- 设备\n- 物料\n- 流程\n- 环境\n- 运气", effect="等", frame="5m1e")
    assert read.figure is not None
    assert read.said == [
        ("unusable-data", "5m1e", "按 5m1e 还缺“测”一类"),
        ("unusable-data", "- 运气", "“运气”不属于 5m1e"),
    ]


def test_without_a_frame_categories_are_free() -> None:
    assert drawn("- 运气\n  - 差", effect="等").said == []


def test_an_unknown_frame_is_said() -> None:
    read = drawn(LIST, effect="等", frame="6m")
    assert read.said == [("wrong-option", "6m", "“frame”应为其中之一：5m1e, 8p，这里是“6m”")]


@pytest.mark.parametrize(
    "frame", ["人\n机\n料\n法\n环\n测", "People\nMachine\nMaterials\nMethods\nEnvironment\nMeasurement"]
)
def test_the_six_categories_have_short_and_english_names(frame: str) -> None:
    rows = "\n".join(f"- {name}\n  - 因" for name in frame.split("\n"))
    assert drawn(rows, effect="等", frame="5M1E").said == []


@pytest.mark.parametrize("bones", [1, 2, 3, 5, 8, 10])
@pytest.mark.parametrize("causes", [1, 6])
@pytest.mark.parametrize("length", [2, 12, 30])
def test_long_labels_never_collide(bones: int, causes: int, length: int) -> None:
    rows = "\n".join(
        f"- 类别{bone}\n"
        + "\n".join(f"  - {('**' * (cause == 1))}{LONG[:length]}{'**' * (cause == 1)}" for cause in range(causes))
        for bone in range(bones)
    )
    read = drawn(rows, effect=LONG)
    if read.figure is None:  # ten full bones are higher than a page
        assert bones == 10
        assert read.said == [("unusable-data", "{fishbone}", "画出来超过一页高")]
        return
    svg = str(read.sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
    assert "".join(box.text for box in boxes(svg)).count(LONG[:length]) >= bones * causes


def test_four_levels_with_long_labels_stand_clear() -> None:
    cause = "\n".join(
        f"{'  ' * level}- {'**' if level == 3 else ''}{LONG[level:20]}{'**' if level == 3 else ''}"
        for level in (1, 2, 3)
    )
    svg = str(drawn("\n".join(f"- 类{n}\n{cause}\n{cause}" for n in range(6)), effect="等").sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []


@pytest.mark.parametrize("bones", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("effect", ["等", LONG])
def test_long_names_of_categories_stand_clear_of_each_other_and_of_the_head(bones: int, effect: str) -> None:
    rows = "\n".join(f"- {LONG[number:]}\n  - 少" for number in range(bones))
    svg = str(drawn(rows, effect=effect).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []


def test_words_stand_left_of_their_bone_and_right_of_the_one_before() -> None:
    """The leaning lines, from the drawing itself, cut no line of words."""
    rows = "\n".join(f"- 类{n}\n  - {LONG[:25]}\n  - {LONG[:9]}\n    - {LONG[:14]}" for n in range(8))
    svg = str(drawn(rows, effect="等").sound.draw(PAPER))
    lines = [element.attrib for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}line")]
    leaning = [
        tuple(float(line[key]) for key in ("x1", "y1", "x2", "y2")) for line in lines if line["stroke-width"] == "1.3"
    ]
    assert len(leaning) == 8
    for box in boxes(svg):
        if box.text.startswith("类"):
            continue
        for x1, y1, x2, y2 in leaning:
            for y in (box.top + 1, box.bottom - 1):
                if min(y1, y2) < y < max(y1, y2):
                    x = x1 + (x2 - x1) * (y - y1) / (y2 - y1)
                    assert not box.left + 1 < x < box.right - 1, box.text
