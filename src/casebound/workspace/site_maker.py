"""The cards of all cases → the files of the site: pages filled, and all that is made of many cases together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from casebound.compose.artifact import Artifact
from casebound.compose.site import SiteComposer
from casebound.compose.site_around import Fillings, address_from, fill_gaps, make_fillings, records_around, state_around
from casebound.compose.site_edition import Edition
from casebound.compose.site_form import from_plain
from casebound.compose.site_markdown import fill_links
from casebound.compose.site_pages import RoundResults
from casebound.compose.site_passages import Passage
from casebound.compose.site_record import CaseRecord
from casebound.compose.site_related import Kinship
from casebound.compose.site_rest import FROM_PASSAGES, make_rest
from casebound.compose.site_spoken import Indexes, Spoken, Unchanged
from casebound.read.case_link import CaseLink
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.workspace.case_folder import CASES
from casebound.workspace.clock import source_day
from casebound.workspace.publish_site import assets_of
from casebound.workspace.site_finish import put_cards, put_map, put_sums
from casebound.workspace.site_later import ReadLater
from casebound.workspace.site_memory import PARTS
from casebound.workspace.site_output import SiteOutput
from casebound.workspace.site_pack import PackReader, digest_of
from casebound.workspace.site_verdict import judge_addresses, judge_links, new_ledger
from casebound.workspace.site_worker import Card, SiteWorker
from casebound.workspace.templates import compiled_templates, template_loader


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a build has at hand."""

    root: Path
    state: str
    """Of all that cases are composed with."""
    worker: SiteWorker
    output: SiteOutput
    reader: PackReader
    kept: Mapping[str, Card]
    """The cards of the last build, by folder."""
    records: str
    """Digest of the records from which their pages were filled."""
    reports: Mapping[str, bytes]
    """Reports in PDF that become part of the site, by path."""
    compose: Callable[[str, str, SiteComposer, str], Card]
    """A folder, the id in it, and the digest of its scores → its card, made now."""
    former: Sequence[str]
    """The ids under which the site had pages of cases the last time."""
    is_zipped: bool
    is_shown: bool
    """Whether it is only looked at: nobody takes it away then, and checks its sums."""


class SiteMaker:
    """The cards of all cases → the files of the site."""

    def __init__(self, build: Parts, chosen: Mapping[str, Card], results: RoundResults | None) -> None:
        self.build = build
        self.output = build.output
        self.cards = cards = list(chosen.values())
        self.folders = {card["id"]: f"{CASES}/{name}" for name, card in chosen.items()}
        self.former = tuple(id for id in build.former if id not in self.folders)
        today, reports = source_day(build.root), frozenset(build.reports)
        ground = replace(build.worker.ground, results=results, today=today, reports=reports)
        self.composer = SiteComposer(ground, template_loader(build.root), compiled_templates())
        self.languages = ground.map.languages
        self.output.ledger = new_ledger(ground.config.site.address)
        scores = {id: repr(card) for id, card in results.cards.items()} if results else {}
        digests = "\0".join([f"{card['id']} {card['records']}" for card in cards])
        self.ground = key_of(build.state, scores, today, sorted(reports))
        """Of what holds for the whole site."""
        self.key = key_of(self.ground, digests)
        """Of all that pages are filled from and that is made together."""

    def make(self, composed: set[str]) -> None:
        """Everything; `composed`: the ids of cases that were composed now."""
        self.output.put_cases(self.cards, self._pages_of)
        reports = (Artifact(path=path, data=pdf) for path, pdf in self.build.reports.items())
        # Where the case has a file of its own, that stays.
        self.output.group("reports", "", lambda: (each for each in reports if not self.output.has(each.path)))
        self._pages(composed)
        self.output.group("rest", key_of(self.key, self.former), lambda: make_rest(self.editions), self.ground)
        site = self.composer.ground.config.site
        if site.address:
            put_cards(self.output, self.key, self.build.root, lambda: self.editions)
        self._from_passages()
        asset, assets = self.composer.ground.map.asset, assets_of(self.build.root)
        files = (Artifact(path=asset(name), data=path.read_bytes()) for name, path in assets)
        self.output.group("assets", "", lambda: files)
        for lang in self.languages:
            self.output.keep_what_was_in_mind(f"kin/{lang}")
        self.output.settle(but=("map", "sums", "zip"))
        put_map(self.output, self.key, lambda: self.editions)
        if not self.build.is_shown:
            put_sums(self.output, is_zipped=self.build.is_zipped or site.zip)
        self.output.settle()

    def judge(self, *, everything: bool) -> list[Finding]:
        """What is wrong with the site. With `everything`, pages that have not changed are looked through again."""
        root, key = self.build.root, key_of(self.key, self.former)
        ground = self.composer.ground
        return [
            *judge_addresses(self.output, key, lambda: self.editions, root, self.folders),
            *judge_links(self.output, ground, root, self.folders, everything=everything),
        ]

    @cached_property
    def editions(self) -> list[Edition]:
        """The site in each language, with the records of all cases."""
        return [
            replace(
                self.composer.edition(lang, ()),
                records=ReadLater(len(self.cards), partial(self._record, lang)),
                former=self.former,
                recall_kinship=partial(self._recall_kinship, lang),
            )
            for lang in self.languages
        ]

    def _recall_kinship(self, lang: str, kinship: Kinship) -> None:
        known = self.output.recall(f"kin/{lang}", kinship.digest)
        if known is None:
            self.output.keep_in_mind(f"kin/{lang}", kinship.digest, kinship.places())
        else:
            kinship.remember(known)

    def _record(self, lang: str, place: int) -> CaseRecord:
        return from_plain(CaseRecord, self._part(self.cards[place], lang, "record", plain=True))

    def _part(self, card: Card, lang: str, part: str, *, plain: bool) -> Any:
        """What was composed; composed again where the cache has been damaged."""
        reader = self.build.reader
        read = reader.get_plain if plain else reader.get
        try:
            return read(card["texts"][lang][part])
        except ValueError:
            name = self.folders[card["id"]].removeprefix(f"{CASES}/")
            made = self.build.compose(name, card["id"], self.composer, card["scores"])
            if any(
                made["texts"][each][key][3] != card["texts"][each][key][3]
                for each in self.languages
                for key in made["texts"][each].keys() & PARTS
            ):
                raise CaseboundError(
                    f"{name} 在读的时候变了，请再运行一次 / changed while it was read: run again"
                ) from None
            for each in self.languages:
                card["texts"][each] |= made["texts"][each]
            return read(card["texts"][lang][part])

    def _pages_of(self, card: Card) -> list[str]:
        """The paths of what is filled before it is put in place."""
        markdown = (text["markdown_path"] for text in card["texts"].values() if "markdown" in text)
        return [*(self.composer.ground.map.case(lang, card["id"]) for lang in self.languages), *markdown]

    def _pages(self, composed: set[str]) -> None:
        """The pages of cases. Where no record has changed, nothing around a page has; else that is looked at."""
        map = self.composer.ground.map
        is_same = self.output.former.records == self.key
        self.output.now.records = self.key
        looked_at = [place for place, card in enumerate(self.cards) if not is_same or card["id"] in composed]
        for number, lang in enumerate(self.languages):
            for place in looked_at:
                card = self.cards[place]
                fillings = self._fillings(number, place)
                text = card["texts"][lang]
                key = key_of(text["around"], text["page"][3])
                path = map.case(lang, card["id"])
                self.output.put_page(path, key, partial(self._page, path, card, lang, fillings))
                if "markdown" in text:
                    key = key_of(text["around"], text["markdown"][3])
                    self.output.put_page(text["markdown_path"], key, partial(self._markdown, number, place))

    def _page(self, path: str, card: Card, lang: str, fillings: Callable[[], Fillings]) -> Artifact:
        page = self._part(card, lang, "page", plain=False).decode("utf-8", "surrogatepass")
        return fill_gaps(path, page, fillings())

    def _markdown(self, number: int, place: int) -> Artifact:
        lang, card, edition = self.languages[number], self.cards[place], self.editions[number]
        text = self._part(card, lang, "markdown", plain=False).decode()
        data = fill_links(edition, edition.records[place], text).encode()
        return Artifact(path=card["texts"][lang]["markdown_path"], data=data)

    def _fillings(self, number: int, place: int) -> Callable[[], Fillings]:
        """What the gaps of a page are filled with: that of the last time, where it was made from the same."""
        lang, card = self.languages[number], self.cards[place]
        text = card["texts"][lang]
        former = dict(self._former.get(card["id"], {}).get(lang, {}))  # which may be the same as `text`
        is_text_same = text["record"][3] == former.get("record", [""] * 4)[3] and text["links"] == former["links"]
        if self._is_filled and is_text_same and "around" in former:
            around = former["around"]
        else:
            edition = self.editions[number]
            around = self._around(edition, edition.records[place], text)
        text["around"] = around
        if former.get("around") == around and "fillings" in former:
            text["fillings"] = former["fillings"]
            try:
                kept = self.build.reader.get_plain(former["fillings"])
                return lambda: tuple((gap, filling) for gap, filling in kept)
            except ValueError:
                pass
        edition = self.editions[number]
        made = make_fillings(edition, edition.records[place], [CaseLink(*link) for link in text["links"]])
        text["fillings"] = self.build.worker.keep([list(each) for each in made])
        return lambda: made

    def _around(self, edition: Edition, record: CaseRecord, text: Mapping[str, Any]) -> str:
        """Digest of all that fillings are made from."""
        digests = self._digests[edition.lang]
        others = [[each.id, digests[each.id]] for each in records_around(edition, record)]
        links = [address_from(edition, record, CaseLink(*link)) for link in text["links"]]
        return key_of(self.build.state, text["record"][3], others, links, state_around(edition, record))

    @cached_property
    def _is_filled(self) -> bool:
        """Whether the pages of the kept cards were filled from the same records as now."""
        return self.build.records == self.key

    @cached_property
    def _former(self) -> Mapping[str, Mapping[str, Any]]:
        return {card["id"]: card["texts"] for card in self.build.kept.values()}

    @cached_property
    def _digests(self) -> Mapping[str, Mapping[str, str]]:
        return {lang: {card["id"]: card["texts"][lang]["record"][3] for card in self.cards} for lang in self.languages}

    def _from_passages(self) -> None:
        indexes: Indexes = {}
        for number, lang in enumerate(self.languages):
            for place, make in enumerate(FROM_PASSAGES):
                spoken = self._spoken(lang, indexes)

                def made(
                    make: Any = make, spoken: Spoken = spoken, number: int = number
                ) -> Iterator[Artifact | Unchanged]:
                    yield from make(self.editions[number], spoken)

                name, key = f"passages/{place}/{lang}", key_of(self.key, spoken.digests)
                self.output.spoken_group(name, key, made, spoken, self.build.state)

    def _spoken(self, lang: str, indexes: Indexes) -> Spoken:
        """The passages of all cases in a language, and those of the last time."""
        cards = {card["id"]: card for card in self.cards}
        before = {card["id"]: card for card in self.build.kept.values() if lang in card["texts"]}

        def passages(id: str) -> tuple[Passage, ...]:
            return from_plain(tuple[Passage, ...], self._part(cards[id], lang, "passages", plain=True))

        def former(id: str) -> tuple[Passage, ...] | None:
            place = before[id]["texts"][lang]["passages"] if id in before else None
            if place is None or (spoken.former_digests or {}).get(id) != place[3]:
                return None
            try:
                return from_plain(tuple[Passage, ...], self.build.reader.get_plain(place))
            except (ValueError, TypeError):
                return None

        digests = {card["id"]: card["texts"][lang]["passages"][3] for card in self.cards}
        is_same = self.output.former.records == self.key
        spoken = Spoken(digests=digests, passages=passages, former=former, are_records_same=is_same, indexes=indexes)
        return spoken


def key_of(*parts: Any) -> str:
    """Digest of what something is made from."""
    return digest_of(repr(parts).encode("utf-8", "surrogatepass"))
