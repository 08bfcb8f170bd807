"""A case's standing → three small drawings, side by side and never added up; their words stand beside them as text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from markupsafe import Markup, escape

from casebound.figure.palette import Palette
from casebound.model.case import Case
from casebound.model.evidence import LEVEL_NAMES
from casebound.model.meters import standing_of
from casebound.model.standing import LEVELS, ReplicationPart, Standing
from casebound.model.value import number
from casebound.text.localized import Localized, phrase

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


_STRENGTH = phrase("证据强度：{{of}}级中的第{{n}}级", "Strength of evidence: level {{n}} of {{of}}")
_EFFECT = phrase("效果大小：相对改进前改善{{n}}%", "Size of the effect: {{n}}% better than before")
_WORSE = phrase("效果大小：比改进前差{{n}}%", "Size of the effect: {{n}}% worse than before")
_NO_EFFECT = phrase("效果大小：没有可以计算的数", "Size of the effect: nothing to reckon it from")
_REPLICABILITY = phrase("可复制程度：{{of}}项中有{{n}}项记录", "Replicability: {{n}} of {{of}} parts are recorded")


def _effect_words(percent: Decimal | None, lang: str) -> str:
    if percent is None:
        return _NO_EFFECT.to(lang)
    return (_WORSE if percent < 0 else _EFFECT).to(lang).format(n=number(abs(percent)))


def make_meters(case: Case, palette: Palette) -> Meters:
    """The meters of a case as its audience may read it."""
    standing = case.standing or standing_of(case)
    strength, replicability = standing.strength, standing.replicability
    measure = case.measure(standing.effect.measure)
    return Meters(
        standing=standing,
        level=LEVEL_NAMES[strength.level],
        measure=measure.name if measure else "",
        strength=draw_strength(strength.level, strength.ceiling, palette, case.lang),
        effect=draw_effect(standing.effect.percent, palette, case.lang),
        replicability=draw_replicability(len(replicability.there), len(replicability.withheld), palette, case.lang),
    )


@cache
def draw_strength(level: int, ceiling: int, palette: Palette, lang: str) -> Markup:
    """The level of evidence, and palely what design and data would allow."""
    return draw_segments(level, ceiling, LEVELS, palette, title=_STRENGTH.to(lang).format(n=level, of=LEVELS))


def draw_effect(percent: Decimal | None, palette: Palette, lang: str) -> Markup:
    """The improvement of the first measure in percent."""
    return draw_bar(percent, palette, title=_effect_words(percent, lang))


@cache
def draw_replicability(there: int, withheld: int, palette: Palette, lang: str) -> Markup:
    """The parts of the replication record that are there, palely those that this reader does not see."""
    count = len(ReplicationPart)
    title = _REPLICABILITY.to(lang).format(n=there, of=count)
    return draw_segments(there - withheld, there, count, palette, title=title)


def draw_segments(full: int, half: int, count: int, palette: Palette, *, title: str = "") -> Markup:
    """`count` boxes in a row: the first `full` of them solid, up to `half` pale within a line, the others open."""
    width = (WIDTH - _GAP * (count - 1)) / count
    places: dict[tuple[str, str], list[int]] = {}
    for place in range(count):
        fill = palette.accent if place < full else palette.tint4 if place < half else "none"
        stroke = palette.accent if place < half or place < full else palette.faint
        places.setdefault((fill, stroke), []).append(place)
    boxes = [
        f'<path d="{"".join(_outline(place * (width + _GAP), width) for place in alike)}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{_LINE:g}"/>'
        for (fill, stroke), alike in places.items()
    ]
    return _drawing("".join(boxes), title)


def _outline(left: float, width: float) -> str:
    wide, high = width - _LINE, HEIGHT - _LINE
    return f"M{left + _LINE / 2:.2f} {_LINE / 2:g}h{wide:.2f}v{high:g}h-{wide:.2f}z"


def draw_bar(percent: Decimal | None, palette: Palette, *, title: str = "") -> Markup:
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
    return _drawing(track + bar + beyond, title)


def _box(left: float, width: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{left + _LINE / 2:.2f}" y="{_LINE / 2:.2f}" width="{width - _LINE:.2f}" '
        f'height="{HEIGHT - _LINE:.2f}" fill="{fill}" stroke="{stroke}" stroke-width="{_LINE:g}"/>'
    )


def _drawing(inside: str, title: str) -> Markup:
    """On screen it is passed over by readers aloud, for its words stand beside it; a PDF wants a title."""
    told = f"<title>{escape(title)}</title>" if title else ""
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="meter-drawing" aria-hidden="true" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}">{told}{inside}</svg>'
    )
