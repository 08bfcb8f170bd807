"""The nouns of the press: a PrintJob flows in, a Printed chapter flows out; both travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.press.fonts import FontSet
from casebound.press.pieces import Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One HTML document to lay out, with everything it may use: what is not in here cannot be fetched."""

    name: str
    """How results and messages call the job; has no effect on the PDF."""
    html: str
    """A whole HTML document; `<html lang>` and `<title>` are required by PDF/UA-1 (ISO 14289-1, 7.1 and 7.2)."""
    fonts: FontSet
    stylesheets: tuple[str, ...] = ()
    """CSS texts in cascade order, parsed once per process however many jobs share them."""
    assets: Mapping[str, bytes] = field(default_factory=dict)
    """Absolute URL, such as `asset:images/a.png`, to the bytes it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on a page of a chapter."""

    page: int
    """From 0."""
    x: float
    y: float
    """Points from the page's lower left corner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line of the outline."""

    level: int
    """From 1."""
    title: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How a few words that the binder writes are set."""

    family: str
    """Of a face in the job's font set."""
    weight: int
    size: float
    """Points."""
    colour: tuple[float, float, float]
    """Red, green, blue, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Words of a page's margin: a running head, a folio. The binder fills in what stands in braces."""

    text: str
    """`{document}`, `{page}`, `{pages}`, and what stands around them."""
    side: str = ""
    """`left` or `right`: it stands on such pages only; empty: on every page it was laid out on."""
    align: str
    """`left`, `center`, `right`: what `x` is of the text."""
    x: float
    baseline: float
    """Points from the page's lower left corner."""
    lettering: Lettering


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as it was laid out."""

    width: float
    height: float
    """Points."""
    margins: tuple[int, ...]
    """Places in `Printed.margins` of what stands in its margins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """A place left free for a number that only the binder knows: content already tagged, under `mcid`."""

    kind: str
    """`page`: the label of the page where `target` stands; `number`: the number of the chapter where it does."""
    target: str
    """Empty: the chapter itself."""
    page: int
    mcid: int
    words: str = ""
    """What stands around it, itself as `{number}` or `{page}`, those of other targets as `{number:TARGET}` and
    `{page:TARGET}`; empty: it stands alone."""
    right: float
    baseline: float
    """Points from the page's lower left corner: the number ends here."""
    lettering: Lettering


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One laid-out chapter, tagged for PDF/UA-1, without folios; it depends on the job alone."""

    name: str
    pieces: Pieces | None = None
    """Its PDF objects; None when `error` says why there are none."""
    title: str = ""
    """Of the HTML document."""
    lang: str = ""
    sheets: tuple[Sheet, ...] = ()
    margins: tuple[Margin, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: Mapping[str, Place] = field(default_factory=dict)
    """What a link can lead to, by its id."""
    reserved: tuple[Reserved, ...] = ()
    fonts: Mapping[str, str] = field(default_factory=dict)
    """What its pages call a font → digest of the face."""
    glyphs: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """Digest of a face → number of each glyph used → the text it stands for."""
    missing: str = ""
    """Characters of the job's text that no font of the set has, sorted by code point, each once."""
    warnings: tuple[str, ...] = ()
    """What the layout engine complained of, in the order met, each once."""
    error: str = ""
    """Why nothing was printed; empty when something was."""

    @property
    def pages(self) -> int:
        """How many."""
        return len(self.sheets)
