"""Clouds of points → a plot with two axes, a line through them and their key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import Axis, make_axis
from casebound.figure.canvas import DASH, Canvas, Colour, Mark, Point
from casebound.figure.letters import SMALL, height_of, width_of, wrapped

_PLOT = 268.0
_MARKS: tuple[tuple[Mark, Colour], ...] = (
    ("disc", "tint1"),
    ("ring", "ink"),
    ("triangle", "tint2"),
    ("cross", "ink"),
    ("square", "tint3"),
    ("diamond", "ink"),
)
_FEW = 400
"""Points up to which a place that several share is drawn larger."""
Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Points with a mark of their own, and what the key says of them."""

    points: Sequence[Pair]
    words: str


def draw_clouds(
    canvas: Canvas,
    clouds: Sequence[Cloud],
    *,
    x_name: str,
    y_name: str,
    facts: str,
    line: tuple[Pair, Pair] | None,
    is_grouped: bool,
    is_solid: bool,
    larger: str,
) -> None:
    """`is_solid`: whether the line stands for a relation that is more than chance; else it is dashed and grey."""
    names = wrapped(y_name, canvas.width * 0.6, SMALL)
    top = canvas.lines(0, 0, names, size=SMALL, colour="soft")
    canvas.lines(canvas.width, height_of(names[1:], SMALL), [facts], size=SMALL, anchor="end", bold=is_solid)
    if is_grouped:
        top = _key(canvas, clouds, top + 3)
    top += 10
    bottom = top + _PLOT
    ys = make_axis((y for cloud in clouds for _, y in cloud.points), start=bottom, end=top)
    left = max(width_of(label, SMALL) for label in ys.labels) + 8
    xs = _across(canvas, clouds, left)
    levels = [((left, ys.at(tick)), (xs.end + 6, ys.at(tick))) for tick in ys.ticks]
    canvas.rules([*levels, *(((xs.at(tick), top), (xs.at(tick), bottom + 4)) for tick in xs.ticks)], width=0.5)
    for tick, label in zip(ys.ticks, ys.labels, strict=True):
        canvas.text(left - 6, ys.at(tick) + 3.5, label, size=SMALL, anchor="end", colour="soft")
    for tick, label in zip(xs.ticks, xs.labels, strict=True):
        canvas.text(xs.at(tick), bottom + 16, label, size=SMALL, anchor="middle", colour="soft")
    canvas.line(left, bottom, xs.end + 6, bottom, stroke="ink", width=0.9)
    is_larger = _points(canvas, clouds, xs, ys, is_grouped=is_grouped)
    if line is not None:
        _line(canvas, line, xs, ys, is_solid=is_solid)
    end = canvas.lines(
        (left + canvas.width) / 2,
        bottom + 22,
        wrapped(x_name, canvas.width - left, SMALL),
        size=SMALL,
        anchor="middle",
        colour="soft",
    )
    if is_larger:
        end = canvas.lines(canvas.width, end, [larger], size=SMALL, anchor="end", colour="soft")
    canvas.height = end + 2


def _across(canvas: Canvas, clouds: Sequence[Cloud], left: float) -> Axis:
    """As many ticks as their labels have room for, the outer ones inside the drawing."""
    values = [x for cloud in clouds for x, _ in cloud.points]
    for most in (8, 5, 3, 2, 1):
        axis = make_axis(values, start=left, end=canvas.width - 10, most=most)
        widest = max(width_of(label, SMALL) for label in axis.labels)
        margin = max(6.0, widest / 2)
        start, end = max(left + 6, margin), canvas.width - margin - 2
        if widest + 12 < (end - start) / (len(axis.ticks) - 1) or most == 1:
            return Axis(ticks=axis.ticks, start=start, end=end)
    raise AssertionError


def _key(canvas: Canvas, clouds: Sequence[Cloud], top: float) -> float:
    """Mark and words of each cloud, in a row as long as they fit; where it ends."""
    x, y, end = 0.0, top, top
    for (shape, colour), cloud in zip(_MARKS, clouds, strict=False):
        lines = wrapped(cloud.words, canvas.width - 14, SMALL)
        wide = 14 + max((width_of(line, SMALL) for line in lines), default=0.0)
        if x and x + wide > canvas.width:
            x, y = 0.0, end
        canvas.mark(shape, x + 4, y + SMALL * 0.72, 3.2, colour=colour)
        end = max(end, canvas.lines(x + 14, y, lines, size=SMALL))
        x += wide + 20
    return end


def _points(canvas: Canvas, clouds: Sequence[Cloud], xs: Axis, ys: Axis, *, is_grouped: bool) -> bool:
    """Whether some are larger, since several pairs lie in one place."""
    total = sum(len(cloud.points) for cloud in clouds)
    if total > _FEW and not is_grouped:
        places = ((round(xs.at(x)), round(ys.at(y))) for x, y in clouds[0].points)
        canvas.dots(places, colour="tint1", size=2.4 if total < 2000 else 1.6)
        return False
    is_larger = False
    for (shape, colour), cloud in zip(_MARKS, clouds, strict=False):
        for (x, y), count in Counter(cloud.points).items():
            size = 2.8 * min(3.0, count**0.5)
            is_larger = is_larger or count > 1
            canvas.mark(shape, xs.at(x), ys.at(y), size, colour=colour)
    return is_larger


def _line(canvas: Canvas, line: tuple[Pair, Pair], xs: Axis, ys: Axis, *, is_solid: bool) -> None:
    """From the smallest x to the largest, cut where it leaves the plot."""
    (x1, y1), (x2, y2) = ((xs.at(x), ys.at(y)) for x, y in line)
    low, high = ys.end, ys.start
    ends: list[Point] = []
    for x, y in ((x1, y1), (x2, y2)):
        inside = min(max(y, low), high)
        at = x if y1 == y2 or inside == y else x1 + (x2 - x1) * (inside - y1) / (y2 - y1)
        ends.append((at, inside))
    canvas.polyline(ends, stroke="change" if is_solid else "soft", width=1.3, dash="" if is_solid else DASH)
