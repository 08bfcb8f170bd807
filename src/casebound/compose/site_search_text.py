"""Text → the code points that the site's search compares, the same as `search-text.js` makes them in a browser.

Each code point is taken by itself (NFKC, lower case), so that a place in the result can be traced back to the text.
Format characters vanish, every kind of blank is one blank, and a blank beside a wide character is none: whether
somebody sets “39 分钟” or “39分钟” is typography.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Codes = NDArray[numpy.uint32]
    Kinds = NDArray[numpy.uint8]

OTHER, NARROW, WIDE = 0, 1, 2
"""Kinds of code points: punctuation and blanks; letters of words set apart by blanks; letters of words that are not."""
WIDE_RANGES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x30FF),
    (0x3100, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0xA4CF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)
"""Thai, Myanmar, Khmer, Han, kana, bopomofo, Yi and hangul; `search-text.js` has the same."""
_BLANK = 0x20
_LAST = 0x110000
_UNKNOWN, _SEVERAL, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def normal_text(text: str) -> str:
    """The text as search compares it."""
    return as_text(normal_codes(text))


def normal_codes(text: str) -> Codes:
    """The same as an array of code points."""
    import numpy

    codes = _codes(unicodedata.normalize("NFC", text))
    mapped = _map(codes)
    if (mapped >= _NONE).any():
        if (mapped == _SEVERAL).any():
            mapped = _codes("".join(normal_character(character) for character in as_text(codes)))
        else:
            mapped = mapped[mapped != _NONE]
    is_blank = mapped == _BLANK
    if not is_blank.any():
        return mapped
    follows = numpy.append(is_blank[1:], True)
    mapped = mapped[~(is_blank & follows)]
    is_wide = kinds_of(mapped) == WIDE
    is_blank = mapped == _BLANK
    beside = numpy.append(is_wide[1:], False)
    beside[1:] |= is_wide[:-1]
    if len(is_blank) and is_blank[0]:
        beside[0] = True
    kept: Codes = mapped[~(is_blank & beside)]
    return kept


def as_text(codes: Codes) -> str:
    """Code points as a string."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _codes(text: str) -> Codes:
    import numpy

    codes: Codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return codes


@cache
def normal_character(character: str) -> str:
    """One character, without regard to its neighbours."""
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFKC", character).lower())


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] == "Z" or category == "Cc":
        return " "
    if category == "Cf" or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef":
        return ""
    return letter


@cache
def _known() -> Codes:
    """What each code point becomes, filled in as they are met."""
    import numpy

    return numpy.full(_LAST, _UNKNOWN, dtype="<u4")


def _map(codes: Codes) -> Codes:
    import numpy

    known = _known()
    mapped = known[codes]
    if (mapped == _UNKNOWN).any():
        for code in numpy.unique(codes[mapped == _UNKNOWN]):
            normal = normal_character(chr(code))
            known[code] = ord(normal) if len(normal) == 1 else _SEVERAL if normal else _NONE
        mapped = known[codes]
    return mapped


@cache
def _kinds() -> Kinds:
    import numpy

    kinds = numpy.full(_LAST, 255, dtype="u1")
    for first, last in WIDE_RANGES:
        kinds[first : last + 1] = WIDE
    return kinds


def kinds_of(codes: Codes) -> Kinds:
    """The kind of each code point."""
    import numpy

    known = _kinds()
    kinds = known[codes]
    if (kinds == 255).any():
        for code in numpy.unique(codes[kinds == 255]):
            known[code] = NARROW if unicodedata.category(chr(code))[0] in "LNM" else OTHER
        kinds = known[codes]
    return kinds
