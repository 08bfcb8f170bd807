"""Steps as bars one after the other: where they begin and end, and when nothing is drawn."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from casebound.figure.palette import PAPER
from casebound.figure.steps_drawing import draw_steps
from casebound.model.case import Step

BAR = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"')


def steps(*weeks: str) -> list[Step]:
    return [Step(title=f"第{n}步", weeks=Decimal(week) if week else None) for n, week in enumerate(weeks, start=1)]


def bars(svg: str) -> list[tuple[float, float]]:
    """Left and right end of each."""
    return [(float(x), float(x) + float(width)) for x, _, width in BAR.findall(svg)]


def test_each_step_begins_where_the_one_before_ends() -> None:
    first, second, third = bars(draw_steps(steps("6", "3", "12"), PAPER, "zh-CN"))
    assert first[1] == pytest.approx(second[0], abs=0.2)
    assert second[1] == pytest.approx(third[0], abs=0.2)
    week = (first[1] - first[0]) / 6
    assert second[1] - second[0] == pytest.approx(3 * week, abs=0.2)
    assert third[1] - third[0] == pytest.approx(12 * week, abs=0.2)


def test_the_drawing_is_told_in_a_sentence() -> None:
    told = "步骤图：3个步骤按先后顺序合计21周，最长的是“第3步”，需要12周。"
    assert f"<title>{told}</title>" in draw_steps(steps("6", "3", "12"), PAPER, "zh-CN")
    assert "3 steps take 21 weeks" in draw_steps(steps("6", "3", "12"), PAPER, "en")


def test_a_step_that_does_not_say_has_its_line_and_no_bar() -> None:
    svg = draw_steps(steps("2", "", "0", "-3", "0.5"), PAPER, "zh-CN")
    assert len(bars(svg)) == 2
    assert all(f">第{n}步<" in svg for n in range(1, 6))
    assert ">0.5周<" in svg


@pytest.mark.parametrize("weeks", [(), ("4",), ("", ""), ("4", ""), ("1", "1000000000000000000"), ("1",) * 60])
def test_nothing_is_drawn_where_it_would_say_nothing_or_not_fit(weeks: tuple[str, ...]) -> None:
    assert draw_steps(steps(*weeks), PAPER, "zh-CN") == ""


def test_words_of_a_title_are_words() -> None:
    hostile = [Step(title="<b>&", weeks=Decimal(2)), Step(title='"x"', weeks=Decimal(1))]
    assert "&lt;b&gt;&amp;" in draw_steps(hostile, PAPER, "en")
