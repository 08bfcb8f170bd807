"""Axes with one to three series → a radar chart: lines told apart by dash and mark, the numbers beside each axis."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import Axis, make_axis
from casebound.figure.canvas import DASH, DOTS, WIDTH, Canvas, Colour, Mark, Point
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import LEADING, SMALL, height_of, widest, wrapped
from casebound.figure.ring_labels import GAP, Label, draw_around
from casebound.model.value import Value, joined_unit, number
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import Span

_LARGEST = Decimal(10**12)
FEWEST, MOST, MOST_SERIES = 3, 12, 3
_TARGET = re.compile(r"目标|标杆|target|goal|benchmark", re.IGNORECASE)
_UNIT = re.compile(r"[（(]([^（）()]+)[)）]$")
_RATING_FROM, _RATING_TO = Decimal(1), (Decimal(3), Decimal(10))
"""A scale of marks begins at 1 and ends somewhere from 3 to 10: beginning the drawing there hides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line: a value for each axis."""

    name: str
    values: tuple[Decimal, ...]
    is_target: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """Axes clockwise from the top."""

    axes: tuple[str, ...]
    series: tuple[Series, ...]
    units: tuple[str, ...]
    """One for each axis; empty where none is given."""
    low: Decimal
    """What the middle of the drawing stands for."""
    high: Decimal
    label: str
    from_place: Span
    place: Span

    @property
    def lines(self) -> list[Series]:
        """The series that are no targets."""
        return [each for each in self.series if not each.is_target]

    @property
    def target(self) -> Series | None:
        """The first target."""
        return next((each for each in self.series if each.is_target), None)


def read(given: Given) -> Radar | None:
    """A row an axis, a column a series."""
    if not given.need(2) or given.table is None:
        return None
    table, place = given.table, given.table.header_place
    columns = given.columns("series", range(1, len(table.header)))
    low, high = given.number("from"), given.number("to")
    asked = given.names("unit")
    if not 1 <= len(columns) <= MOST_SERIES or not FEWEST <= len(table.rows) <= MOST:
        message = phrase(
            "有 {axes} 条轴、{series} 组数，雷达图画 3 到 12 条轴、1 到 3 组",
            "{axes} axes and {series} series; a radar chart shows 3 to 12 axes and 1 to 3 series",
            axes=len(table.rows),
            series=len(columns),
        )
        hint = phrase("项少时用条形图或表，组多时分成几张", "Use bars or a table for fewer axes; split more series")
        given.refuse(message, place, hint)
        return None
    names = [row.cells[0] for row in table.rows]
    start = Decimal(0) if low is None else low
    found: list[list[Decimal]] = [[] for _ in columns]
    is_sound = True
    for row in table.rows:
        for at, column in enumerate(columns):
            value = given.cell(row, column)
            if value is None or value < start or value > (_LARGEST if high is None else high):
                is_sound = False
                if value is not None:
                    _outside(given, row.cells[column], table.place(row, column))
                continue
            found[at].append(value)
    if not is_sound:
        return None
    if len(set(names)) < len(names):
        given.refuse(phrase("有两条轴同名", "Two axes have one name"), place)
        return None
    end = high if high is not None else make_axis([start, *(v for s in found for v in s)], start=0, end=1).ticks[-1]
    if end <= start:
        given.refuse(phrase("刻度的终点不大于起点", "The scale ends where it begins"), given.place_of("to"))
        return None
    if len(asked) not in (0, 1, len(names)):
        message = phrase("单位写一个，或每条轴一个", "Give one unit, or one for each axis")
        given.refuse(message, given.place_of("unit"))
    series = [
        Series(name=table.header[column], values=tuple(values), is_target=bool(_TARGET.search(table.header[column])))
        for column, values in zip(columns, found, strict=True)
    ]
    return Radar(
        axes=tuple(names),
        series=tuple(series),
        units=asked if len(asked) == len(names) else tuple(asked[0] if asked else "" for _ in names),
        low=start,
        high=end,
        label=table.header[0],
        from_place=given.place_of("from"),
        place=place,
    )


def _outside(given: Given, cell: str, place: Span) -> None:
    message = phrase("“{cell}”在刻度之外", "“{cell}” lies beyond the scale", cell=cell)
    hint = phrase(
        "刻度由选项 from 和 to 定，from 默认为 0", "The options from and to set the scale; from is 0 without it"
    )
    given.refuse(message, place, hint)


def tell(radar: Radar, lang: str) -> str:
    """How many axes went up and which by most; or the highest and the lowest; and how many are at the target."""
    lines, count = radar.lines or list(radar.series), len(radar.axes)
    last = lines[-1]
    if len(lines) > 1:
        first = lines[0]
        changes = [after - before for before, after in zip(first.values, last.values, strict=True)]
        most = max(range(count), key=lambda at: abs(changes[at]))
        none = phrase("{last}与{first}没有差别", "{first} and {last} are the same", last=last.name, first=first.name)
        told = phrase(
            "{last}与{first}相比，{n}项中有{up}项上升，变化最大的是{axis}，由{a}变为{b}",
            "From {first} to {last}, {up} of {n} axes rise; {axis} changes most (from {a} to {b})",
            first=first.name,
            last=last.name,
            n=count,
            up=sum(change > 0 for change in changes),
            axis=radar.axes[most],
            a=number(first.values[most]),
            b=number(last.values[most]),
        )
        told = told if any(changes) else none
    else:
        top, bottom = max(range(count), key=last.values.__getitem__), min(range(count), key=last.values.__getitem__)
        told = phrase(
            "{n}项中最高的是{top}，为{high}，最低的是{bottom}，为{low}",
            "Of {n} axes {top} is highest ({high}), {bottom} lowest ({low})",
            n=count,
            top=radar.axes[top],
            high=number(last.values[top]),
            bottom=radar.axes[bottom],
            low=number(last.values[bottom]),
        )
    text = told.to(lang)
    if radar.target is not None and last is not radar.target:
        met = sum(value >= goal for value, goal in zip(last.values, radar.target.values, strict=True))
        text += phrase("；有{met}项不低于目标", "; {met} are at the target or above", met=met).to(lang)
    return text + ("。" if lang == CHINESE else ".")


def values(radar: Radar) -> dict[str, Value]:
    """By axis, of several series by `series/axis`; the change from the first series to the last that is no target."""
    found: dict[str, Value] = {}
    for at, (axis, unit) in enumerate(zip(radar.axes, radar.units, strict=True)):
        for each in radar.series:
            key = axis if len(radar.series) == 1 else f"{each.name}/{axis}"
            found[f"value[{key}]"] = Value(value=each.values[at], unit=unit)
        if len(radar.lines) > 1:
            change = radar.lines[-1].values[at] - radar.lines[0].values[at]
            found[f"change[{axis}]"] = Value(value=change, unit=unit, is_signed=True, is_points=unit == "%")
    return found


def table(radar: Radar, lang: str) -> Rows:  # noqa: ARG001  # the words are the author's
    """A row an axis."""
    rows = [(axis, *(str(each.values[at]) for each in radar.series)) for at, axis in enumerate(radar.axes)]
    return ((radar.label, *(each.name for each in radar.series)), *rows)


def doubts(radar: Radar) -> Iterator[Doubt]:
    """A scale that begins above zero; axes in different units on one scale."""
    is_rating = radar.low == _RATING_FROM and _RATING_TO[0] <= radar.high <= _RATING_TO[1]
    if radar.low > 0 and not is_rating:
        yield Doubt(problem="truncated-axis", n=number(radar.low), place=radar.from_place)
    named = [match[1] for match in map(_UNIT.search, radar.axes) if match]
    units = list(dict.fromkeys(unit for unit in (*radar.units, *named) if unit))
    if len(units) > 1:
        yield Doubt(problem="two-scales", what=", ".join(units), n=len(units), place=radar.place)


_R = 122.0


def _looks(radar: Radar) -> list[tuple[Colour, str, Mark, float]]:
    """Colour, dash, mark and width of each series: the first of several stands back, a target is dotted."""
    plain: list[tuple[Colour, str, Mark, float]] = [("accent", "", "disc", 1.6)]
    if len(radar.lines) > 1:
        plain = [("faint", DASH, "ring", 1.2), *plain, ("ink", "7 2 1.5 2", "square", 1.2)]
    spare = iter(plain)
    targets: Iterator[tuple[Colour, str, Mark, float]] = iter(
        plain if not radar.lines else [("change", DOTS, "cross", 1.2)] * MOST_SERIES
    )
    return [next(targets if each.is_target else spare, ("ink", DOTS, "triangle", 1.2)) for each in radar.series]


def draw(radar: Radar, canvas: Canvas, lang: str) -> None:
    """The first axis upwards, the others clockwise; each with its numbers in the order of the series."""
    count = len(radar.axes)
    room = WIDTH / 2 - _R - GAP
    labels = [
        Label(name=wrapped(axis, room), said=wrapped(_numbers(radar, at, lang), room, SMALL))
        for at, axis in enumerate(radar.axes)
    ]
    wide = max(label.width for label in labels)
    canvas.width = min(WIDTH, 2 * (_R + GAP + wide + 2))
    cx = canvas.width / 2
    top = _draw_names(radar, canvas) + 8
    cy = top + labels[0].height + 6 + _R
    angles = [2 * math.pi * at / count for at in range(count)]
    axis = Axis(ticks=(radar.low, radar.high), start=0, end=_R)
    ticks = make_axis([radar.low, radar.high], start=0, end=_R, most=5)
    rings = [tick for tick in ticks.ticks if radar.low < tick < radar.high] + [radar.high]
    for ring in rings:
        _outline(canvas, [_point(cx, cy, angle, axis.at(ring)) for angle in angles], width=0.5)
    canvas.rules((((cx, cy), _point(cx, cy, angle, _R)) for angle in angles), width=0.5)
    for tick, text in zip(ticks.ticks, ticks.labels, strict=True):
        if radar.low <= tick <= radar.high:
            canvas.text(cx - 6, cy - axis.at(tick) + 3.5, text, size=SMALL, anchor="end", colour="soft")
    for each, (colour, dash, mark, line) in zip(radar.series, _looks(radar), strict=True):
        points = [_point(cx, cy, angle, axis.at(value)) for angle, value in zip(angles, each.values, strict=True)]
        _outline(canvas, points, colour=colour, width=line, dash=dash)
        for x, y in points:
            canvas.mark(mark, x, y, 2.8, colour=colour)
    canvas.height = draw_around(canvas, labels, (cx, cy), _R) + 6


def _numbers(radar: Radar, at: int, lang: str) -> str:
    unit = joined_unit(radar.units[at], lang)
    arrow = " → " if len(radar.lines) == len(radar.series) else " / "
    return arrow.join(number(each.values[at]) for each in radar.series) + unit


def _point(cx: float, cy: float, angle: float, radius: float) -> Point:
    return cx + radius * math.sin(angle), cy - radius * math.cos(angle)


def _outline(canvas: Canvas, points: list[Point], *, colour: Colour = "rule", width: float, dash: str = "") -> None:
    canvas.polyline([*points, points[0]], stroke=colour, width=width, dash=dash)


def _draw_names(radar: Radar, canvas: Canvas) -> float:
    """The series with their lines and marks; the height at which they end."""
    x = y = 0.0
    for each, (colour, dash, mark, line) in zip(radar.series, _looks(radar), strict=True):
        lines = wrapped(each.name, canvas.width - 34, SMALL)
        long = 34 + widest(lines, SMALL)
        if x and x + long > canvas.width:
            x, y = 0.0, y + SMALL * LEADING
        canvas.line(x, y + 6.8, x + 28, y + 6.8, stroke=colour, width=line, dash=dash)
        canvas.mark(mark, x + 14, y + 6.8, 2.8, colour=colour)
        canvas.lines(x + 34, y, lines, size=SMALL, colour="soft")
        x, y = x + long + 16, y + height_of(lines[1:], SMALL)
    return y + SMALL * LEADING


KIND: Kind[Radar] = Kind(
    name="radar",
    title=phrase("雷达图", "Radar chart"),
    takes=frozenset({"rows"}),
    options={
        "series": phrase("画哪几列，用分号隔开，默认第 2 列起", "the columns to draw, between semicolons"),
        "from": phrase("刻度起点，默认 0", "where the scale begins; 0 without it"),
        "to": phrase("刻度终点，如 5、100", "where the scale ends, such as 5 or 100"),
        "unit": phrase("单位；各轴不同时用分号隔开", "the unit; between semicolons where axes differ"),
    },
    parts={
        "value[…]": phrase(
            "某轴的值：value[轴]，几组时 value[组/轴]", "value[axis]; of several series: value[series/axis]"
        ),
        "change[…]": phrase("某轴的变化：末组减首组", "the change of an axis from the first series to the last"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
