"""Which texts are nearly others: held against a comparison of every pair, and against copies known to be copies."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from casebound.check.near_copies import LENGTH, near_copies, plain_words

LONG = "四项现状都有口径和样本数，步骤用时与系统数互相核对过。"
OTHER = "散布图给出样本数和相关系数，也说明相关不等于原因。"


def pieces(text: str) -> set[str]:
    words = plain_words(text)
    return {words[at : at + LENGTH] for at in range(len(words) - LENGTH + 1)}


def test_a_copy_is_found_whatever_its_spaces_width_and_punctuation() -> None:
    copy = "四项现状 都有口径和样本数,步骤用时与系统数互相核对过!"
    assert near_copies([LONG, OTHER, copy]) == {2: 0}


def test_a_copy_with_a_word_changed_is_found() -> None:
    assert near_copies([LONG, LONG.replace("核对过", "核对了")]) == {1: 0}
    # 25 letters, 22 pieces of 4; three letters changed near the end: 19 shared of 25, below four fifths
    assert near_copies([LONG, LONG.replace("互相核对", "各自对照")]) == {}


def test_short_texts_are_alike_by_chance() -> None:
    assert near_copies(["数据清楚。", "数据清楚。", "Good data.", "good data"]) == {}
    assert near_copies(["The periods, the samples and their sources are clear."] * 3) == {1: 0, 2: 0}


@given(st.lists(st.text(alphabet="甲乙丙丁ab", min_size=12, max_size=40), max_size=8))
def test_no_near_pair_is_missed_and_no_other_named(texts: list[str]) -> None:
    long = {at for at, text in enumerate(texts) if sum(3 if letter in "甲乙丙丁" else 1 for letter in text) >= 36}
    near = {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if {one, other} <= long
        and 5 * len(pieces(texts[one]) & pieces(texts[other])) >= 4 * len(pieces(texts[one]) | pieces(texts[other]))
    }
    found = near_copies(texts)
    assert set(found) <= {other for _, other in near}
    assert {other for _, other in near} == set(found)
