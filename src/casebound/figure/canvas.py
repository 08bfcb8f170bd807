"""Lines, shapes and words in order → one SVG of text, paths and nothing else, the same bytes every time.

Only what WeasyPrint and browsers draw alike is used: no style sheet, no `foreignObject`, no script, no pattern, no id.
Units are CSS pixels at the width of the text on paper (145 mm); `y` grows downwards; words stand on their base line.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from markupsafe import Markup

from casebound.figure.letters import LEADING, SIZE, height_of, wrapped
from casebound.figure.palette import Palette

Colour = Literal[
    "none", "ink", "soft", "faint", "rule", "paper", "accent", "change", "tint1", "tint2", "tint3", "tint4", "tint5"
]
"""What a thing is in the drawing; the palette says which colour that is."""
Anchor = Literal["start", "middle", "end"]
Mark = Literal["disc", "ring", "square", "diamond", "triangle", "cross"]
"""The shapes of points: told apart without colour."""
Point = tuple[float, float]

WIDTH = 548.0
"""Of a drawing that fills the text: 145 mm."""
TALLEST = 880.0
"""How high a drawing may be to stand on one page with its caption."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
DASH = "4 3"
DOTS = "1 2.5"


def number(value: float) -> str:
    """A coordinate: a tenth of a pixel is enough."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class Canvas:
    """A drawing in the making. `height` is set by who draws; nothing may stand beyond it."""

    def __init__(self, palette: Palette, width: float = WIDTH) -> None:
        self.palette = palette
        self.width = width
        self.height = 0.0
        self._parts: list[str] = []

    def _colour(self, colour: Colour) -> str:
        return "none" if colour == "none" else str(getattr(self.palette, colour))

    def _stroke(self, colour: Colour, width: float, dash: str) -> str:
        if colour == "none":
            return ""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        return f' stroke="{self._colour(colour)}" stroke-width="{number(width)}"{dashes}'

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: Colour = "rule", width: float = 0.7, dash: str = ""
    ) -> None:
        """A straight line."""
        self._parts.append(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
            f"{self._stroke(stroke, width, dash)}/>"
        )

    def rules(
        self, lines: Iterable[tuple[Point, Point]], *, stroke: Colour = "rule", width: float = 0.7, dash: str = ""
    ) -> None:
        """Straight lines of one look as one shape, such as those of a grid."""
        strokes = [f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" for (x1, y1), (x2, y2) in lines]
        if strokes:
            self.path("".join(strokes), stroke=stroke, width=width, dash=dash)

    def polyline(
        self, points: Iterable[Point], *, stroke: Colour = "ink", width: float = 1.0, dash: str = "", round: bool = True
    ) -> None:
        """A line through points."""
        path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        joins = ' stroke-linejoin="round"' if round else ""
        self._parts.append(f'<polyline points="{path}" fill="none"{self._stroke(stroke, width, dash)}{joins}/>')

    def polygon(
        self, points: Iterable[Point], *, fill: Colour = "none", stroke: Colour = "none", width: float = 0.7
    ) -> None:
        """A closed shape."""
        path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._parts.append(f'<polygon points="{path}" fill="{self._colour(fill)}"{self._stroke(stroke, width, "")}/>')

    def path(
        self,
        d: str,
        *,
        fill: Colour = "none",
        stroke: Colour = "none",
        width: float = 1.0,
        dash: str = "",
        cap: str = "",
    ) -> None:
        """A path; `d` holds numbers and commands only."""
        caps = f' stroke-linecap="{cap}"' if cap else ""
        self._parts.append(f'<path d="{d}" fill="{self._colour(fill)}"{self._stroke(stroke, width, dash)}{caps}/>')

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour = "none",
        stroke: Colour = "none",
        line: float = 0.7,
        dash: str = "",
        radius: float = 0.0,
    ) -> None:
        """A rectangle from its upper left corner; `line`: the width of its outline."""
        corner = f' rx="{number(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(0.0, width))}" '
            f'height="{number(max(0.0, height))}"{corner} fill="{self._colour(fill)}"'
            f"{self._stroke(stroke, line, dash)}/>"
        )

    def hatch(
        self, x: float, y: float, width: float, height: float, *, stroke: Colour = "ink", gap: float = 5.0
    ) -> None:
        """Slanting lines over a rectangle: a second sign beside its colour."""
        lines = []
        for step in range(1, int((width + height) / gap) + 1):
            at = step * gap
            x1, y1 = (x + at, y) if at <= width else (x + width, y + at - width)
            x2, y2 = (x, y + at) if at <= height else (x + at - height, y + height)
            lines.append(((x1, y1), (x2, y2)))
        self.rules(lines, stroke=stroke, width=0.6)

    def circle(
        self, cx: float, cy: float, r: float, *, fill: Colour = "none", stroke: Colour = "none", width: float = 0.9
    ) -> None:
        """A circle."""
        self._parts.append(
            f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{number(r)}" fill="{self._colour(fill)}"'
            f"{self._stroke(stroke, width, '')}/>"
        )

    def mark(self, shape: Mark, x: float, y: float, r: float = 2.6, *, colour: Colour = "ink") -> None:
        """A point of a shape; `r`: half its height."""
        if shape == "disc":
            self.circle(x, y, r, fill=colour)
        elif shape == "ring":
            self.circle(x, y, r, fill="paper", stroke=colour, width=1.1)
        elif shape == "square":
            self.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, fill=colour)
        elif shape == "diamond":
            self.polygon(((x, y - r * 1.2), (x + r * 1.2, y), (x, y + r * 1.2), (x - r * 1.2, y)), fill=colour)
        elif shape == "triangle":
            self.polygon(((x, y - r * 1.15), (x + r * 1.1, y + r * 0.85), (x - r * 1.1, y + r * 0.85)), fill=colour)
        else:
            self.path(
                f"M{number(x - r)} {number(y - r)}L{number(x + r)} {number(y + r)}"
                f"M{number(x - r)} {number(y + r)}L{number(x + r)} {number(y - r)}",
                stroke=colour,
                width=1.3,
            )

    def dots(self, points: Iterable[Point], *, colour: Colour = "ink", size: float = 2.0) -> None:
        """Very many points in one path, each place once."""
        places = dict.fromkeys((number(x), number(y)) for x, y in points)
        if places:
            self.path("".join(f"M{x} {y}h0" for x, y in places), stroke=colour, width=size, cap="round")

    def arrow(
        self, points: Sequence[Point], *, stroke: Colour = "ink", width: float = 1.0, dash: str = "", head: float = 6.0
    ) -> None:
        """A line through points with a filled head at its end."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        base = (x1 - ux * head, y1 - uy * head)
        side = head * 0.42
        self.polyline([*points[:-1], base], stroke=stroke, width=width, dash=dash)
        self.polygon(
            ((x1, y1), (base[0] - uy * side, base[1] + ux * side), (base[0] + uy * side, base[1] - ux * side)),
            fill=stroke,
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        anchor: Anchor = "start",
        colour: Colour = "ink",
        bold: bool = False,
    ) -> None:
        """One line of words that stands on `y`."""
        shown = _CONTROL.sub("", text)
        if not shown.strip():
            return
        extra = "" if size == SIZE else f' font-size="{number(size)}"'
        extra += "" if anchor == "start" else f' text-anchor="{anchor}"'
        extra += ' font-weight="700"' if bold else ""
        words = html.escape(shown, quote=False)
        self._parts.append(f'<text x="{number(x)}" y="{number(y)}" fill="{self._colour(colour)}"{extra}>{words}</text>')

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        *,
        size: float = SIZE,
        anchor: Anchor = "start",
        colour: Colour = "ink",
        bold: bool = False,
    ) -> float:
        """Lines of words below each other, the first just under `top`; the height at which they end."""
        for number_, line in enumerate(lines):
            baseline = top + number_ * size * LEADING + size * 1.04
            self.text(x, baseline, line, size=size, anchor=anchor, colour=colour, bold=bold)
        return top + height_of(list(lines), size)

    def paragraph(
        self,
        x: float,
        top: float,
        text: str,
        width: float,
        *,
        size: float = SIZE,
        anchor: Anchor = "start",
        colour: Colour = "ink",
        bold: bool = False,
    ) -> float:
        """Words broken into lines of at most `width`; the height at which they end."""
        return self.lines(
            x, top, wrapped(text, width, size, bold=bold), size=size, anchor=anchor, colour=colour, bold=bold
        )

    def svg(self, title: str, description: str = "") -> Markup:
        """The drawing with its title (read in place of it) and a longer description."""
        size = f"{number(self.width)} {number(self.height)}"
        told = "".join(
            f"<{name}>{html.escape(_CONTROL.sub(' ', words), quote=False)}</{name}>"
            for name, words in (("title", title), ("desc", description))
            if words
        )
        return Markup(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" viewBox="0 0 {size}" '
            f'width="{number(self.width)}" height="{number(self.height)}" '
            f'font-family="{html.escape(self.palette.font)}" font-size="{number(SIZE)}">'
            f"{told}{''.join(self._parts)}</svg>"
        )
