"""The pages of the whole site → `sitemap.xml` with each page's other languages, and `robots.txt` that names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from casebound.compose.artifact import Artifact
from casebound.compose.site_edition import Edition
from casebound.compose.site_map import SiteMap, web

MOST = 50_000
"""Addresses of one file (sitemaps.org, protocol 0.9); a site with more has several, and an index of them."""
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX = '<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_NOT_LISTED = re.compile(r"(?:^|/)404\.html$|(?:^|/)cases/[^/]+/v/")
"""Pages that nobody should find by searching: the one for what is not there, and former versions."""
_CASE = re.compile(r"((?:[^/]+/)?cases/[^/]+/)(?:replicate/)?(index\.html)")
"""A page of a case: its own, or that of what it takes to do the same."""


def make_sitemap(editions: Sequence[Edition], paths: Iterable[str]) -> Iterator[Artifact]:
    """`robots.txt`, and where the site has an address its map; `paths`: of everything else there is on the site.

    It takes the pages, but for those of cases that are no longer there, have another address, or nobody has translated.
    """
    ground = editions[0].ground
    site = ground.config.site.address
    if not site:
        yield Artifact(path="robots.txt", data=b"User-agent: *\nAllow: /\n")
        return
    languages = ground.map.languages
    cases = {  # not where a case stands in another language's words: that is the same page again
        record.path
        for edition in editions
        for record in edition.records
        if record.is_translated or record.written_in not in languages
    }
    pages = sorted(
        path
        for path in paths
        if path.endswith(".html")
        and not _NOT_LISTED.search(path)
        and not ((match := _CASE.fullmatch(path)) and match[1] + match[2] not in cases)
    )
    days = {record.path: record.updated for edition in editions for record in edition.records if record.updated}
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)] or [[]]
    there = set(pages)
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number + 1}.xml" for number in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        urls = "".join(_url(site, ground.map, page, there, days) for page in part)
        yield Artifact(path=name, data=f"{_HEAD}{urls}</urlset>\n".encode())
    if len(parts) > 1:
        listed = "".join(f"<sitemap><loc>{escape(web(site, name))}</loc></sitemap>\n" for name in names)
        yield Artifact(path="sitemap.xml", data=f"{_INDEX}{listed}</sitemapindex>\n".encode())
    yield Artifact(path="robots.txt", data=f"User-agent: *\nAllow: /\n\nSitemap: {web(site, 'sitemap.xml')}\n".encode())


def _url(site: str, map: SiteMap, page: str, there: set[str], days: Mapping[str, date]) -> str:
    lines = [f"<url><loc>{escape(web(site, page))}</loc>"]
    if day := days.get(page):
        lines.append(f"<lastmod>{day}</lastmod>")
    same = _languages(map, page, there)
    if len(same) > 1:
        for lang, path in (*same, ("x-default", same[0][1])):
            address = quoteattr(web(site, path))
            lines.append(f'<xhtml:link rel="alternate" hreflang="{lang}" href={address}/>')
    return "".join(lines) + "</url>\n"


def _languages(map: SiteMap, page: str, there: set[str]) -> list[tuple[str, str]]:
    """The page in each language that has it, the default one first."""
    default, *others = map.languages
    inner = next((page.removeprefix(f"{lang}/") for lang in others if page.startswith(f"{lang}/")), page)
    places = [(default, inner), *((lang, f"{lang}/{inner}") for lang in others)]
    return [(lang, path) for lang, path in places if path in there]
