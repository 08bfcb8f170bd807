"""A day, week, month, quarter or year as people write it → its first and last day; and a day as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from casebound.model.period import Period, make_period
from casebound.text.localized import CHINESE, ENGLISH, NOTHING, Localized, phrase

_WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d{1,2})", re.IGNORECASE)
_WRITTEN = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})(?:(?:[-/.月](?P<day>\d{1,2})日?)|月)?")
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|W(?P<week>\d{2})|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
)
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


def said(texts: Iterable[str], lang: str) -> list[str]:
    """Periods as they are read aloud: `2025年11月`, then `12月` of the same year; `November 2025`. Other words stay."""
    words, year = [], ""
    for text in texts:
        parts = [match for match in map(_PERIOD.fullmatch, text.split("/")) if match]
        if read_days(text) is None or len(parts) != text.count("/") + 1:
            words.append(text)
            continue
        shown = []
        for part in parts:
            shown.append(_said(part, lang, is_known=part["year"] == year))
            year = part["year"]
        words.append(phrase("至", " to ").to(lang).join(shown))
    return words


def _said(part: re.Match[str], lang: str, *, is_known: bool) -> str:
    """One part of a period; in Chinese without its year where that is known."""
    year, within = part["year"], NOTHING
    if part["quarter"]:
        within = phrase("第{n}季度", "quarter {n} of", n=part["quarter"])
    elif part["week"]:
        within = phrase("第{n}周", "week {n} of", n=int(part["week"]))
    elif part["month"]:
        month, day = int(part["month"]), int(part["day"] or 0)
        name = Localized({CHINESE: f"{month}月", ENGLISH: MONTHS[month - 1]})
        within = Localized({CHINESE: f"{month}月{day}日", ENGLISH: f"{day} {MONTHS[month - 1]}"}) if day else name
    words = within.to(lang)
    if lang == CHINESE:
        return words if is_known and words else f"{year}年{words}"
    return f"{words} {year}".strip()
