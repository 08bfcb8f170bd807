"""Service blueprints: tables and lists alike, marks, the lines of the method, bands, and what is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG, clipped, collisions
from tests.figure.example import fence, figure

PIPES = """
| 行 | 预约 | 抽血 |
|---|---|---|
| 支持过程 | 预约系统 | 检验系统 |
| 患者行为 | 选日期 | 空腹排队 (W) |
| 前台 | | **叫号不同步** |
| 后台 | 按天放号！ | |
"""
LIST = """
- 预约
  - 患者行为：选日期
  - 后台：按天放号（F）
  - 支持过程：预约系统
- 抽血
  - 患者行为: 空腹排队（W）
  - **前台：叫号不同步**
  - 支持过程：检验系统
"""
CSV = "行,预约,抽血\n患者行为,选日期,空腹排队(W)\n前台,,叫号不同步(F)\n后台,!按天放号,\n支持过程,预约系统,检验系统\n"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("rows", [PIPES, LIST, CSV])
def test_tables_and_lists_say_the_same(rows: str) -> None:
    found = figure(fence("service-blueprint", rows)).sound
    assert found.table == (
        ("行", "预约", "抽血"),
        ("患者行为", "选日期", "空腹排队 (W)"),
        ("前台", "", "叫号不同步 (F)"),
        ("后台", "按天放号 (F)", ""),
        ("支持过程", "预约系统", "检验系统"),
    )
    assert {name: value.value for name, value in found.values.items()} == {"steps": 2, "fails": 2, "waits": 1}
    assert found.told == "2步服务中有2个失误点（预约、抽血）、1个等待点（抽血）。"


def test_it_tells_in_english_too() -> None:
    found = figure(
        fence("service-blueprint", "Lane,Book,Test\nCustomer,Picks,Queues (W)\nBackstage,!No times,"), lang="en"
    )
    assert found.sound.told == "A service of 2 steps with 1 fail point (Book) and 1 waiting point (Test)."
    plain = figure(fence("service-blueprint", "Lane,Book,Test\nCustomer,Picks,Queues\nBackstage,Opens,"), lang="en")
    assert plain.sound.told == "A service of 2 steps from “Book” to “Test”, without fail or waiting points."


def test_a_bold_name_of_a_lane_marks_nothing() -> None:
    found = figure(fence("service-blueprint", "- 预约\n  - **用户**：选日期\n  - 前台：接待")).sound
    assert found.values["fails"].value == 0


@pytest.mark.parametrize(
    ("lanes", "lines"),
    [
        ("用户,x\n前台,y\n后台,z\n支持,s", ["互动线", "可视线", "内部互动线"]),
        ("用户,x\n前台,y", ["互动线"]),
        ("用户,x\n后台,z", ["互动线", "可视线"]),
        ("有形展示,w\n用户,x\n支持,s", ["互动线", "可视线", "内部互动线"]),
    ],
)
def test_lines_run_where_the_method_draws_them(lanes: str, lines: list[str]) -> None:
    # Bitner, Ostrom & Morgan 2008: interaction below the customer, visibility below the frontstage, internal
    # interaction below the backstage
    svg = str(figure(fence("service-blueprint", f"行,一步\n{lanes}")).sound.draw(PAPER))
    assert [text for text in texts(svg) if text in ("互动线", "可视线", "内部互动线")] == lines


def test_more_than_seven_steps_stand_in_bands() -> None:
    def heights(steps: int) -> set[str]:
        head = ",".join(f"第{at}步" for at in range(steps))
        cells = ",".join("做" for _ in range(steps))
        svg = str(figure(fence("service-blueprint", f"行,{head}\n用户,{cells}\n前台,{cells}")).sound.draw(PAPER))
        assert clipped(svg) == []
        assert collisions(svg) == []
        root = ElementTree.fromstring(svg)
        return {text.get("y", "") for text in root.iter(f"{SVG}text") if (text.text or "").startswith("第")}

    assert [len(heights(steps)) for steps in (1, 7, 8, 14, 15)] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "行,a\n前台,x\n后台,y",
            [("unusable-data", "{service-blueprint}", "服务蓝图要有用户行为，和前台、后台等至少一行")],
        ),
        ("行,a\n用户,x\n前台,y\n前抬,z", [("unusable-data", "前抬,z", "“前抬”不是服务蓝图的行")]),
        ("行,a\n用户,x\n前台,y\n前台行为,z", [("unusable-data", "前台行为,z", "“前台行为”与另一行重复")]),
        ("行,a\n用户,\n前台,", [("unusable-data", "{service-blueprint}", "没有一个格子有字")]),
        ("行,a", [("no-data", "行,a", "图没有数据")]),
        (
            "- 预约\n  - 选日期\n  - 用户：x\n  - 前台：y",
            [("unusable-data", "- 选日期", "“选日期”没有写是哪一行")],
        ),
    ],
)
def test_what_is_no_blueprint_is_said(rows: str, said: list[tuple[str, str, str]]) -> None:
    read = figure(fence("service-blueprint", rows))
    assert [(rule, place.strip(), message) for rule, place, message in read.said] == said


def test_what_does_not_fit_on_a_page_is_refused() -> None:
    head, cells = ",".join(f"第{at}步" for at in range(20)), ",".join("字" * 60 for _ in range(20))
    read = figure(fence("service-blueprint", f"行,{head}\n用户,{cells}\n前台,{cells}\n后台,{cells}"))
    assert read.said == [("unusable-data", "{service-blueprint}", "蓝图太高，一页放不下")]
    head = ",".join(f"第{at}步" for at in range(25))
    read = figure(fence("service-blueprint", f"行,{head}\n用户,做\n前台,做"))
    assert read.said == [("unusable-data", "{service-blueprint}", "有 25 步、2 行，最多画 24 步、12 行")]
