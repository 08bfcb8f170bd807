"""Conflicts and what the organiser decided → conflicts with their status, and the decisions that have no effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from casebound.evaluate.affiliation import person_key
from casebound.model.conflict import ConflictProblem, ConflictRecord
from casebound.model.evaluation import ConflictDecision, ConflictStatus, Round
from casebound.text.localized import Localized, phrase


def decide_conflicts(
    round: Round,
    records: Iterable[ConflictRecord],
    former: Mapping[str, str] | None = None,
) -> tuple[tuple[ConflictRecord, ...], tuple[ConflictProblem, ...]]:
    """The records in order of evaluator, case and kind, and what is wrong with decisions.

    `former`: a case's id by its former ids. A conflict is waived only by a decision that says who waived it and why,
    and that is not the evaluator's own; where decisions differ, it stays confirmed.
    """
    in_order = sorted(records, key=lambda record: (*_about(record), record.source, record.evidence.to("en")))
    known = {_about(record) for record in in_order}
    good: dict[tuple[str, str, str], list[tuple[ConflictDecision, ConflictDecision]]] = {}
    problems = []
    for decision in sorted(round.decisions, key=lambda item: (*_about(item), item.status, item.by, item.reason)):
        current = replace(decision, case=(former or {}).get(decision.case, decision.case))
        if fault := _fault(current, round, known):
            problems.append(_problem(decision, *fault))
        else:
            good.setdefault(_about(current), []).append((current, decision))
    for about in sorted(good):
        if len({current.status for current, _ in good[about]}) > 1:
            text = phrase("既有确认又有豁免，按确认处理", "Both confirmed and waived: it counts as confirmed")
            hint = phrase("删去其中一个决定", "Remove one of the decisions")
            problems.append(_problem(good[about][-1][1], text, hint))
    return tuple(_applied(record, [one for one, _ in good.get(_about(record), ())]) for record in in_order), tuple(
        problems
    )


def _about(item: ConflictRecord | ConflictDecision) -> tuple[str, str, str]:
    return item.evaluator, item.case, item.kind.value if item.kind else ""


def _applied(record: ConflictRecord, decisions: Sequence[ConflictDecision]) -> ConflictRecord:
    """With the strictest of the decisions about it: confirmed sorts before waived."""
    if not decisions:
        return record
    decision = decisions[0]
    return replace(record, status=decision.status, by=decision.by, reason=decision.reason)


def _fault(
    decision: ConflictDecision, round: Round, known: Iterable[tuple[str, str, str]]
) -> tuple[Localized, Localized] | None:
    """Why a decision has no effect, and the remedy."""
    if _about(decision) not in known:
        kinds = sorted(kind for evaluator, case, kind in known if (evaluator, case) == _about(decision)[:2])
        return (
            phrase(
                "没有类别为 {kind} 的利益冲突可以决定",
                "There is no conflict of kind {kind} to decide",
                kind=decision.kind.value if decision.kind else "—",
            ),
            phrase("这一对现有的类别：{kinds}", "Between these two there are: {kinds}", kinds=", ".join(kinds) or "—"),
        )
    if decision.status is ConflictStatus.OPEN:
        return (
            phrase("“open”不是决定", "“open” is no decision"),
            phrase("写 confirmed 或 waived，或删去", "Write confirmed or waived, or remove it"),
        )
    if decision.status is ConflictStatus.CONFIRMED:
        return None
    if not decision.by.strip() or not decision.reason.strip():
        return (
            phrase("豁免缺少决定人或理由，不生效", "A waiver without who gave it and why does not count"),
            phrase("写明 by 和 reason", "Give by and reason"),
        )
    evaluator = round.evaluator(decision.evaluator)
    own = {person_key(decision.evaluator), person_key(evaluator.name if evaluator else "")}
    if person_key(decision.by) in own:
        return (
            phrase("不能豁免自己的利益冲突", "Nobody waives a conflict of their own"),
            phrase("由他人决定", "Let somebody else decide"),
        )
    return None


def _problem(decision: ConflictDecision, message: Localized, hint: Localized) -> ConflictProblem:
    return ConflictProblem(
        evaluator=decision.evaluator, case=decision.case, message=message, hint=hint, decision=decision
    )
