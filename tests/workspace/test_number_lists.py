"""Lists of numbers come back as they were, and lie in the same bytes on every machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.workspace.number_lists import packed_lists, unpacked_lists

NUMBERS = st.integers(-(2**31), 2**31 - 1)


@given(st.lists(st.lists(NUMBERS)))
def test_they_come_back_as_they_were(lists: list[list[int]]) -> None:
    assert [list(each) for each in unpacked_lists(packed_lists(lists))] == lists


def test_the_lowest_byte_comes_first() -> None:
    # two lists, of one and of two numbers; 258 = 2 + 1 × 256; -1 is four bytes of ones
    expected = [2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 0, 0, 7, 0, 0, 0, 255, 255, 255, 255]
    assert packed_lists([[258], [7, -1]]) == bytes(expected)


def test_what_cannot_be_held_is_refused() -> None:
    with pytest.raises(OverflowError):
        packed_lists([[2**31]])
    with pytest.raises(ValueError, match="bytes"):
        unpacked_lists(b"\1\0\0")
    with pytest.raises(IndexError):
        unpacked_lists(b"")
