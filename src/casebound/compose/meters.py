"""A case's standing → three small drawings, side by side and never added up; their words stand beside them as text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from casebound.figure.palette import Palette
from casebound.model.case import Case
from casebound.model.evidence import LEVEL_NAMES
from casebound.model.meters import standing_of
from casebound.model.standing import LEVELS, ReplicationPart, Standing
from casebound.text.localized import Localized

WIDTH, HEIGHT = 120.0, 9.0
"""Of a drawing, in CSS pixels; style sheets give it another size."""
_GAP = 3.0
_LINE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Meters:
    """Evidence, effect and replicability as a template shows them."""

    standing: Standing
    level: Localized
    """The level of evidence in a word or two."""
    measure: str
    """The name of the measure whose effect it is."""
    strength: Markup
    effect: Markup
    replicability: Markup


def make_meters(case: Case, palette: Palette) -> Meters:
    """The meters of a case as its audience may read it."""
    standing = case.standing or standing_of(case)
    strength, replicability = standing.strength, standing.replicability
    measure = case.measure(standing.effect.measure)
    return Meters(
        standing=standing,
        level=LEVEL_NAMES[strength.level],
        measure=measure.name if measure else "",
        strength=draw_segments(strength.level, strength.ceiling, LEVELS, palette),
        effect=draw_bar(standing.effect.percent, palette),
        replicability=draw_segments(
            len(replicability.there) - len(replicability.withheld),
            len(replicability.there),
            len(ReplicationPart),
            palette,
        ),
    )


def draw_segments(full: int, half: int, count: int, palette: Palette) -> Markup:
    """`count` boxes in a row: the first `full` of them solid, up to `half` pale within a line, the others open."""
    width = (WIDTH - _GAP * (count - 1)) / count
    boxes = []
    for number in range(count):
        fill = palette.accent if number < full else palette.tint4 if number < half else "none"
        stroke = palette.accent if number < half or number < full else palette.faint
        boxes.append(_box(number * (width + _GAP), width, fill, stroke))
    return _drawing("".join(boxes))


def draw_bar(percent: Decimal | None, palette: Palette) -> Markup:
    """A bar from 0 to 100 %, open where there is nothing or a change for the worse; beyond 100 % with arrows."""
    share = 0.0 if percent is None else float(min(max(percent, Decimal(0)), Decimal(100))) / 100
    track = _box(0, WIDTH, "none", palette.faint)
    bar = _box(0, max(WIDTH * share, 2 * _LINE), palette.change, palette.change) if share else ""
    beyond = ""
    if percent is not None and percent > 100:
        left, middle = WIDTH - 2 * HEIGHT, HEIGHT / 2
        beyond = (
            f'<path d="M{left:g} 1.8L{left + 4:g} {middle:g}L{left:g} {HEIGHT - 1.8:g}'
            f'M{left + 6:g} 1.8L{left + 10:g} {middle:g}L{left + 6:g} {HEIGHT - 1.8:g}" '
            f'fill="none" stroke="{palette.paper}" stroke-width="1.4"/>'
        )
    return _drawing(track + bar + beyond)


def _box(left: float, width: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{left + _LINE / 2:.2f}" y="{_LINE / 2:.2f}" width="{width - _LINE:.2f}" '
        f'height="{HEIGHT - _LINE:.2f}" fill="{fill}" stroke="{stroke}" stroke-width="{_LINE:g}"/>'
    )


def _drawing(inside: str) -> Markup:
    """Decoration for those who cannot see it: the same stands beside it in words."""
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="meter-drawing" aria-hidden="true" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}">{inside}</svg>'
    )
