from decimal import Decimal

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import clipped, collisions
from tests.figure.example import fence, figure
from tests.figure.strokes import struck

# Hillier and Lieberman, Introduction to Operations Research: the project of the Reliable Construction Co.
RELIABLE = """
Id,Activity,Duration,Predecessors
A,Excavate,2,
B,Lay the foundation,4,A
C,Put up the rough wall,10,B
D,Put up the roof,6,C
E,Install the exterior plumbing,4,C
F,Install the interior plumbing,5,E
G,Put up the exterior siding,7,D
H,Do the exterior painting,9,E;G
I,Do the electrical work,7,C
J,Put up the wallboard,8,F;I
K,Install the flooring,4,J
L,Do the interior painting,5,J
M,Install the exterior fixtures,2,H
N,Install the interior fixtures,6,K;L
"""
# Their table: earliest start, earliest finish, latest start, latest finish, slack.
TIMES = {
    "A": (0, 2, 0, 2, 0),
    "B": (2, 6, 2, 6, 0),
    "C": (6, 16, 6, 16, 0),
    "D": (16, 22, 20, 26, 4),
    "E": (16, 20, 16, 20, 0),
    "F": (20, 25, 20, 25, 0),
    "G": (22, 29, 26, 33, 4),
    "H": (29, 38, 33, 42, 4),
    "I": (16, 23, 18, 25, 2),
    "J": (25, 33, 25, 33, 0),
    "K": (33, 37, 34, 38, 1),
    "L": (33, 38, 33, 38, 0),
    "M": (38, 40, 42, 44, 4),
    "N": (38, 44, 38, 44, 0),
}
# Wikipedia, “Program evaluation and review technique”, the example of seven tasks with expected times in days.
PERT = "Id,Duration,Predecessors\na,4.00,\nb,5.33,\nc,5.17,a\nd,6.33,a\ne,5.17,b c\nf,4.50,d\ng,5.17,e\n"


def test_the_times_of_hillier_and_lieberman() -> None:
    values = figure(fence("arrow-diagram", RELIABLE, unit="周")).sound.values
    assert (int(values["duration"].value), values["duration"].unit, int(values["critical"].value)) == (44, "周", 8)
    parts = ("start", "finish", "latest_start", "latest_finish", "float")
    assert {id: tuple(int(values[f"{part}[{id}]"].value) for part in parts) for id in TIMES} == TIMES


def test_the_times_of_the_pert_example() -> None:
    values = figure(fence("arrow-diagram", PERT), lang="en").sound.values
    assert values["duration"].value == Decimal("19.51")
    floats = {id: str(values[f"float[{id}]"].value) for id in "abcdefg"}
    assert floats == {"a": "0.00", "b": "3.84", "c": "0.00", "d": "4.68", "e": "0.00", "f": "4.68", "g": "0.00"}


def test_what_is_told() -> None:
    assert figure(fence("arrow-diagram", RELIABLE, unit="周")).sound.told == (
        "总工期为44周；关键线路依次经过A、B、C、E、F、J、L、N；共有14项工作，其中6项有机动时间。"
    )
    assert figure(fence("arrow-diagram", RELIABLE, unit="weeks"), lang="en").sound.told == (
        "The project takes 44\u00a0weeks; the critical path goes through A, B, C, E, F, J, L, N; "
        "6 of 14 activities have float."
    )
    two = "id,d,p\nA,2,\nB,3,A\nC,3,A\nD,1,B C\n"  # 2 + 3 + 1 along B as along C
    assert figure(fence("arrow-diagram", two)).sound.told == (
        "总工期为6；关键线路有2条，其一依次经过A、B、D；共有4项工作，都没有机动时间。"
    )
    assert figure(fence("arrow-diagram", two), lang="en").sound.told == (
        "The project takes 6; there are 2 critical paths, one goes through A, B, D; none of the 4 activities has float."
    )


def test_predecessors_between_any_separators_and_none_at_all() -> None:
    rows = "id,d,p\nA,1,-\nB,1,无\nC,1,A、B\nD,1,A；B C\n"
    table = figure(fence("arrow-diagram", rows)).sound.table
    assert [row[3] for row in table[1:]] == ["", "", "A B", "A B C"]


def test_columns_by_name() -> None:
    rows = "先做,天,事,号\n,3,准备,A\nA,4,实施,B\n"
    options = {"activity": "号", "name": "事", "duration": "天", "predecessors": "先做"}
    assert figure(fence("arrow-diagram", rows, **options)).sound.values["duration"].value == 7


def test_the_critical_path_is_thick_and_red_and_its_boxes_bold() -> None:
    svg = str(figure(fence("arrow-diagram", RELIABLE)).sound.draw(PAPER))
    assert svg.count(f'fill="none" stroke="{PAPER.change}" stroke-width="2"') == 7  # eight activities in a row
    assert svg.count('font-weight="700"') >= 8


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        ("A,挖土,2,C\nB,基础,4,A\nC,砌墙,1,B", "A,挖土,2,C", "“A→B→C→A”绕成一圈，谁也不能先做"),
        ("A,挖土,2,A", "A,挖土,2,A", "“A→A”绕成一圈，谁也不能先做"),
        ("A,挖土,2,\nB,基础,4,Q", "Q", "紧前工作“Q”不在表里"),
        ("A,挖土,-2,", "-2", "“A”的工期是负数"),
        ("A,挖土,100000,", "100000", "“A”的工期应不超过 99999，至多 3 位小数"),
        ("A,挖土,2,\nA,基础,3,", "A,基础,3,", "编号“A”用了两次"),
        (",挖土,2,", ",挖土,2,", "这一项没有编号"),
    ],
)
def test_rows_that_contradict(rows: str, place: str, message: str) -> None:
    read = figure(fence("arrow-diagram", f"编号,工作,工期,紧前\n{rows}\n"))
    assert read.figure is None
    assert read.said[0][0] == "unusable-data"
    assert read.said[0][2] == message
    assert place in read.said[0][1] or read.said[0][1] in place


def test_words_for_a_duration() -> None:
    read = figure(fence("arrow-diagram", "编号,工作,工期,紧前\nA,挖土,两天,\n"))
    assert read.figure is None
    assert read.said == [("unreadable-cell", "两天", "“工期”列的“两天”读不懂")]


def test_too_many_activities() -> None:
    rows = "编号,工作,工期,紧前\n" + "".join(f"T{n},做,1,\n" for n in range(41))
    assert figure(fence("arrow-diagram", rows)).said == [
        ("unusable-data", "编号,工作,工期,紧前", "有 41 项工作，箭条图最多画 40 项")
    ]


def test_a_drawing_higher_than_a_page() -> None:
    rows = "编号,工作,工期,紧前\n" + "".join(f"T{n},做,1,\n" for n in range(30))
    assert figure(fence("arrow-diagram", rows)).said == [("unusable-data", "{arrow-diagram}", "画出来超过一页高")]


@pytest.mark.parametrize("ahead", [1, 2, 3, 5])
def test_no_line_runs_through_words(ahead: int) -> None:
    rows = "编号,工作,工期,紧前\n" + "".join(
        f"T{n},第{n}项工作的名称比较长,{n % 4},{'' if n < 2 else f'T{n - 1 - n % 2};T{max(0, n - ahead)}'}\n"
        for n in range(14)
    )
    svg = str(figure(fence("arrow-diagram", rows)).sound.draw(PAPER))
    assert (struck(svg), clipped(svg), collisions(svg)) == ([], [], [])
