"""What is taken of what came back, whatever is there already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from casebound.evaluate.taking import Outcome, Return, Seat, choose
from casebound.model.evaluation import Evaluation, EvaluationStatus, Mark
from casebound.text.source import no_text

FIRST = Evaluation(
    case="one",
    evaluator="e1",
    status=EvaluationStatus.SUBMITTED,
    date=date(2026, 4, 9),
    marks={"5.2": Mark(value=Decimal(80))},
)
SECOND = replace(FIRST, date=date(2026, 4, 10), marks={"5.2": Mark(value=Decimal(85))})
DRAFT = replace(SECOND, status=EvaluationStatus.DRAFT, date=date(2026, 4, 11))
BLANK = replace(FIRST, marks={})


def back(evaluation: Evaluation, file: str = "b") -> Return:
    return Return(evaluation=evaluation, file=file, place=no_text(f"{file}.xlsx"))


def outcomes(*returns: Return, seat: Seat | None = None, supersedes: bool = False) -> list[str]:
    """What became of each, and by which rule."""
    chosen = choose(returns, seat or Seat(), supersedes=supersedes)
    return [finding.rule if finding else outcome.value for outcome, finding in chosen]


def test_the_first_return_is_taken_drafts_too() -> None:
    assert outcomes(back(FIRST)) == ["taken"]
    assert outcomes(back(DRAFT)) == ["taken"]


def test_a_second_return_supersedes_and_the_same_again_is_nothing_new() -> None:
    assert outcomes(back(SECOND), seat=Seat(evaluation=FIRST)) == ["supersedes"]
    assert outcomes(back(FIRST), seat=Seat(evaluation=FIRST)) == ["same"]
    assert outcomes(back(FIRST), seat=Seat(evaluation=DRAFT), supersedes=True) == ["supersedes"]


def test_a_blank_sheet_is_left_out() -> None:
    assert outcomes(back(BLANK), seat=Seat(evaluation=FIRST)) == ["blank"]


def test_a_folder_of_returns_can_be_collected_every_day() -> None:
    """The file that was superseded still lies in it."""
    seat = Seat(evaluation=SECOND, files={"a", "b"})
    assert outcomes(back(FIRST, "a"), back(SECOND, "b"), seat=seat) == ["earlier", "same"]
    third = replace(SECOND, overall="改过")
    assert outcomes(back(FIRST, "a"), back(SECOND, "b"), back(third, "c"), seat=seat) == [
        "earlier",
        "same",
        "supersedes",
    ]


def test_what_was_taken_before_can_be_taken_again_when_asked_for() -> None:
    seat = Seat(evaluation=SECOND, files={"a", "b"})
    assert outcomes(back(FIRST, "a"), seat=seat, supersedes=True) == ["supersedes"]


def test_a_draft_never_replaces_what_was_submitted() -> None:
    assert outcomes(back(DRAFT), seat=Seat(evaluation=FIRST)) == ["draft-after-submitted"]
    assert outcomes(back(DRAFT), seat=Seat(evaluation=FIRST), supersedes=True) == ["draft-after-submitted"]
    assert outcomes(back(DRAFT, "a"), back(FIRST, "b")) == ["draft-after-submitted", "taken"]


def test_an_older_return_asks_first() -> None:
    assert outcomes(back(FIRST), seat=Seat(evaluation=SECOND)) == ["older-return"]
    assert outcomes(back(FIRST), seat=Seat(evaluation=SECOND), supersedes=True) == ["supersedes"]


def test_a_return_without_a_date_asks_before_it_replaces_one_with_a_date() -> None:
    undated = replace(FIRST, date=None)
    assert outcomes(back(undated)) == ["taken"]
    assert outcomes(back(undated), seat=Seat(evaluation=SECOND)) == ["older-return"]
    assert outcomes(back(undated), seat=Seat(evaluation=SECOND), supersedes=True) == ["supersedes"]
    assert outcomes(back(SECOND), seat=Seat(evaluation=undated)) == ["supersedes"]


def test_of_two_that_differ_none_is_taken_and_each_names_the_other() -> None:
    chosen = choose([back(FIRST, "a"), back(SECOND, "b"), back(FIRST, "c")], Seat(), supersedes=False)
    assert [outcome for outcome, _ in chosen] == [Outcome.REFUSED] * 3
    assert {finding.rule for _, finding in chosen if finding} == {"competing-returns"}
    messages = [finding.message.to("en") if finding else "" for _, finding in chosen]
    assert messages[0] == "Several different sheets for one by e1; see also b.xlsx"
    assert messages[1] == "Several different sheets for one by e1; see also a.xlsx, c.xlsx"
    assert messages[2] == messages[0]


def test_of_two_that_are_equal_one_is_taken() -> None:
    assert outcomes(back(FIRST, "a"), back(FIRST, "b")) == ["taken", "same"]


def test_marks_are_frozen_once_a_consensus_is_under_way() -> None:
    assert outcomes(back(SECOND), seat=Seat(evaluation=FIRST, is_frozen=True)) == ["marks-frozen"]
    assert outcomes(back(SECOND), seat=Seat(is_frozen=True), supersedes=True) == ["marks-frozen"]
    assert outcomes(back(FIRST), seat=Seat(evaluation=FIRST, is_frozen=True)) == ["same"]


def test_a_file_that_cannot_be_read_is_not_replaced() -> None:
    assert outcomes(back(FIRST), seat=Seat(is_unreadable=True)) == ["unreadable-evaluation"]
