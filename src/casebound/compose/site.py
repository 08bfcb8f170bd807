"""Public cases, templates and assets → the case-study site: a home, a page per case, an about page, in each language.

Every link is relative and names a file, so that the pages work from a folder as well as from a server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import BaseLoader
from markupsafe import Markup

from casebound.compose.artifact import Artifact
from casebound.compose.body import make_body
from casebound.compose.drawing import is_still
from casebound.compose.environment import make_environment, render
from casebound.compose.markup import Medium
from casebound.compose.public_case import PublicCase
from casebound.compose.site_case import FIGURE_DATA, SiteCase, make_case_link, make_case_page, make_site_case
from casebound.compose.site_map import SiteMap, link
from casebound.compose.site_pages import AboutPage, AboutSection, Alternate, CasePage, Frame, HomePage, RoundResults
from casebound.model.case import Case
from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.config import Config
from casebound.read.document import read_document
from casebound.read.vocabulary import Vocabulary
from casebound.text.localized import Localized
from casebound.text.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSource:
    """All that a site is made from."""

    config: Config
    map: SiteMap
    cases: tuple[PublicCase, ...]
    files: Mapping[str, Mapping[str, bytes]]
    """By case id and name: the bytes of the files that a case shows or links to."""
    frameworks: Mapping[str, Framework]
    routes: Mapping[str, Route]
    vocabulary: Vocabulary
    results: RoundResults | None
    loader: BaseLoader
    words: Mapping[str, Localized]
    assets: Mapping[str, bytes]
    about: Mapping[str, Source]
    """The about page's Markdown, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    """The site in one language."""

    source: SiteSource
    lang: str
    cases: tuple[SiteCase, ...] = field(default=())

    @property
    def site(self) -> str:
        return (self.source.config.site.title or self.source.config.name).to(self.lang)

    def word(self, key: str) -> str:
        return self.source.words[key].to(self.lang)


def make_site(source: SiteSource) -> list[Artifact]:
    """All files of the site, by path."""
    artifacts = [Artifact(path=source.map.asset(name), data=data) for name, data in source.assets.items()]
    images = {case.id: _shown(case, source.files.get(case.id, {})) for case in source.cases}
    for case in source.cases:
        files = source.files.get(case.id, {})
        names = [name for name in (*case.files, *images[case.id]) if name in files]
        artifacts.extend(Artifact(path=source.map.file(case.id, name), data=files[name]) for name in names)
    figures: dict[str, Artifact] = {}
    for lang in source.map.languages:
        others = {case.id: case.text(lang) for case in source.cases}
        cases = tuple(
            make_site_case(
                case,
                lang,
                map=source.map,
                images=images[case.id],
                others=others,
                frameworks=source.frameworks,
                routes=source.routes,
                vocabulary=source.vocabulary,
            )
            for case in source.cases
        )
        artifacts.extend(_render(_Edition(source=source, lang=lang, cases=cases)))
        figures.update((data.path, data) for case in cases for data in _figure_data(source.map, case))
    artifacts.extend(figures.values())
    return sorted(artifacts, key=lambda artifact: artifact.path)


def _figure_data(map: SiteMap, site_case: SiteCase) -> Iterator[Artifact]:
    """What its figures show, as CSV with a byte-order mark, without which Excel takes Chinese for something else."""
    for drawn in site_case.chapter.figures:
        path = map.file(site_case.chapter.case.id, f"{FIGURE_DATA}/{drawn.data_name}")
        yield Artifact(path=path, data=drawn.figure.csv.encode("utf-8-sig"))


def _shown(case: PublicCase, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The images that can be given to anybody's browser."""
    names = [name for name in case.images if name in files]
    return tuple(name for name in names if not name.lower().endswith(".svg") or is_still(files[name]))


def _render(edition: _Edition) -> Iterator[Artifact]:
    environment = make_environment(edition.source.loader, edition.source.words, edition.lang)
    pages: tuple[HomePage | CasePage | AboutPage, ...] = (_home(edition), *_cases(edition), _about(edition))
    for page in pages:
        text = render(environment, f"site/{page.frame.kind}.html", page)
        yield Artifact(path=page.frame.path, data=text.encode())


def _home(edition: _Edition) -> HomePage:
    source, paths = edition.source, {lang: edition.source.map.home(lang) for lang in edition.source.map.languages}
    chapters = [case.chapter for case in edition.cases]
    return HomePage(
        frame=_frame(edition, "home", paths, title=edition.site, description=edition.word("what_this_is")),
        cases=tuple(make_case_link(case, paths[edition.lang], source.results) for case in edition.cases),
        industry_count=len({chapter.case.industry for chapter in chapters if chapter.case.industry}),
        method_count=len({method for chapter in chapters for method in chapter.case.methods}),
        is_all_invented=bool(chapters) and all(chapter.case.example for chapter in chapters),
        results=source.results if source.results and source.results.cards else None,
    )


def _cases(edition: _Edition) -> Iterator[CasePage]:
    around = (None, *edition.cases, None)
    for number, site_case in enumerate(edition.cases):
        case = site_case.chapter.case
        paths = {lang: edition.source.map.case(lang, case.id) for lang in edition.source.map.languages}
        title = f"{case.title} · {edition.site}"
        frame = _frame(edition, "case", paths, title=title, description=case.summary)
        yield make_case_page(site_case, frame, (around[number], around[number + 2]), edition.source.results)


def _about(edition: _Edition) -> AboutPage:
    source, lang = edition.source, edition.lang
    paths = {each: source.map.about(each) for each in source.map.languages}
    own = next((each for each in (lang, *source.map.languages) if each in source.about), lang)
    document = read_document(source.about.get(own, Source(path="", text="")))
    body = make_body(Case(id="about", lang=own, sections=tuple(item.section for item in document.sections)), Medium())
    heading = body.sections[0].section.title if body.sections else edition.word("about")
    return AboutPage(
        frame=_frame(edition, "about", paths, title=f"{heading} · {edition.site}", description=heading),
        heading=heading,
        lead=body.sections[0].content if body.sections else Markup(""),
        sections=tuple(
            AboutSection(anchor=item.anchor, heading=item.section.title, content=item.content)
            for item in body.sections[1:]
        ),
        notes=body.notes,
        written_in=own,
        language=Markup("") if own == lang else Markup(' lang="{}"').format(own),
    )


def _frame(edition: _Edition, kind: str, paths: Mapping[str, str], *, title: str, description: str) -> Frame:
    """`paths`: where this page lies in each language."""
    map, lang, path = edition.source.map, edition.lang, paths[edition.lang]
    return Frame(
        kind=kind,
        lang=lang,
        path=path,
        site=edition.site,
        publisher=edition.source.config.publisher.to(lang),
        title=title,
        description=description,
        home=link(path, map.home(lang)),
        about=link(path, map.about(lang)),
        assets=link(path, map.asset(".")) + "/",
        alternates=tuple(
            Alternate(
                lang=each,
                name=edition.source.words["language_name"].to(each),
                href=link(path, paths[each]),
                is_current=each == lang,
            )
            for each in map.languages
        ),
        default_href=link(path, paths[map.languages[0]]),
    )
