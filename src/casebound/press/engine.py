"""A document that WeasyPrint laid out flows in, its PDF objects flow out, unnumbered fonts and our own tags in them.

Imports WeasyPrint. The one place where its functions are replaced, and only while a document is written; a test fails
loudly when an upgrade moves them. What is replaced: fonts are not embedded chapter by chapter (the binder does it once
for all; measured: a tenth of the time of a chapter), tags are ours (`tagging`), outlines are the binder's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure import boxes

from casebound.press.job import Heading, Margin, Place, Reserved, Sheet
from casebound.press.joints import without_joints
from casebound.press.lettering import POINTS, lettering_of
from casebound.press.margin import page_boxes
from casebound.press.tagging import own_tags

_SIDE = re.compile(r"\{(left|right)\}\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """A document as the engine writes it, before it is numbered for a file."""

    pdf: Any
    """`pydyf.PDF`."""
    fonts: tuple[Any, ...]
    """WeasyPrint's `Font`s, with the glyphs used and the text they stand for."""
    font_dictionary: int
    """Number of the object that names the fonts."""
    reserved: tuple[Reserved, ...]
    """Places left free for numbers, as `tagging` found them."""


def write_objects(document: Any) -> Objects:
    """Paint the pages. Raises what WeasyPrint raises."""
    noted: dict[str, Any] = {}

    def note_fonts(_pdf: Any, fonts: Mapping[Any, Any], *_: Any) -> Any:
        noted["fonts"], noted["dictionary"] = tuple(fonts.values()), pydyf.Dictionary()
        return noted["dictionary"]

    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.7"}
    with own_tags() as reserved, _replaced(build_fonts_dictionary=note_fonts, add_outlines=lambda *_: None):
        pdf = weasyprint.pdf.generate_pdf(document, None, 1, **options)
    return Objects(pdf=pdf, fonts=noted["fonts"], font_dictionary=noted["dictionary"].number, reserved=tuple(reserved))


@contextmanager
def _replaced(**functions: Any) -> Iterator[None]:
    kept = {name: getattr(weasyprint.pdf, name) for name in functions}
    try:
        for name, function in functions.items():
            setattr(weasyprint.pdf, name, function)
        yield
    finally:
        for name, function in kept.items():
            setattr(weasyprint.pdf, name, function)


def take_margins(document: Any) -> tuple[tuple[Sheet, ...], tuple[Margin, ...]]:
    """Take running heads and folios off the pages and say what they were: the binder knows what to write there.

    The style sheet says how they look, in `@page` margin boxes; their words are `{page}` and such. What begins with
    `{left}` or `{right}` is for such pages of the book, wherever this chapter will begin.
    """
    margins: dict[Margin, int] = {}
    sheets = []
    for page, box in zip(document.pages, page_boxes(document), strict=True):
        found = [_margin(child, page.height) for child in box.children if isinstance(child, boxes.MarginBox)]
        box.children = [child for child in box.children if not isinstance(child, boxes.MarginBox)]
        places = tuple(margins.setdefault(each, len(margins)) for each in found if each is not None)
        sheets.append(Sheet(width=page.width * POINTS, height=page.height * POINTS, margins=places))
    return tuple(sheets), tuple(margins)


def _margin(box: Any, page_height: float) -> Margin | None:
    texts = [child for child in box.descendants() if isinstance(child, boxes.TextBox)]
    if not texts:
        return None
    align = {"start": "left", "end": "right"}.get(box.style["text_align_all"], box.style["text_align_all"])
    left, width = box.content_box_x(), box.width
    x = {"right": left + width, "center": left + width / 2}.get(align, left)
    words = without_joints("".join(text.text for text in texts))
    side = _SIDE.match(words)
    return Margin(
        text=words[side.end() :] if side else words,
        side=side[1] if side else "",
        align=align if align in ("right", "center") else "left",
        x=round(x * POINTS, 3),
        baseline=round((page_height - texts[0].position_y - texts[0].baseline) * POINTS, 3),
        lettering=lettering_of(texts[0].style),
    )


def headings_of(document: Any) -> tuple[Heading, ...]:
    """The outline, in order."""

    def flat(items: Any, level: int) -> Iterator[Heading]:
        for title, (page, x, y), below, _ in items:
            spot = Place(page=page, x=round(x, 2), y=round(y, 2))
            yield Heading(level=level, title=without_joints(title), place=spot)
            yield from flat(below, level + 1)

    return tuple(flat(document.make_bookmark_tree(POINTS, transform_pages=True), 1))
