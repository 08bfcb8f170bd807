"""A cut of a Chinese font flows in, the same font flows out with `chws`: neighbouring punctuation is set closer.

Noto CJK knows the half-width form of each mark (`halt`) but not where to use it (`chws`), and WeasyPrint has no
`text-spacing-trim`. The pairs are those of CSS Text 4, "Fullwidth Punctuation Collapsing", which agrees with clreq.
"""

from __future__ import annotations

import io
from typing import Any

CLOSING = "、。，．：；」』）〕】》〉〗”’"
"""Ink on the left, a half em of space on the right; `：；` belong here in simplified Chinese."""
OPENING = "「『（〔【《〈〖“‘"
"""Ink on the right, a half em of space on the left."""
CENTRED = "・　"
"""Full-width middle dot and ideographic space: never trimmed, but neighbours are."""


def add_squeeze(font: bytes) -> bytes:
    """The single-face font `font` with a `chws` feature for every script and language it has positions for.

    A mark takes part only if its half-width form says that it leaves the half em on the expected side, so that a font
    that centres its commas (traditional Chinese) or has narrow quotes is left alone.

    Every pair shortens the advance of its first mark. Where it is the second that has the space, in `（（`, the two
    then overlap by that space, which looks the same; and since only one glyph changes, HarfBuzz goes on to look at the
    second as the first of the next pair.
    """
    from fontTools.otlLib.builder import buildLookup, buildPairPosClassesSubtable, buildValue
    from fontTools.ttLib import TTFont

    file = TTFont(io.BytesIO(font), recalcBBoxes=False, recalcTimestamp=False)
    glyphs = file.getBestCmap()
    closing = _glyphs_with_half(font, CLOSING, glyphs, offset=0.0)
    opening = _glyphs_with_half(font, OPENING, glyphs, offset=-0.5)
    centred = tuple(sorted({glyphs[ord(mark)] for mark in CENTRED if ord(mark) in glyphs}))
    if "GPOS" not in file or not (closing and opening and centred):
        return font
    shorter = buildValue({"XAdvance": -file["head"].unitsPerEm // 2})
    pairs = [(closing, closing), (closing, opening), (closing, centred), (opening, opening), (centred, opening)]
    subtable = buildPairPosClassesSubtable(dict.fromkeys(pairs, (shorter, None)), file.getReverseGlyphMap())
    _add_feature(file["GPOS"].table, "chws", buildLookup([subtable]))
    target = io.BytesIO()
    file.save(target, reorderTables=None)
    return target.getvalue()


def _glyphs_with_half(font: bytes, marks: str, glyphs: dict[int, str], *, offset: float) -> tuple[str, ...]:
    """Sorted glyph names of the full-width `marks` whose `halt` form is half an em wide and moved by `offset` em."""
    import uharfbuzz

    face = uharfbuzz.Face(font)
    shaper = uharfbuzz.Font(face)
    found = set()
    for mark in marks:
        placed = []
        for halt in (False, True):
            buffer = uharfbuzz.Buffer()
            buffer.add_str(mark)
            buffer.guess_segment_properties()
            uharfbuzz.shape(shaper, buffer, {"halt": halt})
            position = buffer.glyph_positions[0]
            placed.append((position.x_advance / face.upem, position.x_offset / face.upem))
        if ord(mark) in glyphs and placed == [(1.0, 0.0), (0.5, offset)]:
            found.add(glyphs[ord(mark)])
    return tuple(sorted(found))


def _add_feature(table: Any, tag: str, lookup: Any) -> None:
    """Append `lookup` to a GPOS table as feature `tag` of every script and language.

    The feature list stays sorted by tag, as the OpenType specification asks, so indices after its place move up.
    """
    from fontTools.ttLib.tables import otTables

    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag = tag
    record.Feature = otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [len(table.LookupList.Lookup) - 1]
    record.Feature.LookupCount = 1
    records = table.FeatureList.FeatureRecord
    place = sum(other.FeatureTag <= tag for other in records)
    records.insert(place, record)
    table.FeatureList.FeatureCount = len(records)
    scripts = [entry.Script for entry in table.ScriptList.ScriptRecord]
    languages = [entry.LangSys for script in scripts for entry in script.LangSysRecord]
    languages += [script.DefaultLangSys for script in scripts if script.DefaultLangSys is not None]
    for language in {id(each): each for each in languages}.values():  # scripts may share one object
        moved = [index + (index >= place) for index in language.FeatureIndex]
        language.FeatureIndex = sorted([*moved, place])
        language.FeatureCount = len(language.FeatureIndex)
