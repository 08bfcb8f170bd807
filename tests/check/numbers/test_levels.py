"""Numbers beside a measure that nothing in the measure bears out."""

from __future__ import annotations

import pytest

from tests.check.numbers.clinic import found, marked

PLANTED: list[tuple[str, str, dict[str, str]]] = [
    (
        "contradicting-number",
        "产检平均等候时间降到⟦28.6分钟⟧。",
        {
            "written": "28.6分钟",
            "measure": "产检平均等候时间",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
            "meant": "26.8",
        },
    ),
    (
        "contradicting-number",
        "产检平均等候时间为⟦62.4分钟⟧。",
        {
            "written": "62.4分钟",
            "measure": "产检平均等候时间",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
            "meant": "52.4",
        },
    ),
    (
        "contradicting-number",
        "产检满意度达到⟦92.1%⟧。",
        {
            "written": "92.1%",
            "measure": "产检满意度（满意和很满意）",
            "baseline": "71.8%",
            "target": "88.0%",
            "actual": "91.2%",
            "meant": "91.2",
        },
    ),
    (
        "contradicting-number",
        "产检满意度为⟦85.6%⟧。",
        {
            "written": "85.6%",
            "measure": "产检满意度（满意和很满意）",
            "baseline": "71.8%",
            "target": "88.0%",
            "actual": "91.2%",
        },
    ),
    (
        "contradicting-number",
        "平均等候由52.4分钟降到⟦22.8分钟⟧。",
        {
            "written": "22.8分钟",
            "measure": "产检平均等候时间",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
            "meant": "26.8",
        },
    ),
    (
        "contradicting-number",
        "平均等候由{val}`wait.baseline`降到⟦21.3分钟⟧。",
        {
            "written": "21.3分钟",
            "measure": "产检平均等候时间",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
        },
    ),
    (
        "contradicting-number",
        "2024年第四季度，产检平均等候时间为⟦25.1分钟⟧。",
        {
            "written": "25.1分钟",
            "measure": "产检平均等候时间",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
        },
    ),
    (
        "contradicting-number",
        "Mean wait at a visit fell to ⟦28.6 minutes⟧.",
        {
            "written": "28.6 minutes",
            "measure": "Mean wait at a visit",
            "baseline": "52.4 minutes",
            "target": "30 minutes",
            "actual": "26.8 minutes",
            "meant": "26.8",
        },
    ),
    (
        "contradicting-number",
        "Satisfaction with visits was ⟦85.6%⟧.",
        {
            "written": "85.6%",
            "measure": "Satisfaction with visits",
            "baseline": "71.8%",
            "target": "88.0%",
            "actual": "91.2%",
        },
    ),
    (
        "contradicting-number",
        "产检满意度从71.8%提高到⟦92.1%⟧。",
        {
            "written": "92.1%",
            "measure": "产检满意度（满意和很满意）",
            "baseline": "71.8%",
            "target": "88.0%",
            "actual": "91.2%",
            "meant": "91.2",
        },
    ),
    (
        "contradicting-number",
        "产检平均等候时间已由52.4分钟降至⟦28.6分钟⟧。",
        {
            "written": "28.6分钟",
            "measure": "产检平均等候时间",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
            "meant": "26.8",
        },
    ),
    (
        "contradicting-number",
        "改进后产检平均等候时间为⟦27.8分钟⟧。",
        {
            "written": "27.8分钟",
            "measure": "产检平均等候时间",
            "baseline": "52.4分钟",
            "target": "30分钟",
            "actual": "26.8分钟",
            "meant": "26.8",
        },
    ),
]


@pytest.mark.parametrize(("rule", "text", "values"), PLANTED)
def test_a_number_that_nothing_bears_out_is_found_where_it_stands(rule: str, text: str, values: dict[str, str]) -> None:
    assert found(text) == [(rule, *marked(text), values)]
