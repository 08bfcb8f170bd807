"""Bars by panel and row → small multiples: one scale, the names of the rows once at the left of each band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import Canvas, Colour
from casebound.figure.letters import SMALL, balanced, height_of, width_of, wrapped

_NARROWEST = 84.0
_GAP = 14.0
_BAR = 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar and the words at its end."""

    length: Decimal
    text: str
    is_found: bool
    """Whether it is what the figure found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Bars in the order of the rows."""

    name: str
    note: str
    bars: tuple[Bar, ...]


def draw_panels(canvas: Canvas, panels: Sequence[Panel], rows: Sequence[str], *, marked: int | None) -> None:
    """In bands of as many panels as there is room for; `marked`: the row whose name is bold."""
    left = min(canvas.width * 0.28, max(width_of(name, bold=True) for name in rows)) + 10
    most = max(1, int((canvas.width - left + _GAP) / (_NARROWEST + _GAP)))
    bands = -(-len(panels) // most)
    across = -(-len(panels) // bands)
    wide = min((canvas.width - left + _GAP) / across, 240.0) - _GAP
    numbers = max(width_of(bar.text, SMALL, bold=True) for panel in panels for bar in panel.bars) + 6
    scale = (wide - numbers) / float(max(bar.length for panel in panels for bar in panel.bars))
    names = [(wrapped(name, left - 10, bold=place == marked), place == marked) for place, name in enumerate(rows)]
    y = 0.0
    for band in range(bands):
        inside = panels[band * across : (band + 1) * across]
        y = _band(canvas, inside, names, (left, y), (wide, scale)) + (18 if band < bands - 1 else 2)
    canvas.height = y


def _band(
    canvas: Canvas,
    panels: Sequence[Panel],
    names: Sequence[tuple[list[str], bool]],
    at: tuple[float, float],
    sizes: tuple[float, float],
) -> float:
    (left, top), (wide, scale) = at, sizes
    heads = [(balanced(panel.name, wide, bold=True), wrapped(panel.note, wide, SMALL)) for panel in panels]
    start = top + max(height_of(name) + height_of(note, SMALL) for name, note in heads) + 6
    edges = [left + (wide + _GAP) * place for place in range(len(panels))]
    for x, (name, note) in zip(edges, heads, strict=True):
        high = height_of(name) + height_of(note, SMALL)
        canvas.lines(x, canvas.lines(x, start - 6 - high, name, bold=True), note, size=SMALL, colour="soft")
    y = start
    for row, (name, is_bold) in enumerate(names):
        high = max(height_of(name), _BAR + 3) + 4
        canvas.lines(0, y + (high - height_of(name)) / 2, name, bold=is_bold)
        for x, panel in zip(edges, panels, strict=True):
            bar = panel.bars[row]
            is_most = bar.length == max(each.length for each in panel.bars)
            long = float(bar.length) * scale
            colour: Colour = "change" if bar.is_found else "tint1" if is_most else "tint3"
            canvas.rect(x, y + (high - _BAR) / 2, long, _BAR, fill=colour)
            canvas.text(x + long + 4, y + high / 2 + SMALL * 0.36, bar.text, size=SMALL, bold=bar.is_found or is_most)
        y += high
    for x in edges:
        canvas.line(x, start, x, y, stroke="ink", width=0.9)
    return y
