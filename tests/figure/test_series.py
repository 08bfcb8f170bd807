"""The drawing of a series: well-formed, the same every time, and telling what it shows."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.figure.palette import PAPER
from casebound.figure.series import draw_series
from casebound.model.measure import Measure, MeasuredValue, Point, Series
from casebound.model.period import Period, make_period

SVG = "{http://www.w3.org/2000/svg}"


def period(text: str) -> Period:
    made = make_period(text)
    assert made is not None
    return made


def measure(*values: str, name: str = "平均等候", target: str | None = "30") -> Measure:
    points = tuple(
        Point(period=period(f"{2020 + number // 12}-{number % 12 + 1:02}"), value=Decimal(value))
        for number, value in enumerate(values)
    )
    return Measure(
        id="wait",
        name=name,
        unit="分钟",
        baseline=MeasuredValue(value=Decimal(52), period=period("2020-01/2020-02")),
        actual=MeasuredValue(value=Decimal(27), period=period("2020-04")),
        target=None if target is None else MeasuredValue(value=Decimal(target)),
        series=Series(file="data/wait.csv", points=points),
    )


def draw(what: Measure, lang: str = "zh-CN") -> str:
    return str(draw_series(what, palette=PAPER, lang=lang, width=240, height=90))


def parse(what: Measure, lang: str = "zh-CN") -> ElementTree.Element:
    return ElementTree.fromstring(draw(what, lang))


GOOD = measure("50", "54", "40", "27")


def test_its_title_says_in_a_sentence_what_it_shows() -> None:
    root = parse(GOOD)
    wanted = "折线图：平均等候从2020年1月到4月的走势，共有4个点，其中最小值为27分钟，最大值为54分钟。"
    assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", wanted)


def test_it_speaks_english_too() -> None:
    root = parse(GOOD, "en")
    assert root.findtext(f"{SVG}title") == (
        "Line chart of 平均等候 from January 2020 to April 2020: 4 points, "
        "the lowest 27\u00a0分钟, the highest 54\u00a0分钟."
    )
    assert "Target" in [text.text for text in root.iter(f"{SVG}text")]


def test_every_point_is_drawn_and_the_two_periods_are_marked() -> None:
    dots = [dot.get("fill") for dot in parse(GOOD).iter(f"{SVG}circle")]
    assert dots == [PAPER.accent, PAPER.accent, PAPER.soft, PAPER.change]


def test_more_is_higher_and_later_is_further_right() -> None:
    line = next(parse(GOOD).iter(f"{SVG}polyline")).get("points", "")
    places = [tuple(map(float, place.split(","))) for place in line.split()]
    assert sorted(places) == places
    heights = [-place[1] for place in places]
    assert sorted(range(4), key=heights.__getitem__) == [3, 2, 0, 1]  # 27 < 40 < 50 < 54


def test_the_target_is_a_dashed_line_where_there_is_one() -> None:
    def dashed(root: ElementTree.Element) -> list[ElementTree.Element]:
        return [line for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray")]

    assert len(dashed(parse(GOOD))) == 1
    assert dashed(parse(measure("50", "54", target=None))) == []


@pytest.mark.parametrize("name", ["A & B <script>alert(1)</script>", "\"quoted\" 'x' ]]>", "{name} %s {{", "&amp;"])
def test_a_name_is_text_whatever_it_holds(name: str) -> None:
    root = parse(measure("1", "2", name=name))
    assert name in (root.findtext(f"{SVG}title") or "")
    assert [element.tag for element in root.iter(f"{SVG}script")] == []


@pytest.mark.parametrize("values", [(), ("1",)])
def test_fewer_than_two_points_are_no_drawing(values: tuple[str, ...]) -> None:
    assert draw(measure(*values)) == ""
    assert draw(Measure(id="wait")) == ""


def test_the_same_series_is_the_same_drawing() -> None:
    assert draw(GOOD) == draw(measure("50", "54", "40", "27"))


VALUES = st.lists(st.decimals(-(10**12), 10**12, places=2) | st.just(Decimal(7)), min_size=2, max_size=30)


@given(VALUES, st.none() | st.decimals(-(10**6), 10**6, places=1))
def test_every_coordinate_is_a_number_inside_the_drawing(values: list[Decimal], target: Decimal | None) -> None:
    drawing = draw(measure(*map(str, values), target=None if target is None else str(target)))
    assert not re.search(r"\b(nan|inf)", drawing, re.IGNORECASE)
    for dot in ElementTree.fromstring(drawing).iter(f"{SVG}circle"):
        assert 0 <= float(dot.get("cy", "-1")) <= 90
        assert 0 <= float(dot.get("cx", "-1")) <= 240


def test_a_constant_series_stands_in_the_middle() -> None:
    heights = {dot.get("cy") for dot in parse(measure("30", "30", "30")).iter(f"{SVG}circle")}
    assert len(heights) == 1
