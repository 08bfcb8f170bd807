"""Answers counted by what was answered, or given as percentages → counts that may be added up, with their n."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.given import Given
from casebound.model.measure import rounded
from casebound.read.fields import NUMBER
from casebound.read.rows import Row
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span

_PERCENT = ("%", "％", "占比", "比例", "percent", "share")
_LARGEST = Decimal(10**9)
_LEAST, _MOST = Decimal(99), Decimal(101)
"""Percentages that were rounded may add up to a little more or less than a hundred."""


_WORST = (
    "不",
    "很不",
    "非常不",
    "极不",
    "差",
    "很差",
    "dis",
    "very dis",
    "strongly dis",
    "poor",
    "very poor",
    "unsat",
    "bad",
)
"""How the name of a worst level begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often each answer was given, or what percentage of all it is."""

    counts: tuple[Decimal, ...]
    n: Decimal | None
    """How many answered; None where only percentages are given."""

    @property
    def total(self) -> Decimal:
        """What the shares are of."""
        return sum(self.counts, Decimal(0))

    def share(self, *places: int) -> Decimal:
        """Percent of all, of some answers together, not rounded."""
        return sum((self.counts[place] for place in places), Decimal(0)) * 100 / self.total


def alike(rows: Iterable[Row]) -> list[tuple[Row, int]]:
    """Different rows, each with how often it stands: ten thousand people give a hundred different answers."""
    first: dict[tuple[str, ...], Row] = {}
    times: dict[tuple[str, ...], int] = {}
    for row in rows:
        first.setdefault(row.cells, row)
        times[row.cells] = times.get(row.cells, 0) + 1
    return [(row, times[cells]) for cells, row in first.items()]


def is_percent(header: str) -> bool:
    """Whether a column's name says that it holds percentages."""
    return any(word in header.casefold() for word in _PERCENT)


def given_n(given: Given) -> tuple[Decimal, ...]:
    """Option `n`: how many answered, one number for all groups or one for each between semicolons."""
    found = []
    for word in given.names("n"):
        value = NUMBER.convert(word)
        if value is None or value <= 0 or value != value.to_integral_value():
            message = phrase(
                "n 应是正整数，这里是“{word}”", "n should be a positive whole number, not “{word}”", word=word
            )
            given.refuse(message, given.place_of("n"))
            return ()
        found.append(value)
    return tuple(found)


def n_of(numbers: Sequence[Decimal], place: int) -> Decimal | None:
    """The n of one group among those of the option."""
    if len(numbers) == 1:
        return numbers[0]
    return numbers[place] if place < len(numbers) else None


def tally(
    given: Given, name: str, counts: Sequence[Decimal], place: Span, *, n: Decimal | None = None, percent: bool = False
) -> Tally | None:
    """Counts, or percentages of `n`; None with a finding where they can be neither."""
    total = sum(counts, Decimal(0))
    if any(count < 0 for count in counts):
        given.refuse(phrase("“{name}”的人数是负数", "A count of “{name}” is negative", name=name), place)
        return None
    if total > _LARGEST:
        given.refuse(phrase("“{name}”的人数太大", "The counts of “{name}” are too large", name=name), place)
        return None
    if not total:
        given.refuse(phrase("“{name}”没有一个回答", "Nobody answered “{name}”", name=name), place)
        return None
    is_whole = all(count == count.to_integral_value() for count in counts)
    is_hundred = _LEAST <= total <= _MOST
    if percent or not is_whole or (n is not None and n != total):
        if not is_hundred:
            given.refuse(_not_a_hundred(name, total, n, is_counted=is_whole and not percent), place)
            return None
        return Tally(counts=tuple(counts), n=n)
    return Tally(counts=tuple(counts), n=total)


def _not_a_hundred(name: str, total: Decimal, n: Decimal | None, *, is_counted: bool) -> Localized:
    shown = f"{rounded(total, 1).normalize():f}"
    if is_counted and n is not None:
        return phrase(
            "“{name}”合计 {total} 人，n 却写成 {n}",
            "“{name}” adds up to {total}, but n says {n}",
            name=name,
            total=shown,
            n=str(n),
        )
    return phrase(
        "“{name}”的占比合计 {total}%，应是 100%；人数则应是整数",
        "The percentages of “{name}” add up to {total}, not 100; counts should be whole numbers",
        name=name,
        total=shown,
    )


def is_worst_first(levels: Sequence[str]) -> bool:
    """Whether the levels of a scale stand from the worst to the best, by their names."""
    first, last = NUMBER.convert(levels[0]) if levels else None, NUMBER.convert(levels[-1]) if levels else None
    if first is not None and last is not None:
        return first < last
    return bool(levels) and levels[0].casefold().startswith(_WORST)


def scores_of(levels: Sequence[str]) -> list[Decimal]:
    """What each level counts in the mean."""
    own = [NUMBER.convert(level) for level in levels]
    known = [score for score in own if score is not None]
    return known if len(known) == len(levels) else [Decimal(at) for at in range(len(levels), 0, -1)]
