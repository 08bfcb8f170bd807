"""A font file flows in, a smaller static one flows out: one face, the characters of the trade, no hinting.

HarfBuzz and fontTools are imported when a font is cut, which happens once per machine and font.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import chain

CUT_RECIPE = "7"
"""Version of all that decides the bytes of a cut, here and in `squeeze`; raise it and every cache cuts afresh."""

KEPT_FEATURES = ("ccmp", "chws", "halt", "kern", "liga", "lnum", "locl", "mark", "mkmk", "palt", "pwid", "tnum")
"""OpenType features that survive a cut. The tools set horizontal text only, so `vert` and its kin are dropped."""

_BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 Supplement, Latin Extended-A
    (0x0370, 0x03FF),  # Greek: alpha, kappa, sigma of statistics
    (0x2000, 0x206F),  # General Punctuation, with U+2060 WORD JOINER
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x214F),  # letterlike: ℃ № ™
    (0x2150, 0x218F),  # number forms: roman numerals, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # miscellaneous technical
    (0x2460, 0x24FF),  # enclosed numbers ①–⑳, letters
    (0x2500, 0x25FF),  # box drawing, blocks, geometric shapes
    (0x2600, 0x27BF),  # miscellaneous symbols, dingbats: ★ ✓ ✗
    (0x3000, 0x303F),  # CJK symbols and punctuation
    (0x3040, 0x30FF),  # kana
    (0x3200, 0x33FF),  # enclosed CJK, squared units: ㎡ ㎏ ㏒
    (0xFE10, 0xFE6F),  # vertical, compatibility and small forms
    (0xFF01, 0xFFEE),  # half-width and full-width forms
)


@cache
def cut_characters() -> frozenset[int]:
    """Code points a cut keeps: GB 2312-80, the 通用规范汉字表 of 2013 (8,105 characters), and the Latin, punctuation
    and symbol blocks of reports.

    GB 2312 comes from Python's codec, rows 1 to 87; what the table has besides stands in `tgh.txt`, from the Unihan
    database's `kTGH` (Unicode 15).
    """
    table = files("casebound.press").joinpath("tgh.txt").read_text(encoding="utf-8")
    rows = (bytes((lead, trail)) for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF))
    gb2312 = (ord(text) for text in (row.decode("gb2312", "ignore") for row in rows) if text)
    return frozenset(
        chain(gb2312, map(ord, table.replace("\n", "")), *(range(first, last + 1) for first, last in _BLOCKS))
    )


def cut_font(data: bytes, face_index: int, characters: Iterable[int] | None = None) -> bytes:
    """Static subset of one face of `data` (TTF, OTF or TTC) with the glyphs of `characters`, or of all it has.

    The same input gives the same bytes for one HarfBuzz version. Raises `ValueError` for a variable font, which would
    cost WeasyPrint a slow instance per document, and whose output differs between runs.

    The glyphs of a CFF font are numbered afresh and their character identifiers (CID) with them. WeasyPrint writes
    glyph numbers where PDF asks for CIDs (ISO 32000-1, 9.7.4.2): only when both are equal do all viewers agree.
    """
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(data), face_index)
    if face.has_var_data:
        raise ValueError("a variable font cannot be cut: give a static one")
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.set(set(face.unicodes if characters is None else characters))
    wanted.layout_feature_tag_set.set({_tag(name) for name in KEPT_FEATURES})
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.NOTDEF_OUTLINE | flags.CFF_IDENTITY_CHARSET
    wanted.drop_table_tag_set.update({_tag(name) for name in ("DSIG", "vhea", "vmtx", "VORG")})
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def find_face(data: bytes, families: Iterable[str], style: str) -> int | None:
    """Index of the static face whose English family is one of `families` and style is `style`; None if there is none.

    Faces of a collection differ by name only as far as we care; their order is not a promise of the makers.
    """
    import uharfbuzz

    blob = uharfbuzz.Blob(data)
    names = frozenset(families)
    for index in range(uharfbuzz.Face(blob).count):
        face = uharfbuzz.Face(blob, index)
        family = face.get_name(16, "en") or face.get_name(1, "en")
        if family in names and (face.get_name(17, "en") or face.get_name(2, "en")) == style and not face.has_var_data:
            return index
    return None


def read_ranges(data: bytes) -> tuple[tuple[int, int], ...]:
    """Inclusive, sorted code point ranges a single-face font has glyphs for."""
    import uharfbuzz

    ranges: list[tuple[int, int]] = []
    for code in sorted(uharfbuzz.Face(data).unicodes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return tuple(ranges)


def _tag(name: str) -> int:
    """OpenType tag as HarfBuzz wants it in a set: four bytes, big-endian."""
    return int.from_bytes(name.encode("ascii"), "big")
