"""Twins of Latin letters: widths as HarfBuzz shapes them, text as MuPDF reads it."""

import re
from collections.abc import Mapping

import pytest
import uharfbuzz

from casebound.press.cut import cut_characters, cut_font
from casebound.press.fonts import FontSet
from casebound.press.gap_glyphs import AFTER, BEFORE, BOTH, HALF, NARROW, add_gap_glyphs
from casebound.press.joints import LETTER
from casebound.press.squeeze import add_squeeze


@pytest.fixture(scope="module", params=["Casebound Song", "Casebound Hei"])
def plain(request: pytest.FixtureRequest, fonts: FontSet) -> bytes:
    """A cut without twins."""
    face = next(face for face in fonts.faces if face.family == f"{request.param} Full")
    return add_squeeze(cut_font(face.path.read_bytes(), 0, cut_characters()))


@pytest.fixture(scope="module")
def font(plain: bytes) -> bytes:
    return add_gap_glyphs(plain)


def shaped(
    font: bytes, text: str, features: Mapping[str, object] | None = None, language: str = "ENG "
) -> list[tuple[int, int]]:
    """Number of each glyph and the distance to the next one, in thousandths of an em."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.set_language_from_ot_tag(language)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(font)), buffer, dict(features or {}))
    return [
        (info.codepoint, position.x_advance)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def ink(font: bytes, glyph: int) -> tuple[int, int]:
    """Left and right edge of a glyph's outline."""
    extents = uharfbuzz.Font(uharfbuzz.Face(font)).get_glyph_extents(glyph)
    return extents.x_bearing, extents.x_bearing + extents.width


@pytest.mark.parametrize(
    ("selector", "moved", "wider"),
    [(BEFORE, 250, 250), (AFTER, 0, 250), (BOTH, 250, 500)],  # a quarter em: clreq
)
@pytest.mark.parametrize("character", ["A", "z", "8", "%", "é", "ü", "σ", "¥", "°", "−"])
def test_a_twin_is_wider_by_a_quarter_em_on_its_side(
    character: str, selector: str, moved: int, wider: int, font: bytes
) -> None:
    ((glyph, advance),) = shaped(font, character)
    ((twin, twin_advance),) = shaped(font, character + selector)
    assert twin_advance - advance == wider
    assert ink(font, twin) == tuple(edge + moved for edge in ink(font, glyph))


@pytest.mark.parametrize(("marks", "moved"), [("、。，．：；」』）〕】》〉”’", 0), ("「『（〔【《〈“‘", -500)])
def test_a_mark_has_a_twin_without_its_empty_half(marks: str, moved: int, font: bytes) -> None:
    for mark in marks:
        ((glyph, advance),) = shaped(font, mark, language="ZHS ")
        ((twin, twin_advance),) = shaped(font, mark + HALF, language="ZHS ")
        assert (advance, twin_advance) == (1000, 500), mark
        assert ink(font, twin) == tuple(edge + moved for edge in ink(font, glyph))


def test_a_narrow_mark_still_makes_its_neighbour_narrower(font: bytes) -> None:
    for text in (f"。”{HALF}", f"（{HALF}（"):  # 1.5 em of which another half em is taken
        assert sum(advance for _, advance in shaped(font, text, {"chws": True}, "ZHS ")) == 1000


def test_every_character_that_gets_a_selector_has_its_twins(plain: bytes, font: bytes) -> None:
    assert {ord(character) for character in NARROW} <= set(uharfbuzz.Face(font).unicodes)
    for character in sorted(NARROW):
        for selector in (BEFORE, AFTER, BOTH):
            for features in ({}, {"pwid": True}, {"tnum": True}, {"chws": True}):
                for language in ("ENG ", "ZHS "):
                    ((glyph, advance),) = shaped(plain, character, features, language)
                    ((twin, twin_advance),) = shaped(font, character + selector, features, language)
                    assert glyph != twin
                    assert twin_advance - advance == (500 if selector == BOTH else 250), (character, features)
    assert re.fullmatch(f"[{LETTER}%°+#²³−~$¥€£]+", "".join(sorted(NARROW)))


def test_no_other_character_has_twins(font: bytes) -> None:
    for character in "中①℃！ ":
        assert [glyph for glyph, _ in shaped(font, character + BOTH)][:1] == [shaped(font, character)[0][0]]


def test_a_word_keeps_its_kerning(font: bytes) -> None:
    plain = [advance for _, advance in shaped(font, "AVA")]
    assert plain[0] < shaped(font, "A")[0][1]  # the pair is kerned
    edged = [advance for _, advance in shaped(font, f"A{BEFORE}VA{AFTER}")]
    assert edged == [plain[0] + 250, plain[1], plain[2] + 250]


def test_the_dash_and_the_ellipsis_of_chinese_keep_their_width_among_latin(plain: bytes, font: bytes) -> None:
    assert sum(advance for _, advance in shaped(plain, "A——", {"chws": True})[1:]) < 1800
    for text in ("——", "……"):
        assert (
            sum(advance for _, advance in shaped(font, f"A{text}", {"chws": True})[1:]) == 2000
        )  # GB/T 15834: two Han wide
    assert shaped(font, "A——…", {"pwid": True}) == shaped(plain, "A——…", {"pwid": True})  # English, which has no chws


def test_english_has_the_figures_of_chinese(plain: bytes, font: bytes) -> None:
    """Digits beside Latin letters are in the Latin script, for which the font has figures of its own."""
    assert shaped(plain, "0 a", {"pwid": True}, "ENG ")[0] != shaped(font, "0 a", {"chws": True}, "ZHS ")[0]
    for digit in "0123456789":
        chinese = shaped(font, f"{digit} a", {"chws": True}, "ZHS ")[0]
        assert shaped(font, f"{digit} a", {"pwid": True}, "ENG ")[0] == chinese
        assert shaped(font, f"{digit} a", {"pwid": True, "tnum": True}, "ENG ")[0] == chinese


def test_what_the_font_could_do_before_it_still_can(plain: bytes, font: bytes) -> None:
    for text, features in (("，“文", {"chws": True}), ("，", {"halt": True}), ("1,2", {"tnum": True}), ("Te", {})):
        assert shaped(font, text, features, "ZHS ") == shaped(plain, text, features, "ZHS ")


def test_twins_are_added_once_and_always_alike(plain: bytes, font: bytes) -> None:
    assert add_gap_glyphs(font) == font
    assert add_gap_glyphs(plain) == font


def test_an_outline_font_of_the_other_kind_has_twins_too() -> None:
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for point in ((100, 0), (100, 500), (400, 500)):
        (pen.moveTo if point == (100, 0) else pen.lineTo)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (600, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    builder.addOpenTypeFeatures("feature liga { sub A A by A; } liga; feature kern { pos A A -50; } kern;")
    target = BytesIO()
    builder.save(target)
    font = add_gap_glyphs(target.getvalue())
    ((twin, advance),) = shaped(font, f"A{BOTH}")
    assert (advance, ink(font, twin)) == (1100, (350, 650))
    assert add_gap_glyphs(font) == font


def test_a_font_without_layout_tables_is_left_alone(plain: bytes) -> None:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    file = TTFont(BytesIO(plain))
    del file["GSUB"]
    target = BytesIO()
    file.save(target)
    assert add_gap_glyphs(target.getvalue()) == target.getvalue()
