"""A workspace's cases → chapters ready to print: each a PrintJob of its own, with what a book says of it elsewhere."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from html import escape
from urllib.parse import quote

from jinja2 import BaseLoader, Environment

from casebound.compose.case_links import book_address
from casebound.compose.chapter import Chapter, ChapterStyle, make_chapter
from casebound.compose.entry import Entry, make_entry
from casebound.compose.environment import make_environment, render
from casebound.compose.medium import Medium
from casebound.compose.pages import ChapterPage
from casebound.compose.paper import PAPERS
from casebound.compose.qr import QrCode, case_address, make_qr
from casebound.compose.site_map import SiteMap
from casebound.model.audience import Audience, for_audience
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.press.labels import Numbering
from casebound.press.plan import PlannedPart
from casebound.read.print_config import PaperSize
from casebound.read.written import WrittenCase
from casebound.text.anchor import anchor_name
from casebound.text.localized import Localized
from casebound.workspace.load import CaseRef, Workspace
from casebound.workspace.pictures import Pictures
from casebound.workspace.places import store_folder
from casebound.workspace.recipes import Recipes, entry_as_json, entry_from_json, recipe_of
from casebound.workspace.store import engines, job_key
from casebound.workspace.templates import compiled_templates, read_words, template_loader, template_state, template_text

SHEETS = {
    PaperSize.A4: ("tokens.css", "print/print.css", "print/round.css"),
    PaperSize.B5: ("tokens.css", "print/print.css", "print/round.css", "print/b5.css"),
}
"""Style sheets in cascade order."""


@dataclass(slots=True)
class Composer:
    """Makes print jobs of a workspace's pages: templates and style sheets are read once."""

    workspace: Workspace
    fonts: FontSet
    recipes: Recipes | None = None
    expects: Callable[[], None] = lambda: None
    """Told when a page is composed that is not known from before: it will have to be laid out."""
    pictures: Pictures = field(init=False)
    loader: BaseLoader = field(init=False)
    words: Mapping[str, Localized] = field(init=False)
    _environments: dict[str, Environment] = field(init=False, default_factory=dict)
    _sheets: dict[PaperSize, tuple[str, ...]] = field(init=False, default_factory=dict)
    _known: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.pictures = Pictures(root=self.workspace.root, cache=store_folder())
        self.loader = template_loader(self.workspace.root)
        self.words = read_words(self.loader, "print/words.yaml")

    def job(
        self,
        name: str,
        template: str,
        page: object,
        lang: str,
        *,
        size: PaperSize | None = None,
        assets: Mapping[str, bytes] | None = None,
    ) -> PrintJob:
        """A page in its template, in one language, on paper of that size or that of the workspace."""
        if lang not in self._environments:
            self._environments[lang] = make_environment(self.loader, self.words, lang, compiled_templates())
        text = render(self._environments[lang], template, page)
        return PrintJob(
            name=name,
            html=re.sub(r"\n\s*\n+", "\n", text),
            fonts=self.fonts,
            stylesheets=self._sheets_of(size),
            assets=assets or {},
        )

    def first_job(self) -> PrintJob:
        """A job with the fonts and style sheets of the others: for a process to get ready with."""
        html = '<html lang="zh-CN"><title>-</title><p>文<b>字</b></p></html>'
        return PrintJob(name="first", html=html, fonts=self.fonts, stylesheets=self._sheets_of(None))

    def _sheets_of(self, size: PaperSize | None) -> tuple[str, ...]:
        size = size or self.workspace.config.print.size
        if size not in self._sheets:
            self._sheets[size] = tuple(template_text(self.loader, name) for name in SHEETS[size])
        return self._sheets[size]

    def chapter(
        self, written: WrittenCase, audience: Audience, *, size: PaperSize | None = None
    ) -> tuple[Chapter, dict[str, bytes]]:
        """A case as one audience may read it, and the images that stand in its text, by the address they have there.

        Its ids begin with the case's own, so that they are the same in every document.
        """
        case = for_audience(written.case, audience)
        prefix = anchor_name(case.id, "")
        base = f"asset:{prefix}"
        images = sorted(self.pictures.of(written).pictures)
        paper = PAPERS[size or self.workspace.config.print.size]
        chapter = make_chapter(
            case,
            framework=self.workspace.frameworks[case.framework],
            routes=self.workspace.routes,
            vocabulary=self.workspace.vocabulary,
            style=ChapterStyle(
                medium=Medium(
                    prefix=prefix,
                    has_page_notes=True,
                    images=images,
                    image_base=base,
                    case_address=book_address,
                ),
                chart_width=paper.chart_width,
                chart_height=paper.chart_height,
            ),
        )
        return chapter, self._images(written, chapter, images, base)

    def chapter_job(
        self,
        chapter: Chapter,
        assets: Mapping[str, bytes],
        lang: str,
        *,
        size: PaperSize | None = None,
        is_numbered: bool = False,
        qr: QrCode | None = None,
    ) -> PrintJob:
        """The chapter in print."""
        page = ChapterPage(chapter=chapter, is_numbered=is_numbered, qr=qr)
        return self.job(f"{chapter.case.id}", "print/chapter.html", page, lang, size=size, assets=assets)

    def numbered_chapter(
        self, ref: CaseRef, audience: Audience, lang: str, number: int, size: PaperSize | None = None
    ) -> tuple[Entry, PlannedPart]:
        """A case among others, and what the other pages say of it; composed only if it is not known from before."""

        def compose() -> tuple[Chapter, PrintJob]:
            self.expects()
            chapter, assets = self.chapter(ref.written(), audience, size=size)
            qr = self.qr_to(ref.id, lang) if audience is Audience.PUBLIC and ref.is_publishable else None
            return chapter, self.chapter_job(chapter, assets, lang, size=size, is_numbered=True, qr=qr)

        recipe = self._recipe(ref, audience, lang, size)
        if recipe and self.recipes and (kept := self.recipes.get(recipe)):
            with contextlib.suppress(KeyError, TypeError, ValueError):
                key, card = kept
                entry = entry_from_json(card, number)
                return entry, PlannedPart(job=lambda: compose()[1], key=key, number=number)
        chapter, job = compose()
        entry, key = make_entry(chapter, number), job_key(job)
        if recipe and self.recipes and not self.pictures.of(ref.written()).findings:  # what is amiss is said each time
            self.recipes.put(recipe, key, entry_as_json(entry))
        return entry, PlannedPart(job=job, key=key, number=number)

    def qr_to(self, id: str, lang: str) -> QrCode | None:
        """A code that leads to a public case's page, where the site has an address."""
        config = self.workspace.config
        if not config.site.address:
            return None
        return make_qr(case_address(config.site.address, SiteMap(languages=config.languages), lang, id), lang)

    def remembered(
        self, known: str, kind: str, compose: Callable[[], list[PrintJob]], numbering: Numbering = "arabic"
    ) -> list[PlannedPart]:
        """Parts that follow one another, composed only if they are not known from before; `known`: all that they show.

        The first begins on a right-hand page, the others on the next.
        """
        recipe = recipe_of(self._state(), kind, known) if self.workspace.state else ""
        jobs = cache(compose)
        keys = self._keys(recipe)
        if keys is None:
            self.expects()
            keys = [job_key(job) for job in jobs()]
            if recipe and self.recipes:
                self.recipes.put(recipe, "", keys)
        return [
            PlannedPart(job=partial(_nth, jobs, n), key=key, numbering=numbering, is_recto=n == 0)
            for n, key in enumerate(keys)
        ]

    def _keys(self, recipe: str) -> list[str] | None:
        """Those kept under a recipe."""
        kept = self.recipes.get(recipe) if recipe and self.recipes else None
        if kept and isinstance(kept[1], list) and all(isinstance(key, str) for key in kept[1]):
            return kept[1]
        return None

    def _recipe(self, ref: CaseRef, audience: Audience, lang: str, size: PaperSize | None) -> str:
        """All that decides a numbered chapter; empty where not all of it is known."""
        if not ref.state or not self.workspace.state:
            return ""
        size = size or self.workspace.config.print.size
        parts = (self._state(), ref.folder, ref.state, ref.id, ref.lang, audience.value, lang, size.value)
        return recipe_of(*parts)

    def _state(self) -> str:
        """All that decides every page of the workspace."""
        if not self._known:
            templates = template_state(self.workspace.root)
            self._known = recipe_of(self.workspace.state, templates, self.fonts.digest, *engines())
        return self._known

    def _images(self, written: WrittenCase, chapter: Chapter, images: Iterable[str], base: str) -> dict[str, bytes]:
        text = "".join(item.section.content for item in chapter.sections)
        pictures = self.pictures.of(written).pictures
        shown = [name for name in images if f'src="{escape(base + quote(name))}"' in text]
        return {f"{base}{name}": pictures[name].data for name in shown}


def _nth(jobs: Callable[[], list[PrintJob]], n: int) -> PrintJob:
    return jobs()[n]
