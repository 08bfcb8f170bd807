"""A write-up and the criteria it answers → what is there and what is still wanted, criterion by criterion.

This is not a score: it counts, names and points, and never judges whether what is there is good.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.check.measure_gaps import measure_gaps
from casebound.check.readiness_cells import Cell, State, Urgency, Want
from casebound.check.readiness_conditions import condition_cells
from casebound.check.readiness_criteria import criterion_cells, end_of, make_body
from casebound.model.framework import Criterion, Framework
from casebound.read.written import WrittenCase
from casebound.text.localized import CHINESE, NOTHING, Localized, phrase
from casebound.text.source import Span

LEAST = {CHINESE: 100, "en": 70}
"""Han characters, or words, below which an answer is called short. Ours: no standard that is known to us says any."""
LEAST_STATEMENT = {CHINESE: 20, "en": 15}
"""The same for the statement on a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A criterion that others stand under, or the heading of the conditions (without an id)."""

    id: str
    title: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A section tied to a criterion."""

    id: str
    title: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One scored question, or one condition."""

    id: str
    title: Localized
    groups: tuple[Group, ...]
    """What it stands under, from the outermost inwards."""
    is_condition: bool
    answers: tuple[Answer, ...]
    cells: tuple[Cell, ...]
    """One a column, in the columns' order."""

    @property
    def state(self) -> State:
        """Missing: not answered. Thin: answered, and something is thin or missing. Else present."""
        states = [cell.state for cell in self.cells]
        if states[0] is State.MISSING:
            return State.MISSING
        return State.THIN if State.THIN in states or State.MISSING in states else State.PRESENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What one write-up has and wants."""

    case: str
    """The case's id, else the name of its folder."""
    title: str
    name: str
    """The title for narrow places."""
    lang: str
    """Of the write-up."""
    path: str
    is_translation: bool
    framework: str
    framework_title: Localized
    least: int
    """Below this an answer is called short; in Han characters, or words, by the language of the write-up."""
    least_statement: int
    """The same for the statement on a condition."""
    rows: tuple[Row, ...]
    """Conditions, then criteria, in the framework's order; none where the criteria are not known."""
    wants: tuple[Want, ...]
    """What is still to be written, the most important first, else by place."""


def readiness(
    written: WrittenCase,
    framework: Framework | None,
    *,
    least: int | None = None,
    least_statement: int | None = None,
) -> Readiness:
    """One write-up against its framework; None stands for one that is not named or not known."""
    case, document = written.case, written.document
    least = LEAST.get(case.lang, LEAST["en"]) if least is None else least
    if least_statement is None:
        least_statement = LEAST_STATEMENT.get(case.lang, LEAST_STATEMENT["en"])
    rows: tuple[Row, ...] = ()
    wants: list[Want] = []
    if framework is None:
        wants.append(_no_framework(written))
    else:
        rows = (*_conditions(written, framework, least_statement), *_criteria(written, framework, least))
        wants.extend(want for row in rows for cell in row.cells for want in cell.wants)
        if not document.sections:
            wants = [want for row in rows if row.is_condition for cell in row.cells for want in cell.wants]
            wants.append(_no_sections(written))
    if document.front is not None:
        wants.extend(_measures(written))
    unique = {(want.span.source.path, want.span.start, want.message.to("en")): want for want in wants}
    return Readiness(
        case=case.id or written.folder.rpartition("/")[2],
        title=case.title,
        name=case.name,
        lang=case.lang,
        path=document.source.path,
        is_translation=written.is_translation,
        framework=framework.id if framework else case.framework,
        framework_title=framework.title if framework else NOTHING,
        least=least,
        least_statement=least_statement,
        rows=rows,
        wants=tuple(sorted(unique.values(), key=lambda want: (want.urgency, want.span.source.path, want.span.start))),
    )


def _no_framework(written: WrittenCase) -> Want:
    document, name = written.document, written.case.framework
    hint = phrase("写 framework: 准则编号", "Write framework: and the id of the criteria")
    if document.front is None:
        message = phrase("没有 YAML 头部，不知道按哪套准则看", "No front matter: the criteria are not known")
        hint = phrase("文件第一行写 ---，再写字段", "Start the file with ---, then the fields")
    elif not name:
        message = phrase("没有写按哪套准则（framework）", "The criteria (framework) are not named")
    else:
        message = phrase("不认识准则“{name}”", "The criteria “{name}” are not known", name=name)
        hint = phrase(
            "改成已有的编号，或把准则放进 content/frameworks/",
            "Name a known id, or put the criteria into content/frameworks/",
        )
    span = document.key("framework")
    return Want(urgency=Urgency.UNREADABLE, state=State.MISSING, message=message, hint=hint, span=span)


def _no_sections(written: WrittenCase) -> Want:
    message = phrase("正文一节也没有", "The body has no section")
    hint = phrase(
        "写“## 标题 {{#id criterion=编号}}”，下面写正文", "Write “## Title {{#id criterion=…}}” and text under it"
    )
    return Want(urgency=Urgency.UNREADABLE, state=State.MISSING, message=message, hint=hint, span=end_of(written))


def _conditions(written: WrittenCase, framework: Framework, least: int) -> Iterator[Row]:
    groups = (Group(id="", title=phrase("条件", "Conditions")),)
    for condition in framework.conditions:
        yield Row(
            id=condition.id,
            title=condition.title,
            groups=groups,
            is_condition=True,
            answers=(),
            cells=condition_cells(written, condition, least),
        )


def _criteria(written: WrittenCase, framework: Framework, least: int) -> Iterator[Row]:
    body = make_body(written)
    for groups, leaf in _leaves(framework.criteria):
        yield Row(
            id=leaf.id,
            title=leaf.title,
            groups=groups,
            is_condition=False,
            answers=tuple(
                Answer(id=item.section.id, title=item.section.title, span=item.heading)
                for item in body.sections
                if leaf.id in item.section.criteria
            ),
            cells=criterion_cells(body, leaf, [group.id for group in groups], least),
        )


def _leaves(criteria: Sequence[Criterion]) -> Iterator[tuple[tuple[Group, ...], Criterion]]:
    """Every scored question with what it stands under."""
    waiting: list[tuple[tuple[Group, ...], Criterion]] = [((), item) for item in reversed(criteria)]
    while waiting:
        groups, criterion = waiting.pop()
        if not criterion.children:
            yield groups, criterion
        inner = (*groups, Group(id=criterion.id, title=criterion.title))
        waiting.extend((inner, child) for child in reversed(criterion.children))


def _measures(written: WrittenCase) -> Iterator[Want]:
    """The fields that measures still lack."""
    case = written.case
    if not case.measures:
        message = phrase("还没有一个指标", "There is no measure yet")
        hint = phrase(
            "在 measures 里写改进前、目标、改进后和来源", "Under measures write baseline, target, actual and source"
        )
        span = written.document.key("measures")
        yield Want(urgency=Urgency.INCOMPLETE, state=State.MISSING, message=message, hint=hint, span=span)
    for number, measure in enumerate(case.measures):
        if gaps := measure_gaps(measure):
            name = measure.name or measure.id
            message = phrase("指标“{name}”不全", "Measure “{name}” is incomplete", name=name)
            hint = phrase("补上 {gaps}", "Fill in {gaps}", gaps=", ".join(gaps))
            span = written.place(f"measures[{number}]")
            yield Want(urgency=Urgency.INCOMPLETE, state=State.THIN, message=message, hint=hint, span=span)
