"""Nodes → typed values, by the kind each field declares; what does not fit becomes a finding at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from casebound.read.improve_items import BEGIN_ITEMS, has_bullet
from casebound.read.improve_words import Meant, key_meant
from casebound.read.nodes import Node, Pair
from casebound.read.reading import MOST_GUESSES, Reading, first_pairs, instead, note_duplicates, shortened
from casebound.read.repair_shape import as_list, as_mapping, curly_quotes, parted
from casebound.read.scalars import (
    BOOLEAN,
    DATE,
    ID,
    INTEGER,
    LOCALIZED,
    NUMBER,
    PERIOD,
    TEXT,
    Choice,
    Scalar,
    choice,
)
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span

__all__ = [
    "BOOLEAN",
    "DATE",
    "ID",
    "INTEGER",
    "LOCALIZED",
    "NUMBER",
    "PERIOD",
    "TEXT",
    "Choice",
    "Field",
    "Kind",
    "ListOf",
    "MapOf",
    "Reading",
    "Record",
    "Scalar",
    "choice",
    "first_pairs",
    "note_duplicates",
    "required",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Kind(Protocol[T_co]):
    """Reads one sort of value; None means it was not of that sort, and a finding says so."""

    def read(self, key: str, node: Node, reading: Reading) -> T_co | None:
        """The value of field `key` at `node`."""


MOST_IN_LIST = 2_000
"""Findings in one list after which its other items are not judged."""


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of one kind; items that do not fit are left out, each with a finding."""

    item: Kind[T]

    def read(self, key: str, node: Node, reading: Reading) -> tuple[T, ...] | None:
        """The items that could be read."""
        meant = as_list(node) if node.kind == "scalar" else parted(node)
        if meant is not None:
            node, findings = meant
            reading.add(findings)
        if node.kind != "sequence":
            hint = BEGIN_ITEMS if node.kind == "scalar" and has_bullet(node.text) else None
            reading.wrong_type(key, node, phrase("列表", "a list"), hint=hint)
            return None
        if quotes := curly_quotes(node) if isinstance(self.item, Scalar) and self.item.is_text else None:
            reading.add((quotes,))
        values = []
        most = reading.noted + MOST_IN_LIST
        for number, item in enumerate(node.items):
            if reading.noted > most:
                break
            if not (item.is_cut and item.is_empty):
                values.append(self.item.read(f"{key}[{number}]", item, reading))
        return tuple(value for value in values if value is not None)


@dataclass(frozen=True, slots=True)
class MapOf(Generic[T]):
    """Values of one kind under keys the writer chooses."""

    value: Kind[T]

    def read(self, key: str, node: Node, reading: Reading) -> dict[str, T] | None:
        """The values that could be read."""
        node = _mapping(node, reading)
        if node.kind != "mapping":
            reading.wrong_type(key, node, phrase("键值组", "a mapping"))
            return None
        note_duplicates(node, reading)
        values = {pair.key.text: self.value.read(pair.key.text, pair.value, reading) for pair in first_pairs(node)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class AsWritten:
    """Whatever stands there, for somebody else to read."""

    def read(self, _key: str, node: Node, _reading: Reading) -> Node:
        """The node itself."""
        return node


AS_WRITTEN = AsWritten()


@dataclass(frozen=True, slots=True)
class Field:
    """What may stand under a key of a record."""

    kind: Kind[Any]
    is_required: bool = False
    is_usual: bool = False
    """Whether an editor offers it with what is required."""


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
        node = _mapping(node, reading)
        if node.kind != "mapping":
            return self._alone(key, node, reading)
        pairs = {pair.key.text: pair for pair in reversed(node.pairs)}
        if len(pairs) < len(node.pairs):
            note_duplicates(node, reading)
        misspelt: set[str] = set()
        if not pairs.keys() <= self.fields.keys():
            misspelt = self._note_unknown(pairs, reading)
        values = {}
        for name, declared in self.fields.items():
            pair = pairs.get(name)
            if pair is None:
                if declared.is_required and not node.is_cut and name not in misspelt:
                    message = phrase("缺少字段“{name}”", "Field “{name}” is missing", name=name)
                    reading.note("missing-field", _head(node), message, _where(key))
            elif pair.value.is_empty:
                if declared.is_required and not (node.is_cut or pair.value.is_cut):
                    message = phrase("字段“{name}”是空的", "Field “{name}” is empty", name=name)
                    reading.note("empty-field", pair.key.span, message)
            elif (value := declared.kind.read(name, pair.value, reading)) is not None:
                values[name] = value
        return self.make(**values)

    def _alone(self, key: str, node: Node, reading: Reading) -> T | None:
        """A single value in place of the record: its first field, if that is a number, so that the rest goes on."""
        name, first = next(iter(self.fields.items()))
        value = NUMBER.convert(node.text.strip()) if node.kind == "scalar" and first.kind is NUMBER else None
        if value is None:
            reading.wrong_type(key, node, phrase("键值组", "a mapping"))
            return None
        others = [key for key, declared in self.fields.items() if declared.kind is PERIOD]
        shown = ", ".join([f"{name}: {node.text.strip()}", *(f"{other}: 2024-01/2024-03" for other in others)])
        reading.wrong_type(
            key, node, phrase("键值组，如 {example}", "a mapping such as {example}", example=f"{{{shown}}}")
        )
        return self.make(**{name: value})

    def _note_unknown(self, pairs: dict[str, Pair], reading: Reading) -> set[str]:
        """Point at unknown keys. One that stands for a field that is not there is taken for it, and its name returned.

        So one mistake gives one finding, and what stands behind a misspelt key is read and judged.
        """
        misspelt = set()
        for name, pair in sorted(pairs.items(), key=lambda item: item[1].key.span.start):
            if name in self.fields:
                continue
            if reading.is_full("unknown-key", pair.key.span):
                reading.noted += 1
                continue
            meant = key_meant(name, self.fields) if reading.guesses <= MOST_GUESSES else None
            near, hint = (meant.text, None) if meant else reading.near(name, self.fields)
            if meant:
                hint = phrase("是否想写“{near}”？", "Did you mean “{near}”?", near=meant.text)
            fix = None
            if near is not None:
                if near not in pairs:
                    fix = instead(pair.key, meant or Meant(near))
                    pairs[near] = pair
                misspelt.add(near)
            message = phrase("未知的键“{name}”", "Unknown key “{name}”", name=shortened(name))
            reading.note("unknown-key", pair.key.span, message, hint, fix=fix)
        return misspelt


def _mapping(node: Node, reading: Reading) -> Node:
    """The mapping that was meant where a text such as `kind：team` stands; else the node as it is."""
    meant = as_mapping(node) if node.kind == "scalar" else None
    if meant is None:
        return node
    reading.add(meant[1])
    return meant[0]


def _head(node: Node) -> Span:
    """The first line of a mapping: where to point for what is not in it."""
    source = node.span.source
    line, _ = source.position(node.span.start)
    return source.span(node.span.start, max(node.span.start, min(node.span.end, source.line_span(line).end)))


def _where(key: str) -> Localized | None:
    return phrase("加在“{key}”之下", "Add it under “{key}”", key=key) if key else None
