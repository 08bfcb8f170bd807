"""What somebody did to a round → lines of its `audit.jsonl`, added by one process at a time and synced to the disk."""

from __future__ import annotations

import fcntl
import getpass
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from casebound.evaluate.audit import AuditEntry, AuditLog, chained, read_audit, render_entries
from casebound.text.error import CaseboundError
from casebound.text.localized import CHINESE, ENGLISH
from casebound.workspace.clock import now
from casebound.workspace.round_files import LOG, round_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file of a round before and after an act."""

    path: str
    """Below the round's folder, `/` between parts."""
    before: str = ""
    """SHA-256; empty: it was not there."""
    after: str = ""
    """SHA-256; empty: it is gone."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """What it was made from: SHA-256 by path below the round's folder, or by another name."""


def change(path: str, before: bytes | None, after: bytes | None, inputs: Mapping[str, str] | None = None) -> Change:
    """The change of one file from these bytes to those; None: not there."""
    return Change(path=path, before=digest_of(before), after=digest_of(after), inputs=inputs or {})


def digest_of(data: bytes | None) -> str:
    """SHA-256 as the log has it; of nothing: empty."""
    return "" if data is None else sha256(data).hexdigest()


def record(
    root: Path, round_id: str, action: str, changes: Sequence[Change], *, by: str | None = None, reason: str = ""
) -> tuple[AuditEntry, ...]:
    """Add what was done to the log of a round, once it is done; the entries that were added.

    A change that changes nothing, and does not say from what it was made, is no act. `by`: who did it; without it, what
    `actor` finds. A last line that a crash left unfinished is cut off: nobody was told that it was written.
    """
    done = [each for each in changes if each.before != each.after or each.inputs]
    if not done:
        return ()
    who, when = actor(root, by), now().strftime("%Y-%m-%dT%H:%M:%SZ")
    with _open_log(round_folder(root, round_id) / LOG) as handle:
        text = _read_all(handle).decode("utf-8", errors="surrogateescape")
        log = read_audit(text)
        refuse_broken(round_id, log)
        whole = "".join(line + "\n" for line in text.split("\n")[: len(log.entries)])
        entries = chained(
            log.entries[-1] if log.entries else None,
            [
                AuditEntry(
                    seq=0,
                    time=when,
                    actor=who,
                    action=action,
                    object=each.path,
                    before=each.before,
                    after=each.after,
                    reason=reason,
                    inputs=dict(each.inputs),
                )
                for each in done
            ],
        )
        lead = "\n" if len(whole) > len(text) else ""
        if log.broken:
            os.ftruncate(handle, len(whole.encode("utf-8", errors="surrogateescape")))
        _write_all(handle, (lead + render_entries(entries)).encode("utf-8", errors="backslashreplace"))
        os.fsync(handle)
    return entries


def refuse_broken(round_id: str, log: AuditLog) -> None:
    """Nothing is added behind a broken chain, and nothing done that would have to be: raises `CaseboundError`."""
    if log.broken and not log.broken.is_torn:
        raise CaseboundError(
            f"{round_id} 的 {LOG} 第 {log.broken.line} 行{log.broken.why.to(CHINESE)}，不能再往下记；"
            f"运行 casebound verify / line {log.broken.line} {log.broken.why.to(ENGLISH)}: run casebound verify"
        )


def read_log(root: Path, round_id: str) -> tuple[str, AuditLog]:
    """The text of a round's log and its entries; without a log: nothing."""
    try:
        data = (round_folder(root, round_id) / LOG).read_bytes()
    except FileNotFoundError:
        return "", AuditLog()
    except OSError as failure:
        raise CaseboundError(f"读不了 {LOG}：{failure.strerror} / cannot be read") from failure
    text = data.decode("utf-8", errors="surrogateescape")
    return text, read_audit(text)


def actor(root: Path, by: str | None) -> str:
    """Who acts: as told, as `CASEBOUND_ACTOR` says, as git knows the person, or the name of the account."""
    for name in (by, os.environ.get("CASEBOUND_ACTOR"), _git_name(root), _login()):
        if name and (told := " ".join(name.split()).encode("utf-8", errors="replace").decode()):
            return told
    return "?"


def _git_name(root: Path) -> str:
    try:
        command = ["git", "-C", str(root), "config", "user.name"]
        return subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@contextmanager
def _open_log(path: Path) -> Iterator[int]:
    """The log, held against other processes until it is closed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as failure:
        raise CaseboundError(f"写不了 {path}：{failure.strerror} / cannot write") from failure
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    except OSError as failure:
        raise CaseboundError(f"写不了 {path}：{failure.strerror} / cannot write") from failure
    finally:
        os.close(handle)


def _read_all(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _write_all(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]
