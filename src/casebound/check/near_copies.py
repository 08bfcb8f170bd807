"""Texts → which of them are nearly the words of an earlier one.

Two texts are near when their sets of `LENGTH`-letter pieces overlap by `LEAST` of their union (Jaccard's index; A. Z.
Broder, "On the Resemblance and Containment of Documents", 1997). Pieces are ordered from the rarest: of two texts that
are near, one must share a piece among the first few of the other (S. Chaudhuri, V. Ganti, R. Kaushik, "A Primitive
Operator for Similarity Joins", 2006), so that not every pair is looked at.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from casebound.text.han import is_wide

LENGTH = 4
LEAST = Fraction(4, 5)
_SHORTEST = 12
"""Han characters, or three times as many letters: less is said alike by chance (“good data”)."""
_NO_WORD = re.compile(r"[\W_]+")


def plain_words(text: str) -> str:
    """The letters and digits of a text alone, in one width and case."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def near_copies(texts: Sequence[str]) -> dict[int, int]:
    """For each text that is nearly an earlier one, the first such; both by their numbers."""
    words = [plain_words(text) for text in texts]
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for at, each in enumerate(words):
        if _is_long(each) and first.setdefault(each, at) != at:
            found[at] = first[each]
    pieces = {at: {each[start : start + LENGTH] for start in range(len(each) - LENGTH + 1)}
              for each, at in first.items()}  # fmt: skip
    counts = Counter(piece for own in pieces.values() for piece in own)
    seen: dict[str, list[int]] = {}
    for at, own in sorted(pieces.items()):
        ordered = sorted(own, key=lambda piece: (counts[piece], piece))
        prefix = ordered[: len(ordered) - math.ceil(LEAST * len(ordered)) + 1]
        candidates = sorted({other for piece in prefix for other in seen.get(piece, ())})
        near = next((other for other in candidates if _is_near(own, pieces[other])), None)
        if near is not None:
            found[at] = near
        for piece in prefix:
            seen.setdefault(piece, []).append(at)
    return {at: found.get(other, other) for at, other in found.items()}


def _is_near(own: set[str], other: set[str]) -> bool:
    return len(own & other) >= LEAST * len(own | other)


def _is_long(words: str) -> bool:
    return sum(3 if is_wide(letter) else 1 for letter in words) >= 3 * _SHORTEST
