"""What is shown → the preview's own pages in HTML, and the state that their scripts are told as it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import FileSystemLoader

from casebound.check.report.summary import summary
from casebound.check.report.words import SEVERITIES
from casebound.compose.environment import make_environment, render
from casebound.text.finding import Finding, Severity, in_order
from casebound.text.localized import Localized, phrase
from casebound.workspace.resources import site_dir, templates_dir
from casebound.workspace.serve_desk import SITE, Document
from casebound.workspace.serve_show import Show
from casebound.workspace.templates import read_words

MOST = 200
"""Findings that a page lists; the command lists all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding in one language."""

    severity: str
    word: str
    place: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a list of documents."""

    title: str
    lang: str
    """Of the title."""
    href: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has."""

    title: str
    look: str
    """What its viewer looks at."""
    token: str = ""
    """Another one, and the page is loaded again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage(Page):
    """Everything there is."""

    name: str
    site: tuple[Item, ...]
    books: tuple[Item, ...]
    reports: tuple[Item, ...]
    trouble: Localized | None
    summary: str
    found: tuple[Found, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(Page):
    """A report or a book."""

    lang: str
    """Of its title."""
    href: str
    pdf: str
    picture: str
    """Address of its pages' pictures, up to the number."""
    is_viewer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitPage(Page):
    """In place of a document that is not there yet."""

    lang: str
    """Of its title."""
    problem: str
    """Why it will not be, before something changes."""


class Pages:
    """The pages in one language."""

    def __init__(self, show: Show, lang: str) -> None:
        self.show = show
        self.lang = lang
        loader = FileSystemLoader(templates_dir())
        self.words = read_words(loader, "serve/words.yaml")
        self.environment = make_environment(loader, self.words, lang)

    def start(self) -> str:
        """The first page."""
        return render(self.environment, "serve/start.html", self._start())

    def document(self, document: Document, *, is_viewer: bool) -> str:
        """Where a report or a book is read."""
        address = quote(document.name)
        page = DocumentPage(
            title=document.title.to(self.lang),
            look=document.name,
            lang=self._lang_of(document),
            href=f"/{address}",
            pdf=f"/pdf/{address}.pdf",
            picture=f"/picture/{address}/",
            is_viewer=is_viewer,
        )
        return render(self.environment, "serve/document.html", page)

    def wait(self, document: Document) -> str:
        """What is there until a document is made; its token is nobody's, so that it gives way to the document."""
        return self._wait(document, "-", "")

    def failed(self, document: Document) -> str:
        """What is there instead of a document that could never be made."""
        return self._wait(document, self.token(document.name), self._problem(document.name))

    def missing(self, path: str) -> str:
        """What is there instead of a page that is not."""
        return render(self.environment, "serve/missing.html", Page(title=path, look="", token=self._start().token))

    def state(self, look: str) -> dict[str, Any]:
        """What the script of a page is told: of the document it looks at, or (`""`) of the start page."""
        if not look:
            return {"fresh": True, "token": self._start().token}
        show = self.show
        shown = show.shown.get(look)
        format = shown.format if shown else None
        doing, progress = self._doing(look), show.progress
        found = self._found(self._about(look))
        return {
            "fresh": not show.is_stale(look),
            "token": self.token(look),
            "version": shown.version if shown else "",
            "pages": format.pages if format else 0,
            "width": format.width if format else 0,
            "height": format.height if format else 0,
            "problem": self._problem(look),
            "doing": doing,
            "done": progress.done if progress and doing else 0,
            "total": progress.total if progress and doing else 0,
            "found": [asdict(finding) for finding in found[:MOST]],
        }

    def token(self, look: str) -> str:
        """Of the document's present bytes, or of why there are none."""
        shown = self.show.shown.get(look)
        return _digest(f"{shown.version if shown else ''} {self._problem(look)}")

    def _wait(self, document: Document, token: str, problem: str) -> str:
        title, lang = document.title.to(self.lang), self._lang_of(document)
        page = WaitPage(title=title, look=document.name, token=token, lang=lang, problem=problem)
        return render(self.environment, "serve/wait.html", page)

    def _lang_of(self, document: Document) -> str:
        """In which language its title is shown."""
        return self.lang if self.lang in document.title.texts else document.lang

    def _problem(self, look: str) -> str:
        shown = self.show.shown.get(look)
        problem = self.show.trouble or (shown.problem if shown else None)
        return problem.to(self.lang) if problem else ""

    def _doing(self, look: str) -> str:
        progress = self.show.progress
        if not progress or not self.show.is_stale(look):
            return ""
        steps = f" {progress.done}/{progress.total}" if progress.total else ""
        if progress.name == look:
            return phrase("正在排版……{steps}", "Setting…{steps}", steps=steps).to(self.lang)
        other = self.show.documents.get(progress.name)
        name = other.title.to(self.lang) if other else progress.name
        words = phrase("先排《{name}》{steps}", "First “{name}”{steps}", name=name, steps=steps)
        return words.to(self.lang)

    def _about(self, look: str) -> tuple[Finding, ...]:
        """The findings that matter to who looks at a document: of a report, its case's."""
        document, shown = self.show.documents.get(look), self.show.shown.get(look)
        folder = f"{document.folder}/" if document and document.folder else ""
        of_files = (each for each in self.show.findings if each.span.source.path.startswith(folder))
        return in_order([*of_files, *(shown.findings if shown else ())])

    def _start(self) -> StartPage:
        show = self.show
        kinds: dict[str, list[Item]] = {"site": [], "book": [], "report": []}
        for document in show.documents.values():
            href = "/site/index.html" if document.name == SITE else f"/{quote(document.name)}"
            item = Item(
                title=document.title.to(self.lang),
                lang=self._lang_of(document),
                href=href,
                note=self._note(document),
            )
            kinds[document.kind].append(item)
        found = self._found(show.findings)
        title = show.desk.workspace.config.name.to(self.lang) or self.words["preview"].to(self.lang)
        page = StartPage(
            title=title,
            look="",
            name=title,
            site=tuple(kinds["site"]),
            books=tuple(kinds["book"]),
            reports=tuple(kinds["report"]),
            trouble=show.trouble,
            summary=summary(show.findings, self.lang) if show.is_checked else "",
            found=tuple(found[:MOST]),
            more=max(0, len(found) - MOST),
        )
        return replace(page, token=_digest(repr(page)))

    def _note(self, document: Document) -> str:
        if document.kind == "site":
            return ""
        language = self.words.get(f"in_{document.lang}")
        parts = [document.id, language.to(self.lang) if language else document.lang]
        return " · ".join(parts)

    def _found(self, findings: Iterable[Finding]) -> list[Found]:
        """The grave ones first."""
        rank = list(Severity).index
        return [self._told(finding) for finding in sorted(findings, key=lambda finding: rank(finding.severity))]

    def _told(self, finding: Finding) -> Found:
        source = finding.span.source
        line, column = source.position(finding.span.start)
        return Found(
            severity=finding.severity.value,
            word=SEVERITIES[finding.severity].to(self.lang),
            place=f"{source.path}:{line}:{column}" if source.text else source.path,
            message=finding.message.to(self.lang),
            hint=finding.hint.to(self.lang) if finding.hint else "",
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def assets() -> Mapping[str, Path]:
    """The files that the preview's own pages ask for, by name."""
    folder, site = templates_dir(), site_dir() / "assets"
    own = {name: folder / "serve" / name for name in ("serve.css", "live.js", "wait.js", "document.js")}
    shared = {name: site / name for name in ("site.css", "theme.js", "mark.svg")}
    return {**own, **shared, "tokens.css": folder / "tokens.css"}
