"""The totals of a round and its grades → a drawing of where they stand: a dot a case, a line where a grade begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from casebound.figure.axis import Axis, make_axis
from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.letters import LEADING, SMALL, widest, wrapped
from casebound.figure.palette import PAPER
from casebound.model.framework import Grade
from casebound.model.value import number
from casebound.text.localized import closed_up, phrase

_LEAST = 2
_GAP = 1.2
"""Between two dots."""
_FEW, _LARGE, _SMALL = 60, 4.2, 2.4
"""Up to so many cases dots have the large radius."""
_TITLE = phrase("总分的分布，每点一个案例", "The totals, a dot a case")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """A grade and where it lies along the axis."""

    grade: Grade
    start: float
    end: float
    has_line: bool
    """Whether its minimum lies on the axis."""


def draw_totals(results: Sequence[tuple[Decimal, Grade | None]], grades: Sequence[Grade], lang: str) -> Markup:
    """An SVG of the width of the text; empty with fewer than two results.

    `results`: total and grade of each case, which a section or a condition may keep below its total. `grades`: from the
    highest down.
    """
    totals = [total for total, _ in results]
    if len(totals) < _LEAST:
        return Markup("")
    canvas = Canvas(PAPER, WIDTH)
    reached = [grade.minimum for grade in grades if min(totals) <= grade.minimum <= max(totals)]
    axis = make_axis([*totals, *reached], start=12.0, end=WIDTH - 12.0, most=10)
    stretches = _stretches(grades, axis)
    names = [wrapped(each.grade.title.to(lang), max(24.0, each.end - each.start - 8), SMALL) for each in stretches]
    top = max((len(lines) for lines in names), default=0) * SMALL * LEADING + (10 if names else 4)
    radius = _LARGE if len(totals) <= _FEW else _SMALL
    dots = _stacked([axis.at(total) for total in sorted(totals)], radius)
    base = top + (max(level for _, level in dots) + 1) * (2 * radius + _GAP) + 6
    for each, lines in zip(stretches, names, strict=True):
        if each.has_line:
            canvas.line(each.start, 0, each.start, base, stroke="accent", width=0.8)
        if widest(lines, SMALL) <= each.end - each.start:
            canvas.lines((each.start + each.end) / 2, 0, lines, size=SMALL, anchor="middle", colour="accent", bold=True)
    for x, level in dots:
        canvas.circle(x, base - 4 - radius - level * (2 * radius + _GAP), radius, fill="accent")
    canvas.line(axis.start, base, axis.end, base, stroke="soft", width=0.8)
    for tick, label in zip(axis.ticks, axis.labels, strict=True):
        canvas.line(axis.at(tick), base, axis.at(tick), base + 4, stroke="soft")
        canvas.text(axis.at(tick), base + 16, label, size=SMALL, anchor="middle", colour="soft")
    canvas.height = base + 20
    return canvas.svg(_told(results, grades, lang), _TITLE.to(lang))


def _stretches(grades: Sequence[Grade], axis: Axis) -> list[_Stretch]:
    """The grades that have a part of the axis, from the lowest up."""
    first, last = axis.ticks[0], axis.ticks[-1]
    minima = [*(grade.minimum for grade in reversed(grades)), last]
    found = []
    for grade, (low, high) in zip(reversed(grades), pairwise(minima), strict=True):
        if low < last and high > first:
            start, end = axis.at(max(low, first)), axis.at(min(high, last))
            found.append(_Stretch(grade=grade, start=start, end=end, has_line=low > first))
    return found


def _stacked(places: Sequence[float], radius: float) -> list[tuple[float, int]]:
    """Each place with the lowest level on which its dot touches no other; `places` rise."""
    ends: list[float] = []
    found = []
    for x in places:
        level = next((level for level, end in enumerate(ends) if x - end >= 2 * radius + _GAP), len(ends))
        ends[level : level + 1] = [x]
        found.append((x, level))
    return found


def _told(results: Sequence[tuple[Decimal, Grade | None]], grades: Sequence[Grade], lang: str) -> str:
    """The range, and how many have which grade."""
    totals = [total for total, _ in results]
    said = phrase(
        "{n}的总分从{low}到{high}",
        "The totals of {n} run from {low} to {high}",
        n=closed_up(len(totals), "个案例", "case"),
        low=number(min(totals)),
        high=number(max(totals)),
    ).to(lang)
    for grade in grades:
        count = sum(given is not None and given.id == grade.id for _, given in results)
        cases = closed_up(count, "个案例", "case")
        said += phrase("，{grade}有{n}", "; {grade}: {n}", grade=grade.title, n=cases).to(lang)
    return said + phrase("。", ".").to(lang)
