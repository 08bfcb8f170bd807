"""Values that are computed, that cannot be had, and levels of evidence: what a whole write-up is told of them."""

from __future__ import annotations

import pytest

from casebound.check.rulebook import Rulebook
from casebound.text.finding import Finding
from tests.check.faultless import applied, found

MEASURE = """measures:
  - id: wait
    name: 平均等候
    unit: 分钟
    better: lower
    baseline: {{{baseline}}}
    target: {{value: 30, period: 2024-06}}
    actual: {{{actual}}}
    source: 叫号系统
    series: {{file: data/wait.csv, period: 月份, value: 等候, {n}aggregate: {how}}}
"""


def said(fragment: str, rulebook: Rulebook, *rules: str) -> list[Finding]:
    findings = found(applied(fragment).text, rulebook)
    return [finding for finding in findings if not rules or finding.rule in rules]


def measure(baseline: str, actual: str, *, n: str = "n: 人次, ", how: str = "weighted-mean") -> str:
    return MEASURE.format(baseline=baseline, actual=actual, n=n, how=how)


def test_a_baseline_and_an_actual_value_may_be_left_to_the_data(rulebook: Rulebook) -> None:
    fragment = measure("period: 2024-01/2024-02", "period: 2024-05")
    values = "，".join(f"{{val}}`wait.{part}` " for part in ("baseline", "improvement", "actual_n"))
    body = f"## 现状 {{#survey criterion=5.2}}\n\n等候 {values}。"
    rules = ("missing-value", "missing-field", "value-off-data", "n-off-data", "broken-value", "missing-sample")
    assert said(f"{fragment}---\n{body}", rulebook, *rules) == []


def test_a_value_without_rows_is_missed_once(rulebook: Rulebook) -> None:
    fragment = measure("period: 2023-12", "value: 26.8, period: 2024-05, n: 900")
    (finding,) = said(fragment, rulebook, "missing-value", "no-data-for-period", "missing-field")
    assert (finding.rule, finding.span.text) == ("no-data-for-period", "2023-12")


def test_a_value_that_does_not_follow_is_missed_with_the_reason(rulebook: Rulebook) -> None:
    fragment = measure("period: 2024-01", "value: 26.8, period: 2024-05", n="")
    (finding,) = said(fragment, rulebook, "missing-value", "no-data-for-period", "missing-field")
    assert (finding.rule, finding.span.text) == ("missing-value", "{period: 2024-01}")
    assert finding.hint is not None
    assert finding.hint.to("zh-CN") == "series 没有写样本量的列（n）"


def test_without_a_series_a_value_must_be_written(rulebook: Rulebook) -> None:
    fragment = (
        "measures:\n  - {id: calls, name: 投诉, unit: 件/月, better: lower, baseline: {period: 2024-01},"
        " target: {value: 3, period: 2024-06}, actual: {value: 2, period: 2024-06}, source: 登记}\n"
    )
    (finding,) = said(fragment, rulebook, "missing-value", "missing-field")
    assert (finding.message.to("zh-CN"), finding.span.text) == ("“投诉”的 baseline 没有数值", "{period: 2024-01}")
    assert finding.hint is not None
    assert finding.hint.to("en") == "Write the value, or give a series to compute it from"


@pytest.mark.parametrize(
    ("name", "hint", "fixed"),
    [
        ("wait.at[2023-12]", "数据里没有 2023-12 的行，只有 2024-01 至 2024-06", None),
        ("wait.at", "期间写在方括号里，如 at[2024-10] 或 at[2024-10/2024-12]", None),
        ("calls.n[2024-01]", "指标没有 series，取不到某一期的数", None),
        ("calls.actual_n", "actual 没有写 n", None),
        ("wait.improvment", "是否想写“wait.improvement”？", "wait.improvement"),
        ("wait.att[2024-01]", "是否想写“wait.at[2024-01]”？", "wait.at[2024-01]"),
    ],
)
def test_a_value_that_cannot_be_had_says_why(rulebook: Rulebook, name: str, hint: str, fixed: str | None) -> None:
    body = f"## 现状 {{#survey criterion=5.2}}\n\n等候 {{val}}`{name}` ，{{ref}}`tbl-hours` 。"
    (finding,) = said(f"---\n{body}", rulebook, "broken-value")
    assert finding.span.text == f"{{val}}`{name}`"
    assert finding.hint is not None
    assert finding.hint.to("zh-CN") == hint
    assert (finding.fix.edits[0].text if finding.fix else None) == fixed


@pytest.mark.parametrize(
    ("level", "is_found"),
    [("1", False), ("2", False), ("3", True)],  # before and after, measured: 2
)
def test_a_level_above_the_ceiling_is_an_error_where_it_stands(rulebook: Rulebook, level: str, is_found: bool) -> None:
    fragment = f"evidence: {{level: {level}, reason: 口径变过}}\n"
    findings = said(fragment, rulebook, "evidence-above-ceiling")
    assert [finding.span.text for finding in findings] == ([level] if is_found else [])
    if is_found:
        hint = findings[0].hint
        assert hint is not None
        assert hint.to("zh-CN") == "前后都有数值；可以提高的办法：加上对照，或做中断时间序列"


def test_lowering_needs_a_reason(rulebook: Rulebook) -> None:
    (finding,) = said("evidence: {level: 1, by: 葛晚晴, date: 2024-07-01}\n", rulebook)
    assert (finding.rule, finding.severity.value) == ("missing-field", "error")
    assert finding.message.to("zh-CN") == "缺少字段“reason”"


def test_a_level_is_a_number_from_one_to_five(rulebook: Rulebook) -> None:
    (finding,) = said("evidence: {level: 6, reason: 好}\n", rulebook)
    assert (finding.rule, finding.span.text) == ("unknown-value", "6")


def test_an_adopter_measures_a_measure_of_the_case(rulebook: Rulebook) -> None:
    fragment = (
        "adoptions:\n  - organization: 邻市医院\n    date: 2025-03-03\n    measures:\n"
        "      - {measure: wiat, baseline: {value: 50, period: 2024-12}, actual: {value: 31, period: 2025-06}}\n"
    )
    (finding,) = said(fragment, rulebook, "unknown-adopted-measure")
    assert finding.span.text == "wiat"
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "wait"
    assert said(fragment.replace("wiat", "wait"), rulebook, "unknown-adopted-measure") == []


@pytest.mark.parametrize(("places", "is_found"), [("0", False), ("6", False), ("7", True), ("-1", True), ("一", True)])
def test_rounding_has_at_most_six_places(rulebook: Rulebook, places: str, is_found: bool) -> None:
    fragment = measure("value: 52.0, period: 2024-01/2024-02, n: 1500", "value: 26.8, period: 2024-05, n: 900")
    fragment += f"    rounding: {{places: {places}, mode: half-up}}\n"
    assert bool([item for item in said(fragment, rulebook) if item.span.text == places]) is is_found
