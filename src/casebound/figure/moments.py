"""Numbers, each as often as it was measured → their mean, spread and correlation, exact until they are rounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from casebound.model.measure import rounded

_WIDE = Context(prec=120)
"""Numbers have up to 30 digits: room for sums of products of ten thousand of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Of a sample."""

    n: int
    mean: Decimal
    deviation: Decimal | None
    """The sample's standard deviation, with n − 1; None for one number."""


def moments(counts: Mapping[Decimal, int]) -> Moments:
    """Of numbers by how often each occurs (or of the middles of classes); at least one."""
    with localcontext(_WIDE):
        n = sum(counts.values())
        total = sum((value * count for value, count in counts.items()), Decimal(0))
        squares = sum((value * value * count for value, count in counts.items()), Decimal(0))
        spread = max(Decimal(0), n * squares - total * total)
        deviation = (spread / (n * (n - 1))).sqrt() if n > 1 else None
        return Moments(n=n, mean=total / n, deviation=deviation)


def capability(
    exact: Moments, lower: Decimal | None, upper: Decimal | None, places: int
) -> tuple[Decimal | None, Decimal | None]:
    """Cp = (upper − lower)/6s and Cpk, the mean's distance from the nearer limit/3s; None where they cannot be."""
    if not exact.deviation or (lower is None and upper is None):
        return None, None
    with localcontext(_WIDE):
        above = None if upper is None else upper - exact.mean
        below = None if lower is None else exact.mean - lower
        nearest = min(side for side in (above, below) if side is not None)
        cpk = rounded(nearest / (3 * exact.deviation), places)
        if upper is None or lower is None:
            return None, cpk
        return rounded((upper - lower) / (6 * exact.deviation), places), cpk


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How two measurements of the same things go together."""

    n: int
    r: Decimal | None
    """Pearson's coefficient; None where one of the two does not vary."""
    slope: Decimal | None
    """Of the least-squares line of y on x; None where x does not vary."""
    intercept: Decimal | None


def relation(points: Iterable[tuple[Decimal, Decimal]]) -> Relation:
    """Of pairs of x and y."""
    with localcontext(_WIDE):
        n, zero = 0, Decimal(0)
        sx = sy = sxx = syy = sxy = zero
        for x, y in points:
            n += 1
            sx, sy, sxx, syy, sxy = sx + x, sy + y, sxx + x * x, syy + y * y, sxy + x * y
        xx, yy, xy = n * sxx - sx * sx, n * syy - sy * sy, n * sxy - sx * sy
        if n < 2 or not xx:
            return Relation(n=n, r=None, slope=None, intercept=None)
        slope = xy / xx
        r = xy / (xx * yy).sqrt() if yy else None
        return Relation(n=n, r=r, slope=slope, intercept=(sy - slope * sx) / n)


_CRITICAL = (
    *((1, 997), (2, 950), (3, 878), (4, 811), (5, 754), (6, 707), (7, 666), (8, 632), (9, 602)),
    *((10, 576), (11, 553), (12, 532), (13, 514), (14, 497), (15, 482), (16, 468), (17, 456)),
    *((18, 444), (19, 433), (20, 423), (25, 381), (30, 349), (35, 325), (40, 304), (45, 288)),
    *((50, 273), (60, 250), (70, 232), (80, 217), (90, 205), (100, 195)),
)
"""Degrees of freedom and |r| in thousandths that chance exceeds once in twenty (Fisher and Yates, Statistical Tables,
table VII, two-sided)."""


def critical_r(n: int) -> Decimal | None:
    """The |r| from which n pairs show a linear relation at the 5 % level; None below three pairs.

    Between the table's rows the stricter one holds; beyond it t/√(n − 2 + t²), Student's t being 1.984 as for 100.
    """
    freedom = n - 2
    if freedom < 1:
        return None
    if freedom > 100:
        t = Decimal("1.984")
        return (t / (freedom + t * t).sqrt()).quantize(Decimal("0.001"))
    return Decimal(next(value for least, value in reversed(_CRITICAL) if least <= freedom)).scaleb(-3)
