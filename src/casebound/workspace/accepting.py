"""Files of a round that were changed outside its log → lines of the log that say who answers for them, and why."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from casebound.evaluate.audit import AuditEntry
from casebound.evaluate.continuity import ACCEPT, PROGRAM, RESULTS, jumps, last_known
from casebound.model.evaluation import Round
from casebound.text.error import CaseboundError
from casebound.workspace.audit import Change, digest_of, read_log, record
from casebound.workspace.criteria_files import CRITERIA, PREFIX, criteria_files
from casebound.workspace.load import Workspace
from casebound.workspace.round_files import LOG, round_folder
from casebound.workspace.score_record import score_inputs

_NOT_TO_ACCEPT = (LOG, RESULTS, PROGRAM)
"""What no line of the log can be about, save those of the program itself."""


def accept(
    workspace: Workspace, round: Round, paths: Sequence[str], *, reason: str, by: str | None
) -> tuple[AuditEntry, ...]:
    """Log that somebody answers for what these files, and those in these folders, are now.

    Paths lie below the round's folder, with it or without; criteria are named by their file, or as
    `framework:ID`. What the log says of already is left out. What is no file of the round raises `CaseboundError`, and
    then nothing is logged.
    """
    text, log = read_log(workspace.root, round.id)
    if not text:
        raise CaseboundError(f"轮次 {round.id} 没有日志 / the round has no log")
    folder, inputs = round_folder(workspace.root, round.id), score_inputs(workspace, round)
    known = last_known(log.entries)
    objects = {entry.object: entry.after for entry in log.entries}
    unexplained = {jump.object for jump in jumps(log.entries)}
    names = [
        name for path in paths for name in _criteria(workspace.root, path, inputs) or _names(folder, path, round.id)
    ]
    changes = []
    for name in dict.fromkeys(names):
        now = inputs[name] if name in inputs else _digest_now(folder / name)
        before = known.get(name, ("", 0))[0]
        if not now and not before:
            raise CaseboundError(f"没有“{name}”，日志里也没有 / there is no such file, and the log knows none")
        if objects.get(name) != now or name in unexplained:
            changes.append(Change(path=name, before=before, after=now, inputs={name: now} if before == now else {}))
    return record(workspace.root, round.id, ACCEPT, changes, by=by, reason=reason)


def _digest_now(file: Path) -> str:
    """SHA-256 of a file as it is; empty: it is not there."""
    try:
        return digest_of(file.read_bytes() if file.is_file() else None)
    except OSError as failure:
        raise CaseboundError(f"读不了 {file}：{failure.strerror} / cannot be read") from failure


def _criteria(root: Path, path: str, inputs: Mapping[str, str]) -> list[str]:
    """The criteria that results follow from and that are written in this file, or in this folder; most paths: none."""
    top = Path(os.path.normpath(root.absolute()))
    target = Path(os.path.normpath(top / path))
    if not target.is_relative_to(top / CRITERIA):
        return []
    given = target.relative_to(top).as_posix()
    found = [
        f"{PREFIX}{id}"
        for id, files in criteria_files(root).items()
        if f"{PREFIX}{id}" in inputs and (given == CRITERIA or given in files)
    ]
    if not found:
        raise CaseboundError(f"这一轮的准则不在“{path}”里 / the criteria of the round are not in this file")
    return found


def _names(folder: Path, path: str, round_id: str) -> Iterator[str]:
    """What a path names, as the log names it: `/` between parts, without `.` and `..`."""
    if path.startswith(PREFIX):
        yield path
        return
    given = f"{os.path.normpath(path)}/".removeprefix(f"content/rounds/{round_id}/")
    top = Path(os.path.normpath(folder.absolute()))
    target = Path(os.path.normpath(top / given))
    if not target.is_relative_to(top) or not target.resolve().is_relative_to(top.resolve()):
        raise CaseboundError(f"“{path}”不在轮次的文件夹里 / is not in the folder of the round")
    if target.is_dir():
        for file in sorted(target.rglob("*")):
            name = file.relative_to(top).as_posix()
            if file.is_file() and not file.name.startswith(".") and name not in _NOT_TO_ACCEPT:
                yield name
        return
    name = target.relative_to(top).as_posix()
    if name in _NOT_TO_ACCEPT:
        raise CaseboundError(f"“{path}”由程序记，不能认可 / is kept by the program itself and cannot be accepted")
    yield name
