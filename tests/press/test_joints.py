"""Joints of a paragraph's text, by the rules of clreq, GB/T 15834-2011 and UAX 14, written out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.press.gap_glyphs import AFTER, BEFORE, BOTH, HALF
from casebound.press.joints import BREAK, JOIN, find_joints, without_joints

SIGNS = "⁀|‡¦"
"""Drawn where a line must not break, at a gap, at a gap that must not break, where a line may break after all."""


def drawn(text: str) -> str:
    joints = find_joints(text)
    shown = ""
    for place, character in enumerate(text):
        if place in joints.gaps:
            shown += "‡" if place in joints.joins else "|"
        elif place in joints.joins:
            shown += "⁀"
        elif place in joints.breaks:
            shown += "¦"
        shown += character
    return shown


def undrawn(text: str) -> str:
    return "".join(character for character in text if character not in SIGNS)


@pytest.mark.parametrize(
    "text",
    [
        # clreq, "Prohibition Rules for Line Start and Line End", strict: neither a dash nor an ellipsis begins a line
        "改进⁀——从现状开始的改⁀进",
        "（见表）⁀——说⁀明",
        "等等⁀……然后改⁀进",
        "2024‡年⁀—2025‡年的改⁀进",  # GB/T 15834, 5.1.9: nor a connecting mark
        "甲⁀～乙两⁀地",
        "让⁀·雅克的书⁀店",  # 5.1.10: nor a middle mark
        "每件/⁀百件的比⁀率",  # 5.1.11: a separating mark neither begins nor ends a line
        "The rest ⁀— all of it",
    ],
)
def test_marks_that_begin_no_line(text: str) -> None:
    assert drawn(undrawn(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "共 12 ⁀周完成",
        "共|12‡周完成",
        "降到 41.7 ⁀% 以下",
        "长 3 ⁀mm 的缝隙",
        "见第 ⁀3 ⁀页的说明",
        "见第‡3‡页的说明",
        "见表 ⁀2 和图 ⁀3 的数据",
        "见附录 ⁀A 的说明",
        "共 ≥ ⁀80 ⁀分的有效",
        "within 12 ⁀weeks of work",
        "see Fig. ⁀3 and Table ⁀2 below",
        "on p. ⁀12 of the book",
        "where n ⁀= ⁀30 and p ⁀< ⁀0.05 held",
        "8⁀—⁀10 are left",
        "CNY ⁀1250 was spent",
        "room 12 was left",  # no unit
        "共 12 对面",
    ],
)
def test_numbers_keep_their_units_and_labels(text: str) -> None:
    assert drawn(undrawn(text) + "。。好的") == text + "。。好⁀的"


@pytest.mark.parametrize(
    "text",
    [
        "用|QC|小组的",
        "由|41.7%‡降到|15%‡以内",
        "气温|37.5°|上",
        "用|C++|写",
        "升|+⁀3‡分",
        "花|¥⁀1250‡买",
        "参数|α|不变",
        "は|QC|サークル",
        "用 QC 小组",  # a space that stands there is enough
        "用¦“QC”¦小组",  # and none is set at marks
        "用（QC），做",
        "用①做",  # signs as wide as Han have room of their own
        "只37℃⁀以内".replace("只", "只|"),
        "用ＱＣ小组",
    ],
)
def test_gaps_between_han_and_latin(text: str) -> None:
    assert drawn(undrawn(text) + "。。好的") == text + "。。好⁀的"


@pytest.mark.parametrize(
    "text",
    [
        "就此完⁀成。",
        "就此完⁀成。”",
        "好⁀，⁀是。",  # a mark does not count as a character
        "他⁀“⁀是”。",
        "共三⁀项（略）".replace("三⁀项（", "三项⁀（⁀"),
        "选用‡A",
        "选用 ⁀A",
        "the end",
        "grade ⁀A.",
        "改进⁀——⁀是。",  # the two halves of a dash are one glyph
        "好",
        "。",
        "",
    ],
)
def test_the_last_two_characters_stay_together(text: str) -> None:
    assert drawn(undrawn(text)) == text


def test_a_line_may_break_before_and_after_quotation_marks() -> None:  # Unicode 15.1, UAX 14, LB19a
    assert drawn("听“取衣”“改衣”两句话的意思") == "听¦“取衣”¦“改衣”¦两句话的意⁀思"


def test_what_has_no_space_may_break_at_its_marks_and_every_few_letters() -> None:
    url = "https://example.org/" + "a" * 20 + "/b"
    assert drawn(f"{url} is the place") == "https://¦example.¦org/¦" + "a" * 8 + "¦a" * 9 + "aaa/¦b is the place"
    assert drawn("example.org/a is the place") == "example.org/a is the place"


@given(st.text(st.sampled_from("中文，。“”（—…·12% QCw./\n😀𠮷\u05d0")))
def test_joints_stand_inside_of_a_text_and_before_no_space(text: str) -> None:
    joints = find_joints(text)
    assert all(0 < place < len(text) for place in joints.joins | joints.gaps | joints.breaks)
    assert not any(text[place].isspace() for place in joints.joins)  # spaces side by side have to collapse
    assert not joints.joins & joints.breaks


def test_what_is_added_can_be_taken_away() -> None:
    assert without_joints(f"用Q{BEFORE}C{AFTER}{JOIN}小组，{HALF}{BREAK}“A{BOTH}”") == "用QC小组，“A”"
