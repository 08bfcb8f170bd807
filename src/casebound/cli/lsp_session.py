"""Texts as an editor opens and changes them → write-ups read and checked as they stand now. No protocol here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from casebound.check.fixing import mend
from casebound.check.look import Look
from casebound.editor.positions import DEFAULT, Encoding, Position, Positions, encodable, without_mark
from casebound.editor.scene import Scene
from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import CHINESE
from casebound.text.source import Source
from casebound.workspace.places import find_root
from casebound.workspace.unsaved import (
    OpenWorkspace,
    case_of,
    check_open_case,
    open_workspace,
    read_open_case,
    stamp_of,
)

Texts = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenText:
    """A file open in the editor."""

    uri: str
    whole: str
    """As the editor has it, with its byte-order mark."""
    version: int
    root: Path | None = None
    """The workspace it lies in."""
    name: str = ""
    """Its path in the workspace."""

    @property
    def text(self) -> str:
        """Without the mark."""
        return without_mark(self.whole)[0]

    @property
    def source(self) -> Source:
        """As the checker names it."""
        return Source(path=self.name, text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A case as it was when it was checked."""

    workspace: OpenWorkspace
    texts: Mapping[str, str]
    """The open texts that it was checked with."""
    cases: tuple[WrittenCase, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Session:
    """One editor at work."""

    encoding: Encoding = DEFAULT
    lang: str = CHINESE
    opened: dict[str, OpenText] = field(default_factory=dict)
    """By URI."""
    workspaces: dict[Path, OpenWorkspace] = field(default_factory=dict)
    checked: dict[tuple[Path, str], Checked] = field(default_factory=dict)
    """By workspace and case, the last check."""
    read: dict[tuple[Path, str], tuple[Texts, tuple[WrittenCase, ...]]] = field(default_factory=dict)
    """The last reading, where it is newer."""
    changes: int = 0
    """On the disk, so far: what was checked before one is not kept."""

    def put(self, uri: str, path: Path | None, text: str, version: int) -> None:
        """A file was opened, or its whole text was sent again."""
        root, name = _home(path) if path else (None, "")
        self.opened[uri] = OpenText(uri=uri, whole=encodable(text), version=version, root=root, name=name)

    def update(self, uri: str, whole: str, version: int) -> None:
        """Somebody typed."""
        self.opened[uri] = replace(self.opened[uri], whole=encodable(whole), version=version)

    def close(self, uri: str) -> None:
        """A file is no longer open: what is on the disk counts again."""
        self.opened.pop(uri, None)
        self.forget()

    def forget(self) -> None:
        """Something changed on the disk."""
        self.changes += 1
        self.read.clear()
        self.checked.clear()

    def texts(self, root: Path) -> Texts:
        """What is open in a workspace, by path."""
        return {item.name: item.text for item in self.opened.values() if item.root == root}

    def roots(self) -> list[Path]:
        """The workspaces in which something is open."""
        return sorted({item.root for item in self.opened.values() if item.root})

    def find(self, root: Path, name: str) -> OpenText | None:
        """The open text of a path."""
        return next((item for item in self.opened.values() if item.root == root and item.name == name), None)

    def workspace(self, root: Path, texts: Texts) -> OpenWorkspace:
        """A workspace as it stands now; what is unchanged is not read again."""
        known = self.workspaces.get(root)
        if known is None or known.stamp != stamp_of(root, texts):
            known = self.workspaces[root] = open_workspace(root, texts)
        return known

    def check(self, root: Path, case: str, texts: Texts) -> Checked:
        """A case as it stands in these texts; the last check where nothing changed."""
        changes, workspace = self.changes, self.workspace(root, texts)
        own = _of_case(texts, case)
        known = self.checked.get((root, case))
        if known is None or known.workspace is not workspace or known.texts != own:
            cases, findings = check_open_case(workspace, case, texts)
            known = Checked(workspace=workspace, texts=own, cases=cases, findings=findings)
            if self.changes == changes:
                self.checked[root, case] = known
        return known

    def scene(self, opened: OpenText) -> Scene | None:
        """A write-up as it stands now, read but perhaps not checked; None for another file."""
        root, case = opened.root, case_of(opened.name)
        if root is None or not case:
            return None
        texts = self.texts(root)
        workspace = self.workspaces.get(root) or self.workspace(root, texts)
        own = _of_case(texts, case)
        last = self.checked.get((root, case))
        newer = self.read.get((root, case))
        if last is not None and last.texts == own:
            cases = last.cases
        elif newer is not None and newer[0] == own:
            cases = newer[1]
        else:
            cases, _ = read_open_case(root, case, texts)
            self.read[root, case] = (own, cases)
        written = next((item for item in cases if item.document.source.path == opened.name), None)
        if written is None:
            return None
        look = Look(written=written, context=workspace.context)
        return Scene(look=look, rulebook=workspace.rulebook, lang=self.lang)

    def findings(self, opened: OpenText) -> tuple[Finding, ...]:
        """All that is to be said of an open file as it stands now."""
        if opened.root is None:
            return ()
        texts = self.texts(opened.root)
        if case := case_of(opened.name):
            found = self.check(opened.root, case, texts).findings
        else:
            found = self.workspace(opened.root, texts).findings
        return tuple(finding for finding in found if finding.span.source.path == opened.name)

    def mended(self, opened: OpenText) -> str:
        """An open text with everything mended that is safe to mend."""
        root, case = opened.root, case_of(opened.name)
        if root is None:
            return opened.text
        texts = self.texts(root)
        workspace = self.workspace(root, texts)

        def check(text: str) -> list[Finding]:
            changed = {**texts, opened.name: text}
            found = check_open_case(workspace, case, changed)[1] if case else open_workspace(root, changed).findings
            return [finding for finding in found if finding.span.source.path == opened.name]

        return mend(opened.source, check).text

    def place(self, root: Path, source: Source, offset: int) -> Position:
        """Line and column of an offset, as the editor counts."""
        opened = self.find(root, source.path)
        has_mark = opened is not None and without_mark(opened.whole)[1]
        return Positions(source=source, encoding=self.encoding, has_mark=has_mark).at(offset)

    def offset(self, opened: OpenText, line: int, column: int) -> int:
        """The offset of a line and column of an open text."""
        has_mark = without_mark(opened.whole)[1]
        positions = Positions(source=opened.source, encoding=self.encoding, has_mark=has_mark)
        return positions.offset(line, column)


def _of_case(texts: Texts, case: str) -> Texts:
    return {name: text for name, text in texts.items() if name.startswith(f"content/cases/{case}/")}


def _home(path: Path) -> tuple[Path | None, str]:
    """The workspace a file lies in, and its path there; nothing where no folder above holds `casebound.toml`."""
    try:
        folder = path.parent.resolve()
        root = find_root(folder)
    except (CaseboundError, OSError, RuntimeError, ValueError):
        return None, ""
    return root, (folder / path.name).relative_to(root).as_posix()
