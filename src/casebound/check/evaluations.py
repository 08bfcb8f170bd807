"""Submitted evaluations of a round → what in them does not go together: marks without words, words of somebody else.

Only structure is judged, never what the words mean: which kinds of comment stand beside a mark, and texts that return.
High and low are the upper and the lower third of the framework's bands (of five, one each); without bands, the upper
and the lower fifth of its scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.check.context import advice, warning
from casebound.check.near_copies import near_copies
from casebound.check.places import place_in
from casebound.model.evaluation import CommentKind, Evaluation, EvaluationStatus, Mark
from casebound.model.framework import Framework
from casebound.read.nodes import Node
from casebound.read.written import WrittenEvaluation
from casebound.text.finding import Finding, Label
from casebound.text.localized import phrase
from casebound.text.source import Span

_FEWEST = 3
"""Marks that may be alike by chance, one fewer."""


def check_evaluations(written: Sequence[WrittenEvaluation], framework: Framework) -> Iterator[Finding]:
    """What does not go together in each evaluation, and the comments that stand in several places."""
    submitted = [each for each in written if each.evaluation.status is EvaluationStatus.SUBMITTED]
    low, high = _ends(framework)
    leaves = {leaf.id for leaf in framework.leaves()}
    for each in submitted:
        for id, mark in each.evaluation.marks.items():
            pair = _marks(each)
            place = pair.find(id) if pair else None
            if id in leaves and mark.value is not None and place is not None:
                yield from _mark(mark, place_in(place.value, "value"), low, high)
        yield from _whole(each, leaves)
    yield from _copies(submitted)


def _ends(framework: Framework) -> tuple[Decimal, Decimal]:
    """Marks up to the first are low, from the second on high."""
    ranges = sorted((band.range[0], band.range[-1]) for band in framework.bands if band.range)
    if len(ranges) > 1:
        several = max(1, len(ranges) // 3)
        return ranges[several - 1][1], ranges[-several][0]
    scale = framework.scale
    fifth = (scale.maximum - scale.minimum) / 5
    return scale.minimum + fifth, scale.maximum - fifth


def _mark(mark: Mark, place: Span, low: Decimal, high: Decimal) -> Iterator[Finding]:
    kinds = {comment.kind for comment in mark.comments if comment.text.strip()}
    praised, faulted = CommentKind.STRENGTH in kinds, CommentKind.IMPROVEMENT in kinds
    value = str(mark.value)
    if mark.value is None:
        return
    if mark.value >= high and not praised:
        if faulted:
            message = phrase("打了 {value} 分，意见却只有改进", "Marked {value}, with improvements only", value=value)
            yield warning("contradicting-comments", place, message, _AGREE)
        else:
            message = phrase("打了 {value} 分，没有写优点", "Marked {value} without a strength", value=value)
            yield warning("high-mark-without-strength", place, message, _SAY_WHAT_IS_GOOD)
    if mark.value <= low and not faulted:
        if praised:
            message = phrase("打了 {value} 分，意见却只有优点", "Marked {value}, with strengths only", value=value)
            yield warning("contradicting-comments", place, message, _AGREE)
        else:
            message = phrase("打了 {value} 分，没有写要改进什么", "Marked {value} without an improvement", value=value)
            yield warning("low-mark-without-improvement", place, message, _SAY_WHAT_LACKS)


_AGREE = phrase("请评价人核对：分数与意见应当一致", "Ask the evaluator: marks and comments should agree")
_SAY_WHAT_IS_GOOD = phrase("请评价人写明好在哪里", "Ask the evaluator what is good about it")
_SAY_WHAT_LACKS = phrase("请评价人写明缺什么", "Ask the evaluator what it lacks")


def _whole(written: WrittenEvaluation, leaves: set[str]) -> Iterator[Finding]:
    evaluation = written.evaluation
    values = [mark.value for id, mark in evaluation.marks.items() if id in leaves and mark.value is not None]
    if len(values) >= _FEWEST and len(set(values)) == 1:
        message = phrase("每一项都打了 {value} 分", "Every criterion is marked {value}", value=str(values[0]))
        hint = phrase("请评价人逐项再看", "Ask the evaluator to look at each again")
        yield advice("uniform-marks", place_in(written.node, "marks"), message, hint)
    if not evaluation.overall.strip():
        message = phrase("没有写总评", "There is no overall comment")
        yield advice("missing-overall", place_in(written.node, "status"), message)


@dataclass(frozen=True, slots=True)
class _Said:
    """A comment and where it stands."""

    evaluation: Evaluation
    criterion: str
    text: str
    place: Span


def _copies(written: Sequence[WrittenEvaluation]) -> Iterator[Finding]:
    said = [each for one in written for each in _said(one)]
    for at, other in near_copies([each.text for each in said]).items():
        here, there = said[at], said[other]
        message = phrase(
            "这条意见与 {evaluator} 对“{case}”{criterion} 的几乎一样",
            "This comment is nearly that of {evaluator} on {criterion} of “{case}”",
            evaluator=there.evaluation.evaluator,
            case=there.evaluation.case,
            criterion=there.criterion,
        )
        label = Label(span=there.place, message=_FIRST)
        yield replace(warning("copied-comment", here.place, message, _OWN_WORDS), labels=(label,))


_OWN_WORDS = phrase("请评价人针对这一处另写", "Ask the evaluator for words about this very place")
_FIRST = phrase("先写在这里", "first written here")


def _said(written: WrittenEvaluation) -> Iterator[_Said]:
    marks = _marks(written)
    for id, mark in written.evaluation.marks.items():
        pair = marks.find(id) if marks else None
        for number, comment in enumerate(mark.comments):
            if pair is not None:
                yield _Said(written.evaluation, id, comment.text, place_in(pair.value, "comments", number))


def _marks(written: WrittenEvaluation) -> Node | None:
    pair = written.node.find("marks")
    return pair.value if pair else None
