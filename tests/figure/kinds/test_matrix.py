from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG
from tests.figure.example import Read, fence, figure

# By hand, ◎ 5 ○ 3 △ 1: rows 5 + 3, 1, 5; columns 5 + 1, 3, 5.
ROWS = "要求,预约,窗口,短信\n少排队,◎,○,\n少跑路,△,,\n说清楚,,,◎\n"


def totals(read: Read) -> dict[str, str]:
    return {name: str(value.value) for name, value in read.sound.values.items()}


def test_totals_of_symbols() -> None:
    assert totals(figure(fence("matrix", ROWS))) == {
        "relations": "4",
        "strong": "2",
        "row[少排队]": "8",
        "row[少跑路]": "1",
        "row[说清楚]": "5",
        "column[预约]": "6",
        "column[窗口]": "3",
        "column[短信]": "5",
        "cell[少排队/预约]": "5",
        "cell[少排队/窗口]": "3",
        "cell[少跑路/预约]": "1",
        "cell[说清楚/短信]": "5",
    }


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        (ROWS.replace("◎", "9").replace("○", "3").replace("△", "1"), {}),
        (ROWS, {"scores": "9; 3; 1"}),
        (ROWS.replace("◎", "强").replace("○", "中").replace("△", "弱"), {"scores": "9；3；1"}),
    ],
)
def test_nine_three_one(rows: str, options: dict[str, str]) -> None:
    found = totals(figure(fence("matrix", rows, **options)))
    assert (found["row[少排队]"], found["column[预约]"], found["column[短信]"]) == ("12", "10", "9")


def test_weights_as_in_quality_function_deployment() -> None:
    rows = "要求,重要度,预约,窗口\n少排队,5,◎,○\n少跑路,2.5,△,\n"
    found = totals(figure(fence("matrix", rows, weight="重要度")))
    # 5·5 + 2.5·1; 5·3; and 5·(5 + 3), 2.5·1
    assert (found["column[预约]"], found["column[窗口]"]) == ("27.5", "15.0")
    assert (found["row[少排队]"], found["row[少跑路]"]) == ("40.0", "2.5")


def test_yes_and_no_count_one() -> None:
    found = totals(figure(fence("matrix", "组,甲,乙\n子,Y,N\n丑,有,√\n")))
    assert (found["relations"], found["row[子]"], found["row[丑]"], found["column[甲]"]) == ("3", "1", "2", "2")


def test_a_t_has_two_sides_of_one_head() -> None:
    rows = "组,内容,预约,检查\n现象,等候久,◎,\n原因,不分时段,○,△\n现象,空腹久,,○\n"
    read = figure(fence("matrix", rows, type="T"))
    assert read.sound.table == (
        ("组", "内容", "预约", "检查", "合计"),
        ("现象", "等候久", "◎", "", "5"),
        ("现象", "空腹久", "", "○", "3"),
        ("原因", "不分时段", "○", "△", "4"),
        ("", "合计", "8", "4", ""),
    )
    svg = str(read.sound.draw(PAPER))
    places = [svg.index(f">{words}<") for words in ("等候久", "空腹久", "预约", "不分时段")]
    assert places == sorted(places)  # the head stands between its two sides


def test_lines_of_one_look_are_one_shape() -> None:
    """Three uprights with the beginnings of two rows; the line under the head with that over the totals."""
    svg = str(figure(fence("matrix", "要求,预约,检查\n少排队,◎,○\n少空腹,○,△\n")).sound.draw(PAPER))
    assert "<line" not in svg
    found = [
        (path.get("stroke"), path.get("d", "").count("M")) for path in ElementTree.fromstring(svg).iter(f"{SVG}path")
    ]
    assert found == [(PAPER.rule, 3 + 2), (PAPER.ink, 2)]


def test_what_is_told() -> None:
    assert figure(fence("matrix", ROWS)).sound.told == (
        "各列中合计最高的是“预约”，为6；各行中最高的是“少排队”，为8；共有4处关系，其中强关系2处。"
    )
    assert figure(fence("matrix", ROWS), lang="en").sound.told == (
        "Of the columns “预约” scores highest (6), of the rows “少排队” (8); 4 relations, 2 of them strong."
    )


def test_where_all_are_alike_none_is_highest() -> None:
    assert figure(fence("matrix", "要求,预约\n少排队,◎\n")).sound.told == "共有1处关系，其中强关系1处。"


def test_symbols_are_drawn_not_typed() -> None:
    svg = str(figure(fence("matrix", ROWS)).sound.draw(PAPER))
    assert not any(symbol in svg for symbol in "◎○△")
    # ◎ is two circles, ○ one, △ a polygon: 2 + 1 + 1 in the grid and one of each in the key
    assert (svg.count("<circle"), svg.count("<polygon")) == (2 * 2 + 1 + 3, 2)


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("要求,预约\n快,很强\n", {}, ("unreadable-cell", "很强", "“预约”列的“很强”读不懂")),
        ("要求,预约\n快,7\n", {}, ("unreadable-cell", "7", "“预约”列的“7”读不懂")),
        ("要求,预约\n快,◎\n快,○\n", {}, ("unusable-data", "快", "行“快”写了两次")),
        ("要求,预约,预约\n快,◎,○\n", {}, ("unusable-data", "要求,预约,预约", "列“预约”写了两次")),
        ("要求,预约\n快,\n", {}, ("unusable-data", "要求,预约", "没有一处关系")),
        (ROWS, {"scores": "1; 3; 9"}, ("unusable-data", "1; 3; 9", "“scores”要写三个由大到小的正数")),
        (ROWS, {"type": "X"}, ("wrong-option", "X", "“type”应为其中之一：L, T，这里是“X”")),
        (ROWS, {"weight": "重"}, ("missing-column", "重", "没有名为“重”的列")),
        (
            "要求,重,预约\n快,-1,◎\n慢,1,◎\n",
            {"weight": "重"},
            ("unusable-data", "-1", "“快”的权重应在 0 与 100 之间，至多 2 位小数"),
        ),
        (
            "组,要求,预约\n甲,快,◎\n",
            {"type": "T"},
            ("unusable-data", "组,要求,预约", "T 型要有两组行，第 1 列写组名，这里有 1 组"),
        ),
        (
            "要求," + ",".join(f"c{n}" for n in range(15)) + "\n快,◎\n",
            {},
            (
                "unusable-data",
                "要求," + ",".join(f"c{n}" for n in range(15)),
                "有 1 行 15 列，矩阵图最多画 40 行 14 列",
            ),
        ),
    ],
)
def test_what_cannot_be_used(rows: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert figure(fence("matrix", rows, **options)).said[0] == said
