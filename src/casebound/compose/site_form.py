"""Records and passages ↔ what JSON can hold, by the fields that their dataclasses declare.

A field that is added to a record needs nothing here, as long as it is text, a number, a date, or such things in tuples,
mappings and dataclasses.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A value as JSON can hold it: a dataclass is the list of its fields in their order."""
    if value is None or type(value) in (str, int, bool, float):
        return value
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [to_plain(getattr(value, name)) for name in _names(type(value))]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def from_plain(kind: type[T], plain: Any) -> T:
    """The value again. Raises ValueError, TypeError, KeyError or ArithmeticError for what is of another form."""
    read: Callable[[Any], T] = _reader(kind)  # type: ignore[arg-type]
    return read(plain)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a value of that type is read."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        read = _reader(next(each for each in inner if each is not type(None)))
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            each = _reader(inner[0])
            return lambda plain: tuple(map(each, _listed(plain)))
        readers = tuple(map(_reader, inner))
        return lambda plain: tuple(read(item) for read, item in zip(readers, plain, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        value = _reader(inner[1])
        return lambda plain: {_text(key): value(item) for key, item in plain.items()}
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    return _PLAIN.get(kind) or kind


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    parts = [(name, _reader(hints[name])) for name in _names(kind)]

    def read(plain: Any) -> Any:
        return kind(**{name: part(item) for (name, part), item in zip(parts, _listed(plain), strict=True)})

    return read


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(plain: Any) -> Any:
        if type(plain) is not kind:
            raise TypeError(f"not {kind.__name__}")
        return plain

    return read


_text = _exactly(str)
_listed = _exactly(list)
_PLAIN: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    bool: _exactly(bool),
    int: _exactly(int),
    Markup: lambda plain: Markup(_text(plain)),
    Decimal: lambda plain: Decimal(_text(plain)),
    date: lambda plain: date.fromisoformat(_text(plain)),
}
