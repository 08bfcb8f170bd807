"""Fields that must hold something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.check.kind import FIELD_PATH, Hit, Kind
from casebound.check.look import Look
from casebound.read.fields import TEXT, Field, ListOf, required


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Where something must stand."""

    where: tuple[str, ...]
    """Paths of fields; `[]` asks it of each item of a list."""
    units: tuple[str, ...] = ()
    """Only of measures with one of these units; without it, of all."""


def find(present: Present, look: Look) -> Iterator[Hit]:
    """Each place where nothing stands; a translation need not say what its original says."""
    if look.written.is_translation:
        return
    for path in present.where:
        for field in look.fields(path):
            if field.node is None and (not present.units or look.unit(field.path) in present.units):
                name = path.rpartition(".")[2]
                yield Hit(
                    span=field.span, values={"field": name, "path": field.path, "owner": field.owner}, field=field.name
                )


KIND = Kind(
    name="present",
    make=Present,
    fields={"where": required(ListOf(FIELD_PATH)), "units": Field(ListOf(TEXT))},
    values=frozenset({"field", "path", "owner"}),
    find=find,
)
