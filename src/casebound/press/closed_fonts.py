"""A FontSet flows in, a font configuration with those fonts and no others flows out. Imports WeasyPrint.

Pango falls back silently to whatever the system offers, so the same text prints differently on two machines (seen:
DejaVu for symbols, Noto CJK JP for Chinese). Here fontconfig starts from an empty configuration: there is nothing to
fall back to. It also saves time, as no system font is ever considered (first page 0.03 s instead of 0.19 s).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from weasyprint.logger import LOGGER
from weasyprint.text import ffi as native
from weasyprint.text.constants import FONTCONFIG_WEIGHT
from weasyprint.text.fonts import FontConfiguration

from casebound.press.fonts import FontFace

native.ffi.cdef("FcConfig * FcConfigCreate(void);")  # the one function we need that WeasyPrint does not declare


class ClosedFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """Only the given faces exist, read in place: WeasyPrint's `@font-face` would copy each to a temporary folder."""

    def __init__(self, faces: tuple[FontFace, ...]) -> None:
        super().__init__()
        self._families = frozenset(face.family for face in faces)
        self._config = native.fontconfig.FcConfigCreate()
        font_map = native.ffi.cast("PangoFcFontMap *", self.font_map)
        native.pangoft2.pango_fc_font_map_set_config(font_map, self._config)
        native.fontconfig.FcConfigDestroy(self._config)  # the font map keeps its own reference
        for face in faces:
            self._declare(face)
        native.pangoft2.pango_fc_font_map_config_changed(font_map)

    def add_font_face(self, rule_descriptors: Mapping[str, Any], url_fetcher: object) -> None:  # noqa: ARG002  # WeasyPrint calls it
        """Refuse `@font-face` of documents: a worker's fonts are the set's, whichever jobs it has seen before."""
        family = rule_descriptors["font_family"]
        if family not in self._families:
            LOGGER.warning("@font-face %r is not loaded: a job brings its fonts in its font set", family)

    def _declare(self, face: FontFace) -> None:
        """Let fontconfig know the file under the family and weight that CSS uses."""
        # Prepended, not replaced: replacing the family breaks Pango (WeasyPrint #2510).
        rule = f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><match target="scan"><test name="file" compare="eq"><string>{escape(_posix(face.path))}</string></test>
<edit name="family" mode="prepend"><string>{escape(face.family)}</string></edit>
<edit name="weight" mode="assign_replace"><int>{FONTCONFIG_WEIGHT[face.weight]}</int></edit></match></fontconfig>"""
        native.fontconfig.FcConfigParseAndLoadFromMemory(self._config, rule.encode(), True)
        if not native.fontconfig.FcConfigAppFontAddFile(self._config, _posix(face.path).encode()):
            raise OSError(f"fontconfig cannot read {face.path}")


def _posix(path: Path) -> str:
    return path.absolute().as_posix()
