"""A workspace as it is now → the documents it can show, and any of them made anew: the synchronous half of `serve`."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from casebound.press.job import Printed, PrintJob
from casebound.press.plan import Plan
from casebound.press.plates import Memo
from casebound.read.nodes import read_yaml
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source
from casebound.workspace.checking import check_workspace
from casebound.workspace.documents import Documents
from casebound.workspace.held import Held
from casebound.workspace.load import CaseRef, Workspace
from casebound.workspace.places import cache_folder
from casebound.workspace.publish import Order, print_orders
from casebound.workspace.quick import open_quickly
from casebound.workspace.serve_press import WarmPress
from casebound.workspace.serve_site import BuiltFiles
from casebound.workspace.site_build import build_site

OnProgress = Callable[[int, int], None]
"""Told how many chapters of how many are there."""

SITE = "site"
"""The name of the one site."""

KEPT = 3
"""Documents whose laid-out chapters stay in memory: those made last (measured: 0.25 MB for a chapter of four pages)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that can be looked at."""

    name: str
    """`report/<case>`, with the language after a dot where it is not the usual one; `book/<id>`; `site`."""
    kind: Literal["report", "book", "site"]
    id: str
    lang: str
    title: Localized
    folder: str = ""
    """Of a report: its case's, below the root."""

    def is_touched_by(self, path: str) -> bool:
        """Whether a change of the file at this path (relative, with `/`) may change the document."""
        room, _, inner = path.partition("/")
        if room in ("site", "fonts"):
            return (room == "site") is (self.kind == "site")
        if room == "templates" and inner.partition("/")[0] in ("site", "print"):
            return inner.startswith("site") is (self.kind == "site")
        if self.kind == "report" and path.startswith(("content/cases/", "content/rounds/")):
            return f"{path}/".startswith(f"{self.folder}/")
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a viewer must know to lay out pages that it does not have yet."""

    pages: int
    width: float
    height: float
    """Points, of the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of making a document."""

    pdf: bytes | None = None
    format: Format | None = None
    """Of the PDF."""
    files: BuiltFiles | None = None
    """Of the site, by path."""
    findings: tuple[Finding, ...] = ()
    """What printing found."""
    problem: Localized | None = None
    """Why there is nothing."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """Makes documents of a workspace. One thread at a time may use it."""

    root: Path
    make_documents: Callable[[Workspace], Documents]
    """Finds fonts and date."""
    press: WarmPress
    only: Collection[str] = ()
    """`report/<case>`, `book/<id>`, `site`: all that is shown; empty: everything is."""
    held: Held = field(init=False)
    """What is still known of the workspace."""
    workspace: Workspace = field(init=False)
    documents: Documents | None = field(init=False, default=None)
    _known: dict[str, tuple[dict[str, Printed], Memo]] = field(init=False, default_factory=dict)
    """By document: its chapters, and what they came to when they were bound."""
    _place: TemporaryDirectory[str] = field(
        init=False, default_factory=partial(TemporaryDirectory, prefix="casebound-site-")
    )
    """Where the site is built that is shown."""
    _site: BuiltFiles | None = field(init=False, default=None)
    _titles: dict[tuple[str, str], tuple[str, str]] = field(init=False, default_factory=dict)
    """By folder and language: the folder's state, and the title."""

    def __post_init__(self) -> None:
        """Nothing is known yet."""
        self.held = Held(root=self.root)

    def reopen(self, changed: Collection[str]) -> dict[str, Document]:
        """Read the workspace again, after changes of these paths; what it can show, by name.

        The date that documents bear is that of the first time, so that an edit of one does not change the others.
        """
        self.held.note(changed)
        self.workspace = open_quickly(self.root, cache_folder(), self.held)
        rooms = {path.partition("/")[0] for path in changed}
        if self.documents is None or "fonts" in rooms:
            self.documents = self.make_documents(self.workspace)
        else:
            self.documents = replace(self.documents, workspace=self.workspace)
        if self.press.first_job is None:
            self.press.warm(self.documents.composer.first_job())
        return {document.name: document for document in self._documents() if self._is_wanted(document)}

    def make(self, document: Document, on_progress: OnProgress) -> Made:
        """Make it anew. What goes wrong is told, never raised."""
        try:
            if document.kind == "site":
                folder = Path(self._place.name) / "output"
                built = build_site(self.root, folder, cache=cache_folder(), held=self.held)
                self._site = BuiltFiles(folder, built, self._site)
                return Made(files=self._site)
            return self._print(document, on_progress)
        except Exception as failure:  # whatever it is: the preview goes on, and says so
            self._site = None  # nobody knows what was put in place before
            return Made(problem=told(failure))

    def check(self) -> tuple[Finding, ...]:
        """What the checker says of the workspace."""
        return check_workspace(self.root, cache=cache_folder(), ground=self.held.ground(), held=self.held).findings

    def tidy(self) -> None:
        """Write what waits, and collect garbage, while nobody waits, and set apart what stays: chapters in memory are a
        million objects.
        """
        self.held.write()
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _print(self, document: Document, on_progress: OnProgress) -> Made:
        plan = self._plan(document)
        if plan is None:
            message = phrase(
                "现在读不出它：可能写坏了，或已经删去。见检查出的问题",
                "It cannot be read at present: broken, or removed. See the findings",
            )
            return Made(problem=message)
        done, total = 0, len(plan.parts)

        def on_done(_name: str) -> None:
            nonlocal done
            done += 1
            on_progress(done, total)

        known, memo = self._known.pop(document.name, ({}, Memo()))
        order = Order(path=document.name, plan=plan)
        published = print_orders(self.workspace, [order], on_done, known=known, memo=memo, run=self._run)
        self._known[document.name] = known, memo
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        if published.artifacts:
            sheet = next(iter(known.values())).sheets[0]
            format = Format(pages=published.pages[order.path], width=sheet.width, height=sheet.height)
            return Made(pdf=published.artifacts[0].data, format=format, findings=published.findings)
        errors = [finding.message for finding in published.findings if finding.severity is Severity.ERROR]
        return Made(findings=published.findings, problem=errors[0] if errors else phrase("没有排成", "Not laid out"))

    def _run(self, jobs: Sequence[PrintJob], workers: int, on_done: Callable[[Printed], None]) -> list[Printed]:
        """Lays out; what was composed is noted meanwhile."""
        assert self.documents is not None
        return self.press.run(jobs, workers, on_done, self.documents.save_recipes)

    def _plan(self, document: Document) -> Plan | None:
        assert self.documents is not None
        if document.kind == "book":
            book = next((book for book in self.workspace.config.books if book.id == document.id), None)
            return self.documents.book(book) if book else None
        ref = next((ref for ref in self.workspace.refs if (ref.id, ref.lang) == (document.id, document.lang)), None)
        return self.documents.report(ref.written()) if ref else None

    def _documents(self) -> Iterator[Document]:
        workspace = self.workspace
        name = workspace.config.site.title or workspace.config.name
        yield Document(name=SITE, kind="site", id=SITE, lang=workspace.language, title=name)
        for book in workspace.config.books:
            lang = book.language or workspace.language
            yield Document(name=f"book/{book.id}", kind="book", id=book.id, lang=lang, title=book.title)
        if self.only and not any(name.startswith("report/") for name in self.only):
            return
        for ref in sorted(workspace.refs, key=lambda ref: (ref.id, ref.lang != workspace.language, ref.lang)):
            language = "" if ref.lang == workspace.language else f".{ref.lang}"
            yield Document(
                name=f"report/{ref.id}{language}",
                kind="report",
                id=ref.id,
                lang=ref.lang,
                title=Localized({ref.lang: self._title(ref)}),
                folder=ref.folder,
            )

    def _is_wanted(self, document: Document) -> bool:
        name = document.name if document.kind == "site" else f"{document.kind}/{document.id}"
        return not self.only or name in self.only

    def _title(self, ref: CaseRef) -> str:
        """The title, as its front matter says it, else the id: a thousand cases are not read for it."""
        state, title = self._titles.get((ref.folder, ref.lang), ("", ""))
        if not ref.state or state != ref.state:
            folder = self.root / ref.folder
            named = folder / f"case.{ref.lang}.md"
            title = _title_in(named if named.is_file() else folder / "case.md") or ref.id
            self._titles[ref.folder, ref.lang] = ref.state, title
        return title


def told(failure: Exception) -> Localized:
    """What went wrong, in words."""
    if isinstance(failure, CaseboundError):
        return phrase("{why}", "{why}", why=str(failure))
    if isinstance(failure, OSError):
        return phrase("系统不让做：{why}", "The system refused: {why}", why=str(failure))
    what = f"{type(failure).__name__}: {failure}"
    return phrase("内部错误（{what}）", "Internal error ({what})", what=what)


def _title_in(path: Path) -> str:
    """What `title:` says in the front matter, up to the next key."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            front = file.read(4096).split("\n---", 1)[0]
    except OSError:
        return ""
    found = re.search(r"^title:(.*(?:\n[ \t]+.*)*)", front, re.MULTILINE)
    if found and re.fullmatch(r"[ \t]+\w[^#:\n]*", found[1]):
        return found[1].strip()  # as nearly all are: YAML takes a hundred times as long to say so
    node, findings = read_yaml(Source(path="", text=found[0] if found else ""))
    pair = node.find("title") if node and not findings else None
    return pair.value.text.strip() if pair else ""
