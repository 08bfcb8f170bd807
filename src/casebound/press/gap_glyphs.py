"""A cut of a Chinese font flows in, the same font flows out with twins of its letters, wider, and marks, narrower.

The quarter em between Han and Latin (clreq, "Mixed Text Composition in Chinese and Western") belongs to no character.
Set as a shift between two glyphs it would be read as a space: poppler, MuPDF and PDF.js put one wherever a shift
exceeds a tenth or a fifth of an em, so that what is copied or searched for is not what was written. Here each letter
and digit has twins that are themselves wider on the left, on the right, or on both sides, and each mark that `squeeze`
makes narrower beside another has a narrow twin. A variation selector after the character chooses the twin.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping
from string import ascii_letters, digits
from typing import Any

from casebound.press.squeeze import CLOSING, OPENING, add_feature, add_lookup

GAP_EM = 0.25
"""Between Han and Latin, of the size of the Latin letter; clreq asks for a quarter em at most."""
BEFORE, AFTER, BOTH, HALF = "\ufe05", "\ufe06", "\ufe07", "\ufe08"
"""Variation selectors: a gap on a letter's left, on its right, on both sides; a mark without its empty half.

Unicode registers no sequence of these characters with them.
"""
NARROW = frozenset(
    [*ascii_letters, *digits, *"%°+#²³−~$¥€£", *"ĀāĒēĚěĪīŃńŇňŌōŪū"]
    + [chr(code) for code in [*range(0xC0, 0x100), *range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)]]
) - {"×", "÷"}  # fmt: skip
"""The characters with wider twins: letters of Western Europe, Pinyin and Greek, digits, and signs beside a number.

Every cut has them: a selector after a character without a twin would cost it its text in the PDF.
"""
_GAPS = {BEFORE: (1, 0), AFTER: (0, 1), BOTH: (1, 1)}
"""How many gaps a twin has on its left and on its right."""


def add_gap_glyphs(font: bytes) -> bytes:
    """The single-face font `font` with the twins, and with the dash of Chinese in every run that asks for `chws`.

    A dash after Latin letters falls into their run, which Pango calls English, and shrinks from 2 to 1.7 em there. So
    `chws`, which only Chinese asks for, brings what `locl` does for simplified Chinese with it.

    A font without layout tables is returned as it is, and so is one that has the twins already.
    """
    from fontTools.ttLib import TTFont

    file = TTFont(io.BytesIO(font), recalcBBoxes=False, recalcTimestamp=False)
    if "GSUB" not in file or "GPOS" not in file or any(table.format == 14 for table in file["cmap"].tables):
        return font
    em = file["head"].unitsPerEm
    gap = round(em * GAP_EM)
    letters = _glyphs_of(NARROW, font, file)
    twins = {
        selector: _add_twins(file, dict.fromkeys(letters, (gap * left, gap * (left + right))))
        for selector, (left, right) in _GAPS.items()
    }
    closing, opening = (_marks_with_half(marks, font, file) for marks in (CLOSING, OPENING))
    twins[HALF] = _add_twins(file, dict.fromkeys(closing, (0, -em // 2)) | dict.fromkeys(opening, (-em // 2, -em // 2)))
    _add_selectors(file, twins)
    _substitute_alike(file["GSUB"].table, twins.values())
    plain = file.getBestCmap()
    _add_chinese_forms(file["GSUB"].table, {plain[ord(digit)] for digit in digits if ord(digit) in plain})
    halves = twins[HALF]
    _pair_alike(file["GPOS"].table, "kern", firsts=twins[BEFORE], seconds=twins[AFTER])
    _pair_alike(
        file["GPOS"].table,
        "chws",
        firsts={glyph: halves[glyph] for glyph in opening},
        seconds={glyph: halves[glyph] for glyph in closing},
    )
    target = io.BytesIO()
    file.save(target, reorderTables=None)
    return target.getvalue()


def _add_selectors(file: Any, twins: Mapping[str, Mapping[str, str]]) -> None:
    """Say in the character map which glyph a character with a selector has (OpenType, cmap format 14)."""
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    plain = file.getBestCmap()
    table = CmapSubtable.newSubtable(14)
    table.platformID, table.platEncID, table.language, table.cmap = 0, 5, 0xFF, {}
    table.uvsDict = {
        ord(selector): [(code, glyphs[name]) for code, name in sorted(plain.items()) if name in glyphs]
        for selector, glyphs in twins.items()
    }
    file["cmap"].tables.insert(0, table)  # sorted by platform and encoding


def _substitute_alike(table: Any, twins: Iterable[Mapping[str, str]]) -> None:
    """Where one letter replaces another, as `tnum` and `pwid` do, let its twin replace the other's."""
    for lookup in range(len(table.LookupList.Lookup)):
        for part in _parts(table, lookup):
            if part.LookupType == 1:
                for glyphs in twins:
                    known = [pair for pair in part.mapping.items() if pair[0] in glyphs and pair[1] in glyphs]
                    part.mapping.update({glyphs[glyph]: glyphs[other] for glyph, other in known})


def _add_chinese_forms(table: Any, figures: Collection[str]) -> None:
    """Let `chws` do what `locl` does for simplified Chinese, and undo what it does for Latin writing.

    English, which asks for `pwid`, has the same `figures` as Chinese: two sets of them in a book are one too many.
    """
    from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable

    western = (part.mapping for index in _locl(table, "latn", "") for part in _parts(table, index))
    undone = {local: glyph for mapping in western for glyph, local in mapping.items()}
    lookups = _locl(table, "hani", "ZHS ")
    if undone:
        lookups.append(add_lookup(table, buildLookup([buildSingleSubstSubtable(undone)])))
    if lookups:
        add_feature(table, "chws", lookups)
    if same := {local: glyph for local, glyph in undone.items() if glyph in figures}:
        add_feature(table, "pwid", [add_lookup(table, buildLookup([buildSingleSubstSubtable(same)]))])


def _locl(table: Any, script: str, language: str) -> list[int]:
    """Lookups of `locl` in a script and a language, or the script's default language."""
    found: set[int] = set()
    for entry in table.ScriptList.ScriptRecord:
        if entry.ScriptTag == script:
            languages = {record.LangSysTag: record.LangSys for record in entry.Script.LangSysRecord}
            system = languages.get(language, entry.Script.DefaultLangSys)
            for index in system.FeatureIndex if system else ():
                record = table.FeatureList.FeatureRecord[index]
                found.update(record.Feature.LookupListIndex if record.FeatureTag == "locl" else ())
    return sorted(found)


def _parts(table: Any, index: int) -> list[Any]:
    """Subtables of a lookup, whether or not they are kept elsewhere for their size."""
    return [getattr(subtable, "ExtSubTable", subtable) for subtable in table.LookupList.Lookup[index].SubTable]


def _glyphs_of(characters: Iterable[str], font: bytes, file: Any) -> list[str]:
    """Names of the glyphs that the characters may get, in the font's order: plain, Chinese, even, proportional."""
    import uharfbuzz

    shaper = uharfbuzz.Font(uharfbuzz.Face(font))
    found: set[int] = set()
    for language in ("ENG ", "ZHS "):
        for features in ({}, {"pwid": True}, {"tnum": True}, {"lnum": True}):
            for character in characters:
                buffer = uharfbuzz.Buffer()
                buffer.add_str(character)
                buffer.set_language_from_ot_tag(language)
                buffer.guess_segment_properties()
                uharfbuzz.shape(shaper, buffer, features)
                found.update(info.codepoint for info in buffer.glyph_infos)
    order = file.getGlyphOrder()
    return [order[number] for number in sorted(found - {0})]


def _marks_with_half(marks: str, font: bytes, file: Any) -> list[str]:
    """Names of the glyphs of those marks that are one em wide with half of it empty, as `halt` has it."""
    import uharfbuzz

    face = uharfbuzz.Face(font)
    shaper = uharfbuzz.Font(face)
    order = file.getGlyphOrder()
    found = []
    for glyph in _glyphs_of(marks, font, file):
        bounds = shaper.get_glyph_extents(order.index(glyph))
        left, right = bounds.x_bearing, bounds.x_bearing + bounds.width
        is_half = right <= face.upem / 2 if marks == CLOSING else left >= face.upem / 2
        if file["hmtx"][glyph][0] == face.upem and is_half:
            found.append(glyph)
    return found


def _add_twins(file: Any, shifts: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """Append a twin of each glyph, moved and widened by its shifts; returns names of twins by names of glyphs."""
    twins = {}
    order = list(file.getGlyphOrder())
    for glyph, (move, widening) in shifts.items():
        twin = f"cid{len(order):05}" if glyph.startswith("cid") else f"{glyph}.twin{len(order)}"
        advance, bearing = file["hmtx"][glyph]
        file["hmtx"][twin] = (advance + widening, bearing + move)
        (_add_charstring if "CFF " in file else _add_component)(file, glyph, twin, move)
        order.append(twin)
        twins[glyph] = twin
    file.setGlyphOrder(order)
    file["maxp"].numGlyphs = len(order)
    return twins


def _add_charstring(file: Any, glyph: str, twin: str, move: int) -> None:
    """To a CFF table whose identifiers (CID) are its glyph numbers, as `cut` makes them, or to one with names."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen

    top = file["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    original, part = strings.getItemAndSelector(glyph)
    pen = T2CharStringPen(file["hmtx"][twin][0] - original.private.nominalWidthX, strings)
    original.draw(TransformPen(pen, (1, 0, 0, 1, move, 0)))
    strings.charStrings[twin] = len(strings.charStringsIndex)
    strings.charStringsIndex.append(pen.getCharString(original.private, original.globalSubrs))
    top.charset.append(twin)
    if part is not None:
        top.FDSelect.append(part)


def _add_component(file: Any, glyph: str, twin: str, move: int) -> None:
    """To a glyf table: the glyph itself, moved."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(file["glyf"])
    pen.addComponent(glyph, (1, 0, 0, 1, move, 0))
    made = pen.glyph()
    made.recalcBounds(file["glyf"])
    file["glyf"][twin] = made


def _pair_alike(table: Any, tag: str, firsts: Mapping[str, str], seconds: Mapping[str, str]) -> None:
    """Give twins the pairs of their glyphs: as first ones, and as second ones."""
    records = (record for record in table.FeatureList.FeatureRecord if record.FeatureTag == tag)
    for index in sorted({index for record in records for index in record.Feature.LookupListIndex}):
        for part in _parts(table, index):
            if part.LookupType == 2:
                (_pair_by_glyph if part.Format == 1 else _pair_by_class)(part, firsts, seconds)


def _pair_by_glyph(part: Any, firsts: Mapping[str, str], seconds: Mapping[str, str]) -> None:
    from copy import copy

    for pairs in part.PairSet:
        for record in [record for record in pairs.PairValueRecord if record.SecondGlyph in seconds]:
            twin = copy(record)
            twin.SecondGlyph = seconds[record.SecondGlyph]
            pairs.PairValueRecord.append(twin)
        pairs.PairValueCount = len(pairs.PairValueRecord)
    known = [(glyph, pairs) for glyph, pairs in zip(part.Coverage.glyphs, part.PairSet, strict=True) if glyph in firsts]
    part.Coverage.glyphs += [firsts[glyph] for glyph, _ in known]
    part.PairSet += [pairs for _, pairs in known]
    part.PairSetCount = len(part.PairSet)


def _pair_by_class(part: Any, firsts: Mapping[str, str], seconds: Mapping[str, str]) -> None:
    part.Coverage.glyphs += [firsts[glyph] for glyph in part.Coverage.glyphs if glyph in firsts]
    for classes, twins in ((part.ClassDef1.classDefs, firsts), (part.ClassDef2.classDefs, seconds)):
        classes.update({twins[glyph]: number for glyph, number in classes.items() if glyph in twins})
