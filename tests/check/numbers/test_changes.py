"""Changes that the values beside them do not bear out, percent for points, and verbs that go the wrong way."""

from __future__ import annotations

import pytest

from tests.check.numbers.clinic import found, marked

PLANTED: list[tuple[str, str, dict[str, str]]] = [
    (
        "contradicting-change",
        "平均等候由52.4分钟降到26.8分钟，下降⟦58.9%⟧。",
        {"written": "下降58.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候由52.4分钟下降到26.8分钟，下降了⟦84.9%⟧。",
        {"written": "下降了84.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候由{val}`wait.baseline`降到{val}`wait.actual`，缩短⟦26.5分钟⟧。",
        {"written": "缩短26.5分钟", "before": "52.4分钟", "after": "26.8分钟", "computed": "25.6分钟"},
    ),
    (
        "contradicting-change",
        "平均等候从52.4分钟缩短至26.8分钟，降幅达⟦56.1%⟧，达到目标。",
        {"written": "降幅达56.1%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候由52.4分钟降到26.8分钟（下降⟦38.9%⟧）。",
        {"written": "下降38.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候缩短了⟦58.9%⟧（由52.4分钟降到26.8分钟）。",
        {"written": "缩短了58.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候缩短⟦58.9%⟧，由52.4分钟降到26.8分钟。",
        {"written": "缩短58.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "基线52.4分钟，目标30分钟，实际26.8分钟，降幅达⟦58.9%⟧。",
        {"written": "降幅达58.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候52.4→26.8分钟，⟦减少三成⟧。",
        {"written": "减少三成", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候由52.4分钟降到26.8分钟，⟦减少了约三分之二⟧。",
        {"written": "减少了约三分之二", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候由52.4分钟降到26.8分钟，比改进前缩短了⟦0.53小时⟧。",
        {"written": "缩短了0.53小时", "before": "52.4分钟", "after": "26.8分钟", "computed": "0.43小时"},
    ),
    (
        "contradicting-change",
        "候诊投诉由30件降到13件，减少⟦27件⟧。",
        {"written": "减少27件", "before": "30件/月", "after": "13件/月", "computed": "17件"},
    ),
    (
        "contradicting-change",
        "候诊投诉由30件减少到13件，⟦下降近七成⟧。",
        {"written": "下降近七成", "before": "30件/月", "after": "13件/月", "computed": "56.7%"},
    ),
    (
        "contradicting-change",
        "满意度由71.8%提高到91.2%，提高了⟦14.9个百分点⟧。",
        {"written": "提高了14.9个百分点", "before": "71.8%", "after": "91.2%", "computed": "19.4个百分点"},
    ),
    (
        "percent-for-points",
        "满意度由71.8%提高到91.2%，提高了⟦19.4%⟧。",
        {"written": "提高了19.4%", "before": "71.8%", "after": "91.2%", "points": "19.4个百分点", "percent": "27.0%"},
    ),
    (
        "percent-for-points",
        "满意度由{val}`happy.baseline`升到{val}`happy.actual`，增长⟦19.4%⟧。",
        {"written": "增长19.4%", "before": "71.8%", "after": "91.2%", "points": "19.4个百分点", "percent": "27.0%"},
    ),
    (
        "points-for-percent",
        "满意度由71.8%提高到91.2%，提高了⟦27.0个百分点⟧。",
        {
            "written": "提高了27.0个百分点",
            "before": "71.8%",
            "after": "91.2%",
            "points": "19.4个百分点",
            "percent": "27.0%",
        },
    ),
    (
        "points-for-percent",
        "平均等候由52.4分钟降到26.8分钟，下降⟦48.9个百分点⟧。",
        {
            "written": "下降48.9个百分点",
            "before": "52.4分钟",
            "after": "26.8分钟",
            "points": "48.9%",
            "percent": "48.9%",
        },
    ),
    (
        "percent-for-points",
        "早段签到占比由45.0%降到31.4%，下降⟦13.6%⟧。",
        {"written": "下降13.6%", "before": "45.0%", "after": "31.4%", "points": "13.6个百分点", "percent": "30.2%"},
    ),
    (
        "contradicting-change",
        "24—27周由78.6分钟降到33.1分钟，缩短⟦35.5分钟⟧。",
        {"written": "缩短35.5分钟", "before": "78.6分钟", "after": "33.1分钟", "computed": "45.5分钟"},
    ),
    (
        "wrong-direction",
        "平均等候⟦由{val}`wait.baseline`上升到{val}`wait.actual`⟧。",
        {"written": "由52.4分钟上升到26.8分钟", "before": "52.4分钟", "after": "26.8分钟", "way": "降"},
    ),
    (
        "wrong-direction",
        "平均等候⟦由26.8分钟下降到52.4分钟⟧。",
        {"written": "由26.8分钟下降到52.4分钟", "before": "26.8分钟", "after": "52.4分钟", "way": "升"},
    ),
    (
        "wrong-direction",
        "满意度⟦由91.2%提高到71.8%⟧。",
        {"written": "由91.2%提高到71.8%", "before": "91.2%", "after": "71.8%", "way": "降"},
    ),
    (
        "wrong-direction",
        "爽约率⟦从8.3%上升到6.1%⟧。",
        {"written": "从8.3%上升到6.1%", "before": "8.3%", "after": "6.1%", "way": "降"},
    ),
    (
        "wrong-direction",
        "平均等候由52.4分钟降到26.8分钟，⟦提高48.9%⟧。",
        {"written": "提高48.9%", "before": "52.4分钟", "after": "26.8分钟", "way": "降"},
    ),
    (
        "wrong-direction",
        "产检平均等候时间⟦由52.4分钟降到62.8分钟⟧以下。",
        {"written": "由52.4分钟降到62.8分钟", "before": "52.4分钟", "after": "62.8分钟", "way": "升"},
    ),
    (
        "contradicting-change",
        "Mean wait fell from 52.4 minutes to 26.8 minutes, a reduction of ⟦58.9%⟧.",
        {"written": "reduction of 58.9%", "before": "52.4 minutes", "after": "26.8 minutes", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "The mean wait fell from 52.4 to 26.8 minutes, by ⟦84.9%⟧.",
        {"written": "by 84.9%", "before": "52.4 minutes", "after": "26.8 minutes", "computed": "48.9%"},
    ),
    (
        "percent-for-points",
        "Satisfaction rose from 71.8% to 91.2%, an increase of ⟦19.4%⟧.",
        {
            "written": "increase of 19.4%",
            "before": "71.8%",
            "after": "91.2%",
            "points": "19.4 percentage points",
            "percent": "27.0%",
        },
    ),
    (
        "contradicting-change",
        "Mean wait fell ⟦by two thirds⟧, from 52.4 to 26.8 minutes.",
        {"written": "by two thirds", "before": "52.4 minutes", "after": "26.8 minutes", "computed": "48.9%"},
    ),
    (
        "wrong-direction",
        "Missed appointments ⟦rose from 8.3% to 6.1%⟧.",
        {"written": "rose from 8.3% to 6.1%", "before": "8.3%", "after": "6.1%", "way": "a fall"},
    ),
    (
        "contradicting-change",
        "Mean wait fell from {val}`wait.baseline` to {val}`wait.actual`, ⟦58.9%⟧ lower.",
        {"written": "58.9% lower", "before": "52.4 minutes", "after": "26.8 minutes", "computed": "48.9%"},
    ),
    (
        "percent-for-points",
        "产检满意度提高了⟦19.4%⟧。",
        {"written": "提高了19.4%", "before": "71.8%", "after": "91.2%", "points": "19.4个百分点", "percent": "27.0%"},
    ),
    (
        "percent-for-points",
        "满意度提高了⟦19.4%⟧，护士也轻松了。",
        {"written": "提高了19.4%", "before": "71.8%", "after": "91.2%", "points": "19.4个百分点", "percent": "27.0%"},
    ),
    (
        "points-for-percent",
        "产检满意度提高了⟦27.0个百分点⟧。",
        {
            "written": "提高了27.0个百分点",
            "before": "71.8%",
            "after": "91.2%",
            "points": "19.4个百分点",
            "percent": "27.0%",
        },
    ),
    (
        "contradicting-change",
        "产检平均等候时间缩短了⟦49.8%⟧。",
        {"written": "缩短了49.8%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "按时备好比例提高了⟦11.3个百分点⟧。",
        {"written": "提高了11.3个百分点", "before": "77.4%", "after": "90.5%", "computed": "13.1个百分点"},
    ),
    (
        "contradicting-change",
        "外包费用由1.5万元降到1.2万元，减少⟦6000元⟧。",
        {"written": "减少6000元", "before": "1.5万元", "after": "1.2万元", "computed": "3000元"},
    ),
    (
        "contradicting-change",
        "平均等候由52.4分钟降到26.8分钟，时间⟦缩短了一半多⟧。",
        {"written": "缩短了一半多", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "候诊投诉由30件减少到13件，少了⟦27件⟧。",
        {"written": "少了27件", "before": "30件/月", "after": "13件/月", "computed": "17件"},
    ),
    (
        "contradicting-change",
        "候诊投诉由30件减少到13件，⟦减少近四成⟧。",
        {"written": "减少近四成", "before": "30件/月", "after": "13件/月", "computed": "56.7%"},
    ),
    (
        "contradicting-change",
        "候诊投诉由30件降到13件/月，下降⟦46.7%⟧。",
        {"written": "下降46.7%", "before": "30件/月", "after": "13件/月", "computed": "56.7%"},
    ),
    (
        "contradicting-change",
        "产量由100件提高到150件，⟦翻一番⟧。",
        {"written": "翻一番", "before": "100件", "after": "150件", "computed": "50.0%"},
    ),
    (
        "wrong-direction",
        "早段签到占比⟦由45.0%升到31.4%⟧。",
        {"written": "由45.0%升到31.4%", "before": "45.0%", "after": "31.4%", "way": "降"},
    ),
    (
        "wrong-direction",
        "外包费用⟦从1.2万元减少到15000元⟧。",
        {"written": "从1.2万元减少到15000元", "before": "1.2万元", "after": "15000元", "way": "升"},
    ),
    (
        "wrong-direction",
        "⟦由52.4分钟缩短到1.2小时⟧。",
        {"written": "由52.4分钟缩短到1.2小时", "before": "52.4分钟", "after": "1.2小时", "way": "升"},
    ),
    (
        "contradicting-change",
        "等候 52.4 分钟 → 26.8 分钟，减少 ⟦26.5 分钟⟧。",
        {"written": "减少 26.5 分钟", "before": "52.4分钟", "after": "26.8分钟", "computed": "25.6 分钟"},
    ),
    (
        "contradicting-change",
        "平均等候由５２.４分钟降到２６.８分钟，下降⟦５８.９％⟧。",
        {"written": "下降５８.９％", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "早段由3,120人次降到2,340人次，减少⟦35.0%⟧。",
        {"written": "减少35.0%", "before": "3,120人次", "after": "2,340人次", "computed": "25.0%"},
    ),
    (
        "contradicting-change",
        "与基线52.4分钟相比，第四季度平均等候26.8分钟，下降了⟦58.9%⟧。",
        {"written": "下降了58.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "2024年第四季度平均等候26.8分钟，比第一季度的52.4分钟减少了⟦26.5分钟⟧。",
        {"written": "减少了26.5分钟", "before": "52.4分钟", "after": "26.8分钟", "computed": "25.6分钟"},
    ),
    (
        "contradicting-change",
        "满意度从71.8%提升至91.2%，提升幅度为⟦14.9个百分点⟧。",
        {"written": "提升幅度为14.9个百分点", "before": "71.8%", "after": "91.2%", "computed": "19.4个百分点"},
    ),
    (
        "percent-for-points",
        "满意度从71.8%提升至91.2%，提升⟦19.4%⟧，远超预期。",
        {"written": "提升19.4%", "before": "71.8%", "after": "91.2%", "points": "19.4个百分点", "percent": "27.0%"},
    ),
    (
        "contradicting-change",
        "平均等候由改进前的52.4分钟缩短为改进后的26.8分钟，缩短率⟦58.9%⟧。",
        {"written": "缩短率58.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "等候时间从改进前52.4分钟，降到了现在的26.8分钟，足足少了⟦36.5分钟⟧。",
        {"written": "少了36.5分钟", "before": "52.4分钟", "after": "26.8分钟", "computed": "25.6分钟"},
    ),
    (
        "contradicting-change",
        "投诉件数由30件降至13件，降幅⟦65.7%⟧。",
        {"written": "降幅65.7%", "before": "30件/月", "after": "13件/月", "computed": "56.7%"},
    ),
    (
        "wrong-direction",
        "候诊投诉⟦从13件下降到30件⟧。",
        {"written": "从13件下降到30件", "before": "13件", "after": "30件", "way": "升"},
    ),
    (
        "wrong-direction",
        "爽约率⟦由8.3%增至6.1%⟧。",
        {"written": "由8.3%增至6.1%", "before": "8.3%", "after": "6.1%", "way": "降"},
    ),
    (
        "contradicting-change",
        "单月外包费用由1.5万元降到1.2万元，下降⟦30%⟧。",
        {"written": "下降30%", "before": "1.5万元", "after": "1.2万元", "computed": "20.0%"},
    ),
    (
        "contradicting-change",
        "通过改进，产检平均等候时间由52.4分钟降为26.8分钟，⟦缩短了将近六成⟧。",
        {"written": "缩短了将近六成", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "平均等候（分钟）由52.4降到26.8，下降⟦58.9%⟧。",
        {"written": "下降58.9%", "before": "52.4分钟", "after": "26.8分钟", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "The mean wait dropped from 52.4 minutes to 26.8 minutes, down by ⟦58.9%⟧.",
        {"written": "by 58.9%", "before": "52.4 minutes", "after": "26.8 minutes", "computed": "48.9%"},
    ),
    (
        "contradicting-change",
        "We cut the mean wait by ⟦58.9%⟧, from 52.4 to 26.8 minutes.",
        {"written": "by 58.9%", "before": "52.4 minutes", "after": "26.8 minutes", "computed": "48.9%"},
    ),
    (
        "percent-for-points",
        "Satisfaction improved by ⟦19.4%⟧ (from 71.8% to 91.2%).",
        {
            "written": "by 19.4%",
            "before": "71.8%",
            "after": "91.2%",
            "points": "19.4 percentage points",
            "percent": "27.0%",
        },
    ),
    (
        "contradicting-change",
        "Complaints fell from 30 to 13, a drop of ⟦67%⟧.",
        {
            "written": "drop of 67%",
            "before": "30 complaints/month",
            "after": "13 complaints/month",
            "computed": "56.7%",
        },
    ),
    *(
        (
            "percent-for-points",
            text,
            {"written": written, "before": "71.8%", "after": "91.2%", "points": "19.4个百分点", "percent": "27.0%"},
        )
        for text, written in [
            ("2024年产检满意度91.2%，比2023年提高⟦19.4%⟧。", "提高19.4%"),
            ("产检满意度91.2%，较2023年提升⟦19.4%⟧。", "提升19.4%"),
            ("满意度91.2%，同比提高⟦19.4%⟧。", "提高19.4%"),
            ("产检满意度同比提高⟦19.4%⟧。", "提高19.4%"),
            ("产检满意度比上年同期提高⟦19.4%⟧。", "提高19.4%"),
            ("产检满意度提升了⟦19.4%⟧，达到91.2%。", "提升了19.4%"),
            ("产检满意度{val}`happy.actual`，比基线提高⟦19.4%⟧。", "提高19.4%"),
        ]
    ),
    (
        "contradicting-change",
        "建议由10件增加到25件，⟦增长了2.5倍⟧。",
        {"written": "增长了2.5倍", "before": "10件", "after": "25件", "computed": "150.0%"},
    ),
]


@pytest.mark.parametrize(("rule", "text", "values"), PLANTED)
def test_a_change_that_does_not_follow_is_found_where_it_stands(rule: str, text: str, values: dict[str, str]) -> None:
    assert found(text) == [(rule, *marked(text), values)]
