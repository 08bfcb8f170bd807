"""Points in order of time → their places across a drawing, thinned labels below them, names of phases above, and words
beside lines at the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from casebound.figure.axis import Axis
from casebound.figure.canvas import Canvas, Colour
from casebound.figure.letters import LEADING, SMALL, height_of, widest, width_of, wrapped
from casebound.figure.phases import Phase
from casebound.text.localized import CHINESE

GAP = 6.0
"""Between words that stand beside each other."""
_WIDEST_LABEL = 84.0
_LEAST_HEADER = 84.0
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")
_LINE = SMALL * LEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Equal slots from left to right, a point in the middle of each."""

    left: float
    right: float
    count: int

    @property
    def slot(self) -> float:
        """How wide one is."""
        return (self.right - self.left) / self.count

    def at(self, point: int) -> float:
        """Where a point stands."""
        return self.left + self.slot * (point + 0.5)

    def edge(self, point: int) -> float:
        """Between a point and the one before it."""
        return self.left + self.slot * point


def draw_periods(canvas: Canvas, course: Course, labels: Sequence[str], top: float, lang: str) -> float:
    """The labels below their points, as many as stand clear of each other; the height at which they end.

    Months (`2025-03`) are said in two lines, the month's number and the year where one begins.
    """
    months = [_MONTH.fullmatch(label) for label in labels]
    if len(labels) > 1 and all(months):
        found = [(month["year"], int(month["month"])) for month in months if month]
        return _draw_months(canvas, course, found, top, lang)
    blocks = [wrapped(label, _WIDEST_LABEL, SMALL) for label in labels]
    shown = _clear(canvas, course, blocks)
    for point in shown:
        x = _inside(canvas, course.at(point), widest(blocks[point], SMALL))
        canvas.lines(x, top, blocks[point], size=SMALL, anchor="middle", colour="soft")
    return top + max((height_of(blocks[point], SMALL) for point in shown), default=0.0)


def _inside(canvas: Canvas, x: float, width: float) -> float:
    """A middle near `x` for words that must not reach beyond the edges."""
    return min(max(x, width / 2), canvas.width - width / 2)


def _clear(canvas: Canvas, course: Course, blocks: Sequence[Sequence[str]]) -> list[int]:
    """Every point, every second, fifth, …: the closest row in which no label meets the next; the last, if it may."""
    wide = [widest(list(block), SMALL) for block in blocks]

    def meets(one: int, other: int) -> bool:
        middles = [_inside(canvas, course.at(point), wide[point]) for point in (one, other)]
        return middles[1] - middles[0] < (wide[one] + wide[other]) / 2 + GAP

    steps = [size * 10**power for power in range(4) for size in (1, 2, 5)]
    for step in steps:
        shown = list(range(0, course.count, step))
        if not any(meets(one, other) for one, other in pairwise(shown)):
            last = course.count - 1
            return [*shown, last] if shown[-1] < last and not meets(shown[-1], last) else shown
    return [0]


def _draw_months(canvas: Canvas, course: Course, months: Sequence[tuple[str, int]], top: float, lang: str) -> float:
    room = width_of("12", SMALL) + GAP - 2
    step = next((step for step in (1, 2, 3, 6) if course.slot * step >= room), 0)
    years_top = top + (_LINE if step else 0.0)
    starts = [at for at, (year, _) in enumerate(months) if at == 0 or months[at - 1][0] != year]
    for at, (_, month) in enumerate(months):
        if step and (month - 1) % step == 0:
            canvas.lines(course.at(at), top, [str(month)], size=SMALL, anchor="middle", colour="soft")
    end = canvas.width + GAP
    for at in reversed(starts):  # a year that begins outranks the rest of one before it
        words = f"{months[at][0]}年" if lang == CHINESE else months[at][0]
        wide = width_of(words, SMALL)
        x = max(0.0, course.edge(at) if step else course.at(at) - wide / 2)
        if x + wide + GAP <= end:
            if at or not step:
                canvas.line(course.edge(at), top - 5, course.edge(at), top - 1, stroke="faint")
            canvas.lines(x, years_top, [words], size=SMALL, colour="soft")
            end = x
    return years_top + _LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    x: float
    right: float
    top: float
    bottom: float
    name: tuple[str, ...]
    detail: tuple[str, ...]

    def spans(self, x: float) -> bool:
        return self.x + 1 < x < self.right - 1


def draw_phases(
    canvas: Canvas, course: Course, phases: Sequence[tuple[Phase, str]], top: float, *, below: float
) -> float:
    """The name of each phase and what is known of it, above where it begins, with a line down to `below` under the
    height that is returned: where the plot may begin."""
    headers: list[_Header] = []
    for phase, detail in phases:
        x = course.edge(phase.start) + (5 if phase.start else 0)
        room = max(course.edge(phase.end) - x - GAP, _LEAST_HEADER)
        name, known = wrapped(phase.name, room, SMALL, bold=True), wrapped(detail, room, SMALL)
        wide = max(widest(name, SMALL, bold=True), widest(known, SMALL))
        x = min(x, canvas.width - wide)
        high = height_of([*name, *known], SMALL)
        y = top
        for other in sorted(headers, key=lambda each: each.top):
            if x < other.right + GAP and other.x < x + wide + GAP and y < other.bottom and other.top < y + high:
                y = other.bottom + 2
        headers.append(_Header(x=x, right=x + wide, top=y, bottom=y + high, name=tuple(name), detail=tuple(known)))
    end = max((each.bottom for each in headers), default=top)
    for (phase, _), header in zip(phases, headers, strict=True):
        canvas.lines(header.x, header.top, header.name, size=SMALL, bold=True)
        canvas.lines(
            header.x, header.top + height_of(list(header.name), SMALL), header.detail, size=SMALL, colour="soft"
        )
        if phase.start:
            x = course.edge(phase.start)
            is_free = not any(other.spans(x) for other in headers)
            canvas.line(x, header.top + 2 if is_free else end + 2, x, end + below, stroke="faint", width=0.7)
    return end


def name_with_unit(name: str, unit: str, lang: str) -> str:
    """As an axis is called: `等待（分钟）`, `Wait (min)`."""
    if not unit:
        return name
    return f"{name}（{unit}）" if lang == CHINESE else f"{name} ({unit})"


def draw_ticks(canvas: Canvas, axis: Axis, x: float) -> None:
    """An axis at the left: its numbers, right-aligned at `x`, and short marks."""
    canvas.rules((((x + 3, axis.at(tick)), (x + 6, axis.at(tick))) for tick in axis.ticks), stroke="faint")
    for tick, label in zip(axis.ticks, axis.labels, strict=True):
        canvas.text(x, axis.at(tick) + 3.5, label, size=SMALL, anchor="end", colour="soft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Words at the right of a line that ends at the height `y`."""

    y: float
    text: str
    colour: Colour = "soft"


def draw_beside(canvas: Canvas, x: float, words: Sequence[Beside], bottom: float) -> None:
    """Words beside their lines, moved apart where lines are close, none with its middle below `bottom`."""
    order = sorted(words, key=lambda each: each.y)
    pools: list[tuple[float, int]] = []  # mean height of the first and number of words that touch each other
    apart = _LINE - 1.5
    for each in order:
        mean, count = each.y, 1
        while pools and pools[-1][0] + pools[-1][1] * apart > mean:
            other, others = pools.pop()
            mean = (other * others + (mean - others * apart) * count) / (others + count)
            count += others
        pools.append((mean, count))
    places = [mean + step * apart for mean, count in pools for step in range(count)]
    lowest = bottom
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], lowest)
        lowest = places[at] - apart
    for each, y in zip(order, places, strict=True):
        canvas.text(x, y + 3.5, each.text, size=SMALL, colour=each.colour)
