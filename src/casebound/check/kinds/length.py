"""Texts that must be neither too short nor too long for where they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from casebound.check.kind import FIELD_PATH, Hit, Kind
from casebound.check.look import Look
from casebound.check.scope import SCOPE_FIELDS, Part, Scope, parts
from casebound.read.fields import INTEGER, Choice, Field, ListOf, MapOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """Bounds, by the language of the write-up; a language that is not named has none."""

    where: tuple[str, ...] = ()
    """Fields; without them, parts of the body."""
    criteria: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    least: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    count: str = "characters"
    """`characters`, `han` (Han characters alone), or `words`: Han characters, and runs of Latin letters and digits."""


_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_OTHER = re.compile(r"\ufffc+|[A-Za-z0-9]+(?:[.'’-][A-Za-z0-9]+)*")


def _han(text: str) -> int:
    return len("".join(_HAN.findall(text)))


def words(text: str) -> int:
    """Han characters, each one, and runs of Latin letters, digits or markup: what a Chinese word processor counts."""
    return _han(text) + len(_OTHER.findall(text))


_COUNTS: dict[str, Callable[[str], int]] = {
    "characters": len,
    "han": _han,
    "words": words,
}


def find(length: Length, look: Look) -> Iterator[Hit]:
    """Each text that is shorter or longer than it should be; an empty one is the business of other rules."""
    least, most = length.least.get(look.case.lang, 0), length.most.get(look.case.lang)
    measure = _COUNTS[length.count]
    for path in length.where:
        for place in look.fields(path):
            if place.node is None or not look.own(place.node):
                continue
            n = measure(place.node.text)
            if n < least or (most is not None and n > most):
                key = look.document.key(path) if "." not in path else place.span
                yield Hit(span=key, values=_values(n, least, most, path.rpartition(".")[2]))
    if not length.where:
        for part in _joined(parts(Scope(criteria=length.criteria, sections=length.sections), look)):
            if most is None and _is_enough(measure, part, look, least):
                continue
            n = sum(measure(look.prose.text[start:end].replace("\n", "")) for start, end in part.spans)
            if 0 < n < least or (most is not None and n > most):
                yield Hit(span=part.heading, values=_values(n, least, most, part.name))


def _is_enough(measure: Callable[[str], int], part: Part, look: Look, least: int) -> bool:
    """Whether the beginning alone is as long as it should be: more of a text is never less."""
    start, end = part.spans[0]
    return measure(look.prose.text[start : min(end, start + 2 * least)].replace("\n", "")) >= least


def _joined(found: Iterable[Part]) -> Iterator[Part]:
    """Parts, of which those that are the same stretch of text are one: an answer to two criteria is short once."""
    same: dict[tuple[tuple[int, int], ...], list[Part]] = {}
    for part in found:
        same.setdefault(part.spans, []).append(part)
    for together in same.values():
        yield together[0]._replace(name="、".join(part.name for part in together))


def _values(n: int, least: int, most: int | None, name: str) -> dict[str, str | int]:
    return {"n": n, "least": least, "most": "∞" if most is None else most, "name": name}


KIND = Kind(
    name="length",
    make=Length,
    fields={
        "where": Field(ListOf(FIELD_PATH)),
        **SCOPE_FIELDS,
        "least": Field(MapOf(INTEGER)),
        "most": Field(MapOf(INTEGER)),
        "count": Field(Choice({name: name for name in _COUNTS})),
    },
    values=frozenset({"n", "least", "most", "name"}),
    find=find,
)
