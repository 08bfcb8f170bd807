"""Text as search compares it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.compose.site_search_text import NARROW, OTHER, WIDE, kinds_of, normal_codes, normal_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＱＣ小组", "qc小组"),
        ("平均 39.3 分钟", "平均39.3分钟"),
        ("Waiting   Time", "waiting time"),
        ("  ends  ", "ends"),
        ("等候\u3000时间", "等候时间"),
        ("a\u00a0b\tc", "a b c"),
        ("soft\u00adhyphen\u200b\u2060", "softhyphen"),
        ("㎡ ℃ Ⅳ", "m2 °c iv"),
        ("CAFE\u0301", "café"),
        ("葛\U000e0100飾", "葛飾"),
        ("ﾃﾞｰﾀ", "テ\u3099ータ"),
        ("你 A 好 B", "你a好b"),
        ("", ""),
        (" ", ""),
    ],
)
def test_width_case_blanks_and_invisible_characters_make_no_difference(text: str, expected: str) -> None:
    assert normal_text(text) == expected


def slow(text: str) -> str:
    """The same, letter by letter, as the docstring says it."""
    out = ""
    for character in unicodedata.normalize("NFC", text):
        for letter in unicodedata.normalize("NFKC", character).lower():
            category = unicodedata.category(letter)
            if category == "Cf" or 0xFE00 <= ord(letter) <= 0xFE0F or 0xE0100 <= ord(letter) <= 0xE01EF:
                continue
            out += " " if category[0] == "Z" or category == "Cc" else letter
    words = [word for word in out.split(" ") if word]
    joined = ""
    for word in words:
        is_beside = joined and WIDE in kinds_of(normal_codes(joined[-1] + word[0])).tolist()
        joined += word if not joined or is_beside else " " + word
    return joined


TEXTS = st.text(
    st.one_of(
        st.sampled_from("中文等候 aAbB1２ \u3000\u00a0。，-é㎡İΣ\u200b\ufe0f\U00020000"), st.characters(codec="utf-8")
    )
)


@given(TEXTS)
def test_arrays_do_what_letters_would_do_one_by_one(text: str) -> None:
    assert normal_text(text) == slow(text)


def test_letters_are_told_from_what_stands_between_them() -> None:
    assert kinds_of(normal_codes("a中1。é가ก-")).tolist() == [NARROW, WIDE, NARROW, OTHER, NARROW, WIDE, WIDE, OTHER]
