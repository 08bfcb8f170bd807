"""A framework's YAML → Framework, an overlay joined onto the framework it extends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from casebound.model.framework import (
    Aggregation,
    Band,
    Condition,
    Criterion,
    Framework,
    FrameworkSource,
    FrameworkStatus,
    Grade,
    Scale,
)
from casebound.read.aggregation import AGGREGATION, GRADE, SCALE, check_aggregation, check_grades
from casebound.read.fields import (
    AS_WRITTEN,
    ID,
    LOCALIZED,
    NUMBER,
    TEXT,
    Field,
    ListOf,
    MapOf,
    Reading,
    Record,
    Scalar,
    choice,
    required,
)
from casebound.read.nodes import Node, read_yaml
from casebound.text.finding import Finding, Severity
from casebound.text.localized import NOTHING, Localized, phrase
from casebound.text.source import Source, Span
from casebound.text.suggest import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkFile:
    """One file as written, before what it extends is known. None: the file does not say."""

    id: str = ""
    extends: str = ""
    title: Localized = NOTHING
    status: FrameworkStatus | None = None
    source: FrameworkSource | None = None
    subject_kinds: tuple[str, ...] | None = None
    conditions: tuple[Condition, ...] | None = None
    criteria: tuple[Criterion, ...] | None = None
    weights: dict[str, Decimal] = field(default_factory=dict)
    """By criterion id; set on top of the weights that stand in the tree."""
    scale: Scale | None = None
    bands: tuple[Band, ...] | None = None
    grades: tuple[Grade, ...] | None = None
    aggregation: Aggregation | None = None
    rules: Node | None = None
    """As written: their kinds are not known here."""
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class _Range:
    """The lowest and the highest mark of a band."""

    def read(self, key: str, node: Node, reading: Reading) -> tuple[Decimal, ...] | None:
        marks = ListOf(NUMBER).read(key, node, reading)
        if marks is not None and (len(marks) != 2 or marks[0] > marks[1]):
            reading.wrong_type(key, node, phrase("[最低, 最高]", "[lowest, highest]"))
            return None
        return marks


def _weight(text: str) -> Decimal | None:
    weight = NUMBER.convert(text)
    return None if weight is None or weight < 0 else weight


_WEIGHT = Scalar(_weight, phrase("不小于 0 的数字", "a number not below 0"))

_QUESTION = {"id": required(TEXT), "title": required(LOCALIZED), "question": required(LOCALIZED)}

_LEAF = Record(Criterion, {**_QUESTION, "weight": Field(_WEIGHT)})
_GROUP = Record(
    Criterion,
    {
        "id": required(TEXT),
        "title": required(LOCALIZED),
        "question": Field(LOCALIZED),
        "weight": Field(_WEIGHT),
        "children": Field(ListOf(_LEAF)),
    },
)

FRAMEWORK = Record(
    FrameworkFile,
    {
        "id": required(ID),
        "extends": Field(ID),
        "title": required(LOCALIZED),
        "status": required(choice(FrameworkStatus)),
        "source": required(
            Record(
                FrameworkSource,
                {
                    "document": required(LOCALIZED),
                    "issuer": Field(TEXT),
                    "clauses": Field(TEXT),
                    "rights": Field(LOCALIZED),
                },
            )
        ),
        "subject_kinds": Field(ListOf(TEXT)),
        "conditions": Field(ListOf(Record(Condition, _QUESTION))),
        "criteria": Field(ListOf(_GROUP)),
        "weights": Field(MapOf(_WEIGHT)),
        "scale": Field(SCALE),
        "bands": Field(
            ListOf(
                Record(
                    Band,
                    {
                        "id": required(ID),
                        "range": required(_Range()),
                        "title": Field(LOCALIZED),
                        "text": Field(LOCALIZED),
                    },
                )
            )
        ),
        "grades": Field(ListOf(GRADE)),
        "rules": Field(AS_WRITTEN),
        "aggregation": Field(AGGREGATION),
    },
)


def read_framework(source: Source) -> tuple[FrameworkFile | None, list[Finding]]:
    """One framework file."""
    node, findings = read_yaml(source)
    reading = Reading(findings)
    if node is None:
        reading.note("empty-file", source.span(0), phrase("准则文件是空的", "The framework file is empty"))
        return None, reading.findings
    file = FRAMEWORK.read("", node, reading)
    return (None if file is None else replace(file, node=node)), reading.findings


def resolve_frameworks(files: dict[str, FrameworkFile]) -> tuple[dict[str, Framework], list[Finding]]:
    """All frameworks by id, each joined onto what it extends; a chain that breaks or runs in a circle is left out."""
    reading = Reading()
    resolved: dict[str, Framework] = {}

    def resolve(id: str, seen: tuple[str, ...]) -> Framework | None:
        if id in resolved:
            return resolved[id]
        file = files[id]
        base: Framework | None = None
        if file.extends:
            pair = file.node.find("extends") if file.node else None
            if file.extends not in files or file.extends in (*seen, id):
                if pair is not None:
                    message = phrase(
                        "准则“{id}”不存在，或绕回了自身",
                        "Framework “{id}” is unknown or leads back here",
                        id=file.extends,
                    )
                    reading.note("unknown-framework", pair.value.span, message, did_you_mean(file.extends, files))
                return None
            base = resolve(file.extends, (*seen, id))
            if base is None:
                return None
        resolved[id] = _joined(file, base or Framework(), reading)
        return resolved[id]

    for id in sorted(files):
        resolve(id, ())
    return resolved, reading.findings


def _joined(file: FrameworkFile, base: Framework, reading: Reading) -> Framework:
    criteria = base.criteria if file.criteria is None else file.criteria
    framework = Framework(
        id=file.id,
        title=file.title or base.title,
        status=file.status or base.status,
        source=file.source or base.source,
        subject_kinds=base.subject_kinds if file.subject_kinds is None else file.subject_kinds,
        conditions=base.conditions if file.conditions is None else file.conditions,
        criteria=tuple(_weighted(criterion, file.weights) for criterion in criteria),
        scale=file.scale or base.scale,
        bands=base.bands if file.bands is None else file.bands,
        grades=tuple(sorted(base.grades if file.grades is None else file.grades, key=lambda grade: -grade.minimum)),
        aggregation=file.aggregation or base.aggregation,
        places={**base.places, **_places(file.node)},
    )
    _check_joined(file, framework, reading)
    return framework


def _weighted(criterion: Criterion, weights: dict[str, Decimal]) -> Criterion:
    return replace(
        criterion,
        weight=weights.get(criterion.id, criterion.weight),
        children=tuple(_weighted(child, weights) for child in criterion.children),
    )


def _check_joined(file: FrameworkFile, framework: Framework, reading: Reading) -> None:
    if file.node is None:
        return
    seen: set[str] = set()
    for id in (*_ids(file.node, "conditions"), *_ids(file.node, "criteria")):
        if id.text in seen:
            message = phrase("编号“{id}”用了两次", "The id “{id}” is used twice", id=id.text)
            reading.note("duplicate-id", id.span, message)
        seen.add(id.text)
    leaves = {leaf.id for leaf in framework.leaves()}
    if pair := file.node.find("weights"):
        for weight in pair.value.pairs:
            if weight.key.text not in leaves:
                message = phrase("没有评价项“{id}”", "There is no criterion “{id}”", id=weight.key.text)
                reading.note("unknown-criterion", weight.key.span, message, did_you_mean(weight.key.text, leaves))
    check_grades(file.node, framework, reading)
    if file.aggregation is not None:
        check_aggregation(file.node, framework, reading)
    status = file.node.find("status")
    if status is None:
        return
    if framework.status is FrameworkStatus.WEIGHTS_UNKNOWN and framework.weight_total is not None:
        message = phrase("写着权重未知，却给出了全部权重", "It says weights are unknown but gives them all")
        hint = phrase("写明出处后改为 complete 或 illustrative", "State their source and say complete or illustrative")
        reading.note("contradicting-status", status.value.span, message, hint)
    if framework.status is not FrameworkStatus.WEIGHTS_UNKNOWN and framework.weight_total is None:
        missing = [leaf.id for leaf in framework.leaves() if leaf.weight is None]
        message = phrase("这些评价项没有权重：{ids}", "No weight for {ids}", ids=", ".join(missing[:5]) or "-")
        reading.note("missing-weight", status.value.span, message, severity=Severity.ERROR)


def _places(node: Node | None) -> dict[str, Span]:
    """Where each condition and criterion is written."""
    if node is None:
        return {}
    return {id.text: id.span for list_key in ("conditions", "criteria") for id in _ids(node, list_key)}


def _ids(node: Node, list_key: str) -> Iterator[Node]:
    """The ids of a list's records and of their children."""
    pair = node.find(list_key)
    for item in pair.value.items if pair else ():
        if id := item.find("id"):
            yield id.value
        yield from _ids(item, "children")
