"""Claims about targets and attainment that the measure does not bear out."""

from __future__ import annotations

import pytest

from tests.check.numbers.clinic import found, marked

PLANTED: list[tuple[str, str, dict[str, str]]] = [
    (
        "claims-target-met",
        "按时备好比例{val}`ready.actual`，目标{val}`ready.target`，⟦达到⟧。",
        {"written": "达到", "measure": "按时备好比例", "actual": "90.5%", "target": "92.0%", "verdict": "没有达到"},
    ),
    (
        "claims-target-met",
        "按时备好比例由{val}`ready.baseline`升到{val}`ready.actual`，⟦达到了⟧{val}`ready.target`的目标。",
        {"written": "达到了", "measure": "按时备好比例", "actual": "90.5%", "target": "92.0%", "verdict": "没有达到"},
    ),
    (
        "claims-target-met",
        "按时备好比例90.5%，目标92%，⟦已达成⟧。",
        {"written": "已达成", "measure": "按时备好比例", "actual": "90.5%", "target": "92.0%", "verdict": "没有达到"},
    ),
    (
        "claims-target-met",
        "平均等候{val}`wait.actual`，目标{val}`wait.target`，⟦没有达到⟧。",
        {
            "written": "没有达到",
            "measure": "产检平均等候时间",
            "actual": "26.8分钟",
            "target": "30分钟",
            "verdict": "达到",
        },
    ),
    (
        "claims-target-met",
        "候诊投诉由{val}`calls.baseline`降到{val}`calls.actual`，⟦超额完成目标⟧{val}`calls.target`。",
        {
            "written": "超额完成目标",
            "measure": "候诊投诉",
            "actual": "13件/月",
            "target": "10件/月",
            "verdict": "没有达到",
        },
    ),
    (
        "claims-target-met",
        "满意度由71.8%到91.2%，⟦没有达到⟧88%的目标。",
        {
            "written": "没有达到",
            "measure": "产检满意度（满意和很满意）",
            "actual": "91.2%",
            "target": "88.0%",
            "verdict": "达到",
        },
    ),
    (
        "contradicting-attainment",
        "产检平均等候时间降到26.8分钟，目标达成率⟦104.3%⟧。",
        {
            "written": "104.3%",
            "measure": "产检平均等候时间",
            "computed": "114.3%",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
        },
    ),
    (
        "contradicting-attainment",
        "按时备好比例{val}`ready.actual`，达成率⟦97.8%⟧。",
        {
            "written": "97.8%",
            "measure": "按时备好比例",
            "computed": "89.7%",
            "baseline": "77.4%",
            "target": "92.0%",
            "actual": "90.5%",
        },
    ),
    (
        "contradicting-attainment",
        "候诊投诉{val}`calls.actual`，目标达成率为⟦58.0%⟧。",
        {
            "written": "58.0%",
            "measure": "候诊投诉",
            "computed": "85.0%",
            "baseline": "30件/月",
            "target": "10件/月",
            "actual": "13件/月",
        },
    ),
    (
        "claims-target-met",
        "Share ready: from {val}`ready.baseline` to {val}`ready.actual`; goal {val}`ready.target`, ⟦reached⟧.",
        {
            "written": "reached",
            "measure": "Share ready in time",
            "actual": "90.5%",
            "target": "92.0%",
            "verdict": "misses it",
        },
    ),
    (
        "claims-target-met",
        "Mean wait: {val}`wait.actual`, goal {val}`wait.target`, ⟦missed⟧.",
        {
            "written": "missed",
            "measure": "Mean wait at a visit",
            "actual": "26.8 minutes",
            "target": "30 minutes",
            "verdict": "meets it",
        },
    ),
    (
        "claims-target-met",
        "按时备好比例由77.4%提高到90.5%，⟦已达到目标值⟧92%。",
        {
            "written": "已达到目标值",
            "measure": "按时备好比例",
            "actual": "90.5%",
            "target": "92.0%",
            "verdict": "没有达到",
        },
    ),
    (
        "claims-target-met",
        "按时备好比例达到90.5%，⟦实现了⟧92%的目标。",
        {"written": "实现了", "measure": "按时备好比例", "actual": "90.5%", "target": "92.0%", "verdict": "没有达到"},
    ),
    (
        "claims-target-met",
        "候诊投诉降至13件/月，⟦达成⟧10件/月的目标。",
        {"written": "达成", "measure": "候诊投诉", "actual": "13件/月", "target": "10件/月", "verdict": "没有达到"},
    ),
    (
        "contradicting-attainment",
        "目标完成情况：产检平均等候时间{val}`wait.actual`，目标达成率⟦124.3%⟧。",
        {
            "written": "124.3%",
            "measure": "产检平均等候时间",
            "computed": "114.3%",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
        },
    ),
]


@pytest.mark.parametrize(("rule", "text", "values"), PLANTED)
def test_a_claim_about_a_target_is_held_against_the_measure(rule: str, text: str, values: dict[str, str]) -> None:
    assert found(text) == [(rule, *marked(text), values)]
