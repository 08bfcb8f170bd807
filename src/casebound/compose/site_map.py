"""Languages and case ids → where the site's pages lie, and the relative links between them."""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote

FIGURE_DATA = "figures"
"""Where the data of a case's figures lie, beside its files."""


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

    def replication(self, lang: str, id: str) -> str:
        """`cases/<id>/replicate/index.html`: the replication pack, to be printed."""
        return self._page(lang, f"cases/{id}/replicate")

    def pack(self, lang: str, id: str) -> str:
        """The replication pack as a Word file."""
        return self.file(id, f"replicate/{id}.{lang}.docx")

    def citation(self, lang: str, id: str, ending: str) -> str:
        """How to cite it, for programs that keep references: `bib` or `ris`."""
        return self.file(id, f"cite/{id}.{lang}.{ending}")

    def report(self, lang: str, id: str) -> str:
        """The report as the public may read it, in PDF; `lang` is that of its words."""
        return self.file(id, f"{id}.{lang}.pdf")

    def library(self, lang: str, number: int = 1) -> str:
        """`library/index.html`; its further pages: `library/2/index.html`."""
        return self._page(lang, numbered("library", number))

    def library_data(self, lang: str, name: str) -> str:
        """`library/data/<name>`: scripts that hold what the library finds by."""
        return self._beside(self.library(lang), f"data/{name}")

    def criteria(self, lang: str) -> str:
        """`criteria/index.html`."""
        return self._page(lang, "criteria")

    def criterion(self, lang: str, framework: str, id: str, number: int = 1) -> str:
        """`criteria/<framework>/<criterion>/index.html`; its further pages lie below it."""
        return self._page(lang, numbered(f"criteria/{framework}/{folder_name(id)}", number))

    def gaps(self, lang: str, rows: int = 1, columns: int = 1) -> str:
        """`map/index.html`: the gap map; other parts of it: `map/<rows>-<columns>/index.html`."""
        return self._page(lang, "map" if rows == columns == 1 else f"map/{rows}-{columns}")

    def compare(self, lang: str) -> str:
        """`compare/index.html`."""
        return self._page(lang, "compare")

    def compare_data(self, lang: str, number: int) -> str:
        """`compare/data/<number>.js`: what the comparison says of some of the cases."""
        return self._beside(self.compare(lang), f"data/{number}.js")

    def version(self, lang: str, id: str, version: str) -> str:
        """`cases/<id>/v/<version>/index.html`: what it was in a released version, for good."""
        return self._page(lang, f"cases/{id}/{version_folder(version)}")

    def file(self, case: str, name: str) -> str:
        """Where a file of a case lies: once, for all languages."""
        return f"cases/{case}/{name}"

    def asset(self, name: str) -> str:
        """Where a style sheet, script or picture of the site itself lies."""
        return f"assets/{name}"

    def search(self, lang: str) -> str:
        """`search/index.html`."""
        return self._page(lang, "search")

    def search_data(self, lang: str, name: str) -> str:
        """A file of the search index of a language."""
        return self._page(lang, "search").removesuffix("index.html") + f"data/{name}.js"

    def search_text(self, lang: str, id: str) -> str:
        """The words of a case in a language, for the search of all languages."""
        return f"search/data/t/{lang}/{id}.js"

    def page(self, lang: str, name: str) -> str:
        """`<name>/index.html`: a page of the workspace's own."""
        return self._page(lang, name)

    def beside(self, lang: str, name: str) -> str:
        """A file that each language has for itself, beside its home: `feed.xml`, `en/feed.xml`."""
        return posixpath.join(posixpath.dirname(self.home(lang)), name)

    def markdown(self, lang: str, id: str) -> str:
        """A case as Markdown, beside its page."""
        return self.case(lang, id).removesuffix("html") + "md"

    def card(self, lang: str, id: str) -> str:
        """The picture by which other places announce a case."""
        return self.beside(lang, f"cards/cases/{id}.png")

    def home_card(self, lang: str) -> str:
        """The picture by which other places announce the site."""
        return self.beside(lang, "cards/home.png")

    def _page(self, lang: str, folder: str) -> str:
        return posixpath.join("" if lang == self.languages[0] else lang, folder, "index.html")

    def _beside(self, page: str, name: str) -> str:
        return posixpath.join(posixpath.dirname(page), name)


def numbered(folder: str, number: int) -> str:
    """The folder of a page that goes on over several."""
    return folder if number == 1 else f"{folder}/{number}"


def folder_name(id: str) -> str:
    """An id of whatever characters as one part of a path, the same on every disk: as it is where that is safe."""
    if re.fullmatch(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", id) and len(id) <= _LONGEST:
        return id
    return f"_{hashlib.sha256(id.encode()).hexdigest()[:12]}"


_LONGEST = 60


def version_folder(version: str) -> str:
    """Where the files of a released version lie, below those of the case."""
    return f"v/{version}"


_SAFE = re.compile("[A-Za-z0-9_.~/-]*").fullmatch
"""Whether `quote` would leave a path as it is, which takes it longer to find out."""


def link(page: str, target: str) -> str:
    """The relative reference from one path of the site to another, as it stands in an attribute."""
    # Not by `relpath`, which asks the disk where it is: that took longer than all else in a page's frame.
    here, there = page.split("/")[:-1], [part for part in target.split("/") if part != "."]
    is_folder = len(there) < target.count("/") + 1
    same, most = 0, min(len(here), len(there) - (not is_folder))
    while same < most and here[same] == there[same]:
        same += 1
    way = "/".join((*[".."] * (len(here) - same), *there[same:]))
    return (way if _SAFE(way) else quote(way)) or "."


def web(address: str, path: str) -> str:
    """Where a path of the site is found on the web; `address` is that of the site's root, without a slash. A page that
    is the index of its folder is found by the folder."""
    folder, name = posixpath.split(path)
    shown = path if name != "index.html" else f"{folder}/" if folder else ""
    return f"{address}/{quote(shown)}"
