"""Comparisons in groups that share an axis → pairs of bars below each other, the change at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import Axis
from casebound.figure.canvas import Canvas
from casebound.figure.comparison import Comparison, Look, shown_values
from casebound.figure.letters import SMALL, height_of, width_of, wrapped
from casebound.model.value import number
from casebound.text.localized import phrase

_BAR, _INNER, _OUTER = 15.0, 2.0, 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where names, the words of the times, bars and changes stand."""

    name: float
    """How wide names are."""
    tag: float
    """Where the words of the times end."""
    bar: float
    end: float
    """Where bars and the words at their ends must end."""
    side: float
    """How wide changes are."""


def draw_bars(canvas: Canvas, groups: Sequence[Sequence[Comparison]], look: Look) -> None:
    """All groups begin at the same place, so that only lengths differ."""
    everything = [each for group in groups for each in group]
    tag = min(90.0, max(width_of(word, SMALL) for word in look.words))
    name = min(128.0, max(width_of(each.measure.name, bold=True) for each in everything))
    sides = [line for each in everything for line in (each.change, each.goal(look.lang))]
    side = min(124.0, max(width_of(line, SMALL, bold=True) for line in sides))
    bar = name + 12 + tag + 8
    columns = _Columns(name=name, tag=bar - 8, bar=bar, end=canvas.width - side - 12, side=side)
    y = 3.0
    for group in groups:
        y = _group(canvas, group, columns, look, y)
    canvas.height = y - _OUTER + 4


def _axis(group: Sequence[Comparison], look: Look, start: float, end: float) -> Axis:
    values = shown_values(group)
    if look.axis_from:
        high = max([value for value in values if value > look.axis_from], default=look.axis_from + 1)
        return Axis(ticks=(look.axis_from, high), start=start, end=end)
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    return Axis(ticks=(low, high if high > low else low + 1), start=start, end=end)


def _group(canvas: Canvas, group: Sequence[Comparison], columns: _Columns, look: Look, top: float) -> float:
    room = max(width_of(text, SMALL, bold=True) for each in group for text in each.shown(look.lang)) + 8
    notes = max(width_of(when, SMALL) for each in group for when in each.whens(look.lang)) + 6
    is_noted = columns.end - columns.bar - room - notes > 90  # periods and n stand behind the values
    axis = _axis(group, look, columns.bar, max(columns.bar + 24, columns.end - room - (notes if is_noted else 0)))
    y = top
    for each in group:
        y = _pair(canvas, each, _Pair(axis=axis, columns=columns, look=look, is_noted=is_noted), y)
    zero = axis.at(max(axis.ticks[0], min(axis.ticks[1], Decimal(0))))
    canvas.line(zero, top - 2, zero, y - _OUTER + 2, stroke="ink", width=0.9)
    if look.axis_from:
        words = phrase("轴从 {n} 开始", "axis from {n}", n=number(look.axis_from)).to(look.lang)
        lines = wrapped(words, columns.end - columns.bar, SMALL)
        y = canvas.lines(columns.bar, y - _OUTER + 2, lines, size=SMALL, colour="change") + _OUTER - 2
    return y


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """How the pairs of a group are drawn."""

    axis: Axis
    columns: _Columns
    look: Look
    is_noted: bool

    def at(self, value: Decimal) -> float:
        """The place of a value, at the axis's end where it lies beyond."""
        return self.axis.at(max(self.axis.ticks[0], min(self.axis.ticks[1], value)))


def _pair(canvas: Canvas, each: Comparison, how: _Pair, top: float) -> float:
    columns, lang = how.columns, how.look.lang
    tags = [wrapped(word, columns.bar - 8 - columns.name - 12, SMALL) for word in how.look.words]
    highs = [max(_BAR, height_of(tag, SMALL)) for tag in tags]
    middles = [top + highs[0] / 2, top + highs[0] + _INNER + highs[1] / 2]
    pair = top + sum(highs) + _INNER
    zero = how.at(Decimal(0))
    for place, value in enumerate(each.values):
        x = how.at(value)
        canvas.rect(min(x, zero), middles[place] - _BAR / 2, abs(x - zero), _BAR, fill="tint1" if place else "tint4")
        tag = tags[place]
        canvas.lines(
            columns.tag, middles[place] - height_of(tag, SMALL) / 2, tag, size=SMALL, anchor="end", colour="soft"
        )
    if each.target is not None and how.at(each.target) == how.axis.at(each.target):
        goal = how.at(each.target)
        canvas.line(goal, top - 3, goal, pair + 3, stroke="paper", width=4)
        canvas.line(goal, top - 3, goal, pair + 3, stroke="change", width=1.5)
    for place, (value, text, when) in enumerate(zip(each.values, each.shown(lang), each.whens(lang), strict=True)):
        x, y = max(how.at(value), zero) + 5, middles[place] + SMALL * 0.36
        wide = width_of(text, SMALL, bold=True)
        note = when if how.is_noted else ""
        full = wide + (6 + width_of(note, SMALL) if note else 0)
        canvas.rect(
            x - 2, middles[place] - SMALL * 0.62, full + 2, SMALL * 1.24, fill="paper"
        )  # over the target's line
        canvas.text(x, y, text, size=SMALL, bold=place == 1)
        canvas.text(x + wide + 6, y, note, size=SMALL, colour="soft")
    end = canvas.paragraph(0, top, each.measure.name, columns.name, bold=True)
    end = canvas.paragraph(0, end, each.long_unit, columns.name, size=SMALL, colour="soft")
    return max(pair, end, _sides(canvas, each, how, top), _notes(canvas, each, how, pair)) + _OUTER


def _sides(canvas: Canvas, each: Comparison, how: _Pair, top: float) -> float:
    """At the right: the change, whether it is worse, the target."""
    x, wide, lang = canvas.width - how.columns.side, how.columns.side, how.look.lang
    change = wrapped(each.change, wide, SMALL, bold=True)
    y = canvas.lines(x, top, change, size=SMALL, bold=True, colour="change" if each.is_better else "ink")
    y = canvas.paragraph(x, y, each.worse(lang), wide, size=SMALL)
    goal = wrapped(each.goal(lang), wide, SMALL)
    return canvas.lines(x, y, goal, size=SMALL, colour="change" if each.is_missed else "soft")


def _notes(canvas: Canvas, each: Comparison, how: _Pair, top: float) -> float:
    """Periods and n below the bars, where they have no room behind the values."""
    y, columns = top, how.columns
    for word, when in zip(how.look.words, each.whens(how.look.lang), strict=True):
        if when and not how.is_noted:
            words = phrase("{{word}}：{{when}}", "{{word}}: {{when}}").to(how.look.lang).format(word=word, when=when)
            y = canvas.paragraph(columns.bar, y + 1, words, columns.end - columns.bar, size=SMALL, colour="soft")
    return y
