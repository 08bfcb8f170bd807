"""Laid-out documents kept in the user's cache, under the digest of all that went into them.

What is unchanged is not laid out again. Entries are written whole or not at all, so several processes may share the
store; one whose bytes no longer have the digest noted for them counts as absent, and is made anew.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from casebound.press.job import Printed, PrintJob
from casebound.text.error import CaseboundError
from casebound.workspace import number_lists, store_form
from casebound.workspace.store_form import LONGEST_HEAD, engines_of, packed, unpacked
from casebound.workspace.write import write_file

LIMIT_BYTES = 2_000_000_000
"""What the store may hold; past that, what was not used for the longest time goes."""

LEFTOVER_SECONDS = 3600
"""A file that has been half-written for so long is nobody's any more."""

_SUFFIX = ".chapter"

_PACKAGES = (
    *("casebound", "weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "fonttools", "pillow"),
)
_LIBRARIES = (
    (("libpango-1.0.so.0", "libpango-1.0.dylib"), "pango_version_string"),
    (("libharfbuzz.so.0", "libharfbuzz.dylib"), "hb_version_string"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the store."""

    path: Path
    size: int
    """Bytes."""
    used: float
    """When it was last read or written: seconds since 1970-01-01 UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A folder of laid-out chapters, each in a file named by its key.

    Several users and machines may share it: files are readable for all, and what is read is verified.
    """

    folder: Path

    def get(self, key: str) -> Printed | None:
        """The chapter of that key, if it is there and whole."""
        path = self._path(key)
        try:
            printed = unpacked(path.read_bytes(), key)
        except (OSError, ValueError, TypeError, LookupError, RecursionError, struct.error):
            return None
        with contextlib.suppress(OSError):  # another user's file may be read, but its time not set
            os.utime(path)
        return printed

    def put(self, key: str, printed: Printed) -> bool:
        """Keep a chapter that came out well; whether it could be. If not, that only means more work next time.

        Nothing is synced: what a power failure tears no longer has its digest, and is made anew.
        """
        if printed.pieces is not None:
            with contextlib.suppress(CaseboundError):
                write_file(self._path(key), packed(printed, key, engines_digest()), is_synced=False)
                return True
        return False

    def entries(self) -> list[Entry]:
        """All chapters, the latest used first."""
        found = (entry for entry in self._files() if entry.path.suffix == _SUFFIX)
        return sorted(found, key=lambda entry: (-entry.used, entry.path))

    def is_present(self, entry: Entry) -> bool:
        """Whether it was laid out by the engines of this program, and may be asked for again."""
        try:
            with entry.path.open("rb") as file:
                return engines_of(file.read(LONGEST_HEAD)) == engines_digest()
        except OSError:
            return False

    def prune(self, limit_bytes: int = LIMIT_BYTES) -> list[Entry]:
        """Remove what was used longest ago until the rest fits; what went."""
        held, gone = 0, []
        for entry in self.entries():
            held += entry.size
            if held > limit_bytes:
                gone.append(entry)
        return _removed(gone)

    def prune_strangers(self) -> list[Entry]:
        """Remove what no program with our engines can ask for: of other versions, or no chapter at all; what went."""
        return _removed(entry for entry in self.entries() if not self.is_present(entry))

    def prune_leftovers(self, now: float) -> list[Entry]:
        """Remove half-written files of processes that were killed an hour or more before `now`; what went."""
        halves = (entry for entry in self._files() if f"{_SUFFIX}." in entry.path.name)
        return _removed(entry for entry in halves if entry.used < now - LEFTOVER_SECONDS)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _files(self) -> Iterator[Entry]:
        with contextlib.suppress(OSError):
            for folder in os.scandir(self.folder):
                with contextlib.suppress(OSError):
                    for file in os.scandir(folder.path):
                        with contextlib.suppress(OSError):
                            state = file.stat(follow_symlinks=False)
                            yield Entry(path=Path(file.path), size=state.st_size, used=state.st_mtime)


def _removed(entries: Iterable[Entry]) -> list[Entry]:
    """Those that could be removed: now they are."""
    gone = []
    for entry in entries:
        with contextlib.suppress(OSError):
            entry.path.unlink()
            gone.append(entry)
    return gone


@lru_cache(maxsize=8)
def _digest(texts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def job_key(job: PrintJob) -> str:
    """SHA-256 of all that decides a chapter: its text, styles, images, fonts, and the engines."""
    parts: Sequence[object] = (
        job.html,
        _digest(job.stylesheets),
        sorted((url, hashlib.sha256(data).hexdigest()) for url, data in job.assets.items()),
        job.fonts.digest,
        engines_digest(),
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@cache
def engines() -> tuple[str, ...]:
    """The versions of all that lays out, found without loading the layout engine, and the digest of our press."""
    versions = []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(package)
    for names, function in _LIBRARIES:
        versions.append(f"{function} {_library_version(names, function)}")
    press = sorted(Path(__file__).parents[1].joinpath("press").glob("*.py"))
    own = hashlib.sha256(
        b"\0".join(path.read_bytes() for path in [*press, Path(store_form.__file__), Path(number_lists.__file__)])
    )
    return (*versions, f"zlib {zlib.ZLIB_RUNTIME_VERSION}", own.hexdigest())


@cache
def engines_digest() -> str:
    """SHA-256 of `engines()`, in hexadecimal: where it differs, the bytes of a chapter may."""
    return hashlib.sha256("\0".join(engines()).encode()).hexdigest()


def _library_version(names: Sequence[str], function: str) -> str:
    for name in names:
        with contextlib.suppress(OSError, AttributeError):
            call = getattr(ctypes.CDLL(name), function)
            call.restype = ctypes.c_char_p
            return (call() or b"").decode()
    return "?"
