"""A workspace → the one date its documents bear, so that the same input gives the same bytes; and what time it is."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
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


def source_day(root: Path) -> date | None:
    """The day that the sources bear: `CASEBOUND_TODAY`, `SOURCE_DATE_EPOCH` or the newest commit's; None without any.

    When the newest file was written is not looked for: of ten thousand cases that takes longer than all the rest.
    """
    if os.environ.get("CASEBOUND_TODAY", "").strip():
        return now().date()
    told = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    seconds = source_date(root) if told else _newest_commit(root)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date()


def _newest_commit(root: Path) -> int | None:
    # Without looking at signatures: a stranger's repository may name any program to verify them.
    command = ["git", "-C", str(root), "-c", "log.showSignature=false", "log", "-1", "--format=%ct", "--", "."]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip().isdigit() else None


def _newest_file(root: Path) -> int:
    own = ("content", "templates", "site")
    times = [path.stat().st_mtime for path in [root / "casebound.toml"] if path.is_file()]
    return int(max((*times, *(time for name in own for time in _times(root / name))), default=0))


def _times(folder: Path) -> Iterator[float]:
    """When each file below a folder was last written."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _times(Path(entry.path))
        elif entry.is_file():
            yield entry.stat().st_mtime


def now() -> datetime:
    """The present moment; with `CASEBOUND_TODAY` set, for rehearsals and tests, the beginning of that day."""
    told = os.environ.get("CASEBOUND_TODAY", "").strip()
    if not told:
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(told), time(), UTC)
    except ValueError as failure:
        raise CaseboundError(
            f"CASEBOUND_TODAY 应为日期，不是“{told}” / should be a date such as 2026-04-09"
        ) from failure


def today() -> date:
    """The day it is here; what `CASEBOUND_TODAY` says comes first."""
    return now().date() if os.environ.get("CASEBOUND_TODAY", "").strip() else now().astimezone().date()
