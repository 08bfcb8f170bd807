"""A count → strokes as they are made by hand: the five of 正, or four uprights crossed by the fifth."""

from __future__ import annotations

from casebound.figure.canvas import Canvas, Point, number

GLYPH = 11.0
"""Width and height of five strokes."""
STEP = 16.0
"""From one five to the next, and from one line of fives to the next."""

_CHINESE = (
    (0.5, 0.5, 10.5, 0.5),
    (5.5, 0.5, 5.5, 10.5),
    (5.5, 5.2, 9.8, 5.2),
    (1.9, 4.6, 1.9, 10.5),
    (0, 10.5, 11, 10.5),
)
_GATE = ((1.5, 0, 1.5, 11), (4.2, 0, 4.2, 11), (6.9, 0, 6.9, 11), (9.6, 0, 9.6, 11), (-0.8, 8.6, 11.8, 2.4))


def strokes_height(count: int, room: float) -> float:
    """How high so many strokes stand in cells of this width."""
    return -(-count // (5 * per_line(room))) * STEP


def per_line(room: float) -> int:
    """Fives that stand beside each other."""
    return max(1, int((room + STEP - GLYPH) / STEP))


def draw_strokes(canvas: Canvas, at: Point, count: int, room: float, *, is_chinese: bool) -> None:
    """From the upper left corner, in lines as wide as there is room."""
    shape = _CHINESE if is_chinese else _GATE
    parts = []
    for stroke in range(count):
        five, which = divmod(stroke, 5)
        line, place = divmod(five, per_line(room))
        x, y = at[0] + place * STEP, at[1] + line * STEP
        x1, y1, x2, y2 = shape[which]
        parts.append(f"M{number(x + x1)} {number(y + y1)}L{number(x + x2)} {number(y + y2)}")
    if parts:
        canvas.path("".join(parts), stroke="ink", width=1.15, cap="round")
