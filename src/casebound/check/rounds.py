"""Does a round hold together: its cases, panel, assignments and evaluations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from casebound.check.consensus import check_consensus
from casebound.check.context import Context, error, warning
from casebound.check.evaluations import check_evaluations
from casebound.check.marks import off_scale, without_verdict
from casebound.check.places import place_in
from casebound.model.evaluation import EvaluationStatus, Round
from casebound.model.framework import Framework
from casebound.read.nodes import Node
from casebound.read.written import WrittenCase, WrittenEvaluation, WrittenRound
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean


def check_round(written: WrittenRound, context: Context, anchors: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """Everything about one round; `anchors`: what a comment can be about, by the id of every case there is."""
    yield from _check_plan(written, context, anchors)
    yield from _check_assignments(written)
    framework = context.frameworks.get(written.round.framework)
    for evaluation in written.evaluations:
        yield from _check_evaluation(written.round, evaluation, framework, anchors)
    if framework is not None:
        yield from check_evaluations(written.evaluations, framework)
    for consensus in written.consensus:
        yield from check_consensus(consensus, written.round, framework)


def _check_plan(written: WrittenRound, context: Context, known: Collection[str]) -> Iterator[Finding]:
    round, node = written.round, written.node
    folder = written.source.path.split("/")[-2]
    if round.id and round.id != folder:
        message = phrase(
            "编号“{id}”与文件夹名“{folder}”不同",
            "Id “{id}” differs from the folder's name “{folder}”",
            id=round.id,
            folder=folder,
        )
        yield error("id-not-folder", place_in(node, "id"), message, phrase("改成一致", "Make them the same"))
    if round.framework and round.framework not in context.frameworks:
        message = phrase("准则“{id}”不存在", "There is no framework “{id}”", id=round.framework)
        yield error(
            "unknown-framework", place_in(node, "framework"), message, did_you_mean(round.framework, context.frameworks)
        )
    for case in round.cases:
        if case not in known:
            message = phrase("案例“{id}”不存在", "There is no case “{id}”", id=case)
            yield error("unknown-case", _listed(node, "cases", case), message, did_you_mean(case, known))
    ids = [evaluator.id for evaluator in round.panel]
    yield from _check_evaluators_per_case(round, node)
    for group in round.apart:
        for id in group:
            if id not in ids:
                message = phrase("“{id}”不在评价组里", "“{id}” is not on the panel", id=id)
                yield error("unknown-evaluator", place_in(node, "apart"), message, did_you_mean(id, ids))
    yield from _check_withdrawn(round, node)
    for number, evaluator in enumerate(round.panel):
        if evaluator.id in ids[:number]:
            message = phrase("评价人编号“{id}”重复", "Evaluator id “{id}” is used twice", id=evaluator.id)
            yield error("duplicate-id", place_in(node, "panel", number), message)
        if evaluator.owes_declaration:
            message = phrase("{name} 还没有作利益申报", "{name} has not declared conflicts", name=evaluator.name)
            yield warning("undeclared-evaluator", place_in(node, "panel", number), message)


def _check_withdrawn(round: Round, node: Node) -> Iterator[Finding]:
    """What is withdrawn was entered, and stays on the list of what was."""
    for number, withdrawal in enumerate(round.withdrawn):
        if withdrawal.case and withdrawal.case not in round.cases:
            message = phrase(
                "撤回的案例“{id}”不在本轮", "The withdrawn case “{id}” is not in this round", id=withdrawal.case
            )
            hint = phrase(
                "撤回的案例也留在 cases 里，评价文件都不用动",
                "A case that is withdrawn stays under cases as well; no other file need change",
            )
            yield error("unknown-case", place_in(node, "withdrawn", number), message, hint)


def _check_evaluators_per_case(round: Round, node: Node) -> Iterator[Finding]:
    """Every case needs at least one evaluator, and can have no more than there are."""
    wanted, place = round.evaluators_per_case, place_in(node, "evaluators_per_case")
    panel = node.find("panel")
    if wanted < 1:
        message = phrase("每个案例至少要有 1 位评价人", "A case needs at least 1 evaluator")
        yield error("impossible-evaluators-per-case", place, message)
    elif panel is not None and not panel.value.is_cut and wanted > len(panel.value.items):
        message = phrase(
            "每个案例要 {wanted} 位评价人，评价组只有 {n} 位",
            "{wanted} evaluators are wanted for each case, the panel has {n}",
            wanted=wanted,
            n=len(panel.value.items),
        )
        yield error("impossible-evaluators-per-case", place, message)


def _check_assignments(written: WrittenRound) -> Iterator[Finding]:
    round, node = written.round, written.assignments
    if node is None:
        return
    panel = {evaluator.id: evaluator for evaluator in round.panel}
    load: Counter[str] = Counter()
    for number, assignment in enumerate(round.assignments):
        place = place_in(node, "assignments", number)
        if assignment.case not in round.cases:
            message = phrase("案例“{id}”不在本轮", "Case “{id}” is not in this round", id=assignment.case)
            yield error("unknown-case", place, message, did_you_mean(assignment.case, round.cases))
        if round.withdrawal(assignment.case):
            continue
        if len(set(assignment.evaluators)) < round.evaluators_per_case:
            message = phrase(
                "“{case}”只有 {n} 位评价人，应有 {wanted} 位",
                "“{case}” has {n} evaluators, {wanted} are wanted",
                case=assignment.case,
                n=len(set(assignment.evaluators)),
                wanted=round.evaluators_per_case,
            )
            yield warning("too-few-evaluators", place, message)
        for id in assignment.evaluators:
            load[id] += 1
            if id not in panel:
                message = phrase("“{id}”不在评价组里", "“{id}” is not on the panel", id=id)
                yield error("unknown-evaluator", place, message, did_you_mean(id, panel))
        for id in assignment.locked:
            if id not in assignment.evaluators:
                message = phrase(
                    "“{id}”没有分到“{case}”，却锁定了",
                    "“{id}” is locked for “{case}” and not assigned to it",
                    id=id,
                    case=assignment.case,
                )
                yield error("unknown-evaluator", place, message, did_you_mean(id, assignment.evaluators))
    for id, cases in sorted(load.items()):
        limit = panel[id].maximum_load if id in panel else None
        if limit is not None and cases > limit:
            message = phrase(
                "{name} 分到 {n} 个，上限 {limit}",
                "{name} has {n} cases, at most {limit} wanted",
                name=panel[id].name,
                n=cases,
                limit=limit,
            )
            yield warning("overloaded-evaluator", place_in(node, "assignments"), message)


def _check_evaluation(
    round: Round, written: WrittenEvaluation, framework: Framework | None, anchors_of: Mapping[str, Collection[str]]
) -> Iterator[Finding]:
    evaluation, node = written.evaluation, written.node
    path = written.source.path.split("/")
    if (evaluation.case, f"{evaluation.evaluator}.yaml") != (path[-2], path[-1]):
        message = phrase("内容与文件位置不符", "The content does not match the file's place")
        hint = phrase(
            "按内容应放在 {case}/{evaluator}.yaml",
            "By its content it belongs in {case}/{evaluator}.yaml",
            case=evaluation.case,
            evaluator=evaluation.evaluator,
        )
        yield error("misplaced-evaluation", place_in(node, "case"), message, hint)
    if evaluation.case not in round.cases_of(evaluation.evaluator) and not round.withdrawal(evaluation.case):
        message = phrase(
            "“{case}”没有分给 {evaluator}",
            "“{case}” is not assigned to {evaluator}",
            case=evaluation.case,
            evaluator=evaluation.evaluator,
        )
        yield error("unassigned-evaluation", place_in(node, "evaluator"), message)
    if framework is None:
        return
    leaves = {leaf.id: leaf for leaf in framework.leaves()}
    anchors = anchors_of.get(evaluation.case, ())
    marks = node.find("marks")
    for id, mark in evaluation.marks.items():
        pair = marks.value.find(id) if marks else None
        if pair is None:
            continue
        if id not in leaves:
            message = phrase("准则里没有“{id}”", "The framework has no “{id}”", id=id)
            yield error("unknown-criterion", pair.key.span, message, did_you_mean(id, leaves))
            continue
        if mark.value is not None and not framework.scale.allows(mark.value):
            yield error("mark-off-scale", place_in(pair.value, "value"), off_scale(mark.value, framework.scale))
        for number, comment in enumerate(mark.comments):
            if comment.anchor and anchors and comment.anchor not in anchors:
                message = phrase("案例里没有锚点“{id}”", "The case has no anchor “{id}”", id=comment.anchor)
                place = place_in(pair.value, "comments", number)
                yield warning("broken-anchor", place, message, did_you_mean(comment.anchor, anchors))
    if evaluation.status is EvaluationStatus.SUBMITTED:
        missing = evaluation.missing(leaves)
        if missing:
            message = phrase("已提交，但没有给 {ids} 打分", "Submitted without marks for {ids}", ids=", ".join(missing))
            yield warning("missing-mark", marks.key.span if marks else place_in(node, "status"), message)
        if unjudged := evaluation.unjudged(condition.id for condition in framework.conditions):
            conditions = node.find("conditions")
            place = conditions.key.span if conditions else place_in(node, "status")
            yield warning("missing-verdict", place, without_verdict(unjudged))


def anchors_of_case(written: WrittenCase) -> frozenset[str]:
    """Everything in a case that a comment can be about."""
    captioned = {mention.target for mention in written.document.body.mentions if mention.kind == "anchor"}
    sections = {section.id for section in written.case.sections if section.id}
    return frozenset(captioned | sections | {measure.id for measure in written.case.measures})


def _listed(node: Node, key: str, word: str) -> Span:
    """Where a word stands in a list."""
    pair = node.find(key)
    items = pair.value.items if pair else ()
    return next((item.span for item in items if item.text.strip() == word), place_in(node, key))
