"""A consensus sheet against its round: whether it counts, and what keeps it from counting.

The independent evaluations must be those that were frozen when the sheet was written. A sheet counts whole or not at
all: half of what a panel agreed on is not what it agreed on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from casebound.check.context import error
from casebound.check.marks import off_scale
from casebound.check.places import place_on_path
from casebound.model.evaluation import Consensus, ConsensusMark, EvaluationStatus, Round
from casebound.model.framework import Framework
from casebound.read.written import WrittenConsensus
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.suggest import did_you_mean

_NOT_COUNTED = phrase("改好之前，这张合议表不计入", "Until it is mended this consensus does not count")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusProblem:
    """Why a consensus does not count."""

    rule: str
    path: tuple[str, ...]
    """The keys that lead to the place; the last may be a word of a list."""
    message: Localized
    hint: Localized | None = None


def counted_consensus(case: str, round: Round, framework: Framework) -> Consensus | None:
    """What a panel agreed on for a case; None while it has not, or while something is wrong with the sheet."""
    for consensus in round.consensus:
        if consensus.case == case and consensus.status is EvaluationStatus.SUBMITTED:
            return None if any(consensus_problems(consensus, round, framework)) else consensus
    return None


def check_consensus(written: WrittenConsensus, round: Round, framework: Framework | None) -> Iterator[Finding]:
    """Everything about one sheet."""
    consensus, node = written.consensus, written.node
    name = written.source.path.rpartition("/")[2]
    if name != f"{consensus.case}.yaml":
        message = phrase("内容与文件名不符", "The content does not match the file's name")
        hint = phrase("按内容应为 {case}.yaml", "By its content it should be {case}.yaml", case=consensus.case)
        yield error("misplaced-consensus", place_on_path(node, ("case",)), message, hint)
    if framework is None:
        return
    for problem in consensus_problems(consensus, round, framework):
        yield error(problem.rule, place_on_path(node, problem.path), problem.message, problem.hint or _NOT_COUNTED)


def consensus_problems(consensus: Consensus, round: Round, framework: Framework) -> Iterator[ConsensusProblem]:
    """Why a sheet does not count; of a draft, what would still be wrong with it once it is filled in."""
    case, is_submitted = consensus.case, consensus.status is EvaluationStatus.SUBMITTED
    if case not in round.cases:
        message = phrase("案例“{id}”不在本轮", "Case “{id}” is not in this round", id=case)
        yield ConsensusProblem(
            rule="unknown-case", path=("case",), message=message, hint=did_you_mean(case, round.cases)
        )
        return
    if sum(other.case == case for other in round.consensus) > 1:
        message = phrase("“{case}”有两张合议表", "“{case}” has two consensus sheets", case=case)
        hint = phrase("删去一张；两张都不计入", "Remove one; neither counts")
        yield ConsensusProblem(rule="duplicate-consensus", path=("case",), message=message, hint=hint)
    counted = {evaluation.evaluator: evaluation for evaluation in round.counted(case)}
    yield from _thawed(consensus, {id: evaluation.digest for id, evaluation in counted.items()})
    yield from _participants(consensus, counted, is_submitted=is_submitted)
    leaves = {leaf.id for leaf in framework.leaves()}
    for id, mark in consensus.marks.items():
        if id not in leaves:
            message = phrase("准则里没有“{id}”", "The framework has no “{id}”", id=id)
            yield ConsensusProblem(
                rule="unknown-criterion", path=("marks", id), message=message, hint=did_you_mean(id, leaves)
            )
            continue
        given = [evaluation.marks[id].value for evaluation in counted.values() if id in evaluation.marks]
        n = sum(value is not None and framework.scale.allows(value) for value in given)
        if not mark.is_blank and n < framework.aggregation.least_marks:
            message = phrase(
                "{id} 的有效打分少于 {n} 份，没有独立评价的结果可议",
                "Fewer than {n} marks on {id}: there is no independent result to agree on",
                id=id,
                n=framework.aggregation.least_marks,
            )
            yield ConsensusProblem(rule="consensus-without-result", path=("marks", id), message=message)
        yield from _mark(id, mark, framework, counted, is_submitted=is_submitted)


def _thawed(consensus: Consensus, digests: dict[str, str]) -> Iterator[ConsensusProblem]:
    hint = phrase(
        "恢复原来的评价；或删去这张合议表，用 casebound round consensus 重写一张再议",
        "Restore the evaluation as it was; or remove this sheet, write another with casebound round consensus, and "
        "agree again",
    )
    for id, digest in consensus.frozen.items():
        if id not in digests:
            message = phrase("合议时 {id} 的评价，现在没有了", "The evaluation of {id} is no longer there", id=id)
        elif digest.strip().lower() != digests[id]:
            message = phrase(
                "{id} 的评价在合议之后改过", "The evaluation of {id} was changed after the consensus", id=id
            )
        else:
            continue
        yield ConsensusProblem(rule="thawed-evaluation", path=("frozen", id), message=message, hint=hint)
    for id in digests:
        if id not in consensus.frozen:
            message = phrase(
                "{id} 的评价不在合议所依据的之内", "The evaluation of {id} is not among those agreed on", id=id
            )
            yield ConsensusProblem(rule="thawed-evaluation", path=("frozen",), message=message, hint=hint)


def _participants(consensus: Consensus, counted: Collection[str], *, is_submitted: bool) -> Iterator[ConsensusProblem]:
    if is_submitted and not consensus.participants:
        message = phrase("没有写谁参加了合议", "It does not say who took part")
        yield ConsensusProblem(rule="unfit-participant", path=("participants",), message=message)
    for id in consensus.participants:
        if id not in counted:
            message = phrase("{id} 没有评价过这个案例", "{id} has not evaluated this case", id=id)
            yield ConsensusProblem(
                rule="unfit-participant", path=("participants", id), message=message, hint=did_you_mean(id, counted)
            )


def _mark(
    id: str, mark: ConsensusMark, framework: Framework, counted: Collection[str], *, is_submitted: bool
) -> Iterator[ConsensusProblem]:
    if mark.value is not None and not framework.scale.allows(mark.value):
        yield ConsensusProblem(
            rule="mark-off-scale", path=("marks", id, "value"), message=off_scale(mark.value, framework.scale)
        )
    if is_submitted and mark.value is not None and not mark.reason.strip():
        message = phrase("{id} 的合议分没有写理由", "The consensus on {id} has no reason", id=id)
        yield ConsensusProblem(rule="consensus-without-reason", path=("marks", id, "reason"), message=message)
    if is_submitted and mark.value is None and not mark.is_blank:
        message = phrase("{id} 写了理由，没有合议分", "{id} has words but no consensus mark", id=id)
        hint = phrase(
            "写上 value；维持独立评价的结果，就把这一项清空", "Give value; to leave the independent result, empty it"
        )
        yield ConsensusProblem(rule="consensus-without-mark", path=("marks", id, "value"), message=message, hint=hint)
    for dissent in mark.dissent:
        if dissent.evaluator not in counted:
            message = phrase("{id} 没有评价过这个案例", "{id} has not evaluated this case", id=dissent.evaluator)
            yield ConsensusProblem(rule="unfit-participant", path=("marks", id, "dissent"), message=message)
        if dissent.value is not None and not framework.scale.allows(dissent.value):
            yield ConsensusProblem(
                rule="mark-off-scale", path=("marks", id, "dissent"), message=off_scale(dissent.value, framework.scale)
            )
