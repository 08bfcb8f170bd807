"""The words of a sheet's choices."""

from __future__ import annotations

import pytest

from casebound.evaluate.sheets.words import KIND, KIND_WORDS, MET, MET_WORDS, STATUS, STATUS_WORDS, folded
from casebound.model.evaluation import CommentKind, EvaluationStatus
from casebound.text.localized import LANGUAGES


def test_every_word_that_is_offered_is_understood() -> None:
    for lang in LANGUAGES:
        assert [MET_WORDS[folded(words.to(lang))] for words in MET.values()] == list(MET)
        assert [KIND_WORDS[folded(words.to(lang))] for words in KIND.values()] == list(KIND)
        assert [STATUS_WORDS[folded(words.to(lang))] for words in STATUS.values()] == list(STATUS)


def test_the_words_of_the_stored_form_are_understood() -> None:
    assert [KIND_WORDS[kind.value] for kind in CommentKind] == list(CommentKind)
    assert [STATUS_WORDS[status.value] for status in EvaluationStatus] == list(EvaluationStatus)


@pytest.mark.parametrize(
    ("written", "word"),
    [(" 符 合 ", "符合"), ("Not Met.", "notmet"), ("ＮＯ", "no"), ("不符合。", "不符合"), ("“优点”：", "优点")],
)
def test_width_case_spaces_and_a_last_stop_do_not_matter(written: str, word: str) -> None:
    assert folded(written) == word


def test_a_cross_is_no_answer() -> None:
    assert not {"x", "×", "✗"} & MET_WORDS.keys()
