"""A round and the packets that were given out → who has what, what came back, what is missing. Today is passed in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casebound.model.evaluation import Evaluation, EvaluationStatus, Evaluator, Round
from casebound.model.framework import Framework
from casebound.model.packet import IssuedPacket, PacketRecord


class SeatState(StrEnum):
    """How far one evaluator's judgement of one case is."""

    SUBMITTED = "submitted"
    DRAFT = "draft"
    MISSING = "missing"


class Wait(StrEnum):
    """Why an evaluator cannot be given a packet yet."""

    DECLARATION = "declaration"
    """Nothing is known of their conflicts, which is not the same as no conflict."""
    CONFLICT = "conflict"
    """A case was assigned to them that they must not judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatProgress:
    """One evaluator's judgement of one case."""

    case: str
    evaluator: str
    state: SeatState
    missing_marks: tuple[str, ...] = ()
    """Conditions without a judgement and criteria without a mark in what came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatorProgress:
    """One member of the panel."""

    evaluator: Evaluator
    seats: tuple[SeatProgress, ...]
    """Of the cases assigned to them, in the round's order."""
    packet: IssuedPacket | None
    """What they were given last."""
    not_given: tuple[str, ...]
    """Cases assigned to them that the packet does not hold."""
    changed: tuple[str, ...]
    """Ids of the cases, and of the criteria, that have changed since the packet was given out."""
    waits: tuple[Wait, ...]

    def count(self, state: SeatState) -> int:
        """How many of their cases are in that state."""
        return sum(seat.state is state for seat in self.seats)

    @property
    def missing_marks(self) -> int:
        """Judgements and marks that are missing in what came back."""
        return sum(len(seat.missing_marks) for seat in self.seats)

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to come."""
        return self.count(SeatState.SUBMITTED) == len(self.seats) and not self.missing_marks


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProgress:
    """One case of the round."""

    case: str
    seats: tuple[SeatProgress, ...]
    wanted: int
    """Evaluators that the round wants for each case."""

    @property
    def submitted(self) -> int:
        """Evaluations that count."""
        return sum(seat.state is SeatState.SUBMITTED for seat in self.seats)

    @property
    def is_done(self) -> bool:
        """Whether as many evaluations as are wanted, and all that were assigned, are there, with all marks."""
        has_all_marks = not any(seat.missing_marks for seat in self.seats)
        return has_all_marks and self.submitted == len(self.seats) and self.submitted >= self.wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundProgress:
    """Where a round stands."""

    round: Round
    today: date
    days_left: int | None
    """Until the day it is due, which is 0; below zero: overdue. None: no day was set."""
    evaluators: tuple[EvaluatorProgress, ...]
    """In the panel's order."""
    cases: tuple[CaseProgress, ...]
    """In the round's order."""

    def count(self, state: SeatState) -> int:
        """How many of all assigned judgements are in that state."""
        return sum(each.count(state) for each in self.evaluators)


def progress_of(
    round: Round,
    framework: Framework,
    record: PacketRecord,
    today: date,
    conflicted: Collection[tuple[str, str]],
    *,
    changed: Callable[[IssuedPacket], tuple[str, ...]] = lambda _: (),
) -> RoundProgress:
    """Where the round stands; `conflicted`: evaluator and case of every conflict that is not waived.

    `changed`: ids of what a packet gives otherwise than it is now.
    """
    leaves = [leaf.id for leaf in framework.leaves()]
    conditions = [condition.id for condition in framework.conditions]
    found: dict[tuple[str, str], Evaluation] = {}
    for evaluation in round.evaluations:
        found.setdefault((evaluation.case, evaluation.evaluator), evaluation)

    def seat(case: str, evaluator: str) -> SeatProgress:
        evaluation = found.get((case, evaluator))
        if evaluation is None:
            return SeatProgress(case=case, evaluator=evaluator, state=SeatState.MISSING)
        is_submitted = evaluation.status is EvaluationStatus.SUBMITTED
        if is_submitted and (evaluator, case) in conflicted:  # it does not count: another evaluation is to come
            return SeatProgress(case=case, evaluator=evaluator, state=SeatState.MISSING)
        without = [*evaluation.unjudged(conditions), *evaluation.missing(leaves)]
        return SeatProgress(
            case=case,
            evaluator=evaluator,
            state=SeatState.SUBMITTED if is_submitted else SeatState.DRAFT,
            missing_marks=tuple(without),
        )

    def member(evaluator: Evaluator) -> EvaluatorProgress:
        cases = round.cases_of(evaluator.id)
        packet = record.latest(evaluator.id)
        waits = [Wait.DECLARATION] if evaluator.owes_declaration else []
        waits += [Wait.CONFLICT] if any((evaluator.id, case) in conflicted for case in cases) else []
        return EvaluatorProgress(
            evaluator=evaluator,
            seats=tuple(seat(case, evaluator.id) for case in cases),
            packet=packet,
            not_given=tuple(case for case in cases if packet is None or case not in packet.cases),
            changed=changed(packet) if packet else (),
            waits=tuple(waits),
        )

    members = tuple(member(evaluator) for evaluator in round.panel)
    seats_of: dict[str, list[SeatProgress]] = {}
    for each in members:
        for one in each.seats:
            seats_of.setdefault(one.case, []).append(one)
    return RoundProgress(
        round=round,
        today=today,
        days_left=(round.due - today).days if round.due else None,
        evaluators=members,
        cases=tuple(
            CaseProgress(
                case=case,
                seats=tuple(seats_of.get(case, ())),
                wanted=round.evaluators_per_case,
            )
            for case in round.cases
        ),
    )
