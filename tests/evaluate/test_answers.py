"""What a sheet says, as an evaluation: plain answers are understood in both languages, nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebound.evaluate.answers import evaluation_of
from casebound.model.evaluation import Comment, CommentKind, ConditionCheck, Evaluation, EvaluationStatus, Mark
from tests.evaluate.returned import IDENTITY, comment, said, sheet


@pytest.mark.parametrize(
    ("written", "value"),
    [("85", "85"), ("８５", "85"), ("85.0", "85"), (" 85 ", "85"), ("85.50", "85.5"), ("０", "0"), ("-5", "-5")],
)
def test_a_mark_in_digits_of_any_width_is_a_number(written: str, value: str) -> None:
    evaluation, findings = evaluation_of(sheet({"5.2": written}))
    assert findings == ()
    assert evaluation.marks == {"5.2": Mark(value=Decimal(value))}
    assert f"{evaluation.marks['5.2'].value:f}" == value


@pytest.mark.parametrize("written", ["八十五", "85分", "85%", "约85", "1e2", "80/85", "优", "#REF!", "=85", "NaN"])
def test_a_mark_in_words_is_asked_back_at_its_cell(written: str) -> None:
    evaluation, findings = evaluation_of(sheet({"5.2": written}))
    assert evaluation.marks == {}
    assert said(findings) == [("unreadable-answer", "C5.2", f"The mark of 5.2 should be a number, not “{written}”")]


def test_the_hint_for_a_mark_names_what_was_probably_meant() -> None:
    (finding,) = evaluation_of(sheet({"5.2": "八十五"}))[1]
    assert finding.hint is not None
    assert finding.hint.to("zh-CN") == "若是这个意思，写成 85"


@pytest.mark.parametrize(
    ("written", "met"),
    [("符合", True), ("met", True), ("√", True), ("不符合", False), ("Not met", False), ("否", False)],
)
def test_conditions_are_ticked_in_both_languages(written: str, met: bool) -> None:
    evaluation, findings = evaluation_of(sheet(met={"4.2": written}))
    assert findings == ()
    assert evaluation.conditions == {"4.2": ConditionCheck(met=met)}


def test_a_word_that_no_sheet_offers_is_an_error_at_its_cell() -> None:
    returned = sheet({}, comment("5.2", "夸奖", "好"), met={"4.2": "×"}, fields={"status": "done"})
    assert said(evaluation_of(returned)[1]) == [
        ("unreadable-answer", "status", "Unknown word for the status: “done”"),
        ("unreadable-answer", "D5.2", "Unknown word for the kind of comment on 5.2: “夸奖”"),
        ("unreadable-answer", "B4.2", "Unknown word for the condition 4.2: “×”"),
    ]


def test_a_word_that_no_sheet_offers_is_told_those_that_it_does() -> None:
    returned = sheet({}, comment("5.2", "表扬", "好"), met={"4.2": "大致符合"}, fields={"status": "完成"})
    found = evaluation_of(returned)[1]
    assert [(each.message.to("zh-CN"), each.hint.to("zh-CN") if each.hint else "") for each in found] == [
        ("状态不认识“完成”", "写草稿、已提交，或 draft, submitted"),
        ("5.2 的意见类别不认识“表扬”", "写优点、改进、核实，或 strength, improvement, verify"),
        ("条件 4.2 不认识“大致符合”", "写符合、不符合，或 met, not met"),
    ]
    assert [each.hint.to("en") for each in found if each.hint][2] == "Write met, not met, or 符合、不符合"


def test_a_comment_without_a_kind_is_an_error_and_one_without_text_is_none() -> None:
    returned = sheet({}, comment("5.2", "", "好"), comment("5.3", "strength", " "))
    evaluation, findings = evaluation_of(returned)
    assert said(findings) == [("unreadable-answer", "D5.2", "The kind of comment on 5.2 is missing")]
    assert evaluation.marks == {}


def test_comments_stand_under_their_criteria_marked_or_not() -> None:
    returned = sheet({"5.2": "80"}, comment("5.2", "优点", "好", "survey"), comment("5.3", "verify", "去看"))
    assert evaluation_of(returned)[0].marks == {
        "5.2": Mark(value=Decimal(80), comments=(Comment(kind=CommentKind.STRENGTH, text="好", anchor="survey"),)),
        "5.3": Mark(comments=(Comment(kind=CommentKind.VERIFY, text="去看"),)),
    }


def test_without_a_status_it_is_a_draft() -> None:
    assert evaluation_of(sheet({"5.2": "80"}, fields={"status": None}))[0].status is EvaluationStatus.DRAFT


@pytest.mark.parametrize(
    "written",
    ["2026-04-09", "2026年4月9日", "2026/4/9", "２０２６-04-09", "2026-04-09 00:00:00", "2026-04-09T10:22:33.5Z"],
)
def test_dates_are_read_as_offices_write_them(written: str) -> None:
    evaluation, findings = evaluation_of(sheet(fields={"date": written}))
    assert (evaluation.date, findings) == (date(2026, 4, 9), ())


def test_a_date_that_cannot_be_read_is_left_out_and_said() -> None:
    evaluation, findings = evaluation_of(sheet(fields={"date": "上周三"}))
    assert evaluation.date is None
    assert said(findings) == [("sheet-date", "date", "“上周三” is no date that can be read")]


def test_texts_keep_one_sort_of_line_break_and_nothing_invisible() -> None:
    returned = sheet(fields={"overall": "一\r\n二\u2028三\x07四\ud800 "})
    assert evaluation_of(returned)[0].overall == "一\n二\n三 四"


def test_no_answer_at_all_is_an_empty_draft() -> None:
    nothing = dict.fromkeys((*IDENTITY, "status", "date"))
    assert evaluation_of(sheet(fields=nothing)) == (Evaluation(), ())
