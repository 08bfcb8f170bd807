"""A text where a number or a whole number is wanted → the number that was meant, in digits."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from casebound.read.improve_words import Meant, unquoted

LONGEST = 40
"""Characters beyond which a text is nobody's slip for a number, a date or a word."""

_DIGITS = {character: number for number, characters in enumerate(
    ("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for character in characters}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"亿": 10**8, "万": 10**4}
_NUMERAL = "".join((*_DIGITS, *_TENS, *_GROUPS))
_IS_NUMERAL = re.compile(rf"[{_NUMERAL}]{{1,20}}(?:点[{''.join(_DIGITS)}]{{1,10}})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_SCALED = re.compile(r"(?P<number>[+-]?[0-9]{1,12}(?:\.[0-9]{1,8})?)[ ]?(?P<scale>[万亿])")
_BARE = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,12})?[万亿]?"
_AROUND = re.compile(
    rf"(?P<before>约|大约|近|超过|超|不足|至少|最多|[≈~>≥<≤¥￥$]=?)?[ ]?(?P<number>{_BARE}|[{_NUMERAL}点]{{1,20}})[ ]?"
    rf"(?P<unit>[^\s0-9.,，、;；:：+~/()（）—–多几余来成半{_NUMERAL}-][^\s0-9.,，、;；:：+~/()（）—–-]{{0,7}}(?:/[^\s0-9.,/]{{1,6}})?)?[+]?"
)


_VAGUE = ("左右", "上下", "以上", "以下", "以内", "以外", "不到", "不足")


def number_meant(text: str) -> Meant | None:
    """`五十二点四`, `５２．４`, `3,120` and `1.5万` say one number; `26.8分钟` or `约30` say more than that."""
    text = _narrow(text)
    if len(text) > LONGEST:
        return None
    if (digits := _digits(text)) is not None:
        return Meant(digits, is_safe=True)
    match = _AROUND.fullmatch(text)
    digits = None if match is None else _digits(match["number"])
    if match is None or digits is None:
        return None
    is_vague = match["before"] or match["unit"] in _VAGUE or text.endswith("+")
    return Meant(digits, is_certain=not is_vague)


def integer_meant(text: str) -> Meant | None:
    """The same for a whole number; `3.0` is one, too."""
    meant = number_meant(text)
    if meant is None:
        return None
    value = Decimal(meant.text)
    if value != value.to_integral_value() or value < 0 or value >= 10**15:
        return None
    return Meant(f"{value:.0f}", is_safe=meant.is_safe, is_certain=meant.is_certain)


def numeral(text: str) -> str | None:
    """A number written in Chinese, in digits; None for what is none or could be two, such as 三百一."""
    if not _IS_NUMERAL.fullmatch(text):
        return None
    whole, _, places = text.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    return f"{value}" + (f".{''.join(str(_DIGITS[character]) for character in places)}" if places else "")


def _whole(text: str) -> int | None:
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text]
    total = section = 0
    digit: int | None = None
    last_unit, last_group = 10**5, 10**12
    is_zero = False
    for character in text:
        if character in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[character] == 0:
                is_zero = True
            else:
                digit = _DIGITS[character]
        elif character in _TENS:
            unit = _TENS[character]
            if unit >= last_unit or (digit is None and (unit != 10 or section)):
                return None
            section += (1 if digit is None else digit) * unit
            digit, last_unit, is_zero = None, unit, False
        else:
            group = _GROUPS[character]
            section += digit or 0
            if group >= last_group or not section:
                return None
            total += section * group
            section, digit, last_unit, last_group, is_zero = 0, None, 10**5, group, False
    if digit is None:
        return None if is_zero else total + section
    if not is_zero and (last_unit not in (10, 10**5) or (last_unit == 10**5 and total)):
        return None  # 三百一: 310 or 301; 一万五: 15000 or 10005
    return total + section + digit


def _digits(text: str) -> str | None:
    """A text that says nothing but a number, in digits."""
    if _PLAIN.fullmatch(text):
        return text
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if match := _SCALED.fullmatch(text):
        value = Decimal(match["number"]) * _GROUPS[match["scale"]]
        return f"{value.normalize():f}"
    if text.endswith(("万", "亿")) and _GROUPED.fullmatch(text[:-1]):
        return f"{(Decimal(text[:-1].replace(',', '')) * _GROUPS[text[-1]]).normalize():f}"
    return numeral(text)


def _narrow(text: str) -> str:
    return unquoted(unicodedata.normalize("NFKC", text[: LONGEST + 1])).replace("−", "-").strip(" \u3000。，,;")
