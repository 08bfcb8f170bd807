"""Does a round hold together: its cases, panel, assignments and evaluations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from casebound.check.context import Context, error, warning
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
        yield error("id-not-folder", _at(node, "id"), message, phrase("改成一致", "Make them the same"))
    if round.framework and round.framework not in context.frameworks:
        message = phrase("准则“{id}”不存在", "There is no framework “{id}”", id=round.framework)
        yield error(
            "unknown-framework", _at(node, "framework"), message, did_you_mean(round.framework, context.frameworks)
        )
    for case in round.cases:
        if case not in known:
            message = phrase("案例“{id}”不存在", "There is no case “{id}”", id=case)
            yield error("unknown-case", _listed(node, "cases", case), message, did_you_mean(case, known))
    for number, evaluator in enumerate(round.panel):
        if evaluator.declared_on is None:
            message = phrase("{name} 还没有作利益申报", "{name} has not declared conflicts", name=evaluator.name)
            yield warning("undeclared-evaluator", _at(node, "panel", number), message)


def _check_assignments(written: WrittenRound) -> Iterator[Finding]:
    round, node = written.round, written.assignments
    if node is None:
        return
    panel = {evaluator.id: evaluator for evaluator in round.panel}
    load: Counter[str] = Counter()
    for number, assignment in enumerate(round.assignments):
        place = _at(node, "assignments", number)
        if assignment.case not in round.cases:
            message = phrase("案例“{id}”不在本轮", "Case “{id}” is not in this round", id=assignment.case)
            yield error("unknown-case", place, message, did_you_mean(assignment.case, round.cases))
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
            evaluator = panel.get(id)
            if evaluator is None:
                message = phrase("“{id}”不在评价组里", "“{id}” is not on the panel", id=id)
                yield error("unknown-evaluator", place, message, did_you_mean(id, panel))
            elif any(conflict.case == assignment.case for conflict in evaluator.conflicts):
                message = phrase(
                    "{name} 对“{case}”申报过利益冲突",
                    "{name} declared a conflict with “{case}”",
                    name=evaluator.name,
                    case=assignment.case,
                )
                yield error("conflicted-assignment", place, message, phrase("换一位评价人", "Assign somebody else"))
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
            yield warning("overloaded-evaluator", _at(node, "assignments"), message)


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
        yield error("misplaced-evaluation", _at(node, "case"), message, hint)
    if evaluation.case not in round.cases_of(evaluation.evaluator):
        message = phrase(
            "“{case}”没有分给 {evaluator}",
            "“{case}” is not assigned to {evaluator}",
            case=evaluation.case,
            evaluator=evaluation.evaluator,
        )
        yield error("unassigned-evaluation", _at(node, "evaluator"), message)
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
            message = phrase(
                "{value} 不在分值尺度上（{low}–{high}，每 {step} 一档）",
                "{value} is off the scale ({low}–{high} in steps of {step})",
                value=str(mark.value),
                low=str(framework.scale.minimum),
                high=str(framework.scale.maximum),
                step=str(framework.scale.step),
            )
            yield error("mark-off-scale", _at(pair.value, "value"), message)
        for number, comment in enumerate(mark.comments):
            if comment.anchor and anchors and comment.anchor not in anchors:
                message = phrase("案例里没有锚点“{id}”", "The case has no anchor “{id}”", id=comment.anchor)
                place = _at(pair.value, "comments", number)
                yield warning("broken-anchor", place, message, did_you_mean(comment.anchor, anchors))
    if evaluation.status is EvaluationStatus.SUBMITTED:
        missing = [id for id in leaves if id not in evaluation.marks or evaluation.marks[id].value is None]
        if missing:
            message = phrase("已提交，但没有给 {ids} 打分", "Submitted without marks for {ids}", ids=", ".join(missing))
            yield warning("missing-mark", marks.key.span if marks else _at(node, "status"), message)


def anchors_of_case(written: WrittenCase) -> frozenset[str]:
    """Everything in a case that a comment can be about."""
    captioned = {mention.target for mention in written.document.body.mentions if mention.kind == "anchor"}
    sections = {section.id for section in written.case.sections if section.id}
    return frozenset(captioned | sections | {measure.id for measure in written.case.measures})


def _listed(node: Node, key: str, word: str) -> Span:
    """Where a word stands in a list."""
    pair = node.find(key)
    items = pair.value.items if pair else ()
    return next((item.span for item in items if item.text.strip() == word), _at(node, key))


def _at(node: Node, key: str, number: int | None = None) -> Span:
    """A field's place, or the place of an item of its list, or of the mapping's first line."""
    pair = node.find(key)
    if pair is None:
        return node.span.source.line_span(node.span.source.position(node.span.start)[0])
    items = pair.value.readable()
    if number is not None and number < len(items):
        span = items[number].span
        return span.source.line_span(span.source.position(span.start)[0]) if "\n" in span.text else span
    return pair.key.span if pair.value.kind != "scalar" or pair.value.is_empty else pair.value.span
