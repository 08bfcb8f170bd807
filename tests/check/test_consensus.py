"""A consensus sheet that counts, and every reason for which one does not: where it points and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casebound.check.consensus import check_consensus, counted_consensus
from casebound.model.evaluation import Consensus, EvaluationStatus, Round
from casebound.read.consensus import CONSENSUS
from casebound.read.fields import Reading
from casebound.read.nodes import read_yaml
from casebound.read.written import WrittenConsensus
from casebound.text.source import Source
from tests.evaluate.marked import evaluation, framework, round_of

RULES = framework({"A.1": 60, "B.1": 40}, minimum=2)
MARKS: dict[str, list[int | str | None]] = {"A.1": [80, 40], "B.1": [70, None]}
SHEET = """case: one
status: submitted
date: 2026-04-20
participants: [e1, e2]
frozen:
  e1: 1111
  e2: 2222
marks:
  "A.1":
    value: 65
    reason: 复核了原始记录。
    dissent: [{evaluator: e2, value: 45, reason: 样本太少。}]
"""


def round() -> Round:
    sheets = (replace(evaluation(number, MARKS), digest=str(number + 1) * 4) for number in (0, 1))
    return round_of(*sheets)


def written(text: str = SHEET, name: str = "one") -> WrittenConsensus:
    source = Source(path=f"content/rounds/2026/consensus/{name}.yaml", text=text)
    node, findings = read_yaml(source)
    assert node is not None
    assert findings == []
    reading = Reading()
    consensus = CONSENSUS.read("", node, reading) or Consensus()
    assert reading.findings == []
    return WrittenConsensus(consensus=consensus, node=node, source=source)


def said(text: str = SHEET, name: str = "one", *more: Consensus) -> list[tuple[int, str, str, str]]:
    sheet = written(text, name)
    whole = replace(round(), consensus=(sheet.consensus, *more))
    findings = list(check_consensus(sheet, whole, RULES))
    is_counted = counted_consensus("one", whole, RULES) is not None
    is_submitted = sheet.consensus.status is EvaluationStatus.SUBMITTED
    assert is_counted == (is_submitted and not [each for each in findings if each.rule != "misplaced-consensus"])
    return [
        (
            finding.span.source.position(finding.span.start)[0],
            finding.span.text,
            finding.rule,
            finding.message.to("zh-CN"),
        )
        for finding in findings
    ]


def test_a_sound_sheet_counts() -> None:
    assert said() == []
    assert said(SHEET.replace("1111", "1111".upper())) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("e2: 2222", "e2: 2223", (7, "2223", "thawed-evaluation", "e2 的评价在合议之后改过")),
        ("  e2: 2222\n", "", (5, "frozen", "thawed-evaluation", "e2 的评价不在合议所依据的之内")),
        ("  e2: 2222\n", "  e2: 2222\n  e3: 3333\n", (8, "3333", "thawed-evaluation", "合议时 e3 的评价，现在没有了")),
        ("[e1, e2]", "[e1, e3]", (4, "e3", "unfit-participant", "e3 没有评价过这个案例")),
        ("participants: [e1, e2]", "participants: []", (4, "participants", "unfit-participant", "没有写谁参加了合议")),
        ("evaluator: e2", "evaluator: e9", (12, "dissent", "unfit-participant", "e9 没有评价过这个案例")),
        ('"A.1"', '"A.9"', (9, '"A.9"', "unknown-criterion", "准则里没有“A.9”")),
        ("value: 65", "value: 165", (10, "165", "mark-off-scale", "165 不在分值尺度上（0–100，每 5 一档）")),
        ("value: 45", "value: 46", (12, "dissent", "mark-off-scale", "46 不在分值尺度上（0–100，每 5 一档）")),
        ("reason: 复核了原始记录。", "reason:", (11, "reason", "consensus-without-reason", "A.1 的合议分没有写理由")),
        ("value: 65", "value:", (10, "value", "consensus-without-mark", "A.1 写了理由，没有合议分")),
        ('"A.1"', '"B.1"', (9, '"B.1"', "consensus-without-result", "B.1 的有效打分少于 2 份，没有独立评价的结果可议")),
        ("case: one", "case: on", (1, "on", "unknown-case", "案例“on”不在本轮")),
    ],
)  # fmt: skip
def test_a_sheet_with_a_mistake_does_not_count(old: str, new: str, expected: tuple[int, str, str, str]) -> None:
    assert SHEET.count(old) == 1
    changed = SHEET.replace(old, new)
    name = "on" if "case: on\n" in changed else "one"
    assert said(changed, name) == [expected]


def test_a_draft_is_not_asked_for_what_it_does_not_have_yet() -> None:
    blank = SHEET.replace("submitted", "draft").replace("value: 65", "value:").replace("复核了原始记录。", "")
    assert said(blank.replace("[{evaluator: e2, value: 45, reason: 样本太少。}]", "[]")) == []
    assert [rule for _, _, rule, _ in said(blank.replace("e2: 2222", "e2: 9"))] == ["thawed-evaluation"]


def test_a_criterion_left_blank_keeps_its_independent_result() -> None:
    more = SHEET + '  "B.1":\n    value:\n    reason:\n    dissent: []\n'
    assert said(more) == []


def test_of_two_sheets_for_a_case_neither_counts() -> None:
    expected = (1, "one", "duplicate-consensus", "“one”有两张合议表")
    assert said(SHEET, "one", written().consensus) == [expected]


def test_a_sheet_under_another_name_is_pointed_at() -> None:
    assert said(SHEET, "two") == [(1, "one", "misplaced-consensus", "内容与文件名不符")]
