"""The images that public pages show → their sizes for screens, and findings about those that cannot be shown.

Made once: what was made of a file's bytes is kept in the user's cache, under their digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from casebound.check.context import error, warning
from casebound.compose.screen_picture import ScreenPicture
from casebound.press.picture_screen import RECIPE, ScreenSizes, fit_for_screens
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.workspace.write import write_file

_MAGIC = b"casebound screen 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownImages:
    """The images of a case as the site has them."""

    pictures: Mapping[str, ScreenPicture]
    """By path in the case's folder, those that can be shown."""
    files: Mapping[str, bytes]
    """Their files, by the name they have there."""
    findings: tuple[Finding, ...]


def images_for_site(
    names: Iterable[str], read: Callable[[str], bytes], place: Callable[[str], Span], cache: Path, taken: Iterable[str]
) -> ShownImages:
    """All images of a case made ready. `place`: where the text shows one; `taken`: names that other files have."""
    wanted = sorted(names)
    stems = Counter(posixpath.splitext(name)[0].casefold() for name in (*wanted, *taken))
    pictures, files, findings = {}, {}, []
    for name in wanted:
        try:
            sizes = _made_fit(read(name), cache)
        except OSError as failure:
            why = phrase("读不了（{why}）", "It cannot be read ({why})", why=str(failure.strerror))
            sizes = ScreenSizes(refusal=why)
        if sizes.refusal:
            findings.append(_refused(name, place(name), sizes.refusal))
            continue
        findings += [_changed(name, place(name), note) for note in sizes.notes]
        stem = posixpath.splitext(name)[0]
        base = name if stems[stem.casefold()] > 1 else stem  # two images of one name keep their endings
        made = {f"{base}-{width}.{sizes.ending}" if width else f"{base}.svg": data for width, data in sizes.sizes}
        files.update(made)
        pictures[name] = ScreenPicture(
            files=tuple(zip(made, (width for width, _ in sizes.sizes), strict=True)),
            width=sizes.width,
            height=sizes.height,
        )
    return ShownImages(pictures=pictures, files=files, findings=tuple(findings))


def _made_fit(data: bytes, cache: Path) -> ScreenSizes:
    recipe = f"{RECIPE} {version('pillow')} ".encode()
    key = hashlib.sha256(recipe + hashlib.sha256(data).digest()).hexdigest()
    path = cache / key[:2] / f"{key}.screen"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return _unpacked(path.read_bytes())
    sizes = fit_for_screens(data)
    with contextlib.suppress(CaseboundError):  # a cache that cannot be written only means more work next time
        write_file(path, _packed(sizes), is_synced=False)
    return sizes


def _packed(sizes: ScreenSizes) -> bytes:
    card = {
        "ending": sizes.ending,
        "sizes": [[width, len(data)] for width, data in sizes.sizes],
        "of": [sizes.width, sizes.height],
        "refusal": dict(sizes.refusal.texts),
        "notes": [dict(note.texts) for note in sizes.notes],
    }
    body = json.dumps(card, ensure_ascii=False).encode() + b"\n" + b"".join(data for _, data in sizes.sizes)
    return _MAGIC + hashlib.sha256(body).digest() + body


def _unpacked(kept: bytes) -> ScreenSizes:
    """What was kept. Raises `ValueError` and such for bytes that are not whole."""
    start = len(_MAGIC) + 32
    body = kept[start:]
    if kept[: len(_MAGIC)] != _MAGIC or hashlib.sha256(body).digest() != kept[len(_MAGIC) : start]:
        raise ValueError("damaged")
    head, _, data = body.partition(b"\n")
    card = json.loads(head)
    sizes, at = [], 0
    for width, length in card["sizes"]:
        sizes.append((int(width), data[at : at + length]))
        at += length
    width, height = card["of"]
    return ScreenSizes(
        ending=card["ending"],
        sizes=tuple(sizes),
        width=width,
        height=height,
        refusal=Localized(card["refusal"]),
        notes=tuple(Localized(note) for note in card["notes"]),
    )


def _refused(name: str, span: Span, why: Localized) -> Finding:
    message = phrase("图片“{name}”没有放上站点：{why}", "Image “{name}” is not on the site: {why}", name=name, why=why)
    hint = phrase("换成完好的 PNG、JPEG、WebP 或普通 SVG", "Use a sound PNG, JPEG, WebP or plain SVG file")
    return error("unshown-image", span, message, hint)


def _changed(name: str, span: Span, note: Localized) -> Finding:
    message = phrase(
        "图片“{name}”在站点上不全：{note}", "Image “{name}” is not all on the site: {note}", name=name, note=note
    )
    hint = phrase("把要用的内容嵌入 SVG 里", "Put all it needs into the SVG itself")
    return warning("partly-shown-image", span, message, hint)
