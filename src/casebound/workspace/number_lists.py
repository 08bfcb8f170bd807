"""Lists of whole numbers ↔ bytes: how many lists, how long each is, and all that is in them, four bytes a number.

A thousand chapters have a million such numbers; JSON takes three times as long for them.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from itertools import accumulate, pairwise

SIZE = 4
"""Bytes of a number, the lowest first."""


def packed_lists(lists: Iterable[Iterable[int]]) -> bytes:
    """The lists, one behind the other. Raises `OverflowError` for a number that is too large."""
    parts = [array("i", numbers) for numbers in lists]
    return b"".join(_turned(part).tobytes() for part in (array("i", [len(parts), *map(len, parts)]), *parts))


def unpacked_lists(data: bytes | memoryview) -> list[array[int]]:
    """The lists again. Raises `ValueError` and `IndexError` for what is none."""
    numbers = array("i")
    numbers.frombytes(data)
    _turned(numbers)
    first = 1 + numbers[0]
    return [numbers[start:stop] for start, stop in pairwise(accumulate(numbers[1:first], initial=first))]


def _turned(numbers: array[int]) -> array[int]:
    """In the order of bytes that is written, on machines that have the other."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
