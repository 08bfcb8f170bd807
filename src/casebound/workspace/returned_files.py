"""Files and folders as people returned them → their bytes.

Whatever lies there, nothing is run, followed or waited for.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from casebound.check.context import error
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import no_text

LARGEST = 20_000_000
"""Bytes; a filled-in sheet has some ten thousand."""
MOST_FILES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedBytes:
    """A file that could be read."""

    name: str
    """As it is named in findings: the path that was given, or below the folder that was."""
    data: bytes
    is_asked_for: bool
    """Whether it was named itself, not just found in a folder."""


def read_returned(paths: Iterable[Path]) -> Iterator[ReturnedBytes | Finding]:
    """Each file named and each file below each folder named, in order; what cannot be read is a finding.

    In folders hidden files and links are passed by, and what is no file is said and passed by; a
    folder that cannot be looked into is an error.
    """
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - where the answer is refused, reading says so
            yield from _below(path)
        else:
            yield _read(path, is_asked_for=True)


def _below(folder: Path) -> Iterator[ReturnedBytes | Finding]:
    count = 0
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith((".", "~$")):
                continue
            count += 1
            if count > MOST_FILES:
                message = phrase(
                    "超过 {n} 个文件，其余没有看", "More than {n} files: the rest was not looked at", n=MOST_FILES
                )
                yield error("no-score-sheet", no_text(str(folder)), message)
                return
            found = _read(Path(parent, name), is_asked_for=False)
            yield found if isinstance(found, ReturnedBytes) else replace(found, severity=Severity.ADVICE)
    for failure in closed:
        yield _unreadable(str(failure.filename), failure)


def _read(path: Path, *, is_asked_for: bool) -> ReturnedBytes | Finding:
    name = str(path)
    follow = 0 if is_asked_for else os.O_NOFOLLOW
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | follow)
    except OSError as failure:
        if os.path.islink(path):  # noqa: PTH114 - where the answer is refused, it is none
            return _passed(name, phrase("是链接，没有跟着走", "is a link and was not followed"))
        return _unreadable(name, failure)
    with os.fdopen(handle, "rb") as stream:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            return _passed(name, phrase("不是文件", "is no file"))
        if state.st_size > LARGEST:
            size = f"{state.st_size / 1_000_000:.0f}"
            return _passed(
                name, phrase("有 {size} MB，评分表没有这么大", "has {size} MB: no score sheet is that large", size=size)
            )
        try:
            return ReturnedBytes(name=name, data=stream.read(LARGEST + 1), is_asked_for=is_asked_for)
        except OSError as failure:
            return _unreadable(name, failure)


def _unreadable(name: str, failure: OSError) -> Finding:
    return _passed(name, phrase("读不了（{why}）", "cannot be read ({why})", why=failure.strerror or "?"))


def _passed(name: str, why: Localized) -> Finding:
    message = phrase("没有收：{why}", "Passed by: it {why}", why=why)
    return error("no-score-sheet", no_text(name), message)
