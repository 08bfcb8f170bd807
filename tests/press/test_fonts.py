"""Font sets: what they cover and how they are declared; no font file is needed to ask."""

from pathlib import Path

from casebound.press.fonts import FontFace, FontSet, missing_characters, rare_characters


def face(family: str, *ranges: tuple[int, int], rare: bool = False, folder: str = "/cache") -> FontFace:
    path = Path(folder, f"{family}.otf")
    return FontFace(family=family, weight=400, path=path, digest=family.lower(), ranges=ranges, rare=rare)


LATIN = (0x20, 0x7E)
FONTS = FontSet(faces=(face("Song", LATIN, (0x4E00, 0x4E10)), face("Song Full", LATIN, (0x4E00, 0x9FFF), rare=True)))


def test_a_face_has_the_ends_of_its_ranges_and_nothing_beside() -> None:
    song = FONTS.faces[0]
    assert [song.has(chr(code)) for code in (0x1F, 0x20, 0x7E, 0x7F, 0x4DFF, 0x4E00, 0x4E10, 0x4E11)] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip


def test_missing_characters_are_sorted_and_said_once() -> None:
    assert missing_characters("א一😀龥א Latin", FONTS) == "א😀"


def test_spaces_and_invisible_characters_need_no_glyph() -> None:
    assert missing_characters("a\t\n\u00a0\u2009\u200b\u2060\ufe0f\u00ad", FONTS) == ""


def test_a_line_separator_would_be_drawn_as_a_box() -> None:
    assert missing_characters("\u2028\x07", FONTS) == "\x07\u2028"


def test_rare_characters_are_those_only_an_uncut_face_has() -> None:
    assert rare_characters("一龥龤😀", FONTS) == "龤龥"


def test_css_names_each_face_by_file_url() -> None:
    assert FONTS.css(rare=False) == (
        '@font-face { font-family: "Song"; font-weight: 400; font-style: normal; src: url("file:///cache/Song.otf"); }'
    )
    assert FONTS.css().count("@font-face") == 2


def test_the_digest_is_the_same_wherever_the_cache_is() -> None:
    here, there, other = (
        FontSet(faces=(face(family, LATIN, folder=folder),)).digest
        for family, folder in (("Song", "/cache"), ("Song", "/elsewhere"), ("Hei", "/cache"))
    )
    assert here == there != other
