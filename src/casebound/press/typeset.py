"""A PrintJob flows in, a Printed chapter flows out: the same bytes in every process, cold or warm."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from casebound.press.fonts import FontSet, missing_characters, rare_characters
from casebound.press.job import Printed, PrintJob
from casebound.press.joints import without_joints
from casebound.press.lettering import weight_of
from casebound.press.letters import GETA, merged
from casebound.press.margin import mirror_tags
from casebound.press.markers import put_markers_first
from casebound.press.spoken import markup_text, put_in_place, stylesheet_text, svg_text
from casebound.text.collector import collector_off

VARIANT = "pdf/ua-1"
"""Tagged PDF after ISO 14289-1, as far as WeasyPrint goes; the binder closes its gaps."""

HARMLESS = (
    # Said of each character without a glyph at each occurrence; `Printed.missing` says it once.
    ".notdef glyph rendered for Unicode string",
)
"""Beginnings of engine messages that are not passed on, each with its reason."""


def typeset(job: PrintJob) -> Printed:
    """Lay out one job. Raises what WeasyPrint raises; whatever WeasyPrint only logs becomes a warning.

    Python's garbage collector is off meanwhile: it would walk the ever growing box tree again and again (measured: a
    fifth of the time of 100 to 300 pages).
    """
    try:
        with collector_off():
            return _typeset(job)
    finally:
        gc.collect()  # the cycles that the box tree leaves behind


def _typeset(job: PrintJob) -> Printed:
    from casebound.press.dismantle import dismantle
    from casebound.press.engine import headings_of, take_margins, write_objects
    from casebound.press.fetcher import AssetFetcher
    from casebound.press.leaders import join_leaders
    from casebound.press.parse import read_html
    from casebound.press.typography import set_type

    with _log_of("weasyprint") as said:
        html = read_html(job.html, AssetFetcher(job.assets))
        root = html.etree_element
        set_type(root)
        text = markup_text(root) + svg_text(job.assets) + stylesheet_text(job.stylesheets)
        missing = missing_characters(text, job.fonts)
        if missing:
            put_in_place(root, missing, GETA)
        style = _style(job.fonts, bool(rare_characters(text, job.fonts)), job.stylesheets)
        document = html.render(
            font_config=style.font_configuration,
            counter_style=style.counter_style.copy(),
            stylesheets=style.sheets,
            pdf_variant=VARIANT,
            cache={},
        )
        join_leaders(document)
        mirror_tags(document)
        put_markers_first(document)
        sheets, margins = take_margins(document)
        objects = write_objects(document)
    headings = headings_of(document)
    title, lang = document.metadata.title or "", document.metadata.lang or ""
    pieces, anchors = dismantle(objects, headings, title, lang)
    faces = {(face.family, face.weight): face.digest for face in job.fonts.faces}
    named = {font.hash: faces.get((font.family, weight_of(font.weight)), "") for font in objects.fonts}
    strays = (
        f"a font that is not in the set was used: {font.family}" for font in objects.fonts if not named[font.hash]
    )
    return Printed(
        name=job.name,
        pieces=pieces,
        title=title,
        lang=lang,
        sheets=sheets,
        margins=margins,
        headings=headings,
        anchors=anchors,
        reserved=objects.reserved,
        fonts=named,
        glyphs=merged([{named[font.hash]: _spoken(font.to_unicode)} for font in objects.fonts]),
        missing=missing,
        warnings=tuple(dict.fromkeys((*style.warnings, *said, *strays))),
    )


def _spoken(texts: Mapping[int, str]) -> dict[int, str]:
    """What glyphs stand for, without what only steers the setting."""
    return {glyph: without_joints(text) for glyph, text in texts.items()}


def warm_up() -> None:
    """For a process that will do nothing but typeset: load the engine (0.5 s) and set its objects apart for good.

    Frozen, they need not be walked by the collection after each job: 0.01 s instead of 0.05 s for a short chapter.
    """
    import weasyprint  # noqa: F401

    gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What jobs of one look share in a process. The engine's warnings are kept, so that warm and cold say the same."""

    font_configuration: Any
    sheets: tuple[Any, ...]
    counter_style: Any
    warnings: tuple[str, ...]


@lru_cache(maxsize=8)
def _style(fonts: FontSet, rare: bool, stylesheets: tuple[str, ...]) -> _Style:
    """Stylesheets parsed; `rare` also loads the uncut fonts (measured: 0.2 s more, once)."""
    from weasyprint import CSS
    from weasyprint.css.counters import CounterStyle

    from casebound.press.fetcher import AssetFetcher

    configuration = _font_configuration(fonts, rare)
    counter_style = CounterStyle()
    nothing = AssetFetcher({})
    with _log_of("weasyprint") as said:
        sheets = tuple(
            CSS(string=sheet, font_config=configuration, counter_style=counter_style, url_fetcher=nothing)
            for sheet in stylesheets
        )
    return _Style(
        font_configuration=configuration,
        sheets=sheets,
        counter_style=counter_style,
        warnings=tuple(dict.fromkeys(said)),
    )


@lru_cache(maxsize=2)
def _font_configuration(fonts: FontSet, rare: bool) -> Any:
    from casebound.press.closed_fonts import ClosedFonts

    return ClosedFonts(tuple(face for face in fonts.faces if rare or not face.rare))


@contextmanager
def _log_of(name: str) -> Iterator[list[str]]:
    """The warnings and errors logged under `name` inside, without those that are `HARMLESS`."""
    said: list[str] = []

    class Notebook(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if not message.startswith(HARMLESS):
                said.append(message)

    notebook, logger = Notebook(logging.WARNING), logging.getLogger(name)
    logger.addHandler(notebook)
    try:
        yield said
    finally:
        logger.removeHandler(notebook)
