"""Points in order and their median → the runs analysis of a run chart (Anhøj and Olesen 2014; as R's qicharts2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import groupby

from casebound.figure.spc import WIDE

LEAST = 10
"""Points off the median from which on the limits are tabled (Anhøj, qicharts2); fewer can hardly give a signal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The runs of points on one side of the median; points on it are passed over."""

    useful: int
    """Points off the median."""
    longest: int
    crossings: int
    at: tuple[int, ...]
    """The first of the longest runs: the numbers of its points, from 0."""

    @property
    def longest_limit(self) -> int:
        """The longest run that chance is granted: log2(n) + 3, rounded (Schilling 2012)."""
        return longest_limit(self.useful)

    @property
    def crossings_limit(self) -> int:
        """The fewest crossings that chance is granted: the 5 % point of the binomial of n − 1 throws (Chen 2010)."""
        return crossings_limit(self.useful)

    @property
    def is_long(self) -> bool:
        """Whether a run is longer than chance is granted."""
        return self.longest > self.longest_limit

    @property
    def is_rarely_crossed(self) -> bool:
        """Whether the median is crossed less often than chance is granted."""
        return self.crossings < self.crossings_limit

    @property
    def is_signal(self) -> bool:
        """Whether either test says that the process did not stay the same."""
        return self.is_long or self.is_rarely_crossed


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle one, or the mean of the two in the middle; of at least one."""
    order = sorted(values)
    half = len(order) // 2
    with localcontext(WIDE):
        return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2


def make_runs(values: Sequence[Decimal], centre: Decimal) -> Runs:
    """The runs of these points about a centre line."""
    sides = [(value > centre, at) for at, value in enumerate(values) if value != centre]
    runs = [tuple(at for _, at in run) for _, run in groupby(sides, key=lambda side: side[0])]
    longest = max(runs, key=len, default=())
    return Runs(useful=len(sides), longest=len(longest), crossings=max(0, len(runs) - 1), at=longest)


def longest_limit(n: int) -> int:
    """round(log2(n) + 3) in whole numbers: n² lies between the powers of two on either side; 3 for no point."""
    return (n * n).bit_length() // 2 + 3 if n else 3


def crossings_limit(n: int) -> int:
    """qbinom(0.05, n − 1, 0.5): the least number with at least one chance in twenty of it or fewer."""
    throws = max(0, n - 1)
    chances, fewest = 1, 0
    while chances * 20 < 2**throws:
        fewest += 1
        chances += math.comb(throws, fewest)
    return fewest
