"""Classes, a mean and limits → the bars of a histogram with lines over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import Axis, make_axis
from casebound.figure.canvas import DASH, DOTS, Canvas, Colour
from casebound.figure.classes import Class
from casebound.figure.letters import LEADING, SMALL, width_of, wrapped
from casebound.model.value import number

_PLOT = 190.0
_ROW = SMALL * LEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number to be marked over the classes."""

    word: str
    at: Decimal
    is_hard: bool
    """Whether it must hold; a target need not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """The words over a limit."""

    text: str
    middle: float
    line: float | None
    """Where the limit's line stands; None where the limit is too far away to be drawn."""
    is_hard: bool

    @property
    def end(self) -> float:
        return self.middle + width_of(self.text, SMALL) / 2


def draw_classes(
    canvas: Canvas,
    classes: Sequence[Class],
    *,
    name: str,
    count_name: str,
    mean: Decimal,
    limits: Sequence[Limit],
    facts: str,
) -> None:
    """What was worked out above, limits named over their lines, the mean a triangle below."""
    top = _facts(canvas, count_name, facts) + 8
    counts = make_axis((Decimal(each.count) for each in classes), start=0, end=1, from_zero=True, most=4)
    left = max(width_of(label, SMALL) for label in counts.labels) + 8
    across = _across(classes, limits, left, canvas.width - 10)
    rows = _label_rows(canvas, across, limits)
    top += len(rows) * _ROW + (6 if rows else 12)
    bottom = top + _PLOT
    counts = Axis(ticks=counts.ticks, start=bottom, end=top)
    levels = [((left, counts.at(tick)), (canvas.width - 2, counts.at(tick))) for tick in counts.ticks]
    canvas.rules(levels, width=0.5)
    for tick, label in zip(counts.ticks, counts.labels, strict=True):
        canvas.text(left - 6, counts.at(tick) + 3.5, label, size=SMALL, anchor="end", colour="soft")
    _limits(canvas, rows, top - len(rows) * _ROW - 8, bottom)
    _bars(canvas, classes, across, counts)
    canvas.line(left, bottom, canvas.width - 2, bottom, stroke="ink", width=0.9)
    canvas.mark("triangle", across.at(mean), bottom + 5, 4, colour="ink")
    below = _bounds(canvas, classes, across, bottom)
    middle, lines = (left + canvas.width) / 2, wrapped(name, canvas.width - left, SMALL)
    canvas.height = canvas.lines(middle, below, lines, size=SMALL, anchor="middle", colour="soft") + 2


def _facts(canvas: Canvas, count_name: str, facts: str) -> float:
    """The height at which they end."""
    lines = wrapped(facts, canvas.width * 0.82, SMALL)
    canvas.lines(0, 0, [count_name], size=SMALL, colour="soft")
    end = canvas.lines(canvas.width, 0, lines, size=SMALL, anchor="end")
    canvas.mark("triangle", canvas.width - width_of(lines[0], SMALL) - 6, SMALL * 0.72, 3.4, colour="ink")
    return end


def _across(classes: Sequence[Class], limits: Sequence[Limit], left: float, right: float) -> Axis:
    """A scale over the classes and those limits that are not farther from them than they are wide."""
    low, high = classes[0].lower, classes[-1].upper
    near = [limit.at for limit in limits if 2 * low - high <= limit.at <= 2 * high - low]
    edge = (high - low) * 2 if len(classes) < 3 else 0  # a lone bar should not fill the drawing
    return Axis(ticks=(min([low - edge, *near]), max([high + edge, *near])), start=left + 10, end=right - 10)


def _label_rows(canvas: Canvas, across: Axis, limits: Sequence[Limit]) -> list[list[_Label]]:
    """In rows in which none hits the next."""
    rows: list[list[_Label]] = []
    low, high = across.ticks
    for limit in sorted(limits, key=lambda limit: limit.at):
        text = f"{limit.word} {number(limit.at)}"
        text = f"← {text}" if limit.at < low else f"{text} →" if limit.at > high else text
        at, half = across.at(max(low, min(high, limit.at))), width_of(text, SMALL) / 2
        middle = max(half, min(canvas.width - half, at))
        label = _Label(text=text, middle=middle, line=at if low <= limit.at <= high else None, is_hard=limit.is_hard)
        row = next((row for row in rows if row[-1].end + 8 < middle - half), None)
        if row is None:
            rows.append([label])
        else:
            row.append(label)
    return rows


def _limits(canvas: Canvas, rows: list[list[_Label]], top: float, bottom: float) -> None:
    for place, row in enumerate(rows):
        for label in row:
            y = top + place * _ROW
            colour: Colour = "change" if label.is_hard else "ink"
            canvas.lines(label.middle, y, [label.text], size=SMALL, anchor="middle", colour=colour)
            if label.line is not None:
                dash = DASH if label.is_hard else DOTS
                canvas.line(label.line, y + _ROW + 1, label.line, bottom, stroke=colour, width=1.1, dash=dash)


def _bars(canvas: Canvas, classes: Sequence[Class], across: Axis, counts: Axis) -> None:
    slot = across.at(classes[0].upper) - across.at(classes[0].lower)
    gap = min(1.0, slot * 0.1)
    for each in classes:
        if not each.count:
            continue
        x, y = across.at(each.lower) + gap / 2, counts.at(each.count)
        canvas.rect(x, y, slot - gap, counts.start - y, fill="tint3")
        if each.outside:
            high = (counts.start - y) * each.outside / each.count
            canvas.rect(x, counts.start - high, slot - gap, high, fill="change")
        text = number(Decimal(each.count))
        if width_of(text, SMALL) < slot + 1:
            canvas.text(x + (slot - gap) / 2, y - 4, text, size=SMALL, anchor="middle", colour="ink")


def _bounds(canvas: Canvas, classes: Sequence[Class], across: Axis, bottom: float) -> float:
    """The boundaries of the classes below the axis, as many as there is room for."""
    bounds = [classes[0].lower, *(each.upper for each in classes)]
    labels = [number(bound) for bound in bounds]
    slot = across.at(bounds[1]) - across.at(bounds[0])
    widest = max(width_of(label, SMALL) for label in labels) + 8
    step = max(1, -(-int(widest) // max(1, int(slot))))
    canvas.rules((((across.at(bound), bottom), (across.at(bound), bottom + 4)) for bound in bounds), stroke="soft")
    for place, (bound, label) in enumerate(zip(bounds, labels, strict=True)):
        if place % step == 0:
            x = across.at(bound)
            half = width_of(label, SMALL) / 2
            canvas.text(
                max(half, min(canvas.width - half, x)), bottom + 19, label, size=SMALL, anchor="middle", colour="soft"
            )
    return bottom + 25
