"""Where labels want to stand → where they can stand below each other without touching."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wishes: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """The tops of labels in this order, as near to their wished tops as can be: least squares under order, by pooling
    neighbours (Ayer and others, 1955)."""
    blocks: list[tuple[float, int]] = []  # the mean of what its labels wish for, and how many they are
    before = 0.0
    for wish, height in zip(wishes, heights, strict=True):
        blocks.append((wish - before, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, n), (second, m) = blocks[-2:]
            blocks[-2:] = [((first * n + second * m) / (n + m), n + m)]
        before += height + gap
    tops, before = [], 0.0
    for wish, height in zip((wish for wish, n in blocks for _ in range(n)), heights, strict=True):
        tops.append(wish + before)
        before += height + gap
    return tops
