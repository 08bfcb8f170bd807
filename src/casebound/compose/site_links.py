"""Finished pages of the site → the links in them that lead nowhere, and ids that stand twice.

Pages are taken apart by their attributes' quotation marks: in what templates and our Markdown write, none stands in
text unescaped.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

_ADDRESSED = re.compile(r' (?:href|src|data-src|poster|action|cite)="([^"]*)"')
_SETS = re.compile(r' (?:srcset|imagesrcset)="([^"]*)"')
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="[^"]*?url=([^"]*)"')
_IDS = re.compile(r' id="([^"]*)"')
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
MOST = 200
"""Broken links that are enough to be listed."""
MOST_PLACES = 20
"""Pages that are named for one broken target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """A reference that leads nowhere, or an id that is not alone."""

    page: str
    """Path of the page on which it stands."""
    reference: str
    """As the page has it; of an id, `#` and the id."""
    target: str
    """The path that is not there, or the path of the page that lacks the place."""
    anchor: str
    """The place that is not there; empty: the file is not."""
    is_double: bool = False
    """Whether the place is there twice, so that nobody can say where the link leads."""


def read_references(page: str) -> set[str]:
    """All that a page refers to, each once, as the page has it, what is on other hosts, too."""
    found = set(_ADDRESSED.findall(page))
    if "srcset=" in page:
        for listed in _SETS.findall(page):
            found.update(part.split()[0] for part in listed.split(",") if part.strip())
    if 'http-equiv="refresh"' in page:
        found.update(_REFRESH.findall(page))
    return {unescape(each) if "&" in each else each for each in found}


def read_ids(page: str) -> list[str]:
    """The ids of a page, as often as they stand there."""
    return _IDS.findall(page)


@dataclass(slots=True, kw_only=True)
class LinkLedger:
    """What pages refer to, gathered page by page. It holds each target once, not each link."""

    root: str = "/"
    """The path at which the site begins on its host: references may begin with it."""
    own: str = ""
    """The site's address: likewise."""
    outside: dict[str, str] = field(default_factory=dict)
    """The addresses on other hosts, without the places in them, each with the first page that refers to it."""
    broken: list[BrokenLink] = field(default_factory=list)
    """What is wrong whatever else the site has."""
    _targets: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    """By path and place: pages that refer to it, and how."""

    def add(self, path: str, page: str) -> None:
        """Note the references of a page, and judge those that lead to a place on it."""
        ids = read_ids(page)
        here = set(ids)
        if len(here) < len(ids):
            for id in sorted(each for each in here if ids.count(each) > 1):
                self.broken.append(
                    BrokenLink(page=path, reference=f"#{id}", target=path, anchor=unescape(id), is_double=True)
                )
        folder = path.rpartition("/")[0]
        for reference in sorted(read_references(page)):
            target, anchor = self._resolved(folder, reference)
            if target is None:
                if anchor:
                    self.outside.setdefault(anchor, path)
            elif not target or target == path:
                if anchor and anchor not in here:
                    self.broken.append(BrokenLink(page=path, reference=reference, target=path, anchor=anchor))
            else:
                places = self._targets.setdefault((target, anchor), [])
                if len(places) < MOST_PLACES:
                    places.append((path, reference))

    def verdict(self, has: Callable[[str], bool], ids_of: Callable[[str], Collection[str]]) -> Iterator[BrokenLink]:
        """All broken links. `has`: whether the site has a file at a path; `ids_of`: the ids of a page by its path."""
        yield from self.broken
        for (target, anchor), places in self._targets.items():
            if not has(target):
                missing = ""
            elif anchor and target.endswith(".html") and anchor not in ids_of(target):
                missing = anchor
            else:
                continue
            for page, reference in places:
                yield BrokenLink(page=page, reference=reference, target=target, anchor=missing)

    def _resolved(self, folder: str, reference: str) -> tuple[str | None, str]:
        """Path (empty: the page itself) and place; of what is not of this site None, and its address."""
        if self.own and (reference == self.own or reference.startswith(f"{self.own}/")):
            reference = self.root + reference[len(self.own) + 1 :]
        elif (":" in reference or reference.startswith("//")) and _HAS_SCHEME.match(reference):
            is_web = reference.lower().startswith(("http://", "https://"))
            return None, reference.partition("#")[0] if is_web else ""
        path, _, anchor = reference.partition("#")
        if "%" in reference:
            path, anchor = unquote(path), unquote(anchor)
        path = path.partition("?")[0]
        if not path:
            return "", anchor
        if path.startswith("/"):
            if not path.startswith(self.root):
                return None, ""
            folder, path = "", path[len(self.root) :]
        while path.startswith("../"):
            if not folder:
                return posixpath.normpath(path), anchor
            folder, path = folder.rpartition("/")[0], path[3:]
        target = f"{folder}/{path}" if folder else path
        if "./" in target or "//" in target or target.endswith(("/", ".")) or not target:
            is_folder = not path or path.endswith(("/", "."))
            target = posixpath.normpath(target or ".")
            target = posixpath.normpath(posixpath.join(target, "index.html")) if is_folder else target
        return target, anchor
