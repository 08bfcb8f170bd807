"""What files a site has in its output folder, in columns: of a hundred thousand, a build after an edit changes ten, and
a step for each of the others would take longer than the edit.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, NamedTuple

_BYTES = 32
"""Of a SHA-256."""


class Entry(NamedTuple):
    """A file as it was written."""

    sha256: str
    size: int
    """Bytes."""
    mtime_ns: int
    """When it was last changed: nanoseconds since 1970-01-01 UTC."""
    key: str = ""
    """What it was made from; empty where that is noted otherwise."""


@dataclass(slots=True)
class _Columns:
    """A row for each file."""

    rows: dict[str, int]
    """By path, in the order of their numbers."""
    sums: bytearray
    sizes: array[int]
    times: array[int]
    keys: list[str]

    def entry(self, row: int) -> Entry:
        return Entry(self.sum(row), self.sizes[row], self.times[row], self.keys[row])

    def sum(self, row: int) -> str:
        return self.sums[row * _BYTES : (row + 1) * _BYTES].hex()

    def put(self, row: int, entry: Entry) -> None:
        """Put it in a row, or behind the last."""
        span = slice(row, row + 1)
        self.sums[row * _BYTES : (row + 1) * _BYTES] = bytes.fromhex(entry.sha256)
        self.sizes[span], self.times[span] = array("q", (entry.size,)), array("q", (entry.mtime_ns,))
        self.keys[span] = (entry.key,)

    def copy(self) -> _Columns:
        return _Columns(self.rows, self.sums[:], self.sizes[:], self.times[:], self.keys[:])


def _no_rows() -> _Columns:
    return _Columns({}, bytearray(), array("q"), array("q"), [])


class SiteFiles(MutableMapping[str, Entry]):
    """Files by path below the output folder. A copy shares the columns, and knows what has changed since."""

    def __init__(self, files: Mapping[str, Entry] | None = None) -> None:
        self._columns = _no_rows()
        self._changed: dict[str, Entry | None] = {**files} if files else {}
        """What differs from the columns; None: gone."""

    def __getitem__(self, path: str) -> Entry:
        """The entry of a path."""
        if path not in self._changed:
            return self._columns.entry(self._columns.rows[path])
        entry = self._changed[path]
        if entry is None:
            raise KeyError(path)
        return entry

    def __setitem__(self, path: str, entry: Entry) -> None:
        """There shall be this file."""
        self._changed[path] = entry

    def __delitem__(self, path: str) -> None:
        """There shall be none at this path."""
        if path not in self:
            raise KeyError(path)
        if path in self._columns.rows:
            self._changed[path] = None
        else:
            del self._changed[path]

    def __contains__(self, path: object) -> bool:
        """Whether there is a file at this path."""
        if path in self._changed:
            return self._changed[str(path)] is not None
        return path in self._columns.rows

    def __iter__(self) -> Iterator[str]:
        """The paths."""
        changed, rows = self._changed, self._columns.rows
        yield from (path for path in rows if changed.get(path, True)) if changed else rows
        yield from (path for path, entry in changed.items() if entry and path not in rows)

    def __len__(self) -> int:
        """How many files there are."""
        rows = self._columns.rows
        come = sum(1 for path, entry in self._changed.items() if entry and path not in rows)
        return len(rows) + come - sum(1 for entry in self._changed.values() if entry is None)

    def copy(self) -> SiteFiles:
        """The same files, of which a change changes nothing here."""
        copy = SiteFiles()
        copy._columns, copy._changed = self._columns, dict(self._changed)
        return copy

    def sums(self) -> dict[str, str]:
        """The SHA-256 of every file, by path, in order."""
        digits, rows = self._columns.sums.hex(), self._columns.rows
        sums = {path: digits[row * 2 * _BYTES : (row + 1) * 2 * _BYTES] for path, row in rows.items()}
        for path, entry in self._changed.items():
            if entry is None:
                del sums[path]
            else:
                sums[path] = entry.sha256
        return {path: sums[path] for path in sorted(sums)}

    def states(self) -> Iterator[tuple[str, int, int]]:
        """Path, size and time of the last change of every file."""
        if self._changed:
            return ((path, entry.size, entry.mtime_ns) for path, entry in self.items())
        return zip(self._columns.rows, self._columns.sizes, self._columns.times, strict=True)

    def changes(self) -> Iterator[tuple[str, str, str]]:
        """Path, SHA-256 before and SHA-256 now of the files that came, went (no SHA-256) or have other bytes, since
        `settle` was called here or where this was copied from.
        """
        rows = self._columns.rows
        for path, entry in self._changed.items():
            before, now = self._columns.sum(rows[path]) if path in rows else "", entry.sha256 if entry else ""
            if before != now:
                yield path, before, now

    def settle(self) -> None:
        """Put what has changed into the columns; copies keep theirs."""
        columns, changed = self._columns, self._changed
        if not changed:
            return
        if any(entry is None or path not in columns.rows for path, entry in changed.items()):
            everything = sorted(self.items())
            columns = _no_rows()
            columns.rows = {path: row for row, (path, _) in enumerate(everything)}
            for row, (_, entry) in enumerate(everything):
                columns.put(row, entry)
        else:
            columns = columns.copy()
            for path in changed:
                columns.put(columns.rows[path], self[path])
        self._columns, self._changed = columns, {}

    def plain(self) -> dict[str, Any]:
        """As `marshal` can hold them. Numbers are as this machine writes them."""
        self.settle()
        it = self._columns
        numbers = {"sizes": it.sizes.tobytes(), "times": it.times.tobytes()}
        return {"paths": "\0".join(it.rows), "sums": it.sums, "keys": it.keys, **numbers}


def files_from(plain: Mapping[str, Any]) -> SiteFiles:
    """What `SiteFiles.plain` has made."""
    files, paths = SiteFiles(), plain["paths"].split("\0") if plain["paths"] else []
    files._columns = _Columns(
        dict(zip(paths, range(len(paths)), strict=True)),
        bytearray(plain["sums"]),
        array("q", plain["sizes"]),
        array("q", plain["times"]),
        plain["keys"],
    )
    return files
