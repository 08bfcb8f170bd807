"""A route: the sections that a way of working asks for, in order."""

from __future__ import annotations

from dataclasses import dataclass

from casebound.text.localized import NOTHING, Localized


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
