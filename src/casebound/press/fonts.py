"""Font files in the cache flow in as paths, CSS and answers about coverage flow out; no font is opened here."""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFace:
    """One static font file with one face."""

    family: str
    """The name CSS calls it by, unlike that of any installed font: a namesake in the system would win."""
    weight: Literal[400, 700]
    path: Path
    digest: str
    """SHA-256 of the file, in hexadecimal."""
    ranges: tuple[tuple[int, int], ...]
    """Inclusive, sorted code point ranges it has glyphs for."""
    rare: bool = False
    """Uncut: declared to the layout engine only for a text that needs it, because it takes long to load."""

    def has(self, character: str) -> bool:
        """Whether the face has a glyph for `character`."""
        code = ord(character)
        place = bisect_right(self.ranges, (code, 0x110000)) - 1
        return place >= 0 and code <= self.ranges[place][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSet:
    """The fonts a document may use, and no others. Holds paths, not bytes: cheap to send to another process."""

    faces: tuple[FontFace, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over families, weights and file digests, not over paths: the fonts' part of a cache key."""
        return hashlib.sha256("\n".join(f"{f.family} {f.weight} {f.digest}" for f in self.faces).encode()).hexdigest()

    def css(self, *, rare: bool = True) -> str:
        """`@font-face` rules with `file:` URLs; `rare=False` leaves out the uncut faces."""
        return "\n".join(
            f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: normal;'
            f' src: url("{face.path.as_uri()}"); }}'
            for face in self.faces
            if rare or not face.rare
        )


def missing_characters(text: str, fonts: FontSet) -> str:
    """The characters of `text` that no face has, each once, sorted by code point."""
    return _without(text, fonts.faces)


def rare_characters(text: str, fonts: FontSet) -> str:
    """The characters of `text` that only the uncut faces have, each once, sorted by code point."""
    cuts = _without(text, (face for face in fonts.faces if not face.rare))
    return "".join(character for character in cuts if any(face.has(character) for face in fonts.faces))


def _without(text: str, faces: Iterable[FontFace]) -> str:
    kept = tuple(faces)
    return "".join(c for c in sorted(set(text)) if not _needs_no_glyph(c) and not any(face.has(c) for face in kept))


def _needs_no_glyph(character: str) -> bool:
    """Whether HarfBuzz prints the character rightly without the font's help: spaces of every width, format controls,
    variation selectors. Measured with WeasyPrint's own report of missing glyphs; U+2028 and other controls do need one.
    """
    return (
        character in "\t\n\f\r\u034f"
        or unicodedata.category(character) in {"Cf", "Zs"}
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )
