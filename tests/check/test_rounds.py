"""Each rule about a round, its panel, assignments and evaluations: where it points and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casebound.check.engine import check_rounds
from casebound.evaluate.conflicts import find_conflicts
from casebound.model.case import Case, Subject
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
overall: 可以。
conditions: {"4.2": {met: yes}}
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
    round = replace(round, assignments=file.assignments if file else (), evaluations=(evaluation,))
    whole = WrittenRound(
        round=round,
        node=node,
        source=node.span.source,
        assignments=assignments,
        evaluations=(WrittenEvaluation(evaluation=evaluation, node=written, source=written.span.source),),
    )
    cases = [
        Case(id="night-clinic", subject=Subject(organization="甲院")),
        Case(id="other-case", subject=Subject(organization="丙")),
    ]
    findings = check_rounds([whole], CONTEXT, ANCHORS, {round.id: find_conflicts(round, cases)})
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
        (
            *("evaluators_per_case: 2", "evaluators_per_case: 0"),
            (5, "0", "impossible-evaluators-per-case", "每个案例至少要有 1 位评价人"),
        ),
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


@pytest.mark.parametrize("wanted", ["4", "40000", "9999999999"])
def test_nobody_can_want_more_evaluators_than_there_are(wanted: str) -> None:
    found = said(plan=PLAN.replace("per_case: 2", f"per_case: {wanted}"))
    beyond = f"每个案例要 {wanted} 位评价人，评价组只有 3 位"
    assert ("round.yaml", 5, wanted, "impossible-evaluators-per-case", beyond) in found
    assert {rule for _, _, _, rule, _ in found} == {"impossible-evaluators-per-case", "too-few-evaluators"}


CONFLICTED = ASSIGNED.replace("other-case, evaluators: [e1, e2]", "other-case, evaluators: [e1, e3]")
"""e3 works where the other case comes from."""
WAIVED = "decisions:\n  - {evaluator: e3, case: other-case, kind: KIND, status: STATUS, by: 评价办, reason: 已离职}\n"


def decided(kind: str, status: str) -> str:
    return PLAN + WAIVED.replace("KIND", kind).replace("STATUS", status)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (PLAN, "闻一鸣 与“other-case”可能有利益冲突：“丙”与案例的“丙”是同一单位"),
        (
            decided("same-organization", "confirmed"),
            "闻一鸣 与“other-case”有利益冲突：“丙”与案例的“丙”是同一单位",
        ),
    ],
)
def test_a_detected_conflict_with_an_assigned_case_is_an_error(plan: str, message: str) -> None:
    line = (4, "{case: other-case, evaluators: [e1, e3]}", "conflicted-assignment", message)
    assert said(plan=plan, assigned=CONFLICTED) == [("assignments.yaml", *line)]


def test_a_waived_conflict_is_none() -> None:
    assert said(plan=decided("same-organization", "waived"), assigned=CONFLICTED) == []


def test_a_decision_without_effect_is_pointed_at() -> None:
    text = "{evaluator: e3, case: other-case, kind: kin, status: waived, by: 评价办, reason: 已离职}"
    assert said(plan=decided("kin", "waived")) == [
        ("round.yaml", 12, text, "idle-decision", "没有类别为 kin 的利益冲突可以决定")
    ]


def test_a_declaration_about_a_case_of_another_round_is_pointed_at() -> None:
    member = "{id: e3, name: 闻一鸣, organizations: [丙], declared_on: 2024-07-01, conflicts: [CONFLICT]}"
    member = member.replace("CONFLICT", "{case: night-clinik, kind: kin, reason: 亲属}")
    plan = PLAN.replace("{id: e3, name: 闻一鸣, organizations: [丙], declared_on: 2024-07-01, conflicts: []}", member)
    assert said(plan=plan) == [("round.yaml", 10, member, "unknown-case", "申报的案例“night-clinik”不在本轮")]


def test_who_is_locked_without_being_assigned_is_pointed_at() -> None:
    line = "{case: other-case, evaluators: [e1, e2], locked: [e3]}"
    assigned = ASSIGNED.replace("{case: other-case, evaluators: [e1, e2]}", line)
    message = "“e3”没有分到“other-case”，却锁定了"
    assert said(assigned=assigned) == [("assignments.yaml", 4, line, "unknown-evaluator", message)]


def test_who_is_kept_apart_without_being_on_the_panel_is_pointed_at() -> None:
    assert said(plan=PLAN + "apart: [[e1, e7]]\n") == [
        ("round.yaml", 11, "apart", "unknown-evaluator", "“e7”不在评价组里")
    ]


def test_two_people_under_one_id_are_pointed_at() -> None:
    member = "{id: e2, name: 闻一鸣, organizations: [丙], declared_on: 2024-07-01, conflicts: []}"
    found = said(plan=PLAN.replace("id: e3", "id: e2"))
    assert ("round.yaml", 10, member, "duplicate-id", "评价人编号“e2”重复") in found
    assert [rule for _, _, _, rule, _ in found] == ["conflicted-assignment", "duplicate-id"]  # of the one of 丙


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"5.4": {', '"5.9": {', [
            (4, "marks", "missing-mark", "已提交，但没有给 5.4 打分"),
            (6, '"5.9"', "unknown-criterion", "准则里没有“5.9”"),
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


@pytest.mark.parametrize("judged", ["{}", '{"4.2": {comment: 说不准}}'])
def test_a_condition_that_was_not_judged_is_pointed_at(judged: str) -> None:
    found = said(sheet=SHEET.replace('{"4.2": {met: yes}}', judged))
    assert found == [("e1.yaml", 8, "conditions", "missing-verdict", "已提交，但没有判断基本条件 4.2")]


def test_a_mark_off_the_scale_names_the_scale() -> None:
    ((_, line, text, rule, message),) = said(sheet=SHEET.replace("value: 80", "value: 180"))
    assert (line, text, rule) == (5, "180", "mark-off-scale")
    assert message.startswith("180 不在分值尺度上（")


def test_a_case_that_nobody_reads_yet_is_short_of_evaluators_and_no_more() -> None:
    line = "{case: other-case, evaluators: []}"
    assigned = ASSIGNED.replace("{case: other-case, evaluators: [e1, e2]}", line)
    message = "“other-case”只有 0 位评价人，应有 2 位"
    assert said(assigned=assigned) == [("assignments.yaml", 4, line, "too-few-evaluators", message)]
