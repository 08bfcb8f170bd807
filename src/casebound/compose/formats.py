"""Numbers, dates and periods → the way a language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date

from casebound.model.figures import Figure
from casebound.model.period import Period
from casebound.text.han import is_wide
from casebound.text.localized import CHINESE, phrase

_POINTS = phrase("个百分点", "percentage points")
_TIGHT_UNITS = ("%", "‰", "℃", "°")
MINUS = "\u2212"


def number(value: Decimal, *, is_signed: bool = False) -> str:
    """Digits as given, thousands grouped, a real minus sign."""
    text = f"{value:+,f}" if is_signed and value else f"{value:,f}"
    return text.replace("-", MINUS)


def figure(shown: Figure, lang: str) -> str:
    """A number with its unit: `26.8分钟`, `26.8 minutes`, `94.6%`, `+8.2个百分点`."""
    unit = _POINTS.to(lang) if shown.is_points else shown.unit
    return number(shown.value, is_signed=shown.is_signed) + joined_unit(unit, lang)


def joined_unit(unit: str, lang: str) -> str:
    """The unit as it follows a number: `%` and, in Chinese, Chinese words close up; others follow a no-break space."""
    is_tight = unit.startswith(_TIGHT_UNITS) or (lang == CHINESE and is_wide(unit[:1]))
    return unit if is_tight or not unit else f"\u00a0{unit}"


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


def _locale(lang: str) -> str:
    return "zh_CN" if lang == CHINESE else "en_GB"
