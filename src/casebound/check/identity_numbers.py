"""Text → numbers that lead to a person: valid by their own check, with their places, and as they may be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from casebound.check.stretches import matches

REGIONS = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)
"""The first two figures of an identity number: provinces by GB/T 2260; 83 is for residents of Taiwan."""


class Number(NamedTuple):
    """A number in a text."""

    start: int
    end: int
    shown: str
    """With what identifies somebody left out: `138****5678`."""


def masked(text: str, head: int, tail: int) -> str:
    """The first and last characters, stars for the rest."""
    return f"{text[:head]}{'*' * max(1, len(text) - head - tail)}{text[len(text) - tail :] if tail else ''}"


# Each expression begins with characters of its own, not with what must not stand before them: a text without them is
# gone over many times faster.
_MOBILE = re.compile(
    r"1[3-9]\d(?P<sep>[ -]?)\d{4}(?P=sep)\d{4}(?![0-9A-Za-z_]|[.\-/]\d)"
    r"(?!\s?[元件次吨度步]|\s?人次|\s?千|\s?立方|\s?字节)"
)


@cache
def _before_mobile() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[^0-9A-Za-z_.·/+-])(?:\+?86[ -]?)?\Z")


def mobile_numbers(text: str) -> Iterator[Number]:
    """Of the mainland: eleven figures that begin with 13 to 19, in one or in groups of 3, 4 and 4."""
    for match in _MOBILE.finditer(text):
        if _before_mobile().search(text[max(0, match.start() - 6) : match.start()]):
            yield Number(*match.span(), masked(re.sub(r"\D", "", match[0]), 3, 4))


_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d\d)(?:[)）][ -]?|[ -])[2-8]\d{2,3}[ -]?\d{4}(?![0-9A-Za-z_]|[.\-/]\d{3})")


@cache
def _before_landline() -> re.Pattern[str]:
    return re.compile(r"[0-9A-Za-z_.\-/]\Z")


@cache
def _is_service() -> re.Pattern[str]:
    return re.compile(
        r"热线|客服|总机|服务台|服务电话|值班|咨询|投诉电话|监督|举报|前台|hotline|helpline|switchboard|front desk",
        re.IGNORECASE,
    )


def landline_numbers(text: str) -> Iterator[Number]:
    """With an area code of the mainland; one that is named as a service's own leads to nobody."""
    for match in _LANDLINE.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        if not _before_landline().search(before) and not _is_service().search(before):
            written = re.sub(r"[ )）-]+", "-", match[0])
            yield Number(*match.span(), masked(written, written.find("-") + 1, 2))


_LONG = re.compile("[0-9]{15}")
_SOME = re.compile("[0-9]{3,}")
"""What is left of them when every fifth character is taken."""


@cache
def _id_card() -> re.Pattern[str]:
    return re.compile(r"[1-9](?<![0-9A-Za-z].)[0-9]{16}[0-9Xx](?![0-9A-Za-z])")


@cache
def _old_id_card() -> re.Pattern[str]:
    return re.compile(r"[1-9](?<![0-9A-Za-z.].)[0-9]{14}(?![0-9A-Za-z]|\.[0-9])")


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_character(first: str) -> str:
    """The eighteenth character for the first seventeen: GB 11643, ISO 7064 MOD 11-2."""
    return _CHECKS[sum(int(figure) * weight for figure, weight in zip(first, _WEIGHTS, strict=True)) % 11]


@lru_cache(maxsize=1)
def _has_long(text: str) -> bool:
    """Whether there are fifteen figures in a row: most write-ups have none."""
    places = (match.span() for match in _SOME.finditer(text[::5]))
    return any(_LONG.search(text, max(0, 5 * first - 4), 5 * last) is not None for first, last in places)


def _is_date(text: str) -> bool:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).year >= 1900
    except ValueError:
        return False


def id_cards(text: str) -> Iterator[Number]:
    """Of eighteen characters, with a region, a date of birth and a check character that are right."""
    for match in _id_card().finditer(text) if _has_long(text) else ():
        number = match[0].upper()
        is_one = number[:2] in REGIONS and _is_date(number[6:14]) and number[6:8] in ("19", "20")
        if is_one and check_character(number[:17]) == number[17]:
            yield Number(*match.span(), masked(number, 6, 2))


def mistyped_id_cards(text: str) -> Iterator[Number]:
    """Of the form of an identity number, with a region and a date of birth, but not with the check character."""
    for match in _id_card().finditer(text) if _has_long(text) else ():
        number = match[0].upper()
        is_one = number[:2] in REGIONS and number[2:4] != "00" and _is_date(number[6:14])
        if not is_one or number[6:8] not in ("19", "20") or check_character(number[:17]) == number[17]:
            continue
        if is_luhn(number) if number.startswith("62") and number.isdigit() else False:
            continue
        if not _is_serial().search(text[max(0, match.start() - 12) : match.start()]):
            yield Number(*match.span(), masked(number, 6, 2))


@cache
def _is_serial() -> re.Pattern[str]:
    return re.compile(r"(?:单号|编号|流水|订单|运单|条码|IMEI|序列号|货号|票号|批号)[^，。；\n]{0,6}\Z", re.IGNORECASE)


def old_id_cards(text: str) -> Iterator[Number]:
    """Of fifteen figures, as issued until 1999: no check figure, so a serial number may look like one."""
    for match in _old_id_card().finditer(text) if _has_long(text) else ():
        number = match[0]
        is_one = number[:2] in REGIONS and number[2:4] != "00" and _is_date("19" + number[6:12])
        if is_one and not _is_serial().search(text[max(0, match.start() - 12) : match.start()]):
            yield Number(*match.span(), masked(number, 6, 1))


@cache
def _host() -> re.Pattern[str]:
    return re.compile(r"@(?P<host>(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![A-Za-z0-9-])")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[^A-Za-z0-9._%+-])(?P<name>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63})\Z")


def emails(text: str) -> Iterator[Number]:
    """Addresses; reserved hosts such as example.org are addresses too."""
    for match in matches(_host(), text, "@"):
        name = _name().search(text[max(0, match.start() - 65) : match.start()])
        if name:
            start = match.start() - len(name["name"])
            yield Number(start, match.end(), f"{masked(name['name'], 1, 0)}@{match['host']}")


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}](?<![全更最革重翻].)[A-HJ-NP-Z][·•\- ]?(?P<serial>[A-HJ-NP-Z0-9]{{5,6}})(?![A-Za-z0-9.\-])"
)


@cache
def _new_energy() -> re.Pattern[str]:
    return re.compile(r"[A-HJ-K][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJ-K]")


def plates(text: str) -> Iterator[Number]:
    """Of mainland vehicles, GA 36: five characters with two letters at most, or six for a new-energy vehicle."""
    for match in _PLATE.finditer(text):
        serial = match["serial"]
        figures = sum(character.isdigit() for character in serial)
        if (len(serial) == 5 and figures >= 3) or (len(serial) == 6 and _new_energy().fullmatch(serial)):
            yield Number(*match.span(), masked(match[0], 2, 1))


_BANK_CARD = re.compile(r"62(?<![0-9A-Za-z.]..)\d{2}(?P<sep>[ -]?)(?:\d{4}(?P=sep)){2,3}\d{1,4}(?![0-9A-Za-z]|[ -]?\d)")


def bank_cards(text: str) -> Iterator[Number]:
    """Of UnionPay: 16 to 19 figures that begin with 62, with the check figure of Luhn (ISO/IEC 7812-1)."""
    for match in _BANK_CARD.finditer(text):
        figures = re.sub(r"\D", "", match[0])
        if 16 <= len(figures) <= 19 and is_luhn(figures) and check_is_not_id(figures):
            yield Number(*match.span(), masked(figures, 4, 4))


def is_luhn(figures: str) -> bool:
    """Every second figure from the right but one doubled, its own figures added: the sum is a multiple of ten."""
    doubled = (int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(figures)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def check_is_not_id(figures: str) -> bool:
    """Whether it is no identity number of Gansu (62), which is found as such."""
    return not (len(figures) == 18 and next(id_cards(figures), None))


@cache
def _register() -> re.Pattern[str]:
    return re.compile(
        r"(?:病历|病案|住院|门诊|就诊卡|诊疗卡|社保卡?|社会保障|医保卡?|护照|学籍|银行账|银行卡|身份证|驾驶证|军官证|准考证)\Z"
    )


@cache
def _record() -> re.Pattern[str]:
    return re.compile(r"号码?(?:为|是)?[:： ]{0,2}(?P<body>[A-Z]{0,2}\d{5,20}[Xx]?)(?![0-9A-Za-z])")


def record_numbers(text: str) -> Iterator[Number]:
    """A number behind the name of a register of persons: 病历号 123456."""
    for match in matches(_record(), text, "号"):
        if _register().search(text[max(0, match.start() - 4) : match.start()]):
            yield Number(*match.span("body"), masked(match["body"], 2, 1))


_ACCOUNT = re.compile(
    r"(?:微信(?<!公众微信)|QQ(?<![A-Za-z]QQ))(?:号码?|[:：])(?:[为是])?[:：]?\s?"
    r"(?P<body>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9][0-9]{4,10})(?![A-Za-z0-9_-]|\s?[元人次件个%])"
)


def accounts(text: str) -> Iterator[Number]:
    """Of WeChat and QQ, behind those words; a mobile number is found as such."""
    for match in _ACCOUNT.finditer(text):
        if not (len(match["body"]) == 11 and next(mobile_numbers(match["body"]), None)):
            yield Number(*match.span("body"), masked(match["body"], 2, 1))


FINDERS: dict[str, Callable[[str], Iterator[Number]]] = {
    "phone": mobile_numbers,
    "landline": landline_numbers,
    "id-card": id_cards,
    "old-id-card": old_id_cards,
    "mistyped-id-card": mistyped_id_cards,
    "email": emails,
    "plate": plates,
    "bank-card": bank_cards,
    "name-with-id": record_numbers,
    "account": accounts,
}
"""By the name that a rule gives them."""
