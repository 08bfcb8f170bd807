"""Dates and periods → the way a language writes them. Numbers: `model/value.py`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import dates

from casebound.model.period import Period
from casebound.text.localized import CHINESE


@lru_cache(4096)
def format_date(value: date, pattern: str, locale: str) -> str:
    """As Babel writes it, which looks its locales up anew each time: most of what a page's dates would cost."""
    return dates.format_date(value, pattern, locale=locale)


def day(value: date, lang: str) -> str:
    """`2026年5月18日`, `18 May 2026`."""
    return format_date(value, "y年M月d日" if lang == CHINESE else "d MMMM y", locale=_locale(lang))


def month(value: date, lang: str) -> str:
    """`2026年5月`, `May 2026`."""
    return format_date(value, "y年M月" if lang == CHINESE else "MMMM y", locale=_locale(lang))


def period(value: Period, lang: str) -> str:
    """`2024年1—3月`, `January–March 2024`; days, quarters and years as they were written."""
    first, _, last = value.text.partition("/")
    if not last:
        return _part(first, value.start, lang)
    if len(first) == len(last) == len("2024-01") and "Q" not in value.text and value.start.year == value.end.year:
        return _months_of_a_year(value, lang)
    dash = "—" if lang == CHINESE else " – "
    return _part(first, value.start, lang) + dash + _part(last, value.end, lang)


def _months_of_a_year(value: Period, lang: str) -> str:
    if lang == CHINESE:
        return f"{value.start.year}年{value.start.month}—{value.end.month}月"
    first, last = (format_date(moment, "MMMM", locale=_locale(lang)) for moment in (value.start, value.end))
    return f"{first}–{last} {value.start.year}"


def _part(text: str, moment: date, lang: str) -> str:
    if "Q" in text:
        quarter = text[-1]
        return (
            f"{moment.year}年第{'一二三四'[int(quarter) - 1]}季度" if lang == CHINESE else f"Q{quarter} {moment.year}"
        )
    if len(text) == len("2024"):
        return f"{moment.year}年" if lang == CHINESE else str(moment.year)
    return month(moment, lang) if len(text) == len("2024-01") else day(moment, lang)


def currency(code: str, lang: str) -> str:
    """`元` for `CNY` in Chinese; every other code as it was written."""
    return "元" if lang == CHINESE and code == "CNY" else code


def _locale(lang: str) -> str:
    return "zh_CN" if lang == CHINESE else "en_GB"
