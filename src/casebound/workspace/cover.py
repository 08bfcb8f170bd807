"""A book of a workspace and the number of its pages → the plan of the cover that goes around it."""

from __future__ import annotations

from casebound.compose.pages_round import CoverPage
from casebound.compose.paper import wrap_size
from casebound.compose.qr import make_qr
from casebound.compose.spine import draw_spine
from casebound.compose.title import title_lines
from casebound.press.impose import POINTS_PER_MM
from casebound.press.plan import Plan, PlannedPart
from casebound.read.config import BookConfig
from casebound.workspace.documents import Documents

FRONT_MARGINS_MM, TITLE_MM = 46.0, 9.5
"""Of the front: both margins beside its title, and the title's size (`.wrap-front` of round.css)."""


def plan_cover(documents: Documents, book: BookConfig, pages: int) -> Plan:
    """The cover of a bound book of so many pages."""
    workspace = documents.workspace
    lang = book.language or workspace.language
    config = workspace.config
    size = wrap_size(book.size or config.print.size, pages, config.print)
    title, publisher = book.title.to(lang), config.publisher.to(lang)
    entries = documents.entries(book)
    spine = draw_spine(title, publisher, width_mm=size.spine_mm, height_mm=size.height_mm)
    page = CoverPage(
        size=size,
        title=book.title,
        title_lines=title_lines(title, float(size.page_mm) - FRONT_MARGINS_MM, TITLE_MM),
        subtitle=book.subtitle,
        edition=book.edition,
        publisher=config.publisher,
        lines=tuple(entry.name for entry in entries),
        spine=spine if size.has_spine_words else spine[:0],
        qr=make_qr(f"{config.site.address}/", lang) if config.site.address else None,
        is_example=bool(entries) and all(entry.is_example for entry in entries),
    )
    name = f"cover {book.id}"
    job = documents.composer.job(name, "print/cover.html", page, lang, size=book.size)
    return Plan(
        name=name,
        title=title,
        author=publisher,
        lang=lang,
        timestamp=documents.timestamp,
        fonts=documents.fonts,
        parts=(PlannedPart(job=job),),
        bleed=float(size.bleed_mm) * POINTS_PER_MM,
        has_marks=True,
    )
