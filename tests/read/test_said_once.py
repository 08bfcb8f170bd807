"""What a review found: slips that were said many times, or with a hint that helps nobody."""

from __future__ import annotations

from collections import Counter

import pytest

from casebound.read.document import read_document
from casebound.read.written import read_case
from casebound.text.finding import Finding
from casebound.text.source import Source

FRONT = """id: night-clinic
subject: {kind: team, name: 灯塔小组, organization: 示例医院}
measures:
  - id: wait
    name: 平均等候
    unit: 分钟
    better: lower
    baseline: {value: 52.0, period: 2024-01/2024-02, n: 1500}
    target: {value: 30, period: 2024-06}
    actual: {value: 26.8, period: 2024-05, n: 900}
    source: 叫号系统
  - id: calls
    name: 投诉
    unit: 件/月
    better: lower
    baseline: {value: 9, period: 2024-01}
    target: {value: 3, period: 2024-06}
    actual: {value: 2, period: 2024-06}
    source: 投诉登记
"""


def found(old: str, new: str) -> list[Finding]:
    """What reading says, but for the fields that this short text leaves out altogether."""
    assert FRONT.count(old) == 1, old
    document = read_document(Source(path="case.md", text=f"---\n{FRONT.replace(old, new)}---\n## 一\n\n甲\n"))
    read_case(document, document.reading)
    return [item for item in document.reading.findings if item.span.text != "---" and item.rule != "missing-field"]


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("  - id: wait\n    name: 平", "  - id:wait\n    name:平", ["invalid-yaml", "invalid-yaml"]),
        ("  - id: wait\n", "  - id:wait\n", ["invalid-yaml"]),
        ("  - id: wait\n    name: 平", "  - id：wait\n    name：平", ["invalid-yaml", "invalid-yaml"]),
        ("  - id: calls\n", "    id: calls\n", ["duplicate-key"]),
        ("baseline: {value: 9, period: 2024-01}", "baseline: 9", ["wrong-type"]),
        ("unit: 分钟", "unit: “分钟”", ["curly-quotes"]),
    ],
)
def test_a_slip_is_said_once(old: str, new: str, rules: list[str]) -> None:
    assert [finding.rule for finding in found(old, new)] == rules


def test_a_word_in_curly_quotation_marks_is_told_to_lose_them() -> None:
    (finding,) = found("kind: team", "kind: “team”")
    assert finding.hint is not None
    assert finding.hint.to("zh-CN") == "去掉弯引号，写成 team"
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "team"


def test_the_same_slip_hundreds_of_times_is_said_a_hundred_times() -> None:
    keys = "".join(f"nonsense-{number}: x\n" for number in range(300))
    counts = Counter(finding.rule for finding in found("id: night-clinic\n", f"id: night-clinic\n{keys}"))
    assert counts == {"unknown-key": 100, "too-many-findings": 1}
