"""Samples of a process → its control limits (ISO 7870-2, GB/T 17989.2) and the points that break a rule (Nelson)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from typing import Literal

Type = Literal["i-mr", "xbar-r", "xbar-s", "p", "np", "c", "u"]
TYPES: tuple[Type, ...] = ("i-mr", "xbar-r", "xbar-s", "p", "np", "c", "u")
PAIRED: tuple[Type, ...] = ("i-mr", "xbar-r", "xbar-s")
"""Charts of a mean or a single value with a second panel for the spread."""
WIDE = Context(prec=50)
"""Roots and quotients are worked out to 50 digits; only what is shown is rounded."""

_D2_OF_TWO = Decimal("1.128")
_D4_OF_TWO = Decimal("3.267")
"""As printed in ISO 7870-2 and the NIST e-Handbook, so that a reader who checks with the table gets the same limits."""
_ZERO, _ONE, _THREE = Decimal(0), Decimal(1), Decimal(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Of subgroups of one size from a normal distribution, in its standard deviations."""

    d2: Decimal
    """Mean of the range."""
    d3: Decimal
    """Standard deviation of the range."""
    c4: Decimal
    """Mean of the sample's standard deviation."""


_CONSTANTS = (
    *("1.128379 0.852502 0.797885", "1.692569 0.888368 0.886227", "2.058751 0.879808 0.921318"),
    *("2.325929 0.864082 0.939986", "2.534413 0.848040 0.951533", "2.704357 0.833205 0.959369"),
    *("2.847201 0.819831 0.965030", "2.970026 0.807834 0.969311", "3.077505 0.797051 0.972659"),
    *("3.172873 0.787315 0.975350", "3.258455 0.778478 0.977559", "3.335980 0.770416 0.979406"),
    *("3.406763 0.763023 0.980971", "3.471827 0.756211 0.982316", "3.531983 0.749908 0.983484"),
    *("3.587884 0.744052 0.984506", "3.640064 0.738591 0.985410", "3.688963 0.733481 0.986214"),
    *("3.734950 0.728686 0.986934", "3.778336 0.724173 0.987583", "3.819385 0.719915 0.988170"),
    *("3.858323 0.715887 0.988705", "3.895348 0.712068 0.989193", "3.930629 0.708441 0.989640"),
)
"""d2, d3 and c4 for 2 to 25 observations, integrated numerically (Tippett 1925) and rounded to six places."""
SMALLEST, LARGEST = 2, len(_CONSTANTS) + 1
"""Observations in a subgroup for which there are constants."""


def constants(size: int) -> Constants:
    """The constants of subgroups of 2 to 25 observations."""
    d2, d3, c4 = _CONSTANTS[size - SMALLEST].split()
    return Constants(d2=Decimal(d2), d3=Decimal(d3), c4=Decimal(c4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One point of a chart before it is judged."""

    label: str
    value: Decimal
    """What is plotted: the single value, the subgroup's mean, the proportion (0 to 1), the count, the rate."""
    n: Decimal = _ONE
    """Observations behind it; units inspected for a rate."""
    spread: Decimal | None = None
    """The subgroup's range or standard deviation."""

    @property
    def count(self) -> Decimal:
        """What was found in all observations together: a proportion or a rate times n."""
        with localcontext(WIDE):
            return self.value * self.n


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What limits are made from."""

    mean: Decimal
    sigma: Decimal = _ZERO
    """Of a single observation within subgroups; 0 for charts of counts, whose mean is all that is needed."""
    spread: Decimal | None = None
    """The mean moving range, range or standard deviation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The centre line and the control limits at one point."""

    centre: Decimal
    sigma: Decimal
    """Standard deviation of what is plotted."""
    lcl: Decimal
    ucl: Decimal

    def scaled(self, factor: Decimal) -> Limits:
        """In another unit: percent for a proportion."""
        with localcontext(WIDE):
            return Limits(
                centre=self.centre * factor, sigma=self.sigma * factor, lcl=self.lcl * factor, ucl=self.ucl * factor
            )


def moving_ranges(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Between neighbours: one less than there are values."""
    with localcontext(WIDE):
        return tuple(abs(after - before) for before, after in pairwise(values))


def mean_of(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean; 0 of nothing."""
    with localcontext(WIDE):
        return sum(values, _ZERO) / len(values) if values else _ZERO


def standard_deviation(values: Sequence[Decimal]) -> Decimal:
    """Of a sample of at least two (n − 1)."""
    with localcontext(WIDE):
        mean = mean_of(values)
        return (sum(((value - mean) ** 2 for value in values), _ZERO) / (len(values) - 1)).sqrt()


def make_process(type: Type, samples: Sequence[Sample]) -> Process:
    """The process that these samples stand for.

    Subgroups of different sizes: the mean weighs each observation alike; each subgroup's range (standard deviation)
    over its own d2 (c4) estimates sigma, and the estimates are averaged (as R's qcc does). With equal sizes these are
    the textbook's A2·R̄ and A3·s̄.
    """
    with localcontext(WIDE):
        if type == "i-mr":
            values = [sample.value for sample in samples]
            spread = mean_of(moving_ranges(values))
            return Process(mean=mean_of(values), sigma=spread / _D2_OF_TWO, spread=spread)
        if type == "np":
            found, looked = sum((sample.value for sample in samples), _ZERO), sum((s.n for s in samples), _ZERO)
            return Process(mean=found / looked)
        looked = sum((sample.n for sample in samples), _ZERO)
        mean = sum((sample.value * sample.n for sample in samples), _ZERO) / looked
        if type in ("p", "c", "u"):
            return Process(mean=mean)
        spreads = [sample.spread or _ZERO for sample in samples]
        sizes = [constants(int(sample.n)) for sample in samples]
        units = [size.d2 if type == "xbar-r" else size.c4 for size in sizes]
        sigma = mean_of([spread / unit for spread, unit in zip(spreads, units, strict=True)])
        return Process(mean=mean, sigma=sigma, spread=mean_of(spreads))


def make_limits(type: Type, process: Process, n: Decimal) -> Limits:
    """Three standard deviations from the centre at a point of size `n`; counts not below 0, proportions in 0 to 1."""
    with localcontext(WIDE):
        mean = process.mean
        if type == "i-mr":
            return _around(mean, process.sigma)
        if type in ("xbar-r", "xbar-s"):
            return _around(mean, process.sigma / n.sqrt())
        if type == "p":
            return _around(mean, _root(mean * (1 - mean) / n), _ZERO, _ONE)
        if type == "np":
            return _around(n * mean, _root(n * mean * (1 - mean)), _ZERO, n)
        return _around(mean, _root(mean / n), _ZERO)


def make_spread_limits(type: Type, process: Process, n: Decimal) -> Limits:
    """Limits of the lower panel: D3 and D4 times the mean range, B3 and B4 times the mean standard deviation."""
    with localcontext(WIDE):
        if type == "i-mr":
            centre = process.spread or _ZERO
            ucl = centre * _D4_OF_TWO
            return Limits(centre=centre, sigma=(ucl - centre) / 3, lcl=_ZERO, ucl=ucl)
        found = constants(int(n))
        if type == "xbar-r":
            return _around(found.d2 * process.sigma, found.d3 * process.sigma, _ZERO)
        return _around(found.c4 * process.sigma, _root(1 - found.c4**2) * process.sigma, _ZERO)


def _root(value: Decimal) -> Decimal:
    return max(_ZERO, value).sqrt()


def _around(centre: Decimal, sigma: Decimal, least: Decimal | None = None, most: Decimal | None = None) -> Limits:
    lcl, ucl = centre - _THREE * sigma, centre + _THREE * sigma
    return Limits(
        centre=centre,
        sigma=sigma,
        lcl=lcl if least is None else max(least, lcl),
        ucl=ucl if most is None else min(most, ucl),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Which of Nelson's rules are looked for."""

    numbers: tuple[int, ...]
    same_side: int = 9
    """Points on one side that make rule 2: nine (Nelson), eight (Western Electric 1956)."""


def broken(values: Sequence[Decimal], limits: Sequence[Limits], rules: Rules) -> list[tuple[int, ...]]:
    """The numbers of the rules that each point completes (Nelson, Journal of Quality Technology 16, 1984, 237–239).

    Inequalities are strict; a point on the centre line ends a run; where a run goes on, each further point is named.
    """
    with localcontext(WIDE):
        off = [value - limit.centre for value, limit in zip(values, limits, strict=True)]
        steps = [_ZERO, *(after - before for before, after in pairwise(values))]
    zones = [_zone(deviation, limit.sigma) for deviation, limit in zip(off, limits, strict=True)]
    found: list[list[int]] = [[] for _ in values]
    side = trend = zigzag = inside = outside = 0
    for at, zone in enumerate(zones):
        sign, step, last = _sign(off[at]), _sign(steps[at]), _sign(steps[at - 1]) if at else 0
        side = _longer(side, sign)
        trend = _longer(trend, step)
        zigzag = zigzag + 1 if step and step == -last else abs(step)
        inside = inside + 1 if abs(zone) == 0 and limits[at].sigma else 0
        outside = outside + 1 if abs(zone) > 1 else 0
        recent = {_sign(Decimal(each)) for each in zones[max(0, at - 7) : at + 1]}
        holds = {
            1: not limits[at].lcl <= values[at] <= limits[at].ucl,
            2: abs(side) >= rules.same_side,
            3: abs(trend) >= 5,  # six points make five steps
            4: zigzag >= 13,
            5: _beyond(zones[max(0, at - 2) : at + 1], 3) >= 2,
            6: _beyond(zones[max(0, at - 4) : at + 1], 2) >= 4,
            7: inside >= 15,
            8: outside >= 8 and {1, -1} <= recent,
        }
        found[at] = [number for number in rules.numbers if holds[number]]
    return [tuple(each) for each in found]


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _longer(run: int, sign: int) -> int:
    """A signed run with one more point: broken by the other sign and by 0."""
    return run + sign if run * sign > 0 else sign


def _zone(deviation: Decimal, sigma: Decimal) -> int:
    """0 within one sigma, 1 at it, 2 beyond one, 3 beyond two; with the deviation's sign."""
    far = abs(deviation)
    return _sign(deviation) * (3 if far > 2 * sigma else 2 if far > sigma else 1 if far == sigma else 0)


def _beyond(zones: Sequence[int], least: int) -> int:
    """How many of these stand as far out as `least` on the side of the last, which must be there itself."""
    sign = 1 if zones[-1] > 0 else -1
    return sum(zone * sign >= least for zone in zones) if zones[-1] * sign >= least else 0
