"""Figures in a text: numbered with the images, their values in the prose, their data given along, nothing leaked."""

from __future__ import annotations

import re
from dataclasses import replace

from casebound.compose.body import Body, make_body
from casebound.compose.medium import Medium
from casebound.figure.palette import SCREEN
from casebound.model.audience import Audience, for_audience
from casebound.model.case import Case, DataFile, Publication, Section, Subject
from casebound.model.measure import Measure, Series

PARETO = """等待占{val}`fig-why.share[等待]`，前两项{val}`fig-why.top[2]`，见{ref}`fig-why`和{ref}`fig-desk`。

![导诊台](desk.png "导诊台"){#fig-desk}

```{pareto} data/why.csv
:id: fig-why
:caption: 投诉**原因**
:note: 一人可说几样
:source: 意见本
:criterion: 5.2.2
```
"""
ROWS = "原因,件数\n等待,60\n态度,30\n云汀市妇幼,10\n"


def case(text: str = PARETO, data: str = ROWS) -> Case:
    return Case(
        id="one",
        lang="zh-CN",
        subject=Subject(organization="云汀市妇幼"),
        sections=(Section(id="s", title="一", text=text),),
        data=(DataFile(file="data/why.csv", text=data),),
    )


def body(what: Case, medium: Medium = Medium(images=("desk.png",))) -> Body:  # noqa: B008  # frozen
    return make_body(what, medium)


def plain(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", markup)


def test_values_and_numbers_come_from_the_figure() -> None:
    made = body(case())
    text = plain(str(made.sections[0].content))
    assert "等待占60.0%，前两项90.0%，见图2和图1。" in text
    assert "图2 投诉原因注：一人可说几样数据来源：意见本" in text.replace("\n", "")
    assert [drawn.figure.criteria for drawn in made.figures] == [("5.2.2",)]


def test_the_drawing_stands_there_with_its_finding_as_title() -> None:
    content = str(body(case()).sections[0].content)
    assert "<title>排列图：从大到小排列，“等待”居首，占全部的60.0%；前2项合起来占90.0%，总计100。</title>" in content
    assert "<details" not in content


def test_on_screen_its_data_can_be_unfolded_and_taken_along() -> None:
    medium = Medium(images=("desk.png",), palette=SCREEN, data_base="figures/")
    content = str(body(case(), medium).sections[0].content)
    assert 'href="figures/fig-why.zh-CN.csv"' in content
    assert "<td>等待</td><td>60</td><td>60.0</td><td>60.0</td>" in content
    assert 'fill="var(--tint-1)"' in content


def test_a_csv_runs_nothing_in_a_spreadsheet() -> None:
    made = body(case(data='原因,件数\n"=HYPERLINK(1)",60\n@x,30\n-5,10\n'))
    lines = made.figures[0].figure.csv.split("\r\n")
    assert [line.split(",")[0] for line in lines[1:-1]] == ["'=HYPERLINK(1)", "'@x", "-5"]


def test_what_cannot_be_drawn_is_said_in_its_place() -> None:
    made = body(replace(case(), data=()))
    text = plain(str(made.sections[0].content))
    assert "〔此图缺少数据，没有画出〕" in text
    assert "等待占〔不公开〕" in text
    assert made.figures == ()


def test_blind_readers_see_no_name_in_a_figure_and_its_values_still_hold() -> None:
    text = PARETO + "\n我们占{val}`fig-why.share[云汀市妇幼]`。\n"
    content = str(body(for_audience(case(text), Audience.BLIND)).sections[0].content)
    assert "云汀市妇幼" not in content
    assert "我们占10.0%。" in plain(content)


def test_the_data_of_a_private_measure_are_not_drawn_for_the_public() -> None:
    secret = Measure(id="why", name="投诉", series=Series(file="data/why.csv"))
    private = replace(case(), measures=(secret,), publication=Publication(private=("measures.why",)))
    content = str(body(for_audience(private, Audience.PUBLIC)).sections[0].content)
    assert "60.0%" not in content
    assert "没有画出" in content
    assert "60.0%" in str(body(for_audience(private, Audience.EVALUATORS)).sections[0].content)


def test_markup_of_strangers_stays_words() -> None:
    data = '原因,件数\n</svg><script>alert(1)</script>,60\n"<b onclick=x>",3\n'
    content = str(body(case(data=data), Medium(data_base="f/")).sections[0].content)
    assert "<script" not in content and "<b onclick" not in content


def test_a_fence_inside_a_table_is_shown_as_text() -> None:
    content = str(body(case(":::{table} 题\n:id: t\n\n```{pareto}\na,b\nc,1\n```\n:::\n")).sections[0].content)
    assert "<svg" not in content
