"""A figure → an SVG file that stands alone: on its own paper, light or dark as the reader's system is."""

from __future__ import annotations

from dataclasses import fields

from casebound.figure.figure import Figure
from casebound.figure.palette import ALONE, DARK

_COLOURS = tuple(dict.fromkeys(item.name for item in fields(ALONE) if item.name != "font"))


def svg_file(figure: Figure) -> bytes:
    """The drawing on a ground of paper.

    Its colours are in the elements, for programs that know no style sheets; for dark screens one changes them by value.
    """
    drawing = str(figure.draw(ALONE))
    opening, mark, rest = drawing.partition("</desc>")
    ground = f'<rect width="100%" height="100%" fill="{ALONE.paper}"/>'
    return f"{opening}{mark}<style>{_dark()}</style>{ground}{rest}\n".encode()


def _dark() -> str:
    rules: dict[str, str] = {}
    for name in _COLOURS:
        light, dark = getattr(ALONE, name), getattr(DARK, name)
        for attribute in ("fill", "stroke"):
            rules.setdefault(f'[{attribute}="{light}"]', f"{attribute}:{dark}")
    inside = "".join(f"{selector}{{{rule}}}" for selector, rule in rules.items())
    return f"@media (prefers-color-scheme:dark){{{inside}}}"
