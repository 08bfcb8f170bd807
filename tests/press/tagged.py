"""HTML → a PDF with our tags, straight from the layout engine, and what poppler says of its structure."""

import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from weasyprint import CSS, HTML

from casebound.press.closed_fonts import ClosedFonts
from casebound.press.fonts import FontSet
from casebound.press.job import Reserved
from casebound.press.markers import put_markers_first
from casebound.press.tagging import own_tags

PAGE = """
@page { size: 300pt 200pt; margin: 20pt }
html { font: 10pt/20pt "Casebound Song"; orphans: 1; widows: 1 }
body, h1, p, ul, ol, figure { margin: 0 }
h1 { font-size: inherit }
ul, ol { padding-left: 20pt }
"""
"""Eight lines of 26 Han to a page, of 24 in a list."""


class Tagged(NamedTuple):
    pdf: bytes
    reserved: tuple[Reserved, ...]


def tagged(body: str, fonts: FontSet, css: str = "", lang: str = "zh-CN", *, ours: bool = True) -> Tagged:
    """The body laid out on small pages; with WeasyPrint's own tags when not `ours`."""
    configuration = ClosedFonts(tuple(face for face in fonts.faces if not face.rare))
    html = f'<!doctype html><html lang="{lang}"><head><title>题名</title></head><body>{body}</body></html>'
    sheet = CSS(string=PAGE + css, font_config=configuration)
    document = HTML(string=html).render(font_config=configuration, stylesheets=[sheet], pdf_variant="pdf/ua-1")
    if not ours:
        return Tagged(document.write_pdf(pdf_variant="pdf/ua-1"), ())
    put_markers_first(document)
    with own_tags() as reserved:
        pdf = document.write_pdf(pdf_variant="pdf/ua-1")
    return Tagged(pdf, tuple(reserved))


def structure(pdf: bytes, tmp_path: Path) -> str:
    """The tree as poppler reads it: one element or piece of text a line, indented by two spaces a level."""
    path = tmp_path / "structure.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(["pdfinfo", "-struct-text", path], check=True, capture_output=True, text=True)
    assert run.stderr == ""
    kept = (line for line in run.stdout.splitlines() if not line.strip().startswith("/"))
    return "\n".join(re.sub(r" \((block|inline)\)|:$", "", line).rstrip() for line in kept if line.strip())


class Element(NamedTuple):
    raw: Any
    """A pikepdf dictionary."""
    pages: tuple[int, ...]
    """Page numbers, from 1, of the marked content right in it."""
    file: pikepdf.Pdf
    """Keeps the element alive."""


def elements(pdf: bytes, role: str) -> list[Element]:
    """Structure elements of that role, in order."""
    file = pikepdf.open(io.BytesIO(pdf))
    numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
    found = (element for element in below(file.Root.StructTreeRoot.K[0]) if f"/{role}" == element.S)
    return [Element(element, tuple(_pages(element, numbers)), file) for element in found]


def kids(element: Any) -> list[Any]:
    """What an element holds, one kid or several."""
    held = element.get("/K", [])
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def areas(element: Any) -> list[Any]:
    """The annotations of an element."""
    return [kid.Obj for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]


def below(element: Any) -> Iterator[Any]:
    """An element and all elements below it, in order."""
    yield element
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from below(kid)


def _pages(element: Any, numbers: Mapping[tuple[int, int], int]) -> Iterator[int]:
    for kid in kids(element):
        if isinstance(kid, int):
            yield numbers[element.Pg.objgen]
        elif kid.get("/Type") == "/MCR":
            yield numbers[kid.Pg.objgen]
