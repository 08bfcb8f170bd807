"""The images that a write-up shows → the same, fit for print, and findings about those that are not.

Made once: what was made of a file's bytes is kept in the user's cache, under their digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import posixpath
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

from casebound.check.context import error, warning
from casebound.press.picture_input import RECIPE, Picture, fit_for_print
from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.workspace.write import write_file

_MAGIC = b"casebound picture 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The images of one write-up."""

    pictures: dict[str, Picture]
    """By path in the case's folder, those that can be printed."""
    findings: tuple[Finding, ...]
    """About those that cannot, or not wholly."""


@dataclass(slots=True, kw_only=True)
class Pictures:
    """Makes images ready, and keeps what it made."""

    root: Path
    """Of the workspace."""
    cache: Path
    _read: dict[str, Shown] = field(init=False, default_factory=dict)

    def of(self, written: WrittenCase) -> Shown:
        """The images that the text of a write-up shows. What cannot be read from the disk is a finding, too."""
        path = written.document.source.path
        if path not in self._read:
            self._read[path] = self._shown(written)
        return self._read[path]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """About all images that were asked for so far, once each."""
        return tuple(finding for _, shown in sorted(self._read.items()) for finding in shown.findings)

    def _shown(self, written: WrittenCase) -> Shown:
        places: dict[str, Span] = {}
        source, start = written.document.source, written.document.body_start
        for mention in written.document.body.mentions:
            name = posixpath.normpath(unquote(mention.target.partition("#")[0]))
            if mention.kind == "image" and name in written.files and written.files[name].is_drawable:
                places.setdefault(name, source.span(start + mention.start, start + mention.end))
        pictures, findings = {}, []
        for name, span in sorted(places.items()):
            try:
                picture = self._made_fit((self.root / written.folder / name).read_bytes())
            except OSError as failure:
                why = str(failure.strerror)
                picture = Picture(refusal=phrase("读不了（{why}）", "It cannot be read ({why})", why=why))
            if picture.refusal:
                findings.append(_refused(name, span, picture.refusal))
            else:
                pictures[name] = picture
            findings += [_changed(name, span, note) for note in picture.notes]
        return Shown(pictures=pictures, findings=tuple(findings))

    def _made_fit(self, data: bytes) -> Picture:
        key = hashlib.sha256(f"{RECIPE} {version('pillow')} ".encode() + hashlib.sha256(data).digest()).hexdigest()
        path = self.cache / key[:2] / f"{key}.picture"
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            return _unpacked(path.read_bytes(), data)
        picture = fit_for_print(data)
        with contextlib.suppress(CaseboundError):  # a cache that cannot be written only means more work next time
            write_file(path, _packed(picture, data), is_synced=False)
        return picture


def _packed(picture: Picture, source: bytes) -> bytes:
    is_same = picture.data == source
    card = {
        "refusal": dict(picture.refusal.texts),
        "notes": [dict(note.texts) for note in picture.notes],
        "is_same": is_same,
    }
    body = json.dumps(card, ensure_ascii=False).encode() + b"\n" + (b"" if is_same else picture.data)
    return _MAGIC + hashlib.sha256(body).digest() + body


def _unpacked(kept: bytes, source: bytes) -> Picture:
    """What was kept. Raises `ValueError` and such for bytes that are not whole."""
    start = len(_MAGIC) + 32
    body = kept[start:]
    if kept[: len(_MAGIC)] != _MAGIC or hashlib.sha256(body).digest() != kept[len(_MAGIC) : start]:
        raise ValueError("damaged")
    head, _, data = body.partition(b"\n")
    card = json.loads(head)
    return Picture(
        data=source if card["is_same"] else data,
        refusal=Localized(card["refusal"]),
        notes=tuple(Localized(note) for note in card["notes"]),
    )


def _refused(name: str, span: Span, why: Localized) -> Finding:
    message = phrase("图片“{name}”没有印：{why}", "Image “{name}” is not printed: {why}", name=name, why=why)
    hint = phrase("换成完好的 PNG、JPEG、WebP 或普通 SVG", "Use a sound PNG, JPEG, WebP or plain SVG file")
    return error("unprinted-image", span, message, hint)


def _changed(name: str, span: Span, note: Localized) -> Finding:
    message = phrase("图片“{name}”没有印全：{note}", "Image “{name}” is not all printed: {note}", name=name, note=note)
    hint = phrase("把要用的内容嵌入 SVG 里", "Put all it needs into the SVG itself")
    return warning("partly-printed-image", span, message, hint)
