"""What a process that shows a workspace again and again keeps in mind, and the paths that changed → what is still true.

It is told each change before it is asked. What it cannot be sure of, it forgets: then the disk is asked, as ever.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebound.workspace.beside import WORTHWHILE
from casebound.workspace.case_folder import CASES, case_folders, list_files
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.judged import signature_of
from casebound.workspace.surroundings import Surroundings, read_surroundings

if TYPE_CHECKING:
    from casebound.workspace.check_store import CheckStore

MANY = 200
"""Changes at once past which everything is looked at: a checkout of another branch, say, of which some may be lost."""

Ground = tuple[WorkspaceFolder, Surroundings]
"""A folder through which the surroundings, and nothing else, have been read, and those surroundings."""


@dataclass(slots=True, kw_only=True)
class Held:
    """Of one workspace; one thread at a time may use it."""

    root: Path
    documents: dict[Path, Any] = field(default_factory=dict)
    """What files of the cache hold, or shall hold, by their paths."""
    site: Any = None
    """What the last build that came to its end left in the one folder in which the site is shown."""
    is_site_sure: bool = False
    """Whether no build was broken off since."""
    unpacked: dict[str, tuple[list[Any], list[Any]]] = field(default_factory=dict)
    """By case folder: what was kept of its check, packed and unpacked."""
    young: set[str] = field(default_factory=set)
    """Case folders that were judged when their files had just changed: in the cache, nobody could trust that."""
    _late: dict[Path, Callable[[], None]] = field(default_factory=dict)
    _states: dict[str, str] = field(default_factory=dict)
    _folders: list[str] | None = None
    _ground: Ground | None = None

    def note(self, paths: Collection[str]) -> None:
        """Something has changed at these paths, relative to the root, with `/`."""
        if len(paths) > MANY:
            self.forget()
        for path in paths:
            parts = path.split("/")
            if parts[:2] == CASES.split("/") and len(parts) > 2:
                self._note_case(parts[2])
            elif path in ("content", CASES):
                self.forget()
            else:
                self._ground = None

    def _note_case(self, name: str) -> None:
        """Something has changed in a case folder, or it has come or gone."""
        self._states.pop(name, None)
        if self._folders is not None and (self.root / CASES / name).is_dir() is not (name in self._folders):
            self._folders = None

    def forget(self) -> None:
        """Something has changed, and nobody knows what."""
        self._states.clear()
        self._folders = None
        self._ground = None

    def forget_all(self) -> None:
        """Something went wrong: what was not written to the cache yet is lost, too."""
        self.forget()
        self.documents.clear()
        self.is_site_sure = False
        self.unpacked.clear()
        self._late.clear()

    def ground(self) -> Ground:
        """The workspace's surroundings, and a folder of one's own as it was after they were read."""
        if self._ground is None:
            folder = WorkspaceFolder(self.root, {})
            self._ground = folder, read_surroundings(folder)
        read, surroundings = self._ground
        folder = WorkspaceFolder(self.root, {})
        folder.reading.findings.extend(read.reading.findings)
        folder.sources.update(read.sources)
        folder.digest = read.digest.copy()
        return folder, surroundings

    def folders(self, folder: WorkspaceFolder) -> list[str]:
        """`case_folders`, unless there is something wrong with one of them, which must be said each time."""
        if self._folders is None:
            before = len(folder.reading.findings)
            names = case_folders(folder)
            if len(folder.reading.findings) > before:
                return names
            self._folders = names
        return self._folders

    def state(self, name: str, now_ns: int) -> str:
        """`signature_of` the files of a case folder."""
        if name in self._states:
            return self._states[name]
        folder, looked = f"{self.root}/{CASES}/{name}", time.time_ns()
        files = list_files(folder)
        state = signature_of(files, looked)
        # Who watches the workspace does not see what lies behind a link.
        if state and not any(file.is_link for file in files) and not os.path.islink(folder):  # noqa: PTH114
            self._states[name] = state
        return state or signature_of(files, now_ns)

    def unpack(self, name: str, case: list[Any], unpack: Callable[[list[Any]], list[Any] | None]) -> list[Any] | None:
        """What was kept of a folder's check, unpacked once."""
        known = self.unpacked.get(name)
        if known and known[0] is case:
            return known[1]
        unpacked = unpack(case)
        if unpacked is not None:
            self.unpacked[name] = case, unpacked
        return unpacked

    def write_late(self, path: Path, write: Callable[[], None]) -> None:
        """Write a file of the cache when nobody waits."""
        self._late.pop(path, None)
        self._late[path] = write

    def write(self) -> None:
        """Write what waits."""
        while self._late:
            self._late.pop(next(iter(self._late)))()


def folders_of(folder: WorkspaceFolder, held: Held | None) -> list[str]:
    """The names of the folders among the cases, from memory where that is sure."""
    return held.folders(folder) if held else case_folders(folder)


def state_of(root: Path, name: str, now_ns: int, held: Held | None) -> str:
    """The state of a case folder's files, from memory where that is sure."""
    return held.state(name, now_ns) if held else signature_of(list_files(f"{root}/{CASES}/{name}"), now_ns)


def has_many(root: Path) -> bool:
    """Whether there are so many case folders that another process should look at them."""
    try:
        with os.scandir(root / CASES) as scan:
            return sum(1 for _ in scan) >= WORTHWHILE
    except OSError:
        return False


def states_in(root: Path) -> dict[str, str]:
    """`state_of` every folder among the cases, by name."""
    with os.scandir(root / CASES) as scan:
        return {entry.name: state_of(root, entry.name, 1 << 62, None) for entry in scan}


def checks_in(store: CheckStore, held: Held | None) -> dict[str, list[Any]]:
    """What a store keeps, from memory where it is held there."""
    if held is None:
        return store.read()
    known = held.documents.get(store.path)
    if known is None or known[0] != store.state:
        known = held.documents[store.path] = store.state, store.read()
    kept: dict[str, list[Any]] = known[1]
    return kept


def keep_checks(
    store: CheckStore, kept: dict[str, list[Any]], done: Collection[str], new: list[list[Any]], held: Held | None
) -> None:
    """Keep in a store what was `kept` of the folders that are `done`, and what is new, and forget all others."""
    cases = {name: case for name, case in kept.items() if name in done} | {case[0]: case for case in new}
    if held is None:
        store.write(cases.values())
        return
    held.documents[store.path] = store.state, cases
    held.young.update(case[0] for case in new)
    held.write_late(store.path, partial(_write_checks, store, cases, held))


def _write_checks(store: CheckStore, cases: dict[str, list[Any]], held: Held) -> None:
    """Keep those that can be trusted by who is not told of changes."""
    for name in tuple(held.young):
        if signature_of(list_files(f"{held.root}/{CASES}/{name}"), time.time_ns()):
            held.young.discard(name)
    store.write(case for name, case in cases.items() if name not in held.young)
