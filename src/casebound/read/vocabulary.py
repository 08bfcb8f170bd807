"""Vocabulary and route files → words by id, and routes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from casebound.model.route import Route, RouteSection
from casebound.read.fields import AS_WRITTEN, ID, LOCALIZED, Field, ListOf, MapOf, Reading, Record, required
from casebound.read.nodes import Node
from casebound.text.localized import Localized
from casebound.text.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What may stand in a field, by id, with the words to show."""

    industries: dict[str, Localized] = field(default_factory=dict)
    methods: dict[str, Localized] = field(default_factory=dict)

    def extended(self, other: Vocabulary) -> Vocabulary:
        """With the other's words added; the other's win."""
        return Vocabulary(industries={**self.industries, **other.industries}, methods={**self.methods, **other.methods})


VOCABULARY = Record(Vocabulary, {"industries": Field(MapOf(LOCALIZED)), "methods": Field(MapOf(LOCALIZED))})


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRoute:
    """A route with its rules as written: their kinds are not known here."""

    route: Route
    rules: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFile:
    """`routes.yaml`."""

    routes: tuple[WrittenRoute, ...] = ()


def _route(rules: Node | None = None, **values: Any) -> WrittenRoute:
    return WrittenRoute(route=Route(**values), rules=rules)


ROUTES = Record(
    RouteFile,
    {
        "routes": required(
            ListOf(
                Record(
                    _route,
                    {
                        "id": required(ID),
                        "title": required(LOCALIZED),
                        "sections": required(
                            ListOf(Record(RouteSection, {"id": required(ID), "title": required(LOCALIZED)}))
                        ),
                        "rules": Field(AS_WRITTEN),
                    },
                )
            )
        )
    },
)


def read_routes(node: Node, reading: Reading) -> tuple[WrittenRoute, ...]:
    """The routes of a file, each with the places of its sections."""
    file = ROUTES.read("", node, reading)
    pair = node.find("routes")
    places = {
        id.value.text: _section_places(item) for item in (pair.value.items if pair else ()) if (id := item.find("id"))
    }
    return tuple(
        replace(written, route=replace(written.route, places=places.get(written.route.id, {})))
        for written in (file.routes if file else ())
    )


def _section_places(route: Node) -> dict[str, Span]:
    pair = route.find("sections")
    return {id.value.text: id.value.span for item in (pair.value.items if pair else ()) if (id := item.find("id"))}
