"""The nouns of the binder: parts flow in, in a Binding; a Bound file flows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.press.facts import Facts, Kept, facts_of
from casebound.press.file import Attachment
from casebound.press.fonts import FontSet
from casebound.press.job import Printed
from casebound.press.labels import Numbering


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter in its place."""

    printed: Printed | Kept
    numbering: Numbering = "arabic"
    is_recto: bool = True
    """Begins on a right-hand page; a blank one is put in before it where need be."""
    number: int = 0
    """`number` of its reserved places: which chapter it is."""

    def facts(self) -> Facts:
        """Of the chapter. Raises `ValueError` for one that was not printed."""
        return self.printed.facts if isinstance(self.printed, Kept) else facts_of(self.printed)

    def loaded(self) -> Printed:
        """The chapter itself."""
        return self.printed.load() if isinstance(self.printed, Kept) else self.printed


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
    """Targets of references that are nowhere in the file, each once."""
    plates: tuple[tuple[str, int], ...] = ()
    """Of each chapter: its key in the memo, and where in `pdf` its objects begin."""
