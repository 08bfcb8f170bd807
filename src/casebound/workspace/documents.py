"""A workspace → the print jobs of its reports, books and packets. Composes; does not lay out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from jinja2 import BaseLoader, FunctionLoader
from jinja2.loaders import split_template_path

from casebound.compose.chapter import Chapter, ChapterStyle, make_chapter
from casebound.compose.environment import make_environment, render
from casebound.compose.index import make_index
from casebound.compose.markup import Medium
from casebound.compose.pages import BookPage, PacketPage, ReportPage, ResultRow, Results
from casebound.evaluate.results import note_for
from casebound.evaluate.tally import tally_case
from casebound.model.audience import Audience, for_audience, may_be_published
from casebound.model.evaluation import Blind, Evaluator, Round
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.read.config import BookConfig
from casebound.read.fields import LOCALIZED, MapOf, Reading
from casebound.read.nodes import read_yaml
from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.text.localized import Localized
from casebound.text.source import Source
from casebound.workspace.load import Workspace
from casebound.workspace.resources import templates_dir

CHART_WIDTH, CHART_HEIGHT = 245.0, 78.0
"""CSS pixels: 65 mm × 21 mm on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Makes the documents of one workspace."""

    workspace: Workspace
    fonts: FontSet
    timestamp: int
    """Seconds since 1970: the date that documents bear."""
    loader: BaseLoader = field(init=False)
    words: Mapping[str, Localized] = field(init=False)
    stylesheets: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        loader = template_loader(self.workspace.root)
        object.__setattr__(self, "loader", loader)
        object.__setattr__(self, "words", read_words(loader, "print/words.yaml"))
        sheets = tuple(_template_text(loader, name) for name in ("tokens.css", "print/print.css"))
        object.__setattr__(self, "stylesheets", sheets)

    @property
    def made(self) -> date:
        """The date that documents bear."""
        return datetime.fromtimestamp(self.timestamp, UTC).date()

    def report(self, written: WrittenCase, audience: Audience = Audience.INTERNAL) -> PrintJob:
        """The report booklet of one case, in the language of the write-up."""
        chapter, assets = self._chapter(written, audience, prefix="", number=0)
        page = ReportPage(chapter=chapter, publisher=self.workspace.config.publisher, made=self.made)
        return self._job(f"report {chapter.case.id}", "print/report.html", page, chapter.case.lang, assets)

    def book(self, book: BookConfig) -> PrintJob:
        """A collection, as the public may read it."""
        lang = book.language or self.workspace.language
        chosen = [written for written in self._chosen(book.cases, lang) if may_be_published(written.case)]
        chapters, assets = self._chapters(chosen, Audience.PUBLIC)
        round = self._round(book.round)
        page = BookPage(
            book=book,
            publisher=self.workspace.config.publisher,
            made=self.made,
            chapters=chapters,
            industries=make_index(chapters, lambda chapter: (chapter.industry,), lang),
            methods=make_index(chapters, lambda chapter: chapter.methods, lang),
            results=self._results(round, chapters) if round else None,
        )
        return self._job(f"book {book.id}", "print/book.html", page, lang, assets)

    def packet(self, round: Round, evaluator: Evaluator, *, is_blind: bool, lang: str | None = None) -> PrintJob:
        """What one evaluator is given: guide, criteria, the cases assigned, a sheet for each."""
        lang = lang or self.workspace.language
        framework = self.workspace.frameworks[round.framework]
        hidden = is_blind or round.blind is not Blind.NONE
        audience = Audience.BLIND if hidden else Audience.EVALUATORS
        chapters, assets = self._chapters(self._chosen(round.cases_of(evaluator.id), lang), audience)
        page = PacketPage(
            round=round,
            evaluator=evaluator,
            framework=framework,
            weight_total=framework.weight_total,
            chapters=chapters,
            publisher=self.workspace.config.publisher,
            made=self.made,
            is_blind=hidden,
            note=note_for(framework),
        )
        return self._job(f"packet {evaluator.id}", "print/packet.html", page, lang, assets)

    def _round(self, id: str) -> Round | None:
        """The round of that id, if it and its framework are there; the checker names what is not."""
        return next((round for round in self.workspace.usable_rounds() if round.id == id), None)

    def _results(self, round: Round, chapters: Iterable[Chapter]) -> Results:
        framework = self.workspace.frameworks[round.framework]
        rows = [
            ResultRow(chapter=chapter, card=tally_case(chapter.case.id, round, framework))
            for chapter in chapters
            if chapter.case.id in round.cases
        ]
        rows.sort(key=lambda row: (row.card.total is None, -(row.card.total or 0), row.chapter.number))
        return Results(round=round, framework=framework, rows=tuple(rows), note=note_for(framework))

    def _chosen(self, ids: Iterable[str], lang: str) -> list[WrittenCase]:
        """The write-ups of these cases (none named: of all), each in `lang` where there is such a text."""
        usable = self.workspace.usable()
        by_id: dict[str, WrittenCase] = {}
        for written in usable:
            if written.case.id not in by_id or written.case.lang == lang:
                by_id[written.case.id] = written
        return [by_id[id] for id in (tuple(ids) or tuple(by_id)) if id in by_id]

    def _chapters(
        self, chosen: Iterable[WrittenCase], audience: Audience
    ) -> tuple[tuple[Chapter, ...], dict[str, bytes]]:
        chapters, assets = [], {}
        for number, written in enumerate(chosen, start=1):
            chapter, images = self._chapter(written, audience, prefix=f"c{number}-", number=number)
            chapters.append(chapter)
            assets.update(images)
        return tuple(chapters), assets

    def _chapter(
        self, written: WrittenCase, audience: Audience, *, prefix: str, number: int
    ) -> tuple[Chapter, dict[str, bytes]]:
        case = for_audience(written.case, audience)
        base = f"asset:{prefix or 'case-'}"
        images = sorted(name for name, file in written.files.items() if file.is_drawable)
        medium = Medium(prefix=prefix, has_page_notes=True, images=images, image_base=base)
        chapter = make_chapter(
            case,
            framework=self.workspace.frameworks[case.framework],
            routes=self.workspace.routes,
            vocabulary=self.workspace.vocabulary,
            style=ChapterStyle(medium=medium, chart_width=CHART_WIDTH, chart_height=CHART_HEIGHT),
            number=number,
        )
        return chapter, self._images(written, chapter, images, base)

    def _images(self, written: WrittenCase, chapter: Chapter, images: Iterable[str], base: str) -> dict[str, bytes]:
        """The images that stand in the chapter's text, by the address they have there."""
        text = "".join(item.section.content for item in chapter.sections)
        folder = self.workspace.root / written.folder
        shown = [name for name in images if f'src="{escape(base + quote(name))}"' in text]
        return {f"{base}{name}": (folder / name).read_bytes() for name in shown}

    def _job(self, name: str, template: str, page: object, lang: str, assets: Mapping[str, bytes]) -> PrintJob:
        environment = make_environment(self.loader, self.words, lang)
        text = render(environment, template, page)
        return PrintJob(
            name=name,
            html=re.sub(r"\n\s*\n+", "\n", text),
            fonts=self.fonts,
            stylesheets=self.stylesheets,
            assets=assets,
            timestamp=self.timestamp,
        )


def template_loader(root: Path) -> BaseLoader:
    """The workspace's own templates first, then the built-in ones. A link out of the workspace is not followed."""

    def find(name: str) -> tuple[str, str, None] | None:
        inner = Path(*split_template_path(name))
        own = root / "templates" / inner
        is_own = own.is_file() and own.resolve().is_relative_to(root.resolve())
        path = own if is_own else templates_dir() / inner
        return (_text(path, name), f"templates/{name}", None) if path.is_file() else None

    return FunctionLoader(find)


def read_words(loader: BaseLoader, name: str) -> dict[str, Localized]:
    """The labels of a template folder, `key: {zh-CN: …, en: …}`: the built-in ones, the workspace's over them."""
    words: dict[str, Localized] = {}
    for text in (_text(templates_dir() / name, name), _template_text(loader, name)):
        node, findings = read_yaml(Source(path=name, text=text))
        if node is None or findings:
            raise CaseboundError(f"templates/{name} 读不懂 / cannot be read")
        words.update(MapOf(LOCALIZED).read("", node, Reading()) or {})
    return words


def _template_text(loader: BaseLoader, name: str) -> str:
    source, _, _ = loader.get_source(make_environment(loader, {}, ""), name)
    return source


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as failure:
        raise CaseboundError(f"templates/{name} 不是 UTF-8 文本 / is not UTF-8 text") from failure
    except OSError as failure:
        raise CaseboundError(f"templates/{name} 读不了：{failure.strerror} / cannot be read") from failure
