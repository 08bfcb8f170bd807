"""Categories with counts → a Pareto chart: sorted bars, cumulative share, the 80 % line, “other” last (GB/T 13339)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from casebound.figure.axis import Axis, make_axis, titled
from casebound.figure.canvas import DASH, Canvas
from casebound.figure.categories import is_other, read_counts, share_of, total_of
from casebound.figure.drawn import drawn_height
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import SMALL, height_of, width_of, wrapped
from casebound.figure.names import draw_names
from casebound.model.value import Value, joined_unit, number
from casebound.text.localized import phrase
from casebound.text.source import Span

MOST = 40
"""Categories; more cannot be told apart on paper."""
VITAL = Decimal(80)
"""Percent that the vital few account for (Juran)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A bar."""

    name: str
    count: Decimal
    share: Decimal
    """Percent of all, to the declared decimals."""
    cumulative: Decimal
    """Percent of all up to and with this one, rounded once."""
    is_vital: bool
    """Whether it belongs to the first that make up 80 %."""
    is_other: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pareto:
    """Categories in the order in which they are drawn."""

    categories: tuple[Category, ...]
    total: Decimal
    unit: str
    label: str
    """The name of the counted column."""
    is_sorted: bool
    """Whether the rows stood in this order."""
    is_other_last: bool
    place: Span


def read(given: Given) -> Pareto | None:
    """Rows summed by category, sorted by count, “other” last whatever its count."""
    if not given.need(2):
        return None
    name, value = given.column("category", 0), given.column("value", 1)
    if name is None or value is None or given.table is None:
        return None
    counts = read_counts(given, name, value)
    if counts is None:
        return None
    if len(counts) > MOST:
        message = phrase(
            "有 {n} 项，排列图最多画 {most} 项", "{n} categories; {most} can be drawn", n=len(counts), most=MOST
        )
        hint = phrase("把小项并入“其他”", "Put the small ones together under “other”")
        given.refuse(message, given.table.header_place, hint)
        return None
    order = sorted(counts, key=lambda each: (is_other(each), -counts[each]))
    total = total_of(counts)
    pareto = Pareto(
        categories=tuple(_categories(order, counts, total, given.decimals)),
        total=total,
        unit=given.words("unit"),
        label=given.table.header[value],
        is_sorted=_is_falling([counts[each] for each in counts if not is_other(each)]),
        is_other_last=not any(is_other(each) for each in list(counts)[:-1]),
        place=given.table.header_place,
    )
    return pareto if given.fits(drawn_height(draw, pareto, given.lang)) else None


def _is_falling(counts: list[Decimal]) -> bool:
    """Whether no count is above the one before it; equal ones may stand in any order."""
    return all(first >= second for first, second in pairwise(counts))


def _categories(order: list[str], counts: dict[str, Decimal], total: Decimal, places: int) -> Iterator[Category]:
    before = Decimal(0)
    for name in order:
        running = before + counts[name]
        yield Category(
            name=name,
            count=counts[name],
            share=share_of(counts[name], total, places),
            cumulative=share_of(running, total, places),
            is_vital=before * 100 < VITAL * total and not is_other(name),
            is_other=is_other(name),
        )
        before = running


def tell(pareto: Pareto, lang: str) -> str:
    """The largest category's share, and that of the vital few."""
    first = pareto.categories[0]
    vital = [each for each in pareto.categories if each.is_vital]
    largest = phrase("从大到小排列，“{{name}}”居首，占全部的{{share}}%", "{{name}} comes first with {{share}}%").to(
        lang
    )
    told = largest.format(name=first.name, share=number(first.share))
    if len(vital) > 1:
        more = phrase("；前{{k}}项合起来占{{sum}}%", "; the first {{k}} together make up {{sum}}%").to(lang)
        told += more.format(k=len(vital), sum=number(vital[-1].cumulative))
    whole = phrase("，总计{{total}}。", " (of {{total}}).").to(lang)
    return told + whole.format(total=number(pareto.total) + joined_unit(pareto.unit, lang))


def values(pareto: Pareto) -> dict[str, Value]:
    """By category; `top[n]`: what the first n make up."""
    found = {"total": Value(value=pareto.total, unit=pareto.unit)}
    for place, each in enumerate(pareto.categories, 1):
        found[f"count[{each.name}]"] = Value(value=each.count, unit=pareto.unit)
        found[f"share[{each.name}]"] = Value(value=each.share, unit="%")
        found[f"cumulative[{each.name}]"] = Value(value=each.cumulative, unit="%")
        found[f"top[{place}]"] = Value(value=each.cumulative, unit="%")
    return found


_HEADER = phrase("项目|占比（%）|累计（%）", "Category|Share (%)|Cumulative (%)")


def table(pareto: Pareto, lang: str) -> Rows:
    """A row a bar."""
    name, share, cumulative = _HEADER.to(lang).split("|")
    rows = [(each.name, str(each.count), str(each.share), str(each.cumulative)) for each in pareto.categories]
    return ((name, pareto.label, share, cumulative), *rows)


def doubts(pareto: Pareto) -> Iterator[Doubt]:
    """Rows that stand in another order than the bars; an “other” that hides the largest cause."""
    if not pareto.is_sorted:
        yield Doubt(problem="unsorted", place=pareto.place)
    if not pareto.is_other_last:
        yield Doubt(problem="other-not-last", place=pareto.place)
    largest = max(pareto.categories, key=lambda each: each.count)
    if largest.is_other:
        yield Doubt(problem="other-largest", what=largest.name, n=f"{number(largest.share)}%", place=pareto.place)


_PLOT = 210.0
"""How high the plot is."""


def draw(pareto: Pareto, canvas: Canvas, lang: str) -> None:
    """Both axes reach the same height: the left one counts to the total, the right one to 100 %."""
    name = wrapped(titled(pareto.label, pareto.unit, lang), canvas.width * 0.7, SMALL)
    canvas.lines(0, 0, name, size=SMALL, colour="soft")
    cumulative = phrase("累计占比", "Cumulative").to(lang)
    canvas.lines(canvas.width, height_of(name[1:], SMALL), [cumulative], size=SMALL, anchor="end", colour="soft")
    top = height_of(name, SMALL) + 16
    bottom = top + _PLOT
    counts = make_axis([Decimal(0), pareto.total], start=bottom, end=top, from_zero=True)
    shown = tuple(tick for tick in counts.ticks if tick <= pareto.total)
    counts = Axis(ticks=(*shown, pareto.total) if shown[-1] < pareto.total else shown, start=bottom, end=top)
    labels = counts.labels[: len(shown)]
    left = max(width_of(label, SMALL) for label in labels) + 8
    right = canvas.width - 40
    slot = (right - left) / len(pareto.categories)
    canvas.rules((((left, counts.at(tick)), (right, counts.at(tick))) for tick in shown), width=0.5)
    for tick, label in zip(shown, labels, strict=True):
        canvas.text(left - 6, counts.at(tick) + 3.5, label, size=SMALL, anchor="end", colour="soft")
    _cumulative_axis(canvas, left, right, bottom)
    for place, each in enumerate(pareto.categories):
        x, y = left + slot * place, counts.at(each.count)
        wide = min(slot * 0.72, 64.0)
        start = x + (slot - wide) / 2
        canvas.rect(start, y, wide, bottom - y, fill="tint1" if each.is_vital else "tint4")
        if each.is_other:
            canvas.hatch(start, y, wide, bottom - y, stroke="paper")
        is_inside = place == 0 and bottom - y > 2 * SMALL  # above it stands the line
        count = number(each.count)
        is_clear = is_inside or _PLOT * float(each.cumulative - each.share) / 100 > 2 * SMALL
        if is_clear and width_of(count, SMALL, bold=True) < slot:
            canvas.text(
                x + slot / 2,
                y + SMALL + 4 if is_inside else y - 4,
                count,
                size=SMALL,
                anchor="middle",
                colour="paper" if is_inside else "ink",
                bold=each.is_vital,
            )
    canvas.line(left, bottom, right, bottom, stroke="ink", width=0.9)
    _cumulative_line(pareto, canvas, left, bottom, slot)
    canvas.height = 3 + draw_names(
        canvas, [each.name for each in pareto.categories], left=left, slot=slot, top=bottom + 5
    )


def _cumulative_axis(canvas: Canvas, left: float, right: float, bottom: float) -> None:
    places = {percent: bottom - _PLOT * percent / 100 for percent in (0, 20, 40, 60, 80, 100)}
    canvas.rules((((right, y), (right + 4, y)) for y in places.values()), stroke="soft")
    for percent, y in places.items():
        canvas.text(canvas.width, y + 3.5, f"{percent}%", size=SMALL, anchor="end", colour="soft")
    y = bottom - _PLOT * float(VITAL) / 100
    canvas.line(left, y, right, y, stroke="change", width=0.8, dash=DASH)


def _cumulative_line(pareto: Pareto, canvas: Canvas, left: float, bottom: float, slot: float) -> None:
    """The line of cumulative shares, each said above its point where no bar's number stands in the way."""
    points = [
        (left + slot * (place + 0.5), bottom - _PLOT * float(each.cumulative) / 100)
        for place, each in enumerate(pareto.categories)
    ]
    canvas.polyline(points, stroke="ink", width=1.1)
    for place, ((x, y), each) in enumerate(zip(points, pareto.categories, strict=True)):
        canvas.mark("ring", x, y, 2.4, colour="ink")
        text = f"{number(each.cumulative)}%"
        height = _PLOT * float(each.count / pareto.total)
        is_clear = bottom - height - 4 - SMALL > y or bottom - height - 4 < y - 6 - SMALL
        if place and is_clear and width_of(text, SMALL) < slot + 2:
            canvas.text(x, y - 6, text, size=SMALL, anchor="middle", colour="soft")


KIND: Kind[Pareto] = Kind(
    name="pareto",
    title=phrase("排列图", "Pareto chart"),
    takes=frozenset({"rows"}),
    options={
        "category": phrase("写项目的列，默认第 1 列", "the column of categories; the first without it"),
        "value": phrase("写件数的列，默认第 2 列", "the column of counts; the second without it"),
        "unit": phrase("件数的单位", "what is counted"),
    },
    parts={
        "total": phrase("合计", "the total"),
        "count[…]": phrase("某项的件数", "the count of a category"),
        "share[…]": phrase("某项的占比", "its share in percent"),
        "cumulative[…]": phrase("到某项为止的累计占比", "the share up to and with it"),
        "top[n]": phrase("前 n 项合计占比", "what the first n make up"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
