"""A day, week, month, quarter or year as people write it → its first and last day; and a day as it is read."""

from __future__ import annotations

import re
from datetime import date, timedelta

from casebound.model.period import Period, make_period
from casebound.text.localized import CHINESE

_WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d{1,2})", re.IGNORECASE)
_WRITTEN = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})(?:(?:[-/.月](?P<day>\d{1,2})日?)|月)?")
FIRST, LAST = 1900, 2199
"""Years that are taken for real."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def read_days(text: str) -> Period | None:
    """`2025-03-05`, `2025/3/5`, `2025年3月5日`, `2025-03`, `2025-W10` (ISO 8601), `2025-Q1`, `2025` or `A/B`."""
    period = make_period(text) or _week(text) or _loose(text)
    return period if period and period.start.year >= FIRST and period.end.year <= LAST else None


def _week(text: str) -> Period | None:
    match = _WEEK.fullmatch(text.strip())
    if match is None:
        return None
    try:
        monday = date.fromisocalendar(int(match["year"]), int(match["week"]), 1)
    except ValueError:
        return None
    return Period(start=monday, end=monday + timedelta(days=6), text=text.strip()) if monday.year <= LAST else None


def _loose(text: str) -> Period | None:
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    day = f"-{int(match['day']):02}" if match["day"] else ""
    return make_period(f"{match['year']}-{int(match['month']):02}{day}")


def day_of(day: date, lang: str) -> str:
    """`2025年3月5日`, `5 March 2025`."""
    if lang == CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_of(start: date, end: date, lang: str) -> str:
    """`2025年3月5日至4月2日`, `5 March to 2 April 2025`: the year once where it is one."""
    if start == end:
        return day_of(start, lang)
    is_one = start.year == end.year
    if lang == CHINESE:
        last = f"{end.month}月{end.day}日" if is_one else day_of(end, lang)
        return f"{day_of(start, lang)}至{last}"
    first = f"{start.day} {MONTHS[start.month - 1]}" if is_one else day_of(start, lang)
    return f"{first} to {day_of(end, lang)}"
