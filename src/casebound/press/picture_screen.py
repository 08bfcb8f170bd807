"""The bytes of an image file flow in; the sizes in which screens get it flow out, or the reason why there are none.

Raster images become WebP, which every browser since 2020 shows: photographs lossy, drawings and screenshots in
whichever form is smaller. Nothing else of the file goes along: no metadata, no profile, no second picture.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebound.compose.drawing import is_still
from casebound.press.drawing_input import clean_drawing
from casebound.press.drawing_tree import SVG, XLINK, BadDrawing, read_drawing
from casebound.press.picture_input import (
    DAMAGED,
    MOST_BYTES,
    TooLarge,
    drawing_or_unknown,
    fit_for_print,
    form_of,
    read_upright,
    strict_pillow,
    too_heavy,
)
from casebound.text.localized import NOTHING, Localized, phrase

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = 1
"""Raise it when the same input gives other bytes: part of the key under which they are kept."""
WIDTHS = (480, 960, 1600)
"""Pixels: a telephone, a telephone with a dense screen or the text's column, the column on a dense screen."""
MOST_HIGH = 6000
QUALITY = 82
DRAWN_QUALITY = 90
NOT_STILL = phrase("SVG 里有会动或会运行的内容", "The SVG holds what moves or runs")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSizes:
    """An image made ready for screens."""

    ending: str = ""
    """`webp` or `svg`; empty when there is a refusal."""
    sizes: tuple[tuple[int, bytes], ...] = ()
    """How many pixels each is wide, and its bytes; the narrowest first. The same input gives the same bytes."""
    width: int = 0
    height: int = 0
    """Of the largest, in CSS pixels; 0: a drawing that does not say."""
    refusal: Localized = NOTHING
    notes: tuple[Localized, ...] = ()
    """What of it is not shown, where its author should know."""


def fit_for_screens(data: bytes) -> ScreenSizes:
    """The image in the sizes that screens need, upright, in sRGB, without metadata; never larger than it is.

    Of an SVG remains what draws and refers to nothing outside. Refused are bombs, by their pixels before anything is
    decoded, and damaged files.
    """
    if len(data) > MOST_BYTES:
        return ScreenSizes(refusal=too_heavy(len(data)))
    form = form_of(data)
    if not form:
        return _drawing(data)
    try:
        with strict_pillow():
            image, is_photograph = read_upright(data, form, WIDTHS[-1], MOST_HIGH)
            return _sizes(image, is_photograph=is_photograph)
    except TooLarge as failure:
        return ScreenSizes(refusal=failure.words)
    except Exception:  # a decoder raises anything on a damaged file
        return ScreenSizes(refusal=DAMAGED)


def _sizes(image: Image, *, is_photograph: bool) -> ScreenSizes:
    from PIL import Image as Pillow

    sizes = []
    for width in (*(width for width in WIDTHS if width < image.width), image.width):
        height = max(1, round(image.height * width / image.width))
        sized = image if width == image.width else image.resize((width, height), Pillow.Resampling.LANCZOS)
        sizes.append((width, _webp(sized, is_photograph=is_photograph)))
    return ScreenSizes(ending="webp", sizes=tuple(sizes), width=image.width, height=image.height)


def _webp(image: Image, *, is_photograph: bool) -> bytes:
    """Lossy for a photograph, else the smaller of both."""
    made = []
    for options in ({"quality": QUALITY},) if is_photograph else ({"lossless": True}, {"quality": DRAWN_QUALITY}):
        out = io.BytesIO()
        image.save(out, "WEBP", method=4, **options)
        made.append(out.getvalue())
    return min(made, key=len)


def _drawing(data: bytes) -> ScreenSizes:
    if refusal := drawing_or_unknown(data):
        return ScreenSizes(refusal=refusal)
    try:
        text, notes = clean_drawing(data, lambda part: fit_for_print(part).data if form_of(part) else b"")
        root = read_drawing(text)
        if not is_still(text):  # it has a document type, or links that have lost their target
            for element in root.iter(f"{{{SVG}}}a"):
                element.tag = f"{{{SVG}}}g"
            ET.register_namespace("", SVG)
            ET.register_namespace("xlink", XLINK)
            text = ET.tostring(root, encoding="utf-8")
    except BadDrawing as failure:
        return ScreenSizes(refusal=failure.words)
    if not is_still(text):
        return ScreenSizes(refusal=NOT_STILL)
    width, height = _size(root)
    return ScreenSizes(ending="svg", sizes=((0, text),), width=width, height=height, notes=notes)


def _size(root: ET.Element) -> tuple[int, int]:
    """As its attributes say in pixels, else as its view box does; 0, 0 where neither does."""
    given = [re.fullmatch(r"\s*([0-9.]{1,9})(?:px)?\s*", root.get(name, "")) for name in ("width", "height")]
    box = re.fullmatch(r"[^\s,]+[\s,]+[^\s,]+[\s,]+([0-9.]{1,9})[\s,]+([0-9.]{1,9})", root.get("viewBox", "").strip())
    texts = [match[1] for match in given if match] if all(given) else [box[1], box[2]] if box else []
    try:
        width, height = (round(float(text)) for text in texts)
    except ValueError:
        return 0, 0
    return (width, height) if width > 0 and height > 0 else (0, 0)
