"""Arithmetic of measures, held against exact fractions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.model.case import Case
from casebound.model.measure import (
    Aggregate,
    Better,
    Measure,
    MeasuredValue,
    Point,
    Rounding,
    RoundingMode,
    Series,
    aggregated,
    digits,
    points_within,
    rounded,
    with_values,
)
from casebound.model.period import Period, make_period
from casebound.model.value import Value, value_of


def period(text: str) -> Period:
    made = make_period(text)
    assert made is not None
    return made


def make(before: str, goal: str, after: str, better: Better = Better.LOWER, unit: str = "分钟") -> Measure:
    return Measure(
        id="wait",
        unit=unit,
        better=better,
        baseline=MeasuredValue(value=Decimal(before)),
        target=MeasuredValue(value=Decimal(goal)),
        actual=MeasuredValue(value=Decimal(after)),
    )


def test_change_percent_and_attainment_by_hand() -> None:
    # 26.8 - 52.4 = -25.6; -25.6 / 52.4 = -48.854...%; of the way 52.4 -> 30 (22.4 minutes) 25.6 / 22.4 = 114.285...%
    measure = make("52.4", "30", "26.8")
    assert measure.change == Decimal("-25.6")
    assert rounded(measure.change_percent or Decimal(0), 2) == Decimal("-48.85")
    assert rounded(measure.attainment or Decimal(0), 2) == Decimal("114.29")


def test_a_step_backwards_attains_less_than_nothing() -> None:
    assert make("50", "40", "55").attainment == -50


def test_a_negative_baseline_is_taken_by_its_size() -> None:
    assert make("-20", "0", "10", Better.HIGHER).change_percent == 150  # +30 on a base of 20


@pytest.mark.parametrize(
    ("better", "goal", "after", "met"),
    [
        ("lower", "30", "30", True),
        ("lower", "30", "30.1", False),
        ("higher", "90", "90.0", True),
        ("higher", "90", "89", False),
    ],
)
def test_a_target_is_met_at_its_value(better: str, goal: str, after: str, met: bool) -> None:
    assert make("50", goal, after, Better(better)).is_target_met is met


def test_what_is_not_there_gives_nothing() -> None:
    empty = Measure(id="wait")
    assert (empty.change, empty.change_percent, empty.attainment, empty.is_target_met) == (None, None, None, None)
    assert make("0", "1", "2").change_percent is None
    assert make("5", "5", "2").attainment is None


NUMBERS = st.decimals(-(10**9), 10**9, places=3)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_percentages_are_those_of_exact_fractions(before: Decimal, goal: Decimal, after: Decimal) -> None:
    measure = make(str(before), str(goal), str(after))
    exact = Fraction(after) - Fraction(before)
    assert Fraction(measure.change or 0) == exact
    if before:
        assert Fraction(rounded(measure.change_percent or Decimal(0), 1)) == round(
            100 * exact / abs(Fraction(before)), 1
        )
    if goal != before:
        assert Fraction(rounded(measure.attainment or Decimal(0), 1)) == round(
            100 * exact / (Fraction(goal) - Fraction(before)), 1
        )


ROWS = st.lists(st.tuples(NUMBERS, st.integers(0, 10**6)), min_size=1, max_size=15)


@given(ROWS, st.sampled_from(Aggregate), st.integers(0, 4))
def test_aggregates_are_those_of_exact_fractions(rows: list[tuple[Decimal, int]], how: Aggregate, places: int) -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(len(rows))]
    points = [
        Point(period=Period(start=day, end=day, text=str(day)), value=value, n=Decimal(n))
        for day, (value, n) in zip(days, rows, strict=True)
    ]
    values, weights = [Fraction(value) for value, _ in rows], [n for _, n in rows]
    exact: Fraction | None
    if how is Aggregate.WEIGHTED_MEAN:
        products = [value * n for value, n in zip(values, weights, strict=True)]
        exact = sum(products, Fraction(0)) / sum(weights) if sum(weights) else None
    elif how is Aggregate.LAST:
        exact = values[-1]
    else:
        exact = sum(values, Fraction(0)) / (len(values) if how is Aggregate.MEAN else 1)
    found = aggregated(reversed(points), how)
    if exact is None:
        assert found is None
    else:
        assert found is not None
        assert Fraction(rounded(found, places)) == round(exact, places)  # round() of a fraction: half to even


def test_a_weighted_mean_by_hand() -> None:
    # (50.0 * 1000 + 56.0 * 500) / 1500 = 78000 / 1500 = 52.0, while the plain mean is 53.0
    points = [
        Point(period=period("2024-01"), value=Decimal("50.0"), n=Decimal(1000)),
        Point(period=period("2024-02"), value=Decimal("56.0"), n=Decimal(500)),
    ]
    assert aggregated(points, Aggregate.WEIGHTED_MEAN) == 52
    assert aggregated(points, Aggregate.MEAN) == 53


def test_a_weighted_mean_needs_every_weight() -> None:
    points = [
        Point(period=period("2024-01"), value=Decimal(1), n=Decimal(1)),
        Point(period=period("2024-02"), value=Decimal(2)),
    ]
    assert aggregated(points, Aggregate.WEIGHTED_MEAN) is None
    assert aggregated([], Aggregate.SUM) is None


def test_only_points_wholly_within_a_period_count() -> None:
    points = tuple(Point(period=period(f"2024-{month:02}"), value=Decimal(month)) for month in range(1, 7))
    series = Series(points=points)
    assert [point.value for point in points_within(series, period("2024-Q1"))] == [1, 2, 3]
    assert points_within(series, period("2024-01-15/2024-02-15")) == ()


@pytest.mark.parametrize(("text", "places"), [("26", 0), ("26.80", 2), ("-0.5", 1)])
def test_digits_are_counted_as_written(text: str, places: int) -> None:
    assert digits(Decimal(text)) == places


def test_a_half_is_rounded_to_the_even_digit() -> None:
    assert [str(rounded(Decimal(text), 1)) for text in ("0.25", "0.35", "-0.25")] == ["0.2", "0.4", "-0.2"]


def test_the_longest_numbers_that_are_read_can_be_rounded() -> None:
    big = "9" * 30
    assert rounded(Decimal(big), 3) == Decimal(big)
    measure = make(big, "0", "0." + "1" * 28)
    assert value_of(Case(measures=(measure,)), "wait.change") is not None
    assert value_of(Case(measures=(measure,)), "wait.change_percent") == Value(
        value=Decimal("-100.0"), unit="%", is_signed=True
    )


CASE = Case(measures=(make("52.40", "30", "26.8"), Measure(id="bare", unit="件")))


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("wait.baseline", Value(value=Decimal("52.40"), unit="分钟")),
        ("wait.target", Value(value=Decimal(30), unit="分钟")),
        ("wait.actual", Value(value=Decimal("26.8"), unit="分钟")),
        ("wait.change", Value(value=Decimal("-25.60"), unit="分钟", is_signed=True)),
        ("wait.change_percent", Value(value=Decimal("-48.9"), unit="%", is_signed=True)),
        ("wait.attainment", Value(value=Decimal("114.3"), unit="%")),
        ("wait.median", None),
        ("wait", None),
        ("wait.", None),
        ("", None),
        ("nothing.baseline", None),
        ("bare.baseline", None),
        ("bare.change", None),
    ],
)
def test_a_figure_is_called_by_measure_and_part(name: str, figure: Value | None) -> None:
    found = value_of(CASE, name)
    assert found == figure
    assert figure is None or found is None or str(found.value) == str(figure.value)


def test_a_change_between_percentages_is_in_points() -> None:
    found = value_of(Case(measures=(make("71.8", "88", "91.2", Better.HIGHER, "%"),)), "wait.change")
    assert found == Value(value=Decimal("19.4"), unit="%", is_signed=True, is_points=True)


HIGHER = make("71.8", "88", "91.2", Better.HIGHER, "%")


@pytest.mark.parametrize(
    ("measure", "improvement", "percent", "gap"),
    [
        (make("50", "30", "20"), "30", "60", "-10"),  # 30 of 50 less; 10 beyond the target
        (make("50", "30", "35"), "15", "30", "5"),
        (make("50", "30", "60"), "-10", "-20", "30"),
        (make("80", "95", "90", Better.HIGHER), "10", "12.5", "5"),
        (make("80", "95", "72", Better.HIGHER), "-8", "-10", "23"),
        (make("-20", "-10", "-15", Better.HIGHER), "5", "25", "5"),  # of a size of 20
    ],
)
def test_an_improvement_is_positive_when_better(measure: Measure, improvement: str, percent: str, gap: str) -> None:
    found = (measure.improvement, measure.improvement_percent, measure.gap)
    assert found == (Decimal(improvement), Decimal(percent), Decimal(gap))


def test_without_a_direction_there_is_no_improvement() -> None:
    bare = replace(make("50", "30", "20"), better=None)
    assert (bare.improvement, bare.improvement_percent, bare.gap) == (None, None, None)
    assert bare.change == -30


MONTHS = (("2024-01", "50.0", 1000), ("2024-02", "56.0", 500), ("2024-03", "45.25", 800))


def rows(*given: tuple[str, str, int | None]) -> tuple[Point, ...]:
    return tuple(
        Point(period=period(text), value=Decimal(value), n=None if n is None else Decimal(n))
        for text, value, n in given
    )


def with_series(how: Aggregate = Aggregate.WEIGHTED_MEAN, rounding: Rounding | None = None) -> Measure:
    series = Series(n="人次", aggregate=how, points=rows(*MONTHS))
    return replace(make("50", "30", "20"), series=series, rounding=rounding or Rounding())


@pytest.mark.parametrize(
    ("how", "name", "value"),
    [
        # (50.0 * 1000 + 56.0 * 500) / 1500 = 52; with 45.25 * 800: 114200 / 2300 = 49.652...; two places in the series
        (Aggregate.WEIGHTED_MEAN, "wait.at[2024-01/2024-02]", "52.00"),
        (Aggregate.WEIGHTED_MEAN, "wait.at[2024-Q1]", "49.65"),
        (Aggregate.MEAN, "wait.at[2024-01/2024-02]", "53.00"),
        (Aggregate.SUM, "wait.at[2024]", "151.25"),
        (Aggregate.LAST, "wait.at[2024]", "45.25"),
        (Aggregate.WEIGHTED_MEAN, "wait.n[2024-01/2024-02]", "1500"),
        (Aggregate.LAST, "wait.n[2024-01/2024-02]", "500"),  # of the one row that counts
    ],
)
def test_a_period_of_the_series_is_its_declared_aggregate(how: Aggregate, name: str, value: str) -> None:
    found = value_of(Case(measures=(with_series(how),)), name)
    assert found is not None
    assert str(found.value) == value
    assert found.unit == ("" if ".n[" in name else "分钟")


@pytest.mark.parametrize(
    ("rounding", "value"),
    [
        (Rounding(places=1), "48.8"),  # (50.0 + 56.0 + 40.25) / 3 = 48.75: an even 8
        (Rounding(places=1, mode=RoundingMode.HALF_UP), "48.8"),
        (Rounding(places=0), "49"),
        (Rounding(), "48.75"),
    ],
)
def test_aggregates_are_rounded_as_declared(rounding: Rounding, value: str) -> None:
    series = Series(points=rows(("2024-01", "50.0", None), ("2024-02", "56.0", None), ("2024-03", "40.25", None)))
    measure = replace(make("50", "30", "20"), series=series, rounding=rounding)
    found = value_of(Case(measures=(measure,)), "wait.at[2024]")
    assert found is not None
    assert str(found.value) == value


@pytest.mark.parametrize(
    ("rounding", "shown"),
    [
        # 0.5 of 80 is 0.625 %: to two places a tie
        (Rounding(places=2), ("-0.62", "0.62")),
        (Rounding(places=2, mode=RoundingMode.HALF_UP), ("-0.63", "0.63")),
        (Rounding(), ("-0.6", "0.6")),
    ],
)
def test_percentages_are_rounded_as_declared(rounding: Rounding, shown: tuple[str, str]) -> None:
    measure = replace(make("80", "70", "79.5"), rounding=rounding)
    found = [value_of(Case(measures=(measure,)), f"wait.{part}") for part in ("change_percent", "improvement_percent")]
    assert tuple(str(item.value) for item in found if item) == shown


def test_a_value_that_is_not_given_follows_from_the_data() -> None:
    blank = replace(
        with_series(rounding=Rounding(places=1)),
        baseline=MeasuredValue(period=period("2024-01/2024-02")),
        actual=MeasuredValue(period=period("2024-03"), n=7),
    )
    whole = with_values(blank)
    assert whole.baseline == MeasuredValue(value=Decimal("52.0"), period=period("2024-01/2024-02"), n=1500)
    assert whole.actual == MeasuredValue(value=Decimal("45.2"), period=period("2024-03"), n=7)  # 45.25, half to even


def test_a_value_that_is_given_and_one_without_rows_stay_as_they_are() -> None:
    measure = replace(with_series(), actual=MeasuredValue(period=period("2025-01")))
    assert with_values(measure) == measure


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("wait.improvement", Value(value=Decimal("19.4"), unit="%", is_points=True)),
        ("wait.improvement_percent", Value(value=Decimal("27.0"), unit="%")),  # 19.4 / 71.8 = 27.019...
        ("wait.gap", Value(value=Decimal("-3.2"), unit="%", is_points=True)),
        ("wait.baseline_n", None),
    ],
)
def test_derived_numbers_have_their_unit(name: str, shown: Value | None) -> None:
    assert value_of(Case(measures=(HIGHER,)), name) == shown


def test_observations_are_numbers_without_a_unit() -> None:
    measure = replace(HIGHER, actual=MeasuredValue(value=Decimal(91), n=341))
    assert value_of(Case(measures=(measure,)), "wait.actual_n") == Value(value=Decimal(341), unit="")
