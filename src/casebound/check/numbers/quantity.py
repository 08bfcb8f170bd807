"""A sentence → the numbers in it, each with its unit, decimal places and how it is hedged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from string import ascii_letters, digits
from typing import NamedTuple

HALF_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
"""One character for one: places stay."""

_TIME = {"分钟": 60, "小时": 3600, "秒钟": 1, "秒": 1, "min": 60, "mins": 60, "minute": 60, "h": 3600, "hour": 3600}
_TIME |= {"hours": 3600, "minutes": 60, "second": 1, "seconds": 1, "s": 1}
_SAME = {
    "％": "%",
    "percent": "%",
    "per cent": "%",
    "百分点": "points",
    "percentage point": "points",
    "percentage points": "points",
    "工作日": "工作日",
    "working day": "工作日",
    "working days": "工作日",
    "天": "天",
    "day": "天",
    "days": "天",
    "￥": "元",
    "yuan": "元",
}
_DATES = ("年", "月份", "月", "日", "号", "点", "时", "季度", "星期", "周岁", "岁", "级", "位", "名", "版", "期", "周")
"""What makes a number a date, an age or a rank: nothing that goes up or down."""

_CHINESE_UNITS = (
    "个百分点|百分点|个工作日|工作日|个小时|小时|分钟|秒钟|秒|万元|亿元|元|个月|天|人次|户次|件次|班次|艘次|架次|"
    "人|件|次|户|起|单|张|份|条|台|套|例|家|通|场|辆|只|批|项|处|页|趟|步|公里|千米|毫米|厘米|平方米|米|吨|千克|"
    "公斤|克|千瓦时|度|倍|分(?!别|为|成|段|类|层|布)|道|间|组|种|栋|篇|门|座|棵|封|笔|个"
)
_ENGLISH_UNITS = r"percentage points?|per ?cent|working days?|[A-Za-z]+"
_NO_UNIT = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "is",
        "it",
        "less",
        "more",
        "of",
        "on",
        "or",
        "over",
        "per",
        "so",
        "than",
        "that",
        "the",
        "then",
        "to",
        "up",
        "was",
        "were",
        "when",
        "which",
        "while",
        "with",
        "within",
        "after",
        "before",
        "against",
        "compared",
        "during",
        "last",
        "this",
        "these",
        "those",
        "out",
        "down",
        "until",
        "each",
    ]
)

_UNITS = "|".join((_CHINESE_UNITS, *_DATES))
_NUMBER = re.compile(
    r"(?P<sign>(?:(?<![0-9A-Za-z%％年月日天时分秒)）])[-−–])?)"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?P<part>(?:\.[0-9]+)?)(?P<many>(?:[ ]?(?:万|亿)(?!元))?)"
    rf"(?P<unit>\s?(?:[%％℃‰]|(?:{_UNITS})(?:/[百千万]?(?:{_UNITS}))?|{_ENGLISH_UNITS})?)"
)
_DIGIT = re.compile("[0-9]")
_SIGNS = "-−–"
_SEPARATORS = re.compile(r"[^0-9]")
_CODE_BEFORE = frozenset(f"{digits}{ascii_letters}.,:：/_=＝第#±×÷*<>≤≥~～º")
"""Before a number: part of a clock time, a clause number, a version, a fraction, an id, `n=`, a rank, a limit."""
_CODE_AFTER = re.compile(r"[:：/_×÷*=＝±.,—–\-~～至][0-9]|[:/_×÷=±][^\s]")
_RANGE_AFTER = re.compile(r"[—–\-~～][0-9]|±")
_CODE_SIGNS = frozenset(":：/_×÷*=＝±.,—–-~～至")
"""With what these two begin."""
_ENDS = re.compile(
    r"[\s，。；、：:;,.!?！？（()）\"”’'」的以左上之多余升降增减提缩下由到至为→\-—|*\ue000\ue001\ufffc]|$"
)
"""After a number without a unit; anything else is a unit that we do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is counted, and how many of the plain unit one of it is (万元: 10,000 元)."""

    kind: str
    factor: Decimal = Decimal(1)


class Quantity(NamedTuple):
    """A number in a sentence; or, without `unit`, one whose unit is left out."""

    start: int
    end: int
    number: Decimal
    """As written, sign included."""
    places: int
    """Decimal places as written."""
    unit: Unit | None
    text: str = ""
    is_exact: bool = False
    """Whether it is a count, which nobody has rounded."""
    mention: tuple[str, str] = ("", "")
    """Measure and part, for a `{val}`."""

    def at(self, start: int, end: int) -> Quantity:
        """The same in another place."""
        return Quantity(start, end, *self[2:])

    @property
    def kind(self) -> str:
        """Of the unit; empty where it is left out."""
        return self.unit.kind if self.unit else ""

    @property
    def base(self) -> Decimal:
        """In plain units."""
        return self.number * self.unit.factor if self.unit else self.number


_UNKNOWN = Unit(kind="?")
_MEASURED = frozenset(("%", "time", "points", "天", "工作日"))
"""Kinds whose whole numbers may have been rounded."""
_DIGITS = 18


@lru_cache(maxsize=1024)
def read_unit(text: str) -> Unit:
    """`万元` → 元 × 10,000; of `件/百件` the first part."""
    word = text.strip().split("/")[0].strip().lower()
    word = word[1:] if word.startswith("个") and len(word) > 1 and word != "个月" else word
    factor = Decimal(1)
    for many, value in (("万", 10_000), ("亿", 100_000_000)):
        if word.startswith(many):
            word, factor = word[1:], Decimal(value)
    if word in _TIME:
        return Unit(kind="time", factor=Decimal(_TIME[word]) * factor)
    return Unit(
        kind=_SAME.get(word, word.removesuffix("s") if word.isascii() and len(word) > 3 else word), factor=factor
    )


def with_unit(number: str, unit: str) -> str:
    """A number with its unit as running text sets them: a blank before Latin letters only."""
    return f"{number} {unit}" if unit[:1].isascii() and unit[:1].isalpha() else f"{number}{unit}"


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """The numbers of a stretch of text that can be amounts: dates, times, codes, ranks, ranges and ids are left out."""
    found, at = [], start
    while digit := _DIGIT.search(text, at, end):
        first = digit.start()
        match = _NUMBER.match(text, first - 1, end) if first > at and text[first - 1] in _SIGNS else None
        match = match or _NUMBER.match(text, first, end)
        if match is None:  # cannot be: a digit is a number
            break
        at = match.end()
        if amount := _quantity(text, start, match):
            found.append(amount)
    return found


def _quantity(text: str, start: int, match: re.Match[str]) -> Quantity | None:
    sign, whole, part, many, unit = match.groups()
    unit, at = unit.strip(), match.start("whole")
    if unit in _DATES or len(whole) > _DIGITS or len(part) > _DIGITS:
        return None
    if not sign and at > start:
        if text[at - 1] in _CODE_BEFORE:
            return None
        if text[at - 1] in "—–-至" and at > start + 1 and (text[at - 2].isdigit() or text[at - 2] in "%％"):
            return None
    if unit.isascii() and unit.lower() in _NO_UNIT:
        unit = ""
    stop = match.end() if unit else match.end("many")
    if text[stop : stop + 1] in _CODE_SIGNS and (_RANGE_AFTER if unit else _CODE_AFTER).match(text, stop):
        return None
    if unit:
        kind: Unit | None = read_unit(unit)
    else:
        kind = None if _ENDS.match(text, stop) else _UNKNOWN
    if many:
        scale = Decimal(10_000 if many.strip() == "万" else 100_000_000)
        kind = Unit(kind=kind.kind, factor=kind.factor * scale) if kind else Unit(kind="", factor=scale)
    number = Decimal((whole if whole.isdecimal() else _SEPARATORS.sub("", whole)) + part)
    return Quantity(
        match.start(),
        stop,
        -number if sign else number,
        max(0, len(part) - 1),
        kind,
        text[match.start() : stop],
        not part and not many and kind is not None and kind.kind not in _MEASURED,
    )
