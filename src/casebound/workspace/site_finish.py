"""The files of a site → what is told of all of them: cards, their map, their sums, and the whole as one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from casebound.compose.artifact import Artifact
from casebound.compose.site_card import cards_of
from casebound.compose.site_edition import Edition
from casebound.compose.site_sitemap import make_sitemap
from casebound.workspace.site_cards import card_name, draw_cards, site_fonts
from casebound.workspace.site_output import SITE, SiteOutput
from casebound.workspace.site_pack import digest_of
from casebound.workspace.write import change_lines

SUMS, ZIP = "SHA256SUMS", "site.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP knows."""
_PACKED = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".docx", ".xlsx", ".pptx", ".zip", ".pdf", ".woff2")
"""Endings of what packing makes no smaller."""


Editions = Callable[[], Sequence[Edition]]
"""The editions of the site, read when they are asked for."""


def put_cards(output: SiteOutput, key: str, root: Path, editions: Editions) -> None:
    """The pictures by which other places announce cases. `key`: of all records and what stands around them."""
    fonts = site_fonts(root)
    key = f"{key} {fonts.digest}"
    if output.keep_group("cards", key):
        return
    paths: list[str] = []
    missing = []
    for path, words in cards_of(editions()):
        paths.append(path)
        name = card_name(words, fonts)
        if not output.keep_as_it_is(path, name):
            missing.append((path, name, words))
    for artifact, name in draw_cards(missing, fonts):
        output.put(artifact, name)
    output.end_group("cards", key, paths)


def put_map(output: SiteOutput, key: str, editions: Editions) -> None:
    """The map of the site, when all its pages are there."""
    former = output.former.groups.get("map")
    if former and former["memory"] == key and output.has_same_paths and output.keep_group("map", former["key"]):
        return
    pages = output.pages()
    output.group("map", digest_of(f"{key} {pages}".encode()), lambda: make_sitemap(editions(), pages))
    output.now.groups["map"] = {**output.now.groups["map"], "memory": key}


def put_sums(output: SiteOutput, *, is_zipped: bool) -> None:
    """The sums of the site's files and, if that is wished, all of them as one file: last of all."""
    files, start = output.now.files, len(SITE) + 1
    changes = {path[start:]: each for path, *each in files.changes() if path[start:] not in (SUMS, ZIP)}
    lines = [tuple(f"{digest}  {path}\n" for digest in each) for path, each in changes.items()]
    data = change_lines(output.former_bytes(SUMS), lines)
    if not data:
        data = make_sums({path[start:]: sum for path, sum in files.sums().items() if path[start:] not in (SUMS, ZIP)})
    output.group("sums", "", lambda: [Artifact(path=SUMS, data=data)])
    if is_zipped:
        paths = (path[start:] for path in files if path[start:] != ZIP)
        output.group("zip", digest_of(data), lambda: [make_zip(paths, output.read)])


def make_sums(sums: Mapping[str, str]) -> bytes:
    """`SHA256SUMS`, which `sha256sum -c` understands, from the sums by path."""
    everything = "".join(sums)
    if everything.isprintable() and "\\" not in everything:
        return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()
    lines = []
    for path, digest in sorted(sums.items()):
        name = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        lines.append(f"{chr(92) if name != path else ''}{digest}  {name}\n")
    return "".join(lines).encode()


def make_zip(paths: Iterable[str], read: Callable[[str], bytes]) -> Artifact:
    """The whole site as one file; same files, same bytes. `read`: the bytes at a path."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_STORED if path.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, read(path))
    return Artifact(path=ZIP, data=out.getvalue())
