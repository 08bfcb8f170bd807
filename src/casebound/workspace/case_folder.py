"""A case's folder → its write-ups in every language, with what is attached to them and the rows of its data files."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from casebound.check.context import error
from casebound.model.case import DataFile
from casebound.model.measure import Measure, with_values
from casebound.read.decode import LARGEST, decode, too_large
from casebound.read.document import Document, read_document
from casebound.read.series import read_points
from casebound.read.written import AttachedFile, WrittenCase, read_case
from casebound.text.localized import phrase
from casebound.text.source import Source, no_text
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.releases import VERSIONS, changed_since_release

CASES = "content/cases"
HEAD_BYTES = 64
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
"""Of these the size in pixels is wanted, which in a JPEG may stand far behind its beginning."""
_SMALL = 65536
"""Bytes of a file that are read at once; of a larger one first its head alone."""


class FoundFile(NamedTuple):
    """A file in a case's folder, as the disk lists it."""

    name: str
    """Its path in the folder, with `/`."""
    path: str
    is_link: bool
    stat: os.stat_result | None
    """None where the system would not say, or a link leads nowhere."""


def list_files(folder: str, prefix: str = "") -> list[FoundFile]:
    """All files below a folder, in no order; links to folders are not followed, a closed folder is empty."""
    try:
        with os.scandir(folder) as scan:
            entries = list(scan)
    except OSError:
        return []
    found = []
    for entry in entries:
        name = prefix + entry.name
        try:
            if entry.is_dir(follow_symlinks=False):
                found += list_files(entry.path, f"{name}/")
            else:
                found.append(FoundFile(name, entry.path, entry.is_symlink(), entry.stat()))
        except OSError:
            found.append(FoundFile(name, entry.path, False, None))
    return found


def case_folders(folder: WorkspaceFolder) -> list[str]:
    """The names of the folders among the cases, in order; a link out of the workspace is a finding."""
    path = folder.root / CASES
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError:
        return []
    is_inside = folder.is_inside(path)
    names = []
    for entry in entries:
        if entry.name.startswith(".") or not _is_folder(entry):
            continue
        if is_inside if not entry.is_symlink() else folder.is_inside(Path(entry.path)):
            names.append(entry.name)
        else:
            folder.outside(Path(entry.path))
    return names


def no_cases(folder: WorkspaceFolder) -> None:
    """Note that there is nothing to check."""
    message = phrase("这里还没有案例", "There are no cases here yet")
    hint = phrase("每个案例一个文件夹：content/cases/<id>/case.md", "One folder a case: content/cases/<id>/case.md")
    folder.reading.findings.append(error("no-cases", no_text(CASES), message, hint))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def read_case_folder(
    folder: WorkspaceFolder, name: str, files: list[FoundFile], unsaved: Mapping[str, str] | None = None
) -> tuple[WrittenCase, ...]:
    """`case.md` and its translations; findings that belong to no write-up go to the folder's reading."""
    return _CaseFolder(folder, f"{CASES}/{name}", files, unsaved or {}).read()


class _CaseFolder:
    """One folder being read."""

    def __init__(self, folder: WorkspaceFolder, name: str, files: list[FoundFile], unsaved: Mapping[str, str]) -> None:
        self.folder = folder
        self.name = name
        self.unsaved = {
            path.removeprefix(f"{name}/"): text for path, text in unsaved.items() if path.startswith(f"{name}/")
        }
        self.files = {file.name: file for file in files}
        self.attached: dict[str, AttachedFile] = {}
        self.held: dict[str, bytes] = {}
        """Small files, read whole."""
        self.data: dict[str, Source] = {}

    def read(self) -> tuple[WrittenCase, ...]:
        """The write-ups, the original first."""
        if not self._is_there("case.md"):
            message = phrase("文件夹里没有 case.md", "The folder has no case.md")
            self.folder.reading.findings.append(error("missing-file", no_text(self.name), message))
            return ()
        self._attach()
        before = len(self.folder.reading.findings)
        data = self._bytes("case.md")
        source = self._decoded("case.md", data)
        if not source.text and len(self.folder.reading.findings) > before:
            return ()  # it could not be read, and that has been said
        original = read_document(source)
        digest = hashlib.sha256(data).hexdigest()
        cases = [self._case(original, None, digest)]
        version = cases[0].case.publication.version
        changed = changed_since_release(self._plain, self.files.keys(), version) if version else ()
        names = {name for name in (*self.files, *self.unsaved) if name.startswith("case.") and name.endswith(".md")}
        for name in sorted(names - {"case.md"}):
            if "/" not in name and name.count(".") > 1:
                document = read_document(self._decoded(name, self._bytes(name)))
                cases.append(self._case(document, original, digest))
        if changed:
            own = {case.document.source.path.rpartition("/")[2] for case in cases[1:]}
            cases[0] = replace(cases[0], changed_since_release=tuple(name for name in changed if name not in own))
            for number, case in enumerate(cases[1:], 1):
                name = case.document.source.path.rpartition("/")[2]
                if name in changed:
                    cases[number] = replace(case, changed_since_release=(name,))
        return tuple(cases)

    def _is_there(self, name: str) -> bool:
        if name in self.unsaved:
            return True
        found = self.files[name].stat if name in self.files else None
        return found is not None and stat.S_ISREG(found.st_mode)

    def _attach(self) -> None:
        """Size and head of every file; those that lead out of the workspace are left out."""
        for name in sorted(self.files, key=lambda name: name.split("/")):
            file = self.files[name]
            if name.startswith(f"{VERSIONS}/"):  # what was released belongs to no write-up of now
                continue
            if file.stat is None or not stat.S_ISREG(file.stat.st_mode):
                continue
            if file.is_link and not self.folder.is_inside(Path(file.path)):
                continue
            size = file.stat.st_size
            try:
                is_image = name.lower().endswith(_IMAGES)
                data = _first_bytes(file.path, _SMALL if size <= _SMALL or is_image else HEAD_BYTES)
            except OSError as failure:
                self.folder.unreadable(Path(file.path), failure)
                continue
            self.attached[name] = AttachedFile(size=size, head=data if is_image else data[:HEAD_BYTES])
            if size <= _SMALL:
                self.held[name] = data

    def _bytes(self, name: str) -> bytes:
        """What a file holds; nothing, with a finding, where it cannot be read or is too large."""
        if name in self.unsaved:
            return self.unsaved[name].encode("utf-8", errors="surrogatepass")
        if name in self.held:
            return self.held[name]
        found = self.files[name].stat
        if found is not None and found.st_size > LARGEST:
            self.folder.reading.findings.append(too_large(f"{self.name}/{name}", found.st_size))
            return b""
        return self.folder.bytes_of(self.folder.root / self.name / name)

    def _plain(self, name: str) -> bytes:
        """What a file holds; nothing, and without a word, where it cannot be read."""
        if name in self.unsaved or name in self.held:
            return self._bytes(name)
        file = self.files[name]
        if file.is_link and not self.folder.is_inside(Path(file.path)):
            return b""
        try:
            return Path(file.path).read_bytes()
        except OSError:
            return b""

    def _decoded(self, name: str, data: bytes) -> Source:
        source, findings = decode(f"{self.name}/{name}", data)
        self.folder.reading.findings.extend(findings)
        return source

    def _case(self, document: Document, original: Document | None, digest: str) -> WrittenCase:
        case, joined, translates = read_case(document, document.reading, original)
        measures = [self._with_points(measure) for measure in case.measures]
        return WrittenCase(
            case=replace(case, measures=tuple(measures), data=self._figure_data(document)),
            document=joined,
            folder=self.name,
            files=self.attached,
            translates=translates,
            digest=digest,
        )

    def _with_points(self, measure: Measure) -> Measure:
        """The measure with its data file's rows and what they give; without them where the checker names the file."""
        series = measure.series
        name = posixpath.normpath(series.file) if series and series.file else ""
        if series is None or name not in self.attached or not self.attached[name].size:
            return measure
        if name not in self.data:
            self.data[name] = self._decoded(name, self._bytes(name))
        points = read_points(self.data[name], series, self.folder.reading)
        return with_values(replace(measure, series=replace(series, points=points)))

    def _figure_data(self, document: Document) -> tuple[DataFile, ...]:
        """The data files of the figures in a body; the checker names those that are not there."""
        names = {mention.target for mention in document.body.mentions if mention.kind == "data"}
        found = []
        for name in sorted(names):
            if name in self.attached and self.attached[name].size:
                if name not in self.data:
                    self.data[name] = self._decoded(name, self._bytes(name))
                found.append(DataFile(file=name, text=self.data[name].text))
        return tuple(found)


def _first_bytes(path: str, most: int) -> bytes:
    number = os.open(path, os.O_RDONLY)
    try:
        return os.read(number, most)
    finally:
        os.close(number)
