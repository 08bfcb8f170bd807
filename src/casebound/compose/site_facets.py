"""The records of an edition → the values by which cases are found, each with its cases, and the orders of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.compose.site_edition import Edition, SiteGround
from casebound.compose.site_facet import FACETS, facet_values
from casebound.compose.site_record import CaseRecord
from casebound.model.framework import Criterion
from casebound.text.localized import CHINESE

MANY = frozenset({"method", "tool", "criterion"})
"""Facets of which a case may have several values: chosen together, a case must have them all. Of the others a case has
one, and any of the chosen ones will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value of a facet and the numbers of its documents, ascending."""

    id: str
    name: str
    documents: tuple[int, ...]


def facet_table(edition: Edition) -> Mapping[str, tuple[FacetValue, ...]]:
    """By facet: its values in the order in which they are offered."""
    ground, lang = edition.ground, edition.lang
    found: dict[str, dict[str, list[int]]] = {facet.id: {} for facet in FACETS}
    for number, record in enumerate(edition.records):
        for id, values in found.items():
            for value in dict.fromkeys(facet_values(record, id)):
                values.setdefault(value, []).append(number)
    table = {}
    for id, values in found.items():
        named = [
            FacetValue(id=value, name=edition.named(id, value), documents=tuple(documents))
            for value, documents in values.items()
        ]
        table[id] = tuple(sorted(named, key=_offered(id, ground, lang)))
    return table


def _offered(facet: str, ground: SiteGround, lang: str) -> Callable[[FacetValue], tuple[object, ...]]:
    """Years and evidence from the top, grades and criteria as in their framework, else the most frequent first."""
    if facet in ("year", "evidence"):
        return lambda value: (-int(value.id),)
    if facet == "grade":
        grades = [grade.id for grade in ground.results.framework.grades] if ground.results else []
        return lambda value: (grades.index(value.id) if value.id in grades else len(grades), value.id)
    if facet == "criterion":
        places = criterion_places(ground)
        return lambda value: (places.get(value.id, len(places)), value.id)
    return lambda value: (-len(value.documents), _alphabetical(value.name, lang), value.id)


def criterion_places(ground: SiteGround) -> Mapping[str, int]:
    """The place of each criterion in its framework, by id; the first framework that has it counts."""
    leaves: list[Criterion] = [leaf for framework in ground.frameworks.values() for leaf in framework.leaves()]
    return {leaf.id: number for number, leaf in reversed(list(enumerate(leaves)))}


ORDERS = ("newest", "evidence", "effect", "name")
"""In which the list can stand; the first is that of the pages."""


def order(edition: Edition, name: str) -> Sequence[int]:
    """The numbers of all records in an order."""
    records = edition.records
    keys: dict[str, Callable[[CaseRecord], tuple[object, ...]]] = {
        "newest": lambda record: (-record.updated.toordinal() if record.updated else 0,),
        "evidence": strongest_first,
        "effect": lambda record: (_most_effect(record),),
        "name": lambda record: (_alphabetical(record.name, edition.lang),),
    }
    key = keys[name]
    return sorted(range(len(records)), key=lambda number: key(records[number]))


def strongest_first(record: CaseRecord) -> tuple[object, ...]:
    """A key that puts the strongest evidence first, and of equals the greatest effect."""
    return (-record.evidence, _most_effect(record), record.id)


def _most_effect(record: CaseRecord) -> tuple[bool, Decimal]:
    return (record.effect is None, -(record.effect or Decimal(0)))


def _alphabetical(name: str, lang: str) -> bytes:
    """Chinese names by their sound: GB 18030 has the common characters in the order of pinyin."""
    return name.encode("gb18030") if lang == CHINESE else name.casefold().encode()
