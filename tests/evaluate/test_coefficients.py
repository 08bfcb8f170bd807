"""Coefficients as they are shown: their digits, and no zero with a minus."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.coefficients import KEPT, READ, printed, severity_figure
from casebound.model.framework import Aggregation


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (-0.0001, READ, "0.000"),
        (-0.0, READ, "0.000"),
        (-0.0006, READ, "-0.001"),
        (-0.0001, KEPT, "-0.0001"),
        (-0.00001, KEPT, "0.0000"),
        (0.12345, READ, "0.123"),
        (Fraction(-1, 30), 1, "0.0"),
        (Fraction(-1, 16), 1, "-0.1"),
        (Fraction(1, 4), 1, "0.2"),  # half to even
        (Fraction(0), 0, "0"),
    ],
)
def test_a_coefficient_has_its_digits_and_no_zero_has_a_sign(value: float | Fraction, digits: int, shown: str) -> None:
    assert str(printed(value, digits)) == shown


@given(st.floats(min_value=-2, max_value=2), st.integers(min_value=0, max_value=6))
def test_it_is_within_half_a_unit_of_the_last_place(value: float, digits: int) -> None:
    shown = printed(value, digits)
    assert abs(Decimal(value) - shown) <= Decimal(5).scaleb(-digits - 1)
    assert bool(shown) or not shown.is_signed()


def test_severity_has_the_places_of_official_figures() -> None:
    assert str(severity_figure(Fraction(-1, 3), Aggregation(places=2))) == "-0.33"
    assert f"{severity_figure(Fraction(-1, 300), Aggregation(places=1)):+}" == "+0.0"
