"""The drawing of totals: a dot each, none upon another, lines where grades begin."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from itertools import combinations

import pytest

from casebound.compose.totals import draw_totals
from casebound.model.framework import Grade
from casebound.text.localized import Localized
from tests.figure.boxes import clipped, collisions

GRADES = (
    Grade(id="five", minimum=Decimal(85), title=Localized({"zh-CN": "五星级", "en": "Five stars"})),
    Grade(id="four", minimum=Decimal(75), title=Localized({"zh-CN": "四星级", "en": "Four stars"})),
    Grade(id="listed", minimum=Decimal(0), title=Localized({"zh-CN": "入库", "en": "Listed"})),
)


def drawn(*totals: str, lang: str = "zh-CN") -> str:
    reached = [Decimal(total) for total in totals]
    given = [next((grade for grade in GRADES if total >= grade.minimum), None) for total in reached]
    return draw_totals(list(zip(reached, given, strict=True)), GRADES, lang)


def dots(drawing: str) -> list[tuple[float, float, float]]:
    return [
        (float(x), float(y), float(r))
        for x, y, r in re.findall(r'<circle cx="([^"]+)" cy="([^"]+)" r="([^"]+)"', drawing)
    ]


@pytest.mark.parametrize(
    "totals",
    [
        ("87.8", "85.9", "84.3", "82.1", "80.8", "77.8", "77.0", "74.1", "73.2", "69.9"),
        ("80.0",) * 9,
        tuple(f"{40 + number * 0.5:.1f}" for number in range(118)),
    ],
)
def test_each_total_has_a_dot_of_its_own(totals: tuple[str, ...]) -> None:
    drawing = drawn(*totals)
    found = dots(drawing)
    assert len(found) == len(totals)
    for (x1, y1, r1), (x2, y2, r2) in combinations(found, 2):
        assert math.hypot(x1 - x2, y1 - y2) >= r1 + r2
    assert clipped(drawing) == []
    assert collisions(drawing) == []


def test_lines_stand_where_grades_begin() -> None:
    drawing = drawn("87.8", "69.9", "78.0")
    lines = re.findall(r'<line x1="([^"]+)" y1="0" x2="\1"', drawing)
    ticks = {
        text: float(x)
        for x, text in re.findall(r'<text x="([^"]+)"[^>]*text-anchor="middle"[^>]*>(\d+)</text>', drawing)
    }
    per_point = (ticks["86"] - ticks["70"]) / 16
    assert sorted(map(float, lines)) == pytest.approx(
        [ticks["70"] + 5 * per_point, ticks["70"] + 15 * per_point], abs=0.2
    )


def test_it_says_how_many_reach_which_grade() -> None:
    assert "<title>3个案例的总分从69.9到87.8，五星级有1个案例，四星级有1个案例，入库有1个案例。</title>" in drawn(
        "87.8", "69.9", "75.0"
    )
    assert (
        "<title>The totals of 2 cases run from 69.9 to 87.8; Five stars: 1 case; Four stars: 0 cases; "
        "Listed: 1 case.</title>"
    ) in drawn("87.8", "69.9", lang="en")


def test_one_total_is_no_drawing() -> None:
    assert drawn("80.0") == ""
