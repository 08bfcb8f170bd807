"""A workspace → the one date its documents bear, so that the same input gives the same bytes."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from casebound.text.error import CaseboundError


def source_date(root: Path) -> int:
    """Seconds since 1970: `SOURCE_DATE_EPOCH` if set, else the newest commit's time, else the newest source file's."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if told:
        if not re.fullmatch("[0-9]{1,11}", told):
            raise CaseboundError(f"SOURCE_DATE_EPOCH 应为整数秒，不是“{told}” / should be whole seconds")
        return int(told)
    return _newest_commit(root) or _newest_file(root)


def _newest_commit(root: Path) -> int | None:
    # Without looking at signatures: a stranger's repository may name any program to verify them.
    command = ["git", "-C", str(root), "-c", "log.showSignature=false", "log", "-1", "--format=%ct", "--", "."]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip().isdigit() else None


def _newest_file(root: Path) -> int:
    places = (root / "casebound.toml", root / "content", root / "templates", root / "site")
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*")) if file.is_file()]
    return max((int(file.stat().st_mtime) for file in files), default=0)
