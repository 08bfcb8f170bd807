"""Numbers that can only lie between bounds: a percentage, a number of people, a cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.check.kind import FIELD_PATH, Hit, Kind
from casebound.check.look import Look
from casebound.read.fields import NUMBER, TEXT, Field, ListOf, required


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """Where numbers stand, and their bounds."""

    where: tuple[str, ...]
    least: Decimal | None = None
    most: Decimal | None = None
    units: tuple[str, ...] = ()
    """Only in measures with one of these units; without it, everywhere."""


def find(bounds: NumberRange, look: Look) -> Iterator[Hit]:
    """Each number outside its bounds; what is no number is the reader's business."""
    if look.written.is_translation:
        return
    for path in bounds.where:
        for place in look.fields(path):
            value = NUMBER.convert(place.node.text.strip()) if place.node and place.node.kind == "scalar" else None
            if value is None or (bounds.units and look.unit(place.path) not in bounds.units):
                continue
            if (bounds.least is not None and value < bounds.least) or (bounds.most is not None and value > bounds.most):
                values = {
                    "value": str(value),
                    "least": "−∞" if bounds.least is None else str(bounds.least),
                    "most": "∞" if bounds.most is None else str(bounds.most),
                    "field": path.rpartition(".")[2],
                    "owner": place.owner,
                }
                yield Hit(span=place.span, values=values)


KIND = Kind(
    name="number-range",
    make=NumberRange,
    fields={
        "where": required(ListOf(FIELD_PATH)),
        "least": Field(NUMBER),
        "most": Field(NUMBER),
        "units": Field(ListOf(TEXT)),
    },
    values=frozenset({"value", "least", "most", "field", "owner"}),
    find=find,
)
