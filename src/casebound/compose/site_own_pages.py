"""A page of the workspace's own in Markdown → the page in a language of the site, with its links resolved."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote, unquote

from markupsafe import Markup

from casebound.compose.artifact import Artifact
from casebound.compose.body import make_body
from casebound.compose.language_attribute import language_attribute
from casebound.compose.medium import Medium
from casebound.compose.public_case import DRAWN
from casebound.compose.site_edition import Edition
from casebound.compose.site_json_ld import page_data
from casebound.compose.site_map import SiteMap, link
from casebound.compose.site_pages import AboutPage, AboutSection
from casebound.model.case import Case, Section
from casebound.read.document import Document, read_document
from casebound.read.own_page import ABOUT, OwnPage
from casebound.read.reading import shortened
from casebound.text.source import Source

FOLDER = "site/pages"
"""Where the pages lie in the workspace: their links lead on from there, as on a code host."""
_PAGE = re.compile(r"site/pages/([a-z0-9-]+)(?:\.[A-Za-z-]+)?\.md")
_CASE = re.compile(r"content/cases/([a-z0-9-]+)(?:/case(?:\.[A-Za-z-]+)?\.md)?")
_ASSET = re.compile(r"site/assets/(.+)")


def make_own_pages(edition: Edition) -> Iterator[Artifact]:
    """All of them, and the page about the collection, which is there even when nobody has written it."""
    pages = {page.name: page for page in edition.ground.own_pages}
    if ABOUT not in pages:
        pages[ABOUT] = OwnPage(name=ABOUT, sources={}, titles={}, is_in_menu=True, order=0)
    for page in pages.values():
        yield _make(edition, page)


def own_address(target: str, *, page: str, lang: str, map: SiteMap) -> str:
    """What a link of such a page leads to, from the page at that path; empty for what lies nowhere in the site.

    `target` is the address as written, without percent signs: the Markdown of another page, a case, a file in
    `site/assets`, as they lie in the workspace; or with `/` before it a path of the site.
    """
    path, mark, fragment = target.partition("#")
    if not path:
        return ""
    anchor = mark + quote(fragment)
    if path.startswith("/"):
        inner = posixpath.normpath(path).lstrip("/")
        is_folder = path.endswith("/") or not posixpath.splitext(inner)[1]
        return link(page, posixpath.join(inner, "index.html") if is_folder else inner) + anchor
    place = posixpath.normpath(posixpath.join(FOLDER, path))
    if match := _PAGE.fullmatch(place):
        return link(page, map.page(lang, match[1])) + anchor
    if match := _CASE.fullmatch(place):
        return link(page, map.case(lang, match[1])) + anchor
    if match := _ASSET.fullmatch(place):
        return link(page, map.asset(match[1])) + anchor
    return link(page, place) + anchor  # leads nowhere, and will be said to


def asset_of(target: str) -> str | None:
    """The picture in `site/assets` that a page shows, by its name there; None for any other."""
    match = _ASSET.fullmatch(posixpath.normpath(posixpath.join(FOLDER, target)))
    return match[1] if match and target.lower().endswith(DRAWN) else None


def _make(edition: Edition, own: OwnPage) -> Artifact:
    map, lang = edition.ground.map, edition.lang
    paths = {each: map.page(each, own.name) for each in map.languages}
    written_in = own.written_in(lang)
    source = own.sources.get(written_in, Source(path="", text=""))
    document = read_document(source)
    images = {
        posixpath.normpath(target): link(paths[lang], map.asset(asset))
        for mention in document.body.mentions
        if mention.kind == "image" and (asset := asset_of(target := unquote(mention.target))) is not None
    }
    medium = Medium(
        images=tuple(images),
        image_addresses=images,
        page_address=partial(own_address, page=paths[lang], lang=lang, map=map),
    )
    body = make_body(Case(id=own.name, lang=written_in, sections=tuple(_sections(own, lang, document))), medium)
    is_about = own.name == ABOUT
    heading = body.sections[0].section.title if body.sections else edition.word("about") if is_about else own.name
    heading = own.titles.get(written_in, "") or heading
    frame = edition.frame(
        "about" if is_about else "page",
        paths,
        title=f"{heading} · {edition.site}",
        description=(_beginning(body.sections[0].content) if body.sections else "") or heading,
        data=page_data(edition, paths[lang], heading, written_in, is_about=is_about),
    )
    page = AboutPage(
        frame=frame,
        own_name=own.name,
        heading=heading,
        lead=body.sections[0].content if body.sections else Markup(""),
        sections=tuple(
            AboutSection(anchor=item.anchor, heading=item.section.title, content=item.content)
            for item in body.sections[1:]
        ),
        notes=body.notes,
        written_in=written_in,
        language=language_attribute(written_in, lang),
    )
    return edition.page(page, frame)


def _sections(own: OwnPage, lang: str, document: Document) -> Iterator[Section]:
    """The page's sections; what stands before its first heading is its beginning, under the title of its front."""
    first = document.sections[0].heading.start if document.sections else len(document.source.text)
    before = document.source.text[document.body_start : first].strip()
    if before or not document.sections:
        yield Section(title=own.title(lang), text=before)
    yield from (item.section for item in document.sections)


_LONGEST = 160
"""Characters of a description, which is what a search engine shows at most."""


def _beginning(content: Markup) -> str:
    return shortened(content.striptags(), _LONGEST)
