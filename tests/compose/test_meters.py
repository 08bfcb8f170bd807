"""The three meters: what is drawn, held against the numbers by hand."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from casebound.compose.meters import WIDTH, draw_bar, draw_segments, make_meters
from casebound.figure.palette import PAPER
from casebound.model.case import Case


def fills(drawing: str) -> list[str]:
    """Of each box, in order: those that look alike lie in one path, an `M` for each."""
    paths = re.findall(r'<path d="([^"]*)" fill="([^"]*)"', drawing)
    return [fill for path, fill in paths for _ in range(path.count("M"))]


@pytest.mark.parametrize(
    ("full", "half", "drawn"),
    [
        (4, 4, [*[PAPER.accent] * 4, "none"]),
        (2, 4, [*[PAPER.accent] * 2, *[PAPER.tint4] * 2, "none"]),  # lowered from 4 to 2
        (5, 5, [PAPER.accent] * 5),
        (0, 0, ["none"] * 5),
    ],
)
def test_segments_are_solid_pale_or_open(full: int, half: int, drawn: list[str]) -> None:
    assert fills(draw_segments(full, half, 5, PAPER)) == drawn


def test_every_segment_has_a_line_of_its_own_so_that_greys_tell_them_apart() -> None:
    strokes = re.findall(r'stroke="([^"]*)"', draw_segments(1, 2, 3, PAPER))
    assert strokes == [PAPER.accent, PAPER.accent, PAPER.faint]  # solid, pale, open


@pytest.mark.parametrize(
    ("percent", "share"),
    [("50", 0.5), ("100", 1), ("250", 1), ("0", None), ("-20", None), (None, None)],
)
def test_a_bar_is_as_long_as_the_effect(percent: str | None, share: float | None) -> None:
    drawing = draw_bar(None if percent is None else Decimal(percent), PAPER)
    widths = [float(width) for width in re.findall(r'<rect [^>]*?width="([0-9.]+)"', drawing)]
    assert len(widths) == (1 if share is None else 2)
    if share is not None:
        assert widths[1] == pytest.approx(WIDTH * share - 0.9)
    assert ("<path" in drawing) is (percent == "250")


def test_a_drawing_is_silent_since_its_words_stand_beside_it() -> None:
    assert 'aria-hidden="true"' in draw_bar(Decimal(5), PAPER)
    assert "<text" not in draw_segments(1, 1, 5, PAPER)


def test_a_case_without_anything_has_meters_too() -> None:
    meters = make_meters(Case(), PAPER)
    assert meters.level.to("zh-CN") == "叙述"
    assert (meters.measure, fills(meters.replicability)) == ("", ["none"] * 10)
