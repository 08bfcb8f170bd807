"""What is offered in the body: criteria, sections, figures, tables, anchors, files."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from casebound.check.look import Look
from casebound.editor.complete_body import body_completions
from casebound.figure.figure import OPTIONS
from casebound.model.measure import Point, Series
from casebound.model.period import make_period
from casebound.read.markdown import FIGURES
from tests.editor.conftest import At


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{#survey criterion=5.2}", "{#survey criterion=¦}", ["5.2", "5.4"]),
        ("{#survey criterion=5.2}", "{#survey criterion=5.¦2}", ["5.2", "5.4"]),
        ("{#survey criterion=5.2}", '{#survey criterion="5.2 ¦"}', ["5.2", "5.4"]),
        ("{#survey criterion=5.2}", "{#survey ¦}", ["criterion="]),
        ("{#survey criterion=5.2}", "{#¦}", ["survey", "outlook"]),
        ("{#survey criterion=5.2}", "{#¦", ["survey", "outlook"]),
        ("### 数字", "### 数字 {#¦}", []),
        ("### 数字", "### 数字 {criterion=¦", ["5.2", "5.4"]),
        ("{ref}`tbl-hours`", "{ref}`¦`", ["tbl-hours"]),
        ("[效果](#results)", "[效果](#¦)", ["survey", "results", "tbl-hours"]),
        ("[这里](data/wait.csv)", "[这里](da¦)", ["case.md", "data/wait.csv", "images/desk.png"]),
        ("等候变化 ", "等候变化 {¦", ["{val}", "{ref}"]),
        ("等候变化 ", "等候变¦化 ", []),
    ],
)
def test_what_fits_is_offered(at: At, old: str, new: str, expected: list[str]) -> None:
    assert [item.label for item in body_completions(*at(old, new))] == expected


def test_figures_are_offered_with_their_present_values(at: At) -> None:
    scene, offset = at("🙂 {val}`wait.actual`", "🙂 {val}`wa¦")
    found = body_completions(scene, offset)
    assert [(item.label, item.detail) for item in found] == [
        ("wait.baseline", "52.0分钟 · 平均等候 · 改进前"),
        ("wait.target", "30分钟 · 平均等候 · 目标"),
        ("wait.actual", "26.8分钟 · 平均等候 · 改进后"),
        ("wait.change", "−25.2分钟 · 平均等候 · 变化"),  # 26.8 - 52.0
        ("wait.change_percent", "−48.5% · 平均等候 · 变化率"),  # -25.2 / 52.0 = -0.48461…
        ("wait.attainment", "114.5% · 平均等候 · 目标达成率"),  # -25.2 / (30 - 52.0) = 1.14545…
        ("wait.improvement", "25.2分钟 · 平均等候 · 改善"),
        ("wait.improvement_percent", "48.5% · 平均等候 · 改善率"),
        ("wait.gap", "−3.2分钟 · 平均等候 · 离目标还差"),  # 26.8 - 30
        ("wait.baseline_n", "1,500 · 平均等候 · 改进前的样本量"),
        ("wait.actual_n", "900 · 平均等候 · 改进后的样本量"),
    ]
    assert {(item.start, item.end) for item in found} == {(offset - 2, offset)}
    assert found[0].text == "wait.baseline`"
    assert found[0].search == "wait.baseline 平均等候 pingjundenghou pjdh 改进前"


def test_periods_of_a_series_are_offered_by_the_example_of_its_last_row(at: At) -> None:
    scene, offset = at("🙂 {val}`wait.actual`", "🙂 {val}`wa¦")
    written = scene.look.written
    month = make_period("2024-06")
    assert month
    series = Series(points=(Point(period=month, value=Decimal("27.1"), n=Decimal(910)),))
    measure = replace(written.case.measures[0], series=series)
    look = Look(written=replace(written, case=replace(written.case, measures=(measure,))), context=scene.look.context)
    found = body_completions(replace(scene, look=look), offset)
    assert [(item.label, item.detail) for item in found[-2:]] == [
        ("wait.at[2024-06]", "27.1分钟 · 平均等候 · 这一期的数"),
        ("wait.n[2024-06]", "910 · 平均等候 · 这一期的样本量"),
    ]


def test_a_criterion_comes_with_its_question(at: At) -> None:
    scene, offset = at("{#survey criterion=5.2}", "{#survey criterion=5.¦2}")
    found = body_completions(scene, offset)[1]
    assert (found.label, found.detail, found.explanation) == ("5.4", "效果", "做得怎样？")
    assert (found.start, found.end) == (offset - 2, offset + 1)


def test_what_closes_a_figure_or_a_link_is_added_only_where_it_is_missing(at: At) -> None:
    assert [item.text for item in body_completions(*at("{ref}`tbl-hours`", "{ref}`¦`"))] == ["tbl-hours"]
    assert [item.text for item in body_completions(*at("{ref}`tbl-hours`", "{ref}`¦"))] == ["tbl-hours`"]
    assert body_completions(*at("[效果](#results)", "[效果](#¦"))[0].text == "survey)"


def test_a_bracket_that_the_editor_has_closed_is_not_left_over(at: At) -> None:
    scene, offset = at("等候变化 ", "等候变化 {v¦}")
    first = body_completions(scene, offset)[0]
    assert (first.text, scene.source.text[first.start : first.end]) == ("{val}`$1`", "{v}")


PARETO = "```{pareto}\n:id: fig-why\n:caption: 原因\n原因,件数\n等待,3\n态度,1\n```\n\n"


def test_the_names_of_figures_are_offered_behind_a_fence(at: At) -> None:
    found = {item.label: item for item in body_completions(*at("### 数字", "```{¦\n\n### 数字"))}
    assert set(found) == {"table", *FIGURES}
    assert (found["pareto"].text, found["pareto"].detail) == ("pareto}", "排列图")


def test_the_options_of_a_figure_are_offered_in_its_fence_and_nowhere_else(at: At) -> None:
    inside = PARETO.replace(":caption: 原因", ":caption: 原因\n:un¦")
    labels = [item.label for item in body_completions(*at("### 数字", f"{inside}### 数字"))]
    assert labels == ["category", "value", "unit", *OPTIONS]
    assert body_completions(*at("### 数字", "一段\n:un¦\n\n### 数字")) == []


def test_the_values_of_a_figure_are_offered_beside_those_of_measures(at: At) -> None:
    found = body_completions(*at("### 数字", f"{PARETO}### 数字\n\n{{val}}`fig¦`"))
    details = {item.label: item.detail for item in found}
    assert details["fig-why.share[等待]"] == "75.0% · 原因"  # 3 of 4
    assert "wait.actual" in details
