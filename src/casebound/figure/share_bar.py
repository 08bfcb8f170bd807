"""Parts of a hundred percent → one bar of segments that lie side by side, and the key to their fillings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebound.figure.canvas import Canvas, Colour, Point
from casebound.figure.letters import LEADING, SMALL, height_of, widest, width_of, wrapped

HEIGHT = 24.0
_PLAIN = {
    2: "1 5",
    3: "1 4 5",
    4: "1 2 4 5",
    5: "1 2 3 4 5",
    6: "1 2 2h 3 4 5",
    7: "1 2 2h 3 3h 4 5",
}
"""Tints from the best level to the worst, the dark ones first so that their end shows; h: hatched."""
_DIVERGING = {
    2: "1 4h",
    3: "1 5 4h",
    4: "1 3 4h 2h",
    5: "1 3 5 4h 2h",
    6: "1 2 3 4h 3h 2h",
    7: "1 2 3 5 4h 3h 2h",
}
"""The bad levels are hatched, the darker the worse."""
_TINTS: tuple[Colour, ...] = ("tint1", "tint2", "tint3", "tint4", "tint5")
_DARK = ("tint1", "tint2", "ink", "change", "accent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """How the segments of one answer look."""

    name: str
    colour: Colour
    is_hatched: bool = False


def fillings_of(levels: Sequence[str], *, is_diverging: bool) -> list[Filling]:
    """For the levels of a scale, from the best to the worst, 2 to 7."""
    looks = (_DIVERGING if is_diverging else _PLAIN)[len(levels)].split()
    return [
        Filling(name=level, colour=_TINTS[int(look[0]) - 1], is_hatched=look.endswith("h"))
        for level, look in zip(levels, looks, strict=True)
    ]


def draw_segments(
    canvas: Canvas,
    at: Point,
    width: float,
    *,
    shares: Sequence[float],
    labels: Sequence[str],
    fillings: Sequence[Filling],
) -> None:
    """A bar in which 100 % is `width`; a segment says its share where it has room for it."""
    x, y = at
    for share, label, filling in zip(shares, labels, fillings, strict=True):
        wide = width * share / 100
        _fill(canvas, x, y, wide, filling)
        text = width_of(label, SMALL)
        if text + 5 < wide:
            if filling.is_hatched:
                canvas.rect(x + wide / 2 - text / 2 - 2, y + 5, text + 4, HEIGHT - 10, fill=filling.colour)
            colour: Colour = "paper" if filling.colour in _DARK else "ink"
            canvas.text(x + wide / 2, y + HEIGHT / 2 + 3.6, label, size=SMALL, anchor="middle", colour=colour)
        x += wide


def _fill(canvas: Canvas, x: float, y: float, width: float, filling: Filling) -> None:
    if width <= 0:
        return
    canvas.rect(x, y, width, HEIGHT, fill=filling.colour)
    if filling.is_hatched:
        canvas.hatch(x, y, width, HEIGHT, stroke="paper" if filling.colour in _DARK else "ink", gap=5)
    canvas.line(x + width, y, x + width, y + HEIGHT, stroke="paper", width=1)


def draw_key(canvas: Canvas, x: float, top: float, width: float, fillings: Sequence[Filling]) -> float:
    """The fillings with their names, in lines of at most `width`; the height at which they end."""
    at, y = x, top
    for filling in fillings:
        lines = wrapped(filling.name, width - 16, SMALL)
        long = 14 + widest(lines, SMALL) + 14
        if at > x and at + long - 14 > x + width:
            at, y = x, y + SMALL * LEADING + 3
        canvas.rect(at, y + 1.5, 10, 9, fill=filling.colour)
        if filling.is_hatched:
            canvas.hatch(at, y + 1.5, 10, 9, stroke="paper" if filling.colour in _DARK else "ink", gap=4)
        canvas.lines(at + 14, y, lines, size=SMALL, colour="soft")
        at += long
        y += height_of(lines[1:], SMALL)
    return y + SMALL * LEADING
