"""What people wrote, and the fixes of its findings → the files mended; nothing else in them changes.

A file is written only if it still holds the bytes that were checked, with its byte-order mark, its line ends and its
permissions as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from casebound.check.fixing import mend_files
from casebound.text.finding import Finding
from casebound.text.source import Source
from casebound.workspace.case_folder import CASES
from casebound.workspace.checking import check_workspace
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.judged import Judge
from casebound.workspace.surroundings import read_surroundings
from casebound.workspace.write import write_file

BOM = b"\xef\xbb\xbf"

Check = Callable[[Sequence[str], Mapping[str, str]], Sequence[Finding]]
"""Paths (relative to the workspace), and texts that count in place of those on disk → findings in these files."""


def recheck(root: Path, profile: str) -> Check:
    """Checks files again and again; what write-ups are checked against is read once."""
    surroundings = read_surroundings(WorkspaceFolder(root, {}), profile)

    def check(paths: Sequence[str], texts: Mapping[str, str]) -> Sequence[Finding]:
        folder = paths[0].rpartition("/")[0]
        if folder.startswith(f"{CASES}/"):
            found = Judge(WorkspaceFolder(root, texts), surroundings, None, texts).judge(
                folder.removeprefix(f"{CASES}/")
            )
            return [item for item in found.findings if item.span.source.path in paths]
        return check_workspace(root, profile=profile, only=[root / path for path in paths], unsaved=texts).findings

    return check


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedFile:
    """One file before and after."""

    path: str
    """Relative to the workspace."""
    before: str
    after: str
    data: bytes
    """What stood on disk when it was checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What became of a workspace."""

    files: tuple[MendedFile, ...]
    """Those that change, by path."""
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    """What is said of the texts afterwards."""


def mend_workspace(
    root: Path, findings: Sequence[Finding], check: Check, *, include_suggested: bool = False
) -> Mending:
    """Make the fixes of `findings` in memory, group by group, and check again until nothing more is to be made."""
    applied: list[Finding] = []
    files: list[MendedFile] = []
    remaining = list(findings)
    for paths in _groups(root, findings, include_suggested=include_suggested):
        data = {path: (root / path).read_bytes() for path in paths}
        sources = [Source(path=path, text=data[path].decode("utf-8").removeprefix("\ufeff")) for path in paths]
        judged = partial(_with_marks, check, paths, data)
        done = mend_files(sources, judged, include_suggested=include_suggested)
        texts = _retied({source.path: source.text for source in sources}, dict(done.texts), data)
        changed = [source for source in sources if texts[source.path] != source.text]
        if not changed:
            continue
        applied.extend(done.applied)
        files.extend(
            MendedFile(path=item.path, before=item.text, after=texts[item.path], data=data[item.path])
            for item in changed
        )
        remaining = [item for item in remaining if item.span.source.path not in paths]
        remaining.extend(judged(texts))
    return Mending(files=tuple(files), applied=tuple(applied), remaining=tuple(remaining))


def _with_marks(
    check: Check, paths: Sequence[str], data: Mapping[str, bytes], texts: Mapping[str, str]
) -> Sequence[Finding]:
    """What is said of texts as they would be saved."""
    return check(paths, {path: with_bom(text, data[path]).decode("utf-8") for path, text in texts.items()})


def _groups(root: Path, findings: Iterable[Finding], *, include_suggested: bool) -> list[list[str]]:
    """The files that have fixes; a write-up together with its translations, which name its digest."""
    paths = {
        edit.span.source.path
        for finding in findings
        if finding.fix and (finding.fix.is_safe or include_suggested)
        for edit in finding.fix.edits
    }
    groups: dict[str, list[str]] = {}
    for path in sorted(paths):
        if not _is_text(root, path):
            continue
        folder = path.rpartition("/")[0]
        if path.startswith("content/cases/") and path.endswith(".md"):
            written = sorted((root / folder).glob("case*.md"))
            groups[folder] = [
                item.relative_to(root).as_posix() for item in written if _is_text(root, f"{folder}/{item.name}")
            ]
        else:
            groups[path] = [path]
    return list(groups.values())


def _is_text(root: Path, path: str) -> bool:
    """Whether the file is in the workspace, and UTF-8."""
    file = root / path
    try:
        if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
            return False
        file.read_bytes().decode("utf-8")
    except (OSError, RuntimeError, ValueError):
        return False
    return True


def _retied(before: Mapping[str, str], after: dict[str, str], data: Mapping[str, bytes]) -> dict[str, str]:
    """A translation that named the original as it was names it as it is now: fixes change no meaning."""
    original = next((path for path in before if path.endswith("/case.md")), None)
    if original is None or after[original] == before[original]:
        return after
    old = hashlib.sha256(data[original]).hexdigest()
    new = hashlib.sha256(with_bom(after[original], data[original])).hexdigest()
    return {path: text if path == original else text.replace(old, new, 1) for path, text in after.items()}


def with_bom(text: str, data: bytes) -> bytes:
    """The text as bytes, beginning as `data` did."""
    return (BOM if data.startswith(BOM) else b"") + text.encode("utf-8")


def write_mended(root: Path, files: Iterable[MendedFile]) -> list[str]:
    """Write the files; the paths of those that somebody changed in the meantime, which are left as they are."""
    changed = []
    for file in files:
        path = (root / file.path).resolve()
        if path.read_bytes() != file.data:
            changed.append(file.path)
            continue
        write_file(path, with_bom(file.after, file.data))
    return changed
