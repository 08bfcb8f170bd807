"""A public case and where its pages lie → what the template of a case page shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass

from markupsafe import Markup

from casebound.compose.artifact import Artifact
from casebound.compose.case_links import open_address
from casebound.compose.chapter import BASE, Chapter, ChapterStyle, chapter_at, make_chapter
from casebound.compose.citation import Citation, make_citation
from casebound.compose.language_attribute import language_attribute
from casebound.compose.medium import Medium, nowhere
from casebound.compose.public_case import PublicCase, PublicVersion, Translation
from casebound.compose.qr import case_address
from casebound.compose.site_card import case_words
from casebound.compose.site_edition import Edition, SiteGround
from casebound.compose.site_json_ld import case_data
from casebound.compose.site_map import FIGURE_DATA, SiteMap, link, version_folder, web
from casebound.compose.site_pack import Pack, TakeAlong
from casebound.compose.site_pages import CasePage, Preview, VersionLink
from casebound.compose.site_record import CaseRecord, newest_day
from casebound.figure.palette import SCREEN
from casebound.model.case import Case
from casebound.model.licences import licence_address
from casebound.text.localized import CHINESE

CHART_WIDTH, CHART_HEIGHT = 200.0, 68.0
"""Units of the drawing; the style sheet makes them larger."""
_LINE = 48
"""Han characters, about, in a line of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCase:
    """A case in one language of the site."""

    chapter: Chapter
    lang: str
    """The language of the page."""
    path: str
    files: Mapping[str, str]
    """As in `CasePage`."""
    public: PublicCase

    @property
    def language(self) -> Markup:
        """A `lang` attribute where the text is not in the page's language."""
        return language_attribute(self.chapter.case.lang, self.lang)


def make_site_case(
    public: PublicCase,
    lang: str,
    *,
    ground: SiteGround,
    version: str = "",
    known: MutableMapping[str, Chapter],
) -> SiteCase:
    """The case as the pages in `lang` show it; `version`: which released version it is, with files of its own; empty:
    the case as it is now. `known`: the chapters of this text of the case, by language: what a page in another language
    falls back to is there already.
    """
    map = ground.map
    case = public.text(lang)
    path = map.version(lang, public.id, version) if version else map.case(lang, public.id)
    folder = version_folder(version) if version else "."
    if case.lang not in known:
        known[case.lang] = _chapter(case, public, ground, nowhere if version else open_address)
    files = {name: link(path, map.file(public.id, f"{folder}/{name}")) for name in public.files}
    chapter = chapter_at(known[case.lang], link(path, map.file(public.id, folder)))
    return SiteCase(chapter=chapter, lang=lang, path=path, files=files, public=public)


def _chapter(case: Case, public: PublicCase, ground: SiteGround, case_address: Callable[[str, str], str]) -> Chapter:
    """Its text, on a page of which it is not known yet where it lies (`chapter_at`)."""
    medium = Medium(
        pictures=public.pictures,
        image_base=f"{BASE}/",
        files=public.files,
        file_base=f"{BASE}/",
        case_address=case_address,
        palette=SCREEN,
        data_base=f"{BASE}/{FIGURE_DATA}/",
    )
    return make_chapter(
        case,
        framework=ground.frameworks[case.framework],
        routes=ground.routes,
        vocabulary=ground.vocabulary,
        style=ChapterStyle(medium=medium, chart_width=CHART_WIDTH, chart_height=CHART_HEIGHT),
    )


def make_case_page(
    site_case: SiteCase,
    edition: Edition,
    record: CaseRecord,
    pack: Pack | None,
    *,
    present: PublicCase,
    shown: PublicVersion | None = None,
) -> CasePage:
    """The page of a case, without what other cases decide; `record` is its own, `shown`: which released version of the
    `present` it is.
    """
    chapter, case, ground = site_case.chapter, site_case.chapter.case, edition.ground
    map, public, lang = ground.map, site_case.public, site_case.lang
    now = {each: map.case(each, case.id) for each in map.languages}
    paths = {each: map.version(each, case.id, shown.version) for each in map.languages} if shown else now
    translation = public.translation(lang)
    canonical = now.get(public.original, now[lang]) if translation is Translation.FALLBACK else now[lang]
    original = paths.get(public.original, "")
    card = ground.results.cards.get(case.id) if ground.results and not shown else None
    name = f"{case.title} ({edition.word('version')} {shown.version})" if shown else case.title
    links = {version.version: version_link(version, site_case, map).href for version in present.versions}
    own = links.get(case.publication.version, "")
    return CasePage(
        frame=edition.frame(
            "case",
            paths,
            title=f"{name} · {edition.site}",
            description=case.summary,
            written=public.texts,
            canonical=canonical,
            is_indexed=shown is None or shown.is_current,
            preview=None if shown else _preview(edition, record),
            data=None if shown else case_data(edition, record, chapter, site_case.files),
        ),
        chapter=chapter,
        title=title_lines(case.title),
        language=site_case.language,
        translation=translation,
        original=link(site_case.path, original) if original else "",
        original_lang=public.original,
        shown=version_link(shown, site_case, map) if shown else None,
        now=link(site_case.path, now[lang]),
        versions=tuple(version_link(version, site_case, map) for version in present.versions),
        now_version=present.text(present.original).publication.version,
        files=site_case.files,
        data_as_of=newest_day(case),
        card=card,
        results=ground.results if card else None,
        criteria={
            row.criterion.id: link(site_case.path, ground.map.criterion(record.lang, case.framework, row.criterion.id))
            for row in chapter.trace
        },
        begins={answer.anchor: _shortened(answer.begins, case.lang) for answer in record.answers},
        pack=pack,
        take=_take_along(site_case, edition, record, version=own, is_old=shown is not None),
    )


def _preview(edition: Edition, record: CaseRecord) -> Preview:
    """What other places show of the case."""
    image = web(edition.ground.config.site.address, edition.card(record))
    return Preview(type="article", title=record.title, image=image, alt=case_words(edition, record).said)


def make_citation_of(site_case: SiteCase, edition: Edition, record: CaseRecord) -> Citation:
    """How the case is cited, where the page of its language stands."""
    config = edition.ground.config
    address = config.site.address
    return make_citation(
        site_case.chapter.case,
        collection=config.site.title or config.name,
        publisher=config.publisher,
        year=record.updated.year if record.updated else None,
        address=case_address(address, edition.ground.map, record.lang, record.id) if address else "",
    )


def make_citation_files(citation: Citation, record: CaseRecord, map: SiteMap) -> Iterator[Artifact]:
    """The reference as files for programs that keep references."""
    for ending, text in (("bib", citation.bibtex), ("ris", citation.ris)):
        yield Artifact(path=map.citation(record.lang, record.id, ending), data=text.encode("utf-8", "replace"))


def _take_along(site_case: SiteCase, edition: Edition, record: CaseRecord, *, version: str, is_old: bool) -> TakeAlong:
    map, publication = edition.ground.map, site_case.chapter.case.publication
    return TakeAlong(
        line=make_citation_of(site_case, edition, record).line,
        bibtex="" if is_old else link(site_case.path, map.citation(record.lang, record.id, "bib")),
        ris="" if is_old else link(site_case.path, map.citation(record.lang, record.id, "ris")),
        version=version,
        licence=licence_address(publication.license, record.lang),
    )


def _shortened(words: str, lang: str) -> str:
    """About a line of words."""
    most = _LINE if lang == CHINESE else 2 * _LINE
    if len(words) <= most:
        return words
    cut = words[: most - 1].rstrip()
    return f"{cut if lang == CHINESE else cut.rpartition(' ')[0] or cut}…"


def version_link(version: PublicVersion, site_case: SiteCase, map: SiteMap) -> VersionLink:
    """A released version as a page of the case points to it."""
    return VersionLink(
        version=version.version,
        day=version.day,
        is_current=version.is_current,
        href=link(site_case.path, map.version(site_case.lang, site_case.public.id, version.version)),
    )


def title_lines(title: str) -> tuple[str, ...]:
    """A title in the lines in which it is read: broken behind colons and dashes."""
    return tuple(re.split(r"(?<=：)|(?<=——)|(?<=:)(?= )", title))
