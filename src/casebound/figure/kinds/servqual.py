"""Expected and perceived service by dimension → SERVQUAL gaps: perception less expectation, overall and weighted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import Axis
from casebound.figure.canvas import Anchor, Canvas
from casebound.figure.dimension_sums import sums_by_dimension
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import SMALL, height_of, width_of, wrapped
from casebound.figure.tally import given_n, n_of
from casebound.model.measure import rounded
from casebound.model.value import Value, number
from casebound.text.localized import phrase
from casebound.text.source import Span

MOST = 24
"""Dimensions (or items drawn one by one); more do not go on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """The means of a dimension's items, each rounded once; the gap is rounded from the exact means."""

    name: str
    expectation: Decimal
    perception: Decimal
    gap: Decimal
    """Perception less expectation: negative where the service falls short (Parasuraman, Zeithaml & Berry 1988)."""
    weight: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Servqual:
    """Dimensions in the order in which they were given."""

    dimensions: tuple[Dimension, ...]
    gap: Decimal
    """The mean of the dimensions' gaps."""
    weighted: Decimal | None
    """Their mean by weight; None where a dimension has none."""
    n: Decimal | None
    label: str
    place: Span

    @property
    def worst(self) -> Dimension:
        """The dimension that falls furthest short."""
        return min(self.dimensions, key=lambda each: each.gap)


def read(given: Given) -> Servqual | None:
    """Rows of dimensions, or of items with their dimension, which are averaged."""
    found = sums_by_dimension(given)
    n = n_of(given_n(given), 0)
    if found is None or given.table is None:
        return None
    label, sums = found
    if len(sums) > MOST:
        message = phrase(
            "有 {n} 个维度，最多画 {most} 个", "{n} dimensions; {most} can be drawn", n=len(sums), most=MOST
        )
        hint = phrase(
            "用选项 dimension 指明维度列，题目会按维度平均",
            "Name the column of dimensions by `dimension`: items are averaged",
        )
        given.refuse(message, given.table.header_place, hint)
        return None
    places = given.decimals if given.words("decimals") else 2
    gaps = [(each.perception - each.expectation) / each.items for each in sums.values()]
    weights = [each.weight for each in sums.values() if each.weight is not None]
    total = sum(weights, Decimal(0))
    is_weighted = len(weights) == len(gaps) and total > 0
    by_weight = sum((gap * share for gap, share in zip(gaps, weights, strict=False)), Decimal(0))
    return Servqual(
        dimensions=tuple(
            Dimension(
                name=name,
                expectation=rounded(each.expectation / each.items, places),
                perception=rounded(each.perception / each.items, places),
                gap=rounded(gap, places),
                weight=each.weight,
            )
            for (name, each), gap in zip(sums.items(), gaps, strict=True)
        ),
        gap=rounded(sum(gaps, Decimal(0)) / len(gaps), places),
        weighted=rounded(by_weight / total, places) if is_weighted else None,
        n=n,
        label=label,
        place=given.table.header_place,
    )


_SHORT = phrase(
    "感知低于期望最多的是{{worst}}，差距为{{gap}}；{{kind}}差距为{{overall}}{{n}}。",
    "{{worst}} falls furthest short ({{gap}}); the {{kind}} gap is {{overall}}{{n}}.",
)
_MET = phrase(
    "各维度都达到期望，其中{{worst}}最低，差距为{{gap}}；{{kind}}差距为{{overall}}{{n}}。",
    "Every dimension meets expectation, {{worst}} by the least ({{gap}}); the {{kind}} gap is {{overall}}{{n}}.",
)


def tell(servqual: Servqual, lang: str) -> str:
    """The dimension that falls furthest short, and the gap overall."""
    worst = servqual.worst
    overall = servqual.gap if servqual.weighted is None else servqual.weighted
    n = "" if servqual.n is None else number(servqual.n)
    pattern = _SHORT if worst.gap < 0 else _MET
    sentence = pattern.filled(
        worst=worst.name,
        gap=number(worst.gap),
        overall=number(overall),
        kind=phrase("平均", "mean") if servqual.weighted is None else phrase("加权平均", "weighted mean"),
        n=phrase("，共{n}份回答", " ({n} answers)", n=n) if n else "",
    )
    return sentence.to(lang)


def values(servqual: Servqual) -> dict[str, Value]:
    """By dimension, and of all."""
    found: dict[str, Value] = {}
    for each in servqual.dimensions:
        found[f"gap[{each.name}]"] = Value(value=each.gap, unit="")
        found[f"expectation[{each.name}]"] = Value(value=each.expectation, unit="")
        found[f"perception[{each.name}]"] = Value(value=each.perception, unit="")
    found["gap"] = Value(value=servqual.gap, unit="")
    if servqual.weighted is not None:
        found["weighted"] = Value(value=servqual.weighted, unit="")
    if servqual.n is not None:
        found["n"] = Value(value=servqual.n, unit="")
    return found


_HEADER = phrase("期望|感知|差距（P−E）|权重", "Expectation|Perception|Gap (P − E)|Weight")
_TOTALS = phrase("平均|加权平均", "Mean|Weighted mean")


def table(servqual: Servqual, lang: str) -> Rows:
    """A row a dimension, then the means."""
    mean, weighted = _TOTALS.to(lang).split("|")
    rows = [
        (
            each.name,
            str(each.expectation),
            str(each.perception),
            str(each.gap),
            "" if each.weight is None else str(each.weight),
        )
        for each in servqual.dimensions
    ]
    rows.append((mean, "", "", str(servqual.gap), ""))
    if servqual.weighted is not None:
        rows.append((weighted, "", "", str(servqual.weighted), ""))
    return ((servqual.label, *_HEADER.to(lang).split("|")), *rows)


def doubts(servqual: Servqual) -> Iterator[Doubt]:
    """Means of nobody knows how many."""
    if servqual.n is None:
        yield Doubt(problem="no-n", place=servqual.place)


_BAR, _TOP = 13.0, 20.0


def draw(servqual: Servqual, canvas: Canvas, lang: str) -> None:
    """Bars from the line of met expectations, to the left where the service falls short; means on the right."""
    dimensions, worst = servqual.dimensions, servqual.worst
    has_weight = any(each.weight is not None for each in dimensions)
    names = [wrapped(each.name, 150, SMALL) for each in dimensions]
    totals = _TOTALS.to(lang).split("|")
    last = [(totals[0], servqual.gap)] + ([] if servqual.weighted is None else [(totals[1], servqual.weighted)])
    labels = [line for lines in names for line in lines] + [name for name, _ in last]
    left = max(width_of(line, SMALL) for line in labels) + 12
    heads = phrase("期望|感知|权重", "Expected|Perceived|Weight").to(lang).split("|")[: 3 if has_weight else 2]
    shown = [
        (number(each.expectation), number(each.perception), "" if each.weight is None else number(each.weight))
        for each in dimensions
    ]
    widths = [
        max(34.0, width_of(head, SMALL), *(width_of(texts[at], SMALL) for texts in shown)) + 10
        for at, head in enumerate(heads)
    ]
    right = canvas.width - sum(widths) - 10
    gap_width = max(width_of(number(each.gap), SMALL, bold=True) for each in dimensions) + 6
    gaps = [*(each.gap for each in dimensions), *(gap for _, gap in last)]
    start = left + (gap_width if min(gaps) < 0 else 0)
    low, high_gap = min(*gaps, Decimal(0)), max(*gaps, Decimal(0))
    ticks = (low, high_gap if high_gap > low else low + 1)
    axis = Axis(ticks=ticks, start=start, end=right - (gap_width if max(gaps) > 0 else 0))
    zero = axis.at(0)
    at = right + 10
    for head, wide in zip(heads, widths, strict=True):
        at += wide
        canvas.text(at, 10.4, head, size=SMALL, anchor="end", colour="soft")
    title = phrase("差距 = 感知 − 期望", "Gap = perceived − expected").to(lang)
    n = "" if servqual.n is None else phrase("（n={n}）", " (n={n})", n=number(servqual.n)).to(lang)
    canvas.text(left, 10.4, title + n, size=SMALL, colour="soft")
    heights = [max(_BAR, height_of(lines, SMALL)) + 9 for lines in names]
    bottom = _TOP + sum(heights) + 8 + len(last) * (_BAR + 9)
    y = _TOP
    for each, lines, high, texts in zip(dimensions, names, heights, shown, strict=True):
        middle = y + high / 2
        canvas.lines(left - 12, middle - height_of(lines, SMALL) / 2, lines, size=SMALL, anchor="end")
        is_worst = each.gap == worst.gap and each.gap < 0
        end = axis.at(each.gap)
        canvas.rect(min(zero, end), middle - _BAR / 2, abs(end - zero), _BAR, fill="change" if is_worst else "tint3")
        _said(canvas, end, middle, each.gap, is_bold=is_worst)
        at = right + 10
        for text, wide in zip(texts[: len(heads)], widths, strict=True):
            at += wide
            canvas.text(at, middle + 3.6, text, size=SMALL, anchor="end")
        y += high
    canvas.line(0, y + 3.5, canvas.width, y + 3.5)
    y += 8
    for name, gap in last:
        middle, end = y + (_BAR + 9) / 2, axis.at(gap)
        canvas.text(left - 12, middle + 3.6, name, size=SMALL, anchor="end", colour="soft")
        canvas.rect(min(zero, end), middle - _BAR / 2, abs(end - zero), _BAR, fill="tint5")
        _said(canvas, end, middle, gap, is_bold=True)
        y += _BAR + 9
    canvas.line(zero, _TOP, zero, bottom, stroke="ink", width=0.9)
    canvas.height = bottom + 4


def _said(canvas: Canvas, end: float, middle: float, gap: Decimal, *, is_bold: bool) -> None:
    anchor: Anchor = "end" if gap < 0 else "start"
    x = end - 4 if gap < 0 else end + 4
    canvas.text(x, middle + 3.6, number(gap), size=SMALL, anchor=anchor, bold=is_bold)


KIND: Kind[Servqual] = Kind(
    name="servqual",
    title=phrase("SERVQUAL 差距", "SERVQUAL gaps"),
    takes=frozenset({"rows"}),
    options={
        "dimension": phrase("写维度的列，默认“维度”或第 1 列", "the column of dimensions; the first without it"),
        "expectation": phrase("写期望的列", "the column of expectations"),
        "perception": phrase("写感知的列", "the column of perceptions"),
        "weight": phrase("写权重的列", "the column of weights"),
        "n": phrase("回答人数", "how many answered"),
    },
    parts={
        "gap[…]": phrase("某维度的差距：感知减期望", "a dimension's gap: perception less expectation"),
        "expectation[…]": phrase("某维度的期望均值", "a dimension's mean expectation"),
        "perception[…]": phrase("某维度的感知均值", "a dimension's mean perception"),
        "gap": phrase("各维度差距的平均", "the mean of the gaps"),
        "weighted": phrase("按权重平均的差距", "their mean by weight"),
        "n": phrase("回答人数", "how many answered"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
