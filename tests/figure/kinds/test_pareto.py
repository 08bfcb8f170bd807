"""The Pareto chart: its arithmetic against a published table, what it says of slips, and its doubts."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG, boxes, clipped, collisions
from tests.figure.example import fence, figure

SCRUCCA = """
Error,Frequency
price code,80
schedule date,27
supplier code,66
contact num.,94
part num.,33
"""
"""The example of `pareto.chart` in the manual of the R package qcc (L. Scrucca, R News 4/1 (2004) 11-17), which prints:
contact num. 94, 31.3 %, 31.3 %; price code 80, 26.7 %, 58.0 %; supplier code 66, 22.0 %, 80.0 %; part num. 33, 11.0 %,
91.0 %; schedule date 27, 9.0 %, 100.0 %."""


def values(rows: str, **options: str) -> dict[str, Decimal]:
    return {part: value.value for part, value in figure(fence("pareto", rows, **options)).sound.values.items()}


def test_it_agrees_with_the_table_that_qcc_prints() -> None:
    found = values(SCRUCCA)
    assert found["total"] == 300
    assert [found[f"count[{name}]"] for name in ("contact num.", "price code", "supplier code")] == [94, 80, 66]
    wanted = {
        "contact num.": ("31.3", "31.3"),
        "price code": ("26.7", "58.0"),
        "supplier code": ("22.0", "80.0"),
        "part num.": ("11.0", "91.0"),
        "schedule date": ("9.0", "100.0"),
    }
    for place, (name, (share, cumulative)) in enumerate(wanted.items(), 1):
        assert str(found[f"share[{name}]"]) == share
        assert str(found[f"cumulative[{name}]"]) == str(found[f"top[{place}]"]) == cumulative


def test_the_table_is_sorted() -> None:
    assert figure(fence("pareto", SCRUCCA), lang="en").sound.table[:3] == (
        ("Category", "Frequency", "Share (%)", "Cumulative (%)"),
        ("contact num.", "94", "31.3", "31.3"),
        ("price code", "80", "26.7", "58.0"),
    )


def test_it_tells_the_largest_and_those_that_reach_80_percent() -> None:
    """The third of Scrucca's reaches 80.0 % exactly: no fourth is needed."""
    zh = figure(fence("pareto", SCRUCCA, unit="次")).sound.told
    en = figure(fence("pareto", SCRUCCA, unit="errors"), lang="en").sound.told
    assert zh == "从大到小排列，“contact num.”居首，占全部的31.3%；前3项合起来占80.0%，总计300次。"
    assert en == "contact num. comes first with 31.3%; the first 3 together make up 80.0% (of 300\u00a0errors)."
    alone = fence("pareto", "原因,件数\n等待,9\n态度,1")
    assert figure(alone).sound.told == "从大到小排列，“等待”居首，占全部的90.0%，总计10。"
    assert figure(alone, lang="en").sound.told == "等待 comes first with 90.0% (of 10)."


def test_shares_are_rounded_half_even_from_exact_parts() -> None:
    """1 of 16 is 6.25 %, which goes to the even 6.2; the sum of three is 18.75, to 18.8, not 3 times 6.2 = 18.6."""
    found = values("原因,件数\n甲,13\n乙,1\n丙,1\n丁,1")
    assert (str(found["share[乙]"]), str(found["cumulative[丙]"])) == ("6.2", "93.8")
    assert str(values(SCRUCCA, decimals="3")["share[contact num.]"]) == "31.333"


def test_rows_of_one_name_are_added_up_and_other_is_last() -> None:
    found = figure(fence("pareto", "原因,件数\n等待,5\n态度,4\n等待,2\n其他（3项）,6"))
    assert [row[0] for row in found.sound.table[1:]] == ["等待", "态度", "其他（3项）"]
    assert found.sound.values["count[等待]"].value == 7


def test_thirty_digits_stay_exact() -> None:
    found = values("原因,件数\n甲,100000000000000000000000000000\n乙,1")
    assert found["total"] == Decimal("100000000000000000000000000001")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", ("no-data", "{pareto}", "图没有数据")),
        ("原因,件数", ("no-data", "原因,件数", "图没有数据")),
        ("原因\n等待", ("missing-column", "原因", "数据至少要有 2 列，这里有 1 列")),
        ("原因,件数\n等待,-3", ("unusable-data", "-3", "“等待”的件数是负数")),
        ("原因,件数\n等待,十二", ("unreadable-cell", "十二", "“件数”列的“十二”读不懂")),
        ("原因,件数\n等待,NaN", ("unreadable-cell", "NaN", "“件数”列的“NaN”读不懂")),
        ("原因,件数\n等待,0\n态度,0", ("unusable-data", "{pareto}", "各项都是 0，没有可画的")),
        ("原因,件数\n,3\n等待,1", ("unusable-data", ",3", "这一行没有写名称")),
        (
            "原因,件数\n" + "\n".join(f"第{n}项,{n + 1}" for n in range(41)),
            ("unusable-data", "原因,件数", "有 41 项，排列图最多画 40 项"),
        ),
    ],
)
def test_slips_are_said_at_their_place(rows: str, said: tuple[str, str, str]) -> None:
    assert figure(fence("pareto", rows)).said == [said]


def test_options_are_checked() -> None:
    read = figure(fence("pareto", SCRUCCA, value="Frequenz", decimals="one", colour="red"))
    assert read.said == [
        ("unknown-option", "red", "“pareto”没有选项“colour”"),
        ("missing-column", "Frequenz", "没有名为“Frequenz”的列"),
    ]
    assert figure(fence("pareto", SCRUCCA, decimals="one")).said == [
        ("wrong-option", "one", "“decimals”应为数字（如 26.8），这里是“one”")
    ]


def test_the_order_of_the_rows_is_doubted() -> None:
    doubt = next(iter(figure(fence("pareto", SCRUCCA)).sound.doubts))
    assert (doubt.problem, doubt.place.text if doubt.place else "") == ("unsorted", "Error,Frequency")
    assert list(figure(fence("pareto", "原因,件数\n甲,5\n乙,3\n丙,3\n丁,1")).sound.doubts) == []
    assert list(figure(fence("pareto", "原因,件数\n乙,3\n甲,3\n丁,1")).sound.doubts) == []


def test_other_is_doubted_where_it_is_not_last_or_largest() -> None:
    first = list(figure(fence("pareto", "原因,件数\n甲,5\n其他,3\n乙,1")).sound.doubts)
    assert [doubt.problem for doubt in first] == ["other-not-last"]
    largest = list(figure(fence("pareto", "原因,件数\n甲,5\n乙,3\n其它,8")).sound.doubts)
    assert [(doubt.problem, doubt.what, doubt.n) for doubt in largest] == [("other-largest", "其它", "50.0%")]


def test_many_or_long_names_go_into_a_key() -> None:
    rows = "\n".join(f"第{n}种不太短的原因,{60 - n}" for n in range(24))
    svg = str(figure(fence("pareto", f"原因,件数\n{rows}")).sound.draw(PAPER))
    assert {"1.", "24.", "第23种不太短的原因"} <= {box.text for box in boxes(svg)}
    assert clipped(svg) == []
    assert collisions(svg) == []


def test_the_bars_are_as_high_as_their_counts() -> None:
    """Against the one of 94: 80/94, 66/94, 33/94, 27/94."""
    root = ElementTree.fromstring(str(figure(fence("pareto", SCRUCCA)).sound.draw(PAPER)))
    heights = [float(bar.get("height", 0)) for bar in root.iter(f"{SVG}rect")]
    assert [round(height / heights[0], 2) for height in heights] == [1, 0.85, 0.7, 0.35, 0.29]


def test_more_than_a_page_of_names_is_refused() -> None:
    long = "因为预约没有分时段放号所以早上八点排起了长队" * 12
    rows = "\n".join(f"{n}{long},{60 - n}" for n in range(30))
    assert figure(fence("pareto", f"原因,件数\n{rows}")).said == [("unusable-data", "{pareto}", "画出来超过一页高")]
