"""Each rule about a round, its panel, assignments and evaluations: where it points and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casebound.check.rounds import check_round
from casebound.model.evaluation import Evaluation, Round
from casebound.read.fields import Reading
from casebound.read.nodes import Node, read_yaml
from casebound.read.round import ASSIGNMENTS, EVALUATION, ROUND
from casebound.read.written import WrittenEvaluation, WrittenRound
from casebound.text.source import Source
from tests.check.faultless import CONTEXT

PLAN = """id: spring
title: 春季评价
party: third
framework: small
evaluators_per_case: 2
cases: [night-clinic, other-case]
panel:
  - {id: e1, name: 沈砚秋, organizations: [甲], declared_on: 2024-07-01, maximum_load: 2}
  - {id: e2, name: 贺知微, organizations: [乙], declared_on: 2024-07-01, maximum_load: 2}
  - {id: e3, name: 闻一鸣, organizations: [丙], declared_on: 2024-07-01, conflicts: []}
"""

ASSIGNED = """round: spring
assignments:
  - {case: night-clinic, evaluators: [e1, e2]}
  - {case: other-case, evaluators: [e1, e2]}
"""

SHEET = """case: night-clinic
evaluator: e1
status: submitted
marks:
  "5.2": {value: 80, comments: [{kind: strength, text: 数据清楚。, anchor: survey}]}
  "5.4": {value: 75}
"""

ANCHORS = {"night-clinic": frozenset({"survey", "results"}), "other-case": frozenset({"plan"})}
FOLDER = "content/rounds/spring"

Said = tuple[str, int, str, str, str]


def read(path: str, text: str) -> Node:
    node, findings = read_yaml(Source(path=path, text=text))
    assert node is not None
    assert findings == []
    return node


def said(
    plan: str = PLAN, assigned: str = ASSIGNED, sheet: str = SHEET, sheet_path: str = "night-clinic/e1"
) -> list[Said]:
    reading = Reading()
    node, assignments = read(f"{FOLDER}/round.yaml", plan), read(f"{FOLDER}/assignments.yaml", assigned)
    written = read(f"{FOLDER}/evaluations/{sheet_path}.yaml", sheet)
    round = ROUND.read("", node, reading) or Round()
    file = ASSIGNMENTS.read("", assignments, reading)
    evaluation = EVALUATION.read("", written, reading) or Evaluation()
    assert reading.findings == []
    findings = check_round(
        WrittenRound(
            round=replace(round, assignments=file.assignments if file else (), evaluations=(evaluation,)),
            node=node,
            source=node.span.source,
            assignments=assignments,
            evaluations=(WrittenEvaluation(evaluation=evaluation, node=written, source=written.span.source),),
        ),
        CONTEXT,
        ANCHORS,
    )
    return [
        (
            finding.span.source.path.rpartition("/")[2],
            finding.span.source.position(finding.span.start)[0],
            finding.span.text,
            finding.rule,
            finding.message.to("zh-CN"),
        )
        for finding in findings
    ]


def test_nothing_is_said_of_a_sound_round() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: spring", "id: sprng", (1, "sprng", "id-not-folder", "编号“sprng”与文件夹名“spring”不同")),
        ("framework: small", "framework: smal", (4, "smal", "unknown-framework", "准则“smal”不存在")),
        (
            "other-case]",
            "other-case, third-case]",
            (6, "third-case", "unknown-case", "案例“third-case”不存在"),
        ),
        (
            "declared_on: 2024-07-01, conflicts: []",
            "conflicts: []",
            (
                10,
                "{id: e3, name: 闻一鸣, organizations: [丙], conflicts: []}",
                "undeclared-evaluator",
                "闻一鸣 还没有作利益申报",
            ),
        ),
    ],
)
def test_a_mistake_in_a_plan_is_pointed_at(old: str, new: str, expected: tuple[int, str, str, str]) -> None:
    assert PLAN.count(old) == 1
    assert said(plan=PLAN.replace(old, new)) == [("round.yaml", *expected)]


@pytest.mark.parametrize(
    ("plan", "old", "new", "expected"),
    [
        (
            PLAN,
            "other-case, evaluators: [e1, e2]",
            "other-case, evaluators: [e1]",
            (4, "{case: other-case, evaluators: [e1]}", "too-few-evaluators", "“other-case”只有 1 位评价人，应有 2 位"),
        ),
        (
            PLAN,
            "other-case, evaluators: [e1, e2]",
            "other-case, evaluators: [e1, e2, e4]",
            (4, "{case: other-case, evaluators: [e1, e2, e4]}", "unknown-evaluator", "“e4”不在评价组里"),
        ),
        (
            PLAN,
            "case: other-case",
            "case: othr-case",
            (4, "{case: othr-case, evaluators: [e1, e2]}", "unknown-case", "案例“othr-case”不在本轮"),
        ),
        (
            PLAN.replace("conflicts: []", "conflicts: [{case: other-case, kind: supplier, reason: 供货。}]"),
            "other-case, evaluators: [e1, e2]",
            "other-case, evaluators: [e1, e3]",
            (
                4,
                "{case: other-case, evaluators: [e1, e3]}",
                "conflicted-assignment",
                "闻一鸣 对“other-case”申报过利益冲突",
            ),
        ),
        (
            PLAN.replace(
                "沈砚秋, organizations: [甲], declared_on: 2024-07-01, maximum_load: 2",
                "沈砚秋, organizations: [甲], declared_on: 2024-07-01, maximum_load: 1",
            ),
            "round",
            "round",
            (2, "assignments", "overloaded-evaluator", "沈砚秋 分到 2 个，上限 1"),
        ),
    ],
)
def test_a_mistake_in_assignments_is_pointed_at(
    plan: str, old: str, new: str, expected: tuple[int, str, str, str]
) -> None:
    assert ASSIGNED.count(old) == 1
    assert said(plan=plan, assigned=ASSIGNED.replace(old, new)) == [("assignments.yaml", *expected)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"5.4": {', '"5.9": {', [
            (6, '"5.9"', "unknown-criterion", "准则里没有“5.9”"),
            (4, "marks", "missing-mark", "已提交，但没有给 5.4 打分"),
        ]),
        ("{value: 75}", "{}", [(4, "marks", "missing-mark", "已提交，但没有给 5.4 打分")]),
        ("anchor: survey", "anchor: survy", [
            (5, "{kind: strength, text: 数据清楚。, anchor: survy}", "broken-anchor", "案例里没有锚点“survy”")
        ]),
        ("evaluator: e1", "evaluator: e3", [
            (1, "night-clinic", "misplaced-evaluation", "内容与文件位置不符"),
            (2, "e3", "unassigned-evaluation", "“night-clinic”没有分给 e3"),
        ]),
    ],
)  # fmt: skip
def test_a_mistake_in_a_sheet_is_pointed_at(old: str, new: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert SHEET.count(old) == 1
    assert said(sheet=SHEET.replace(old, new)) == [("e1.yaml", *item) for item in expected]


def test_a_mark_off_the_scale_names_the_scale() -> None:
    ((_, line, text, rule, message),) = said(sheet=SHEET.replace("value: 80", "value: 180"))
    assert (line, text, rule) == (5, "180", "mark-off-scale")
    assert message.startswith("180 不在分值尺度上（")
