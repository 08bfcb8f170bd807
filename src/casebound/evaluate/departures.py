"""A round as it is written → as it stands: without the cases that were withdrawn and the seats of those who left."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from casebound.model.evaluation import Assignment, EvaluationStatus, Evaluator, Round


def as_it_stands(round: Round) -> Round:
    """The round that is still to be judged.

    Of a case that was withdrawn nothing counts, neither marks nor conflicts; its files stay as they are. Who left keeps
    the seats whose evaluations were submitted, locked, and gets no other; the rest of their seats are free.
    """
    gone = {withdrawal.case for withdrawal in round.withdrawn}
    left = {evaluator.id for evaluator in round.panel if evaluator.left_on is not None}
    if not gone and not left:
        return round
    done = {
        (evaluation.case, evaluation.evaluator)
        for evaluation in round.evaluations
        if evaluation.status is EvaluationStatus.SUBMITTED
        and (evaluation.evaluator, evaluation.case) not in round.barred
    }
    assignments = tuple(_seated(each, left, done) for each in round.assignments if each.case not in gone)
    return replace(
        round,
        cases=tuple(case for case in round.cases if case not in gone),
        panel=tuple(_remaining(evaluator, gone, assignments) for evaluator in round.panel),
        decisions=tuple(decision for decision in round.decisions if decision.case not in gone),
        assignments=assignments,
        evaluations=tuple(
            evaluation
            for evaluation in round.evaluations
            if evaluation.case not in gone
            and (evaluation.evaluator not in left or (evaluation.case, evaluation.evaluator) in done)
        ),
        consensus=tuple(consensus for consensus in round.consensus if consensus.case not in gone),
        barred=frozenset((evaluator, case) for evaluator, case in round.barred if case not in gone),
    )


def _seated(assignment: Assignment, left: Container[str], done: Container[tuple[str, str]]) -> Assignment:
    """Without the seats that are free, and with those locked that can no longer move."""
    stay = tuple(id for id in assignment.evaluators if id not in left or (assignment.case, id) in done)
    return replace(
        assignment,
        evaluators=stay,
        locked=tuple(id for id in stay if id in left or id in assignment.locked),
    )


def _remaining(evaluator: Evaluator, gone: Container[str], assignments: tuple[Assignment, ...]) -> Evaluator:
    """A member of the panel; who left has no room for more."""
    conflicts = tuple(conflict for conflict in evaluator.conflicts if conflict.case not in gone)
    if evaluator.left_on is None:
        return replace(evaluator, conflicts=conflicts)
    kept = sum(evaluator.id in assignment.evaluators for assignment in assignments)
    return replace(evaluator, conflicts=conflicts, maximum_load=kept)
