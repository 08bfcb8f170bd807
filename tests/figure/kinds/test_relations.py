import random

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import clipped, collisions
from tests.figure.example import fence, figure
from tests.figure.strokes import struck

# Counted by hand: A leads to B, C and D; B and C lead to D.
LINES = "A -> B -> D\nA -> C\nC → D\nA => D\n"


@pytest.mark.parametrize(
    "content",
    [
        LINES,
        "- A\n  - B\n    - D\n  - C\n    - D\n  - D\n",
        "- A -> B -> D\n- A -> C -> D\n- A -> D\n",
        "因,果\nA,B\nB,D\nA,C\nC,D\nA,D\n",
    ],
)
def test_arrows_in_every_way_of_writing(content: str) -> None:
    values = figure(fence("relations", content)).sound.values
    counts = {name: int(value.value) for name, value in values.items()}
    assert counts == {
        "items": 4,
        "arrows": 5,
        "key_causes": 1,
        "key_effects": 1,
        "out[A]": 3,
        "in[A]": 0,
        "out[B]": 1,
        "in[B]": 1,
        "out[C]": 1,
        "in[C]": 1,
        "out[D]": 0,
        "in[D]": 3,
    }


def test_what_is_told() -> None:
    assert figure(fence("relations", LINES)).sound.told == (
        "要因是“A”，引出3项；受影响最多的是“D”，由3项引起；共有4项、5个箭头。"
    )
    assert figure(fence("relations", LINES), lang="en").sound.told == (
        "Key cause: “A” (leading to 3); most affected: “D” (by 3); 4 factors, 5 arrows."
    )


def test_a_circle_is_drawn_and_told() -> None:
    circle = "A -> B\nB -> A\nA -> C\n"
    assert (
        figure(fence("relations", circle)).sound.told == "要因是“A”，引出2项；其中有互为因果的循环；共有3项、3个箭头。"
    )
    assert figure(fence("relations", circle), lang="en").sound.told == (
        "Key cause: “A” (leading to 2); some drive each other in a circle; 3 factors, 3 arrows."
    )
    svg = str(figure(fence("relations", circle)).sound.draw(PAPER))
    assert svg.count("<polygon") == 3  # an arrow head each


def test_what_the_team_sets_in_bold_is_a_key_cause() -> None:
    values = figure(fence("relations", "- **B** -> D\n- A -> B\n- A -> C\n- A -> D\n")).sound.values
    assert values["key_causes"].value == 1
    table = figure(fence("relations", "- **B** -> D\n- A -> B\n- A -> C\n- A -> D\n")).sound.table
    assert table[0] == ("项目", "出", "入", "性质", "引出")
    assert table[1:] == (
        ("A", "3", "0", "", "B；C；D"),
        ("B", "1", "1", "要因", "D"),
        ("D", "0", "2", "主要结果", ""),
        ("C", "0", "1", "", ""),
    )


def test_columns_by_name() -> None:
    rows = "结果,备注,原因\nB,x,A\n"
    values = figure(fence("relations", rows, **{"from": "原因", "to": "结果"})).sound.values
    assert values["out[A]"].value == values["in[B]"].value == 1


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("- A -> B\n- A -> A\n", "- A -> A", "“A”指向它自己"),
        ("- A -> B\n- A\n  - B\n", "- B", "“A→B”写了两次"),
        ("- A -> B\n- -> B\n", "- -> B", "箭头的一头没有字"),
    ],
)
def test_a_slip_is_said_and_the_rest_is_drawn(content: str, place: str, message: str) -> None:
    read = figure(fence("relations", content))
    assert read.said == [("unusable-data", place, message)]
    assert read.figure is not None
    assert read.figure.values["arrows"].value == 1


def test_nothing_to_draw() -> None:
    said = [("unusable-data", "{relations}", "没有一个箭头")]
    assert figure(fence("relations", "- A\n- B\n")).said == said
    assert figure(fence("relations", "原因,结果\n")).said == [("no-data", "原因,结果", "图没有数据")]


def test_too_many() -> None:
    rows = "因,果\n" + "".join(f"n{n},n{n + 1}\n" for n in range(30))
    assert figure(fence("relations", rows)).said == [
        ("unusable-data", "{relations}", "有 31 项、30 个箭头，关联图最多画 25 项、60 个箭头")
    ]


def test_names_that_take_more_than_a_page() -> None:
    rows = "\n".join(f"{n}{'很长的名称' * 16} -> {n + 1}{'很长的名称' * 16}" for n in range(8))
    assert figure(fence("relations", rows)).said == [("unusable-data", "{relations}", "画出来超过一页高")]


@pytest.mark.parametrize("seed", range(12))
def test_no_line_runs_through_words(seed: int) -> None:
    chance = random.Random(seed)
    n = chance.randint(4, 20)
    rows = "".join("第{}项原因,第{}项原因\n".format(*chance.sample(range(n), 2)) for _ in range(n + n // 2))
    read = figure(fence("relations", f"因,果\n{rows}"))
    assert read.figure is not None
    svg = str(read.figure.draw(PAPER))
    assert (struck(svg), clipped(svg), collisions(svg)) == ([], [], [])
