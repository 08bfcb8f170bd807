"""Measures → the fields each still lacks, and which of them a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from casebound.model.measure import Aggregate, Measure, MeasuredValue

NAMED = 200
"""Of a case with more measures than this, names are not looked for in the text: each is looked for by itself."""


def measure_gaps(measure: Measure) -> tuple[str, ...]:
    """What is not filled in, as paths under the measure: `target`, `baseline.n`; a target needs no period or n.

    Observations (n) are wanted of a share, of a weighted mean, of a series with a column of them, and where there is
    no series to look into; the sum of a month's overtime has none.
    """
    gaps: list[str] = []
    if not measure.unit:
        gaps.append("unit")
    if measure.better is None:
        gaps.append("better")
    gaps.extend(_value_gaps("baseline", measure.baseline, is_counted=_is_counted(measure)))
    if measure.target is None or measure.target.value is None:
        gaps.append("target" if measure.target is None else "target.value")
    gaps.extend(_value_gaps("actual", measure.actual, is_counted=_is_counted(measure)))
    if not measure.source:
        gaps.append("source")
    if measure.series is None:
        gaps.append("series")
    elif not measure.series.points:
        gaps.append("series.file")
    return tuple(gaps)


def _value_gaps(key: str, measured: MeasuredValue | None, *, is_counted: bool) -> list[str]:
    if measured is None:
        return [key]
    gaps = []
    if measured.value is None:
        gaps.append(f"{key}.value")
    if measured.period is None:
        gaps.append(f"{key}.period")
    if is_counted and measured.n is None:
        gaps.append(f"{key}.n")
    return gaps


def _is_counted(measure: Measure) -> bool:
    series = measure.series
    return measure.unit in ("%", "‰") or series is None or bool(series.n) or series.aggregate is Aggregate.WEIGHTED_MEAN


def named_measures(measures: Sequence[Measure], ids: Iterable[str], words: str) -> tuple[Measure, ...]:
    """The measures among `ids`, and those whose name stands in `words`; each once, in the case's order."""
    known = set(ids)
    looks = len(measures) <= NAMED
    return tuple(
        item for item in measures if item.id and (item.id in known or (looks and _stands_in(item.name, words)))
    )


def _stands_in(name: str, words: str) -> bool:
    """Whether the name stands there, for a Latin one not as a part of another word."""
    if not name.strip():
        return False
    if not name.isascii():
        return name in words
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None
