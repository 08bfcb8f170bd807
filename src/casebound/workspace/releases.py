"""A case's folder → its released versions, `versions/<version>/`, and what has changed since."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from casebound.model.case import Case, Publication
from casebound.read.decode import decode
from casebound.read.document import Document, read_document
from casebound.read.fields import DATE, Field, Reading, Record
from casebound.read.nodes import read_yaml
from casebound.read.written import read_case
from casebound.text.source import Source

VERSIONS = "versions"
"""The folder of a case in which its released versions lie."""
RECORD = "release.yaml"
"""Beside a released version's write-ups: the day of its release."""
_VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._+-]{0,38}[0-9A-Za-z])?")


def may_be_folder(version: str) -> bool:
    """Whether a version can be part of an address: letters, digits and `. _ + -`, at most forty."""
    return _VERSION.fullmatch(version) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A released version of a case."""

    version: str
    folder: str
    """Its path below the workspace."""
    day: date | None
    """Of its release; None where its record does not say."""


def releases_of(root: Path, folder: str) -> tuple[Release, ...]:
    """The released versions of the case in that folder, the newest first. What leads out of the workspace is none."""
    base = root / folder / VERSIONS
    found = []
    with suppress(OSError, RuntimeError):  # no such folder, or a link that leads to itself
        for path in base.iterdir():
            is_here = not path.is_symlink() and path.resolve().is_relative_to(root.resolve())
            if may_be_folder(path.name) and is_here and (path / "case.md").is_file():
                day = _day_of(path / RECORD)
                found.append(Release(version=path.name, folder=path.relative_to(root).as_posix(), day=day))
    return tuple(sorted(found, key=lambda item: (item.day or date.min, _natural(item.version)), reverse=True))


def _day_of(path: Path) -> date | None:
    with suppress(OSError, UnicodeDecodeError):
        node, _ = read_yaml(Source(path=RECORD, text=path.read_text(encoding="utf-8")))
        read = Record(_Record, {"released": Field(DATE)}).read("", node, Reading()) if node else None
        return read.released if read else None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    released: date | None = None


def _natural(version: str) -> list[tuple[int, str]]:
    """`1.10` comes after `1.9`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d+|\D+", version)]


def changed_since_release(read: Callable[[str], bytes], names: Collection[str], version: str) -> tuple[str, ...]:
    """The files of a case that are no longer as they were released under this version; none where it was not.

    `read`: the bytes of a file of the folder; `names`: all files of the folder. Not counted are what was not released,
    such as a later translation, and the settings of publication, which hold for every version as they are now.
    """
    if not may_be_folder(version):
        return ()
    base = f"{VERSIONS}/{version}/"
    if f"{base}case.md" not in names:
        return ()
    released = sorted(name.removeprefix(base) for name in names if name.startswith(base))
    changed = []
    for name in released:
        if name == RECORD or name.startswith("."):
            continue
        if name not in names or (
            (now := read(name)) != (then := read(base + name))
            and not (
                _is_write_up(name) and _said(now, read("case.md"), name) == _said(then, read(f"{base}case.md"), name)
            )
        ):
            changed.append(name)
    return tuple(changed)


def _is_write_up(name: str) -> bool:
    return name.startswith("case.") and name.endswith(".md") and "/" not in name


def _said(data: bytes, original: bytes, name: str) -> Case:
    """What a write-up says to its readers."""
    first = None if name == "case.md" else _document(original)
    document = _document(data)
    case, _, _ = read_case(document, Reading(), first)
    return replace(case, publication=Publication())


def _document(data: bytes) -> Document:
    source, _ = decode("case.md", data)
    return read_document(source)
