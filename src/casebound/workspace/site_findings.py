"""What is wrong with a finished site → findings, at the place where somebody wrote it, where that can be found."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from casebound.check.context import error, warning
from casebound.compose.site_gone import DoubtfulAlias
from casebound.compose.site_links import BrokenLink
from casebound.compose.site_map import SiteMap
from casebound.compose.site_own_pages import asset_of, own_address
from casebound.read.document import read_document
from casebound.read.own_page import OwnPage
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Source, Span, no_text
from casebound.workspace.places import CONFIG_NAME

_CASE_PAGE = re.compile(r"(?:[^/]+/)?cases/(?P<id>[^/]+)/(?:.+/)?index\.html")


def alias_findings(doubtful: Iterable[DoubtfulAlias], root: Path, folders: Mapping[str, str]) -> Iterator[Finding]:
    """A former id that leads elsewhere. `folders`: of the cases below the workspace's root, by id."""
    for item in doubtful:
        span = _place(root, folders.get(item.case, ""), item.alias)
        if item.alias == item.holder:
            message = phrase(
                "别名“{alias}”是另一个案例的编号", "The alias “{alias}” is another case's id", alias=item.alias
            )
        else:
            message = phrase(
                "别名“{alias}”已归案例“{holder}”",
                "The alias “{alias}” belongs to the case “{holder}”",
                alias=item.alias,
                holder=item.holder,
            )
        hint = phrase("从其中一个案例的 aliases 里删去", "Remove it from the aliases of one of the two cases")
        yield error("claimed-alias", span, message, hint)


def lost_findings(lost: Iterable[str]) -> Iterator[Finding]:
    """A case that the site had the last time, and of which nobody says what became of it."""
    for id in lost:
        message = phrase(
            "站点上次有案例“{id}”，这次没有了", "The site had a case “{id}” the last time and has it no longer", id=id
        )
        hint = phrase(
            "撤下的写进 {file} 的 [[site.removed]]，改了编号的把旧编号写进 aliases",
            "Put it into [[site.removed]] of {file}; where its id was changed, put the old one into aliases",
            file=CONFIG_NAME,
        )
        yield warning("lost-case", no_text(f"content/cases/{id}"), message, hint)


def link_findings(
    broken: Iterable[BrokenLink], root: Path, map: SiteMap, folders: Mapping[str, str], own: Sequence[OwnPage]
) -> Iterator[Finding]:
    """Links that lead nowhere: where somebody wrote them, else on the page."""
    for item in broken:
        span = _written(item, root, map, folders, own) or no_text(f"site/{item.page}")
        if item.is_double:
            message = phrase("“{id}”在这一页上有两处", "“{id}” stands twice on this page", id=item.anchor)
            yield warning("duplicate-place", span, message, phrase("给其中一处换个编号", "Give one of them another id"))
            continue
        yield _nowhere(span, item.reference, item.target, item.anchor)


def _written(
    item: BrokenLink, root: Path, map: SiteMap, folders: Mapping[str, str], own: Sequence[OwnPage]
) -> Span | None:
    """Where the link stands in a text of the workspace."""
    for page in own:
        for lang in map.languages:
            if map.page(lang, page.name) == item.page and (source := page.sources.get(page.written_in(lang))):
                return _link_place(source, item, lang, map)
    match = _CASE_PAGE.fullmatch(item.page)
    folder = folders.get(match["id"], "") if match else ""
    for source in _texts(root, folder):
        if span := _mentioned(source, item):
            return span
    return None


def own_page_findings(
    own: Sequence[OwnPage], map: SiteMap, ids_of: Callable[[str], Collection[str]]
) -> Iterator[Finding]:
    """What a page of the workspace's own refers to and what its rendering left out: places on it, and pictures."""
    for page in own:
        for lang in (each for each in map.languages if each in page.sources):
            source = page.sources[lang]
            document = read_document(source)
            path = map.page(lang, page.name)
            for mention in document.body.mentions:
                target = unquote(mention.target)
                span = source.span(document.body_start + mention.start, document.body_start + mention.end)
                if (
                    mention.kind == "link"
                    and target.startswith("#")
                    and target[1:] not in ids_of(map.page(lang, page.name))
                ):
                    yield _nowhere(span, mention.target, path, target[1:])
                if mention.kind == "image" and asset_of(target) is None:
                    yield _nowhere(span, mention.target, "site/assets/…")


def _nowhere(span: Span, link: str, target: str, anchor: str = "") -> Finding:
    if anchor:
        message = phrase(
            "链接“{link}”：{page} 里没有“{anchor}”",
            "Link “{link}”: {page} has no “{anchor}”",
            link=link,
            page=target,
            anchor=anchor,
        )
    else:
        message = phrase(
            "链接“{link}”没有去处：没有 {target}",
            "Link “{link}” leads nowhere: there is no {target}",
            link=link,
            target=target,
        )
    return error("dead-link", span, message, phrase("改正链接，或删去", "Correct the link, or remove it"))


def _link_place(source: Source, item: BrokenLink, lang: str, map: SiteMap) -> Span:
    document = read_document(source)
    for mention in document.body.mentions:
        if mention.kind not in ("link", "image"):
            continue
        address = own_address(unquote(mention.target), page=item.page, lang=lang, map=map)
        if item.reference in (address, unquote(address), mention.target):
            return source.span(document.body_start + mention.start, document.body_start + mention.end)
    found = _mentioned(source, item)
    return found or source.span(0)


def _mentioned(source: Source, item: BrokenLink) -> Span | None:
    """The first link of a text that could be it: to the place it names, or to a file of that name."""
    wanted = f"#{item.anchor}" if item.anchor else posixpath.basename(item.target)
    document = read_document(source)
    for mention in document.body.mentions:
        if mention.kind == "link" and unquote(mention.target).endswith(wanted):
            return source.span(document.body_start + mention.start, document.body_start + mention.end)
    return None


def _texts(root: Path, folder: str) -> Iterator[Source]:
    """The write-ups of a case's folder, the original first."""
    place = root / folder
    paths = sorted(place.glob("case*.md"), key=lambda path: (len(path.name), path.name)) if folder else []
    for path in paths:
        try:
            yield Source(path=f"{folder}/{path.name}", text=path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            continue


def _place(root: Path, folder: str, word: str) -> Span:
    """Where a write-up has a word in its front matter; else its folder."""
    for source in _texts(root, folder):
        front = source.text[: read_document(source).body_start]
        if match := re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", front):
            return source.span(match.start(), match.end())
    return no_text(folder or "content/cases")
