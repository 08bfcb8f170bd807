"""The pie chart: shares, order, drawing, slips and doubts."""

from __future__ import annotations

import re
from math import atan2, degrees

import pytest

from casebound.figure.palette import PAPER
from casebound.model.value import written
from tests.figure.boxes import boxes, clipped, collisions
from tests.figure.example import fence, figure

ROWS = "渠道,人次\n电话,30\n窗口,50\n其他,8\n自助机,20"
"""108 in all: 50/108 = 46.296 %, 30/108 = 27.778 %, 20/108 = 18.519 %, 8/108 = 7.407 % (by hand)."""


def test_shares_are_of_the_whole_and_rounded_once() -> None:
    found = figure(fence("pie", ROWS, unit="人次")).sound
    shares = {part: str(value.value) for part, value in found.values.items() if part.startswith("share")}
    assert shares == {"share[窗口]": "46.3", "share[电话]": "27.8", "share[自助机]": "18.5", "share[其他]": "7.4"}
    assert written(found.values["total"], "zh-CN") == "108人次"
    assert found.values["count[电话]"].value == 30


def test_the_largest_is_first_and_other_last_unless_the_order_is_given() -> None:
    assert [row[0] for row in figure(fence("pie", ROWS)).sound.table] == ["渠道", "窗口", "电话", "自助机", "其他"]
    given = figure(fence("pie", ROWS, order="given")).sound.table
    assert given[1:] == (
        ("电话", "30", "27.8"),
        ("窗口", "50", "46.3"),
        ("其他", "8", "7.4"),
        ("自助机", "20", "18.5"),
    )


def test_it_tells_the_two_largest() -> None:
    assert figure(fence("pie", ROWS, unit="人次")).sound.told == (
        "最大的部分是窗口，占全部的46.3%；其次是电话，占全部的27.8%；总计108人次。"
    )
    english = figure(fence("pie", ROWS, unit="bookings"), lang="en").sound.told
    assert english == "窗口 makes up 46.3%, followed by 电话 with 27.8% (of 108\u00a0bookings)."
    half = fence("pie", "a,b\n甲,60\n乙,40", unit='"%"')
    assert figure(half).sound.told == "最大的部分是甲，占全部的60.0%，超过一半；其次是乙，占全部的40.0%。"
    assert figure(half, lang="en").sound.told == "甲 makes up 60.0%, more than half; next is 乙 with 40.0%."
    assert figure(fence("pie", "a,b\n甲,3")).sound.told == "只有甲一个部分，占全部的100.0%；总计3。"


def test_a_slice_has_the_angle_of_its_share() -> None:
    """A quarter ends at three o'clock; half at six."""
    svg = str(figure(fence("pie", "a,b\n甲,50\n乙,25\n丙,25")).sound.draw(PAPER))
    slices = re.findall(r"M([\d.]+) ([\d.]+)L[\d. ]+A88 88 0 [01] 1 ([\d.]+) ([\d.]+)Z", svg)
    ends = [
        round(degrees(atan2(float(x) - float(middle), float(centre) - float(y)))) % 360
        for middle, centre, x, y in slices
    ]
    assert ends == [180, 270, 0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,b\n甲,5\n乙,-1", ("unusable-data", "-1", "“乙”的件数是负数")),
        ("a,b\n甲,5\n乙,很多", ("unreadable-cell", "很多", "“b”列的“很多”读不懂")),
        ("a,b\n甲,0", ("unusable-data", "{pie}", "各项都是 0，没有可画的")),
        ("a\n甲", ("missing-column", "a", "数据至少要有 2 列，这里有 1 列")),
        ("a,b\n" + "\n".join(f"{n}号,1" for n in range(13)), ("unusable-data", "a,b", "有 13 份，饼图最多画 12 份")),
    ],
)
def test_slips_are_said_at_their_place(rows: str, said: tuple[str, str, str]) -> None:
    assert figure(fence("pie", rows)).said == [said]


def test_a_wrong_order_is_said() -> None:
    said = ("wrong-option", "name", "“order”应为其中之一：size, given，这里是“name”")
    assert figure(fence("pie", ROWS, order="name")).said == [said]


def test_more_than_six_parts_are_doubted() -> None:
    seven = figure(fence("pie", "a,b\n" + "\n".join(f"{n}号,{9 - n}" for n in range(7)))).sound
    assert [(doubt.problem, doubt.n, doubt.least) for doubt in seven.doubts] == [("too-many-parts", 7, 6)]
    assert list(figure(fence("pie", "a,b\n" + "\n".join(f"{n}号,{9 - n}" for n in range(6)))).sound.doubts) == []


def test_percentages_must_make_a_whole() -> None:
    doubts = list(figure(fence("pie", "部门,满意率\n门诊,91\n病房,88", unit='"%"')).sound.doubts)
    assert [doubt.problem for doubt in doubts] == ["wrong-chart"]
    what = doubts[0].what
    assert not isinstance(what, str)
    assert what.to("zh-CN") == "各份合计 179%，不是一个整体的几部分；并排比较用条形图（stratification）"
    for whole in ("甲,33.3\n乙,33.3\n丙,33.3", "甲,50.5\n乙,50.5"):
        assert list(figure(fence("pie", f"部门,占比（%）\n{whole}")).sound.doubts) == []


def test_slivers_are_named_beside_each_other() -> None:
    rows = "\n".join(f"很小的一份第{n}号,1" for n in range(9))
    svg = str(figure(fence("pie", f"a,b\n大,1000\n{rows}\n没有,0")).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
    assert sum("很小" in box.text for box in boxes(svg)) == 9
