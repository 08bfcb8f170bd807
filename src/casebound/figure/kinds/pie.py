"""Parts of a whole → a pie of at most six, each with its name and share beside it, the largest first from twelve
o'clock (Few, “Save the Pies for Dessert”, 2007, says when not to)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import Anchor, Canvas, Colour, Point
from casebound.figure.canvas import number as coordinate
from casebound.figure.categories import is_other, read_counts, share_of, total_of
from casebound.figure.drawn import drawn_height
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import SIZE, SMALL, balanced, height_of, wrapped
from casebound.figure.spread import spread
from casebound.model.value import Value, joined_unit, number
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import Span

BEST = 6
"""Parts that can be told apart."""
MOST = 12
"""Parts that are drawn at all."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A slice."""

    name: str
    count: Decimal
    share: Decimal
    """Percent of the whole, to the declared decimals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pie:
    """Slices in the order in which they are drawn."""

    parts: tuple[Part, ...]
    total: Decimal
    unit: str
    name_label: str
    label: str
    """The name of the counted column."""
    is_percent: bool
    """Whether percentages were given, not counts."""
    place: Span


def read(given: Given) -> Pie | None:
    """Rows summed by name; sorted by size with “other” last, unless the option `order` keeps them as given."""
    if not given.need(2):
        return None
    name, value = given.column("category", 0), given.column("value", 1)
    is_given_order = given.choice("order", ("size", "given"), "size") == "given"
    unit = given.words("unit")
    if name is None or value is None or given.table is None:
        return None
    counts = read_counts(given, name, value)
    if counts is None:
        return None
    if len(counts) > MOST:
        message = phrase("有 {n} 份，饼图最多画 {most} 份", "{n} parts; {most} can be drawn", n=len(counts), most=MOST)
        hint = phrase("改画排列图，或把小份并成“其他”", "Draw a Pareto chart, or put the small ones together")
        given.refuse(message, given.table.header_place, hint)
        return None
    order = list(counts) if is_given_order else sorted(counts, key=lambda each: (is_other(each), -counts[each]))
    total = total_of(counts)
    label = given.table.header[value]
    pie = Pie(
        parts=tuple(
            Part(name=each, count=counts[each], share=share_of(counts[each], total, given.decimals)) for each in order
        ),
        total=total,
        unit=unit,
        name_label=given.table.header[name],
        label=label,
        is_percent=unit[:1] in ("%", "％") or any(mark in label for mark in "%％"),
        place=given.table.header_place,
    )
    return pie if given.fits(drawn_height(draw, pie, given.lang)) else None


def tell(pie: Pie, lang: str) -> str:
    """The two largest parts, and whether the first is more than half."""
    largest = sorted(pie.parts, key=lambda part: -part.count)
    told = phrase("最大的部分是{{name}}，占全部的{{share}}%", "{{name}} makes up {{share}}%").to(lang)
    if len(largest) == 1:
        told = phrase("只有{{name}}一个部分，占全部的{{share}}%", "{{name}} makes up {{share}}%").to(lang)
    told = told.format(name=largest[0].name, share=number(largest[0].share))
    if len(largest) > 1:
        half = largest[0].count * 2 > pie.total
        middle = (
            phrase("，超过一半；其次是", ", more than half; next is") if half else phrase("；其次是", ", followed by")
        )
        told += middle.to(lang) + ("" if lang == CHINESE else " ")
        told += (
            phrase("{{name}}，占全部的{{share}}%", "{{name}} with {{share}}%")
            .to(lang)
            .format(name=largest[1].name, share=number(largest[1].share))
        )
    if pie.is_percent:
        return told + phrase("。", ".").to(lang)
    whole = phrase("；总计{{total}}。", " (of {{total}}).").to(lang)
    return told + whole.format(total=number(pie.total) + joined_unit(pie.unit, lang))


def values(pie: Pie) -> dict[str, Value]:
    """By part."""
    found = {"total": Value(value=pie.total, unit=pie.unit)}
    for part in pie.parts:
        found[f"count[{part.name}]"] = Value(value=part.count, unit=pie.unit)
        found[f"share[{part.name}]"] = Value(value=part.share, unit="%")
    return found


def table(pie: Pie, lang: str) -> Rows:
    """A row a part."""
    share = phrase("占比（%）", "Share (%)").to(lang)
    rows = [(part.name, str(part.count), str(part.share)) for part in pie.parts]
    return ((pie.name_label, pie.label, share), *rows)


def doubts(pie: Pie) -> Iterator[Doubt]:
    """More parts than eyes can compare; percentages that are not parts of one whole."""
    if len(pie.parts) > BEST:
        yield Doubt(problem="too-many-parts", n=len(pie.parts), least=BEST, place=pie.place)
    if pie.is_percent and abs(pie.total - _HUNDRED) > 1:
        what = phrase(
            "各份合计 {sum}%，不是一个整体的几部分；并排比较用条形图（stratification）",
            "the parts add up to {sum}%, so they are not parts of one whole; compare them as bars (stratification)",
            sum=number(pie.total),
        )
        yield Doubt(problem="wrong-chart", what=what, place=pie.place)


_RADIUS = 88.0
_ELBOW = 14.0
_TINTS: tuple[Colour, ...] = ("tint1", "tint2", "tint3", "tint4", "tint5", "paper")
"""From dark to light, the sixth an outline: told apart in greys."""


@dataclass(slots=True, kw_only=True)
class _Label:
    """The words beside a slice, and where they stand."""

    name: list[str]
    share: list[str]
    angle: float
    top: float = 0.0

    @property
    def height(self) -> float:
        return height_of(self.name) + height_of(self.share, SMALL)


def draw(pie: Pie, canvas: Canvas, lang: str) -> None:
    """Clockwise from twelve o'clock; words right and left of the pie, lines to them where they had to move."""
    middle = canvas.width / 2
    side = middle - _RADIUS - 2 * _ELBOW - 12
    labels, angles = [], [0.0]
    for part in pie.parts:
        angles.append(angles[-1] + float(part.count / pie.total) * 2 * math.pi)
        share = f"{number(part.share)}%"
        if not pie.is_percent:
            comma = "，" if lang == CHINESE else ", "
            share = f"{share}{comma}{number(part.count)}{joined_unit(pie.unit, lang)}"
        angle = (angles[-2] + angles[-1]) / 2
        labels.append(_Label(name=balanced(part.name, side), share=wrapped(share, side, SMALL), angle=angle))
    right = [label for label in labels if math.sin(label.angle) >= -1e-9]
    left = [label for label in labels if math.sin(label.angle) < -1e-9]
    top = min(_placed(right), _placed(left), -_RADIUS - 4.0)
    bottom = max([_RADIUS + 4.0, *[label.top + label.height for label in labels]])
    _slices(pie, canvas, (middle, -top), angles)
    for label in labels:
        sign = 1 if label in right else -1
        _words(canvas, label, (middle, -top), sign, middle + sign * (_RADIUS + 2 * _ELBOW + 6))
    canvas.height = bottom - top + 2


def _placed(labels: list[_Label]) -> float:
    """Put the labels of one side below each other, as near to their slices as can be; where the uppermost begins.
    Heights are counted from the pie's middle."""
    labels = sorted(labels, key=lambda label: -math.cos(label.angle))
    wishes = [-math.cos(label.angle) * (_RADIUS + _ELBOW) - label.height / 2 for label in labels]
    for label, top in zip(labels, spread(wishes, [label.height for label in labels], 5), strict=True):
        label.top = top
    return labels[0].top if labels else 0.0


def _slices(pie: Pie, canvas: Canvas, centre: Point, angles: list[float]) -> None:
    for place, part in enumerate(pie.parts):
        fill = "tint4" if place >= len(_TINTS) and place % 2 else _TINTS[place % len(_TINTS)]
        if part.count == pie.total:
            canvas.circle(*centre, _RADIUS, fill=fill)
        elif part.count:
            first, last = _at(centre, angles[place]), _at(centre, angles[place + 1])
            large = int(angles[place + 1] - angles[place] > math.pi)
            corner, start, end = (f"{coordinate(x)} {coordinate(y)}" for x, y in (centre, first, last))
            radius = coordinate(_RADIUS)
            canvas.path(f"M{corner}L{start}A{radius} {radius} 0 {large} 1 {end}Z", fill=fill)
    if sum(1 for part in pie.parts if part.count) > 1:
        for place, angle in enumerate(angles[:-1]):
            thinnest = min(angles[place + 1] - angle, angle - angles[place - 1] if place else angles[-1] - angles[-2])
            if thinnest * _RADIUS > 2:
                canvas.line(*centre, *_at(centre, angle), stroke="paper", width=1.5)
    canvas.circle(*centre, _RADIUS, stroke="tint2", width=0.8)


def _at(centre: Point, angle: float, radius: float = _RADIUS) -> Point:
    return centre[0] + math.sin(angle) * radius, centre[1] - math.cos(angle) * radius


def _words(canvas: Canvas, label: _Label, centre: Point, sign: int, x: float) -> None:
    y = centre[1] + label.top
    beside = y + SIZE * 0.75
    canvas.polyline(
        [
            _at(centre, label.angle, _RADIUS + 1),
            _at(centre, label.angle, _RADIUS + _ELBOW * 0.6),
            (x - sign * 5, beside),
        ],
        stroke="faint",
        width=0.7,
    )
    anchor: Anchor = "start" if sign > 0 else "end"
    end = canvas.lines(x, y, label.name, anchor=anchor)
    canvas.lines(x, end, label.share, size=SMALL, anchor=anchor, colour="soft")


KIND: Kind[Pie] = Kind(
    name="pie",
    title=phrase("饼图", "Pie chart"),
    takes=frozenset({"rows"}),
    options={
        "category": phrase("写名称的列，默认第 1 列", "the column of names; the first without it"),
        "value": phrase("写件数的列，默认第 2 列", "the column of counts; the second without it"),
        "unit": phrase("件数的单位；写 % 表示给的就是百分数", "what is counted; % where percentages are given"),
        "order": phrase("size 从大到小（默认），given 照原来的行序", "size, the default, or given: as the rows stand"),
    },
    parts={
        "total": phrase("合计", "the total"),
        "count[…]": phrase("某份的件数", "the count of a part"),
        "share[…]": phrase("某份的占比", "its share in percent"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
