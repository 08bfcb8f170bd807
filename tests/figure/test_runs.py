"""The rules of run charts against published limits, R's formulas and a series counted by hand."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.figure.runs import crossings_limit, longest_limit, make_runs, median


@pytest.mark.parametrize(("n", "limits"), [(10, (6, 2)), (12, (7, 3)), (20, (7, 6)), (24, (8, 8)), (30, (8, 10))])
def test_limits_are_those_of_qicharts2(n: int, limits: tuple[int, int]) -> None:
    """/work/shared/data/control-charts.json; Anhøj and Olesen 2014, table 1 (n = 10, 20, 30)."""
    assert (longest_limit(n), crossings_limit(n)) == limits


@pytest.mark.parametrize("n", [*range(1, 200), 255, 256, 362, 363, 500])
def test_limits_are_the_formulas_of_the_paper(n: int) -> None:
    assert longest_limit(n) == round(math.log2(n) + 3)
    chance = [sum(math.comb(n - 1, k) for k in range(fewest + 1)) / 2 ** (n - 1) for fewest in range(n)]
    assert crossings_limit(n) == next(fewest for fewest, each in enumerate(chance) if each >= 0.05)


def test_runs_are_counted_past_points_on_the_median() -> None:
    """By hand: median of 1 2 3 3 3 4 5 is 3; the sides in order are + · − − · + · → runs + / − − / +."""
    values = [Decimal(each) for each in (4, 3, 1, 2, 3, 5, 3)]
    middle = median(values)
    runs = make_runs(values, middle)
    assert middle == Decimal(3)
    assert (runs.useful, runs.longest, runs.crossings, runs.at) == (4, 2, 2, (2, 3))


def test_a_shift_is_a_signal_by_both_rules() -> None:
    """By hand: twelve 1s, then twelve 3s; median 2, two runs of 12 (limit 8), one crossing (at least 8)."""
    values = [Decimal(1)] * 12 + [Decimal(3)] * 12
    runs = make_runs(values, median(values))
    assert (runs.useful, runs.longest, runs.longest_limit, runs.crossings, runs.crossings_limit) == (24, 12, 8, 1, 8)
    assert runs.is_long and runs.is_rarely_crossed and runs.is_signal


def test_at_the_limits_there_is_no_signal() -> None:
    """By hand: n = 10 with one run of 6 (limit 6) and 2 crossings (at least 2)."""
    values = [Decimal(each) for each in (1, 1, 1, 1, 1, 1, 5, 5, 5, 1)]
    runs = make_runs(values, Decimal(3))
    assert (runs.longest, runs.crossings, runs.is_signal) == (6, 2, False)


NUMBERS = st.lists(st.integers(-50, 50).map(Decimal), min_size=1, max_size=60)


@given(values=NUMBERS, shift=st.integers(-9, 9), factor=st.integers(1, 9))
def test_runs_do_not_change_with_the_unit(values: list[Decimal], shift: int, factor: int) -> None:
    moved = [value * factor + shift for value in values]
    assert make_runs(moved, median(moved)) == make_runs(values, median(values))


@given(values=NUMBERS)
def test_half_of_the_useful_points_at_most_lie_on_one_side(values: list[Decimal]) -> None:
    runs, middle = make_runs(values, median(values)), median(values)
    assert runs.longest <= len(values) / 2
    assert runs.useful == sum(value != middle for value in values)
    assert 0 <= runs.crossings <= max(0, runs.useful - 1)
