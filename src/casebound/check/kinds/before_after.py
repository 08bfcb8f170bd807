"""Do a measure's figures hold together: with the data they come from, and with what it says is better."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.model.case import StudyDesign
from casebound.model.measure import (
    Aggregate,
    Better,
    Measure,
    MeasuredValue,
    aggregated,
    digits,
    points_within,
    rounded,
)
from casebound.model.missing import why_not_computed
from casebound.read.fields import INTEGER, Choice, Field, required
from casebound.text.localized import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """What may be wrong with a measure."""

    problem: str
    """`no-value` (none is given, and none follows from the data), `no-data` (no rows of the period), `off-data` (the
    rows give another figure), `n-off-data`, `target-no-better` (than the baseline), `worse` (the actual value),
    `few-points` (fewer than `least`, though the design looks at the course over time), `no-series` (for such a design),
    `no-course` (no measure at all has `least` points)."""
    least: int = 0


Found = Iterator[Hit]
_COURSE = (StudyDesign.RUN_CHART, StudyDesign.CONTROL_CHART, StudyDesign.INTERRUPTED_TIME_SERIES)
"""Designs that look at the course over time."""


def find(problem: BeforeAfter, look: Look) -> Found:
    """Each measure with that problem; a translation rests on its original's figures."""
    if look.written.is_translation:
        return
    if problem.problem == "no-course":
        yield from _no_course(look, problem.least)
        return
    for number, measure in enumerate(look.case.measures):
        yield from _FINDERS[problem.problem](look, f"measures[{number}]", measure, problem.least)


def _ends(measure: Measure) -> Iterator[tuple[str, MeasuredValue]]:
    for which, value in (("baseline", measure.baseline), ("actual", measure.actual)):
        if value is not None:
            yield which, value


def _said(measure: Measure) -> Iterator[tuple[str, MeasuredValue]]:
    yield from (item for item in _ends(measure) if item[1].value is not None and item[1].period is not None)


def _no_value(look: Look, path: str, measure: Measure, _least: int) -> Found:
    """A value that cannot be read is told where it is read; rows that are not there are `no-data`."""
    for which, value in _ends(measure):
        reason = why_not_computed(measure, value) if value.value is None else None
        if reason is None or (measure.series and value.period and not points_within(measure.series, value.period)):
            continue
        for field in look.fields(f"measures[].{which}.value"):
            if field.path == f"{path}.{which}.value" and field.node is None:
                yield Hit(span=field.span, values={"name": measure.name, "said": which}, hint=reason, field=field.name)


def _no_data(look: Look, path: str, measure: Measure, _least: int) -> Found:
    if measure.series is None or not measure.series.points:
        return
    for which, value in _ends(measure):
        if value.period is not None and not points_within(measure.series, value.period):
            span = look.written.place(f"{path}.{which}.period")
            yield Hit(span=span, values={"name": measure.name, "period": value.period.text})


def _off_data(look: Look, path: str, measure: Measure, _least: int) -> Found:
    """The figure is the declared aggregate of the rows, to the digits written; a half may be rounded either way."""
    series = measure.series
    if series is None or not series.points:
        return
    for which, value in _said(measure):
        if value.period is None or value.value is None:
            continue
        computed = aggregated(points_within(series, value.period), series.aggregate)
        if computed is None or value.value in _roundings(computed, digits(value.value)):
            continue
        hint = phrase(
            "{file}，{period}，{how}",
            "{file}, {period}, {how}",
            file=series.file,
            period=value.period.text,
            how=series.aggregate.value,
        )
        values = {
            "name": measure.name,
            "said": str(value.value),
            "computed": str(rounded(computed, digits(value.value) + 1)),
        }
        yield Hit(span=look.written.place(f"{path}.{which}.value"), values=values, hint=hint)


def _roundings(value: Decimal, places: int) -> set[Decimal]:
    """What a half may be rounded to: people learn one way, GB/T 8170 teaches another."""
    return {rounded(value, places, how) for how in (ROUND_HALF_EVEN, ROUND_HALF_UP)}


def _n_off_data(look: Look, path: str, measure: Measure, _least: int) -> Found:
    series = measure.series
    if series is None or series.aggregate is Aggregate.LAST:
        return
    for which, value in _said(measure):
        points = points_within(series, value.period) if value.period else ()
        weights = [point.n for point in points if point.n is not None]
        if value.n is None or not points or len(weights) < len(points):
            continue
        total = sum(weights, Decimal(0))
        if total != value.n:
            values = {"name": measure.name, "said": str(value.n), "computed": str(total)}
            yield Hit(span=look.written.place(f"{path}.{which}.n"), values=values)


def _target_no_better(look: Look, path: str, measure: Measure, _least: int) -> Found:
    before, goal = (value.value if value else None for value in (measure.baseline, measure.target))
    if before is None or goal is None or measure.better is None:
        return
    if goal == before or (goal < before) is not (measure.better is Better.LOWER):
        values = {"name": measure.name, "said": str(goal), "computed": str(before)}
        yield Hit(span=look.written.place(f"{path}.target.value"), values=values)


def _worse(look: Look, path: str, measure: Measure, _least: int) -> Found:
    before, after = (value.value if value else None for value in (measure.baseline, measure.actual))
    if before is None or after is None or measure.better is None or before == after:
        return
    if (after < before) is not (measure.better is Better.LOWER):
        values = {"name": measure.name, "said": str(after), "computed": str(before)}
        yield Hit(span=look.written.place(f"{path}.actual.value"), values=values)


def _no_series(look: Look, path: str, measure: Measure, _least: int) -> Found:
    if look.case.study is not None and look.case.study.design in _COURSE and measure.series is None:
        yield Hit(span=look.written.place(f"{path}.id"), values={"name": measure.name})


def _few_points(look: Look, path: str, measure: Measure, least: int) -> Found:
    """Variation over time can be seen only in several points before and several after."""
    if look.case.study is None or look.case.study.design not in _COURSE or measure.series is None:
        return
    if measure.series.points and len(measure.series.points) < least:
        values = {"name": measure.name, "said": str(len(measure.series.points)), "computed": str(least)}
        yield Hit(span=look.written.place(f"{path}.series"), values=values)


def _no_course(look: Look, least: int) -> Found:
    """What reports of improvement skip most (SQUIRE 2.0): how the figures vary from month to month."""
    series = [measure.series for measure in look.case.measures]
    is_shown = any(item is not None and (len(item.points) >= least or not item.points) for item in series)
    if series and not is_shown:
        yield Hit(span=look.document.key("measures"), values={"computed": str(least)})


_FINDERS: dict[str, Callable[[Look, str, Measure, int], Found]] = {
    "no-value": _no_value,
    "no-data": _no_data,
    "off-data": _off_data,
    "n-off-data": _n_off_data,
    "target-no-better": _target_no_better,
    "worse": _worse,
    "no-series": _no_series,
    "few-points": _few_points,
}

KIND = Kind(
    name="before-after",
    make=BeforeAfter,
    fields={"problem": required(Choice({name: name for name in (*_FINDERS, "no-course")})), "least": Field(INTEGER)},
    values=frozenset({"name", "period", "said", "computed"}),
    find=find,
)
