"""Files and folders of a workspace → sources and nodes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from casebound.check.context import error
from casebound.read.decode import LARGEST, decode, too_large
from casebound.read.fields import Reading
from casebound.read.nodes import Node, read_yaml
from casebound.text.localized import phrase
from casebound.text.source import Source, no_text
from casebound.workspace.resources import PACKAGE


class WorkspaceFolder:
    """A folder being read: what cannot be read is a finding, and no link out of the workspace is followed."""

    def __init__(self, root: Path, unsaved: Mapping[str, str] | None = None) -> None:
        self.root = root
        self.unsaved = unsaved or {}
        """Texts that count in place of those on the disk, by path relative to the root."""
        self.reading = Reading()
        self.sources: dict[str, Source] = {}
        """What was read, by path."""
        self.digest = hashlib.sha256()
        """Of the names and bytes of what was read."""

    def source(self, path: Path) -> Source:
        """A text file; an unreadable one is empty, with a finding."""
        return self.decoded(path, self.bytes_of(path))

    def decoded(self, path: Path, data: bytes) -> Source:
        """The text of bytes already read, with a finding where they are not UTF-8."""
        source, findings = decode(self.name(path), data)
        self.reading.findings.extend(findings)
        self.sources[source.path] = source
        self.digest.update(b"%b\0%d\0" % (source.path.encode("utf-8", errors="surrogatepass"), len(data)))
        self.digest.update(data)
        return source

    def bytes_of(self, path: Path) -> bytes:
        """What a file holds, or would hold once it is saved.

        Nothing, with a finding, if it cannot be read, is too large, or a link leads out of the workspace.
        """
        if self.unsaved and (text := self.unsaved.get(self.name(path))) is not None:
            return text.encode("utf-8", errors="surrogatepass")
        try:
            if path.is_relative_to(self.root) and not self.is_inside(path):
                self.outside(path)
            elif path.is_file() and (size := path.stat().st_size) > LARGEST:
                self.reading.findings.append(too_large(self.name(path), size))
            elif not path.is_fifo():  # which would never end
                return path.read_bytes()
        except OSError as failure:
            self.unreadable(path, failure)
        return b""

    def outside(self, path: Path) -> None:
        """Note that we would not follow the link."""
        message = phrase("这是通往工作区之外的链接，没有读", "This link leads out of the workspace and is not followed")
        self.reading.findings.append(error("outside-workspace", no_text(self.name(path)), message))

    def unreadable(self, path: Path, failure: OSError) -> None:
        """Note that the system would not let us read it."""
        message = phrase("读不了这个文件（{why}）", "This file cannot be read ({why})", why=failure.strerror or "?")
        self.reading.findings.append(error("unreadable-file", no_text(self.name(path)), message))

    def name(self, path: Path) -> str:
        """The path as it is named in findings."""
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return f"casebound/{path.relative_to(PACKAGE).as_posix()}" if path.is_relative_to(PACKAGE) else path.name

    def is_inside(self, path: Path) -> bool:
        """Whether the path, links followed, stays in the workspace."""
        try:
            return path.resolve().is_relative_to(self.root.resolve())
        except RuntimeError:  # a link that leads to itself
            return False

    def folders(self, path: Path) -> Iterator[Path]:
        """The folders in a folder, in order, without hidden ones; a link out of the workspace is a finding."""
        for entry in sorted(path.iterdir()) if path.is_dir() else ():
            if entry.is_dir() and not entry.name.startswith("."):
                if self.is_inside(entry):
                    yield entry
                else:
                    self.outside(entry)

    def yaml_files(self, path: Path) -> list[Path]:
        """The YAML files in a folder, in order."""
        return sorted(path.glob("*.yaml")) if path.is_dir() else []

    def node(self, path: Path) -> Node | None:
        """A YAML file; an empty one is a finding."""
        node, findings = read_yaml(self.source(path))
        self.reading.findings.extend(findings)
        if node is None:
            message = phrase("文件是空的", "The file is empty")
            self.reading.findings.append(error("empty-file", no_text(self.name(path)), message))
        return node
