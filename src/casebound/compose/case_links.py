"""A link to another case → its address: inside a book, where the binder resolves it, on the site, and on the web."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote

from casebound.compose.qr import case_address
from casebound.compose.site_map import SiteMap, link
from casebound.model.case import Case
from casebound.read.body import mentions
from casebound.text.anchor import BETWEEN, IN_BOOK, WHOLE, anchor_name

_IN_BOOK = re.compile(rf'<a class="case-link" href="{IN_BOOK}([^"]*)">')

Public = Callable[[str], Case | None]
"""The id of a case → the case as its page shows it; None where the site has no page of it."""


def book_address(case: str, fragment: str) -> str:
    """In print: `book:` and the name of the anchor, as in `press/dismantle.py`.

    Whether it stands in the same document is known when that is bound.
    """
    return f"{IN_BOOK}{quote(anchor_name(case, fragment or WHOLE), safe='')}"


def site_address(case: str, fragment: str, *, page: str, lang: str, map: SiteMap, public: Public) -> str:
    """From the page at that path to the case's page in `lang`; nothing where there is none."""
    shown = public(case)
    return f"{link(page, map.case(lang, case))}{_anchor(shown, fragment)}" if shown else ""


def web_addresses(targets: Iterable[str], *, site: str, lang: str, map: SiteMap, public: Public) -> dict[str, str]:
    """Where what links in print lead to stands on the web: by the anchor's name, those that have a page.

    `site` is the address of the site's root, without a slash.
    """
    addresses = {}
    for target in sorted(set(targets)):
        case, _, fragment = target.partition(BETWEEN)
        if shown := public(case):
            addresses[target] = f"{case_address(site, map, lang, case)}{_anchor(shown, fragment)}"
    return addresses


def book_targets(html: str) -> tuple[str, ...]:
    """The names of the anchors in cases that a printed text links to, each once."""
    return tuple(dict.fromkeys(unquote(name) for name in _IN_BOOK.findall(html)))


def _anchor(case: Case, fragment: str) -> str:
    """The place on a case's page, if it is there: the name of what was withheld stays away too."""
    is_there = any(section.id == fragment for section in case.sections) or any(
        mention.kind == "anchor" and mention.target == fragment
        for section in case.sections
        for mention in mentions(section.text)
    )
    return f"#{quote(fragment)}" if fragment and is_there else ""
