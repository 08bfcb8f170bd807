"""A workspace → plans of its reports, books and packets: which chapters, in which order. Composes; does not lay out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from casebound.compose.case_links import web_addresses
from casebound.compose.entry import Entry, make_entry
from casebound.compose.index import make_criteria_index, make_index
from casebound.compose.pages import (
    BookFront,
    BookIndex,
    BookResults,
    PacketFront,
    ReportCover,
    ResultRow,
    Results,
    SheetPage,
)
from casebound.compose.public_case import make_public_cases
from casebound.compose.site_map import SiteMap
from casebound.evaluate.results import note_for
from casebound.evaluate.tally import tally_case
from casebound.model.audience import Audience, may_be_published
from casebound.model.case import Case
from casebound.model.evaluation import Blind, Evaluator, Round
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.press.labels import Numbering
from casebound.press.plan import Plan, PlannedPart
from casebound.read.config import BookConfig
from casebound.read.print_config import PaperSize
from casebound.read.written import WrittenCase
from casebound.text.anchor import case_of
from casebound.workspace.attached import sources_of
from casebound.workspace.chapters import Composer
from casebound.workspace.load import CaseRef, Workspace
from casebound.workspace.recipes import Recipes, recipe_of


@dataclass(slots=True)
class Documents:
    """Makes the plans of one workspace's documents."""

    workspace: Workspace
    fonts: FontSet
    timestamp: int
    """Seconds since 1970: the date that documents bear."""
    recipes: Recipes | None = None
    """What was composed before; None: everything is composed."""
    composer: Composer = field(init=False)

    def __post_init__(self) -> None:
        self.composer = Composer(self.workspace, self.fonts, self.recipes)

    @property
    def made(self) -> date:
        """The date that documents bear."""
        return datetime.fromtimestamp(self.timestamp, UTC).date()

    def report(self, written: WrittenCase, audience: Audience = Audience.INTERNAL) -> Plan:
        """The report booklet of one case, in the language of the write-up."""
        chapter, assets = self.composer.chapter(written, audience)
        case = chapter.case
        qr = self.composer.qr_to(case.id, case.lang) if may_be_published(written.case) else None
        shown = qr if audience in (Audience.INTERNAL, Audience.PUBLIC) else None
        cover = ReportCover(chapter=chapter, publisher=self.workspace.config.publisher, made=self.made, qr=shown)
        name = f"report {case.id}"
        parts = (
            PlannedPart(job=self.composer.job(name, "print/report_cover.html", cover, case.lang), numbering="roman"),
            PlannedPart(job=self.composer.chapter_job(chapter, assets, case.lang)),
        )
        plan = self._plan(name, case.title, case.subject.organization, case.lang, parts)
        if audience in (Audience.INTERNAL, Audience.PUBLIC):  # for others, an address would tell whose page it is
            plan = replace(plan, address_of=self._addresses([make_entry(chapter, 0)], case.lang))
        # What is private must not travel along: only the team's own report carries the manuscript.
        attaches = self.workspace.config.print.attach_sources and audience is Audience.INTERNAL
        return replace(plan, attachments=sources_of(self.workspace.root, written)) if attaches else plan

    def entries(self, book: BookConfig) -> tuple[Entry, ...]:
        """The cases of a book, in order."""
        return self._book_chapters(book)[0]

    def _book_chapters(self, book: BookConfig) -> tuple[tuple[Entry, ...], list[PlannedPart]]:
        lang = book.language or self.workspace.language
        chosen = [ref for ref in self._chosen(book.cases, lang) if ref.is_publishable]
        return self._chapters(chosen, Audience.PUBLIC, lang, book.size)

    def book(self, book: BookConfig) -> Plan:
        """A collection, as the public may read it."""
        lang = book.language or self.workspace.language
        entries, chapters = self._book_chapters(book)
        round = self._round(book.round)
        results = self._results(round, entries) if round else None
        publisher = self.workspace.config.publisher
        name = f"book {book.id}"

        def front() -> BookFront:
            note, has_results = results.note if results else None, results is not None
            return BookFront(
                book=book, publisher=publisher, made=self.made, entries=entries, note=note, has_results=has_results
            )

        def index() -> BookIndex:
            return BookIndex(
                book=book,
                publisher=publisher,
                industries=make_index(entries, lambda entry: (entry.industry,), lang),
                methods=make_index(entries, lambda entry: entry.methods, lang),
                criteria=make_criteria_index(entries, self.workspace.frameworks.values()),
            )

        known = recipe_of(book, publisher, lang, self.made, *entries, results.note if results else "", bool(results))

        def part(template: str, page: Callable[[], object], numbering: Numbering = "arabic") -> PlannedPart:
            def job() -> PrintJob:
                return self.composer.job(f"{name}: {template}", f"print/{template}.html", page(), lang, size=book.size)

            return self.composer.remembered(known, template, job, numbering)

        parts = [part("book_cover", front, "roman"), part("book_contents", front, "roman"), *chapters]
        if results:
            page = BookResults(book=book, publisher=publisher, results=results)
            job = self.composer.job(f"{name}: results", "print/book_results.html", page, lang, size=book.size)
            parts.append(PlannedPart(job=job))
        parts.append(part("book_index", index))
        plan = self._plan(name, book.title.to(lang), publisher.to(lang), lang, parts)
        return replace(plan, address_of=self._addresses(entries, lang))

    def _addresses(self, entries: Sequence[Entry], lang: str) -> dict[str, str]:
        """Where the cases that these link to, and that are not among them, stand on the web."""
        config, refs = self.workspace.config, self.workspace.refs
        if not config.site.address:
            return {}

        def public(id: str) -> Case | None:
            found = make_public_cases([ref.written() for ref in refs if ref.id == id])
            return found[0].text(lang) if found else None

        inside = {entry.id for entry in entries}
        targets = (to for entry in entries for to in entry.links if case_of(to) not in inside)
        map = SiteMap(languages=config.languages or (self.workspace.language,))
        return web_addresses(targets, site=config.site.address, lang=lang, map=map, public=public)

    def packet(self, round: Round, evaluator: Evaluator, *, is_blind: bool, lang: str | None = None) -> Plan:
        """What one evaluator is given: guide, criteria, the cases assigned, a sheet for each."""
        lang = lang or self.workspace.language
        framework = self.workspace.frameworks[round.framework]
        hidden = is_blind or round.blind is not Blind.NONE
        audience = Audience.BLIND if hidden else Audience.EVALUATORS
        entries, chapters = self._chapters(self._chosen(round.cases_of(evaluator.id), lang), audience, lang)
        front = PacketFront(
            round=round,
            evaluator=evaluator,
            framework=framework,
            weight_total=framework.weight_total,
            entries=entries,
            publisher=self.workspace.config.publisher,
            is_blind=hidden,
            note=note_for(framework),
        )
        name = f"packet {evaluator.id}"
        parts = [
            PlannedPart(job=self.composer.job(name, f"print/{template}.html", front, lang), numbering="roman")
            for template in ("packet_cover", "packet_guide")
        ]
        for entry, chapter in zip(entries, chapters, strict=True):
            sheet = SheetPage(round=round, evaluator=evaluator, framework=framework, entry=entry)
            job = self.composer.job(f"{name}: {entry.id}", "print/sheet.html", sheet, lang)
            parts += (chapter, PlannedPart(job=job))
        title = f"{self.composer.words['packet'].to(lang)} {evaluator.id}"
        return self._plan(name, title, round.organizer.to(lang), lang, parts)

    def _plan(self, name: str, title: str, author: str, lang: str, parts: Iterable[PlannedPart]) -> Plan:
        if self.recipes:
            self.recipes.save()  # what was composed for it is known from now on
        return Plan(
            name=name,
            title=title,
            author=author,
            lang=lang,
            timestamp=self.timestamp,
            fonts=self.fonts,
            parts=tuple(parts),
        )

    def _round(self, id: str) -> Round | None:
        """The round of that id, if it and its framework are there; the checker names what is not."""
        return next((round for round in self.workspace.usable_rounds() if round.id == id), None)

    def _results(self, round: Round, entries: Iterable[Entry]) -> Results:
        framework = self.workspace.frameworks[round.framework]
        rows = [
            ResultRow(entry=entry, card=tally_case(entry.id, round, framework))
            for entry in entries
            if entry.id in round.cases
        ]
        rows.sort(key=lambda row: (row.card.total is None, -(row.card.total or 0), row.entry.number))
        return Results(round=round, framework=framework, rows=tuple(rows), note=note_for(framework))

    def _chosen(self, ids: Iterable[str], lang: str) -> list[CaseRef]:
        """The write-ups of these cases (none named: of all), each in `lang` where there is such a text."""
        by_id: dict[str, CaseRef] = {}
        for ref in self.workspace.refs:
            if ref.id not in by_id or ref.lang == lang:
                by_id[ref.id] = ref
        return [by_id[id] for id in (tuple(ids) or tuple(by_id)) if id in by_id]

    def _chapters(
        self, chosen: Iterable[CaseRef], audience: Audience, lang: str, size: PaperSize | None = None
    ) -> tuple[tuple[Entry, ...], list[PlannedPart]]:
        """The cases as chapters of a document in `lang`, and what its other pages say of them."""
        entries, parts = [], []
        for number, ref in enumerate(chosen, start=1):
            entry, part = self.composer.numbered_chapter(ref, audience, lang, number, size)
            entries.append(entry)
            parts.append(part)
        return tuple(entries), parts
