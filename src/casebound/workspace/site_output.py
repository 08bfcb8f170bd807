"""The files of a site as they are made → an output folder in which only those change whose bytes do."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from casebound.compose.artifact import Artifact, Planned
from casebound.compose.site_links import LinkLedger
from casebound.compose.site_spoken import Spoken, Unchanged
from casebound.text.error import CaseboundError
from casebound.workspace.site_memory import Entry, Output, SiteMemory
from casebound.workspace.site_stage import Stage, Staged
from casebound.workspace.write import MANIFEST, earlier_sums, inside, manifest_of

SITE = "site"
"""The site's folder below the output folder."""


class SiteOutput:
    """An output folder while its site is built: what stood there, and what shall."""

    def __init__(self, folder: Path, stage: Stage, memory: SiteMemory, *, is_fresh: bool) -> None:
        self.folder = folder
        self.stage = stage
        self.memory = memory
        self.former = Output() if is_fresh else memory.output(folder)
        self.now = Output()
        self.ledger = LinkLedger()
        """The links of the pages that were looked through."""
        self.looked_through: set[str] = set()
        self._staged: dict[str, Staged] = {}
        self._shelf = stage.shelf("page")
        self.is_known = not is_fresh and memory.knows(folder)
        """Whether this process made all that stands there, from the cards that are kept."""
        self._intact = set(self.former.files) if self.is_known else self._looked_at()
        self.earlier = self.former.sums if self.is_known else earlier_sums(folder / MANIFEST)
        """What the manifest of the last build says."""

    def is_intact(self, path: str, digest: str) -> bool:
        """Whether the file at a path (`site/…`) is as it was written, with that SHA-256."""
        return path in self._intact and self.former.files[path][0] == digest

    def keep_as_it_is(self, path: str, key: str | None = None) -> bool:
        """Leave a file alone that is as it was written, and made from `key`; whether it is."""
        path = f"{SITE}/{path}"
        if path not in self._intact or (key is not None and self.former.files[path][3] != key):
            return False
        self.now.files[path] = self.former.files[path]
        return True

    def has(self, path: str) -> bool:
        """Whether a file has been put at that path."""
        return f"{SITE}/{path}" in self.now.files

    def recall(self, name: str, key: str) -> Any:
        """What was kept in mind the last time under that name, if it was under the same key; else None."""
        former = self.former.groups.get(name)
        if former is None or former["key"] != key:
            return None
        self.now.groups[name] = former
        return former["memory"]

    def keep_in_mind(self, name: str, key: str, memory: Any) -> None:
        """Keep something that JSON holds for the next time."""
        self.now.groups[name] = {"key": key, "paths": [], "memory": memory}

    def keep_what_was_in_mind(self, name: str) -> None:
        """Keep what the last time kept under that name, where nothing was this time."""
        if name in self.former.groups:
            self.now.groups.setdefault(name, self.former.groups[name])

    def put(self, artifact: Artifact, key: str = "") -> None:
        """A file shall have these bytes."""
        path = f"{SITE}/{artifact.path}"
        inside(self.folder, path)
        if path in self.now.files:
            raise CaseboundError(f"{path} 有两个来源 / is made twice")
        if path.endswith(".html"):
            self._look_through(artifact.path, artifact.data)
        digest = hashlib.sha256(artifact.data).hexdigest()
        entry = self._entry_of_same(path, digest, len(artifact.data), key)
        if entry is None:
            staged = self._shelf.put(path, artifact.data)
            self._staged[path] = staged
            entry = [staged.sha256, staged.size, staged.mtime_ns, key]
        self.now.files[path] = entry

    def adopt(self, staged: list[Any]) -> None:
        """A file that waits in the stage already, at a path below the site, shall take its place."""
        each = Staged(*staged)
        path = f"{SITE}/{each.path}"
        inside(self.folder, path)
        if path.endswith(".html"):
            self._look_through(each.path, (self.stage.place / each.name).read_bytes())
        entry = self._entry_of_same(path, each.sha256, each.size, "")
        if entry is None:
            self._staged[path] = each._replace(path=path)
            entry = [each.sha256, each.size, each.mtime_ns, ""]
        self.now.files[path] = entry

    def group(self, name: str, key: str, make: Callable[[], Iterable[Artifact | Planned]], ground: str = "") -> None:
        """The files of a maker: made where it is given something new, or a file is not as it was.

        `ground`: what a planned file rests on beside what it says itself.
        """
        if self.keep_group(name, key):
            return
        paths = []
        for artifact in make():
            if isinstance(artifact, Artifact):
                self.put(artifact)
            elif not self.keep_as_it_is(artifact.path, own := f"{ground} {artifact.rests_on}"):
                self.put(Artifact(path=artifact.path, data=artifact.make()), own)
            paths.append(artifact.path)
        self.now.groups[name] = {"key": key, "paths": paths, "memory": None}

    def keep_group(self, name: str, key: str) -> bool:
        """Leave the files of a maker alone that are as they were written, and made from `key`; whether they are."""
        former = self.former.groups.get(name)
        if former and former["key"] == key and self._keep_all(former["paths"]):
            self.now.groups[name] = former
            return True
        return False

    def spoken_group(
        self, name: str, key: str, make: Callable[[], Iterator[Artifact | Unchanged]], spoken: Spoken, ground: str
    ) -> None:
        """Likewise, of a maker from passages, which may build upon what it made, as long as `ground` is what it was."""
        former = self.former.groups.get(name)
        is_whole = former is not None and all(f"{SITE}/{path}" in self._intact for path in former["paths"])
        if former and is_whole and former["key"] == key:
            self._keep_all(former["paths"])
            self.now.groups[name] = former
            return
        memory = former["memory"] if former and is_whole else None
        if isinstance(memory, dict) and memory.get("ground") == ground:
            spoken.former_digests = {str(id): str(digest) for id, digest in memory["digests"].items()}
            spoken.read = self._former
        paths = []
        for item in make():
            if isinstance(item, Artifact):
                self.put(item)
            elif not self.keep_as_it_is(item.path):
                raise CaseboundError(f"{item.path} 没有做过 / was never made")
            paths.append(item.path)
        self.now.groups[name] = {
            "key": key,
            "paths": paths,
            "memory": {"ground": ground, "digests": dict(spoken.digests)},
        }

    def read(self, path: str) -> bytes:
        """The bytes that a path below the site shall have."""
        path = f"{SITE}/{path}"
        staged = self._staged.get(path)
        return (self.stage.place / staged.name if staged else self.folder / path).read_bytes()

    def look_through_the_rest(self) -> None:
        """Note the links of the pages that have not changed, too."""
        for path in self.now.files:
            inner = path.removeprefix(f"{SITE}/")
            if path.endswith(".html") and inner not in self.looked_through:
                self._look_through(inner, self.read(inner))

    def _former(self, path: str) -> bytes:
        return (self.folder / SITE / path).read_bytes()

    def pages(self) -> list[str]:
        """The paths of the pages so far, below the site, in order."""
        return sorted(path.removeprefix(f"{SITE}/") for path in self.now.files if path.endswith(".html"))

    def site_sums(self) -> dict[str, str]:
        """The SHA-256 of the files so far, by path below the site, in order."""
        return {path.removeprefix(f"{SITE}/"): digest for path, digest in self.sums().items()}

    def sums(self) -> dict[str, str]:
        """Likewise, by path below the output folder."""
        files = self.now.files
        return {path: files[path][0] for path in sorted(files)}

    def switch(self) -> tuple[str, ...]:
        """Put the new files in their places, and remove what earlier builds made and this one does not; the paths of
        what has changed.
        """
        earlier = self.earlier
        others = {path: digest for path, digest in earlier.items() if not path.startswith(f"{SITE}/")}
        removed = {
            path: digest for path, digest in earlier.items() if path not in others and path not in self.now.files
        }
        self.now.sums = others | self.sums()
        manifest = manifest_of(self.now.sums)
        staged = list(self._staged.values())
        if not _has(self.folder / MANIFEST, manifest):
            staged.append(self._shelf.put(MANIFEST, manifest))
        self.stage.switch(staged, removed)
        return (*self._staged, *removed)

    def keep(self) -> None:
        """Remember what stands there now."""
        self.memory.keep_output(self.folder, self.now)

    def _look_through(self, path: str, page: bytes) -> None:
        self.looked_through.add(path)
        self.ledger.add(path, page.decode("utf-8", "replace"))

    def _keep_all(self, paths: Iterable[str]) -> bool:
        paths = list(paths)
        if all(f"{SITE}/{path}" in self._intact for path in paths):
            self.now.files |= {f"{SITE}/{path}": self.former.files[f"{SITE}/{path}"] for path in paths}
            return True
        return False

    def _entry_of_same(self, path: str, digest: str, size: int, key: str) -> Entry | None:
        """How a file is noted that has these bytes already."""
        if path in self._intact:
            former = self.former.files[path]
            return [*former[:3], key] if former[0] == digest else None
        target = self.folder / path
        try:
            state = target.stat()
            if state.st_size == size and hashlib.sha256(target.read_bytes()).hexdigest() == digest:
                return [digest, size, state.st_mtime_ns, key]
        except OSError:
            pass
        return None

    def _looked_at(self) -> set[str]:
        """The paths of files that are as they were written."""
        return {path for path, entry in self.former.files.items() if self._is_as_noted(path, entry)}

    def _is_as_noted(self, path: str, entry: Entry) -> bool:
        try:
            state = os.stat(f"{self.folder}/{path}")  # noqa: PTH116 - thirty thousand of them
        except OSError:
            return False
        return bool(state.st_mtime_ns == entry[2] and state.st_size == entry[1])


def _has(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
