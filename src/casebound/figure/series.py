"""A measure's series → a small line chart: every point, the two periods marked, the target as a dashed line."""

from __future__ import annotations

import html
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup
from rich.cells import cell_len

from casebound.figure.dates import said
from casebound.figure.palette import Palette
from casebound.model.measure import Measure, MeasuredValue, Point, digits, rounded
from casebound.model.value import joined_unit
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase

TEXT_SIZE = 9.0
"""Height of the labels in CSS pixels."""
_GAP = 4.0

_SUMMARY = Localized(
    {
        CHINESE: "折线图：{name}从{first}到{last}的走势，共有{n}个点，其中最小值为{low}，最大值为{high}。",
        ENGLISH: "Line chart of {name} from {first} to {last}: {n} points, the lowest {low}, the highest {high}.",
    }
)
_TARGET = phrase("目标", "Target")


def draw_series(measure: Measure, *, palette: Palette, lang: str, width: float, height: float) -> Markup:
    """An SVG of `width` × `height` CSS pixels; empty when the measure has fewer than two points."""
    points = measure.series.points if measure.series else ()
    if len(points) < 2:
        return Markup("")
    target = measure.target.value if measure.target else None
    low, high = _range([point.value for point in points], target)
    low_label, high_label = _shown(low, measure), _shown(high, measure)
    left = max(_text_width(low_label), _text_width(high_label)) + _GAP
    right = width - _GAP - (_GAP if target is None else _text_width(_TARGET.to(lang)))
    top, bottom = TEXT_SIZE, height - TEXT_SIZE - 2 * _GAP

    def x(index: int) -> float:
        return left + (right - left) * index / (len(points) - 1)

    def y(value: Decimal) -> float:
        return bottom - (bottom - top) * float((value - low) / (high - low))

    parts = [
        f'<line x1="{left:.1f}" y1="{bottom:.1f}" x2="{right:.1f}" y2="{bottom:.1f}" '
        f'stroke="{palette.rule}" stroke-width="0.6"/>',
        _label(left - _GAP, y(high) + TEXT_SIZE * 0.35, high_label, "end", palette),
        _label(left - _GAP, y(low) + TEXT_SIZE * 0.35, low_label, "end", palette),
        _label(left, height - _GAP / 2, points[0].period.text, "start", palette),
        _label(right, height - _GAP / 2, points[-1].period.text, "end", palette),
    ]
    if target is not None:
        parts.append(
            f'<line x1="{left:.1f}" y1="{y(target):.1f}" x2="{right:.1f}" y2="{y(target):.1f}" '
            f'stroke="{palette.soft}" stroke-width="0.7" stroke-dasharray="3 2"/>'
        )
        parts.append(_label(right + _GAP, y(target) + TEXT_SIZE * 0.35, _TARGET.to(lang), "start", palette))
    path = " ".join(f"{x(index):.1f},{y(point.value):.1f}" for index, point in enumerate(points))
    parts.append(f'<polyline points="{path}" fill="none" stroke="{palette.soft}" stroke-width="0.9"/>')
    for index, point in enumerate(points):
        color, radius = _dot(point, measure.baseline, measure.actual, palette)
        parts.append(f'<circle cx="{x(index):.1f}" cy="{y(point.value):.1f}" r="{radius}" fill="{color}"/>')
    summary = html.escape(_summary(measure, points, lang))
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="series" role="img" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}"><title>{summary}</title>{"".join(parts)}</svg>'
    )


def _range(values: Sequence[Decimal], target: Decimal | None) -> tuple[Decimal, Decimal]:
    """Lowest and highest value shown; the axis is that of a line chart and need not start at zero."""
    shown = [*values, *([target] if target is not None else [])]
    low, high = min(shown), max(shown)
    return (low, high) if low < high else (low - 1, high + 1)


def _shown(value: Decimal, measure: Measure) -> str:
    """To the digits in which the measure's own values are given: rows may carry more, for exact aggregates."""
    own = [item.value for item in (measure.baseline, measure.target, measure.actual) if item and item.value is not None]
    places = max((digits(one) for one in own), default=digits(value))
    return f"{rounded(value, min(places, digits(value))):,f}"


def _text_width(text: str) -> float:
    """About how wide a label is: a Han character takes two cells of a terminal, and one em."""
    return cell_len(text) * TEXT_SIZE * 0.56


def _label(x: float, y: float, text: str, anchor: str, palette: Palette) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{html.escape(palette.font)}" font-size="{TEXT_SIZE:g}" '
        f'fill="{palette.soft}" text-anchor="{anchor}">{html.escape(text)}</text>'
    )


def _dot(
    point: Point, baseline: MeasuredValue | None, actual: MeasuredValue | None, palette: Palette
) -> tuple[str, float]:
    """Colour and radius: indigo in the baseline period, cinnabar in the actual one, small and grey between."""
    if baseline and baseline.period and baseline.period.contains(point.period):
        return palette.accent, 2.2
    if actual and actual.period and actual.period.contains(point.period):
        return palette.change, 2.2
    return palette.soft, 1.3


def _summary(measure: Measure, points: Sequence[Point], lang: str) -> str:
    """What it shows, in one sentence: it is read where the chart cannot be seen."""
    values, unit = [point.value for point in points], joined_unit(measure.unit, lang)
    first, last = said((points[0].period.text, points[-1].period.text), lang)
    summary = _SUMMARY.filled(
        name=measure.name,
        first=first,
        last=last,
        n=len(points),
        low=_shown(min(values), measure) + unit,
        high=_shown(max(values), measure) + unit,
    )
    return summary.to(lang)
