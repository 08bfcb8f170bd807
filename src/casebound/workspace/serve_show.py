"""Changes of the files and looks of viewers → documents made again when they are looked at: the asynchronous half of
`serve`. All state is changed in the event loop alone; a thread does the work, one piece at a time."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from casebound.text.finding import Finding
from casebound.text.localized import Localized
from casebound.workspace.serve_desk import Desk, Document, Format, Made, told
from casebound.workspace.serve_pictures import Pictures

T = TypeVar("T")

PROGRESS_SECONDS = 0.1
"""Progress is told no more often."""


KEPT = 2
"""Files of earlier versions that stay for a while: a viewer may still be reading them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A document as it can be looked at."""

    change: int
    """Of the files, which it was last made from or tried to be."""
    version: str = ""
    """Digest of what can be looked at; empty: nothing can."""
    path: Path | None = None
    """Of a PDF."""
    format: Format | None = None
    """Of a PDF."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Of the site, by path."""
    findings: tuple[Finding, ...] = ()
    """Of the last making."""
    problem: Localized | None = None
    """Why it could not be made again; what was made before is still there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is being made."""

    name: str
    done: int = 0
    total: int = 0


class Show:
    """What viewers see of a workspace."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.pictures = Pictures()
        self.documents: dict[str, Document] = {}
        self.shown: dict[str, Shown] = {}
        self.findings: tuple[Finding, ...] = ()
        self.trouble: Localized | None = None
        """Why the workspace cannot be read."""
        self.progress: Progress | None = None
        self.is_closing = False
        self.change = 1
        """Counts the changes of the files."""
        self._opened = self._checked = 0
        """The change that the workspace was last opened, and checked, after."""
        self._changed: set[str] = set()
        """Paths that changed since it was opened."""
        self._touched: dict[str, int] = {}
        """By document, the last change that may have touched it."""
        self._looking: dict[int, str] = {}
        """What each viewer looks at, the last one last."""
        self._numbers = itertools.count()
        self._tick = asyncio.Event()
        self._gone: dict[str, Document] = {}
        self._old: list[Path] = []
        self._is_untidy = False
        self._thread = ThreadPoolExecutor(1)  # always the same: each thread keeps memory of its own

    def note_changes(self, paths: Collection[str]) -> None:
        """Files have changed: at these paths (relative to the root)."""
        self.change += 1
        self._changed.update(paths)
        for name, document in self.documents.items():
            if any(document.is_touched_by(path) for path in paths):
                self._touched[name] = self.change
        self._ring()

    def is_stale(self, name: str) -> bool:
        """Whether the document has not been made since something changed that may touch it."""
        shown = self.shown.get(name)
        return shown is None or shown.change < self._touched.get(name, 0)

    def find(self, name: str) -> Document | None:
        """The document of that name, also one that is there no longer: somebody may be looking at it."""
        return self.documents.get(name) or self._gone.get(name)

    def pdf(self, name: str, version: str) -> Path | None:
        """The file of a report or book, in that version while it is kept, else as it is shown now."""
        old = self.folder / f"{version}.pdf"
        if re.fullmatch("[0-9a-f]+", version) and old.is_file():
            return old
        shown = self.shown.get(name)
        return shown.path if shown else None

    @property
    def is_checked(self) -> bool:
        """Whether the findings are those of the files as they are."""
        return self._checked == self.change

    @contextmanager
    def look(self, name: str) -> Iterator[None]:
        """Somebody looks at a document (`""`: at the start page) meanwhile: it is made again whenever it is stale."""
        number = next(self._numbers)
        self._looking[number] = name
        self._ring()
        try:
            yield
        finally:
            del self._looking[number]

    async def until_fresh(self, name: str, seconds: float | None = None) -> bool:
        """Wait for a document that is not stale; whether it came within so many seconds (None: for ever)."""
        try:
            with self.look(name):
                async with asyncio.timeout(seconds):
                    while self.is_stale(name) and not self.is_closing:
                        await self.next_ring()
        except TimeoutError:
            return False
        return not self.is_closing

    async def next_ring(self) -> None:
        """Wait until something has changed here."""
        await self._tick.wait()

    def close(self) -> None:
        """Let every viewer go, and end the processes."""
        self.is_closing = True
        self._ring()
        self.desk.press.close()
        self.pictures.close()
        self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    def _ring(self) -> None:
        self._tick.set()
        self._tick = asyncio.Event()

    async def open(self) -> None:
        """Read the workspace. Raises what makes it impossible to show it."""
        change, changed, self._changed = self.change, frozenset(self._changed), set()
        try:
            documents = await self._in_thread(self.desk.reopen, changed)
        except BaseException:
            self._changed |= changed
            raise
        for name in documents.keys() - self.documents.keys():  # it may have been there before
            self._touched[name] = change
        self._gone.update(self.documents)
        self.documents = documents
        self._opened = change
        self._ring()

    async def work(self) -> None:
        """Do what is to be done, for ever."""
        while not self.is_closing:
            if self._opened < self.change:
                await self._reopen()
            elif name := self._next():
                await self._make(name)
            elif self._checked < self._opened and self._looking:
                await self._check()
            elif self._is_untidy:
                self._is_untidy = False
                await self._in_thread(self.desk.tidy)
            else:
                await self.next_ring()

    def _next(self) -> str:
        """A stale document that is looked at, by the latest viewer first; empty: none."""
        return next((name for name in reversed(self._looking.values()) if name and self.is_stale(name)), "")

    async def _reopen(self) -> None:
        change = self.change
        try:
            await self.open()
            self.trouble = None
        except Exception as failure:  # whatever it is: the preview goes on, and says so
            self.trouble = told(failure)
            self._opened = change
            self._ring()

    async def _make(self, name: str) -> None:
        change = self._opened
        document = self.find(name)
        loop = asyncio.get_running_loop()
        self.progress = Progress(name=name)
        self._ring()

        last = time.monotonic()

        def on_progress(done: int, total: int) -> None:
            nonlocal last
            if (now := time.monotonic()) >= last + PROGRESS_SECONDS:
                last = now
                loop.call_soon_threadsafe(self._tell, Progress(name=name, done=done, total=total))

        def make() -> Shown:
            before = self.shown.get(name) or Shown(change=0)
            try:
                made = self.desk.make(document, on_progress) if document else Made()
                return self._kept(before, change, made)
            except Exception as failure:  # a full disk, say
                return replace(before, change=change, problem=told(failure))

        try:
            self.shown[name] = await self._in_thread(make)
        finally:
            self.progress = None
            self._ring()
        self._is_untidy = True

    def _tell(self, progress: Progress) -> None:
        if self.progress:
            self.progress = progress
            self._ring()

    def _kept(self, before: Shown, change: int, made: Made) -> Shown:
        """What was made, its PDF written; what was shown before where nothing was made, or the same."""
        shown = replace(before, change=change, findings=made.findings, problem=made.problem)
        if made.files is not None:
            return replace(shown, version=made.files.version, files=made.files)
        if made.pdf is None or (version := _digest(made.pdf)) == before.version:
            return shown
        path = self.folder / f"{version}.pdf"
        path.write_bytes(made.pdf)
        self._old = [*(old for old in self._old if old != path), *([before.path] if before.path else [])]
        used = {path, *(each.path for each in self.shown.values())}
        for old in self._old[:-KEPT]:
            if old not in used:
                old.unlink(missing_ok=True)
        del self._old[:-KEPT]
        return replace(shown, version=version, path=path, format=made.format)

    async def _check(self) -> None:
        change = self._opened
        try:
            self.findings = await self._in_thread(self.desk.check)
        except Exception as failure:  # likewise
            self.trouble = told(failure)
        self._checked = change
        self._ring()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:20]
