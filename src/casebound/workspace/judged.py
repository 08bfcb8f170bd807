"""One case folder and its surroundings → its findings, and the few facts about it that others are judged by."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.check.rounds import anchors_of_case
from casebound.model.case import Case
from casebound.read.fields import Reading
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.workspace.case_folder import CASES, FoundFile, list_files, read_case_folder
from casebound.workspace.entries import entry_of, pack_entry
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.packed import pack
from casebound.workspace.surroundings import Surroundings

RACY_NS = 2_000_000_000
"""Nanoseconds: a file that changed so shortly before it was looked at may change again without looking changed."""


class Neighbours(Collection[str]):
    """The names of the folders that hold a case; remembers that a rule wanted to know."""

    def __init__(self, folder: WorkspaceFolder, names: Collection[str] | None) -> None:
        self.folder = folder
        self.names = names
        self.was_asked = False

    def __contains__(self, name: object) -> bool:
        self.was_asked = True
        if self.names is not None:
            return name in self.names
        path = self.folder.root / CASES / str(name) / "case.md"
        return "/" not in str(name) and not str(name).startswith(".") and path.is_file()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> Collection[str]:
        self.was_asked = True
        if self.names is None:
            places = (self.folder.root / CASES).glob("*/case.md")
            self.names = frozenset(path.parent.name for path in places if not path.parent.name.startswith("."))
        return self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case folder, judged."""

    name: str
    signature: str
    """Of the files it was read from; empty: not to be kept."""
    state: str
    """Likewise, also where a rule asked for other folders: it says whether the folder itself can be kept."""
    id: str
    """Of the original; empty where it has none."""
    anchors: tuple[str, ...]
    """What a comment on the original can be about, in order."""
    is_case: bool
    """Whether there is a `case.md`."""
    findings: tuple[Finding, ...]
    entry: tuple[Case, ...] = ()
    """Its write-ups, as far as conflicts and assignment look at them."""
    cases: tuple[WrittenCase, ...] = ()
    """Its write-ups as they were read, the original first."""

    def packed(self) -> list[Any]:
        """As JSON can hold it."""
        findings = [pack(finding) for finding in self.findings]
        entry = [pack_entry(case) for case in self.entry]
        return [self.name, self.signature, self.id, list(self.anchors), self.is_case, findings, entry]


def signature_of(files: list[FoundFile], now_ns: int) -> str:
    """Names, sizes, times and numbers of a folder's files as a digest; empty where one changed a moment ago."""
    parts = []
    newest = 0
    for name, _path, is_link, stat in sorted(files, key=lambda file: file.name):
        if stat is None:
            parts.append(f"{name}\0?")
            continue
        newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
        parts.append(f"{name}\0{is_link}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_ino}")
    if newest > now_ns - RACY_NS:
        return ""
    text = "\0\0".join(parts).encode("utf-8", errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=12).hexdigest()


class Share(NamedTuple):
    """What is to be done with which folders."""

    names: Sequence[str]
    known: Collection[str] = ()
    """Those whose findings are known: no rules for them."""
    wanted: Collection[str] = ()
    """Those of which something is made besides."""


class Besides(Protocol):
    """What is made of case folders in the same pass in which they are judged, so that each is read once."""

    def wants(self, name: str, state: str) -> bool:
        """Whether it must be made of a folder whose files are in this state."""

    def make(self, judged: Judged) -> Any:
        """It, as JSON can hold it."""

    def take(self, name: str, made: Any) -> None:
        """What was made of a folder, here or by another process."""

    def job(self) -> dict[str, Any]:
        """What another process needs to make the same, as JSON can hold it."""

    def finish(self) -> None:
        """Nothing more is made here."""


class Judge:
    """Judges case folders one after another."""

    def __init__(
        self,
        folder: WorkspaceFolder,
        surroundings: Surroundings,
        names: Collection[str] | None = None,
        unsaved: Mapping[str, str] | None = None,
        *,
        is_told: bool = False,
    ) -> None:
        """`is_told`: of whatever changes, so that files need not be old to be trusted, unless they lie behind links."""
        self.folder = folder
        self.is_told = is_told
        self.surroundings = surroundings
        self.unsaved = unsaved or {}
        self.neighbours = Neighbours(folder, names)
        self.context = Context(
            frameworks=surroundings.frameworks,
            routes=surroundings.routes,
            vocabulary=surroundings.vocabulary,
            folders=self.neighbours,
        )

    def judge(self, name: str, *, has_rules: bool = True) -> Judged:
        """All findings in the folder of that name; without rules only what is found while it is read."""
        now = time.time_ns()
        files = list_files(f"{self.folder.root}/{CASES}/{name}")
        self.neighbours.was_asked = False
        reading, self.folder.reading = self.folder.reading, Reading()
        try:
            cases = read_case_folder(self.folder, name, files, self.unsaved)
            findings = self.folder.reading.findings
        finally:
            self.folder.reading = reading
        for written in cases if has_rules else ():
            findings.extend(check_case(written, self.context, self.surroundings.rulebook))
        original = cases[0] if cases and cases[0].case.id else None
        is_sure = self.is_told and not any(file.is_link for file in files)
        state = signature_of(files, 1 << 62 if is_sure else now)
        is_saved = not any(path.startswith(f"{CASES}/{name}/") for path in self.unsaved)
        return Judged(
            name=name,
            signature=state if is_saved and not self.neighbours.was_asked else "",
            state=state if is_saved else "",
            id=original.case.id if original else "",
            anchors=tuple(sorted(anchors_of_case(original))) if original else (),
            is_case=bool(cases),
            findings=tuple(findings),
            entry=tuple(entry_of(written.case) for written in cases) if original else (),
            cases=cases,
        )
