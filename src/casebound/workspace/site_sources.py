"""A public case → the same with its images made ready and its released versions read, and the bytes of its files."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from casebound.check.context import error
from casebound.compose.public_case import PublicCase, PublicVersion, make_public_release
from casebound.compose.site_map import version_folder
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Span, no_text
from casebound.workspace.case_folder import CASES, list_files, read_case_folder
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.load import can_be_composed
from casebound.workspace.releases import Release, releases_of
from casebound.workspace.site_pictures import ShownImages, images_for_site


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSources:
    """All that the pages of a case are made from."""

    case: PublicCase
    files: dict[str, bytes]
    """By the name they have below the case on the site."""
    findings: tuple[Finding, ...]


def read_sources(
    root: Path, case: PublicCase, written: Sequence[WrittenCase], frameworks: Container[str], cache: Path
) -> CaseSources:
    """The case whole; what cannot be read or shown is a finding, and left out. `written`: its texts."""
    shown = _images(root, case, written, cache)
    files = {**_bytes(root, case), **shown.files}
    pictures, findings = shown.pictures, list(shown.findings)
    versions = []
    for release in releases_of(root, case.folder):
        texts = _texts(root, release)
        if not texts or not all(can_be_composed(text, frameworks) for text in texts):
            findings.append(_unreadable(release))
            continue
        then = make_public_release(texts, case)
        if then is None:
            continue  # it was withdrawn
        then = replace(then, id=case.id)
        shown = _images(root, then, texts, cache)
        folder = version_folder(release.version)
        files.update((f"{folder}/{name}", data) for name, data in {**_bytes(root, then), **shown.files}.items())
        findings += shown.findings
        versions.append(
            PublicVersion(
                version=release.version,
                day=release.day,
                is_current=release.version == case.text(case.original).publication.version,
                case=replace(then, pictures=shown.pictures),
            )
        )
    whole = replace(case, pictures=pictures, versions=tuple(versions))
    return CaseSources(case=whole, files=files, findings=tuple(findings))


def _texts(root: Path, release: Release) -> tuple[WrittenCase, ...]:
    """The write-ups of a released version; what is amiss in them was said when they were the present ones."""
    name = release.folder.removeprefix(f"{CASES}/")
    return read_case_folder(WorkspaceFolder(root, {}), name, list_files(f"{root}/{release.folder}"))


def _bytes(root: Path, case: PublicCase) -> dict[str, bytes]:
    return {name: (root / case.folder / name).read_bytes() for name in case.files}


def _images(root: Path, case: PublicCase, written: Iterable[WrittenCase], cache: Path) -> ShownImages:
    folder = root / case.folder
    return images_for_site(
        case.images, lambda name: (folder / name).read_bytes(), partial(_place, list(written), case), cache, case.files
    )


def _place(written: Sequence[WrittenCase], case: PublicCase, name: str) -> Span:
    """Where a text shows an image first."""
    return next(_places(written, name), no_text(case.folder))


def _places(written: Sequence[WrittenCase], name: str) -> Iterator[Span]:
    for text in written:
        start = text.document.body_start
        for mention in text.document.body.mentions:
            if mention.kind == "image" and posixpath.normpath(unquote(mention.target.partition("#")[0])) == name:
                yield text.document.source.span(start + mention.start, start + mention.end)


def _unreadable(release: Release) -> Finding:
    message = phrase(
        "已发布的版本 {version} 没有放上站点：它的 case.md 读不懂，或准则已不在",
        "Released version {version} is not on the site: its case.md cannot be read, or its framework is gone",
        version=release.version,
    )
    hint = phrase("从版本库里取回发布时的文件", "Fetch the files as they were released from version control")
    return error("unshown-version", no_text(f"{release.folder}/case.md"), message, hint)
