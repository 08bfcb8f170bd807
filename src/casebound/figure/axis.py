"""The range of some numbers → round ticks, and a scale from numbers to places in a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext

from casebound.model.measure import digits
from casebound.model.value import number
from casebound.text.localized import CHINESE

_WIDE = Context(prec=100)
"""Numbers have up to 30 digits: the axis of two that differ in the last needs them all."""
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
        low, high = self.ticks[0], self.ticks[-1]
        along = _WIDE.subtract(Decimal(value), low) / _WIDE.subtract(high, low)
        return self.start + (self.end - self.start) * float(along)

    @property
    def labels(self) -> tuple[str, ...]:
        """The ticks as they are written, all to the same digits."""
        places = max(digits(tick) for tick in self.ticks)
        return tuple(number(tick.quantize(Decimal(1).scaleb(-places), context=_WIDE)) for tick in self.ticks)


def make_axis(values: Iterable[Decimal], *, start: float, end: float, from_zero: bool = False, most: int = 6) -> Axis:
    """An axis for these numbers with at most `most` steps; `from_zero` for bars, whose length is what is read."""
    shown = [*values, *([Decimal(0)] if from_zero else [])] or [Decimal(0)]
    low, high = min(shown), max(shown)
    with localcontext(_WIDE):
        if low == high:
            is_bar = from_zero and low >= 0
            low, high = (low, low + 1) if is_bar else (low - abs(low) / 10 - 1, high + abs(high) / 10 + 1)
        step = _step((high - low) / most)
        first = (low / step).to_integral_value(ROUND_FLOOR) * step
        count = int(((high - first) / step).to_integral_value(ROUND_CEILING))
        ticks = tuple(_plain(first + step * place) for place in range(max(1, count) + 1))
    return Axis(ticks=ticks, start=start, end=end)


def titled(name: str, unit: str, lang: str) -> str:
    """What an axis is of: its name with its unit, `等候（分钟）`, unless the name says the unit already."""
    if not unit or unit in name:
        return name
    return f"{name}（{unit}）" if lang == CHINESE else f"{name} ({unit})"


def _step(least: Decimal) -> Decimal:
    """The smallest round number (1, 2, 2½ or 5 times a power of ten) that is not below `least`."""
    scale = Decimal(1).scaleb(least.adjusted())
    return next(step * scale for step in _STEPS if step * scale >= least)


def _plain(value: Decimal) -> Decimal:
    """Without zeros at its end, and not in powers of ten."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if digits(plain) == 0 else plain
