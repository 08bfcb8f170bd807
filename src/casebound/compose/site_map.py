"""Languages and case ids → where the site's pages lie, and the relative links between them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMap:
    """Paths from the site's root. The default language has the root, every other one a folder of its own."""

    languages: tuple[str, ...]
    """The first is the default."""

    def home(self, lang: str) -> str:
        """`index.html`, `en/index.html`."""
        return self._page(lang, "")

    def about(self, lang: str) -> str:
        """`about/index.html`."""
        return self._page(lang, "about")

    def case(self, lang: str, id: str) -> str:
        """`cases/<id>/index.html`."""
        return self._page(lang, f"cases/{id}")

    def file(self, case: str, name: str) -> str:
        """Where a file of a case lies: once, for all languages."""
        return f"cases/{case}/{name}"

    def asset(self, name: str) -> str:
        """Where a style sheet, script or picture of the site itself lies."""
        return f"assets/{name}"

    def _page(self, lang: str, folder: str) -> str:
        return posixpath.join("" if lang == self.languages[0] else lang, folder, "index.html")


def link(page: str, target: str) -> str:
    """The relative reference from one path of the site to another, as it stands in an attribute."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))
