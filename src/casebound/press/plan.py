"""What a document is made of, before any of it is laid out: chapters to print, in order, and how they are bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from casebound.press.binding import Binding, Part
from casebound.press.facts import Kept
from casebound.press.file import Attachment
from casebound.press.fonts import FontSet
from casebound.press.job import Printed, PrintJob
from casebound.press.labels import Numbering


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPart:
    """A chapter to be printed, and its place."""

    job: PrintJob | Callable[[], PrintJob]
    """To be laid out; or how to compose it, should the store not have its layout."""
    key: str = ""
    """In the store, where it is known from before; else empty."""
    numbering: Numbering = "arabic"
    is_recto: bool = True
    """Begins on a right-hand page."""
    number: int = 0
    """Which chapter it is, where that is told; 0: it is not."""

    def made(self) -> PrintJob:
        """The job, composed if need be."""
        return self.job if isinstance(self.job, PrintJob) else self.job()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A document to be made."""

    name: str
    """How results and messages call it; has no effect on the PDF."""
    title: str
    author: str
    lang: str
    timestamp: int
    """Seconds since 1970-01-01 UTC: the date the document bears."""
    fonts: FontSet
    parts: tuple[PlannedPart, ...]
    attachments: tuple[Attachment, ...] = ()
    address_of: Mapping[str, str] = field(default_factory=dict)
    """Where targets that are not in the document stand on the web."""
    bleed: float = 0.0
    """Points."""
    has_marks: bool = False

    def binding(self, printed: Sequence[Printed | Kept]) -> Binding:
        """The same with its chapters printed, in the order of `parts`."""
        return Binding(
            title=self.title,
            author=self.author,
            lang=self.lang,
            parts=tuple(
                Part(printed=one, numbering=part.numbering, is_recto=part.is_recto, number=part.number)
                for part, one in zip(self.parts, printed, strict=True)
            ),
            fonts=self.fonts,
            timestamp=self.timestamp,
            attachments=self.attachments,
            address_of=self.address_of,
            bleed=self.bleed,
            has_marks=self.has_marks,
        )
