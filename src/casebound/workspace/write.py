"""Artifacts → disk. A file is written beside its place, synced and renamed: the old one or the new one, never half."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import Path, PurePosixPath

from casebound.compose.artifact import Artifact
from casebound.text.error import CaseboundError

MANIFEST = "manifest.json"


def write_artifacts(folder: Path, artifacts: Iterable[Artifact]) -> list[Path]:
    """Write each artifact under `folder`; what is there with the same bytes is left alone."""
    written = []
    for artifact in artifacts:
        path = inside(folder, artifact.path)
        write_file(path, artifact.data)
        written.append(path)
    return written


def write_file(path: Path, data: bytes, *, is_synced: bool = True) -> None:
    """Replace the file at `path` by `data`, whole or not at all.

    What can be made anew and is checked when it is read need not wait for the disk: `is_synced=False`.
    """
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                if is_synced:
                    os.fsync(stream.fileno())
            Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as failure:
        raise CaseboundError(f"写不了 {path}：{failure.strerror} / cannot write") from failure


def write_made(folder: Path, artifacts: Sequence[Artifact]) -> list[Path]:
    """Write some artifacts and note their sums beside those of the rest."""
    written = write_artifacts(folder, artifacts)
    _write_sums(folder, earlier_sums(folder / MANIFEST) | _sums(artifacts))
    return written


def write_manifest(folder: Path, artifacts: Iterable[Artifact], more: Mapping[str, str] | None = None) -> None:
    """List every artifact with its SHA-256, and remove what an earlier build listed and this one no longer makes.

    `more`: the sums of files that were written otherwise. Only files whose bytes are still those of the earlier build
    are removed: what somebody put or changed there stays.
    """
    sums = _sums(artifacts) | dict(more or {})
    for name, digest in earlier_sums(folder / MANIFEST).items():
        if name not in sums:
            remove_made(folder, name, digest)
    _write_sums(folder, sums)


def _sums(artifacts: Iterable[Artifact]) -> dict[str, str]:
    return {artifact.path: hashlib.sha256(artifact.data).hexdigest() for artifact in artifacts}


def _write_sums(folder: Path, sums: Mapping[str, str]) -> None:
    write_file(folder / MANIFEST, manifest_of(sums))


def manifest_of(sums: Mapping[str, str]) -> bytes:
    """The bytes of a manifest that lists these."""
    if not sums:
        return b'{\n  "version": 1,\n  "files": {}\n}\n'
    # What `json.dumps` writes with an indent of 2, which takes thirty times as long: a large site has 100,000 files.
    paths, everything = sorted(sums), "".join((*sums, *sums.values()))
    if everything.isprintable() and '"' not in everything and "\\" not in everything:
        lines = ",\n".join(f'    "{path}": "{sums[path]}"' for path in paths)
    else:
        lines = ",\n".join(f"    {encode_basestring(path)}: {encode_basestring_ascii(sums[path])}" for path in paths)
    return f'{{\n  "version": 1,\n  "files": {{\n{lines}\n  }}\n}}\n'.encode()


_MANY = 200
"""Lines of a list from which on it is written anew rather than changed."""


def change_manifest(manifest: bytes, changes: Mapping[str, tuple[str, str]]) -> bytes | None:
    """A manifest in which files, by path, have another sum than before; None where it must be written anew."""
    return change_lines(
        manifest,
        [
            tuple(f"    {encode_basestring(path)}: {encode_basestring_ascii(digest)}" for digest in each)
            for path, each in changes.items()
        ],
    )


def change_lines(text: bytes, lines: Sequence[tuple[str, ...]]) -> bytes | None:
    """A text in which lines have become others of their lengths; None where it must be written anew: one of them is not
    in it, or they are many. In a list of a hundred thousand, to look for each of ten takes a hundredth of the time.
    """
    if len(lines) >= _MANY:
        return None
    changed = bytearray(text)
    for line in lines:
        before, after = (part.encode("utf-8", "surrogatepass") for part in line)
        place = changed.find(b"\n" + before) + 1
        if not place or len(before) != len(after):
            return None
        changed[place : place + len(before)] = after
    return bytes(changed)


def remove_made(folder: Path, name: str, digest: str) -> None:
    """Remove a file that still has these bytes, and the folders that it leaves empty; what cannot be removed stays."""
    with contextlib.suppress(OSError, CaseboundError):
        path = inside(folder, name)
        if not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
            return
        if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            path.unlink()
            for parent in path.relative_to(folder).parents[:-1]:
                (folder / parent).rmdir()


def earlier_sums(path: Path) -> dict[str, str]:
    """The SHA-256 of what a manifest lists, by path; nothing where there is none."""
    try:
        return read_sums(path.read_bytes())
    except OSError:
        return {}


def read_sums(manifest: bytes) -> dict[str, str]:
    """What the bytes of a manifest list; nothing where it is none."""
    try:
        files = json.loads(manifest)["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def inside(folder: Path, name: str) -> Path:
    """The path below a folder. Raises `CaseboundError` for one that leads out of it."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise CaseboundError(f"“{name}”在输出目录之外 / is outside the output folder")
    return folder.joinpath(*parts)
