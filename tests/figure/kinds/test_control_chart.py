"""Control charts: the charts of three cases as their teams worked them out, what is said of bad data, what is told."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from casebound.figure.palette import PAPER
from casebound.model.measure import Measure, MeasuredValue, Point, Series
from casebound.model.period import Period, make_period
from casebound.text.localized import Localized
from tests.figure.boxes import clipped, collisions
from tests.figure.example import Read, fence, figure


def months(year: int, month: int, count: int) -> list[str]:
    """Labels of months that follow each other."""
    return [f"{year + (month - 1 + at) // 12}-{(month - 1 + at) % 12 + 1:02}" for at in range(count)]


def rows(header: str, labels: Iterable[str], *columns: Iterable[object]) -> str:
    cells = zip(labels, *columns, strict=True)
    return "\n".join([header, *(",".join(map(str, row)) for row in cells)])


def chart(text: str, **options: str) -> Read:
    return figure(fence("control-chart", text, **options))


def value(read: Read, part: str) -> str:
    return str(read.sound.values[part].value)


def doubts(read: Read) -> list[tuple[str, str, object, object]]:
    """Problem, what it is about in Chinese, and its numbers."""
    assert read.figure is not None
    return [
        (each.problem, each.what.to("zh-CN") if isinstance(each.what, Localized) else each.what, each.n, each.least)
        for each in read.figure.doubts
    ]


def period(text: str) -> Period:
    found = make_period(text)
    assert found is not None
    return found


def measure(
    values: Iterable[object], sizes: Iterable[object] | None = None, *, unit: str = "%", start: int = 2024
) -> Measure:
    """A measure with a series of months."""
    numbers = [Decimal(str(each)) for each in values]
    ns = [Decimal(str(each)) for each in sizes] if sizes else [None] * len(numbers)
    labels = months(start, 1, len(numbers))
    points = [
        Point(period=period(label), value=number, n=n) for label, number, n in zip(labels, numbers, ns, strict=True)
    ]
    return Measure(
        id="rate",
        name="按时率",
        unit=unit,
        baseline=MeasuredValue(value=numbers[0], period=period("2024-01/2024-06")),
        actual=MeasuredValue(value=numbers[-1], period=period("2025-01/2025-06")),
        series=Series(file="data/rate.csv", period="月份", points=tuple(points)),
    )


WAIT = [
    *("27.2", "26.9", "26.3", "27.5", "25.6", "27.9", "27.1", "26.4", "26.9", "28.3", "29.6", "27.0"),
    *("26.2", "25.9", "26.5"),
]
"""content/cases/antenatal-waiting, data/wait.csv from 2024-10 on."""


def test_single_values_with_limits_from_twelve_points_as_in_the_case_of_the_antenatal_clinic() -> None:
    """By its text: mean 27.2, mean moving range 1.24, limits 23.9 to 30.5, moving ranges to 4.04; all inside."""
    read = chart(rows("月份,候诊", months(2024, 10, 15), WAIT), limits_from="12", unit="分钟")
    assert [value(read, part) for part in ("centre", "lcl", "ucl", "signals")] == ["27.2", "23.9", "30.5", "0"]
    fine = chart(rows("月份,候诊", months(2024, 10, 15), WAIT), limits_from="12", decimals="2")
    assert value(fine, "mr_mean") == "1.24"
    assert abs(Decimal(value(fine, "mr_ucl")) - Decimal("4.04")) <= Decimal("0.01")
    assert read.sound.told == (
        "中心线为27.2分钟，控制限由开头12个点定出，下限为23.9分钟，上限为30.5分钟；15个点没有异常信号。"
    )
    assert doubts(read) == []


INFORMED = [
    *((123, 208, "49.8", "70.1"), (143, 249, "50.6", "69.3"), (152, 252, "50.7", "69.2"), (133, 211, "49.8", "70.1")),
    *((101, 169, "48.6", "71.3"), (89, 147, "47.8", "72.1"), (121, 205, "49.7", "70.2"), (133, 230, "50.3", "69.6")),
    *((165, 240, "50.5", "69.4"), (107, 150, "47.9", "72.0"), (73, 94, "44.8", "75.1"), (97, 123, "46.7", "73.2")),
    *((180, 208, "77.9", "92.7"), (191, 225, "78.2", "92.4"), (195, 234, "78.4", "92.2"), (187, 213, "78.0", "92.6")),
    *((140, 163, "77.0", "93.6"), (123, 148, "76.6", "94.0"), (170, 194, "77.7", "92.9"), (166, 221, "78.2", "92.5")),
    *((203, 225, "78.2", "92.4"), (139, 162, "77.0", "93.7")),
]
"""content/cases/outage-notice, tbl-pchart: informed, asked, and the limits that the team worked out for each month."""


def test_proportions_in_two_phases_as_in_the_case_of_the_outage_notices() -> None:
    """Limits of each phase from its first six months; above the limit 2025-01 and 2025-02, below it 2025-10."""
    text = rows("月份,知情户,应答户", months(2024, 3, 22), *zip(*[row[:2] for row in INFORMED], strict=True))
    read = chart(text, type="p", phases="2025-03=新办法", limits_from="6", rules="1")
    found = [(row[5], row[6]) for row in read.sound.table[1:]]
    expected = [row[2:] for row in INFORMED]
    for (lcl, ucl), (low, high) in zip(found, expected, strict=True):
        # the team went on with the centre rounded to 60.0 and 85.3
        assert abs(Decimal(lcl) - Decimal(low)) <= Decimal("0.1")
        assert abs(Decimal(ucl) - Decimal(high)) <= Decimal("0.1")
    assert (value(read, "centre[之前]"), value(read, "centre[新办法]")) == ("60.0", "85.3")
    assert [row[0] for row in read.sound.table[1:] if row[7]] == ["2025-01", "2025-02", "2025-10"]
    assert read.sound.told.endswith("；22个点中有3个点给出异常信号，出现在2025年1月、2月、10月。")
    assert doubts(read) == [("too-few-points", "之前", 6, 12), ("too-few-points", "新办法", 6, 12)]


def test_subgroups_in_rows_or_one_value_a_row_are_the_same() -> None:
    """By hand: means 2 4 3, R̄ = 2; A2 of two = 1.880: limits 3 ± 3.76; R up to 3.267 · 2 = 6.53."""
    read = chart(rows("组,甲,乙", [f"S{n}" for n in range(12)], [1, 3, 2] * 4, [3, 5, 4] * 4), type="xbar-r")
    pairs = zip([1, 3, 2] * 4, [3, 5, 4] * 4, strict=True)
    long_rows = [(f"S{n}", each) for n, pair in enumerate(pairs) for each in pair]
    long = chart(rows("组,值", *zip(*long_rows, strict=True)), type="xbar-r")
    for part, expected in {"mean": "3.0", "ucl": "6.8", "lcl": "-0.8", "r_mean": "2.0", "r_ucl": "6.5"}.items():
        assert value(read, part) == value(long, part) == expected


@pytest.mark.parametrize(
    ("written", "has"),
    [
        *(("I-MR", "mr_mean"), ("单值-移动极差图", "mr_mean"), ("XmR", "mr_mean"), ("X̄-R", "r_mean")),
        *(("Xbar-R", "r_mean"), ("X-bar R chart", "r_mean"), ("均值—极差控制图", "r_mean"), ("X̄-S图", "s_mean")),
    ],
)
def test_types_are_read_as_people_write_them(written: str, has: str) -> None:
    paired = rows("组,甲,乙", map(str, range(14)), [1, 3, 2, 4, 3, 5, 2] * 2, [3, 5, 4, 6, 4, 6, 5] * 2)
    single = rows("组,甲", map(str, range(14)), [1, 3, 2, 4, 3, 5, 2] * 2)
    assert has in chart(single if has == "mr_mean" else paired, type=written).sound.values


def test_a_measure_in_percent_with_n_is_a_p_chart() -> None:
    """By hand: p̄ = (60·50 + 70·150)/200 = 67.5 %; at n = 50 three sigma are 300·√(0.675·0.325/50) = 19.9 points."""
    found = measure([60, 70] * 7, [50, 150] * 7, start=2023)
    read = figure(fence("control-chart", "", measure="rate"), measures=(found,))
    assert value(read, "mean") == "67.5"
    assert read.sound.table[1] == ("2023-01", "50", "60.0", "67.5", "47.6", "87.4", "")
    assert read.sound.table[0][2] == "按时率（%）"
    assert doubts(read) == []


def test_percentages_with_n_in_a_chart_of_single_values_are_doubted() -> None:
    found = measure([60, 70] * 7, [50, 150] * 7, start=2021)
    read = figure(fence("control-chart", "", measure="rate", type="i-mr"), measures=(found,))
    assert doubts(read) == [("wrong-chart", "比例有样本量，用 p 图（type: p）", "", "")]


def test_percentages_without_n_are_doubted() -> None:
    assert doubts(chart(rows("月份,按时率", months(2024, 1, 14), [80, 84] * 7), unit="%")) == [
        ("no-n", "按时率", "", "")
    ]


def test_limits_pooled_over_a_change_of_a_measure_in_the_same_file_are_doubted() -> None:
    data = {"data/rate.csv": rows("月份,按时率", months(2024, 1, 18), [80, 84] * 9)}
    found = measure([80, 84] * 9, unit="分")

    def drawn(**options: str) -> Read:
        return figure(fence("control-chart", "", data="data/rate.csv", **options), data=data, measures=(found,))

    assert doubts(drawn()) == [("pooled-phases", "按时率", "", "")]
    assert doubts(drawn(phases="2025-01=改进后")) == [("too-few-points", "改进后", 6, 12)]
    assert doubts(drawn(limits_from="12")) == []
    by_measure = figure(fence("control-chart", "", measure="rate", type="i-mr"), measures=(found,))
    assert doubts(by_measure) == [("pooled-phases", "按时率", "", "")]


@pytest.mark.parametrize(
    ("text", "options", "better"),
    [
        (rows("周,件", map(str, range(14)), [3, 5.5] * 7), {"type": "c"}, "不是整数的件数，用 i-mr 图（type: i-mr）"),
        (
            rows("周,件,n", map(str, range(14)), [3, 5] * 7, [40, 50] * 7),
            {"type": "np"},
            "比例有样本量，用 p 图（type: p）",
        ),
        (
            rows("组," + ",".join("abcdefghijk"), map(str, range(14)), *[[n, n + 3] * 7 for n in range(11)]),
            {"type": "xbar-r"},
            "一组超过 10 个，用 type: xbar-s",
        ),
    ],
)
def test_a_chart_that_does_not_suit_its_data_is_doubted(text: str, options: dict[str, str], better: str) -> None:
    assert doubts(chart(text, **options)) == [("wrong-chart", better, "", "")]


def test_a_phase_of_five_points_has_no_limits() -> None:
    read = chart(rows("月份,值", months(2024, 1, 17), [30, 33, 31] * 4 + [20, 22, 21, 23, 20]), phases="2025-01=改进后")
    assert doubts(read) == [("too-few-points", "改进后", 5, 12)]
    assert "ucl[之前]" in read.sound.values and "ucl[改进后]" not in read.sound.values
    assert value(read, "mean[改进后]") == "21.2"
    assert value(read, "change") == "-10.1"  # 21.2 less 31.3, the mean of 30, 33, 31, 30 …
    assert read.sound.table[-1][-6:-3] == ("", "", "")
    assert "点太少，不定限" in str(read.sound.draw(PAPER))


def test_moving_ranges_do_not_reach_over_a_change() -> None:
    read = chart(rows("月份,值", months(2024, 1, 24), [30, 32] * 6 + [10, 12] * 6), phases="2025-01=改进后")
    assert {value(read, "mr_mean[之前]"), value(read, "mr_mean[改进后]")} == {"2.0"}
    assert read.sound.table[13][6] == ""


def test_limits_of_a_named_phase_judge_all_that_follows() -> None:
    """By hand: the first phase has mean 31 and MR̄ 2, so 31 ± 2.66·2; the values of 10 and 12 lie below 25.7."""
    text = rows("月份,值", months(2024, 1, 24), [30, 32] * 6 + [10, 12] * 6)
    read = chart(text, phases="2024-01=改进前; 2025-01=改进后", limits_from="改进前")
    assert [value(read, part) for part in ("centre", "lcl", "ucl")] == ["31.0", "25.7", "36.3"]
    assert [value(read, f"mean[{name}]") for name in ("改进前", "改进后")] == ["31.0", "11.0"]
    assert [row[0] for row in read.sound.table[1:] if "1" in row[-1]] == months(2025, 1, 12)


def test_rates_are_told_per_so_many_units() -> None:
    """By hand: ū = 10/1000 per bed day = 10 per 1,000; three sigma at n = 1000 are 3·√10 = 9.49."""
    read = chart(rows("月,跌倒,床日", months(2024, 1, 12), [10] * 12, [1000] * 12), type="u", per="1000", unit="次")
    assert [value(read, part) for part in ("mean", "lcl", "ucl")] == ["10.0", "0.5", "19.5"]


def test_signals_are_told_with_their_points() -> None:
    text = rows("周,投诉", [f"W{n}" for n in range(1, 15)], [5, 4, 6, 5, 4, 5, 30, 5, 6, 4, 5, 6, 5, 4])
    assert chart(text, type="c", unit="件").sound.told == (
        "均值为6.7件，下控制限为0.0件，上控制限为14.5件；14个点中有1个点给出异常信号，出现在W7。"
    )
    english = figure(fence("control-chart", text, type="c", unit="complaints"), lang="en")
    assert english.sound.told == (
        "The mean is 6.7\u00a0complaints, the lower limit 0.0\u00a0complaints, "
        "the upper limit 14.5\u00a0complaints; signals at 1 of 14 points: W7."
    )


def test_phases_are_told_with_their_means_in_both_languages() -> None:
    text = rows("月份,值", months(2024, 1, 24), [30, 32] * 6 + [10, 12] * 6)
    read = chart(text, phases="2024-01=改进前; 2025-01=改进后", unit="分钟")
    assert read.sound.told == "改进前的均值为31.0分钟，改进后的均值为11.0分钟；24个点没有异常信号。"
    english = figure(fence("control-chart", text, phases="2025-01=After", unit="min"), lang="en")
    assert english.sound.told == "Before: mean 31.0\u00a0min; After: mean 11.0\u00a0min; no signal in 24 points."


def test_too_few_points_are_told() -> None:
    read = chart(rows("月份,值", months(2024, 1, 4), [3, 4, 5, 4]), unit="天")
    assert read.sound.told == "均值为4.0天；只有4个点，不足以定控制限。"


def test_rules_can_be_chosen() -> None:
    text = rows("月份,值", months(2024, 1, 20), [30, 32] * 5 + [31, 32, 33, 34, 35, 36] + [30, 32] * 2)
    by = {name: chart(text, rules=name).sound.table for name in ("3", "none", "1，2", "nelson", "western-electric")}
    assert [row[0] for row in by["3"][1:] if row[-1]] == ["2025-04"]
    assert not any(row[-1] for row in by["none"][1:])
    assert not any("3" in row[-1] for row in by["western-electric"][1:])


ROWS_P = "月份,超时,工单\n2024-01,3,40\n2024-02,50,40\n"


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (ROWS_P, {"type": "p"}, ("unusable-data", "50", "“2024-02”的件数比样本量还大")),
        (ROWS_P.replace("50", "3.5"), {"type": "p"}, ("unusable-data", "3.5", "“2024-02”的件数不是整数")),
        (ROWS_P.replace("50,", "-1,"), {"type": "u"}, ("unusable-data", "-1", "“2024-02”的件数是负数")),
        (ROWS_P.replace("50,40", "0,-7"), {"type": "u"}, ("unusable-data", "-7", "“2024-02”的样本量不是正数")),
        ("月份,超时\n2024-01,3\n", {"type": "p"}, ("missing-column", "月份,超时", "数据至少要有 3 列，这里有 2 列")),
        ("月份,值\n", {}, ("no-data", "月份,值", "图没有数据")),
        ("月份,值\n2024-01,快\n", {}, ("unreadable-cell", "快", "“值”列的“快”读不懂")),
        (
            "组,甲,乙\nA,1,\nB,2,3\n",
            {"type": "xbar-r"},
            ("unusable-data", "A,1,", "“A”有 1 个值，一组要有 2 至 25 个"),
        ),
        (
            rows("月份,值", map(str, range(501)), [1] * 501),
            {},
            ("unusable-data", "月份,值", "有 501 个点，最多画 500 个"),
        ),
        (
            "月份,值\n2024-01,3\n",
            {"type": "pareto"},
            ("wrong-option", "pareto", "“type”应为其中之一：i-mr, xbar-r, xbar-s, p, np, c, u，这里是“pareto”"),
        ),
        (
            "月份,值\n2024-01,3\n",
            {"phases": "2024-03=改进后"},
            ("wrong-option", "2024-03=改进后", "没有“2024-03”这个点"),
        ),
        (
            "月份,值\n2024-01,3\n2024-02,3\n",
            {"phases": "2024-01=试行; 2024-02=试行"},
            ("wrong-option", "2024-01=试行; 2024-02=试行", "两段都叫“试行”"),
        ),
        (
            "月份,值\n2024-01,3\n",
            {"limits_from": "前半年"},
            ("wrong-option", "前半年", "“limits-from”应为点数或一段的名称，这里是“前半年”"),
        ),
        (
            "月份,值\n2024-01,3\n",
            {"rules": "1 9"},
            ("wrong-option", "1 9", "“rules”应为 1 至 8 的编号、western-electric、nelson 或 none，这里是“1 9”"),
        ),
        (
            "月份,件\n2024-01,3\n",
            {"type": "c", "usl": "9"},
            ("wrong-option", "9", "规格限是对单个值说的，这种图上不画"),
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert said in chart(text, **options).said


@pytest.mark.parametrize(
    ("found", "type", "message"),
    [
        (Measure(id="rate", name="x"), "i-mr", "指标“rate”没有 series 数据"),
        (measure([50, 60]), "p", "指标“rate”的 series 没有样本量 n"),
        (measure([50, 101], [9, 9]), "p", "指标“rate”不是比例"),
        (measure([50, -1], [9, 9]), "u", "指标“rate”有负数"),
        (measure([50, 60]), "xbar-r", "指标的 series 每期一个值，画不了均值图"),
    ],
)
def test_a_measure_that_cannot_be_drawn_is_said(found: Measure, type: str, message: str) -> None:
    read = figure(fence("control-chart", "", measure="rate", type=type), measures=(found,))
    assert read.figure is None
    assert read.said == [("unusable-data", "rate", message)]


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([5], {}),
        ([7] * 14, {"rules": "nelson"}),
        ([1, 2, 3, 4, 5, 6] * 10, {"rules": "nelson", "phases": "2024-02=甲; 2024-03=乙; 2024-09=丙" + "长" * 80}),
        ([10**25, -(10**25)] * 10, {"target": "0", "usl": "1", "lsl": "-1"}),
        (list(range(500)), {"rules": "nelson", "phases": "2040-01=后"}),
    ],
)
def test_odd_data_make_a_sound_drawing(values: list[int], options: dict[str, str]) -> None:
    read = chart(rows("月份,值", months(2024, 1, len(values)), values), **options)
    svg = str(read.sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
    assert len(svg) < 150_000


def test_period_labels_that_are_long_or_many_stand_clear_of_each_other() -> None:
    labels = [f"第{n}周由于预约系统没有按照时段放号而且窗口开放的时间与到达的时间错开" for n in range(60)]
    for count, each in (
        (9, labels[:9]),
        (60, labels),
        (60, [f"2025-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(60)]),
    ):
        svg = str(chart(rows("周,值", each, range(count))).sound.draw(PAPER))
        assert collisions(svg) == []
        assert clipped(svg) == []
