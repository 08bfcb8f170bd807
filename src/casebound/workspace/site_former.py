"""An output folder → what has happened to the site in it since it was built, and what else stands there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from casebound.workspace.site_files import Entry, SiteFiles
from casebound.workspace.site_pack import digest_of
from casebound.workspace.write import MANIFEST, change_manifest, manifest_of, read_sums

_CASE_PAGE = re.compile(r"site/(?:[a-z]{2,3}(?:-[A-Za-z0-9]+)*/)?cases/([^/]+)/index\.html")


def broken_in(folder: Path, files: SiteFiles) -> set[str]:
    """The files that are not as they were noted, by path below the folder."""
    broken, start = set(), f"{folder}/"
    for path, size, mtime_ns in files.states():
        try:
            state = os.stat(start + path)  # noqa: PTH116 - a hundred thousand of them
        except OSError:
            broken.add(path)
            continue
        if state.st_mtime_ns != mtime_ns or state.st_size != size:
            broken.add(path)
    return broken


def entry_at(path: Path, digest: str, size: int, key: str) -> Entry | None:
    """How a file is noted that has these bytes already, though nobody knew."""
    with contextlib.suppress(OSError):
        state = path.stat()
        if state.st_size == size and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            return Entry(digest, size, state.st_mtime_ns, key)
    return None


class Listing:
    """The manifest of an output folder as it stood."""

    def __init__(self, folder: Path, noted: str) -> None:
        """`noted`: the digest of that which we wrote the last time."""
        self._data = b""
        self.sums: dict[str, str] | None = {}
        """What it lists, SHA-256 by path; None where it is what we wrote."""
        with contextlib.suppress(OSError):
            self._data = (folder / MANIFEST).read_bytes()
            self.sums = None if digest_of(self._data) == noted else read_sums(self._data)

    def after(self, files: SiteFiles, others: dict[str, str]) -> bytes:
        """That of now, which lists the site's files, and `others` as they were."""
        changes = {path: (before, now) for path, before, now in files.changes()}
        changed = change_manifest(self._data, changes) if self.sums is None else None
        return manifest_of(others | files.sums()) if changed is None else changed


def addresses_in(paths: Iterable[str]) -> list[str]:
    """The ids under which a site has pages of cases, by the paths of its files."""
    pages = (path for path in paths if path.endswith("/index.html"))
    return sorted({match[1] for path in pages if (match := _CASE_PAGE.fullmatch(path))})
