"""Run charts: the charts of two cases as their teams read them, what is said of bad data, what is told."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from casebound.figure.palette import PAPER
from casebound.model.measure import Measure, MeasuredValue, Point, Series
from casebound.model.period import make_period
from tests.figure.boxes import clipped, collisions
from tests.figure.example import Read, fence, figure


def rows(values: Iterable[object], header: str = "月份,值") -> str:
    """Months from 2024-01 on."""
    cells = [f"{2024 + at // 12}-{at % 12 + 1:02},{value}" for at, value in enumerate(values)]
    return "\n".join([header, *cells])


def chart(text: str, **options: str) -> Read:
    return figure(fence("run-chart", text, **options))


def value(read: Read, part: str) -> str:
    return str(read.sound.values[part].value)


SHIFT = [1] * 12 + [3] * 12


def test_a_shift_is_told_with_its_counts() -> None:
    """By hand: median 2, two runs of 12; limits for n = 24 as in control-charts.json: 8 and 8."""
    read = chart(rows(SHIFT), unit="天")
    assert {part: str(each.value) for part, each in read.sound.values.items()} == {
        "median": "2",
        "centre": "2",
        "n": "24",
        "longest_run": "12",
        "longest_run_limit": "8",
        "crossings": "1",
        "crossings_limit": "8",
        "signal": "1",
    }
    assert read.sound.told == "中位数为2天；24个点中最长同侧12点（限8点），穿越1次（至少8次）：有非随机变化的信号。"
    english = figure(fence("run-chart", rows(SHIFT), unit="days"), lang="en")
    assert english.sound.told == (
        "Median 2\u00a0days; of 24 points longest run 12 (limit 8), crossed 1 times (at least 8): "
        "a signal of non-random change."
    )


def test_two_levels_told_as_phases_have_no_signal_within_them() -> None:
    """By hand: medians of 5 7 5 7 … and 1 3 1 3 … are 6 and 2; every point crosses: 11 crossings."""
    read = chart(rows([5, 7] * 6 + [1, 3] * 6), phases="2025-01=改进后", unit="天")
    assert read.sound.told == "之前的中位数为6天，改进后的中位数为2天；各段内没有非随机变化的信号。"
    assert [value(read, f"{part}[改进后]") for part in ("median", "crossings", "longest_run")] == ["2", "11", "1"]
    assert (value(read, "change"), value(read, "signal[之前]")) == ("-4", "0")
    english = figure(fence("run-chart", rows([5, 7] * 6 + [1, 3] * 6), phases="2025-01=After"), lang="en")
    assert english.sound.told == "Before: median 6; After: median 2; no signal of non-random change within phases."


REWORK = [
    *("11.69", "12.02", "11.24", "11.90", "12.17", "10.80", "11.32", "11.24", "10.20", "8.50", "7.91", "7.36"),
    *("6.70", "6.45", "5.83", "5.76", "5.15", "4.85", "5.70", "5.26", "5.06", "5.88", "5.45", "6.63"),
]
"""content/cases/alteration-desk, data/rework.csv."""


def test_the_first_points_can_make_the_median_as_in_the_case_of_the_alteration_desk() -> None:
    """By its text: the median of the first six months is 11.8; all points from June 2024 on, 19, lie below it."""
    read = chart(rows(REWORK), median_from="6")
    assert value(chart(rows(REWORK), median_from="6", decimals="1"), "centre") == "11.8"
    assert (value(read, "centre"), value(read, "longest_run"), value(read, "signal")) == ("11.795", "19", "1")
    assert "中线是开头6个点的中位数。" in str(read.sound.draw(PAPER))


def test_points_on_the_median_are_passed_over_and_named_in_the_table() -> None:
    """By hand: 4 3 1 2 3 5 3: median 3, n 4, runs + / − − / +."""
    read = chart(rows([4, 3, 1, 2, 3, 5, 3]))
    assert [value(read, part) for part in ("n", "longest_run", "crossings")] == ["4", "2", "2"]
    assert [row[3] for row in read.sound.table] == [
        "在它的哪侧",
        "高于",
        "等于",
        "低于",
        "低于",
        "等于",
        "高于",
        "等于",
    ]


def test_too_few_points_are_doubted_and_told() -> None:
    read = chart(rows([4, 3, 1, 2, 3, 5, 3]))
    assert [(each.problem, each.n, each.least) for each in read.sound.doubts] == [("too-few-points", 4, 10)]
    assert read.sound.told == ("中位数为3；7个点中最长同侧2点（限5点），穿越2次（至少0次）；点太少，看不出有没有变。")


def test_the_points_of_a_measure_are_drawn_with_its_target() -> None:
    periods = [make_period(f"2024-{month:02}") for month in range(1, 13)]
    points = tuple(Point(period=each, value=Decimal(at)) for at, each in enumerate(periods) if each)
    found = Measure(
        id="wait",
        name="候诊",
        unit="分钟",
        target=MeasuredValue(value=Decimal(4)),
        series=Series(file="data/wait.csv", points=points),
    )
    read = figure(fence("run-chart", "", measure="wait"), measures=(found,))
    assert value(read, "median") == "5.5"
    assert "目标 4" in str(read.sound.draw(PAPER))


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("月份,值\n", {}, ("no-data", "月份,值", "图没有数据")),
        ("月份\n2024-01\n", {}, ("missing-column", "月份", "数据至少要有 2 列，这里有 1 列")),
        ("月份,值\n2024-01,快\n", {}, ("unreadable-cell", "快", "“值”列的“快”读不懂")),
        (rows([1, 2]), {"phases": "2024-3=后"}, ("wrong-option", "2024-3=后", "没有“2024-3”这个点")),
        (
            rows([1, 2]),
            {"median_from": "0"},
            ("wrong-option", "0", "“median-from”应为点数或一段的名称，这里是“0”"),
        ),
        (rows([1, 2]), {"value": "数"}, ("missing-column", "数", "没有名为“数”的列")),
        (rows([1] * 501), {}, ("unusable-data", "月份,值", "有 501 个点，最多画 500 个")),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert said in chart(text, **options).said


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([5], {}),
        ([3] * 12, {"target": "3"}),
        (SHIFT, {"phases": "2024-02=甲; 2024-03=乙" + "长" * 80}),
        (list(range(500)), {}),
        ([10**25, -(10**25)] * 10, {}),
    ],
)
def test_odd_data_make_a_sound_drawing(values: list[int], options: dict[str, str]) -> None:
    svg = str(chart(rows(values), **options).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
    assert len(svg) < 150_000
