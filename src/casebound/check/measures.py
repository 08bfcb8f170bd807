"""Do the measures hold together: periods in order, and figures that the series bear out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from casebound.check.context import Context, error, warning
from casebound.model.measure import Aggregate, Measure, aggregated, digits, points_within, rounded
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import phrase


def check_measures(written: WrittenCase, _context: Context) -> Iterator[Finding]:
    """Each measure by itself."""
    ids: set[str] = set()
    for number, measure in enumerate(written.case.measures):
        path = f"measures[{number}]"
        if measure.id in ids:
            message = phrase("指标编号“{id}”重复", "Two measures use the id “{id}”", id=measure.id)
            yield error("duplicate-id", written.place(f"{path}.id"), message)
        ids.add(measure.id)
        yield from _order(written, path, measure)
        yield from _series(written, path, measure)


def _order(written: WrittenCase, path: str, measure: Measure) -> Iterator[Finding]:
    before = measure.baseline.period if measure.baseline else None
    after = measure.actual.period if measure.actual else None
    if before and after and before.end >= after.start:
        message = phrase(
            "“{name}”的改进后期间没有晚于基线期间",
            "The actual period of “{name}” is not after its baseline",
            name=measure.name,
        )
        yield error("periods-out-of-order", written.place(f"{path}.actual.period"), message)


def _roundings(value: Decimal, places: int) -> set[Decimal]:
    """What a half may be rounded to: people learn one way, GB/T 8170 teaches another."""
    return {rounded(value, places, how) for how in (ROUND_HALF_EVEN, ROUND_HALF_UP)}


def _series(written: WrittenCase, path: str, measure: Measure) -> Iterator[Finding]:
    """Baseline and actual value equal the declared aggregate of the rows in their period, to the digits written."""
    if measure.series is None or not measure.series.points:
        return
    for which in ("baseline", "actual"):
        said = measure.baseline if which == "baseline" else measure.actual
        if said is None or said.value is None or said.period is None:
            continue
        points = points_within(measure.series, said.period)
        if not points:
            message = phrase(
                "数据文件里没有 {period} 的行", "The data file has no rows of {period}", period=said.period.text
            )
            yield error("no-data-for-period", written.place(f"{path}.{which}.period"), message)
            continue
        computed = aggregated(points, measure.series.aggregate)
        if computed is not None and said.value not in _roundings(computed, digits(said.value)):
            message = phrase(
                "“{name}”写的是 {said}，按数据算出 {computed}",
                "“{name}” says {said}, its data give {computed}",
                name=measure.name,
                said=str(said.value),
                computed=str(rounded(computed, digits(said.value) + 1)),
            )
            hint = phrase(
                "{file}，{period}，{how}",
                "{file}, {period}, {how}",
                file=measure.series.file,
                period=said.period.text,
                how=measure.series.aggregate.value,
            )
            yield error("value-off-data", written.place(f"{path}.{which}.value"), message, hint)
        weights = [point.n for point in points if point.n is not None]
        if said.n is not None and len(weights) == len(points) and measure.series.aggregate is not Aggregate.LAST:
            total = sum(weights, Decimal(0))
            if total != said.n:
                message = phrase(
                    "样本量写 {said}，数据里合计 {total}",
                    "n is given as {said}, the data add up to {total}",
                    said=said.n,
                    total=str(total),
                )
                yield warning("n-off-data", written.place(f"{path}.{which}.n"), message)
