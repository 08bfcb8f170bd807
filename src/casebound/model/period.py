"""When something was measured or done: a day, month, quarter or year, or an interval of two of them (ISO 8601)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_PART = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """First and last day, both included, and the text as written."""

    start: date
    end: date
    text: str

    def contains(self, other: Period) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@lru_cache(4096)  # the rows of a series and the fields of its measures name the same periods
def make_period(text: str) -> Period | None:
    """`2025-03`, `2025-Q1`, `2025`, `2025-03-14` or `A/B`; None for anything else or when it runs backwards."""
    first, _, last = text.strip().partition("/")
    opening, closing = _part(first), _part(last or first)
    if opening is None or closing is None or opening[0] > closing[1]:
        return None
    return Period(start=opening[0], end=closing[1], text=text.strip())


def _part(text: str) -> tuple[date, date] | None:
    match = _PART.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match["year"])
    try:
        if match["day"]:
            day = date(year, int(match["month"]), int(match["day"]))
            return day, day
        if match["month"]:
            first = last = int(match["month"])
        elif match["quarter"]:
            last = int(match["quarter"]) * 3
            first = last - 2
        else:
            first, last = 1, 12
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    except ValueError:
        return None
