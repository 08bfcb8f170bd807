"""Periods as they are read aloud."""

from __future__ import annotations

import pytest

from casebound.figure.dates import said


@pytest.mark.parametrize(
    ("texts", "zh", "en"),
    [
        (["2025-11", "2025-12"], ["2025年11月", "12月"], ["November 2025", "December 2025"]),
        (["2025-12", "2026-01"], ["2025年12月", "2026年1月"], ["December 2025", "January 2026"]),
        (["2025-03-05", "2025-03-06"], ["2025年3月5日", "3月6日"], ["5 March 2025", "6 March 2025"]),
        (["2025-Q1", "2025-Q2"], ["2025年第1季度", "第2季度"], ["quarter 1 of 2025", "quarter 2 of 2025"]),
        (["2025-W05"], ["2025年第5周"], ["week 5 of 2025"]),
        (["2024", "2025"], ["2024年", "2025年"], ["2024", "2025"]),
        (["2024-10/2024-12"], ["2024年10月至12月"], ["October 2024 to December 2024"]),
        (
            ["W05", "2025-13", "5-30", "2101-40"],
            ["W05", "2025-13", "5-30", "2101-40"],
            ["W05", "2025-13", "5-30", "2101-40"],
        ),
    ],
)
def test_the_year_is_said_once_and_what_is_no_period_stays(texts: list[str], zh: list[str], en: list[str]) -> None:
    assert (said(texts, "zh-CN"), said(texts, "en")) == (zh, en)
