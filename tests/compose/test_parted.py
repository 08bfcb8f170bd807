"""Long lists cut into parts: nothing is lost, nothing is too long, and one entry more or less moves no other part."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from casebound.compose.entry import Entry
from casebound.compose.pages import IndexRow, IndexWord
from casebound.compose.parted import FEWEST, MOST, in_parts, parts_of_contents, parts_of_index
from casebound.text.localized import Localized

Items = list[tuple[str, float]]


def cut(items: Sequence[tuple[str, float]]) -> list[tuple[tuple[str, float], ...]]:
    return in_parts(items, lambda item: item[1], lambda item: item[0])


def entry(number: int) -> Entry:
    return Entry(
        id=f"case-{number}",
        number=number,
        anchor=f"case-{number}--case",
        name="",
        title="",
        lang="zh-CN",
        organization="",
        industry=Localized({}),
        methods=(),
        framework="",
        license="",
        is_example=False,
        answers=(),
        captioned=(),
        links=(),
    )


ITEMS = st.lists(st.tuples(st.text(), st.floats(0.5, 40)), max_size=400)


@given(ITEMS)
def test_all_items_are_there_in_order(items: Items) -> None:
    assert [item for part in cut(items) for item in part] == items


@given(ITEMS)
def test_no_part_is_too_long_and_none_but_the_last_too_short(items: Items) -> None:
    parts = cut(items)
    lengths = [sum(lines for _, lines in part) for part in parts]
    assert all(length <= MOST for length in lengths)
    assert all(length >= FEWEST for length in lengths[:-1])


def test_what_fits_is_not_cut() -> None:
    assert len(parts_of_contents([entry(number) for number in range(200)])) == 1  # of three lines: 600
    assert len(parts_of_contents([entry(number) for number in range(201)])) > 1
    assert parts_of_contents([]) == []


def test_an_entry_more_or_less_changes_the_parts_near_it_and_no_other() -> None:
    entries = [entry(number) for number in range(1000)]
    before = {tuple(each.id for each in part) for part in parts_of_contents(entries)}
    assert len(before) > 8
    for gone in range(0, 1000, 37):
        rest = [each for each in entries if each.number != gone]
        after = {tuple(each.id for each in part) for part in parts_of_contents(rest)}
        assert len(after - before) <= 3


def test_a_word_that_is_cut_goes_on_in_the_next_part_and_says_so() -> None:
    rows = tuple(IndexRow(entry=entry(number), anchors=("a",)) for number in range(2000))
    words = [
        IndexWord(word=Localized({"en": "one"}), rows=rows[:3]),
        IndexWord(word=Localized({"en": "two"}), rows=rows),
    ]
    parts = parts_of_index(words)
    assert len(parts) > 2
    assert [word.is_continued for word in parts[0]] == [False, False]
    for part in parts[1:]:
        assert [(str(word.word.to("en")), word.is_continued) for word in part] == [("two", True)]
    assert [row for part in parts for word in part if word.word.to("en") == "two" for row in word.rows] == list(rows)


def test_two_criteria_of_one_name_stay_apart() -> None:
    row = IndexRow(entry=entry(1), anchors=("a",))
    words = [IndexWord(word=Localized({"en": "same"}), clause=clause, rows=(row,)) for clause in ("5.1", "5.2")]
    (part,) = parts_of_index(words)
    assert [word.clause for word in part] == ["5.1", "5.2"]
