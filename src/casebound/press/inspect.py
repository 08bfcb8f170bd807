"""PDF bytes flow in, facts about them flow out: which fonts a file holds."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebound.press.fonts import FontSet

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFont:
    """One font of a PDF file, as poppler's `pdffonts` lists it."""

    name: str
    """Base font name without the subset's prefix of six letters."""
    embedded: bool

    def __str__(self) -> str:
        return self.name if self.embedded else f"{self.name} (not embedded)"


def embedded_fonts(pdf: bytes) -> tuple[EmbeddedFont, ...]:
    """Every font dictionary of the file, sorted by name, each name and state once."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = {
            EmbeddedFont(name=_base_name(entry), embedded=_is_embedded(entry))
            for entry in file.objects
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/Font" and "/Subtype" in entry
            if not str(entry.Subtype).startswith("/CIDFont")
        }
    return tuple(sorted(fonts, key=lambda font: (font.name, font.embedded)))


def stray_fonts(pdf: bytes, fonts: FontSet) -> tuple[EmbeddedFont, ...]:
    """Fonts of the file that are not embedded or not of the set: the gate against silent fallback."""
    families = tuple(face.family.replace(" ", "-") for face in fonts.faces)
    return tuple(font for font in embedded_fonts(pdf) if not (font.embedded and font.name.startswith(families)))


def _base_name(font: pikepdf.Dictionary) -> str:
    name = str(font.get("/BaseFont", "")).removeprefix("/")
    prefix, plus, rest = name.partition("+")
    return rest if plus and len(prefix) == 6 else name


def _is_embedded(font: pikepdf.Dictionary) -> bool:
    """Whether the font program is in the file: a Type 3 font always is, a composite one through its descendant."""
    if font.Subtype == "/Type3":
        return True
    holders = list(font.get("/DescendantFonts", [font]))
    return all(
        any(key in holder.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        for holder in holders
    )
