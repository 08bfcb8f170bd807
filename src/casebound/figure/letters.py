"""Words and a width → lines that fit it. Widths are those of Noto Sans CJK SC, in which drawings are set on paper."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from casebound.text.han import is_wide

SIZE = 11.0
"""Height of ordinary words in a drawing, in its units (CSS pixels on paper: 8¼ points)."""
SMALL = 10.0
LEADING = 1.36
"""Height of a line, in sizes."""

_FIRST = 32
_REGULAR = (
    *(224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392),
    *(555, 555, 555, 555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474),
    *(946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742),
    *(633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559),
    *(606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606),
    *(620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555),
)
_BOLD = (
    *(227, 370, 574, 590, 590, 963, 740, 325, 378, 378, 507, 590, 325, 370, 325, 387),
    *(590, 590, 590, 590, 590, 590, 590, 590, 590, 590, 325, 325, 590, 590, 590, 514),
    *(1007, 641, 681, 656, 714, 615, 585, 717, 757, 330, 568, 686, 578, 853, 749, 770),
    *(667, 770, 682, 624, 625, 748, 619, 915, 627, 580, 613, 378, 387, 378, 590, 567),
    *(626, 591, 644, 527, 644, 581, 372, 597, 640, 304, 306, 604, 315, 964, 641, 626),
    *(644, 644, 436, 495, 421, 637, 576, 863, 562, 574, 511, 378, 296, 378, 590),
)
"""Advance widths of U+0020 to U+007E in thousandths of the size (Noto Sans CJK SC 2.004, table hmtx)."""
_SLACK = 1.03
"""On screen another face may stand in, whose Latin letters are a little wider."""

_NOT_FIRST = "，。、；：？！）》」』】〕％%‰℃°·…—～,.;:?!)]}”’"
"""What may not begin a line (GB/T 15834, W3C clreq)."""
_NOT_LAST = "（《「『【〔([{“‘￥$¥"
"""What may not end one."""
_WORDS = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+|.", re.DOTALL)


@lru_cache(4096)
def _advance(character: str, bold: bool) -> int:
    code = ord(character) - _FIRST
    if 0 <= code < len(_REGULAR):
        return (_BOLD if bold else _REGULAR)[code]
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    is_full = is_wide(character) or unicodedata.east_asian_width(character) in "WFA"
    return 1000 if is_full else 700


def width_of(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """How long a line of text is, in the units of `size`; a little more rather than less."""
    return _length(text, bold) * size * _SLACK / 1000


def _length(text: str, bold: bool) -> int:
    return sum([_advance(character, bold) for character in text])


def wrapped(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """The text in lines none of which is longer than `width`, at least one character each; nothing for no text.

    Latin words are kept whole where they fit into a line, Chinese breaks anywhere but before closing and after opening
    punctuation; a line break in the text is kept.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _filled(" ".join(paragraph.split()), width, size, bold)
    return lines


def balanced(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """As `wrapped`, but in lines of about one length where that takes no more of them: none ends in one character."""
    return list(_balanced(text, width, size, bold))


@lru_cache(4096)
def _balanced(text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
    """Kept, since a drawing is measured when it is read and again when it is drawn."""
    lines = wrapped(text, width, size, bold=bold)
    if len(lines) < 2 or "\n" in text:
        return tuple(lines)
    even = width_of(text, size, bold=bold) / len(lines)
    for slack in (0.6, 2.4):
        evened = wrapped(text, min(even + slack * size, width), size, bold=bold)
        if len(evened) == len(lines):
            return tuple(evened)
    return tuple(lines)


def _filled(text: str, width: float, size: float, bold: bool) -> list[str]:
    if not text:
        return []
    if width_of(text, size, bold=bold) <= width:
        return [text]
    lines: list[str] = []
    line, length = "", 0
    for piece in _pieces(text, width, size, bold):
        more = _length(piece, bold)
        if line and (length + more * (not piece.isspace())) * size * _SLACK / 1000 > width:
            kept, moved = _parted(line.rstrip(), piece)
            lines.append(kept.rstrip())
            line = (moved + piece).lstrip()
            length = _length(line, bold)
        else:
            line += piece
            length += more
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, width: float, size: float, bold: bool) -> list[str]:
    """Words and characters between which a line may break; a word longer than a line in pieces that fit."""
    pieces: list[str] = []
    for word in _WORDS.findall(text):
        if len(word) == 1 or width_of(word, size, bold=bold) <= width:
            pieces.append(word)
            continue
        part = ""
        for character in word:
            if part and width_of(part + character, size, bold=bold) > width:
                pieces.append(part)
                part = ""
            part += character
        pieces.append(part)
    return pieces


def _parted(line: str, piece: str) -> tuple[str, str]:
    """What stays on the line and what goes down with the next piece, so that no mark begins or ends a line wrongly; a
    Latin word or a number goes down whole where it does not fill the line."""
    at = len(line)
    first = piece[0]
    loose = 0  # the last place at which marks allow a break, though within a word
    while at > 1 and (first in _NOT_FIRST or line[at - 1] in _NOT_LAST or (at < len(line) and _is_inside(line, at))):
        at -= 1
        first = line[at]
        if not loose and first not in _NOT_FIRST and line[at - 1] not in _NOT_LAST:
            loose = at
    if at <= 1 and loose:
        at = loose
    return (line[:at], line[at:]) if at > 1 or len(line) == 1 else (line, "")


def _is_inside(line: str, at: int) -> bool:
    """Whether a break there would be within a Latin word or a number."""
    return not any(character.isspace() or is_wide(character) for character in line[at - 1 : at + 1])


def longest_word(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """The length of the longest piece of a text that is better not broken: a Latin word, one Chinese character."""
    return max((width_of(word, size, bold=bold) for word in _WORDS.findall(text)), default=0.0)


def widest(lines: list[str], size: float = SIZE, *, bold: bool = False) -> float:
    """The length of the longest line; 0 for none."""
    return max((width_of(line, size, bold=bold) for line in lines), default=0.0)


def height_of(lines: list[str], size: float = SIZE) -> float:
    """How high so many lines stand."""
    return len(lines) * size * LEADING
