"""Chapters of the sample collection, laid out by the press and, all in one document, by WeasyPrint alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from casebound.press.bind import bind
from casebound.press.binding import Binding, Bound, Part
from casebound.press.fonts import FontSet
from casebound.press.job import Printed, PrintJob
from casebound.press.typeset import typeset
from casebound.workspace.documents import Documents
from casebound.workspace.fonts import face_data
from casebound.workspace.load import load

CHECKOUT = Path(__file__).resolve().parents[2]
TITLE = "书名 Title"
NAMES = ("fleet-handover", "outage-notice", "senior-hotline")


@cache
def book_jobs(fonts: FontSet) -> tuple[PrintJob, ...]:
    """Every chapter of the sample book."""
    workspace = load(CHECKOUT)
    documents = Documents(workspace=workspace, fonts=fonts, timestamp=1_700_000_000)
    book = next(book for book in workspace.config.books if book.id == "casebook-2026")
    return tuple(part.made() for part in documents.book(book).parts)


def chapter_jobs(fonts: FontSet) -> tuple[PrintJob, ...]:
    """Three cases as chapters of the sample book."""
    return tuple(job for job in book_jobs(fonts) if job.name in NAMES)


@cache
def chapters(fonts: FontSet) -> tuple[Printed, ...]:
    """The same, laid out."""
    return tuple(typeset(job) for job in chapter_jobs(fonts))


def bound(*parts: Printed, fonts: FontSet) -> Bound:
    """Those chapters in a book, their pages numbered from 1."""
    placed = tuple(Part(printed=printed) for printed in parts)
    binding = Binding(title=TITLE, author="协会", lang="zh-CN", parts=placed, fonts=fonts, timestamp=1_700_000_000)
    return bind(binding, face_data)


IN_PLACE = """
.chapter-document { break-before: right; counter-reset: footnote }
a.slot::after { content: target-counter(attr(href), page) }
"""
"""What the binder does, in the engine's own words."""


def monolith(jobs: tuple[PrintJob, ...]) -> bytes:
    """All chapters as one document of WeasyPrint, with its own folios, running heads and page numbers."""
    from weasyprint import CSS, HTML
    from weasyprint.css.counters import CounterStyle

    from casebound.press.closed_fonts import ClosedFonts
    from casebound.press.fetcher import AssetFetcher
    from casebound.press.margin import mirror_tags
    from casebound.press.markers import put_markers_first
    from casebound.press.typography import set_type

    bodies: list[str] = []
    assets: dict[str, bytes] = {}
    for job in jobs:
        body = re.search(r"<body[^>]*>(.*)</body>", job.html, re.DOTALL)
        assert body
        bodies.append(f'<div class="chapter-document">{body[1]}</div>')
        assets.update(job.assets)
    html = f'<html lang="zh-CN"><head><title>{TITLE}</title></head><body>{"".join(bodies)}</body></html>'
    configuration, counters, fetcher = ClosedFonts(jobs[0].fonts.faces), CounterStyle(), AssetFetcher(assets)
    sheets = []
    for css in (*jobs[0].stylesheets, IN_PLACE):
        text = css.replace('"{page}"', "counter(page)").replace('"{document}"', f'"{TITLE}"')
        sheets.append(CSS(string=text, font_config=configuration, counter_style=counters, url_fetcher=fetcher))
    source = HTML(string=html, url_fetcher=fetcher)
    set_type(source.etree_element)
    document = source.render(font_config=configuration, counter_style=counters, stylesheets=sheets)
    mirror_tags(document)
    put_markers_first(document)
    pdf: bytes = document.write_pdf(pdf_tags=True)
    return pdf
