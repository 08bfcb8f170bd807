"""The site in one language, as all that is about more than one case is made from it: records, and words around them.

Pages and files about the collection are functions `Edition → Artifact`s, listed in `site_rest.py`. They see records,
never whole cases, so that a case that has not changed need not be read for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial

from jinja2 import BaseLoader, BytecodeCache, Environment
from markupsafe import Markup

from casebound.compose.artifact import Artifact
from casebound.compose.environment import make_environment, render
from casebound.compose.language_attribute import language_attribute
from casebound.compose.site_facet import facet_values
from casebound.compose.site_map import SiteMap, link, web
from casebound.compose.site_pages import Alternate, Frame, OwnLink, Preview, RoundResults
from casebound.compose.site_record import CaseRecord
from casebound.compose.site_related import Kinship
from casebound.figure.figure import find_kind
from casebound.model.evidence import LEVEL_NAMES
from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.config import Config
from casebound.read.own_page import OwnPage
from casebound.read.vocabulary import Vocabulary
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteGround:
    """What holds for the whole site, whatever the language and the cases."""

    config: Config
    map: SiteMap
    frameworks: Mapping[str, Framework]
    routes: Mapping[str, Route]
    vocabulary: Vocabulary
    results: RoundResults | None
    words: Mapping[str, Localized]
    own_pages: tuple[OwnPage, ...] = ()
    """Pages of the workspace's own, in the order in which they are listed."""
    today: date | None = None
    """The day that the site's sources bear; None: whether a review is due is left to the reader's browser."""
    reports: frozenset[str] = frozenset()
    """Paths of the reports in PDF that the site holds."""


def make_site_environment(
    loader: BaseLoader, ground: SiteGround, lang: str, compiled: BytecodeCache | None = None
) -> Environment:
    """That of `make_environment`, with `named(facet, value)`."""
    environment = make_environment(loader, ground.words, lang, compiled)
    environment.globals["named"] = cache(partial(value_name, ground, lang))
    return environment


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The site in one language."""

    ground: SiteGround
    lang: str
    environment: Environment
    records: Sequence[CaseRecord]
    """In the order of the collection; read when they are asked for, where that takes long."""
    former: tuple[str, ...] = ()
    """The ids under which the site had pages of cases when it was made the last time."""
    recall_kinship: Callable[[Kinship], None] = lambda _kinship: None
    """Told of a new kinship, that it may be given what it was found to be the last time."""

    @property
    def site(self) -> str:
        """The collection's name."""
        return (self.ground.config.site.title or self.ground.config.name).to(self.lang)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each record among `records`, by the id of its case."""
        return {record.id: number for number, record in enumerate(self.records)}

    @cached_property
    def kinship(self) -> Kinship:
        """Which cases are related."""
        self.recall_kinship(kinship := Kinship(self.records, facet_values))
        return kinship

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """Of each record."""
        told = (repr(record).encode("utf-8", "surrogatepass") for record in self.records)
        return tuple(hashlib.sha256(text).hexdigest() for text in told)

    def digest(self, numbers: Iterable[int], *besides: object) -> str:
        """Of the records of these numbers, in order, and of plain values besides."""
        digests = self.digests
        told = repr(([digests[number] for number in numbers], besides))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def word(self, key: str) -> str:
        """A label of `templates/site/words.yaml`."""
        return self.ground.words[key].to(self.lang)

    def named(self, facet: str, value: str) -> str:
        """A facet's value in words, as templates name it."""
        name: str = self.environment.globals["named"](facet, value)  # type: ignore[operator]  # set by us
        return name

    def page(self, page: object, frame: Frame) -> Artifact:
        """A page in its template, `site/<kind>.html`; the page is given to it as `page`, its frame as `page.frame`."""
        return Artifact(path=frame.path, data=render(self.environment, f"site/{frame.kind}.html", page).encode())

    def card(self, record: CaseRecord) -> str:
        """Where the picture lies by which other places announce a case: one for each language it is written in."""
        return self.ground.map.card(self._home_of(record), record.id)

    def markdown(self, record: CaseRecord) -> str:
        """Where the case lies as Markdown: once for each language it is written in, as its card does."""
        return self.ground.map.markdown(self._home_of(record), record.id)

    def _home_of(self, record: CaseRecord) -> str:
        """The language of the site in which lies what there is once for each language that a case is written in."""
        languages = self.ground.map.languages
        return record.written_in if record.written_in in languages else languages[0]

    def address(self, page: str, target: str) -> str:
        """A path of the site as machines read it on a page: on the web where the site has an address."""
        site = self.ground.config.site.address
        return web(site, target) if site else link(page, target)

    def frame(
        self,
        kind: str,
        paths: Mapping[str, str],
        *,
        title: str,
        description: str,
        written: Container[str] | None = None,
        canonical: str = "",
        preview: Preview | None = None,
        data: Markup | None = None,
        is_indexed: bool = True,
        root: str | None = None,
    ) -> Frame:
        """What stands around a page; `paths`: where it lies in each language that has it.

        `written`: the languages in which it has words of its own, where not all. `canonical`: the path of the page that
        holds the same words in the first place, where that is another one. `preview`: what other places show of it,
        where not the site itself. `root`: put before every path of the site, on a page that may be shown at any
        address; its links are then not relative.
        """
        map, lang, path = self.ground.map, self.lang, paths[self.lang]
        site = self.ground.config.site.address
        own = [each for each in map.languages if each in paths and (written is None or each in written)]
        default = own[0] if own else lang

        def to(target: str) -> str:
            return link(path, target) if root is None else root + link("", target)

        first = "" if canonical == path else canonical
        return Frame(
            kind=kind,
            lang=lang,
            path=path,
            site=self.site,
            publisher=self.ground.config.publisher.to(lang),
            title=title,
            description=description,
            home=to(map.home(lang)),
            about=to(map.about(lang)),
            search=to(map.search(lang)),
            library=to(map.library(lang)),
            criteria=to(map.criteria(lang)),
            gaps=to(map.gaps(lang)),
            compare=to(map.compare(lang)),
            assets=to(map.asset(".")) + "/",
            alternates=tuple(
                Alternate(
                    lang=each,
                    name=self.ground.words["language_name"].to(each),
                    href=to(paths[each]),
                    address=web(site, paths[each]) if site else to(paths[each]),
                    is_current=each == lang,
                    is_written=each in own,
                )
                for each in map.languages
                if each in paths
            ),
            default_href=web(site, paths[default]) if site else to(paths[default]),
            canonical=self._canonical(path, first, is_indexed=is_indexed),
            atom=to(map.beside(lang, "feed.xml")),
            json_feed=to(map.beside(lang, "feed.json")),
            downloads=(
                ("feed", to(map.beside(lang, "feed.xml"))),
                ("data_csv", to(map.beside(lang, "cases.csv"))),
                ("data_json", to(map.beside(lang, "cases.json"))),
            ),
            own_pages=tuple(
                OwnLink(
                    name=own_page.name,
                    title=own_page.title(lang),
                    href=to(map.page(lang, own_page.name)),
                    language=language_attribute(own_page.written_in(lang), lang),
                    is_in_menu=own_page.is_in_menu,
                )
                for own_page in self.ground.own_pages
                if own_page.name != "about"
            ),
            preview=(preview or self._preview()) if site and is_indexed else None,
            data=data,
            is_indexed=is_indexed,
        )

    def _canonical(self, path: str, first: str, *, is_indexed: bool) -> str:
        """What machines take for the page's own address: nothing where nobody should keep it, or it is where it is."""
        site = self.ground.config.site.address
        if site:
            return web(site, first or path) if first or is_indexed else ""
        return link(path, first) if first else ""

    def _preview(self) -> Preview:
        address, map = self.ground.config.site.address, self.ground.map
        image = web(address, map.home_card(self.lang))
        return Preview(type="website", title=self.site, image=image, alt=self.site)


def value_name(ground: SiteGround, lang: str, facet: str, value: str) -> str:
    """A facet's value in words; as it is written where nobody has named it. Templates know it as `named`."""
    named: Localized | None = None
    match facet:
        case "industry":
            named = ground.vocabulary.industries.get(value)
        case "method":
            named = ground.vocabulary.methods.get(value)
        case "tool":
            kind = find_kind(value)
            named = kind.title if kind else None
        case "route":
            route = ground.routes.get(value)
            named = route.title if route else None
        case "subject":
            named = ground.words[value]
        case "grade":
            grades = ground.results.framework.grades if ground.results else ()
            named = next((grade.title for grade in grades if grade.id == value), None)
        case "evidence":
            named = LEVEL_NAMES[int(value)]
        case "criterion":
            found = (framework.criterion(value) for framework in ground.frameworks.values())
            criterion = next((one for one in found if one), None)
            return f"{value} {criterion.title.to(lang)}" if criterion else value
    return named.to(lang) if named else value
