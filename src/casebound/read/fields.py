"""Nodes → typed values, by the kind each field declares; what does not fit becomes a finding at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from casebound.model.period import Period, make_period
from casebound.read.control import has_control
from casebound.read.nodes import Node, Pair
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean, near_miss

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(slots=True)
class Reading:
    """The findings of one reading, in the making."""

    findings: list[Finding] = field(default_factory=list)

    def note(
        self,
        rule: str,
        span: Span,
        message: Localized,
        hint: Localized | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding."""
        self.findings.append(Finding(rule=rule, severity=severity, message=message, span=span, hint=hint))

    def wrong_type(self, key: str, node: Node, expected: Localized) -> None:
        """The value is not of the declared kind."""
        shown = node.text if node.kind == "scalar" else _SHAPES[node.kind]
        message = phrase(
            "“{key}”应为{expected}，这里是“{shown}”",
            "“{key}” should be {expected}, not “{shown}”",
            key=key,
            expected=expected,
            shown=shown if isinstance(shown, Localized) else _shortened(shown),
        )
        self.note("wrong-type", node.span, message)


_SHAPES = {"sequence": phrase("列表", "a list"), "mapping": phrase("键值组", "a mapping")}


def _shortened(text: str, most: int = 24) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


class Kind(Protocol[T_co]):
    """Reads one sort of value; None means it was not of that sort, and a finding says so."""

    def read(self, key: str, node: Node, reading: Reading) -> T_co | None:
        """The value of field `key` at `node`."""


@dataclass(frozen=True, slots=True)
class Scalar(Generic[T]):
    """A single value that `convert` understands; `convert` gives None for anything else."""

    convert: Callable[[str], T | None]
    expected: Localized

    def read(self, key: str, node: Node, reading: Reading) -> T | None:
        """The converted text."""
        value = self.convert(node.text.strip()) if node.kind == "scalar" else None
        if value is None:
            reading.wrong_type(key, node, self.expected)
        return value


def _text(text: str) -> str | None:
    return None if has_control(text) else text


def _boolean(text: str) -> bool | None:
    return {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}.get(text.lower())


def _number(text: str) -> Decimal | None:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text) or len(text) > 30:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,15}", text) else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _id(text: str) -> str | None:
    return text if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) and len(text) <= 64 else None


TEXT: Scalar[str] = Scalar(_text, phrase("文字", "text"))
NUMBER: Scalar[Decimal] = Scalar(_number, phrase("数字（如 26.8）", "a number such as 26.8"))
INTEGER: Scalar[int] = Scalar(_integer, phrase("整数", "a whole number"))
BOOLEAN: Scalar[bool] = Scalar(_boolean, phrase("yes 或 no", "yes or no"))
DATE: Scalar[date] = Scalar(_date, phrase("日期（如 2025-03-14）", "a date such as 2025-03-14"))
PERIOD: Scalar[Period] = Scalar(make_period, phrase("期间（如 2025-01/2025-03）", "a period such as 2025-01/2025-03"))
ID: Scalar[str] = Scalar(_id, phrase("小写字母、数字与连字符组成的 id", "an id of a-z, 0-9 and hyphens"))


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
        message = phrase("“{key}”不认识“{word}”", "“{key}” does not know “{word}”", key=key, word=_shortened(node.text))
        reading.note("unknown-value", node.span, message, did_you_mean(word, self.options))
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
            if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", pair.key.text):
                message = phrase("“{tag}”不是语言代码", "“{tag}” is not a language tag", tag=pair.key.text)
                reading.note("unknown-key", pair.key.span, message, did_you_mean(pair.key.text, ("zh-CN", "en")))
            elif (words := TEXT.read(pair.key.text, pair.value, reading)) is not None:
                texts[pair.key.text] = words
        return Localized(texts)


LOCALIZED = LocalizedText()


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of one kind; items that do not fit are left out, each with a finding."""

    item: Kind[T]

    def read(self, key: str, node: Node, reading: Reading) -> tuple[T, ...] | None:
        """The items that could be read."""
        if node.kind != "sequence":
            reading.wrong_type(key, node, phrase("列表", "a list"))
            return None
        values = (self.item.read(f"{key}[{number}]", item, reading) for number, item in enumerate(node.items))
        return tuple(value for value in values if value is not None)


@dataclass(frozen=True, slots=True)
class MapOf(Generic[T]):
    """Values of one kind under keys the writer chooses."""

    value: Kind[T]

    def read(self, key: str, node: Node, reading: Reading) -> dict[str, T] | None:
        """The values that could be read."""
        if node.kind != "mapping":
            reading.wrong_type(key, node, phrase("键值组", "a mapping"))
            return None
        note_duplicates(node, reading)
        values = {pair.key.text: self.value.read(pair.key.text, pair.value, reading) for pair in first_pairs(node)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Field:
    """What may stand under a key of a record."""

    kind: Kind[Any]
    is_required: bool = False


def required(kind: Kind[Any]) -> Field:
    """A field that must be there and not be empty."""
    return Field(kind, is_required=True)


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """A mapping with declared fields, made into one dataclass; fields not read keep the dataclass's defaults."""

    make: Callable[..., T]
    fields: Mapping[str, Field]

    def read(self, key: str, node: Node, reading: Reading) -> T | None:
        """The record, as far as it could be read."""
        if node.kind != "mapping":
            reading.wrong_type(key, node, phrase("键值组", "a mapping"))
            return None
        note_duplicates(node, reading)
        self._note_unknown(node, reading)
        values = {}
        for name, declared in self.fields.items():
            pair = node.find(name)
            if pair is None:
                if declared.is_required and not self._is_misspelt(name, node):
                    message = phrase("缺少字段“{name}”", "Field “{name}” is missing", name=name)
                    reading.note("missing-field", _head(node), message, _where(key))
            elif pair.value.is_empty:
                if declared.is_required:
                    message = phrase("字段“{name}”是空的", "Field “{name}” is empty", name=name)
                    reading.note("empty-field", pair.key.span, message)
            elif (value := declared.kind.read(name, pair.value, reading)) is not None:
                values[name] = value
        return self.make(**values)

    def _note_unknown(self, node: Node, reading: Reading) -> None:
        for pair in node.pairs:
            if pair.key.text not in self.fields:
                message = phrase("未知的键“{name}”", "Unknown key “{name}”", name=_shortened(pair.key.text))
                reading.note("unknown-key", pair.key.span, message, did_you_mean(pair.key.text, self.fields))

    def _is_misspelt(self, name: str, node: Node) -> bool:
        """Whether an unknown key stands for the missing field: one mistake gives one finding."""
        unknown = [pair.key.text for pair in node.pairs if pair.key.text not in self.fields]
        return any(near_miss(word, self.fields) == name for word in unknown)


def note_duplicates(node: Node, reading: Reading) -> None:
    """A key that stands twice: the first counts, the second is pointed at."""
    first: dict[str, int] = {}
    for pair in node.pairs:
        line, _ = pair.key.span.source.position(pair.key.span.start)
        if pair.key.text in first:
            message = phrase("键“{name}”重复", "Key “{name}” stands twice", name=pair.key.text)
            hint = phrase(
                "第一次在第 {line} 行，以它为准；删去其中一个",
                "The first, on line {line}, counts; remove one",
                line=first[pair.key.text],
            )
            reading.note("duplicate-key", pair.key.span, message, hint)
        first.setdefault(pair.key.text, line)


def first_pairs(node: Node) -> Iterable[Pair]:
    """The pairs that count where a key stands twice."""
    first: dict[str, Pair] = {}
    for pair in node.pairs:
        first.setdefault(pair.key.text, pair)
    return first.values()


def _head(node: Node) -> Span:
    """The first line of a mapping: where to point for what is not in it."""
    source = node.span.source
    line, _ = source.position(node.span.start)
    return source.span(node.span.start, max(node.span.start, min(node.span.end, source.line_span(line).end)))


def _where(key: str) -> Localized | None:
    return phrase("加在“{key}”之下", "Add it under “{key}”", key=key) if key else None
