"""Exact fractions → the `Decimal`s that are published: rounded once, as the framework declares."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

from casebound.model.framework import Aggregation, Rounding
from casebound.model.measure import rounded

PRECISION = 50
"""Significant digits of a quotient before it is rounded: far more than marks carry, so that a half stays a half."""

_CONTEXT = decimal.Context(prec=PRECISION)

_ROUNDING = {Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN, Rounding.HALF_UP: decimal.ROUND_HALF_UP}


def exact_decimal(value: Fraction) -> Decimal:
    """The value to `PRECISION` digits: exact for marks and their differences."""
    return _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def published(value: Fraction, aggregation: Aggregation) -> Decimal:
    """The value to the declared places."""
    return _rounded(exact_decimal(value), aggregation)


def less(value: Decimal, other: Decimal) -> Decimal:
    """The first of two published figures less the second, exactly."""
    return _CONTEXT.subtract(value, other)


def published_root(value: Fraction, aggregation: Aggregation) -> Decimal:
    """The square root of the value to the declared places."""
    return _rounded(exact_decimal(value).sqrt(_CONTEXT), aggregation)


def _rounded(value: Decimal, aggregation: Aggregation) -> Decimal:
    return rounded(value, aggregation.places, _ROUNDING[aggregation.rounding])
