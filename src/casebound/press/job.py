"""The two nouns of the press: a PrintJob flows in, a Printed chapter flows out; both travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.press.fonts import FontSet


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
    timestamp: int = 0
    """Seconds since 1970-01-01 UTC, written as creation and modification date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One laid-out document: a tagged PDF/UA-1 file whose bytes depend on the job alone."""

    name: str
    pdf: bytes
    """Empty when `error` is not."""
    pages: int = 0
    missing: str = ""
    """Characters of the job's text that no font of the set has, sorted by code point, each once."""
    warnings: tuple[str, ...] = ()
    """What the layout engine complained of, in the order met, each once."""
    error: str = ""
    """Why nothing was printed; empty when something was."""
