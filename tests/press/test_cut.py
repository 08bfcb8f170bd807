"""Cutting fonts: fontTools and Python's codecs are the outside witnesses."""

import io
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from casebound.press.cut import cut_characters, cut_font, find_face, read_ranges

SAMPLE = "质量改进：“三星”案例——Casebound ①⑳℃㎡±≥→■ Ⅳ，。；！？（）《》…… café Δσ ￥100％"


@pytest.fixture(scope="module")
def data(collection: Path) -> bytes:
    return collection.read_bytes()


@pytest.fixture(scope="module")
def index(data: bytes) -> int:
    found = find_face(data, ["Noto Sans CJK SC"], "Regular")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cut(data: bytes, index: int) -> bytes:
    return cut_font(data, index, cut_characters())


@pytest.fixture(scope="module")
def everything(data: bytes, index: int) -> bytes:
    return cut_font(data, index)


def covers(font: bytes) -> set[int]:
    return set(TTFont(io.BytesIO(font)).getBestCmap())


def test_the_cut_characters_hold_all_of_gb_2312() -> None:
    # GB 2312-80: 3,755 + 3,008 Han in rows 16 to 55 and 56 to 87, and 682 other characters in rows 1 to 9.
    rows = [bytes((lead, trail)) for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF)]
    gb2312 = {text for row in rows if (text := row.decode("gb2312", "ignore"))}
    assert len(gb2312) == 3755 + 3008 + 682
    assert {ord(text) for text in gb2312} <= cut_characters()


def test_the_simplified_chinese_face_is_found_by_its_name(data: bytes, index: int) -> None:
    names = [font["name"].getDebugName(1) for font in TTCollection(io.BytesIO(data)).fonts]
    assert names[index] == "Noto Sans CJK SC"


def test_no_face_is_found_for_another_style(data: bytes) -> None:
    assert find_face(data, ["Noto Sans CJK SC"], "Bold") is None


def test_a_cut_keeps_the_glyphs_of_the_sample(cut: bytes) -> None:
    wanted = {ord(character) for character in SAMPLE}
    assert wanted <= covers(cut)


def test_a_cut_is_the_same_bytes_twice(data: bytes, index: int, cut: bytes) -> None:
    assert cut_font(data, index, cut_characters()) == cut


def test_a_cut_is_static_small_and_unhinted(cut: bytes) -> None:
    font = TTFont(io.BytesIO(cut))
    private = font["CFF "].cff.topDictIndex[0].FDArray[0].Private
    assert len(cut) < 5_000_000
    assert "fvar" not in font
    assert not hasattr(private, "StemSnapH")


def test_a_cut_keeps_half_width_punctuation_and_kerning(cut: bytes) -> None:
    def width(text: str, **features: bool) -> int:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(cut)), buffer, features)
        return sum(position.x_advance for position in buffer.glyph_positions)

    assert (width("，"), width("，", halt=True)) == (1000, 500)
    assert width("AV", kern=True) < width("AV", kern=False)


def test_a_variable_font_is_refused() -> None:
    builder: Any = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupNameTable({"familyName": "Noto Sans SC", "styleName": "Regular"})
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    file = io.BytesIO()
    builder.save(file)

    assert find_face(file.getvalue(), ["Noto Sans SC"], "Regular") is None
    with pytest.raises(ValueError, match="variable font"):
        cut_font(file.getvalue(), 0, [65])


def test_a_cut_of_all_characters_is_one_face_of_the_collection(data: bytes, index: int, everything: bytes) -> None:
    source = TTFont(io.BytesIO(data), fontNumber=index)
    assert covers(everything) == set(source.getBestCmap())
    assert everything[:4] == b"OTTO"


def test_character_identifiers_are_glyph_numbers(cut: bytes, everything: bytes) -> None:
    # Otherwise viewers that follow ISO 32000-1, 9.7.4.2 look for WeasyPrint's glyph numbers among the identifiers.
    for font in (cut, everything):
        charset = TTFont(io.BytesIO(font))["CFF "].cff.topDictIndex[0].charset
        assert charset[1:] == [f"cid{number:05}" for number in range(1, len(charset))]


def test_ranges_are_the_character_map(cut: bytes) -> None:
    codes = {code for first, last in read_ranges(cut) for code in range(first, last + 1)}
    assert codes == covers(cut)


def test_a_cut_has_all_characters_of_the_table_of_2013() -> None:
    """8,105 by the table's own count: 6,638 are in GB 2312 too; 喆, 㑇 and 𫄧 are not."""
    table = files("casebound.press").joinpath("tgh.txt").read_text(encoding="utf-8").replace("\n", "")
    rows = (bytes((lead, trail)) for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF))
    gb2312 = {text for text in (row.decode("gb2312", "ignore") for row in rows) if text}
    assert len(gb2312) == 6763
    assert len(set(table)) == len(table) == 1467
    assert not gb2312 & set(table)
    assert {ord(character) for character in "喆㑇𫄧"} <= cut_characters()
