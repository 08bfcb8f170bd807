"""A text where a date or a period is wanted → the one that was meant, as ISO 8601 writes it."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from casebound.model.period import make_period
from casebound.read.improve_numbers import LONGEST, numeral
from casebound.read.improve_words import Meant, unquoted
from casebound.text.localized import Localized, phrase

_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号])")
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_PART = re.compile(
    r"(?:(?P<year>[0-9]{4})年?)?"
    r"(?:(?:(?<=年)|[-/.年])?(?P<half>[上下])半年"
    r"|(?:(?<=年)|[-/.])?(?:第?(?P<quarter>[1-4一二三四])季度?|[Qq](?P<q>[1-4]))"
    r"|(?:(?<=年)|(?P<mark>[-/.])|(?<![0-9]))(?P<month>[0-9]{1,2})月?"
    r"(?:(?:(?<=月)|(?P<again>[-/.]))(?P<day>[0-9]{1,2})[日号]?)?"
    r"|(?P<last_day>[0-9]{1,2})[日号])?"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_BETWEEN = re.compile(r"[ ]*(?:--|——|[~～至到—–―])[ ]*|[ ]+-[ ]+")
_NARROW_BETWEEN = re.compile(r"(?<=[0-9年月日号])-(?=[0-9])")

_Part = tuple[str, str]
"""Year, and what follows it: `-03`, `-Q1`, `-03-14` or nothing."""


def date_meant(text: str) -> Meant | None:
    """`2024年3月14日`, `2024/3/14`, `2024.3.14`, `20240314`."""
    text = _narrow(text)
    if match := _COMPACT.fullmatch(text):
        return _real(f"{match['year']}-{match['month']}-{match['day']}")
    part = None if len(text) > LONGEST else _parts(text, None)
    return None if part is None else _real("".join(part))


def period_meant(text: str) -> Meant | None:
    """`2024年3月`, `2024年1月至3月`, `2024年第一季度`, `2024-01~2024-03`, `2024.3`."""
    text = _narrow(text)
    if len(text) > LONGEST:
        return None
    halves = _BETWEEN.split(text)
    if len(halves) == 1:
        if (part := _parts(text, None)) is not None:
            return _sound("".join(part) if "/" not in part[1] else part[1])
        halves = _halves(text)
    if len(halves) != 2:
        return None
    first = _parts(halves[0], None)
    last = None if first is None else _parts(halves[1], first)
    if first is None or last is None:
        return None
    opening = first[1].partition("/")[0] if "/" in first[1] else "".join(first)
    closing = last[1].rpartition("/")[2] if "/" in last[1] else "".join(last)
    return _sound(f"{opening}/{closing}")


def trouble(text: str) -> Localized | None:
    """Why a text that looks like a date or a period is none: no such month or day, or its ends are swapped."""
    halves = [_ISO.fullmatch(half) for half in text[: LONGEST + 1].split("/")]
    for half in halves:
        if half is None:
            return None
        year, month, day = half["year"], half["month"], half["day"]
        if month and not 1 <= int(month) <= 12:
            return phrase("没有 {n} 月", "There is no month {n}", n=int(month))
        if year != "0000" and day and not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
            return phrase("{month} 没有 {n} 日", "{month} has no day {n}", month=f"{year}-{month}", n=int(day))
    if len(halves) == 2 and make_period("/".join(reversed(text.split("/")))):
        return phrase("起止写反了", "The two ends are swapped")
    return None


def _halves(text: str) -> list[str]:
    """Two sides of a narrow mark that may part dates as well as the parts of one: only one way may make sense."""
    ways = []
    for match in (*_NARROW_BETWEEN.finditer(text), *re.finditer("/", text)):
        sides = [text[: match.start()], text[match.end() :]]
        first = _parts(sides[0], None)
        last = None if first is None else _parts(sides[1], first)
        if first and last and make_period(f"{''.join(first)}/{''.join(last)}"):
            ways.append(sides)
    return ways[0] if len(ways) == 1 else []


def _parts(text: str, before: _Part | None) -> _Part | None:
    """A day, month, quarter, half or year; what it leaves out is taken from the one before it."""
    match = _PART.fullmatch(text.strip())
    if match is None or not text.strip() or (match["again"] and match["again"] != match["mark"]):
        return None
    year = match["year"] or (before[0] if before else "")
    if not year:
        return None
    if match["half"]:
        return year, f"{year}-01/{year}-06" if match["half"] == "上" else f"{year}-07/{year}-12"
    if quarter := match["quarter"] or match["q"]:
        return year, f"-Q{_QUARTERS.get(quarter, quarter)}"
    if match["last_day"]:
        if before is None or not re.fullmatch(r"-[0-9]{2}-[0-9]{2}", before[1]):
            return None
        return year, f"{before[1][:3]}-{int(match['last_day']):02}"
    if match["month"]:
        if before and not match["year"] and re.fullmatch(r"-[0-9]{2}-[0-9]{2}", before[1]) and not match["day"]:
            return None  # 3月1日至4: a day or a month
        day = f"-{int(match['day']):02}" if match["day"] else ""
        return year, f"-{int(match['month']):02}{day}"
    return (year, "") if match["year"] else None


def _real(text: str) -> Meant | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return Meant(text, is_safe=True) if len(text) == 10 else None


def _sound(text: str) -> Meant | None:
    return Meant(text, is_safe=True) if make_period(text) else None


def _narrow(text: str) -> str:
    """With half-width characters, and Chinese numerals as digits."""
    text = unquoted(unicodedata.normalize("NFKC", text[: LONGEST + 1])).strip()
    text = _HAN_YEAR.sub(lambda match: match[0].translate(_YEAR_DIGITS), text)
    text = _HAN_NUMBER.sub(lambda match: numeral(match[0]) or match[0], text)
    return re.sub(r"(?<=[0-9年月日]) (?=[0-9年月日])", "", text) if "年" in text else text
