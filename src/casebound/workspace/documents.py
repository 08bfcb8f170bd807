"""A workspace → plans of its reports, books and packets: which chapters, in which order. Composes; does not lay out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial

from casebound.compose.case_links import web_addresses
from casebound.compose.entry import Entry, make_entry
from casebound.compose.index import make_criteria_index, make_index
from casebound.compose.pages import (
    BookCover,
    BookIndex,
    BookList,
    BookResults,
    IndexWord,
    PacketFront,
    ReportCover,
    ResultRow,
    Results,
    SheetPage,
)
from casebound.compose.parted import parts_of_captioned, parts_of_contents, parts_of_index
from casebound.compose.public_case import make_public_cases
from casebound.compose.site_map import SiteMap
from casebound.evaluate.ranking import rank_cards
from casebound.evaluate.results import note_for
from casebound.evaluate.tally import tally_case
from casebound.model.audience import Audience, may_be_published
from casebound.model.case import Case
from casebound.model.evaluation import Blind, Evaluator, Round
from casebound.model.sheet import PacketSheets
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.press.plan import Plan, PlannedPart
from casebound.read.config import BookConfig
from casebound.read.print_config import PaperSize
from casebound.read.written import WrittenCase
from casebound.text.anchor import case_of
from casebound.text.localized import Localized
from casebound.workspace.attached import sources_of
from casebound.workspace.chapters import Composer
from casebound.workspace.early_press import EarlyPress
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
    press: EarlyPress | None = None
    """Started when it is known that something must be laid out."""
    composer: Composer = field(init=False)

    def __post_init__(self) -> None:
        self.composer = Composer(self.workspace, self.fonts, self.recipes, self._expect)

    def _expect(self) -> None:
        if self.press:
            self.press.begin(self.composer.first_job())

    def finish(self) -> None:
        """When nothing more is to be made: keep what was composed, and end the process that lays out."""
        self.save_recipes()
        if self.press:
            self.press.close()

    def save_recipes(self) -> None:
        """Keep what was composed: it is known from then on."""
        if self.recipes:
            self.recipes.save()

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
        back = tuple(kind for kind, is_there in _after_cases(entries, has_results=results is not None) if is_there)
        about = (book.title, book.size, publisher, lang, back)
        note = results.note if results else None
        known = recipe_of(about, *entries)

        def jobs(template: str, pages: Callable[[], Iterable[object]]) -> Callable[[], list[PrintJob]]:
            def made() -> list[PrintJob]:
                job = partial(self.composer.job, template=f"print/{template}.html", lang=lang, size=book.size)
                return [job(f"{name}: {template} {n}", page=page) for n, page in enumerate(pages(), start=1)]

            return made

        def lists(template: str, parts_of: Callable[[Sequence[Entry]], list[tuple[Entry, ...]]]) -> list[PlannedPart]:
            pages = partial(_book_lists, book, publisher, entries, parts_of, back)
            return self.composer.remembered(known, template, jobs(template, pages), "roman")

        def indexes(kind: str, make: Callable[[], tuple[IndexWord, ...]]) -> list[PlannedPart]:
            pages = partial(_book_index, book, publisher, kind, make)
            return self.composer.remembered(known, f"index {kind}", jobs("book_index", pages))

        cover = BookCover(book=book, publisher=publisher, made=self.made, entries=entries, note=note)
        parts = [
            *self.composer.remembered(recipe_of(cover), "cover", jobs("book_cover", lambda: [cover]), "roman"),
            *lists("book_contents", parts_of_contents),
            *(replace(part, is_recto=False) for part in lists("book_captioned", parts_of_captioned)),
            *chapters,
        ]
        if results:
            page = BookResults(book=book, publisher=publisher, results=results)
            job = self.composer.job(f"{name}: results", "print/book_results.html", page, lang, size=book.size)
            parts.append(PlannedPart(job=job))
        parts += indexes("industry", lambda: make_index(entries, lambda entry: (entry.industry,), lang))
        more = indexes("method", lambda: make_index(entries, lambda entry: entry.methods, lang))
        more += indexes("criteria", lambda: make_criteria_index(entries, self.workspace.frameworks.values()))
        parts += (replace(part, is_recto=False) for part in more)
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

    def packet(
        self, round: Round, evaluator: Evaluator, *, is_blind: bool, lang: str = "", given: PacketSheets | None = None
    ) -> Plan:
        """What one evaluator is given: guide, criteria, the cases assigned, a sheet for each.

        `given`: the score sheets that go with it, when it is given out: it then bears their packet's id.
        """
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
            packet=given.packet if given else "",
        )
        digests = {case.id: case.digest for case in given.cases} if given else {}
        name = f"packet {evaluator.id}"
        parts = [
            PlannedPart(job=self.composer.job(name, f"print/{template}.html", front, lang), numbering="roman")
            for template in ("packet_cover", "packet_guide")
        ]
        for entry, chapter in zip(entries, chapters, strict=True):
            sheet = SheetPage(
                round=round,
                evaluator=evaluator,
                framework=framework,
                entry=entry,
                packet=front.packet,
                digest=digests.get(entry.id, ""),
            )
            job = self.composer.job(f"{name}: {entry.id}", "print/sheet.html", sheet, lang)
            parts += (chapter, PlannedPart(job=job))
        title = f"{self.composer.words['packet'].to(lang)} {evaluator.id}"
        return self._plan(name, title, round.organizer.to(lang), lang, parts)

    def _plan(self, name: str, title: str, author: str, lang: str, parts: Iterable[PlannedPart]) -> Plan:
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
        cards = {entry.id: tally_case(entry.id, round, framework) for entry in entries if entry.id in round.cases}
        ranks = rank_cards(tuple(cards.values()), framework).ranks
        rows = [
            ResultRow(entry=entry, card=cards[entry.id], rank=ranks.get(entry.id))
            for entry in entries
            if entry.id in cards
        ]
        rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.entry.number))
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


def _after_cases(entries: Sequence[Entry], *, has_results: bool) -> Iterable[tuple[str, bool]]:
    """What may come after the cases, in order, and whether it does."""
    yield "results", has_results
    yield "industry", any(entry.industry for entry in entries)
    yield "method", any(word for entry in entries for word in entry.methods)
    yield "criteria", any(entry.answers for entry in entries)


def _book_lists(
    book: BookConfig,
    publisher: Localized,
    entries: Sequence[Entry],
    parts_of: Callable[[Sequence[Entry]], list[tuple[Entry, ...]]],
    back: tuple[str, ...],
) -> Iterable[BookList]:
    parts = parts_of(entries)
    for n, part in enumerate(parts, start=1):
        yield BookList(
            title=book.title,
            publisher=publisher,
            entries=part,
            is_first=n == 1,
            is_last=n == len(parts),
            back=back,
        )


def _book_index(
    book: BookConfig, publisher: Localized, kind: str, make: Callable[[], tuple[IndexWord, ...]]
) -> Iterable[BookIndex]:
    for n, words in enumerate(parts_of_index(make())):
        yield BookIndex(title=book.title, publisher=publisher, kind=kind, words=words, is_first=n == 0)
