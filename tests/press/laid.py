"""HTML → a laid-out PDF → its lines as MuPDF reads them: what tests of typography look at."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from casebound.press.fonts import FontSet
from casebound.press.gap_glyphs import add_gap_glyphs
from casebound.press.joints import without_joints
from casebound.press.typography import set_type

SIZE = 10.0
"""Points: a Han is as wide."""
MARGIN = 20.0
"""Points, on all sides of a page."""
CSS = f"""
html {{ font-family: "Casebound Song", "Casebound Song Full"; font-size: {SIZE}pt; line-height: 20pt;
  font-feature-settings: "chws" }}
:lang(en) {{ font-feature-settings: "pwid" }}
body {{ margin: 0 }} p {{ margin: 0 0 20pt; text-align: justify }} code {{ font-family: "Casebound Hei" }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page: characters with the places of their left edges and of the last one's right edge, in points."""

    text: str
    lefts: tuple[float, ...]
    right: float
    baseline: float

    def width(self, characters: str) -> float:
        """From the left edge of `characters` to that of what follows, or to the end of the line."""
        start = self.text.index(characters)
        return (*self.lefts, self.right)[start + len(characters)] - self.lefts[start]


@cache
def with_twins(fonts: FontSet, folder: Path) -> FontSet:
    """The set with the twins of `gap_glyphs` in its cuts, written to a folder."""
    faces = []
    for face in fonts.faces:
        path = face.path
        if not face.rare:
            path = folder / face.path.name
            path.write_bytes(add_gap_glyphs(face.path.read_bytes()))
        faces.append(dataclasses.replace(face, path=path))
    return FontSet(faces=tuple(faces))


def lay_out(
    body: str, fonts: FontSet, *, css: str = "", width: float = 400, lang: str = "zh-CN", is_set: bool = True
) -> bytes:
    """A PDF of pages `width` points wide, set by `set_type` unless it is to be looked at without."""
    import weasyprint.pdf
    from weasyprint import CSS as Sheet
    from weasyprint import HTML

    from casebound.press.closed_fonts import ClosedFonts

    html = HTML(string=f'<!doctype html><html lang="{lang}"><title>题</title><body>{body}</body></html>')
    if is_set:
        set_type(html.etree_element)
    configuration = _configuration(ClosedFonts, fonts)
    page = f"@page {{ size: {width + 2 * MARGIN}pt 800pt; margin: {MARGIN}pt }}"
    document = html.render(font_config=configuration, stylesheets=[Sheet(string=page + CSS + css)])
    build = weasyprint.pdf.build_fonts_dictionary

    def build_plainly(pdf: Any, fonts: dict[str, Any], *rest: Any) -> Any:
        for font in fonts.values():  # as the press does it: a glyph stands for what was written
            font.to_unicode = {glyph: without_joints(text) for glyph, text in font.to_unicode.items()}
        return build(pdf, fonts, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint.pdf, "build_fonts_dictionary", build_plainly)
        pdf: bytes = document.write_pdf()
    return pdf


@cache
def _configuration(kind: type, fonts: FontSet) -> object:
    return kind(fonts.faces)


def lines_of(pdf: bytes) -> list[Line]:
    """The lines of all pages, from top to bottom; the left margin is at 0. Spaces that MuPDF guesses are left out."""
    lines = []
    with pymupdf.open(stream=pdf) as file:  # type: ignore[no-untyped-call]  # has no types
        for page in file:
            found: dict[int, list[tuple[float, float, str]]] = {}
            for char in _characters(page):
                left, _, right, _ = char["bbox"]
                found.setdefault(round(char["origin"][1]), []).append((left - MARGIN, right - MARGIN, char["c"]))
            for baseline, chars in sorted(found.items()):
                chars.sort(key=lambda char: char[0])
                text, lefts = "".join(char[2] for char in chars), tuple(char[0] for char in chars)
                lines.append(Line(text=text, lefts=lefts, right=chars[-1][1], baseline=baseline))
    return lines


def _characters(page: Any) -> Iterator[dict[str, Any]]:
    for block in page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                yield from (char for char in span["chars"] if not char["synthetic"])


def paragraphs_of(lines: list[Line]) -> list[list[Line]]:
    """Lines set apart by an empty one, or by a page."""
    paragraphs = [lines[:1]]
    for above, below in pairwise(lines):
        if 0 < below.baseline - above.baseline < 30:
            paragraphs[-1].append(below)
        else:
            paragraphs.append([below])
    return paragraphs
