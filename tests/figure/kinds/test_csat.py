"""Satisfaction by level: shares, the best two levels, means, in whatever order the levels stand; what is refused."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG
from tests.figure.example import fence, figure

BEST_FIRST = "项目,很满意,满意,一般,不满意,很不满意\n候诊,30,45,15,8,2\n讲解,60,25,10,3,2\n标识,10,20,40,20,10\n"
WORST_FIRST = "项目,很不满意,不满意,一般,满意,很满意\n候诊,2,8,15,45,30\n讲解,2,3,10,25,60\n标识,10,20,40,20,10\n"
NUMBERED = "项目,1,2,3,4,5\n候诊,2,8,15,45,30\n讲解,2,3,10,25,60\n标识,10,20,40,20,10\n"


@pytest.mark.parametrize("rows", [BEST_FIRST, WORST_FIRST, NUMBERED])
def test_the_best_two_levels_and_the_mean_do_not_depend_on_the_order_of_columns(rows: str) -> None:
    # (30 + 45) / 100 = 75 %; (5·30 + 4·45 + 3·15 + 2·8 + 1·2) / 100 = 393 / 100 = 3.93
    found = figure(fence("csat", rows)).sound
    assert [found.values[f"top2[{name}]"].value for name in ("候诊", "讲解", "标识")] == [75, 85, 30]
    assert found.values["mean[候诊]"].value == Decimal("3.93")
    assert found.values["n[候诊]"].value == 100


def test_a_share_is_named_by_row_and_level() -> None:
    found = figure(fence("csat", BEST_FIRST)).sound
    assert found.values["share[候诊/不满意]"].value == 8
    assert found.table[1] == ("候诊", "30.0", "45.0", "15.0", "8.0", "2.0", "75.0", "3.93", "100")


def test_the_share_of_the_best_is_rounded_once() -> None:
    # 1/3 + 1/3 = 66.7; rounded first 66.6
    found = figure(fence("csat", "项目,很满意,满意,不满意,很不满意\n候诊,1,1,1,0")).sound
    assert found.values["top2[候诊]"].value == Decimal("66.7")


def test_levels_without_words_that_say_so_are_ordered_by_the_option() -> None:
    rows = "项目,a,b,c,d\n候诊,1,2,3,4"
    assert figure(fence("csat", rows)).sound.values["top2[候诊]"].value == 30
    assert figure(fence("csat", rows, order="worst-first")).sound.values["top2[候诊]"].value == 70


def test_of_three_levels_the_best_one_counts() -> None:
    found = figure(fence("csat", "项目,好,中,差\n候诊,5,3,2\n讲解,8,1,1")).sound
    assert found.values["top1[候诊]"].value == 50
    assert found.told == "回答为“好”的，在候诊的10份回答中占50.0%，在讲解的10份回答中占80.0%。"


def test_it_tells_the_highest_and_the_lowest() -> None:
    assert figure(fence("csat", BEST_FIRST)).sound.told == (
        "回答为“很满意”或“满意”的比例，在讲解一项最高，为85.0%，在标识一项最低，为30.0%。"
    )
    english = figure(
        fence("csat", "Item,Very good,Good,Poor,Very poor\nWait,1,2,3,4\nWay,4,3,2,1\nCare,3,3,3,1"), lang="en"
    )
    assert english.sound.told == (
        "The share of “Very good” or “Good” is highest for Way (70.0%), lowest for Wait (30.0%)."
    )


def test_diverging_bars_have_the_middle_of_the_scale_on_one_line() -> None:
    def middles(rows: str) -> list[float]:
        root = ElementTree.fromstring(str(figure(fence("csat", rows, style="diverging")).sound.draw(PAPER)))
        fair = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == PAPER.tint5][1:]  # the key's first
        return [float(rect.get("x", 0)) + float(rect.get("width", 0)) / 2 for rect in fair]

    found = middles(BEST_FIRST)
    assert len(found) == 3
    assert max(found) - min(found) < 0.2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("项目,很满意,不满意\n候诊,3,-1", ("unusable-data", "候诊", "“候诊”的人数是负数")),
        ("项目,很满意,不满意\n候诊,0,0", ("unusable-data", "候诊", "“候诊”没有一个回答")),
        ("项目,很满意,不满意\n候诊,3,多", ("unreadable-cell", "多", "“不满意”列的“多”读不懂")),
        ("项目,很满意\n候诊,3", ("missing-column", "项目,很满意", "数据至少要有 3 列，这里有 2 列")),
        (
            "项目,很满意,不满意\n候诊,40.5,70.2",
            ("unusable-data", "候诊", "“候诊”的占比合计 110.7%，应是 100%；人数则应是整数"),
        ),
        (
            "项目,1,2,3,4,5,6,7,8\n候诊,1,1,1,1,1,1,1,1",
            ("unusable-data", "项目,1,2,3,4,5,6,7,8", "有 1 行、8 级，最多画 24 行，2 到 7 级"),
        ),
        ("项目,很满意,不满意,n\n候诊,40,50,200", ("unusable-data", "候诊", "“候诊”合计 90 人，n 却写成 200")),
    ],
)
def test_what_cannot_be_drawn_is_said(rows: str, said: tuple[str, str, str]) -> None:
    read = figure(fence("csat", rows))
    assert read.figure is None
    assert read.said == [said]


def test_a_row_that_stands_twice_counts_once() -> None:
    read = figure(fence("csat", "项目,很满意,不满意\n候诊,3,1\n候诊,1,3"))
    assert [message for _, _, message in read.said] == ["“候诊”有两行"]
    assert read.figure is not None
    assert read.figure.values["top1[候诊]"].value == 75


def test_percentages_are_doubted_without_n_and_not_with_it() -> None:
    rows = "项目,很满意（%）,不满意（%）\n候诊,40,60\n"
    assert [doubt.problem for doubt in figure(fence("csat", rows)).sound.doubts] == ["no-n"]
    assert list(figure(fence("csat", rows, n="120")).sound.doubts) == []
    with_column = figure(fence("csat", "项目,很满意（%）,不满意（%）,人数\n候诊,40,60,85\n")).sound
    assert list(with_column.doubts) == []
    assert with_column.values["n[候诊]"].value == 85
