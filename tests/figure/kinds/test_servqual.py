"""SERVQUAL gaps: a published survey, items averaged by dimension, weights, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.figure.example import fence, figure

PATIENTS = "维度,期望,感知\n有形性,4.44,4.19\n可靠性,4.49,4.36\n响应性,4.48,4.35\n保证性,4.50,4.32\n移情性,4.56,4.40\n"
"""386 patients: PMC6131925, table 2 (expectation, perception; gaps −0.25, −0.13, −0.13, −0.18, −0.16)."""


def test_a_published_survey_gets_its_published_gaps() -> None:
    found = figure(fence("servqual", PATIENTS, n="386")).sound
    gaps = [found.values[f"gap[{name}]"].value for name in ("有形性", "可靠性", "响应性", "保证性", "移情性")]
    assert gaps == [Decimal(gap) for gap in ("-0.25", "-0.13", "-0.13", "-0.18", "-0.16")]
    assert found.values["gap"].value == Decimal("-0.17")  # −0.85 / 5
    assert found.told == "感知低于期望最多的是有形性，差距为−0.25；平均差距为−0.17，共386份回答。"
    english = figure(fence("servqual", PATIENTS, n="386"), lang="en").sound
    assert english.told == "有形性 falls furthest short (−0.25); the mean gap is −0.17 (386 answers)."


def test_weights_of_the_authors_of_the_method_weigh_the_gaps() -> None:
    # Zeithaml, Parasuraman & Berry, Delivering Quality Service, 1990 (as recalled): of 100 points reliability 32,
    # responsiveness 22, assurance 19, empathy 16, tangibles 11; by hand:
    # 11·−0.25 + 32·−0.13 + 22·−0.13 + 19·−0.18 + 16·−0.16 = −15.75
    weights = dict(zip(("有形性", "可靠性", "响应性", "保证性", "移情性"), (11, 32, 22, 19, 16), strict=True))
    rows = "\n".join(
        f"{line},{weights[line.split(',')[0]]}" if line.split(",")[0] in weights else f"{line},权重"
        for line in PATIENTS.splitlines()
    )
    found = figure(fence("servqual", rows, n="386", decimals="4")).sound
    assert found.values["weighted"].value == Decimal("-0.1575")


def test_items_are_averaged_by_dimension() -> None:
    # reliability: (6 + 5)/2 − (4 + 5)/2 = 5.5 − 4.5 = −1; the overall gap is that of the dimensions: (−1 + 1)/2
    rows = "题目,维度,期望,感知\n准时,可靠性,6,4\n一次做好,可靠性,5,5\n整洁,有形性,5,6"
    found = figure(fence("servqual", rows)).sound
    assert found.values["gap[可靠性]"].value == -1
    assert found.values["expectation[可靠性]"].value == Decimal("5.5")
    assert found.values["gap"].value == 0


def test_a_service_beyond_expectation_is_told_so() -> None:
    assert figure(fence("servqual", "维度,期望,感知\n可靠性,5,6\n移情性,5,5.5", n="20")).sound.told == (
        "各维度都达到期望，其中移情性最低，差距为0.50；平均差距为0.75，共20份回答。"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("维度,期望,感知\n可靠性,6,高", ("unreadable-cell", "高", "“感知”列的“高”读不懂")),
        ("维度,期望\n可靠性,6", ("missing-column", "维度,期望", "数据至少要有 3 列，这里有 2 列")),
        ("维度,期望,感知,权重\n可靠性,6,5,-1", ("unusable-data", "-1", "“可靠性”的权重不能用")),
        ("题目,维度,得分\n准时,可靠性,6", ("unusable-data", "题目,维度,得分", "没有期望和感知两列")),
    ],
)
def test_what_cannot_be_drawn_is_said(rows: str, said: tuple[str, str, str]) -> None:
    read = figure(fence("servqual", rows))
    assert read.figure is None
    assert read.said == [said]


def test_two_weights_of_one_dimension_are_said() -> None:
    rows = "题目,维度,期望,感知,权重\n准时,可靠性,6,4,30\n一次做好,可靠性,5,5,20"
    assert figure(fence("servqual", rows)).said == [("unusable-data", "20", "“可靠性”有两个不同的权重")]


def test_items_without_their_dimension_are_too_many() -> None:
    rows = "\n".join(f"第{at}题,5,4" for at in range(25))
    assert figure(fence("servqual", f"题目,期望,感知\n{rows}")).said == [
        ("unusable-data", "题目,期望,感知", "有 25 个维度，最多画 24 个")
    ]


def test_means_of_nobody_knows_how_many_are_doubted() -> None:
    assert [doubt.problem for doubt in figure(fence("servqual", PATIENTS)).sound.doubts] == ["no-n"]
