"""Radar charts: values and changes, marks and dashes of series, and scales that would mislead."""

from __future__ import annotations

import math
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG, clipped, collisions
from tests.figure.example import fence, figure

ROWS = "方面,活动前,活动后,目标\n责任心,2,4,4\n沟通,3,4,5\n团队,3,3,3\n工具,1,4,3\n"
SCALE = {"from": "1", "to": "5"}


def test_values_and_changes_are_those_of_the_rows() -> None:
    found = figure(fence("radar", ROWS, unit="分", **SCALE)).sound
    assert found.values["value[活动前/沟通]"].value == 3
    assert found.values["value[目标/工具]"].value == 3
    assert [found.values[f"change[{axis}]"].value for axis in ("责任心", "沟通", "团队", "工具")] == [2, 1, 0, 3]
    assert found.values["change[工具]"].is_signed
    assert found.values["value[活动前/沟通]"].unit == "分"


def test_one_series_needs_no_name_in_its_values() -> None:
    found = figure(fence("radar", "维度,得分\n有形性,82.4\n可靠性,71\n响应性,58", to="100")).sound
    assert found.values["value[有形性]"].value == Decimal("82.4")
    assert found.told == "3项中最高的是有形性，为82.4，最低的是响应性，为58。"


def test_it_tells_the_change_and_the_target() -> None:
    assert figure(fence("radar", ROWS, **SCALE)).sound.told == (
        "活动后与活动前相比，4项中有3项上升，变化最大的是工具，由1变为4；有3项不低于目标。"
    )
    assert figure(fence("radar", ROWS, **SCALE), lang="en").sound.told == (
        "From 活动前 to 活动后, 3 of 4 axes rise; 工具 changes most (from 1 to 4); 3 are at the target or above."
    )


def test_a_point_stands_at_its_share_of_the_scale() -> None:
    # four axes at right angles; 3 on a scale from 1 to 5 stands half way out, 1 in the middle, 5 at the end
    svg = str(figure(fence("radar", "a,b\n上,5\n右,3\n下,1\n左,3", **SCALE)).sound.draw(PAPER))
    lines = [line for line in ElementTree.fromstring(svg).iter(f"{SVG}polyline") if line.get("stroke") == PAPER.accent]
    points = [tuple(map(float, pair.split(","))) for pair in lines[0].get("points", "").split()]
    (up_x, up_y), (right_x, right_y), (down_x, down_y), (left_x, _), again = points
    assert again == (up_x, up_y)
    assert up_x == down_x
    assert right_y == down_y  # the middle
    assert math.isclose(down_y - up_y, 122, abs_tol=0.2)
    assert math.isclose(right_x - down_x, 61, abs_tol=0.2)
    assert math.isclose(down_x - left_x, 61, abs_tol=0.2)


def test_series_are_told_apart_without_colour() -> None:
    root = ElementTree.fromstring(str(figure(fence("radar", ROWS, **SCALE)).sound.draw(PAPER)))
    dashes = {line.get("stroke-dasharray") for line in root.iter(f"{SVG}polyline") if line.get("stroke") != PAPER.rule}
    assert len(dashes) == 3


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        (
            "a,b\n甲,1\n乙,2",
            {},
            [("unusable-data", "a,b", "有 2 条轴、1 组数，雷达图画 3 到 12 条轴、1 到 3 组")],
        ),
        (
            "a,b,c,d,e\n甲,1,2,3,4\n乙,1,2,3,4\n丙,1,2,3,4",
            {},
            [("unusable-data", "a,b,c,d,e", "有 3 条轴、4 组数，雷达图画 3 到 12 条轴、1 到 3 组")],
        ),
        ("a,b\n甲,1\n乙,-2\n丙,3", {}, [("unusable-data", "-2", "“-2”在刻度之外")]),
        ("a,b\n甲,1\n乙,2\n丙,6", {"to": "5"}, [("unusable-data", "6", "“6”在刻度之外")]),
        ("a,b\n甲,1\n甲,2\n丙,3", {}, [("unusable-data", "a,b", "有两条轴同名")]),
        ("a,b\n甲,1\n乙,好\n丙,3", {}, [("unreadable-cell", "好", "“b”列的“好”读不懂")]),
        ("a,b\n甲,1\n乙,2\n丙,3", {"series": "c"}, [("missing-column", "c", "没有名为“c”的列")]),
    ],
)
def test_what_cannot_be_drawn_is_said(rows: str, options: dict[str, str], said: list[tuple[str, str, str]]) -> None:
    read = figure(fence("radar", rows, **options))
    assert read.figure is None
    assert read.said[: len(said)] == said


def test_units_are_one_or_one_for_each_axis() -> None:
    read = figure(fence("radar", "a,b\n甲,1\n乙,2\n丙,3", unit="分;分"))
    assert read.said == [("unusable-data", "分;分", "单位写一个，或每条轴一个")]


@pytest.mark.parametrize(
    ("rows", "options", "problems"),
    [
        ("a,b\n甲,60\n乙,70\n丙,80", {"from": "50", "to": "100"}, ["truncated-axis"]),
        ("a,b\n甲,2\n乙,3\n丙,4", {"from": "1", "to": "5"}, []),
        ("a,b\n甲,2\n乙,3\n丙,4", {"from": "2", "to": "5"}, ["truncated-axis"]),
        ("a,b\n等候（分钟）,60\n满意（%）,70\n丙,80", {}, ["two-scales"]),
        ("a,b\n甲,60\n乙,70\n丙,80", {"unit": "分钟;%;分"}, ["two-scales"]),
        ("a,b\n甲,60\n乙,70\n丙,80", {"unit": "分;分;分"}, []),
    ],
)
def test_scales_that_mislead_are_doubted(rows: str, options: dict[str, str], problems: list[str]) -> None:
    assert [doubt.problem for doubt in figure(fence("radar", rows, **options)).sound.doubts] == problems


def test_twelve_axes_with_long_names_stand_clear_of_each_other() -> None:
    rows = "\n".join(
        f"{at}由于预约系统没有按照时段放号所以早上排起了长队{'很' * at},{at % 5 + 1},3" for at in range(12)
    )
    svg = str(figure(fence("radar", f"方面,前,后\n{rows}", **SCALE)).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
