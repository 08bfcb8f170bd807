"""What is said of the thing under the pointer."""

from __future__ import annotations

import pytest

from casebound.editor.hover import explain
from tests.editor.conftest import At

MEASURE = """**平均等候** `wait` · 越低越好

| | | | |
|---|---:|---|---:|
| 改进前 | 52.0分钟 | 2024年1—2月 | n = 1500 |
| 目标 | 30分钟 | 2024年6月 |  |
| 改进后 | 26.8分钟 | 2024年5月 | n = 900 |

变化 −25.2分钟 · 变化率 −48.5% · 目标达成率 114.5% · 达到目标"""


@pytest.mark.parametrize(
    ("old", "new", "word", "markdown"),
    [
        ("criterion=5.2}", "criterion=5¦.2}", "5.2", "**5.2 背景**\n\n为什么做？\n\n回答它的章节：现状"),
        ("criterion=5.4}", 'criterion="5.2 5¦.4"}', "5.4", "**5.4 效果**\n\n做得怎样？\n\n回答它的章节：效果"),
        (
            "{val}`wait.change`",
            "{val}`wa¦it.change`",
            "{val}`wait.change`",
            f"`wait.change` = **−25.2分钟**\n\n{MEASURE}",
        ),
        ("  - id: wait", "  - id: w¦ait", "wait", MEASURE),
        ("{ref}`tbl-hours`", "{re¦f}`tbl-hours`", "{ref}`tbl-hours`", "分时段"),
        ("(#results)", "(#res¦ults)", "#results", "效果"),
        ("    unit: ", "    un¦it: ", "unit", "**measures[].unit**\n\n单位，如 %、分钟、件/月"),
        (
            "better: lower",
            "bet¦ter: lower",
            "better",
            "**measures[].better**\n\n越低越好还是越高越好\n\n- `higher`：越高越好\n- `lower`：越低越好",
        ),
        ("industry: health", "industry: hea¦lth", "health", "`health`：卫生"),
        (
            "route: short",
            "route: sh¦ort",
            "short",
            "**短路径**\n\n1. 现状调查 `#survey`\n2. 效果检查 `#results`\n3. 下一步 `#outlook`",
        ),
        ('{id: "4.2"', '{id: "4.¦2"', "4.2", "**4.2 素养**\n\n有没有素养？"),
    ],
)
def test_it_is_explained(at: At, old: str, new: str, word: str, markdown: str) -> None:
    found = explain(*at(old, new))
    assert found is not None
    assert (found.span.text, found.markdown) == (word, markdown)


def test_a_rule_in_an_allowance_says_what_it_is_and_why(at: At) -> None:
    found = explain(*at("等候变化", "<!-- casebound: allow broken-¦value — 试 -->\n\n等候变化"))
    assert found is not None
    assert (found.span.text, found.markdown) == (
        "broken-value",
        "**broken-value**\n\n指标里取不到“…”\n\n正文里的数从指标里取，才能保证处处一致；取不到就会印成空白。",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("等候变化", "等候¦变化"), ("title: 夜间", "title: 夜¦间"), ("### 数字", "### 数¦字"), ("---\nid", "-¦--\nid")],
)
def test_of_plain_words_nothing_is_said(at: At, old: str, new: str) -> None:
    assert explain(*at(old, new)) is None


def test_a_missing_answer_is_said(at: At) -> None:
    scene, offset = at("criterion=5.4}", "criterion=5.2¦}")
    found = explain(scene, offset)
    assert found is not None
    assert found.markdown.endswith("回答它的章节：现状；效果")
