"""The files of a round: what they are called, held against other processes, and never written outside its folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casebound.text.error import CaseboundError
from casebound.workspace.write import write_file

PLAN, ASSIGNMENTS, PACKETS, LOG = "round.yaml", "assignments.yaml", "packets.json", "audit.jsonl"
RECEIVED, SUPERSEDED, EVALUATIONS, CONSENSUS = "received", "superseded", "evaluations", "consensus"
"""Folders in it."""


def rounds_folder(root: Path) -> Path:
    """Where the folders of rounds lie."""
    return root / "content" / "rounds"


def round_folder(root: Path, round_id: str) -> Path:
    """Where the files of a round lie."""
    return rounds_folder(root) / round_id


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other processes that hold the same folder out, until done."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as failure:
        raise CaseboundError(f"打不开 {folder}：{failure.strerror} / cannot be opened") from failure
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def bytes_in_round(folder: Path, path: str) -> bytes | None:
    """What a file of a round holds, its path below the round's folder; None: it is not there."""
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as failure:
        raise CaseboundError(f"读不了 {folder / path}：{failure.strerror} / cannot be read") from failure


def write_in_round(folder: Path, path: str, data: bytes) -> None:
    """Write a file of a round, its path below the round's folder.

    Raises CaseboundError where links lead out of that folder: nothing is written there.
    """
    target = folder / path
    try:
        is_inside = target.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead round in a circle
        is_inside = False
    if not is_inside:
        raise CaseboundError(f"{target} 通往这一轮的文件夹之外，没有写 / leads out of the round's folder: not written")
    write_file(target, data)
