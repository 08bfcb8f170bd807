"""A sentence → the changes it claims: 下降 48.9%, 提高 19.4 个百分点, 减少近一半, reduced by 25.6 minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from casebound.check.numbers.movements import DOWN, UP
from casebound.check.numbers.quantity import Quantity, Unit
from casebound.check.numbers.sentences import Sentence

PERCENT = Unit(kind="%")
Range = tuple[Decimal, Decimal]

_HEDGE = (
    r"约为?|大约|大概|将?近|接近|几乎|超过|逾|超|不到|不足|至少|多达|高达|达|共|仅|只|整整|足足|总共|累计|又|再|已|了"
    r"|[：:\s\ufffc]"
)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<up>(?:{UP}|多)(?:幅度)?)|(?P<down>(?:{DOWN}|节省|节约|少)(?:幅度)?)|(?P<even>改善|改进|优化|变化)"
        rf"|(?P<noun>(?P<upnoun>增幅|升幅|涨幅|增长率|提升率|提高率|(?:{UP})(?:幅度|比例|率))"
        rf"|(?P<downnoun>降幅|减幅|下降率|降低率|(?:{DOWN})(?:幅度|比例|率))|(?:改善|改进|变化)(?:率|幅度))(?:达到|为|是|有)?)"
        rf"(?P<hedge>(?:{_HEDGE})*+)$"
    )


@cache
def _english_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:\b(?P<down>reduction|decrease|fall|drop|cut|decline)\sof|\b(?P<up>increase|rise|gain)\sof|\bimprovement\sof|\bby)\s+"
        r"(?P<hedge>(?:(?:about|around|approximately|roughly|almost|nearly|close\sto|more\sthan|over|at\sleast|less\sthan|under"
        r"|some|just|only|a|an)\s+)*+)$",
        re.IGNORECASE,
    )


@cache
def _english_after() -> re.Pattern[str]:
    return re.compile(
        r"(?:-|\s)(?:(?P<down>reduction|decrease|fall|drop|cut|decline|lower|shorter|fewer|less)"
        r"|(?P<up>increase|rise|gain|higher|longer|more)|improvement)\b(?!\sthan\s(?!before|at))",
        re.IGNORECASE,
    )


@cache
def _soft_after() -> re.Pattern[str]:
    return re.compile(r"\s?(?P<about>左右|上下|or so)|(?P<over>以上|多|余|or more)")


@cache
def _of_something() -> re.Pattern[str]:
    return re.compile(
        r"的(?!降幅|增幅|幅度|变化|改善|成效|效果|目标)|(?![的达且并而但也又还比较相使远和与、])[\u4e00-\u9fff]"
        r"|\sof\s(?:the|all|our|them|those)\b"
    )


_LAST = frozenset(
    "升高长加多大涨调降低少短缩减小落滑跌省约善进化幅度例率到为是有概近乎超逾足至达共仅只整足计又再已了：: \n\r\t\ufffc"
)
"""With what `_before` can end."""
_WORD_HINT = re.compile(r"[半成倍番之]")
_ENGLISH_HINT = re.compile(r"[bd](?:y |(?<=halved)|(?<=doubled))", re.IGNORECASE)
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@cache
def _words() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<double>翻(?:了)?(?:一番|一倍|倍))|(?P<fourfold>翻(?:了)?两番)"
        rf"|(?:(?P<up>{UP})|(?P<down>{DOWN}|少))(?:了)?(?P<hedge>(?:{_HEDGE})*+)"
        r"(?:(?P<most>大半|过半|一大半|一多半)|(?P<half>一半|半数)|(?P<tenths>[一二两三四五六七八九])成(?P<plus>[半多]?)"
        r"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])|(?P<times>一|两|[0-9]+(?:\.[0-9]+)?)倍)"
        r"(?P<more>多|以上|左右)?"
    )


@cache
def _english_words() -> re.Pattern[str]:
    return re.compile(
        r"\bby (?P<hedge>(?:(?:about|almost|nearly|more than|over|less than|just under|well over) )*)"
        r"(?:(?P<half>half)|(?P<third>a third|one third)|(?P<quarter>a quarter|one quarter)"
        r"|(?P<thirds>two thirds|two-thirds))\b"
        r"|\b(?P<much>(?:about|almost|nearly|more than|over|less than) )?(?:(?P<halved>halved)|(?P<doubled>doubled))\b",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A change that is stated."""

    start: int
    """Where its verb begins."""
    end: int
    span: tuple[int, int]
    """What to point at: the number with its unit, or the words that stand for it."""
    unit: Unit
    ranges: tuple[Range, ...]
    """What the true magnitude may be, in `unit`: a half of the last digit either way, more where it is hedged."""
    direction: int
    places: int
    is_words: bool = False
    """Whether it is no number: 一半, 三成."""


def claims(sentence: Sentence) -> Iterator[Claim]:
    """In order of place."""
    found = [claim for amount in sentence.amounts if (claim := _number(sentence, amount))]
    patterns = [
        pattern()
        for hint, pattern in ((_WORD_HINT, _words), (_ENGLISH_HINT, _english_words))
        if hint.search(sentence.text, sentence.start, sentence.end)
    ]
    for pattern in patterns:
        found += [
            claim
            for match in pattern.finditer(sentence.text, sentence.start, sentence.end)
            if (claim := _in_words(match, sentence.text))
        ]
    return iter(sorted(found, key=lambda claim: claim.start))


def _number(sentence: Sentence, amount: Quantity) -> Claim | None:
    if amount.mention[0] or amount.unit is None or amount.kind in ("?", "倍", "") or amount.number < 0:
        return None
    text = sentence.text
    first = max(sentence.start, amount.start - 26)
    lead = text[first : amount.start]
    tail = text[amount.end : min(amount.end + 16, sentence.end)]
    if lead[-1:] not in _LAST and not lead[-2:].isascii() and not tail[:2].isascii():
        return None
    soft = _soft_after().match(tail)
    end = amount.end + (soft.end() if soft else 0)
    if _goes_on(text, end):
        return None
    is_english = lead[-2:].isascii()
    if lead[-1:] in _LAST and (match := _before().search(lead)):
        direction = 1 if match["up"] or match["upnoun"] else -1 if match["down"] or match["downnoun"] else 0
        start, hedge = first + match.start(), match["hedge"]
    elif is_english and (match := _english_before().search(lead)):
        direction = 1 if match["up"] else -1 if match["down"] else 0
        start, hedge = first + match.start(), match["hedge"]
    elif tail[:2].isascii() and (after := _english_after().match(tail)):
        direction = 1 if after["up"] else -1 if after["down"] else 0
        start, hedge, end = amount.start, "", amount.end + after.end()
    else:
        return None
    return Claim(
        start=start,
        end=end,
        span=(amount.start, amount.end),
        unit=amount.unit,
        ranges=(_range(amount, _softness(hedge, soft)),),
        direction=direction,
        places=amount.places,
    )


def _goes_on(text: str, end: int) -> bool:
    """Whether what was saved or lost follows: 减少 2 万元培训费, 20% 的人力."""
    return _of_something().match(text[end : end + 12]) is not None


def _softness(hedge: str, soft: re.Match[str] | None) -> str:
    """`about`, `under`, `over` or nothing."""
    words = hedge.lower()
    if re.search(r"近|接近|几乎|不到|不足|almost|nearly|close|less|under", words):
        return "under"
    if re.search(r"超|逾|至少|多达|more|over|least", words) or (soft and soft["over"]):
        return "over"
    return "about" if re.search(r"约|大概|about|around|approx|roughly|some", words) or soft else ""


def _range(amount: Quantity, softness: str) -> Range:
    value = amount.number
    half = Decimal(5).scaleb(-amount.places - 1)
    if softness == "about":
        half = max(half, value * Decimal("0.06"))
    if softness == "under":
        return min(value - half, value * Decimal("0.83")), value + max(half, value * Decimal("0.02"))
    if softness == "over":
        return value - half, max(value + half, value * Decimal("1.6"))
    return value - half, value + half


def _percent(low: str | Decimal, high: str | Decimal) -> Range:
    return Decimal(low), Decimal(high)


def _in_words(match: re.Match[str], text: str) -> Claim | None:
    groups = match.groupdict()
    direction = 1 if groups.get("up") else -1 if groups.get("down") else 0
    softness = _softness(groups.get("hedge") or groups.get("much") or "", None)
    more = groups.get("more") or ""
    softness = (
        "over" if more in ("多", "以上") or groups.get("plus") == "多" else "about" if more == "左右" else softness
    )
    ranges: tuple[Range, ...]
    if groups.get("double") or groups.get("doubled"):
        ranges, direction = (_around(Decimal(100), softness),), 1
    elif groups.get("fourfold"):
        ranges, direction = (_percent("260", "345"),), 1
    elif groups.get("halved"):
        ranges, direction = (_around(Decimal(50), softness),), -1
    elif groups.get("most"):
        ranges = (_percent("49.5", "90"),)
    elif times := groups.get("times"):
        if direction < 0:
            return None
        factor = Decimal(_DIGITS[times]) if times in _DIGITS else Decimal(times)
        ranges = (_around(factor * 100, softness),)
        if times in _DIGITS or softness:  # 增加一倍, 两倍 are said of what became so many times as much, too
            ranges = (*ranges, _around((factor - 1) * 100, softness))
    elif groups.get("half"):
        ranges = (_around(Decimal(50), softness),)
    elif tenths := groups.get("tenths"):
        tenth = Decimal(_DIGITS[tenths] * 10 + (5 if groups["plus"] == "半" else 0))
        low, high = _around(tenth, softness)
        ranges = ((low - 1, max(high, tenth + 10) if softness == "over" else high + 1),)
    else:
        part = next((value for name, value in _FRACTIONS.items() if groups.get(name)), None)
        if below := groups.get("below"):
            part = Decimal(_DIGITS[groups["above"]] * 100) / _DIGITS[below]
        if part is None or part > 100:
            return None
        ranges = (_around(part, softness),)
    if _goes_on(text, match.end()):
        return None
    return Claim(
        start=match.start(),
        end=match.end(),
        span=match.span(),
        unit=PERCENT,
        ranges=ranges,
        direction=direction,
        places=0,
        is_words=True,
    )


_FRACTIONS = {"third": Decimal(100) / 3, "quarter": Decimal(25), "thirds": Decimal(200) / 3}


def _around(value: Decimal, softness: str) -> Range:
    """Words are loose: a tenth either way."""
    if softness == "under":
        return max(value * Decimal("0.83"), value - 8), value * Decimal("1.02")
    if softness == "over":
        return value * Decimal("0.99"), value * Decimal("1.8")
    return value * Decimal("0.88"), value * Decimal("1.12")
