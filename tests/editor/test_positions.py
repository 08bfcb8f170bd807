"""Offsets and an editor's lines and columns, against Python's own codecs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.editor.positions import BOM, ENCODINGS, Encoding, Positions, changed, chosen, encodable, without_mark
from casebound.text.source import Source

TEXT = st.text(st.sampled_from("a\t字é🙂👩\u200d\u2028\x0c\u0085\r\n "), max_size=40)
WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-be", 2), "utf-32": ("utf-32-be", 4)}


@pytest.mark.parametrize(
    ("encoding", "column"),
    # 甲 é 🙂 are 3 + 2 + 4 bytes, 1 + 1 + 2 UTF-16 units, 3 code points; a tab is one of each
    [("utf-8", 10), ("utf-16", 5), ("utf-32", 4)],
)
def test_a_column_counts_in_the_editors_units(encoding: Encoding, column: int) -> None:
    positions = Positions(source=Source(path="", text="x\r\n\t甲é🙂z\n"), encoding=encoding)
    assert positions.at(7) == (1, column)
    assert positions.offset(1, column) == 7


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", 3), ("utf-16", 1), ("utf-32", 1)])
def test_a_byte_order_mark_counts_on_the_first_line_only(encoding: Encoding, mark: int) -> None:
    text, has_mark = without_mark(f"{BOM}---\nid: a\n")
    positions = Positions(source=Source(path="", text=text), encoding=encoding, has_mark=has_mark)
    assert [positions.at(0), positions.at(3), positions.at(4)] == [(0, mark), (0, 3 + mark), (1, 0)]
    assert [positions.offset(0, 0), positions.offset(0, mark + 1), positions.offset(1, 2)] == [0, 1, 6]


@pytest.mark.parametrize(("column", "offset"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (99, 2), (-1, 0)])
def test_a_column_inside_a_character_or_behind_the_line_is_moved(column: int, offset: int) -> None:
    assert Positions(source=Source(path="", text="🙂x\r\nyy")).offset(0, column) == offset


@pytest.mark.parametrize(("line", "offset"), [(-1, 0), (2, 5), (99, 5)])
def test_a_line_that_is_not_there_is_moved(line: int, offset: int) -> None:
    assert Positions(source=Source(path="", text="🙂x\ny\n")).offset(line, 0) == offset


@given(text=TEXT, encoding=st.sampled_from(ENCODINGS), data=st.data())
def test_a_position_is_what_the_codec_says_and_leads_back(text: str, encoding: Encoding, data: st.DataObject) -> None:
    positions = Positions(source=Source(path="", text=text), encoding=encoding)
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        return  # inside a line break there is no position
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    codec, width = WIDTHS[encoding]
    expected = (len(lines) - 1, len(lines[-1].encode(codec)) // width)
    assert positions.at(offset) == expected
    assert positions.offset(*expected) == offset


@given(text=TEXT, new=TEXT, encoding=st.sampled_from(ENCODINGS), data=st.data())
def test_a_change_replaces_just_what_lies_between_its_ends(
    text: str, new: str, encoding: Encoding, data: st.DataObject
) -> None:
    positions = Positions(source=Source(path="", text=text), encoding=encoding)
    start = positions.offset(*positions.at(data.draw(st.integers(0, len(text)))))
    end = positions.offset(*positions.at(data.draw(st.integers(start, len(text)))))
    assert changed(text, positions.at(start), positions.at(end), new, encoding) == text[:start] + new + text[end:]


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-7"], "utf-16"),
        (["utf-7", "utf-8", "utf-16"], "utf-8"),
        (["utf-32"], "utf-32"),
    ],
)
def test_the_first_encoding_that_is_known_is_chosen(offered: list[str] | None, expected: str) -> None:
    assert chosen(offered) == expected


def test_halves_of_characters_are_replaced() -> None:
    assert encodable("a\ud83dz🙂") == "a\ufffdz🙂"
