"""What is said of evaluations in which marks and comments do not go together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from casebound.check.evaluations import check_evaluations
from casebound.model.evaluation import Evaluation
from casebound.model.framework import Band, Framework
from casebound.read.fields import Reading
from casebound.read.nodes import read_yaml
from casebound.read.round import EVALUATION
from casebound.read.written import WrittenEvaluation
from casebound.text.source import Source
from tests.evaluate.marked import framework

RULES = framework({"A.1": 50, "A.2": 30, "B.1": 20})
"""A scale from 0 to 100 without bands: up to 20 is low, from 80 on high."""
BANDS = tuple(Band(id=str(low), range=(Decimal(low), Decimal(low + 19))) for low in (0, 20, 40, 60, 80))
SHEET = """case: one
evaluator: {evaluator}
status: submitted
marks:
  "A.1": {{value: 50, comments: []}}
  "A.2": {{value: 60, comments: []}}
  "B.1": {{value: 70, comments: []}}
overall: 可以。
"""
GOOD = "{kind: strength, text: 四项现状都有口径和样本数，步骤用时与系统数互相核对过。}"
BAD = "{kind: improvement, text: 散布图给出样本数和相关系数，没有说明相关不等于原因。}"
LOOK = "{kind: verify, text: 请看现场。}"


def written(text: str, case: str = "one", evaluator: str = "e1") -> WrittenEvaluation:
    source = Source(path=f"content/rounds/spring/evaluations/{case}/{evaluator}.yaml", text=text)
    node, _ = read_yaml(source)
    assert node is not None
    evaluation = EVALUATION.read("", node, Reading()) or Evaluation()
    return WrittenEvaluation(evaluation=evaluation, node=node, source=source)


def sheet(evaluator: str = "e1", **marks: str) -> WrittenEvaluation:
    """A sound sheet with some criteria's lines replaced, `A1="90, comments: [...]"`."""
    text = SHEET.format(evaluator=evaluator)
    for name, value in marks.items():
        id = f"{name[0]}.{name[1]}"
        text = "\n".join(f'  "{id}": {{value: {value}}}' if f'"{id}"' in line else line for line in text.split("\n"))
    return written(text, evaluator=evaluator)


def said(*sheets: WrittenEvaluation, rules: Framework = RULES) -> list[tuple[str, int, str, str, str]]:
    return [
        (
            finding.span.source.path.rpartition("/")[2],
            finding.span.source.position(finding.span.start)[0],
            finding.span.text,
            finding.rule,
            finding.message.to("zh-CN"),
        )
        for finding in check_evaluations(sheets, rules)
    ]


def test_nothing_is_said_of_a_sound_sheet() -> None:
    assert said(sheet()) == []
    assert said(sheet(A1=f"95, comments: [{GOOD}]", B1=f"5, comments: [{BAD}]")) == []


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("80", ("80", "high-mark-without-strength", "打了 80 分，没有写优点")),
        (f"90, comments: [{LOOK}]", ("90", "high-mark-without-strength", "打了 90 分，没有写优点")),
        (f"90, comments: [{BAD}]", ("90", "contradicting-comments", "打了 90 分，意见却只有改进")),
        ("20", ("20", "low-mark-without-improvement", "打了 20 分，没有写要改进什么")),
        (f"0, comments: [{GOOD}]", ("0", "contradicting-comments", "打了 0 分，意见却只有优点")),
    ],
)
def test_a_mark_at_an_end_without_the_words_for_it_is_pointed_at(mark: str, expected: tuple[str, str, str]) -> None:
    assert said(sheet(A1=mark)) == [("e1.yaml", 5, *expected)]


def test_what_is_high_and_low_is_the_frameworks_to_say() -> None:
    assert said(sheet(A1="75"), rules=RULES) == []
    assert said(sheet(A1="25"), rules=replace(RULES, bands=BANDS)) == []  # five bands: one at each end
    six = (*BANDS[:3], *(Band(range=(Decimal(low), Decimal(low + 9))) for low in (60, 70, 80)))
    ((_, _, text, rule, _),) = said(sheet(A1="25", B1="65"), rules=replace(RULES, bands=six))  # six: two
    assert (text, rule) == ("25", "low-mark-without-improvement")


def test_one_mark_on_everything_and_no_overall_are_advice() -> None:
    text = SHEET.format(evaluator="e1").replace("60", "50").replace("70", "50").replace("overall: 可以。", "")
    findings = list(check_evaluations([written(text)], RULES))
    assert [(finding.rule, finding.severity.value, finding.span.text) for finding in findings] == [
        ("uniform-marks", "advice", "marks"),
        ("missing-overall", "advice", "submitted"),
    ]


def test_a_comment_that_stands_elsewhere_is_pointed_at_with_its_first_place() -> None:
    one, two = sheet(A1=f"50, comments: [{GOOD}]"), sheet("e2", B1=f"70, comments: [{GOOD}]")
    (finding,) = check_evaluations([one, two], RULES)
    assert finding.rule == "copied-comment"
    assert finding.span.source.path.endswith("/e2.yaml")
    assert finding.span.text == GOOD
    assert finding.message.to("en") == "This comment is nearly that of e1 on A.1 of “one”"
    assert [label.span.source.path.rpartition("/")[2] for label in finding.labels] == ["e1.yaml"]


def test_drafts_are_left_alone() -> None:
    text = SHEET.format(evaluator="e1").replace("submitted", "draft").replace("value: 50", "value: 95")
    assert said(written(text)) == []
