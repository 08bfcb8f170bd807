"""Vocabulary and route files → words by id, and routes."""

from __future__ import annotations

from dataclasses import dataclass, field

from casebound.model.route import Route, RouteSection
from casebound.read.fields import ID, LOCALIZED, Field, ListOf, MapOf, Record, required
from casebound.text.localized import Localized


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
class RouteFile:
    """`routes.yaml`."""

    routes: tuple[Route, ...] = ()


ROUTES = Record(
    RouteFile,
    {
        "routes": required(
            ListOf(
                Record(
                    Route,
                    {
                        "id": required(ID),
                        "title": required(LOCALIZED),
                        "sections": required(
                            ListOf(Record(RouteSection, {"id": required(ID), "title": required(LOCALIZED)}))
                        ),
                    },
                )
            )
        )
    },
)
