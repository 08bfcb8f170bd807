"""Samples, stretches and rules → a control chart with everything worked out: centre, limits, signals by point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from casebound.figure.given import Given
from casebound.figure.kind import Doubt
from casebound.figure.phases import Phase, Stretch
from casebound.figure.samples import Samples
from casebound.figure.spc import (
    PAIRED,
    WIDE,
    Limits,
    Process,
    Rules,
    Sample,
    Type,
    broken,
    make_limits,
    make_process,
    make_spread_limits,
    moving_ranges,
)
from casebound.model.measure import rounded
from casebound.model.value import Value, written
from casebound.text.localized import phrase

FEWEST = 6
"""Points without which no limits are worked out: “useful limits may be constructed with as few as five or six values”
(Wheeler, Understanding Variation, p. 60)."""
ENOUGH = 12
"""Points from which on limits are more than a trial (NHSRplotthedots, “How many points are required”); 20 to 25 are
recommended (Montgomery)."""
SPREAD_RULES = Rules(numbers=(1,))
"""Neighbouring moving ranges share a value, and ranges are skewed: runs and zones would mislead in the lower panel."""

_NAMED = {
    "nelson": Rules(numbers=tuple(range(1, 9))),
    "western-electric": Rules(numbers=(1, 2, 5, 6), same_side=8),
    "none": Rules(numbers=()),
    "无": Rules(numbers=()),
}
_VARIABLES, _COUNTS = Rules(numbers=(1, 2, 3, 5, 6)), Rules(numbers=(1, 2))
"""Without the option. Zones presume a symmetric distribution, so charts of counts get the limits and the run only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A point with what it is judged by, in the unit that is shown."""

    label: str
    value: Decimal
    n: Decimal
    count: Decimal
    limits: Limits | None
    """None where its phase has too few points."""
    broken: tuple[int, ...]
    """The rules it completes."""
    spread: Decimal | None
    spread_limits: Limits | None
    is_spread_out: bool
    """Whether its moving range, range or standard deviation is beyond the limits."""

    @property
    def is_signal(self) -> bool:
        """Whether anything about it is unusual."""
        return bool(self.broken) or self.is_spread_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one set of limits comes to, in the unit that is shown."""

    stretch: Stretch
    mean: Decimal
    limits: Limits | None
    """Where they are the same at every point."""
    spread: Decimal | None
    """The mean moving range, range or standard deviation."""
    spread_limits: Limits | None

    @property
    def has_limits(self) -> bool:
        """Whether there were enough points."""
        return self.stretch.basis >= FEWEST

    @property
    def is_extended(self) -> bool:
        """Whether points beyond those that made the limits are judged by them."""
        return self.stretch.basis_end < self.stretch.end


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChart:
    """Points in order, judged."""

    type: Type
    points: tuple[Judged, ...]
    phases: tuple[Phase, ...]
    means: tuple[Decimal, ...]
    """Of each phase's own points."""
    sections: tuple[Section, ...]
    rules: Rules
    period: str
    name: str
    unit: str
    places: int
    target: Decimal | None
    usl: Decimal | None
    lsl: Decimal | None
    doubts: tuple[Doubt, ...]

    @property
    def is_paired(self) -> bool:
        """Whether it has a second panel."""
        return self.type in PAIRED

    @property
    def signals(self) -> tuple[Judged, ...]:
        """The points that something is unusual about."""
        return tuple(point for point in self.points if point.is_signal)

    def shown(self, value: Decimal) -> Decimal:
        """To the declared places."""
        return rounded(value, self.places)

    def written(self, value: Decimal, lang: str) -> str:
        """To the declared places, with the unit."""
        return written(Value(value=self.shown(value), unit=self.unit), lang)

    def phase_of(self, at: int) -> str:
        """The name of the phase that a point lies in."""
        return next(phase.name for phase in self.phases if phase.start <= at < phase.end)


def read_rules(given: Given, type: Type) -> Rules:
    """Numbers between blanks, or a name."""
    text = given.words("rules").casefold()
    default = _VARIABLES if type in PAIRED else _COUNTS
    if not text:
        return default
    if text in _NAMED:
        return _NAMED[text]
    words = re.split(r"[\s,，;；、]+", text)
    if all(word.isdecimal() and int(word) in range(1, 9) for word in words):
        return Rules(numbers=tuple(sorted({int(word) for word in words})))
    message = phrase(
        "“rules”应为 1 至 8 的编号、western-electric、nelson 或 none，这里是“{text}”",
        "“rules” should be numbers from 1 to 8, western-electric, nelson or none, not “{text}”",
        text=given.words("rules"),
    )
    given.reading.note("wrong-option", given.place_of("rules"), message)
    return default


def judge(
    samples: Samples, stretches: Iterable[Stretch], rules: Rules
) -> tuple[tuple[Judged, ...], tuple[Section, ...]]:
    """Every point, and every set of limits. Moving ranges do not reach from one stretch into another."""
    points: list[Judged] = []
    sections = []
    with localcontext(WIDE):
        for stretch in stretches:
            inside = _with_ranges(samples.type, samples.points[stretch.start : stretch.end])
            process = make_process(samples.type, inside[: stretch.basis])
            judged = _judged(samples, process, inside, rules, has_limits=stretch.basis >= FEWEST)
            points += judged
            sections.append(
                Section(
                    stretch=stretch,
                    mean=_mean(samples, process, inside[: stretch.basis]),
                    limits=_same([point.limits for point in judged]),
                    spread=process.spread,
                    spread_limits=_same([point.spread_limits for point in judged if point.spread is not None]),
                )
            )
    return tuple(points), tuple(sections)


def phase_means(samples: Samples, phases: Iterable[Phase]) -> tuple[Decimal, ...]:
    """The mean of each phase's own points, in the unit that is shown."""
    parts = [samples.points[phase.start : phase.end] for phase in phases]
    with localcontext(WIDE):
        return tuple(_mean(samples, make_process(samples.type, part), part) for part in parts)


def _mean(samples: Samples, process: Process, points: Sequence[Sample]) -> Decimal:
    """For counts among n: the mean count."""
    if samples.type == "np":
        return make_process("i-mr", points).mean
    return process.mean * samples.scale


def _with_ranges(type: Type, points: Sequence[Sample]) -> list[Sample]:
    if type != "i-mr":
        return list(points)
    ranges = [None, *moving_ranges([point.value for point in points])]
    return [replace(point, spread=spread) for point, spread in zip(points, ranges, strict=True)]


def _judged(
    samples: Samples, process: Process, points: Sequence[Sample], rules: Rules, *, has_limits: bool
) -> list[Judged]:
    limits = [make_limits(samples.type, process, point.n) for point in points]
    found = broken([point.value for point in points], limits, rules) if has_limits else [() for _ in points]
    judged = []
    for point, limit, completes in zip(points, limits, found, strict=True):
        lower = make_spread_limits(samples.type, process, point.n) if samples.type in PAIRED and has_limits else None
        is_out = lower is not None and point.spread is not None and not lower.lcl <= point.spread <= lower.ucl
        judged.append(
            Judged(
                label=point.label,
                value=point.value * samples.scale,
                n=point.n,
                count=point.count,
                limits=limit.scaled(samples.scale) if has_limits else None,
                broken=completes,
                spread=point.spread,
                spread_limits=lower,
                is_spread_out=is_out and 1 in rules.numbers,
            )
        )
    return judged


def _same(limits: Sequence[Limits | None]) -> Limits | None:
    """The limits, where they do not vary from point to point."""
    first = limits[0] if limits else None
    return first if all(limit == first for limit in limits) else None
