"""One node → one typed value: text, number, date, period, yes or no, id, a word of a list, words by language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from casebound.model.period import Period, make_period
from casebound.read.control import has_control
from casebound.read.improve_dates import date_meant, period_meant, trouble
from casebound.read.improve_numbers import integer_meant, number_meant
from casebound.read.improve_words import Meant, boolean_meant, id_meant, option_meant
from casebound.read.nodes import Node
from casebound.read.reading import Reading, first_pairs, instead, note_duplicates, quotable, shortened, without_quotes
from casebound.read.repair_shape import as_text, curly_text
from casebound.text.localized import Localized, phrase

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scalar(Generic[T]):
    """A single value that `convert` understands; `convert` gives None for anything else."""

    convert: Callable[[str], T | None]
    expected: Localized
    guess: Callable[[str], Meant | None] | None = None
    """What a text that `convert` does not understand was probably meant to be."""
    trouble: Callable[[str], Localized | None] | None = None
    """What is wrong with a text that looks right."""
    is_text: bool = False
    """Whether any text will do, so that what YAML takes for more was text, too."""

    def read(self, key: str, node: Node, reading: Reading) -> T | None:
        """The converted text, or what was certainly meant by it."""
        value = self.convert(node.text.strip()) if node.kind == "scalar" else None
        if value is not None:
            if self.is_text and not key.endswith(("]", *_QUOTED)) and (quotes := curly_text(node)) is not None:
                reading.add((quotes,))
            return value
        meant = self.guess(node.text) if self.guess and node.kind == "scalar" else None
        if meant is None and self.is_text and (found := as_text(node)) is not None:
            reading.add((found[1],))
            return self.convert(found[0])
        hint = self.trouble(node.text.strip()) if self.trouble and node.kind == "scalar" else None
        reading.wrong_type(key, node, self.expected, meant, hint)
        return self.convert(meant.text) if meant and meant.is_certain else None


def _text(text: str) -> str | None:
    return None if has_control(text) else text


_QUOTED = ("title", "summary", "statement")
"""Fields that may really be a quotation from beginning to end."""
_BOOLEANS = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_INTEGER = re.compile(r"[0-9]{1,15}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


def _boolean(text: str) -> bool | None:
    return _BOOLEANS.get(text.lower())


def _number(text: str) -> Decimal | None:
    return Decimal(text) if len(text) <= 30 and _NUMBER.fullmatch(text) else None


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _id(text: str) -> str | None:
    return text if len(text) <= 64 and _ID.fullmatch(text) else None


TEXT: Scalar[str] = Scalar(_text, phrase("文字", "text"), is_text=True)
NUMBER: Scalar[Decimal] = Scalar(_number, phrase("数字（如 26.8）", "a number such as 26.8"), number_meant)
INTEGER: Scalar[int] = Scalar(_integer, phrase("整数", "a whole number"), integer_meant)
BOOLEAN: Scalar[bool] = Scalar(_boolean, phrase(" yes 或 no", "yes or no"), boolean_meant)
DATE: Scalar[date] = Scalar(_date, phrase("日期（如 2025-03-14）", "a date such as 2025-03-14"), date_meant, trouble)
PERIOD: Scalar[Period] = Scalar(
    make_period, phrase("期间（如 2025-01/2025-03）", "a period such as 2025-01/2025-03"), period_meant, trouble
)
ID: Scalar[str] = Scalar(_id, phrase("小写字母、数字与连字符组成的 id", "an id of a-z, 0-9 and hyphens"), id_meant)


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One word of a closed list."""

    options: Mapping[str, T]

    def read(self, key: str, node: Node, reading: Reading) -> T | None:
        """The option named."""
        if node.kind != "scalar":
            reading.wrong_type(key, node, TEXT.expected)
            return None
        word = node.text.strip()
        if word in self.options:
            return self.options[word]
        message = phrase(
            "“{key}”不认识“{word}”", "“{key}” does not know “{word}”", key=key, word=shortened(quotable(node.text))
        )
        if meant := option_meant(word, self.options):
            hint = without_quotes(node, meant) or phrase(
                "是否想写“{near}”？", "Did you mean “{near}”?", near=meant.text
            )
            reading.note("unknown-value", node.span, message, hint, fix=instead(node, meant))
            return self.options[meant.text]
        near, hint_near = reading.near(word, self.options)
        reading.note("unknown-value", node.span, message, hint_near, fix=instead(node, Meant(near)) if near else None)
        return None


E = TypeVar("E", bound=StrEnum)


def choice(options: type[E]) -> Choice[E]:
    """One word of an enumeration."""
    return Choice({option.value: option for option in options})


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """Words by language, or plain words that hold in every language."""

    def read(self, key: str, node: Node, reading: Reading) -> Localized | None:
        """The words."""
        if node.kind == "scalar":
            words = TEXT.read(key, node, reading)
            return None if words is None else Localized({"und": words})
        if node.kind != "mapping":
            reading.wrong_type(key, node, phrase("文字或“语言: 文字”", "text, or text by language"))
            return None
        note_duplicates(node, reading)
        texts: dict[str, str] = {}
        for pair in first_pairs(node):
            if not _LANGUAGE_TAG.fullmatch(pair.key.text):
                message = phrase("“{tag}”不是语言代码", "“{tag}” is not a language tag", tag=pair.key.text)
                reading.note("unknown-key", pair.key.span, message, reading.near(pair.key.text, ("zh-CN", "en"))[1])
            elif (words := TEXT.read(pair.key.text, pair.value, reading)) is not None:
                texts[pair.key.text] = words
        return Localized(texts)


LOCALIZED = LocalizedText()
