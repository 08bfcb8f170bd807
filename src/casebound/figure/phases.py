"""The labels of points and an author's options → phases, and stretches that are judged by one set of limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebound.figure.given import Given
from casebound.model.measure import Measure
from casebound.model.period import Period, make_period
from casebound.read.fields import NUMBER
from casebound.text.localized import Localized, phrase
from casebound.text.suggest import did_you_mean

_EQUALS = re.compile(r"[=＝]")
_BEFORE = phrase("之前", "Before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Points between two changes, from `start` up to `end`, which is not in it any more."""

    name: str
    """Empty where there is one phase only."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Points that are judged by the same limits."""

    name: str
    """The phase that the limits are from."""
    start: int
    end: int
    basis: int
    """How many of its first points make the limits."""

    @property
    def basis_end(self) -> int:
        """The first point beyond those that make the limits."""
        return self.start + self.basis


def read_phases(given: Given, labels: Sequence[str]) -> tuple[Phase, ...]:
    """The option `phases`: `2024-06=改进后; 2025-01=推广` names the label at which each begins; one without it."""
    starts: dict[int, str] = {}
    for part in given.names("phases"):
        label, *named = (word.strip() for word in _EQUALS.split(part, maxsplit=1))
        name = named[0] if named and named[0] else label
        if label not in labels:
            message = phrase("没有“{label}”这个点", "There is no point “{label}”", label=label)
            _wrong(given, "phases", message, did_you_mean(label, labels))
        elif name in starts.values():
            _wrong(given, "phases", phrase("两段都叫“{name}”", "Two phases are called “{name}”", name=name))
        else:
            starts[labels.index(label)] = name
    if not starts:
        return (Phase(name="", start=0, end=len(labels)),)
    starts.setdefault(0, _BEFORE.to(given.lang))
    order = sorted(starts)
    return tuple(
        Phase(name=starts[start], start=start, end=end)
        for start, end in zip(order, [*order[1:], len(labels)], strict=True)
    )


def read_stretches(given: Given, option: str, phases: Sequence[Phase]) -> tuple[Stretch, ...]:
    """A stretch a phase, made from all its points; with the option, from its first k points (a number), or one stretch
    from the named phase on to the end, made from that phase."""
    own = [Stretch(name=each.name, start=each.start, end=each.end, basis=each.end - each.start) for each in phases]
    text = given.words(option)
    names = [each.name for each in phases if each.name]
    if not text:
        return tuple(own)
    if text in names:
        at = names.index(text)
        last = Stretch(name=text, start=own[at].start, end=own[-1].end, basis=own[at].basis)
        return (*own[:at], last)
    k = NUMBER.convert(text)
    if k is None or k != k.to_integral_value() or k < 1:
        message = phrase(
            "“{option}”应为点数或一段的名称，这里是“{text}”",
            "“{option}” should be a number of points or the name of a phase, not “{text}”",
            option=option,
            text=text,
        )
        _wrong(given, option, message, did_you_mean(text, names))
        return tuple(own)
    return tuple(Stretch(name=each.name, start=each.start, end=each.end, basis=min(int(k), each.basis)) for each in own)


def _wrong(given: Given, option: str, message: Localized, hint: Localized | None = None) -> None:
    given.reading.note("wrong-option", given.place_of(option), message, hint)


def pooled(given: Given, labels: Sequence[str], stretches: Sequence[Stretch]) -> Measure | None:
    """The measure whose baseline and actual periods both make one set of limits, as though nothing had changed."""
    for measure in _plotted(given):
        baseline = measure.baseline.period if measure.baseline else None
        actual = measure.actual.period if measure.actual else None
        if baseline is None or actual is None or baseline.contains(actual) or actual.contains(baseline):
            continue
        for stretch in stretches:
            periods = [make_period(label) for label in labels[stretch.start : stretch.basis_end]]
            if _meets(baseline, periods) and _meets(actual, periods):
                return measure
    return None


def _plotted(given: Given) -> Iterable[Measure]:
    yield from given.measures
    if given.data_file and not given.measures:
        yield from (each for each in given.case_measures if each.series and each.series.file == given.data_file)


def _meets(whole: Period, periods: Iterable[Period | None]) -> bool:
    return any(period is not None and whole.contains(period) for period in periods)
