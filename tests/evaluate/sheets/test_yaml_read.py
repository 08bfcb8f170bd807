"""YAML sheets as people return them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.evaluate.sheets.yaml_read import read_yaml_sheet
from casebound.evaluate.sheets.yaml_write import render_yaml
from casebound.model.evaluation import Evaluation
from casebound.model.sheet import ReturnedFile
from casebound.text.source import Source
from tests.evaluate.sheets.answers import spelt_out
from tests.evaluate.sheets.packets import FILLED, packet

TEXT = render_yaml(packet(FILLED, None))
BLANK = Evaluation(case="senior-hotline", evaluator="e01")
SAMPLE = Path(__file__).parents[3] / "content/rounds/2026-third-party/evaluations/alteration-desk/e01.yaml"


def read(text: str) -> ReturnedFile:
    return read_yaml_sheet(Source(path="e01.yaml", text=text))


def changed(old: str, new: str) -> ReturnedFile:
    assert old in TEXT
    return read(TEXT.replace(old, new, 1))


def test_an_answer_knows_its_place() -> None:
    mark = read(TEXT).sheets[0].marks["5.2.1"]
    line, column = mark.place.source.position(mark.place.start)
    assert (mark.place.text, TEXT.splitlines()[line - 1][column - 1 :][:4]) == ("85.5", "85.5")


def test_values_are_never_guessed() -> None:
    file = changed("value: 85.5", "value: 0x1F")
    assert file.sheets[0].marks["5.2.1"].text == "0x1F"
    assert changed("met: no", "met: NO").sheets[0].conditions["4.2"].met is not None
    assert changed("evaluator: e01", "evaluator: 0755").sheets[0].evaluator is not None


def test_a_slip_that_can_only_mean_one_thing_is_mended_with_a_warning() -> None:
    file = changed("value: 85.5", "value：85.5")
    assert file.sheets[0].marks["5.2.1"].text == "85.5"
    assert [(str(each.severity), each.span.text) for each in file.sheets[0].findings] == [("warning", "：")]


def test_a_key_of_somebody_s_own_is_a_warning_and_a_misspelt_one_an_error() -> None:
    own = changed("    status: submitted", "    备注: 电话\n    status: submitted").sheets[0]
    assert [(each.rule, str(each.severity)) for each in own.findings] == [("unknown-key", "warning")]
    assert spelt_out(own) == FILLED
    misspelt = changed("    status: submitted", "    statsu: submitted").sheets[0]
    assert [(each.rule, str(each.severity)) for each in misspelt.findings] == [("unknown-key", "error")]


def test_a_list_where_a_mark_is_asked_is_pointed_at_in_its_sheet_only() -> None:
    file = changed("value: 85.5", "value: [85, 90]")
    assert [each.rule for each in file.sheets[0].findings] == ["wrong-type"]
    assert "5.2.1" not in file.sheets[0].marks
    assert (spelt_out(file.sheets[1]), file.sheets[1].findings, file.findings) == (BLANK, (), ())


def test_a_sheet_that_is_cut_short_by_what_is_no_yaml_is_not_taken() -> None:
    file = changed("    date:\n", "    date: [2026\n")
    assert spelt_out(file.sheets[0]) == FILLED
    assert [each.rule for each in file.sheets[0].findings] == []
    assert "error" in {str(each.severity) for each in file.sheets[1].findings}


def test_an_anchor_without_a_comment_is_a_warning() -> None:
    file = changed("anchor:\n", "anchor: users\n")
    assert [each.rule for each in file.sheets[0].findings] == []
    at = TEXT.index("kind: improvement")
    file = read(TEXT[:at] + TEXT[at:].replace("anchor:\n", "anchor: users\n", 1))
    assert [each.rule for each in file.sheets[0].findings] == ["comment-without-text"]


def test_a_sheet_without_identity_is_refused() -> None:
    file = changed("packet: ", "# packet: ")
    assert [[each.rule for each in sheet.findings] for sheet in file.sheets] == [["unidentified-sheet"]] * 2
    message = file.sheets[0].findings[0].message.to("en")
    assert message == "The sheet does not say what it belongs to: packet"


def test_two_sheets_on_one_case_are_refused() -> None:
    file = changed("case: senior-hotline", "case: alteration-desk")
    assert [[each.rule for each in sheet.findings] for sheet in file.sheets] == [["duplicate-sheet"]] * 2


def test_a_stored_evaluation_is_one_sheet() -> None:
    file = read(SAMPLE.read_text(encoding="utf-8"))
    evaluation = spelt_out(file.sheets[0])
    assert (evaluation.case, evaluation.evaluator, len(evaluation.marks)) == ("alteration-desk", "e01", 8)
    assert len(file.sheets) == 1
    assert [each.message.to("en") for each in file.sheets[0].findings] == [
        "The sheet does not say what it belongs to: packet, round, case_digest, framework_digest"
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "- 1\n- 2\n", "text", "name: Budget\nrows: [1, 2]\n", "{}"])
def test_somebody_s_other_yaml_is_no_score_sheet(text: str) -> None:
    file = read(text)
    assert file.sheets == ()
    assert "no-score-sheet" in [each.rule for each in file.findings]


def test_aliases_are_refused() -> None:
    file = read("a: &a [1, 1]\nb: &b [*a, *a]\nsheets: *b\n")
    assert "yaml-alias" in {each.rule for each in file.findings}


@given(st.lists(st.tuples(st.integers(0, 10**6), st.text(max_size=4)), min_size=1, max_size=4))
@settings(max_examples=100)
def test_nonsense_never_raises(changes: list[tuple[int, str]]) -> None:
    text = TEXT
    for place, piece in changes:
        at = place % len(text)
        text = text[:at] + piece + text[at + len(piece) :]
    read(text)
