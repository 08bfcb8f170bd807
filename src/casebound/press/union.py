"""The glyphs that all chapters use flow in, one font for the whole file flows out, with its widths and its texts.

The engine keeps glyph numbers (`CID` = number in the cut), so the chapters' text stays as it is.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping
from itertools import groupby

from casebound.press.fonts import FontFace
from casebound.press.pieces import COMPRESSION
from casebound.press.syntax import array, real

SILENT = frozenset("\u2060\u200b\ufeff\u00ad")
"""Characters that only steer line breaks: their glyphs stand for no text, so that copied text is as it was written."""

DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "VORG", "vhea", "vmtx", "name")
"""Tables that a file does not need: its text is laid out already."""


def font_objects(face: FontFace, data: bytes, glyphs: Mapping[int, str], first: int) -> list[tuple[int, bytes, bytes]]:
    """Objects `first` to `first + 4` as (number, dictionary, data): the font, its descendant, its descriptor, its
    program and its texts. Those with empty data are no streams; the dictionaries of streams are left open.

    `data` are the bytes of the face's file. ISO 32000-1, 9.7 and 9.10.3.
    """
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.set({0, *glyphs})
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NOTDEF_OUTLINE | flags.NO_LAYOUT_CLOSURE
    wanted.flags |= flags.CFF_IDENTITY_CHARSET
    wanted.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in DROPPED})
    whole = uharfbuzz.Face(data)
    program = bytes(uharfbuzz.subset(whole, wanted).blob.data)
    font = uharfbuzz.Font(whole)
    scale = 1000 / whole.upem
    name = f"/{_prefix(face, glyphs)}+{face.family.replace(' ', '-')}{'-Bold' if face.weight > 400 else ''}".encode()
    extents = font.get_font_extents("ltr")
    box = struct.unpack(">4h", bytes(whole.reference_table("head").data)[36:44])
    is_cff = program[:4] == b"OTTO"
    widths = {glyph: round(font.get_glyph_h_advance(glyph) * scale) for glyph in sorted(glyphs)}
    type0 = b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
    descendant = (
        b"<</Type/Font/Subtype/CIDFontType%d/BaseFont%b"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"%b/DW 1000/W%b/FontDescriptor %d 0 R>>"
    ) % (0 if is_cff else 2, name, b"" if is_cff else b"/CIDToGIDMap/Identity", _widths(widths), first + 2)
    descriptor = (
        b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox%b/ItalicAngle 0/Ascent %b/Descent %b/CapHeight %b/StemV 80"
        b"/FontFile%b %d 0 R>>"
    ) % (
        name,
        array(real(round(edge * scale)) for edge in box),
        real(round(extents.ascender * scale)),
        real(round(extents.descender * scale)),
        real(round(extents.ascender * scale * 0.8)),
        b"3" if is_cff else b"2",
        first + 3,
    )
    kind = b"<</Subtype/OpenType/Filter/FlateDecode" if is_cff else b"<</Length1 %d/Filter/FlateDecode" % len(program)
    texts = zlib.compress(_to_unicode(glyphs), COMPRESSION)
    return [
        (first, type0 % (name, first + 1, first + 4), b""),
        (first + 1, descendant, b""),
        (first + 2, descriptor, b""),
        (first + 3, kind, zlib.compress(program, COMPRESSION)),
        (first + 4, b"<</Filter/FlateDecode", texts),
    ]


def _prefix(face: FontFace, glyphs: Mapping[int, str]) -> str:
    """The six letters of a subset's name: of the face and its glyphs."""
    digest = hashlib.sha256(f"{face.digest} {sorted(glyphs)}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _widths(widths: Mapping[int, int]) -> bytes:
    """Runs of neighbouring glyphs: `first [width …]`, or `first last width` where all are equal."""
    parts = []
    for _, run in groupby(enumerate(widths), lambda pair: pair[1] - pair[0]):
        glyphs = [glyph for _, glyph in run]
        those = [widths[glyph] for glyph in glyphs]
        if len(those) > 2 and len(set(those)) == 1:
            parts.append(b"%d %d %d" % (glyphs[0], glyphs[-1], those[0]))
        elif set(those) != {1000}:
            parts.append(b"%d %b" % (glyphs[0], array(b"%d" % width for width in those)))
    return array(parts)


def _to_unicode(glyphs: Mapping[int, str]) -> bytes:
    """The CMap from glyphs to text."""
    spoken = [(glyph, said) for glyph, said in sorted(glyphs.items()) if said and not SILENT.issuperset(said)]
    lines = [
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        b"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000><ffff>\nendcodespacerange"
    ]
    lines.extend(_mapped(spoken))
    lines.append(b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend")
    return b"\n".join(lines)


def _mapped(spoken: list[tuple[int, str]]) -> Iterator[bytes]:
    """In blocks of a hundred, as the format asks."""
    for start in range(0, len(spoken), 100):
        block = spoken[start : start + 100]
        yield b"%d beginbfchar" % len(block)
        for glyph, said in block:
            letters = "".join(char for char in said if char not in SILENT)
            yield b"<%04x><%b>" % (glyph, letters.encode("utf-16-be", "replace").hex().encode())
        yield b"endbfchar"
