"""What must come before what: periods and dates of the front matter, and the sections of a route."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casebound.check.kind import FIELD_PATH, Hit, Kind
from casebound.check.look import Field as Place
from casebound.check.look import Look
from casebound.model.period import Period, make_period
from casebound.read.fields import Choice, Field, ListOf
from casebound.text.finding import Label
from casebound.text.localized import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What comes first, and what then."""

    of: str = "dates"
    """`dates`, or `route`: the sections of the route."""
    first: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    """Fields that hold days or periods. Two fields of one list are compared within each of its items."""
    relation: str = "begins"
    """`begins`: the first begins no later; `ends`: it is over before the other begins; `holds`: it holds the other."""


_NUMBER = re.compile(r"\[(\d+)\]")
EARLIER = phrase("与这里相比", "compared with this")


def find(order: Order, look: Look) -> Iterator[Hit]:
    """Each thing that is out of order."""
    if order.of == "route":
        yield from _route(look)
    elif not look.written.is_translation:
        yield from _dates(order, look)


def _route(look: Look) -> Iterator[Hit]:
    """The first section of the route that stands where another belongs."""
    if look.route is None:
        return
    wanted = [section.id for section in look.route.sections]
    found = [item for item in look.document.sections if item.section.level == 2 and item.section.id in wanted]
    first = {item.section.id: item for item in reversed(found)}  # a second one is a duplicate, not out of order
    present = list(dict.fromkeys(item.section.id for item in found))
    for id, expected in zip(present, (id for id in wanted if id in first), strict=True):
        if id != expected:
            values = {"title": first[id].section.title, "expected": expected}
            yield Hit(span=first[id].heading, values=values)
            return


def _dates(order: Order, look: Look) -> Iterator[Hit]:
    for first_path in order.first:
        for then_path in order.then:
            shared = _shared_lists(first_path, then_path)
            earlier: dict[tuple[str, ...], list[tuple[Place, Period]]] = {}
            for place, period in _periods(look, first_path):
                earlier.setdefault(_numbers(place.path)[:shared], []).append((place, period))
            for later, period in _periods(look, then_path):
                for place, before in earlier.get(_numbers(later.path)[:shared], ()):
                    if not _holds(order.relation, before, period):
                        yield Hit(
                            span=later.span,
                            values={"owner": later.owner, "first": before.text, "then": period.text},
                            labels=(Label(span=place.span, message=EARLIER),),
                        )


def _periods(look: Look, path: str) -> Iterator[tuple[Place, Period]]:
    for place in look.fields(path):
        if place.node is not None and place.node.kind == "scalar":
            period = make_period(place.node.text)
            if period is not None:
                yield place, period


def _holds(relation: str, first: Period, then: Period) -> bool:
    if relation == "ends":
        return first.end < then.start
    if relation == "holds":
        return first.start <= then.start and then.end <= first.end
    return first.start <= then.start


def _shared_lists(first: str, then: str) -> int:
    """Through how many lists both paths go before they part: `measures[].a` and `measures[].b` share one."""
    lists = [path.split("[]")[:-1] for path in (first, then)]
    shared = 0
    for ours, theirs in zip(*lists, strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared


def _numbers(path: str) -> tuple[str, ...]:
    """The items of lists that a path goes through."""
    return tuple(_NUMBER.findall(path))


KIND = Kind(
    name="order",
    make=Order,
    fields={
        "of": Field(Choice({name: name for name in ("dates", "route")})),
        "first": Field(ListOf(FIELD_PATH)),
        "then": Field(ListOf(FIELD_PATH)),
        "relation": Field(Choice({name: name for name in ("begins", "ends", "holds")})),
    },
    values=frozenset({"title", "expected", "owner", "first", "then"}),
    find=find,
)
