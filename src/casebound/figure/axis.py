"""The range of some numbers → round ticks, and a scale from numbers to places in a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from casebound.model.measure import digits
from casebound.model.value import number

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Ticks at equal distances, the first and last of which enclose what is shown; and the places of its two ends."""

    ticks: tuple[Decimal, ...]
    start: float
    """Where the first tick stands: for a vertical axis its lower end."""
    end: float

    def at(self, value: Decimal | float) -> float:
        """The place of a number."""
        low, high = float(self.ticks[0]), float(self.ticks[-1])
        return self.start + (self.end - self.start) * (float(value) - low) / (high - low)

    @property
    def labels(self) -> tuple[str, ...]:
        """The ticks as they are written, all to the same digits."""
        places = max(digits(tick) for tick in self.ticks)
        return tuple(number(tick.quantize(Decimal(1).scaleb(-places))) for tick in self.ticks)


def make_axis(values: Iterable[Decimal], *, start: float, end: float, from_zero: bool = False, most: int = 6) -> Axis:
    """An axis for these numbers with at most `most` steps; `from_zero` for bars, whose length is what is read."""
    shown = [*values, *([Decimal(0)] if from_zero else [])] or [Decimal(0)]
    low, high = min(shown), max(shown)
    if low == high:
        low, high = (low, low + 1) if from_zero and low >= 0 else (low - abs(low) / 10 - 1, high + abs(high) / 10 + 1)
    step = _step((high - low) / most)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    count = int(((high - first) / step).to_integral_value(ROUND_CEILING))
    return Axis(ticks=tuple(_plain(first + step * place) for place in range(max(1, count) + 1)), start=start, end=end)


def _step(least: Decimal) -> Decimal:
    """The smallest round number (1, 2, 2½ or 5 times a power of ten) that is not below `least`."""
    scale = Decimal(1).scaleb(least.adjusted())
    return next(step * scale for step in _STEPS if step * scale >= least)


def _plain(value: Decimal) -> Decimal:
    """Without zeros at its end, and not in powers of ten."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if digits(plain) == 0 else plain
