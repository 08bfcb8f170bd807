"""An output folder → what has happened to the site in it since it was built, and what else stands there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from casebound.workspace.site_memory import Entry
from casebound.workspace.site_pack import digest_of
from casebound.workspace.write import MANIFEST, read_sums

_CASE_PAGE = re.compile(r"site/(?:[a-z]{2,3}(?:-[A-Za-z0-9]+)*/)?cases/([^/]+)/index\.html")


def broken_in(folder: Path, files: Mapping[str, Entry]) -> set[str]:
    """The files that are not as they were noted, by path below the folder."""
    broken, start = set(), f"{folder}/"
    for path, entry in files.items():
        try:
            state = os.stat(start + path)  # noqa: PTH116 - a hundred thousand of them
        except OSError:
            broken.add(path)
            continue
        if state.st_mtime_ns != entry[2] or state.st_size != entry[1]:
            broken.add(path)
    return broken


def listed_in(folder: Path, noted: str) -> dict[str, str] | None:
    """What the folder's manifest lists, SHA-256 by path; None where it is that of the digest noted."""
    try:
        data = (folder / MANIFEST).read_bytes()
    except OSError:
        return {}
    return None if digest_of(data) == noted else read_sums(data)


def addresses_in(paths: Iterable[str]) -> list[str]:
    """The ids under which a site has pages of cases, by the paths of its files."""
    pages = (path for path in paths if path.endswith("/index.html"))
    return sorted({match[1] for path in pages if (match := _CASE_PAGE.fullmatch(path))})
