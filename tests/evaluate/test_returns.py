"""A returned sheet against its round: every reason to refuse it, at its cell; what is only said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from casebound.evaluate.fingerprint import Fingerprint
from casebound.evaluate.returns import Desk, is_blank, judge_return
from casebound.model.evaluation import Assignment, EvaluationStatus, Evaluator, Round
from casebound.model.framework import Condition, Criterion, Framework
from casebound.model.packet import IssuedPacket, PacketRecord
from casebound.model.sheet import ReturnedSheet
from casebound.text.finding import Severity
from tests.evaluate.returned import IDENTITY, comment, said, sheet

CASE_THEN = Fingerprint(parts={"title": "1", "sections.survey": "2", "causes.png": "3"})
CASE_NOW = Fingerprint(parts={"title": "1", "sections.survey": "9", "new.csv": "4"})
CRITERIA_THEN = Fingerprint(parts={"criteria.5.2": "1", "bands.low": "2"})
CRITERIA_NOW = Fingerprint(parts={"criteria.5.2": "7", "bands.low": "2"})
DIGESTS = {"case_digest": CASE_THEN.digest, "framework_digest": CRITERIA_THEN.digest}
MET = {"4.2": "met"}

ROUND = Round(
    id="spring",
    cases=("night-clinic", "other-case"),
    panel=(Evaluator(id="e1", name="沈砚秋"), Evaluator(id="e2", name="贺知微")),
    assignments=(Assignment(case="night-clinic", evaluators=("e1",)),),
    opens=date(2026, 3, 16),
    due=date(2026, 4, 17),
)
FRAMEWORK = Framework(
    id="small",
    conditions=(Condition(id="4.2"),),
    criteria=(Criterion(id="5", children=(Criterion(id="5.2"), Criterion(id="5.3"))),),
)
PACKETS = tuple(
    IssuedPacket(
        id=f"spring/{evaluator}/1f2e3d4c",
        evaluator=evaluator,
        issued=date(2026, 3, 16),
        lang="zh-CN",
        is_blind=False,
        framework_digest=CRITERIA_THEN.digest,
        cases={"night-clinic": CASE_THEN.digest},
    )
    for evaluator in ("e1", "e2")
)
DESK = Desk(
    round=ROUND,
    framework=FRAMEWORK,
    framework_now=CRITERIA_THEN,
    record=PacketRecord(
        packets=PACKETS,
        parts={CASE_THEN.digest: CASE_THEN.parts, CRITERIA_THEN.digest: CRITERIA_THEN.parts},
    ),
    case_now=lambda _packet, _case: CASE_THEN,
    anchors=lambda _case: {"survey", "results"},
    today=date(2026, 4, 20),
)
MARKS = {"5.2": "80", "5.3": "75"}


def good(**fields: str | None) -> ReturnedSheet:
    return sheet(MARKS, met=MET, fields={**DIGESTS, **fields})


def refusals(returned: ReturnedSheet, desk: Desk = DESK) -> list[tuple[str, str, str]]:
    evaluation, findings = judge_return(returned, desk)
    assert (evaluation is None) == any(finding.severity is Severity.ERROR for finding in findings)
    assert evaluation is None
    return said(tuple(finding for finding in findings if finding.severity is Severity.ERROR))


def warnings(returned: ReturnedSheet, desk: Desk = DESK) -> list[tuple[str, str, str]]:
    evaluation, findings = judge_return(returned, desk)
    assert evaluation is not None
    return said(findings)


def test_a_good_sheet_is_taken_with_what_it_was_given_for() -> None:
    evaluation, findings = judge_return(good(), DESK)
    assert findings == ()
    assert evaluation is not None
    assert (evaluation.case, evaluation.evaluator, evaluation.packet) == ("night-clinic", "e1", IDENTITY["packet"])
    assert (evaluation.case_digest, evaluation.framework_digest) == (CASE_THEN.digest, CRITERIA_THEN.digest)
    assert evaluation.status is EvaluationStatus.SUBMITTED
    assert {id: mark.value for id, mark in evaluation.marks.items()} == {"5.2": Decimal(80), "5.3": Decimal(75)}


def test_a_stranger_to_the_panel_is_refused() -> None:
    rules = refusals(good(evaluator="e7"))
    assert rules[0] == ("unknown-evaluator", "evaluator", "“e7” is not on the panel")


def test_two_people_under_one_id_are_refused() -> None:
    panel = (*ROUND.panel, Evaluator(id="e1", name="温如许"))
    desk = replace(DESK, round=replace(ROUND, panel=panel))
    assert refusals(good(), desk) == [
        ("shared-evaluator-id", "evaluator", "Several people go by e1: 沈砚秋、温如许"),
    ]


def test_a_packet_of_one_returned_by_another_is_refused() -> None:
    assert refusals(good(evaluator="e2")) == [
        ("unassigned-evaluation", "evaluator", "“night-clinic” is not assigned to e2"),
        ("foreign-packet", "evaluator", "Packet spring/e1/1f2e3d4c was given to e1, but the sheet says e2"),
    ]


def test_a_case_of_no_such_name_and_one_that_was_not_assigned_are_refused() -> None:
    assert refusals(good(case="night-klinic")) == [
        ("unknown-case", "case", "Case “night-klinic” is not in this round"),
    ]
    assert [rule for rule, _, _ in refusals(good(case="other-case"))] == ["unassigned-evaluation"] * 2


def test_a_packet_that_was_never_given_out_is_refused() -> None:
    assert refusals(good(packet="spring/e1/00000000")) == [
        ("unknown-packet", "packet", "No packet “spring/e1/00000000” was given out"),
    ]


@pytest.mark.parametrize("name", ["packet", "evaluator", "case", "case_digest", "framework_digest"])
def test_a_sheet_that_does_not_say_what_it_belongs_to_is_refused_for_that_alone(name: str) -> None:
    assert refusals(good(**{name: None})) == [
        ("unidentified-sheet", "评分", f"The sheet does not say what it belongs to: {name}"),
    ]


def test_a_sheet_for_changed_content_is_refused_with_the_difference() -> None:
    desk = replace(DESK, case_now=lambda _packet, _case: CASE_NOW)
    difference = "changed: sections.survey; added: new.csv; gone: causes.png"
    assert refusals(good(), desk) == [
        ("changed-case", "case_digest", f"“night-clinic” has changed since it was given out: {difference}"),
    ]


def test_a_sheet_for_other_criteria_is_refused_with_the_difference() -> None:
    desk = replace(DESK, framework_now=CRITERIA_NOW)
    assert refusals(good(), desk) == [
        (
            "changed-framework",
            "framework_digest",
            "The criteria of “small” have changed since they were given out: changed: criteria.5.2",
        ),
    ]


def test_digests_that_were_not_given_out_are_refused() -> None:
    rules = [rule for rule, _, _ in refusals(good(case_digest="0" * 32, framework_digest="1" * 32))]
    assert rules == ["changed-case", "changed-framework"]


@pytest.mark.parametrize("mark", ["101", "-5", "82", "80.5"])
def test_a_mark_off_the_scale_is_refused_at_its_cell(mark: str) -> None:
    returned = sheet({**MARKS, "5.2": mark}, fields=DIGESTS)
    assert refusals(returned) == [
        ("mark-off-scale", "C5.2", f"5.2: {mark} is off the scale (0–100 in steps of 5)"),
    ]


def test_what_the_criteria_do_not_know_is_refused() -> None:
    returned = sheet({**MARKS, "5.9": "80"}, comment("5.8", "strength", "好"), met={"4.9": "met"}, fields=DIGESTS)
    assert refusals(returned) == [
        ("unknown-criterion", "C5.9", "The framework has no “5.9”"),
        ("unknown-condition", "B4.9", "The framework has no condition “4.9”"),
        ("unknown-criterion", "E5.8", "The framework has no “5.8”"),
    ]


def test_a_comment_that_points_nowhere_is_taken_and_said_with_the_near_miss() -> None:
    returned = sheet(MARKS, comment("5.2", "strength", "好", "survay"), met=MET, fields=DIGESTS)
    evaluation, (finding,) = judge_return(returned, DESK)
    assert evaluation is not None
    assert said((finding,)) == [("broken-anchor", "F5.2", "The case has no anchor “survay”")]
    assert finding.hint is not None
    assert finding.hint.to("en") == "Did you mean “survey”?"


def test_missing_marks_stay_missing_and_are_said() -> None:
    returned = sheet({"5.2": "80"}, met=MET, fields=DIGESTS)
    assert warnings(returned) == [("missing-mark", "status", "Submitted without marks for 5.3")]
    assert warnings(sheet({"5.2": "80"}, fields={**DIGESTS, "status": "draft"})) == []


def test_a_condition_that_was_not_judged_is_said() -> None:
    assert warnings(sheet(MARKS, fields=DIGESTS)) == [("missing-verdict", "status", "Submitted without judging 4.2")]
    assert warnings(sheet(MARKS, fields={**DIGESTS, "status": "draft"})) == []


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-04-21", "2026-04-21 is later than today, 2026-04-20"),
        ("2026-03-01", "2026-03-01 is before the round opened, 2026-03-16"),
        ("2026-04-18", "Submitted on 2026-04-18, after 2026-04-17, when it was due"),
    ],
)
def test_clocks_that_disagree_are_said_and_the_sheet_is_taken(day: str, message: str) -> None:
    assert warnings(good(date=day)) == [("sheet-date", "date", message)]


def test_a_sheet_that_nobody_filled_in_is_blank_and_wants_no_marks() -> None:
    evaluation, findings = judge_return(sheet({}, fields=DIGESTS), DESK)
    assert findings == ()
    assert evaluation is not None
    assert is_blank(evaluation)


def test_a_submitted_sheet_without_a_date_is_said_and_a_draft_is_not() -> None:
    assert warnings(good(date="")) == [("sheet-date", "date", "Submitted without a date")]
    assert warnings(good(date="", status="draft")) == []


def test_a_mark_that_cannot_be_read_is_not_missing_too() -> None:
    found = judge_return(sheet({"5.2": "八十五", "5.3": "75"}, fields=dict(DIGESTS)), DESK)[1]
    assert "unreadable-answer" in [finding.rule for finding in found]
    assert "missing-mark" not in [finding.rule for finding in found]
    found = judge_return(sheet({"5.2": "八十五", "5.3": " "}, fields={**DIGESTS, "overall": "好"}), DESK)[1]
    assert [finding.message.to("en") for finding in found if finding.rule == "missing-mark"] == [
        "Submitted without marks for 5.3"
    ]
