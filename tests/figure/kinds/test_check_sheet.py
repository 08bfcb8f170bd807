"""The check sheet: totals of a published one, strokes, slips."""

from __future__ import annotations

import re

import pytest

from casebound.figure.canvas import Canvas
from casebound.figure.palette import PAPER
from casebound.figure.strokes import draw_strokes
from tests.figure.boxes import boxes, clipped, collisions
from tests.figure.example import fence, figure

INTERRUPTIONS = """
Reason,Mon,Tue,Wed,Thu,Fri
Wrong number,5,2,1,5,7
Info request,2,2,2,2,2
Boss,5,2,7,1,4
"""
"""Telephone interruptions: RSNA, Continuous Quality Improvement Initiative, “Check or tally sheet”, which gives 20, 10
and 19 for the rows, 12, 6, 10, 8 and 13 for the days, 49 in all."""


def test_totals_are_those_that_are_published() -> None:
    found = {part: int(value.value) for part, value in figure(fence("check-sheet", INTERRUPTIONS)).sound.values.items()}
    assert [found[f"row[{name}]"] for name in ("Wrong number", "Info request", "Boss")] == [20, 10, 19]
    assert [found[f"column[{day}]"] for day in ("Mon", "Tue", "Wed", "Thu", "Fri")] == [12, 6, 10, 8, 13]
    assert (found["total"], found["cell[Boss/Wed]"]) == (49, 7)


def test_the_table_has_its_totals() -> None:
    table = figure(fence("check-sheet", INTERRUPTIONS), lang="en").sound.table
    assert table[0] == ("Reason", "Mon", "Tue", "Wed", "Thu", "Fri", "Total")
    assert table[-1] == ("Total", "12", "6", "10", "8", "13", "49")


def test_it_tells_what_was_most() -> None:
    zh = figure(fence("check-sheet", INTERRUPTIONS, unit="次")).sound.told
    assert zh == "各行中“Wrong number”最多，有20次；各列中“Fri”最多，有13次；全部合计49次。"
    en = figure(fence("check-sheet", INTERRUPTIONS), lang="en").sound.told
    assert en == "“Wrong number” most often, 20; “Fri” most often, 13 (of 49)."
    tied = "原因,次数\n甲,3\n乙,3\n丙,1"
    assert figure(fence("check-sheet", tied)).sound.told == "各行中“甲”、“乙”最多，各有3；全部合计7。"
    assert figure(fence("check-sheet", tied), lang="en").sound.told == "“甲” and “乙” most often, 3 each (of 7)."
    none = fence("check-sheet", "原因,周一\n甲,0")
    assert figure(none).sound.told == "一次也没有发生。"
    assert figure(none, lang="en").sound.told == "Nothing was counted."


def test_counts_may_be_written_as_strokes_or_left_empty() -> None:
    found = figure(fence("check-sheet", "原因,周一,周二,周三\n等待,正正下,,///// //\n态度,一,丅,止")).sound.values
    cells = [int(found[f"cell[{name}/周{day}]"].value) for name in ("等待", "态度") for day in "一二三"]
    assert cells == [13, 0, 7, 1, 2, 4]


def test_totals_in_the_data_are_checked_and_not_counted_twice() -> None:
    right = figure(fence("check-sheet", "原因,早,晚,合计\n等待,3,4,7\n态度,1,0,1\n合计,4,4,8")).sound
    assert right.values["total"].value == 8
    wrong = figure(fence("check-sheet", "原因,早,晚,合计\n等待,3,4,8\n态度,1,0,1\n合计,5,4,9"))
    assert wrong.said == [
        ("unusable-data", "8", "“等待”写的合计是 8，各格相加是 7"),
        ("unusable-data", "5", "“早”写的合计是 5，各格相加是 4"),
    ]


@pytest.mark.parametrize("is_chinese", [True, False])
def test_a_stroke_is_drawn_for_each(is_chinese: bool) -> None:
    canvas = Canvas(PAPER)
    draw_strokes(canvas, (0, 0), 13, 40, is_chinese=is_chinese)
    strokes = re.findall(r"M", str(canvas.svg("t")))
    assert len(strokes) == 13


def test_the_strokes_follow_the_language() -> None:
    """The first stroke of 正 lies, that of a gate stands."""
    for lang, pattern in (("zh-CN", r"M(\S+) (\S+)L(?!\1 )\S+ \2"), ("en", r"M(\S+) (\S+)L\1 ")):
        svg = str(figure(fence("check-sheet", "原因,周一\n甲,1"), lang=lang).sound.draw(PAPER))
        assert re.search(pattern, svg), lang


def test_many_are_written_as_numbers() -> None:
    svg = str(figure(fence("check-sheet", "原因,周一\n甲,61\n乙,3")).sound.draw(PAPER))
    assert "stroke-linecap" not in svg  # as strokes have
    assert {"61", "3"} <= {box.text for box in boxes(svg)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("原因,周一", ("no-data", "原因,周一", "图没有数据")),
        ("原因\n等待", ("missing-column", "原因", "数据至少要有 2 列，这里有 1 列")),
        ("原因,周一\n等待,-2", ("unusable-data", "-2", "“等待”的件数是负数")),
        ("原因,周一\n等待,多", ("unreadable-cell", "多", "“周一”列的“多”读不懂")),
        ("原因,周一\n等待,1.5", ("unusable-data", "原因,周一", "“等待”在“周一”的次数 1.5 不是整数")),
        ("原因,周一,周一\n等待,1,2", ("unusable-data", "原因,周一,周一", "列名“周一”写了两次")),
        ("原因,周一\n,1", ("unusable-data", ",1", "这一行没有写名称")),
        ("原因,合计\n等待,1", ("unusable-data", "原因,合计", "除合计外没有列")),
        ("原因,周一\n合计,0", ("unusable-data", "原因,周一", "除合计外没有行")),
        (
            "原因," + ",".join(f"{n}日" for n in range(13)) + "\n等待" + ",1" * 13,
            (
                "unusable-data",
                "原因," + ",".join(f"{n}日" for n in range(13)),
                "1 行 13 列，调查表最多画 40 行 12 列",
            ),
        ),
    ],
)
def test_slips_are_said_at_their_place(rows: str, said: tuple[str, str, str]) -> None:
    assert figure(fence("check-sheet", rows)).said == [said]


def test_long_names_and_full_cells_stand_clear() -> None:
    columns = ",".join(f"门诊{n}楼服务台" for n in range(12))
    row = ",".join(str(48 + n) for n in range(12))
    svg = str(figure(fence("check-sheet", f"原因,{columns}\n找不到要去的科室又没有人可以问,{row}")).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
