"""Artifacts → disk. A file is written beside its place, synced and renamed: the old one or the new one, never half."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from casebound.compose.artifact import Artifact
from casebound.text.error import CaseboundError

MANIFEST = "manifest.json"


def write_artifacts(folder: Path, artifacts: Iterable[Artifact]) -> list[Path]:
    """Write each artifact under `folder`; what is there with the same bytes is left alone."""
    written = []
    for artifact in artifacts:
        path = _inside(folder, artifact.path)
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
    _write_sums(folder, _earlier(folder / MANIFEST) | _sums(artifacts))
    return written


def write_manifest(folder: Path, artifacts: Iterable[Artifact]) -> None:
    """List every artifact with its SHA-256, and remove what an earlier build listed and this one no longer makes.

    Only files whose bytes are still those of the earlier build are removed: what somebody put or changed there stays.
    """
    sums = _sums(artifacts)
    for name, digest in _earlier(folder / MANIFEST).items():
        if name not in sums:
            _remove(folder, name, digest)
    _write_sums(folder, sums)


def _sums(artifacts: Iterable[Artifact]) -> dict[str, str]:
    return {artifact.path: hashlib.sha256(artifact.data).hexdigest() for artifact in artifacts}


def _write_sums(folder: Path, sums: dict[str, str]) -> None:
    document = {"version": 1, "files": dict(sorted(sums.items()))}
    write_file(folder / MANIFEST, (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())


def _remove(folder: Path, name: str, digest: str) -> None:
    """Remove a file that still has these bytes, and the folders that it leaves empty; what cannot be removed stays."""
    with contextlib.suppress(OSError, CaseboundError):
        path = _inside(folder, name)
        if not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
            return
        if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            path.unlink()
            for parent in path.relative_to(folder).parents[:-1]:
                (folder / parent).rmdir()


def _earlier(path: Path) -> dict[str, str]:
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(folder: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise CaseboundError(f"“{name}”在输出目录之外 / is outside the output folder")
    return folder.joinpath(*parts)
