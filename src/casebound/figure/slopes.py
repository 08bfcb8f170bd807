"""Comparisons in groups that share an axis → lines from before to after, panels beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.figure.axis import Axis, make_axis
from casebound.figure.canvas import DASH, DOTS, Canvas, Colour, Point
from casebound.figure.comparison import Comparison, Look, shown_values
from casebound.figure.letters import LEADING, SMALL, height_of, width_of, wrapped
from casebound.figure.spread import spread
from casebound.model.value import number
from casebound.text.localized import phrase

_HIGH = 190.0
_GAP = 26.0
_ALONE = 430.0
"""How wide a single panel is."""
_LEADER = 14.0
_DIGITS = 52.0
"""Numbers wider than that have a panel's whole row."""
_SPAN = 84.0
"""How far before and after are apart at least."""


def draw_slopes(canvas: Canvas, groups: Sequence[Sequence[Comparison]], look: Look) -> None:
    """At most two panels beside each other."""
    digits = max(
        width_of(number(value), SMALL, bold=True) for group in groups for each in group for value in each.values
    )
    across = min(2, len(groups)) if digits < _DIGITS else 1
    if across == 1:
        canvas.width = _ALONE
    wide = (canvas.width - _GAP * (across - 1)) / across
    y = 0.0
    for first in range(0, len(groups), across):
        row = groups[first : first + across]
        ends = [_panel(canvas, group, look, ((wide + _GAP) * place, y), wide) for place, group in enumerate(row)]
        y = max(ends) + 18
    canvas.height = y - 14


def _panel(canvas: Canvas, group: Sequence[Comparison], look: Look, at: Point, wide: float) -> float:
    x, y = at
    units = dict.fromkeys(each.measure.unit for each in group if each.measure.unit)
    y = canvas.paragraph(x, y, phrase("、", ", ").to(look.lang).join(units), wide, size=SMALL, colour="soft")
    values = max(width_of(number(value), SMALL, bold=True) for each in group for value in each.values)
    words = [_words(each, look) for each in group]
    room = wide - 2 * values - _LEADER - 14 - _SPAN
    names = max(40.0, min(room, wide * 0.46, max(width_of(text, SMALL) for text in words) + 2))
    left, right = x + values + 8, x + wide - names - values - _LEADER - 6
    heads = [wrapped(word, max(30.0, (right - left) / 2 - 4), SMALL) for word in look.words]
    deepest = max(height_of(head, SMALL) for head in heads)
    canvas.lines(left, y + deepest - height_of(heads[0], SMALL), heads[0], size=SMALL, colour="soft")
    canvas.lines(right, y + deepest - height_of(heads[1], SMALL), heads[1], size=SMALL, anchor="end", colour="soft")
    lines = [wrapped(text, names, SMALL) for text in words]
    needed = sum(height_of(each, SMALL) + 4 for each in lines)
    top = y + deepest + 8
    axis = make_axis(shown_values(group), start=top + max(_HIGH, needed * 0.8), end=top)
    order = sorted(range(len(group)), key=lambda place: (axis.at(group[place].values[1]), place))
    wishes = [axis.at(group[place].values[1]) - SMALL * LEADING / 2 for place in order]
    tops = spread(wishes, [height_of(lines[place], SMALL) for place in order], 4)
    shift = max(0.0, top - tops[0])
    for edge in (left, right):
        canvas.line(edge, top - 4 + shift, edge, axis.start + shift + 4, width=0.7)
    bottom = axis.start + shift + 4
    for place, label in zip(order, tops, strict=True):
        each = group[place]
        ends = [axis.at(value) + shift for value in each.values]
        goal = None if each.target is None else axis.at(each.target) + shift
        _slope(canvas, each, ((left, ends[0]), (right, ends[1])), goal)
        middle = label + shift + SMALL * LEADING / 2
        canvas.line(right + 4, ends[1], right + _LEADER - 2, middle, stroke="faint", width=0.6)
        baseline = label + shift + SMALL * 1.04
        canvas.text(right + _LEADER + values, baseline, number(each.values[1]), size=SMALL, anchor="end", bold=True)
        bottom = max(bottom, canvas.lines(right + _LEADER + values + 6, label + shift, lines[place], size=SMALL))
    _starts(canvas, group, axis, left - 5, shift)
    return bottom


def _words(each: Comparison, look: Look) -> str:
    """What stands at the right end of a slope: the name, the change, the target."""
    comma = phrase("，", ", ").to(look.lang)
    rest = comma.join(part for part in (each.change, each.worse(look.lang), each.goal(look.lang)) if part)
    return f"{each.measure.name} {rest}"


def _slope(canvas: Canvas, each: Comparison, ends: tuple[Point, Point], goal: float | None) -> None:
    colour: Colour = "change" if each.is_better else "ink"
    canvas.polyline(ends, stroke=colour, width=1.7, dash=DASH if each.is_better is False else "")
    canvas.mark("ring", *ends[0], 2.6, colour=colour)
    canvas.mark("disc", *ends[1], 3, colour=colour)
    if goal is not None:
        canvas.line(ends[1][0] - 14, goal, ends[1][0] + 3, goal, stroke="change", width=1.3, dash=DOTS)


def _starts(canvas: Canvas, group: Sequence[Comparison], axis: Axis, right: float, shift: float) -> None:
    """The values at the left ends, each once where several begin at one."""
    values = sorted({each.values[0] for each in group}, reverse=True)
    tops = spread([axis.at(value) - SMALL / 2 for value in values], [SMALL] * len(values), 2)
    for value, top in zip(values, tops, strict=True):
        canvas.text(right, top + shift + SMALL * 0.86, number(value), size=SMALL, anchor="end")
