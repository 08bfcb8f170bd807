"""A link to another case → its address: inside a book, where the binder resolves it, on the site, and on the web.

On the site it is left open at first (`OPEN`), so that a case can be composed without a look at any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable
from urllib.parse import quote, unquote

from casebound.compose.qr import case_address
from casebound.compose.site_map import SiteMap, link
from casebound.model.case import Case
from casebound.read.body import mentions
from casebound.read.case_link import CaseLink
from casebound.text.anchor import BETWEEN, IN_BOOK, WHOLE, anchor_name

_IN_BOOK = re.compile(rf'<a class="case-link" href="{IN_BOOK}([^"]*)">')

OPEN = "case:"
"""Begins the address of a link on a page of the site that is not filled yet; authors cannot write such a one."""
_OPEN = re.compile(rf'<a class="case-link" href="{OPEN}([^"#]*)#([^"]*)">')

Public = Callable[[str], Case | None]
"""The id of a case → the case as its page shows it; None where the site has no page of it."""
Anchors = Callable[[str], Collection[str] | None]
"""The id of a case → the places on its page that a link can lead to; None where the site has no page of it."""


def book_address(case: str, fragment: str) -> str:
    """In print: `book:` and the name of the anchor, as in `press/dismantle.py`.

    Whether it stands in the same document is known when that is bound.
    """
    return f"{IN_BOOK}{quote(anchor_name(case, fragment or WHOLE), safe='')}"


def open_address(case: str, fragment: str) -> str:
    """On the site, while nobody has looked whether there is such a case."""
    return f"{OPEN}{quote(case)}#{quote(fragment)}"


def open_links(page: str) -> tuple[CaseLink, ...]:
    """The links of a page that are open, each once."""
    return tuple(dict.fromkeys(CaseLink(unquote(case), unquote(place)) for case, place in _OPEN.findall(page)))


def open_tag(to: CaseLink) -> str:
    """How an open link begins."""
    return f'<a class="case-link" href="{html.escape(open_address(*to))}">'


def tag_to(address: str) -> str:
    """How it begins once it leads somewhere; one without an address becomes plain text."""
    return f'<a class="case-link" href="{html.escape(address)}">' if address else "<a>"


def site_address(case: str, fragment: str, *, page: str, lang: str, map: SiteMap, anchors: Anchors) -> str:
    """From the page at that path to the case's page in `lang`; nothing where there is none."""
    places = anchors(case)
    return "" if places is None else f"{link(page, map.case(lang, case))}{_anchor(places, fragment)}"


def web_addresses(targets: Iterable[str], *, site: str, lang: str, map: SiteMap, public: Public) -> dict[str, str]:
    """Where what links in print lead to stands on the web: by the anchor's name, those that have a page.

    `site` is the address of the site's root, without a slash.
    """
    addresses = {}
    for target in sorted(set(targets)):
        case, _, fragment = target.partition(BETWEEN)
        if shown := public(case):
            addresses[target] = f"{case_address(site, map, lang, case)}{_anchor(anchors_of(shown), fragment)}"
    return addresses


def book_targets(html: str) -> tuple[str, ...]:
    """The names of the anchors in cases that a printed text links to, each once."""
    return tuple(dict.fromkeys(unquote(name) for name in _IN_BOOK.findall(html)))


def anchors_of(case: Case) -> tuple[str, ...]:
    """The places on a case's page that a link can lead to: the name of what was withheld stays away too."""
    found = [section.id for section in case.sections if section.id]
    for section in case.sections:
        if "#" in section.text or ":id:" in section.text:  # else it sets no anchor
            found += (mention.target for mention in mentions(section.text) if mention.kind == "anchor")
    return tuple(dict.fromkeys(found))


def _anchor(places: Collection[str], fragment: str) -> str:
    return f"#{quote(fragment)}" if fragment and fragment in places else ""
