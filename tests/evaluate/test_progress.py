"""Where a round stands, on a day that is passed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casebound.evaluate.progress import SeatState, Wait, progress_of
from casebound.model.evaluation import Conflict, EvaluationStatus, Evaluator
from casebound.model.packet import IssuedPacket, PacketRecord
from tests.evaluate.marked import Marks, evaluation, framework, round_of

CRITERIA = framework({"A.1": 60, "B.1": 40})
MARKS: Marks = {"A.1": [80, 85, None], "B.1": [75, None, None]}
ROUND = replace(
    round_of(evaluation(0, MARKS), evaluation(1, MARKS, status=EvaluationStatus.DRAFT), assigned=("e1", "e2", "e3")),
    evaluators_per_case=4,
    due=date(2026, 4, 17),
    panel=(
        Evaluator(id="e1", declared_on=date(2026, 3, 1)),
        Evaluator(id="e2", declared_on=date(2026, 3, 1), conflicts=(Conflict(case="one"),)),
        Evaluator(id="e3"),
        Evaluator(id="e4", declared_on=date(2026, 3, 1)),
    ),
)
RECORD = PacketRecord(
    packets=tuple(
        IssuedPacket(
            id=f"2026/{evaluator}/1",
            evaluator=evaluator,
            issued=date(2026, 3, 16),
            lang="zh-CN",
            is_blind=False,
            framework_digest="f",
            cases=cases,
        )
        for evaluator, cases in (("e1", {"one": "c"}), ("e2", {"two": "c"}))
    )
)
PROGRESS = progress_of(ROUND, CRITERIA, RECORD, date(2026, 4, 10), {("e2", "one")})


def test_each_member_has_what_they_returned_and_owe() -> None:
    states = [[(seat.state, seat.missing_marks) for seat in each.seats] for each in PROGRESS.evaluators]
    assert states == [
        [(SeatState.SUBMITTED, ())],
        [(SeatState.DRAFT, ("B.1",))],
        [(SeatState.MISSING, ())],
        [],
    ]
    assert [each.is_done for each in PROGRESS.evaluators] == [True, False, False, True]


def test_packets_that_lack_an_assigned_case_are_seen() -> None:
    assert [each.not_given for each in PROGRESS.evaluators] == [(), ("one",), ("one",), ()]
    assert [each.packet.id if each.packet else None for each in PROGRESS.evaluators] == [
        *("2026/e1/1", "2026/e2/1"),
        *(None, None),
    ]


def test_who_has_not_declared_or_has_a_conflict_waits() -> None:
    assert [each.waits for each in PROGRESS.evaluators] == [(), (Wait.CONFLICT,), (Wait.DECLARATION,), ()]


def test_a_case_wants_as_many_as_the_round_says() -> None:
    (case,) = PROGRESS.cases
    assert (case.submitted, case.wanted, case.is_done) == (1, 4, False)
    enough = replace(
        ROUND,
        evaluators_per_case=1,
        evaluations=tuple(evaluation(n, {"A.1": [1] * 3, "B.1": [2] * 3}) for n in range(3)),
    )
    assert progress_of(enough, CRITERIA, RECORD, date(2026, 4, 10), ()).cases[0].is_done
    lacking = replace(enough, evaluations=(*enough.evaluations[:2], evaluation(2, MARKS)))
    assert not progress_of(lacking, CRITERIA, RECORD, date(2026, 4, 10), ()).cases[0].is_done


def test_days_are_counted_to_the_day_it_is_due() -> None:
    days = [
        progress_of(ROUND, CRITERIA, RECORD, today, ()).days_left
        for today in (date(2026, 4, 10), date(2026, 4, 17), date(2026, 5, 1))
    ]
    assert days == [7, 0, -14]
    assert progress_of(replace(ROUND, due=None), CRITERIA, RECORD, date(2026, 4, 10), ()).days_left is None
