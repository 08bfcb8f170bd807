"""How many of something there must be: measures, steps, points of a series; tables, numbers, links in a section."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casebound.check.kind import FIELD_PATH, Hit, Kind
from casebound.check.look import Look
from casebound.check.scope import SCOPE_FIELDS, Part, Scope, parts
from casebound.read.case_link import read_case_link
from casebound.read.fields import INTEGER, Choice, Field, ListOf
from casebound.read.markdown import FIGURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What is counted, and the bounds."""

    where: tuple[str, ...] = ()
    """Lists of the front matter."""
    of: tuple[str, ...] = ()
    """In the body: `tables`, `figures`, `values` ({val}), `references` ({ref}), `links`, `files`, `numbers`, `items`;
    of several, their sum."""
    criteria: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None


_HAN_NUMBER = "(?:一(?=[二三四五六七八九十百千万])|[二两三四五六七八九十百千万])[一二两三四五六七八九十百千万]*"
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|{_HAN_NUMBER}(?=[人次天件份条个家项台])")


def find(count: Count, look: Look) -> Iterator[Hit]:
    """Each list or part with too few or too many; what is not there at all is the business of other rules."""
    for path in count.where:
        for place in look.fields(path):
            if place.node is None or not look.own(place.node):
                continue
            n = len(place.node.readable())
            if n < count.least or (count.most is not None and n > count.most):
                span = look.document.key(path) if "." not in path else place.span
                yield Hit(span=span, values=_values(n, count, path.rpartition(".")[2], place.owner))
    for part in parts(Scope(criteria=count.criteria, sections=count.sections), look) if count.of else ():
        n = 0
        for name in count.of:
            n += _COUNTED[name](part, look)
            if count.most is None and n >= count.least:
                break
        if n < count.least or (count.most is not None and n > count.most):
            yield Hit(span=part.heading, values=_values(n, count, part.name, ""))


def _values(n: int, count: Count, name: str, owner: str) -> dict[str, str | int]:
    most = "∞" if count.most is None else count.most
    return {"n": n, "least": count.least, "most": most, "name": name, "owner": owner}


def _places(look: Look) -> dict[tuple[str, str], list[int]]:
    """Where mentions of a kind and name stand, in order; found once for a write-up, kept with its other views."""
    if "places of mentions" not in look.__dict__:
        start = look.document.body_start
        places: dict[tuple[str, str], list[int]] = {}
        for mention in look.mentions:
            name = mention.name
            if mention.kind == "link":
                name = "" if re.match(r"#|[a-z]+:", mention.target) or read_case_link(mention.target) else "file"
            elif mention.kind == "image":
                name = ""
            places.setdefault((mention.kind, name), []).append(start + mention.start)
        for found in places.values():
            found.sort()
        look.__dict__["places of mentions"] = places
    kept: dict[tuple[str, str], list[int]] = look.__dict__["places of mentions"]
    return kept


def _mentioned(kind: str, *names: str) -> Callable[[Part, Look], int]:
    def counted(part: Part, look: Look) -> int:
        found = [places for name in names if (places := _places(look).get((kind, name)))]
        return sum(
            bisect_left(places, end) - bisect_left(places, start) for places in found for start, end in part.spans
        )

    return counted


def _tables(part: Part, look: Look) -> int:
    """With a caption and an id, or plain."""
    source, start = look.document.source, look.document.body_start
    first_line, _ = source.position(start)
    plain = (
        source.line_start(first_line + token.map[0])
        for token in look.document.body.tokens
        if token.type == "table_open" and token.map
    )
    return _mentioned("directive", "table")(part, look) + sum(part.holds(offset) for offset in plain)


def _figures(part: Part, look: Look) -> int:
    """Drawn, or images."""
    return _mentioned("image", "")(part, look) + _mentioned("directive", *FIGURES)(part, look)


def _numbers(part: Part, look: Look) -> int:
    return sum(len(_NUMBER.findall(look.prose.text[start:end])) for start, end in part.spans)


def _items(part: Part, look: Look) -> int:
    return sum(segment.kind == "item" and part.holds(segment.start) for segment in look.prose.segments)


_COUNTED: dict[str, Callable[[Part, Look], int]] = {
    "tables": _tables,
    "figures": _figures,
    "values": _mentioned("role", "val"),
    "references": _mentioned("role", "ref"),
    "links": _mentioned("link", "", "file"),
    "files": _mentioned("link", "file"),
    "numbers": _numbers,
    "items": _items,
}

KIND = Kind(
    name="count",
    make=Count,
    fields={
        "where": Field(ListOf(FIELD_PATH)),
        "of": Field(ListOf(Choice({name: name for name in _COUNTED}))),
        **SCOPE_FIELDS,
        "least": Field(INTEGER),
        "most": Field(INTEGER),
    },
    values=frozenset({"n", "least", "most", "name", "owner"}),
    find=find,
)
