"""Ranks and how sure they are → a drawing: a row a case, a dot at its rank, a bar from the best to the worst one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from casebound.evaluate.rank_interval import RankInterval
from casebound.figure.axis import make_axis
from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.letters import SMALL, wrapped
from casebound.figure.palette import PAPER
from casebound.text.localized import phrase

_LEAST, _MOST = 2, 40
"""Cases that are drawn: with more, a row would be too low to read."""
_NAMES = 0.46
"""Of the width."""
_ROW = 17.0
_SHORTEST = 6
"""The rank to which the axis runs at least: a shorter one would have halves of ranks on it."""
_TITLE = phrase("各案例的名次与名次区间", "Ranks and their intervals")


def draw_rank_spans(cases: Sequence[tuple[str, int, RankInterval]], lang: str) -> Markup:
    """An SVG of the width of the text; empty with too few or too many. `cases`: name, rank and interval, by rank."""
    if not _LEAST <= len(cases) <= _MOST:
        return Markup("")
    canvas = Canvas(PAPER, WIDTH)
    last = max(_SHORTEST, *(interval.worst for _, _, interval in cases))
    axis = make_axis([Decimal(1), Decimal(last)], start=WIDTH * _NAMES + 12, end=WIDTH - 12.0, most=10)
    for number, (name, rank, interval) in enumerate(cases):
        middle = number * _ROW + _ROW / 2
        lines = wrapped(name, WIDTH * _NAMES - 26, SMALL)
        shown = lines[0] + ("…" if len(lines) > 1 else "")
        canvas.text(16, middle + SMALL * 0.36, str(rank), size=SMALL, anchor="end", colour="accent", bold=True)
        canvas.text(24, middle + SMALL * 0.36, shown, size=SMALL)
        canvas.line(
            axis.at(Decimal(interval.best)), middle, axis.at(Decimal(interval.worst)), middle, stroke="soft", width=3
        )
        canvas.circle(axis.at(Decimal(rank)), middle, 4.2, fill="accent")
    base = len(cases) * _ROW + 4
    canvas.line(axis.start, base, axis.end, base, stroke="soft", width=0.8)
    for tick, label in zip(axis.ticks, axis.labels, strict=True):
        canvas.line(axis.at(tick), base, axis.at(tick), base + 4, stroke="soft")
        canvas.text(axis.at(tick), base + 16, label, size=SMALL, anchor="middle", colour="soft")
    canvas.height = base + 20
    return canvas.svg(_told(cases, lang), _TITLE.to(lang))


def _told(cases: Sequence[tuple[str, int, RankInterval]], lang: str) -> str:
    """How many there are, and whose rank is the least and the most sure."""
    widths = [interval.worst - interval.best for _, _, interval in cases]
    widest, narrowest = cases[widths.index(max(widths))], cases[widths.index(min(widths))]
    return phrase(
        "{n}个案例的名次与名次区间：区间最宽的是{wide}，从第{wide_best}名到第{wide_worst}名；最窄的是{narrow}，"
        "从第{narrow_best}名到第{narrow_worst}名。",
        "Ranks of {n} cases with their intervals: the widest is that of {wide}, from rank {wide_best} to {wide_worst}, "
        "the narrowest that of {narrow}, from rank {narrow_best} to {narrow_worst}.",
        n=len(cases),
        wide=widest[0],
        wide_best=widest[2].best,
        wide_worst=widest[2].worst,
        narrow=narrowest[0],
        narrow_best=narrowest[2].best,
        narrow_worst=narrowest[2].worst,
    ).to(lang)
