"""Periods: the days they cover, by the calendar."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.model.period import Period, make_period


def days(text: str) -> tuple[str, str]:
    period = make_period(text)
    assert period is not None
    assert period.text == text.strip()
    return period.start.isoformat(), period.end.isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),  # no leap year
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2025-03-14", "2025-03-14", "2025-03-14"),
        ("2024-10/2025-Q2", "2024-10-01", "2025-06-30"),
        ("2025-03/2025-03", "2025-03-01", "2025-03-31"),
        ("2025-03/2025-03-14", "2025-03-01", "2025-03-14"),
        (" 2025-01 / 2025-02 ", "2025-01-01", "2025-02-28"),
    ],
)
def test_covers_whole_days(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "2025/2024",
        "2025-12/2025-01",
        "2025-13",
        "2025-00",
        "2025-Q5",
        "2025-Q0",
        "2025-02-30",
        "25-03",
        "2025-3",
        "2025年3月",
        "2025-01-01T00:00",
        "0000",
        "2025/2026/2027",
        "2025-Q1-02",
        "20255",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert make_period(text) is None


def test_contains_what_lies_wholly_inside() -> None:
    def period(text: str) -> Period:
        made = make_period(text)
        assert made is not None
        return made

    assert period("2025-Q1").contains(period("2025-01"))
    assert period("2025-Q1").contains(period("2025-Q1"))
    assert not period("2025-Q1").contains(period("2025-03/2025-04"))
    assert not period("2025-01").contains(period("2025"))


@given(st.dates(date(1, 1, 1)), st.dates(date(1, 1, 1)))
def test_an_interval_has_the_days_of_its_ends(one: date, other: date) -> None:
    made = make_period(f"{one.isoformat()}/{other.isoformat()}")
    if one > other:
        assert made is None
    else:
        assert made is not None
        assert (made.start, made.end) == (one, other)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_on_the_calendars_last_day(year: int, month: int) -> None:
    made = make_period(f"{year:04}-{month:02}")
    assert made is not None
    assert made.end.day == calendar.monthrange(year, month)[1]
