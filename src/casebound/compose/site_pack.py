"""What a case's page says of its replication pack, as the template gets it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """The preconditions as questions to oneself."""

    key: str
    """Under which a reader's browser keeps the answers."""
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a case's page has of its pack beside the case's own words."""

    href: str
    """Of the page to print."""
    word_file: str
    test: SelfTest
    chart: Markup
    """The steps as bars; empty where they do not say how long they take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAlong:
    """Where a case is cited, and what of it can be taken along."""

    line: str
    """The reference as text."""
    bibtex: str
    ris: str
    version: str
    """The page of this version, which stays as it is; empty without a version."""
    licence: str
    """Where the licence's words stand on the web; empty for one that is not known."""
