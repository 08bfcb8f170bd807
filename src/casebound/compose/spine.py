"""A title and the size of a spine → its words in SVG: Chinese upright from top to bottom, other writing turned.

WeasyPrint has no vertical writing, so every character is put in its place here. Turned words read from the top down
(ISO 6357, 3.2), so that they are upright when the book lies on its back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from casebound.figure.canvas import number
from casebound.figure.letters import width_of
from casebound.figure.palette import PAPER
from casebound.text.han import is_wide

PIXELS = 96 / 25.4
"""CSS pixels in a millimetre."""
_LARGEST, _SHARE = 5.2, 0.5
"""Size of the letters: at most so many millimetres, and so much of the spine's width."""
_EDGE = 0.07
"""Free of words at head and foot, of the spine's height: the head is cut, the foot stands on the shelf."""
_RISE = 0.37
"""Half the height of capitals and of Han over the base line, in sizes (Noto Sans CJK: cap height 0.733)."""
_OTHER = r"[^\s\u2014\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
_PIECE = re.compile(rf"\s+|{_OTHER}(?: {_OTHER})*|.", re.DOTALL)
_PAUSES = "，、；：。！？·"
"""Marks whose place in vertical writing is another one: a gap says as much on a spine."""
_TURNED = "（）〔〕［］【】《》〈〉「」『』“”‘’—…～"
"""Marks that lie on their side in vertical writing (W3C clreq, 3.1.2)."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    length: float
    """Along the spine, in sizes."""
    is_turned: bool


def draw_spine(title: str, foot: str, *, width_mm: Decimal, height_mm: Decimal) -> Markup:
    """The words of a spine, the title from the head down and, where there is room, `foot` at its foot."""
    width, height = float(width_mm) * PIXELS, float(height_mm) * PIXELS
    edge, size = height * _EDGE, min(_LARGEST * PIXELS, width * _SHARE)
    pieces, last = list(_pieces(title)), list(_pieces(foot))
    size = min(size, (height - 2 * edge) / max(1.0, _length(pieces)))
    small = min(size, 0.72 * min(_LARGEST * PIXELS, width * _SHARE))
    parts = list(_set(pieces, width / 2, edge, size, bold=True))
    rest = height - edge - _length(last) * small
    if last and rest > edge + _length(pieces) * size + 2 * size:
        parts += _set(last, width / 2, rest, small, bold=False)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="spine-words" role="img" viewBox="0 0 {w} {h}" width="{w}" '
        'height="{h}" font-family="{font}" fill="{paper}"><title>{title}</title>{parts}</svg>'
    ).format(
        w=number(width),
        h=number(height),
        font=PAPER.font,
        paper=PAPER.paper,
        title=" · ".join(filter(None, (title, foot))),
        parts=Markup("").join(parts),
    )


def _pieces(text: str) -> Iterator[_Piece]:
    for word in _PIECE.findall(" ".join(text.split())):
        if word.isspace() or word in _PAUSES:
            yield _Piece("", 0.5, False)
        elif word in _TURNED:
            yield _Piece(word, 1.0, True)
        elif is_wide(word[0]):
            yield _Piece(word, 1.0, False)
        else:
            yield _Piece(word, width_of(word, 1.0, bold=True) + 0.15, True)


def _length(pieces: list[_Piece]) -> float:
    return sum(piece.length for piece in pieces)


def _set(pieces: list[_Piece], middle: float, top: float, size: float, *, bold: bool) -> Iterator[Markup]:
    weight = Markup(' font-weight="700"') if bold else Markup("")
    for piece in pieces:
        if piece.is_turned:
            gap = 0.0 if len(piece.text) == 1 and is_wide(piece.text) else 0.075 * size
            place = f'transform="translate({number(middle - _RISE * size)} {number(top + gap)}) rotate(90)"'
        else:
            place = f'x="{number(middle)}" y="{number(top + size * (0.5 + _RISE))}" text-anchor="middle"'
        if piece.text:
            yield Markup('<text {} font-size="{}"{}>{}</text>').format(
                Markup(place), number(size), weight, escape(piece.text)
            )
        top += piece.length * size
