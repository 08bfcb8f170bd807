"""A measure with values before and after → the words that stand beside it in a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.letters import SMALL, width_of
from casebound.model.measure import Measure, MeasuredValue
from casebound.model.value import joined_unit, number
from casebound.text.localized import CHINESE, phrase

_LONG_UNIT = 64.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What holds for a whole drawing."""

    words: tuple[str, str]
    """What the two times are called."""
    axis_from: Decimal
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure, which has both values."""

    measure: Measure
    change: str
    """The change as it is written, in the unit and in percent."""
    is_better: bool | None
    """None where nothing changed or the direction is not known."""

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        """Before and after."""
        return _value(self.measure.baseline), _value(self.measure.actual)

    @property
    def target(self) -> Decimal | None:
        return self.measure.target.value if self.measure.target else None

    @property
    def is_missed(self) -> bool:
        return self.measure.is_target_met is False

    def shown(self, lang: str) -> tuple[str, str]:
        """The values with their unit, without it where it is too long to stand at the end of a bar."""
        unit = "" if self.long_unit else joined_unit(self.measure.unit, lang)
        before, after = self.values
        return number(before) + unit, number(after) + unit

    @property
    def long_unit(self) -> str:
        """The unit where it has to stand elsewhere."""
        return self.measure.unit if width_of(self.measure.unit, SMALL) > _LONG_UNIT else ""

    def goal(self, lang: str) -> str:
        """The target and whether it was met; nothing where there is none."""
        if self.target is None:
            return ""
        met = self.measure.is_target_met
        word = phrase("达到目标 ", "target met: ") if met else phrase("未达目标 ", "target missed: ")
        word = phrase("目标 ", "target ") if met is None else word
        return word.to(lang) + number(self.target) + ("" if self.long_unit else joined_unit(self.measure.unit, lang))

    def worse(self, lang: str) -> str:
        """A word where it changed the wrong way."""
        return phrase("变差", "worse").to(lang) if self.is_better is False else ""

    def whens(self, lang: str) -> tuple[str, str]:
        """Period and n of both values, as far as they are known."""
        return _when(self.measure.baseline, lang), _when(self.measure.actual, lang)


def shown_values(group: Sequence[Comparison]) -> list[Decimal]:
    """All that must have a place on an axis."""
    return [value for each in group for value in (*each.values, each.target) if value is not None]


def _value(measured: MeasuredValue | None) -> Decimal:
    assert measured is not None and measured.value is not None
    return measured.value


def _when(measured: MeasuredValue | None, lang: str) -> str:
    parts = []
    if measured and measured.period:
        parts.append(measured.period.text.replace("/", "–"))
    if measured and measured.n is not None:
        parts.append(f"n = {number(Decimal(measured.n))}")
    return ("，" if lang == CHINESE else ", ").join(parts)
