"""A framework's YAML on how marks become a result → scale, grades, aggregation, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from casebound.model.framework import (
    LEAST_TRIMMED,
    Aggregation,
    Framework,
    Grade,
    Method,
    Rounding,
    Scale,
    TieBasis,
    TieBreak,
)
from casebound.read.fields import (
    BOOLEAN,
    ID,
    INTEGER,
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
from casebound.read.nodes import Node
from casebound.read.reading import shortened
from casebound.text.localized import phrase
from casebound.text.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class _Steps:
    """A scale that has marks on it."""

    def read(self, key: str, node: Node, reading: Reading) -> Scale | None:
        scale = _SCALE.read(key, node, reading)
        if scale is not None and not (scale.minimum < scale.maximum and scale.step > 0):
            message = phrase("分值尺度上没有分值", "There are no marks on this scale")
            hint = phrase("minimum 要小于 maximum，step 要大于 0", "minimum must be below maximum, step above 0")
            reading.note("invalid-scale", node.span, message, hint)
            return None
        return scale


@dataclass(frozen=True, slots=True)
class _TieBreak:
    """A step of the chain: `median`, `spread`, `criterion:5.3.1` or `section:5.3`."""

    def read(self, key: str, node: Node, reading: Reading) -> TieBreak | None:
        text = TEXT.read(key, node, reading)
        tie_break = None if text is None else _tie_break(text)
        if text is not None and tie_break is None:
            word = text.partition(":")[0].strip()
            message = phrase("平分时不能以“{text}”为依据", "Ties cannot be broken by “{text}”", text=shortened(text))
            hint = _FORMS if word in list(TieBasis) else did_you_mean(word, TieBasis)
            reading.note("unknown-tie-break", node.span, message, hint)
        return tie_break


def _tie_break(text: str) -> TieBreak | None:
    word, _, id = (part.strip() for part in text.partition(":"))
    basis = next((basis for basis in TieBasis if basis == word), None)
    return None if basis is None or basis.needs_id != bool(id) else TieBreak(basis=basis, id=id)


def _percent(text: str) -> Decimal | None:
    percent = NUMBER.convert(text)
    return None if percent is None or not 0 <= percent <= 100 else percent


_FORMS = phrase(
    "写作 criterion:评价项编号、section:一级评价项编号、median 或 spread",
    "Write criterion:ID, section:ID of a first-level criterion, median or spread",
)
_SCALE = Record(Scale, {"minimum": required(NUMBER), "maximum": required(NUMBER), "step": required(NUMBER)})
_PLACES = Scalar(lambda text: int(text) if text in tuple("0123456") else None, phrase("0 到 6", "0 to 6"))
_PERCENT = Scalar(_percent, phrase("0 到 100 的数字", "a number from 0 to 100"))

SCALE = _Steps()

GRADE = Record(
    Grade,
    {
        "id": required(ID),
        "minimum": required(NUMBER),
        "title": required(LOCALIZED),
        "section_minimums": Field(MapOf(_PERCENT)),
    },
)

AGGREGATION = Record(
    Aggregation,
    {
        "method": required(choice(Method)),
        "places": Field(_PLACES),
        "rounding": Field(choice(Rounding)),
        "minimum_evaluators": Field(INTEGER),
        "disagreement": Field(NUMBER),
        "gates": Field(BOOLEAN),
        "tie_break": Field(ListOf(_TieBreak())),
    },
)


def check_grades(node: Node, framework: Framework, reading: Reading) -> None:
    """The section minimums of a framework file, against the framework it is a part of."""
    grades = node.find("grades")
    sections = {criterion.id for criterion in framework.criteria}
    for grade in grades.value.items if grades else ():
        minimums = grade.find("section_minimums")
        for pair in minimums.value.pairs if minimums else ():
            if pair.key.text not in sections:
                _note_unknown_section(pair.key, pair.key.text, sections, reading)


def check_aggregation(node: Node, framework: Framework, reading: Reading) -> None:
    """The aggregation of a framework file that has one, against the framework it is a part of."""
    pair = node.find("aggregation")
    said = {pair.key.text: pair.value for pair in reversed(pair.value.pairs)} if pair else {}
    aggregation, scale = framework.aggregation, framework.scale
    least = said.get("minimum_evaluators")
    if least is not None and aggregation.method is Method.TRIMMED and aggregation.minimum_evaluators < LEAST_TRIMMED:
        message = phrase(
            "去掉最高最低再平均至少要 {n} 份打分，这里写着 {minimum}",
            "A trimmed mean takes {n} marks or more; this says {minimum}",
            n=LEAST_TRIMMED,
            minimum=aggregation.minimum_evaluators,
        )
        hint = phrase("写 {n} 以上，或改用 mean、median", "Say {n} or more, or use mean or median", n=LEAST_TRIMMED)
        reading.note("too-few-to-trim", least.span, message, hint)
    threshold = said.get("disagreement")
    if threshold is not None and aggregation.disagreement is not None:
        width = scale.maximum - scale.minimum
        if not 0 < aggregation.disagreement <= width:
            message = phrase(
                "两份打分的差距在 0 以上、{width} 以内，不会是 {value}",
                "Two marks differ by more than 0 and at most {width}, not by {value}",
                width=str(width),
                value=str(aggregation.disagreement),
            )
            hint = phrase("写相差多少分算有分歧", "Say how many points apart is a disagreement")
            reading.note("invalid-disagreement", threshold.span, message, hint)
    gates = said.get("gates")
    if gates is not None and aggregation.gates and not framework.conditions:
        message = phrase("没有基本条件可以把关", "There are no conditions that could be gates")
        hint = phrase("写出 conditions，或删去 gates", "List conditions, or remove gates")
        reading.note("gates-without-conditions", gates.span, message, hint)
    if "tie_break" in said:
        _check_chain(said["tie_break"], framework, reading)


def _check_chain(node: Node, framework: Framework, reading: Reading) -> None:
    sections = {criterion.id for criterion in framework.criteria}
    leaves = {leaf.id for leaf in framework.leaves()}
    seen: set[TieBreak] = set()
    for item in node.items:
        step = _tie_break(item.text or item.span.text)
        if step is None:
            continue
        if step in seen:
            message = phrase("依据“{text}”写了两次", "“{text}” stands twice in the chain", text=str(step))
            hint = phrase("第二次分不出先后，删去一个", "The second parts nobody; remove one")
            reading.note("duplicate-tie-break", item.span, message, hint)
        seen.add(step)
        if step.basis is TieBasis.SECTION and step.id not in sections:
            _note_unknown_section(item, step.id, sections, reading)
        if step.basis is TieBasis.CRITERION and step.id not in leaves:
            message = phrase("没有评价项“{id}”", "There is no criterion “{id}”", id=step.id)
            reading.note("unknown-criterion", item.span, message, did_you_mean(step.id, leaves))


def _note_unknown_section(node: Node, id: str, sections: Collection[str], reading: Reading) -> None:
    message = phrase("没有一级评价项“{id}”", "There is no first-level criterion “{id}”", id=id)
    reading.note("unknown-criterion", node.span, message, did_you_mean(id, sections))
