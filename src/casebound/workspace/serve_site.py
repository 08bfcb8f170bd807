"""A site built in a folder → its files as the preview gives them out: none is held in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from casebound.workspace.site_build import BuiltSite
from casebound.workspace.site_output import SITE


class BuiltFiles(Mapping[str, bytes]):
    """The bytes of each file, by path below the site; read when they are asked for."""

    def __init__(self, folder: Path, built: BuiltSite, before: BuiltFiles | None = None) -> None:
        """`before`: as the site was until now, from which only `built.written` differs."""
        self.folder = folder / SITE
        self.entries = built.files
        self.version: str = before.version if before else ""
        """Another one where any byte is."""
        if built.written or not before:
            changed = (f"{path} {self.entries[path].sha256 if path in self.entries else ''}" for path in built.written)
            named = "\n".join((self.version, *changed))
            self.version = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def __getitem__(self, path: str) -> bytes:
        if path not in self:
            raise KeyError(path)
        return (self.folder / path).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return (path.removeprefix(f"{SITE}/") for path in self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, path: object) -> bool:
        return f"{SITE}/{path}" in self.entries
