"""The words of a card and the fonts → its picture, 1200 × 630, as PNG.

Each colour is drawn as a mask of its own, and the picture made of their shades: a palette, so that the file is small.
Same words, fonts and Pillow: same bytes. Pillow is imported when the first card is drawn.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from casebound.compose.site_card import CardWords
from casebound.figure.palette import PAPER
from casebound.press.fonts import FontSet
from casebound.text.han import is_wide

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

RECIPE = "1"
"""Version of all that decides the look of a card; raise it and every card is drawn afresh."""
WIDTH, HEIGHT = 1200, 630
"""What Open Graph's readers expect."""
_MARGIN, _TEXT = 72, 116
"""Pixels from the edges, and to the left edge of words, beyond the tag's stroke."""
_MOST_LINES = 4
_SHADES = 16
"""Steps from paper to a colour, for the edges of letters."""
_INK, _SOFT, _RULE, _INDIGO, _CINNABAR, _TINT = range(6)
_GROUND = "#f5f4f0"
"""`--paper-soft` of `templates/tokens.css`: paper that has an edge among the white of other pages."""
_COLOURS = (PAPER.ink, PAPER.soft, PAPER.rule, PAPER.accent, PAPER.change, PAPER.tint4)
_NEVER_FIRST = "，。、；：！？）》」』】〕”’…—·,.;:!?)]}%"
_NEVER_LAST = "（《「『【〔“‘([{"
_GETA = "〓"
"""In place of a character that no font has."""


@dataclass(slots=True)
class _Drawing:
    """A card in the making: a mask for each colour."""

    fonts: FontSet
    masks: dict[int, Image]

    def words(self, place: tuple[float, float], text: str, size: int, colour: int, *, bold: bool = True) -> float:
        """Write a line with its baseline at `place`; how wide it has become."""
        from PIL import ImageDraw

        shown = self.shown(text)
        font = self.font(shown, size, bold=bold)
        ImageDraw.Draw(self.mask(colour)).text(place, shown, fill=255, font=font, anchor="ls")
        return font.getlength(shown)

    def box(self, edges: tuple[float, float, float, float], colour: int) -> None:
        """Fill a rectangle: left, top, right, bottom."""
        from PIL import ImageDraw

        ImageDraw.Draw(self.mask(colour)).rectangle(edges, fill=255)

    def width(self, text: str, size: int, *, bold: bool = True) -> float:
        """Of a line."""
        shown = self.shown(text)
        return self.font(shown, size, bold=bold).getlength(shown)

    def mask(self, colour: int) -> Image:
        from PIL import Image

        if colour not in self.masks:
            self.masks[colour] = Image.new("L", (WIDTH, HEIGHT), 0)
        return self.masks[colour]

    def font(self, text: str, size: int, *, bold: bool) -> FreeTypeFont:
        """The cut where it has all characters of the text, else the whole font, which takes longer to open."""
        faces = [face for face in self.fonts.faces if "Hei" in face.family and (face.weight == 700) is bold]
        fit = next((face for face in faces if all(face.has(character) for character in text)), faces[0])
        return _opened(str(fit.path), size)

    def shown(self, text: str) -> str:
        faces = [face for face in self.fonts.faces if "Hei" in face.family]
        return "".join(one if any(face.has(one) for face in faces) else _GETA for one in text if one.isprintable())


def draw_card(words: CardWords, fonts: FontSet) -> bytes:
    """The picture of a card."""
    drawing = _Drawing(fonts, {})
    has_figures = bool(words.before or words.after)
    _head(drawing, words)
    size, lines = _title_lines(drawing, words.title, has_figures=has_figures)
    leading = round(size * 1.3)
    top = 148 if has_figures else max(176, (HEIGHT - leading * len(lines)) // 2 - 6)
    for number, line in enumerate(lines):
        drawing.words((_TEXT, top + size * 0.9 + number * leading), line, size, _INK)
    if has_figures:
        _figures(drawing, words)
    drawing.box((_TEXT, 552, WIDTH - _MARGIN, 553), _RULE)
    site = _cut(drawing, words.site, 24, (WIDTH - _MARGIN - _TEXT) * 0.55, bold=False)
    room = WIDTH - _MARGIN - _TEXT - drawing.width(site, 24, bold=False) - (36 if site else 0)
    publisher = _cut(drawing, words.publisher, 24, room, bold=True)
    drawing.words((_TEXT, 590), publisher, 24, _INK)
    drawing.words((WIDTH - _MARGIN - drawing.width(site, 24, bold=False), 590), site, 24, _SOFT, bold=False)
    return _png(drawing.masks)


def _head(drawing: _Drawing, words: CardWords) -> None:
    """The tag, as criteria have it in the margin of a page, and the mark of what is invented."""
    drawing.box((0, 72, _TEXT - 28, 80), _INDIGO)
    mark = _cut(drawing, words.mark, 26, 200, bold=True)
    if mark:
        width = drawing.width(mark, 26)
        left = WIDTH - _MARGIN - width - 36
        drawing.box((left, 60, WIDTH - _MARGIN, 106), _TINT)
        drawing.words((left + 18, 93), mark, 26, _INDIGO)
    drawing.words((_TEXT, 92), _cut(drawing, words.tag, 30, 700, bold=True), 30, _INDIGO)


def _figures(drawing: _Drawing, words: CardWords) -> None:
    """Before → after as large numerals; only what came of it is in cinnabar."""
    base, size = 504, 84
    room = WIDTH - _MARGIN - _TEXT
    arrow = 58 if words.before and words.after else 0
    unit = _cut(drawing, words.unit, 30, 240, bold=False)
    while size > 40 and _long(drawing, words, unit, size, arrow) > room:
        size -= 8
    left = float(_TEXT)
    drawing.words((left, base - size - 6), _cut(drawing, words.measure, 26, room, bold=False), 26, _SOFT, bold=False)
    if words.before:
        left += drawing.words((left, base), _cut(drawing, words.before, size, room * 0.4, bold=True), size, _SOFT)
    if arrow:
        middle = base - size * 0.36
        drawing.box((left + 22, middle - 2, left + 22 + 40, middle + 2), _SOFT)
        for step in range(14):
            drawing.box((left + 62 - step, middle - step - 2, left + 64 - step, middle - step + 2), _SOFT)
            drawing.box((left + 62 - step, middle + step - 2, left + 64 - step, middle + step + 2), _SOFT)
        left += arrow + 30
    if words.after:
        left += drawing.words((left, base), _cut(drawing, words.after, size, room * 0.4, bold=True), size, _CINNABAR)
    left += 14
    left += drawing.words((left, base), unit, 30, _SOFT, bold=False) + 40
    change = _cut(drawing, words.change, 30, WIDTH - _MARGIN - left, bold=True)
    drawing.words((WIDTH - _MARGIN - drawing.width(change, 30), base), change, 30, _CINNABAR)


def _long(drawing: _Drawing, words: CardWords, unit: str, size: int, arrow: int) -> float:
    return sum(drawing.width(text, size) for text in (words.before, words.after)) + arrow + 60 + len(unit) * 30


def _title_lines(drawing: _Drawing, title: str, *, has_figures: bool) -> tuple[int, list[str]]:
    """The largest of a few sizes in which the title fits its place, else the smallest, cut with an ellipsis."""
    text = " ".join(title.split())
    room = WIDTH - _MARGIN - _TEXT
    most = (2, 3, 4) if has_figures else (3, 3, 4)
    for size, lines_at_most in zip((64, 54, 42), most, strict=True):
        lines = _broken(drawing, text, size, room, _MOST_LINES + 1)
        if len(lines) <= lines_at_most and len(lines) <= _MOST_LINES:
            return size, lines
    size = 42
    lines = _broken(drawing, text, size, room, _MOST_LINES + 1)[:_MOST_LINES]
    lines[-1] = _cut(drawing, f"{lines[-1]}……………", size, room, bold=True)
    return size, lines


def _broken(drawing: _Drawing, text: str, size: int, room: float, most: int) -> list[str]:
    """The text in lines, at most so many: broken between Chinese characters, and at spaces between words."""
    lines: list[str] = []
    while text and len(lines) < most:
        end = _fits(drawing, text, size, room)
        if end < len(text):
            end = _break_before(text, end)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return lines


def _fits(drawing: _Drawing, text: str, size: int, room: float) -> int:
    """How many characters fit in a line, at least one."""
    low, high = 1, min(len(text), 200)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if drawing.width(text[:middle], size) <= room else (low, middle - 1)
    return low


def _break_before(text: str, end: int) -> int:
    """The last place up to `end` where a line may break; `end` itself where there is none in the last half."""
    for place in range(end, max(1, end // 2), -1):
        before, after = text[place - 1], text[place]
        if after in _NEVER_FIRST or before in _NEVER_LAST:
            continue
        if before == " " or after == " " or is_wide(before) or is_wide(after) or before == "-":
            return place
    return end


def _cut(drawing: _Drawing, text: str, size: int, room: float, *, bold: bool) -> str:
    """The text in one line, with an ellipsis where it does not fit."""
    shown = " ".join(text.split()).rstrip("…") if text.endswith("……") else " ".join(text.split())
    is_open = shown != " ".join(text.split())
    if not is_open and drawing.width(shown, size, bold=bold) <= room:
        return shown
    while shown and drawing.width(f"{shown}…", size, bold=bold) > room:
        shown = shown[:-1].rstrip()
    return f"{shown}…" if shown else ""


def _png(masks: dict[int, Image]) -> bytes:
    """The masks as one picture with a palette: of each colour its shades from paper on, in the order drawn below."""
    from PIL import Image

    picture = Image.new("P", (WIDTH, HEIGHT), 0)
    palette: list[int] = []
    for name in _COLOURS:
        palette += _shades(name)
    picture.putpalette(palette)
    for colour in sorted(masks, reverse=True):  # words over areas
        first = colour * _SHADES
        table = [first + value * (_SHADES - 1) // 255 for value in range(256)]
        there = [255 if value * (_SHADES - 1) // 255 else 0 for value in range(256)]
        picture.paste(masks[colour].point(table), mask=masks[colour].point(there))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _shades(colour: str) -> list[int]:
    """Red, green and blue of each step from paper to the colour."""
    paper, full = ([int(text[at : at + 2], 16) for at in (1, 3, 5)] for text in (_GROUND, colour))
    return [
        round(start + (end - start) * step / (_SHADES - 1))
        for step in range(_SHADES)
        for start, end in zip(paper, full, strict=True)
    ]


@lru_cache(maxsize=64)
def _opened(path: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
