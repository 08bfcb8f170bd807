"""The words of a spine: which stand upright and which are turned, and that they stay on it."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from casebound.compose.spine import PIXELS, draw_spine

WORDS = re.compile(
    r'<text (?:transform="translate\(([\d.]+) ([\d.]+)\) (rotate\(90\))"|x="([\d.]+)" y="([\d.]+)")[^>]*>([^<]*)<'
)


def words(title: str, foot: str = "", *, width: str = "10", height: str = "250") -> list[tuple[str, bool, float]]:
    """Each piece with whether it is turned, and its place from the head."""
    drawing = draw_spine(title, foot, width_mm=Decimal(width), height_mm=Decimal(height))
    return [(text, bool(turned), float(down or y)) for _, down, turned, _, y, text in WORDS.findall(drawing)]


def test_chinese_stands_upright_from_top_to_bottom() -> None:
    found = words("服务创新")
    assert [(text, turned) for text, turned, _ in found] == [(text, False) for text in "服务创新"]
    places = [place for _, _, place in found]
    steps = {round(after - before, 1) for before, after in pairwise(places)}
    assert len(steps) == 1  # one size apart


def test_other_writing_is_turned_and_kept_together() -> None:
    assert [(text, turned) for text, turned, _ in words("Cases of Service 2026")] == [("Cases of Service 2026", True)]
    found = [(text, turned) for text, turned, _ in words("案例 2026（示例）——续")]
    assert found == [
        ("案", False),
        ("例", False),
        ("2026", True),
        ("（", True),  # brackets and dashes lie on their side in vertical writing
        ("示", False),
        ("例", False),
        ("）", True),
        ("—", True),
        ("—", True),
        ("续", False),
    ]


def test_marks_that_would_stand_in_a_corner_become_gaps() -> None:
    assert [text for text, _, _ in words("先抽血，再签到：改进")] == list("先抽血再签到改进")


@pytest.mark.parametrize("title", ["很长的名称" * 20, "A long title of many words " * 12, "短"])
def test_nothing_reaches_beyond_the_spine(title: str) -> None:
    found = words(title, "出版者", height="250")
    assert len(found) > 1 or "many" in title
    drawing = draw_spine(title, "出版者", width_mm=Decimal(10), height_mm=Decimal(250))
    (size,) = {float(size) for size in re.findall(r'font-size="([\d.]+)" font-weight="700"', drawing)}
    for text, turned, place in found:
        length = len(text) * size * 0.484 if turned else 0.0  # by Pillow, in Noto Sans CJK SC Bold
        assert 0 < place <= place + length < 250 * PIXELS


def test_the_foot_is_left_out_where_the_title_needs_the_room() -> None:
    assert [text for text, _, _ in words("短", "会")] == ["短", "会"]
    assert "会" not in [text for text, _, _ in words("很长的名称" * 20, "会")]


def test_it_is_read_out_as_one_title() -> None:
    drawing = draw_spine("<案例>", "协会", width_mm=Decimal(10), height_mm=Decimal(250))
    assert "<title>&lt;案例&gt; · 协会</title>" in drawing
