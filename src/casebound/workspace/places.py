"""Where things are on this machine: the workspace that somebody works in, and the user's cache."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from casebound.text.error import CaseboundError

CONFIG_NAME = "casebound.toml"
BASELINE = "casebound-baseline.json"
"""In the workspace's root: what was found before, and is not said again."""


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds `casebound.toml`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise CaseboundError(
        f"找不到 {CONFIG_NAME}：请在工作区里运行，或用 --root 指明 / no {CONFIG_NAME} at or above {start}; use --root"
    )


def cache_folder() -> Path:
    """The user's cache: cut fonts, finished layouts, what was checked before."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "casebound"


def name_in_cache(root: Path) -> str:
    """What a workspace is called in the cache: a digest of where it lies."""
    return hashlib.sha256(str(root.resolve()).encode("utf-8", errors="surrogatepass")).hexdigest()[:24]


def store_folder() -> Path:
    """Where laid-out chapters are kept: what `CASEBOUND_STORE` names, which machines may share, or the user's cache."""
    place = os.environ.get("CASEBOUND_STORE")
    return Path(place).expanduser() if place else cache_folder() / "pages"


def drop_oldest(folder: Path, most: int) -> None:
    """Leave the newest `most` files of a folder. Raises `OSError`."""
    files = [entry for entry in os.scandir(folder) if entry.is_file()]
    if len(files) > most:
        for entry in sorted(files, key=lambda entry: -entry.stat().st_mtime_ns)[most:]:
            Path(entry.path).unlink(missing_ok=True)
