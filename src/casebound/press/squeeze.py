"""A cut of a Chinese font flows in, the same font flows out with `chws`: neighbouring punctuation is set closer.

Noto CJK knows the half-width form of each mark (`halt`) but not where to use it (`chws`), and WeasyPrint has no
`text-spacing-trim`. The pairs are those of CSS Text 4, "Fullwidth Punctuation Collapsing", which agrees with clreq.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
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
    table = file["GPOS"].table
    add_feature(table, "chws", [add_lookup(table, buildLookup([subtable]))])
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


def add_lookup(table: Any, lookup: Any) -> int:
    """Append a lookup to a GSUB or GPOS table; its place among the table's."""
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    return len(table.LookupList.Lookup) - 1


def add_feature(table: Any, tag: str, lookups: list[int]) -> None:
    """Add a feature to every script and language of a GSUB or GPOS table; where it is there already, to its lookups.

    The feature list stays sorted by tag, as the OpenType specification asks, so indices after its place move up.
    """
    from fontTools.ttLib.tables import otTables

    records = table.FeatureList.FeatureRecord
    present = {index for index, record in enumerate(records) if record.FeatureTag == tag}
    for feature in {id(records[index].Feature): records[index].Feature for index in present}.values():
        feature.LookupListIndex = sorted({*feature.LookupListIndex, *lookups})
        feature.LookupCount = len(feature.LookupListIndex)
    languages = {id(each): each for each in _languages(table)}.values()  # scripts may share one object
    lacking = {id(language) for language in languages if present.isdisjoint(language.FeatureIndex)}
    if not lacking:
        return
    record = otTables.FeatureRecord()
    record.FeatureTag = tag
    record.Feature = otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = lookups
    record.Feature.LookupCount = len(lookups)
    place = sum(other.FeatureTag <= tag for other in records)
    records.insert(place, record)
    table.FeatureList.FeatureCount = len(records)
    for language in languages:
        moved = [index + (index >= place) for index in language.FeatureIndex]
        language.FeatureIndex = sorted([*moved, place] if id(language) in lacking else moved)
        language.FeatureCount = len(language.FeatureIndex)


def _languages(table: Any) -> Iterable[Any]:
    for entry in table.ScriptList.ScriptRecord:
        yield from (record.LangSys for record in entry.Script.LangSysRecord)
        if entry.Script.DefaultLangSys is not None:
            yield entry.Script.DefaultLangSys
