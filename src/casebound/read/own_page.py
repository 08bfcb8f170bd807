"""`site/pages/<name>.<lang>.md` → the pages that a workspace adds to its site, by name, and what is wrong."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebound.read.document import Document, read_document
from casebound.read.fields import BOOLEAN, ID, INTEGER, TEXT, Field, Reading, Record
from casebound.text.finding import Finding
from casebound.text.localized import LANGUAGES, phrase
from casebound.text.source import Source, no_text

ABOUT = "about"
"""The page that every site has; its place in the menu is fixed."""
RESERVED = frozenset(
    {"index", "cases", "library", "criteria", "map", "compare", "search", "assets", "cards", "feed", "404", *LANGUAGES}
    | {lang.lower() for lang in LANGUAGES}
)
"""Names under which the site has something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """A page of the workspace's own, in the languages in which it was written."""

    name: str
    sources: Mapping[str, Source]
    titles: Mapping[str, str]
    """Its heading, by language; without one, its name."""
    is_in_menu: bool
    order: int
    """Among the pages, smaller numbers first."""

    def written_in(self, lang: str) -> str:
        """The language of the text that stands on the page in `lang`."""
        return lang if lang in self.sources else next(iter(self.sources), lang)

    def title(self, lang: str) -> str:
        """Its heading on the page in `lang`."""
        return self.titles.get(self.written_in(lang), self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Front:
    """What may stand in front of a page."""

    title: str = ""
    menu: bool = False
    order: int = 100


_FOR_WRITE_UPS = frozenset({"missing-front-matter", "text-before-heading"})
"""A page needs no front matter, and begins with a heading of the first level."""

_FRONT = Record(_Front, {"title": Field(TEXT), "menu": Field(BOOLEAN), "order": Field(INTEGER)})


def read_own_pages(
    sources: Iterable[Source], languages: Sequence[str]
) -> tuple[tuple[OwnPage, ...], tuple[Finding, ...]]:
    """The pages in the order in which they are listed, those in the default language deciding; `languages`: the site's.

    A page that no language of the site has is left out, with its findings.
    """
    reading = Reading()
    found: dict[str, dict[str, Source]] = {}
    for source in sources:
        name, _, lang = posixpath.basename(source.path).removesuffix(".md").rpartition(".")
        if _may_be_called(name, lang, source.path, reading):
            found.setdefault(name, {})[lang] = source
    pages = [_read(name, texts, languages, reading) for name, texts in sorted(found.items())]
    there = [page for page in pages if page.sources]
    return tuple(sorted(there, key=lambda page: (page.order, page.name))), tuple(reading.findings)


def _may_be_called(name: str, lang: str, path: str, reading: Reading) -> bool:
    if lang not in LANGUAGES or ID.convert(name) is None:
        message = phrase("“{name}”不能做网页的文件名", "“{name}” cannot name a page", name=posixpath.basename(path))
        hint = phrase(
            "写成 <名称>.<语言>.md，如 join.zh-CN.md；名称用小写字母、数字与连字符",
            "Call it <name>.<language>.md, such as join.en.md; the name is made of a-z, 0-9 and hyphens",
        )
        reading.note("misnamed-page", no_text(path), message, hint)
        return False
    if name in RESERVED:
        message = phrase("站点自己要用“{name}”这个地址", "The site itself uses the address “{name}”", name=name)
        hint = phrase("给这一页换个名称", "Give the page another name")
        reading.note("reserved-page-name", no_text(path), message, hint)
        return False
    return True


def _read(name: str, texts: Mapping[str, Source], languages: Sequence[str], reading: Reading) -> OwnPage:
    fronts: list[_Front] = []
    sources, titles = {}, {}
    for lang in (each for each in languages if each in texts):
        document = read_document(texts[lang])
        reading.add(finding for finding in document.reading.findings if finding.rule not in _FOR_WRITE_UPS)
        front = (_FRONT.read("", document.front, reading) if document.front else None) or _Front()
        fronts.append(front)
        sources[lang] = texts[lang]
        titles[lang] = front.title or _heading(document) or name
    first = fronts[0] if fronts else _Front()
    return OwnPage(name=name, sources=sources, titles=titles, is_in_menu=first.menu, order=first.order)


def _heading(document: Document) -> str:
    return " ".join(document.sections[0].section.title.split()) if document.sections else ""
