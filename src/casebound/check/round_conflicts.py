"""Conflicts of interest in a round → findings: who is assigned a case they must not judge, what has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from casebound.check.context import error, warning
from casebound.check.places import place_in
from casebound.model.conflict import ConflictProblem, ConflictRecord, Conflicts, ConflictSource
from casebound.model.evaluation import ConflictStatus
from casebound.read.written import WrittenRound
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span


def check_conflicts(written: WrittenRound, conflicts: Conflicts) -> Iterator[Finding]:
    """Assignments that a conflict forbids, and declarations and decisions that have no effect."""
    blocking: dict[tuple[str, str], ConflictRecord] = {}
    for record in conflicts.records:
        if record.blocks:
            known = blocking.setdefault((record.evaluator, record.case), record)
            if record.source is ConflictSource.DECLARED and known.source is ConflictSource.DETECTED:
                blocking[record.evaluator, record.case] = record
    if written.assignments is not None:
        for number, assignment in enumerate(written.round.assignments):
            for id in dict.fromkeys(assignment.evaluators):
                if found := blocking.get((id, assignment.case)):
                    line = place_in(written.assignments, "assignments", number)
                    yield error("conflicted-assignment", line, *_words(written, found))
    for problem in conflicts.problems:
        if problem.evaluator:
            place = _place(written, problem)
            if problem.decision:
                yield warning("idle-decision", place, problem.message, problem.hint)
            else:
                yield warning("unknown-case", place, problem.message, problem.hint)


def _words(written: WrittenRound, record: ConflictRecord) -> tuple[Localized, Localized]:
    evaluator = written.round.evaluator(record.evaluator)
    about = {"name": evaluator.name if evaluator else record.evaluator, "case": record.case}
    if record.source is ConflictSource.DECLARED:
        message = phrase("{name} 对“{case}”申报过利益冲突", "{name} declared a conflict with “{case}”", **about)
    elif record.status is ConflictStatus.CONFIRMED:
        message = phrase(
            "{name} 与“{case}”有利益冲突：{evidence}",
            "{name} has a conflict with “{case}”: {evidence}",
            evidence=record.evidence,
            **about,
        )
    else:
        message = phrase(
            "{name} 与“{case}”可能有利益冲突：{evidence}",
            "{name} may have a conflict with “{case}”: {evidence}",
            evidence=record.evidence,
            **about,
        )
    if record.source is ConflictSource.DETECTED and record.status is ConflictStatus.OPEN:
        return message, phrase(
            "换一位评价人，或在 round.yaml 的 decisions 里写明决定（casebound round conflicts 给出写法）",
            "Assign somebody else, or decide in round.yaml under decisions (casebound round conflicts shows how)",
        )
    return message, phrase("换一位评价人", "Assign somebody else")


def _place(written: WrittenRound, problem: ConflictProblem) -> Span:
    """The decision, or the member of the panel whose declaration it is."""
    if problem.decision in written.round.decisions:
        return place_in(written.node, "decisions", written.round.decisions.index(problem.decision))
    ids = [evaluator.id for evaluator in written.round.panel]
    return place_in(written.node, "panel", ids.index(problem.evaluator) if problem.evaluator in ids else None)
