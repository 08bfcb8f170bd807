"""Sets of documents and orders of them → short text that a script reads back in a moment.

Documents are numbered as the records of an edition. The script that reads this is `site/assets/library.js`.
"""

from __future__ import annotations

from collections.abc import Sequence

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""As base64 has them for addresses: none of them needs an escape in a script."""
_GAPS, _BITS = ".", "*"
PLACES = 3
"""Digits of a document's number in an order: enough for 262,144 of them."""


def posting(documents: Sequence[int], count: int) -> str:
    """The documents, ascending, of `count`: the gaps between them, or a bit for each, whichever is shorter.

    A gap is written in digits of five bits, the lowest first, with 32 added to all but its last one.
    """
    gaps: list[str] = []
    last = -1
    for document in documents:
        gap = document - last - 1
        last = document
        while gap > 31:
            gaps.append(_DIGITS[32 + (gap & 31)])
            gap >>= 5
        gaps.append(_DIGITS[gap])
    width = -(-count // 6)
    if len(gaps) <= width:
        return _GAPS + "".join(gaps)
    bits = [0] * width
    for document in documents:
        bits[document // 6] |= 1 << document % 6
    return _BITS + "".join(_DIGITS[six] for six in bits)


def ordering(documents: Sequence[int]) -> str:
    """Documents in an order, `PLACES` digits each."""
    return "".join(
        _DIGITS[document >> 12 & 63] + _DIGITS[document >> 6 & 63] + _DIGITS[document & 63] for document in documents
    )
