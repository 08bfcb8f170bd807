"""The nouns of the binder: parts flow in, in a Binding; a Bound file flows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.press.file import Attachment
from casebound.press.fonts import FontSet
from casebound.press.job import Printed
from casebound.press.labels import Numbering


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter in its place."""

    printed: Printed
    numbering: Numbering = "arabic"
    is_recto: bool = True
    """Begins on a right-hand page; a blank one is put in before it where need be."""
    number: int = 0
    """`number` of its reserved places: which chapter it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A file to be made."""

    title: str
    author: str
    lang: str
    parts: tuple[Part, ...]
    fonts: FontSet
    timestamp: int
    """Seconds since 1970-01-01 UTC, written as creation and modification date."""
    bleed: float = 0.0
    """Points around the trimmed page."""
    has_marks: bool = False
    """Crop marks: for the printer."""
    attachments: tuple[Attachment, ...] = ()
    address_of: Mapping[str, str] = field(default_factory=dict)
    """For targets that are not in the file: their addresses on the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A finished file."""

    pdf: bytes
    pages: int
    unresolved: tuple[str, ...] = ()
    """Targets of page references that are nowhere in the file, each once."""
