"""A route: the sections that a way of working asks for, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.text.localized import NOTHING, Localized
from casebound.text.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSection:
    """A level-2 section of the write-up."""

    id: str = ""
    title: Localized = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way of working, such as QC problem-solving."""

    id: str = ""
    title: Localized = NOTHING
    sections: tuple[RouteSection, ...] = ()
    places: Mapping[str, Span] = field(default_factory=dict, repr=False, compare=False)
    """Where each section is written, by id."""
