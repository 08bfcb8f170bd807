"""Steps with their weeks → bars one after the other on a line of weeks: how long it takes to do the same.

A write-up gives durations, not dates, so that steps are drawn in their order; the page says that they may overlap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from casebound.figure.canvas import TALLEST, WIDTH, Canvas
from casebound.figure.letters import SMALL, height_of, widest, wrapped
from casebound.figure.palette import Palette
from casebound.model.case import Step
from casebound.model.value import number
from casebound.text.localized import phrase

_TITLES = 196.0
"""The widest column of titles."""
_GAP, _TOP, _BAR = 10.0, 18.0, 10.0
_LONGEST = Decimal(5_000)
"""Weeks: what takes a century is not drawn."""
_WEEKS = phrase("{{n}}周", "{{n}} wk")
_AXIS = phrase("周", "weeks")
_TOLD = phrase(
    "步骤图：{{n}}个步骤按先后顺序合计{{weeks}}周，最长的是“{{longest}}”，需要{{most}}周。",
    "Chart of steps: {{n}} steps take {{weeks}} weeks one after the other; the longest, “{{longest}}”, takes {{most}}.",
)


def draw_steps(steps: Sequence[Step], palette: Palette, lang: str) -> Markup:
    """The chart; empty where fewer than two steps say how long they take, or where it would not fit a page."""
    weeks = [_weeks(step) for step in steps]
    total = sum(weeks, Decimal(0))
    if sum(1 for each in weeks if each) < 2 or total > _LONGEST:
        return Markup("")
    labels = [_WEEKS.to(lang).format(n=number(each)) if each else "" for each in weeks]
    numbers = [f"{place}." for place in range(1, len(steps) + 1)]
    begin = widest(numbers) + 6
    wide = min(_TITLES, widest([step.title for step in steps]) + 1)
    titles = [wrapped(step.title, wide) for step in steps]
    left = begin + wide + _GAP
    right = WIDTH - 6 - max(widest(labels, SMALL), 8.0)
    highs = [max(24.0, height_of(title) + 8) for title in titles]
    if _TOP + sum(highs) > TALLEST:
        return Markup("")
    unit = (right - left) / float(total)
    canvas = Canvas(palette)
    bottom = _TOP + sum(highs)
    canvas.text(0, 11, _AXIS.to(lang), size=SMALL, colour="soft")
    _axis(canvas, left, unit, float(total), bottom)
    y, passed = _TOP, Decimal(0)
    for place, (title, high, each, label) in enumerate(zip(titles, highs, weeks, labels, strict=True)):
        if place:
            canvas.line(0, y, WIDTH, y, width=0.4)
        middle = y + high / 2
        top = middle - height_of(title) / 2
        canvas.text(begin - 6, top + 11.4, numbers[place], anchor="end", colour="accent", bold=True)
        canvas.lines(begin, top, title)
        if each:
            _bar(canvas, left + unit * float(passed), unit * float(each), middle, label)
        passed += each
        y += high
    canvas.line(0, bottom, WIDTH, bottom, stroke="ink", width=0.9)
    canvas.height = bottom + 1
    longest = max(range(len(steps)), key=lambda place: weeks[place])
    told = _TOLD.to(lang)
    values = {
        "n": len(steps),
        "weeks": number(total),
        "longest": steps[longest].title,
        "most": number(weeks[longest]),
    }
    return canvas.svg(told.format(**values))


def _weeks(step: Step) -> Decimal:
    return step.weeks if step.weeks is not None and step.weeks > 0 else Decimal(0)


def _axis(canvas: Canvas, left: float, unit: float, total: float, bottom: float) -> None:
    """Whole weeks, as many marks as there is room for."""
    room = max(1.0, 30.0 / unit)
    scale = 10 ** math.floor(math.log10(room))
    step = next(each for each in (scale, 2 * scale, 4 * scale, 5 * scale, 10 * scale) if each >= room)
    marks = [at * step for at in range(int(total / step) + 1)]
    canvas.rules((((left + unit * at, _TOP), (left + unit * at, bottom)) for at in marks), width=0.5)
    for at in marks:
        canvas.text(left + unit * at, 11, f"{at:g}", size=SMALL, anchor="start" if at == 0 else "middle", colour="soft")
    canvas.line(0, _TOP, WIDTH, _TOP, stroke="soft", width=0.8)


def _bar(canvas: Canvas, x: float, wide: float, middle: float, label: str) -> None:
    """The bar, with its weeks behind it."""
    canvas.rect(x, middle - _BAR / 2, max(1.5, wide), _BAR, fill="tint2")
    canvas.text(x + wide + 4, middle + 3.6, label, size=SMALL, colour="soft")
