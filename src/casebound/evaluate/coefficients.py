"""Diagnostics beside the official result → the figures that stand for them, rounded alike wherever they are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from casebound.evaluate.published import exact_decimal
from casebound.model.framework import Aggregation
from casebound.model.measure import rounded

READ, KEPT = 3, 4
"""Decimal places of a coefficient on paper and on the terminal, and in files for other programs."""


def printed(value: float | Fraction, digits: int) -> Decimal:
    """The value to that many places, half to even; what rounds to nothing is 0 and never −0."""
    exact = exact_decimal(value) if isinstance(value, Fraction) else Decimal(value)
    shown = rounded(exact, digits)
    return shown if shown else abs(shown)


def severity_figure(value: Fraction, aggregation: Aggregation) -> Decimal:
    """A leniency or an average as it is shown: to the places of official figures."""
    return printed(value, aggregation.places)
