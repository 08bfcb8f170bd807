"""A computed style of the layout engine flows in, how letters are set flows out."""

from __future__ import annotations

from typing import Any, Literal

from casebound.press.job import Lettering

POINTS = 0.75
"""In a CSS pixel."""


def lettering_of(style: Any) -> Lettering:
    """How a style sets letters."""
    red, green, blue = style["color"].to("srgb").coordinates
    return Lettering(
        family=style["font_family"][0],
        weight=weight_of(style["font_weight"]),
        size=round(style["font_size"] * POINTS, 3),
        colour=(round(red, 4), round(green, 4), round(blue, 4)),
    )


def weight_of(weight: int) -> Literal[400, 700]:
    """The weight of the face that a weight of CSS or Pango stands for."""
    return 700 if weight >= 600 else 400
