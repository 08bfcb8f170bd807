"""Punctuation squeeze: widths as HarfBuzz shapes them, by the table of CSS Text 4."""

from pathlib import Path

import pytest
import uharfbuzz

from casebound.press.cut import cut_characters, cut_font, find_face
from casebound.press.squeeze import add_squeeze


@pytest.fixture(scope="module")
def cut(collection: Path) -> bytes:
    data = collection.read_bytes()
    index = find_face(data, ["Noto Sans CJK SC"], "Regular")
    assert index is not None
    return cut_font(data, index, cut_characters())


@pytest.fixture(scope="module")
def font(cut: bytes) -> bytes:
    return add_squeeze(cut)


def width(font: bytes, text: str, **features: bool) -> float:
    """Advance of `text` in em."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.set_language_from_ot_tag("ZHS ")
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(font)), buffer, features)
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / 1000


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("。”", 1.5),  # closing, closing
        ("，“", 1.5),  # closing, opening
        ("）、", 1.5),
        ("：“", 1.5),
        ("”　", 1.5),  # closing, ideographic space
        ("（《", 1.5),  # opening, opening
        ("　（", 1.5),
        ("》）。", 2.0),  # each of two pairs
        ("（（（", 2.0),
        ("。”（“", 2.5),
        ("“”", 2.0),  # opening, closing: their spaces are outside
        ("中，文", 3.0),
        ("！”", 2.0),  # not squeezed in mainland setting
        ("，A", 1.0 + 0.608),
    ],
)
def test_neighbouring_marks_are_set_closer(text: str, em: float, font: bytes) -> None:
    plain = sum(width(font, character) for character in text)
    assert width(font, text) == pytest.approx(plain)
    assert width(font, text, chws=True) == pytest.approx(em)


def test_what_the_font_could_do_before_it_still_can(cut: bytes, font: bytes) -> None:
    for text, features in (("，", {"halt": True}), ("AV", {"kern": True}), ("。”", {"halt": True})):
        assert width(font, text, **features) == width(cut, text, **features)


def test_the_same_cut_gives_the_same_bytes(cut: bytes, font: bytes) -> None:
    assert add_squeeze(cut) == font
