"""New files of a folder → first written beside it, then put in their places all at once: whoever looks, or breaks off,
finds the former files whole or the new ones, each under its name.

Before the first file is moved, a journal says which go where and what is to be removed. A run that was broken off
before left the folder as it was; one that was broken off behind it is completed by `recover`, by the next run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from casebound.text.error import CaseboundError
from casebound.workspace.write import inside, remove_made

PREFIX = ".casebound-stage-"
_JOURNAL = "journal.json"
_DAY_SECONDS = 86_400
_FEW = 40
"""Files up to which each is synced by itself; for more, the whole system once is faster (measured: 10,000 files of
30 KB, 5 ms each against 1.4 s together)."""


class Staged(NamedTuple):
    """A file that waits to be put in its place."""

    path: str
    """Of its place, below the output folder."""
    name: str
    """In the stage's folder."""
    sha256: str
    size: int
    mtime_ns: int


@dataclass(slots=True)
class Shelf:
    """Where one process puts new files: it may be another one than that which owns the stage."""

    folder: Path
    prefix: str
    _count: int = 0

    def put(self, path: str, data: bytes) -> Staged:
        """Write the bytes that shall stand at a path."""
        name = f"{self.prefix}-{self._count}"
        self._count += 1
        number = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
        try:
            with memoryview(data) as rest:
                done = 0
                while done < len(rest):
                    done += os.write(number, rest[done:])
            state = os.fstat(number)
        finally:
            os.close(number)
        return Staged(path, name, hashlib.sha256(data).hexdigest(), state.st_size, state.st_mtime_ns)


class Stage:
    """New files of an output folder, not yet in their places. Left without `switch`, nothing has happened."""

    def __init__(self, folder: Path, *, is_synced: bool = True) -> None:
        self.folder = folder
        self.is_synced = is_synced
        """Whether it must stand when the power fails: what is shown while one writes need not."""
        self.place = folder / f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"

    def __enter__(self) -> Stage:
        try:
            self.place.mkdir(parents=True)
        except OSError as failure:
            raise _failed(self.folder, failure) from failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, _: TracebackType | None
    ) -> None:
        if not (self.place / _JOURNAL).exists():  # else the next run completes it
            shutil.rmtree(self.place, ignore_errors=True)
        if isinstance(failure, OSError):
            raise _failed(self.folder, failure) from failure

    def shelf(self, name: str = "own") -> Shelf:
        """Where a process, by a name of its own, puts files."""
        return Shelf(self.place, name)

    def switch(self, staged: Iterable[Staged], removed: Mapping[str, str]) -> None:
        """Put the files in their places, then remove those at the paths of `removed`, where their SHA-256 is still the
        one given.
        """
        moves = [(each.name, each.path) for each in staged]
        if not moves and not removed:
            return
        self._sync([name for name, _ in moves])
        document = {"moves": moves, "removed": dict(removed)}
        journal = self.place / f"{_JOURNAL}.new"
        with journal.open("w", encoding="utf-8") as stream:
            json.dump(document, stream, ensure_ascii=False)
            stream.flush()
            if self.is_synced:
                os.fsync(stream.fileno())
        journal.replace(self.place / _JOURNAL)
        if self.is_synced:
            _sync_folder(self.place)
        _complete(self.folder, self.place)

    def _sync(self, names: list[str]) -> None:
        if not self.is_synced:
            return
        if len(names) > _FEW and hasattr(os, "sync"):
            os.sync()
            return
        for name in names:
            number = os.open(self.place / name, os.O_RDWR)
            try:
                os.fsync(number)
            finally:
                os.close(number)


def recover(folder: Path) -> bool:
    """Complete what a run that was broken off had begun to put in place, and remove what others left; whether anything
    was completed.
    """
    is_completed = False
    for place in sorted(folder.glob(f"{PREFIX}*")) if folder.is_dir() else ():
        if not place.is_dir() or place.is_symlink() or _is_at_work(place):
            continue
        if (place / _JOURNAL).is_file():
            try:
                _complete(folder, place)
            except OSError as failure:
                raise _failed(folder, failure) from failure
            is_completed = True
        shutil.rmtree(place, ignore_errors=True)
    return is_completed


def _is_at_work(place: Path) -> bool:
    """Whether the process that made it is still there, as far as can be told."""
    try:
        number = int(place.name.removeprefix(PREFIX).partition("-")[0])
        if os.name == "posix":
            if number == os.getpid():
                return False
            os.kill(number, 0)
        return time.time() - place.stat().st_mtime < _DAY_SECONDS
    except PermissionError:  # it is somebody else's
        return True
    except (OSError, ValueError):
        return False


def _complete(folder: Path, place: Path) -> None:
    """Do what the journal says, as far as it has not been done."""
    try:
        document = json.loads((place / _JOURNAL).read_text(encoding="utf-8"))
        moves = [(str(name), str(path)) for name, path in document["moves"]]
        removed = {str(path): str(digest) for path, digest in document["removed"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        shutil.rmtree(place, ignore_errors=True)
        return
    made: set[Path] = set()
    for name, path in moves:
        target = inside(folder, path)
        source = place / name
        if Path(name).name != name or not source.is_file():  # it is in its place already
            continue
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        source.replace(target)
    for path, digest in removed.items():
        remove_made(folder, path, digest)
    shutil.rmtree(place, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system opens a folder
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _failed(folder: Path, failure: OSError) -> CaseboundError:
    return CaseboundError(f"写不了 {folder}：{failure.strerror} / cannot write")
