"""A case → a released version of it: `versions/<version>/` in its folder, a copy of its write-ups and of all they use.

A released version is never overwritten: whoever cites it must find the same words again.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casebound.check.context import error
from casebound.compose.public_case import files_used
from casebound.model.audience import may_be_published
from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.workspace.releases import RECORD, VERSIONS, changed_since_release, may_be_folder, releases_of
from casebound.workspace.write import write_file


def refusal(original: WrittenCase) -> Finding | None:
    """Why a case cannot be released."""
    if not original.case.publication.version:
        why = phrase("没有写 publication.version", "publication.version is not given")
        return _not_released(original, "publication", why, phrase("写明版本，如 1.0", "Name the version, such as 1.0"))
    if not may_be_folder(original.case.publication.version):
        version = original.case.publication.version
        why = phrase("版本“{version}”不能作网址", "Version “{version}” cannot be part of an address", version=version)
        hint = phrase("用字母、数字和 . _ + -，至多四十个", "Use letters, digits and . _ + -, at most forty")
        return _not_released(original, "publication.version", why, hint)
    if not may_be_published(original.case):
        why = phrase("这个案例不公开", "The case is not public")
        hint = phrase("要有 consent: true 和 visibility: public", "It needs consent: true and visibility: public")
        return _not_released(original, "publication", why, hint)
    return None


def changed(original: WrittenCase, names: Sequence[str]) -> Finding:
    """That a version has been released with other content."""
    version = original.case.publication.version
    why = phrase(
        "版本 {version} 早已发布，{file} 与那时不同",
        "Version {version} has been released with another {file}",
        version=version,
        file=names[0],
    )
    hint = phrase("提高 publication.version", "Raise publication.version")
    return _not_released(original, "publication.version", why, hint)


def _not_released(original: WrittenCase, path: str, why: Localized, hint: Localized) -> Finding:
    message = phrase("没有发布：{why}", "Not released: {why}", why=why)
    return error("not-released", original.place(path), message, hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What came of a release."""

    version: str
    folder: str
    added: tuple[str, ...]
    """The files that were written; none: it had been released before, just so."""
    changed: tuple[str, ...] = ()
    """The files that are other than they were released before: nothing was written."""


def release(root: Path, original: WrittenCase, translations: Sequence[WrittenCase], day: date) -> Released:
    """Copy a case into the folder of its version, whole or not at all; a later translation is added to it.

    Raises CaseboundError where the version cannot name a folder, differs from a released one by capitals only, or
    something cannot be read or written.
    """
    version, case = original.case.publication.version, root / original.folder
    if not may_be_folder(version):
        raise CaseboundError(f"版本“{version}”不能作文件夹名：用字母、数字和 . _ + - / cannot name a folder")
    target = case / VERSIONS / version
    near = [item.version for item in releases_of(root, original.folder) if item.version.lower() == version.lower()]
    if near and version not in near:
        raise CaseboundError(f"“{version}”与已发布的“{near[0]}”只差大小写 / differs by capitals only")
    if not (case / VERSIONS).resolve().is_relative_to(root.resolve()):
        raise CaseboundError(f"{original.folder}/{VERSIONS} 在工作区之外 / leads out of the workspace")
    texts = (original, *translations)
    wanted = list(dict.fromkeys(name for text in texts for name in (*_files(text), text.document.source.path)))
    names = [name.removeprefix(f"{original.folder}/") for name in wanted]
    try:
        held = {name: (case / name).read_bytes() for name in names}
        there = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
        folder = target.relative_to(root).as_posix()
        if "case.md" in there:
            everything = [*held, *(f"{VERSIONS}/{version}/{name}" for name in there)]
            changed = changed_since_release(lambda name: _read(case, name), everything, version)
            if changed:
                return Released(version=version, folder=folder, added=(), changed=changed)
            added = tuple(name for name in names if name not in there)
            for name in added:  # write-ups come last: what they use is there before them
                write_file(target / name, held[name])
            return Released(version=version, folder=folder, added=added)
        _write_whole(target, {**held, RECORD: f"released: {day.isoformat()}\n".encode()})
    except OSError as failure:
        raise CaseboundError(f"没有发布 {original.folder}：{failure.strerror} / not released") from failure
    return Released(version=version, folder=folder, added=(*names, RECORD))


def _read(case: Path, name: str) -> bytes:
    return (case / name).read_bytes()


def _files(written: WrittenCase) -> Iterator[str]:
    """The files that a write-up uses and that are there."""
    return (name for name in sorted(files_used(written.case)) if name in written.files)


def _write_whole(target: Path, files: dict[str, bytes]) -> None:
    """All files of a folder that is not there yet, or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for name, data in files.items():
            write_file(beside / name, data)
        beside.chmod(0o755)
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
