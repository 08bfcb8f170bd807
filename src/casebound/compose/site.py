"""A public case and the templates → its pages on the case-study site, and its records, from which the rest is made.

Every link is relative and names a file, so that the pages work from a folder as well as from a server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jinja2 import BaseLoader, BytecodeCache

from casebound.compose.artifact import Artifact
from casebound.compose.chapter import Chapter
from casebound.compose.environment import render
from casebound.compose.page_bytes import in_fewer_bytes
from casebound.compose.plain_markdown import LATER
from casebound.compose.public_case import PublicCase, PublicVersion
from casebound.compose.site_around import AROUND, REPORT, REVIEW
from casebound.compose.site_case import make_case_page, make_citation_files, make_citation_of, make_site_case
from casebound.compose.site_edition import Edition, SiteGround, make_site_environment
from casebound.compose.site_map import FIGURE_DATA, SiteMap, version_folder
from casebound.compose.site_markdown import make_markdown
from casebound.compose.site_passages import Passage, make_passages
from casebound.compose.site_record import CaseRecord, make_record, record_in
from casebound.compose.site_replication import make_pack, make_pack_files
from casebound.compose.site_search import make_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedText:
    """A case in one language, composed without a look at any other case."""

    record: CaseRecord
    page: str
    """Its page; what other cases decide is left open, as `site_around` fills it."""
    passages: tuple[Passage, ...]
    markdown: Artifact | None = None
    """The same as Markdown, where it waits for `fill_links`, as its page does; in one of the languages that share it.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedCase:
    """A case of the site."""

    texts: Mapping[str, ComposedText]
    """By language of the site."""
    files: tuple[Artifact, ...]
    """Its images, data and other files, and its released versions, whole."""


class SiteComposer:
    """Composes cases one by one, each from its own folder alone."""

    def __init__(self, ground: SiteGround, loader: BaseLoader, compiled: BytecodeCache | None = None) -> None:
        self.ground = ground
        self.environments = {
            lang: make_site_environment(loader, ground, lang, compiled) for lang in ground.map.languages
        }
        self._editions = {lang: self.edition(lang, ()) for lang in ground.map.languages}

    def edition(self, lang: str, records: Sequence[CaseRecord]) -> Edition:
        """The site in a language, with these cases."""
        return Edition(ground=self.ground, lang=lang, environment=self.environments[lang], records=tuple(records))

    def compose(self, case: PublicCase, files: Mapping[str, bytes]) -> ComposedCase:
        """The case in every language of the site; `files`: the bytes of those that the site has of it, by name."""
        ground = self.ground
        paths = {ground.map.file(case.id, name): data for name, data in files.items()}
        made = {path: Artifact(path=path, data=data) for path, data in paths.items()}
        texts = {}
        chapters: dict[str, Chapter] = {}
        then: dict[str, dict[str, Chapter]] = {version.version: {} for version in case.versions}
        said: dict[str, tuple[Passage, ...]] = {}
        records: dict[str, CaseRecord] = {}
        markdown: dict[str, str] = {}
        for lang, edition in self._editions.items():
            site_case = make_site_case(case, lang, ground=ground, known=chapters)
            chapter, home = site_case.chapter, site_case.chapter.case.lang
            card = ground.results.cards.get(case.id) if ground.results else None
            where = lang, site_case.path, case.translation(lang)
            if home in records:
                record = record_in(*where, known=records[home], case=chapter.case)
            else:
                record = records[home] = make_record(chapter, *where, card)
            pack = make_pack(case, site_case, edition)
            page = make_case_page(site_case, edition, record, pack, present=case)
            text = in_fewer_bytes(render(self.environments[lang], "site/case.html", page))
            if home not in said:
                said[home] = make_passages(chapter)
                words = make_text(ground.map, record, said[home])
                made[words.path] = words
                made.update(_figure_data(chapter, ground.map, case.id, FIGURE_DATA))
            texts[lang] = ComposedText(record=record, page=text, passages=said[home])
            if (path := edition.markdown(record)) not in markdown:
                markdown[path] = make_markdown(edition, record, chapter)
                artifact = Artifact(path=path, data=markdown[path].encode())
                if LATER in markdown[path]:
                    texts[lang] = replace(texts[lang], markdown=artifact)
                else:
                    made[path] = artifact
            citation = make_citation_of(site_case, edition, record)
            for artifact in (
                *make_pack_files(site_case, pack, edition),
                *make_citation_files(citation, record, ground.map),
            ):
                made[artifact.path] = artifact
            for version in case.versions:
                made.update(self._version(case, version, edition, then[version.version]))
        return ComposedCase(texts=texts, files=tuple(made.values()))

    def _version(
        self, case: PublicCase, version: PublicVersion, edition: Edition, known: dict[str, Chapter]
    ) -> Iterator[tuple[str, Artifact]]:
        """The page of a released version and its figures' data, by path. It rests on no other case."""
        map = edition.ground.map
        then = make_site_case(version.case, edition.lang, ground=edition.ground, version=version.version, known=known)
        record = make_record(then.chapter, edition.lang, then.path, version.case.translation(edition.lang), None)
        pack = make_pack(version.case, then, edition)
        old = replace(pack, href="", word_file="") if pack else None  # these are of the case as it is now
        page = make_case_page(then, edition, record, old, present=case, shown=version)
        text = in_fewer_bytes(render(edition.environment, "site/case.html", page))
        for gap in (AROUND, REVIEW, REPORT):
            text = text.replace(gap, "", 1)
        yield then.path, Artifact(path=then.path, data=text.encode())
        yield from _figure_data(then.chapter, map, case.id, f"{version_folder(version.version)}/{FIGURE_DATA}")


def _figure_data(chapter: Chapter, map: SiteMap, case: str, folder: str) -> Iterator[tuple[str, Artifact]]:
    """The data of its figures as CSV, by path."""
    for drawn in chapter.figures:
        path = map.file(case, f"{folder}/{drawn.data_name}")
        # With a byte-order mark, without which Excel takes Chinese for something else.
        yield path, Artifact(path=path, data=drawn.figure.csv.encode("utf-8-sig"))
