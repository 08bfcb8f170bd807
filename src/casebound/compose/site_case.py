"""A public case and where its pages lie → what the template of a case page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup, escape

from casebound.compose.case_links import site_address
from casebound.compose.chapter import Chapter, ChapterStyle, make_chapter
from casebound.compose.markup import Medium
from casebound.compose.public_case import PublicCase
from casebound.compose.site_map import SiteMap, link
from casebound.compose.site_pages import CaseLink, CasePage, Frame, RoundResults
from casebound.figure.palette import SCREEN
from casebound.model.case import Case
from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.vocabulary import Vocabulary

FIGURE_DATA = "figures"
"""Where the data of a case's figures lie, beside its files."""
CHART_WIDTH, CHART_HEIGHT = 200.0, 68.0
"""Units of the drawing; the style sheet makes them larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCase:
    """A case in one language of the site."""

    chapter: Chapter
    lang: str
    """The language of the page."""
    path: str
    files: Mapping[str, str]
    """As in `CasePage`."""

    @property
    def language(self) -> Markup:
        """A `lang` attribute where the text is not in the page's language."""
        own = self.chapter.case.lang
        return Markup("") if own == self.lang else Markup(f' lang="{escape(own)}"')


def make_site_case(
    public: PublicCase,
    lang: str,
    *,
    map: SiteMap,
    images: Sequence[str],
    others: Mapping[str, Case],
    frameworks: Mapping[str, Framework],
    routes: Mapping[str, Route],
    vocabulary: Vocabulary,
) -> SiteCase:
    """The case as the pages in `lang` show it; `images` are those of its images that can be shown, `others` all
    cases of the site by id, to which it may link.
    """
    case, path = public.text(lang), map.case(lang, public.id)
    base = link(path, map.file(public.id, "."))
    medium = Medium(
        images=(*images, *(f"./{name}" for name in images)),
        image_base=f"{base}/",
        files=(*public.files, *images),
        file_base=f"{base}/",
        case_address=partial(site_address, page=path, lang=lang, map=map, public=others.get),
        palette=SCREEN,
        data_base=f"{base}/{FIGURE_DATA}/",
    )
    chapter = make_chapter(
        case,
        framework=frameworks[case.framework],
        routes=routes,
        vocabulary=vocabulary,
        style=ChapterStyle(medium=medium, chart_width=CHART_WIDTH, chart_height=CHART_HEIGHT),
    )
    files = {name: link(path, map.file(public.id, name)) for name in public.files}
    return SiteCase(chapter=chapter, lang=lang, path=path, files=files)


def make_case_page(
    site_case: SiteCase, frame: Frame, neighbours: tuple[SiteCase | None, SiteCase | None], results: RoundResults | None
) -> CasePage:
    """The page of a case, between the cases before and after it."""
    chapter = site_case.chapter
    previous, following = (
        make_case_link(neighbour, frame.path, results) if neighbour else None for neighbour in neighbours
    )
    card = results.cards.get(chapter.case.id) if results else None
    return CasePage(
        frame=frame,
        chapter=chapter,
        title=tuple(re.split(r"(?<=：)|(?<=——)|(?<=:)(?= )", chapter.case.title)),
        language=site_case.language,
        files=site_case.files,
        data_as_of=_data_as_of(chapter.case),
        card=card,
        results=results if card else None,
        previous=previous,
        next=following,
    )


def make_case_link(site_case: SiteCase, page: str, results: RoundResults | None) -> CaseLink:
    """The case as the page at path `page` points to it."""
    return CaseLink(
        chapter=site_case.chapter,
        href=link(page, site_case.path),
        card=results.cards.get(site_case.chapter.case.id) if results else None,
        language=site_case.language,
    )


def _data_as_of(case: Case) -> date | None:
    days = [item.actual.period.end for item in case.measures if item.actual and item.actual.period]
    days += [point.period.end for item in case.measures if item.series for point in item.series.points]
    return max(days, default=None)
