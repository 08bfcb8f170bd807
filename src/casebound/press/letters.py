"""Words that the binder writes itself flow in, glyphs at their places flow out: running heads, folios, page numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from casebound.press.fonts import FontFace, FontSet
from casebound.press.job import Lettering

GETA = "〓"
"""What printers put in place of a sign that they do not have."""

FEATURES = {"kern": True, "chws": True, "tnum": True}

FontData = Callable[[FontFace], bytes]
"""The bytes of a face's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Glyphs of one face."""

    digest: str
    """Of the face."""
    shown: bytes
    """Operand of `TJ`."""
    glyphs: Mapping[int, str]
    """Those used → the text they stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words set in one line."""

    runs: tuple[Run, ...]
    width: float
    """In em."""


class Setter:
    """Sets words with the faces of a font set, and notes which glyphs it used."""

    def __init__(self, fonts: FontSet, data: FontData) -> None:
        self.glyphs: dict[str, dict[int, str]] = {}
        """Digest of a face → glyphs used since this was last emptied → the text they stand for."""
        self._fonts = fonts
        self._data = data
        self._shapers: dict[str, Any] = {}
        self._lines: dict[tuple[str, int, str], Line] = {}

    def line(self, words: str, lettering: Lettering) -> Line:
        """The words in one line; what no face has is a geta mark."""
        key = (lettering.family, lettering.weight, words)
        if key not in self._lines:
            faces = [face for face in self._fonts.faces if face.weight == lettering.weight]
            faces.sort(key=lambda face: (not face.family.startswith(lettering.family), face.rare))
            chosen = [(self._face(character, faces), character) for character in words]
            runs, width = [], 0.0
            for face, part in groupby(chosen, lambda pair: pair[0]):
                said = "".join(character if face.has(character) else GETA for _, character in part)
                run, advance = self._shape(face, said)
                runs.append(run)
                width += advance
            self._lines[key] = Line(runs=tuple(runs), width=width)
        line = self._lines[key]
        for run in line.runs:
            used = self.glyphs.setdefault(run.digest, {})
            for glyph, said in run.glyphs.items():
                used.setdefault(glyph, said)
        return line

    @staticmethod
    def _face(character: str, faces: list[FontFace]) -> FontFace:
        return next((face for face in faces if face.has(character)), faces[0])

    def _shape(self, face: FontFace, words: str) -> tuple[Run, float]:
        import uharfbuzz

        if face.digest not in self._shapers:
            self._shapers[face.digest] = uharfbuzz.Font(uharfbuzz.Face(self._data(face)))
        shaper = self._shapers[face.digest]
        buffer = uharfbuzz.Buffer()
        buffer.add_str(words)
        buffer.guess_segment_properties()
        uharfbuzz.shape(shaper, buffer, FEATURES)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        scale = 1000 / shaper.face.upem
        ends = dict(pairwise([*sorted({info.cluster for info in infos}), len(words)]))
        used: dict[int, str] = {}
        shown, width = "<", 0.0
        for info, position in zip(infos, positions, strict=True):
            glyph, own = info.codepoint, shaper.get_glyph_h_advance(info.codepoint)
            used.setdefault(glyph, words[info.cluster : ends[info.cluster]])
            shown += f"{glyph:04x}"
            if adjust := round((own - position.x_advance) * scale):
                shown += f">{adjust}<"
            width += position.x_advance * scale / 1000
        return Run(digest=face.digest, shown=f"[{shown}>]".replace("<>", "").encode(), glyphs=used), width


def merged(uses: list[Mapping[str, Mapping[int, str]]]) -> dict[str, dict[int, str]]:
    """All glyphs of each face; where chapters disagree about a glyph's text, the shortest that is not empty, then the
    first in order.
    """
    union: dict[str, dict[int, str]] = {}
    for use in uses:
        for digest, glyphs in use.items():
            known = union.setdefault(digest, {})
            if glyphs.items() <= known.items():
                continue  # most of them: measured, a quarter of the time
            for glyph, said in glyphs.items():
                before = known.setdefault(glyph, said)
                if said != before and (not said, len(said), said) < (not before, len(before), before):
                    known[glyph] = said
    return union
