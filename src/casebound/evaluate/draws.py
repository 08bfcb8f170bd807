"""A seed → draws with replacement, the same on every machine: what resampling rests on."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator


def draws(seed: str, resamples: int, n: int) -> Iterator[tuple[int, ...]]:
    """So many times n numbers below n.

    They come from SHAKE-256 (FIPS 202) over the seed, 32 bits each, modulo n: off an even chance by less than n in four
    thousand million.
    """
    count = resamples * n
    words = struct.unpack(f"<{count}I", hashlib.shake_256(seed.encode()).digest(4 * count))
    for start in range(0, count, n):
        yield tuple(word % n for word in words[start : start + n])
