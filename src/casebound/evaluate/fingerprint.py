"""A case or a framework as evaluators are given it → its digest, and the digest of each of its parts.

Digests are of what was understood, not of how it was written down: a comment or a line break in the YAML changes
nothing, and neither does what an evaluator is not shown. Fields that are empty do not count, so that a field which a
later Casebound adds leaves the digests of today as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from casebound.model.case import Case
from casebound.model.framework import Framework
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span

_PART_LENGTH, _DIGEST_LENGTH = 16, 32
"""Hexadecimal digits: nobody forges these, they tell a change from none; a whole one is typed off paper at worst."""
_MOST_NAMED = 12

NOT_READ = frozenset({"id", "lang", "framework", "aliases", "publication", "standing", "sections", "measures", "data"})
"""Fields of a case that evaluators do not judge, or that are parts one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What tells one content from another."""

    parts: Mapping[str, str]
    """A digest for each part, by its name: `title`, `measures.wait`, `sections.causes`, `causes.png`."""

    @property
    def digest(self) -> str:
        """Of all parts together."""
        return _sha256(sorted(self.parts.items()), _DIGEST_LENGTH)


def fingerprint_of_case(case: Case, images: Mapping[str, str]) -> Fingerprint:
    """Of a case as its audience may read it, in one language; `images`: the digest of each of its pictures, by name."""
    parts = {
        field.name: value for field in fields(case) if field.name not in NOT_READ if (value := _part(case, field.name))
    }
    _add(parts, ((f"measures.{item.id or number}", _plain(item)) for number, item in enumerate(case.measures, 1)))
    _add(parts, ((f"sections.{item.id or number}", _plain(item)) for number, item in enumerate(case.sections, 1)))
    _add(parts, ((item.file, item.text) for item in case.data))
    parts.update((_named(parts, name, number), images[name]) for number, name in enumerate(images, start=1))
    return Fingerprint(parts=parts)


def fingerprint_of_framework(framework: Framework) -> Fingerprint:
    """Of what marks rest on: conditions, criteria with their weights, scale and bands.

    Grades and aggregation are not among them: they say what becomes of marks, and no sheet shows them.
    """
    parts = {"scale": _sha256(_plain(framework.scale))}
    _add(parts, ((f"conditions.{item.id}", _plain(item)) for item in framework.conditions))
    _add(parts, ((f"criteria.{item.id}", _plain(item)) for item in framework.leaves()))
    _add(parts, ((f"bands.{item.id}", _plain(item)) for item in framework.bands))
    return Fingerprint(parts=parts)


def _add(parts: dict[str, str], more: Iterable[tuple[str, object]]) -> None:
    for number, (name, plain) in enumerate(more, start=1):
        parts[_named(parts, name, number)] = _sha256(plain)


def _named(parts: Container[str], name: str, number: int) -> str:
    """The name of a part: with its number behind it where another part has the name already."""
    while name in parts:
        name = f"{name}#{number}"
    return name


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> Localized:
    """Which parts changed, came or went, by name."""
    changed = [name for name in now if name in before and before[name] != now[name]]
    added = [name for name in now if name not in before]
    gone = [name for name in before if name not in now]
    lists = [
        (phrase("改了 {names}", "changed: {names}", names=_listed(changed)), changed),
        (phrase("加了 {names}", "added: {names}", names=_listed(added)), added),
        (phrase("少了 {names}", "gone: {names}", names=_listed(gone)), gone),
    ]
    said = [words for words, names in lists if names]
    if not said:
        return phrase("没有差别", "no difference")
    return Localized(
        {lang: ("；" if lang == "zh-CN" else "; ").join(words.to(lang) for words in said) for lang in ("zh-CN", "en")}
    )


def _part(case: Case, name: str) -> str:
    value = _plain(getattr(case, name))
    return "" if _is_empty(value) else _sha256(value)


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" … (+{more})" if more > 0 else "")


def _plain(value: object) -> object:
    """As JSON has it, without what is empty."""
    match value:
        case Span():
            return None
        case Localized():
            return dict(value.texts)
        case Enum():
            return value.value
        case Decimal():
            return str(value.normalize())
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list() | frozenset():
            items = sorted(value, key=str) if isinstance(value, frozenset) else value
            return [_plain(each) for each in items]
    if is_dataclass(value):
        return dict(_filled(value))
    return value if isinstance(value, str | int | bool | None) else str(value)


def _filled(value: object) -> Iterator[tuple[str, object]]:
    assert is_dataclass(value)
    for field in fields(value):
        plain = _plain(getattr(value, field.name))
        if field.compare and not _is_empty(plain):
            yield field.name, plain


def _is_empty(plain: object) -> bool:
    return plain is None or plain in ("", [], {})


def _sha256(value: object, length: int = _PART_LENGTH) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:length]
