"""An SVG drawing and fonts → a PNG picture of it, as it stands on paper."""

from __future__ import annotations

from io import BytesIO

from casebound.press.bind import bind_alone
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.press.letters import FontData
from casebound.press.typeset import typeset

_MARGIN = 12
"""CSS pixels of paper around the drawing."""
_POINTS = 72 / 96
"""Points to a CSS pixel."""


def picture_of(svg: str, fonts: FontSet, data: FontData, *, width: float, height: float, scale: float = 2.0) -> bytes:
    """A PNG of a drawing of `width` × `height` CSS pixels, `scale` pixels to each of them."""
    import pypdfium2

    page = f"{round(width + 2 * _MARGIN)}px {round(height + 2 * _MARGIN) + 1}px"
    html = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><title>-</title><style>@page {{ size: {page}; margin: {_MARGIN}px }} '
        f"body {{ margin: 0 }} svg {{ display: block }}</style></head><body>{svg}</body></html>"
    )
    printed = typeset(PrintJob(name="picture", html=html, fonts=fonts))
    out = BytesIO()
    with pypdfium2.PdfDocument(bind_alone(printed, fonts, data)) as document:
        document[0].render(scale=scale / _POINTS).to_pil().save(out, "PNG")
    return out.getvalue()
