"""Does the body hold what the route and the framework ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casebound.check.context import Context, error, warning
from casebound.read.document import WrittenSection
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.suggest import did_you_mean, near_miss


def check_route(written: WrittenCase, context: Context) -> Iterator[Finding]:
    """The route's sections are there, in order."""
    route = context.routes.get(written.case.route)
    if route is None:
        return
    wanted = [section.id for section in route.sections]
    found = [item for item in written.document.sections if item.section.level == 2]
    ids = [item.section.id for item in found]
    strangers = [item for item in found if item.section.id not in wanted]
    for section in route.sections:
        if section.id in ids:
            continue
        misspelt = next((item for item in strangers if near_miss(item.section.id, wanted) == section.id), None)
        untied = next((item for item in strangers if item.section.title in section.title.texts.values()), None)
        hint = phrase(
            "写一节“## {title} {{#{id}}}”", "Write a section “## {title} {{#{id}}}”", title=section.title, id=section.id
        )
        message = phrase(
            "缺少“{title}”一节（{id}）", "Section “{title}” ({id}) is missing", title=section.title, id=section.id
        )
        if culprit := misspelt or untied:
            hint = phrase("在这个标题后写 {{#{id}}}", "Write {{#{id}}} after this heading", id=section.id)
            yield error("missing-section", culprit.heading, message, hint)
        else:
            yield error("missing-section", written.place("route"), message, hint)
    present = [id for id in ids if id in wanted]
    in_order = [id for id in wanted if id in present]
    first = {item.section.id: item for item in reversed(found)}  # a second one is a duplicate anchor, not out of order
    for item, expected in zip((first[id] for id in dict.fromkeys(present)), in_order, strict=True):
        if item.section.id != expected:
            message = phrase(
                "“{title}”不在路径规定的位置", "“{title}” is out of the route's order", title=item.section.title
            )
            hint = phrase("这里应是“{id}”", "“{id}” belongs here", id=expected)
            yield warning("section-out-of-order", item.heading, message, hint)
            break


def check_criteria(written: WrittenCase, context: Context) -> Iterator[Finding]:
    """Every criterion is answered by a section with words of its own; every tie leads to a criterion."""
    framework = context.frameworks.get(written.case.framework)
    if framework is None or written.document.front is None:
        return
    leaves = {leaf.id: leaf for leaf in framework.leaves()}
    sections = written.document.sections
    answered: set[str] = set()
    for number, item in enumerate(sections):
        has_text = bool(item.section.text) or any(child.section.text for child in _children(number, sections))
        for id in item.section.criteria:
            if framework.criterion(id) is None:
                message = phrase("准则里没有“{id}”", "The framework has no “{id}”", id=id)
                yield error("unknown-criterion", item.heading, message, did_you_mean(id, leaves))
            elif has_text:
                answered.add(id)
        if not has_text:
            message = phrase("“{title}”一节只有标题", "Section “{title}” is a heading only", title=item.section.title)
            yield error("empty-section", item.heading, message)
    for id, leaf in leaves.items():
        if id not in answered:
            message = phrase(
                "没有哪一节回答 {id}“{title}”", "No section answers {id} “{title}”", id=id, title=leaf.title
            )
            hint = phrase(
                "在回答它的标题后写 {{#… criterion={id}}}",
                "Write {{#… criterion={id}}} after the heading that answers it",
                id=id,
            )
            yield error("unanswered-criterion", written.document.front_span, message, hint)


def _children(number: int, sections: Sequence[WrittenSection]) -> Iterator[WrittenSection]:
    """The sections under the one at `number`."""
    for item in sections[number + 1 :]:
        if item.section.level <= sections[number].section.level:
            return
        yield item


def check_conditions(written: WrittenCase, context: Context) -> Iterator[Finding]:
    """Every condition of the framework has an answer."""
    framework = context.frameworks.get(written.case.framework)
    if framework is None or written.document.front is None:
        return
    known = {condition.id: condition for condition in framework.conditions}
    given = [answer.id for answer in written.case.conditions]
    for number, id in enumerate(given):
        if id not in known:
            message = phrase("准则里没有条件“{id}”", "The framework has no condition “{id}”", id=id)
            yield error(
                "unknown-condition", written.place(f"conditions[{number}].id"), message, did_you_mean(id, known)
            )
        elif id in given[:number]:
            message = phrase("条件 {id} 写了两次", "Condition {id} is answered twice", id=id)
            yield error("duplicate-id", written.place(f"conditions[{number}].id"), message)
    for id, condition in known.items():
        if id not in given:
            message = phrase(
                "没有说明条件 {id}“{title}”", "Condition {id} “{title}” is not answered", id=id, title=condition.title
            )
            yield error("missing-condition", written.document.key("conditions"), message)
