"""The histogram: certified means and deviations, published classes and capability, slips and doubts."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG, boxes, clipped, collisions
from tests.figure.example import Read, fence, figure

MICHELSON = """
299.85 299.74 299.90 300.07 299.93 299.85 299.95 299.98 299.98 299.88 300.00 299.98 299.93 299.65 299.76 299.81 300.00
300.00 299.96 299.96 299.96 299.94 299.96 299.94 299.88 299.80 299.85 299.88 299.90 299.84 299.83 299.79 299.81 299.88
299.88 299.83 299.80 299.79 299.76 299.80 299.88 299.88 299.88 299.86 299.72 299.72 299.62 299.86 299.97 299.95 299.88
299.91 299.85 299.87 299.84 299.84 299.85 299.84 299.84 299.84 299.89 299.81 299.81 299.82 299.80 299.77 299.76 299.74
299.75 299.76 299.91 299.92 299.89 299.86 299.88 299.72 299.84 299.85 299.85 299.78 299.89 299.84 299.78 299.81 299.76
299.81 299.79 299.81 299.82 299.85 299.87 299.87 299.81 299.74 299.81 299.94 299.95 299.80 299.81 299.87
"""
"""NIST Statistical Reference Datasets, Michelso: certified mean 299.852400000000, deviation 0.0790105478190518."""

BOLTS = """
从,到,频数
7.9115,7.9145,2
7.9145,7.9175,2
7.9175,7.9205,16
7.9205,7.9235,18
7.9235,7.9265,23
7.9265,7.9295,17
7.9295,7.9325,15
7.9325,7.9355,3
7.9355,7.9385,4
"""
"""The diameters of a hundred bolts, 7.90 to 7.95 mm: the frequency table of Chinese textbooks of quality management."""


def michelson(**options: str) -> Read:
    return column(MICHELSON.split(), **options)


def column(values: list[str], **options: str) -> Read:
    return figure(fence("histogram", "值\n" + "\n".join(values), **options))


def value(read: Read, part: str) -> str:
    return str(read.sound.values[part].value)


def test_mean_and_deviation_are_those_that_nist_certifies() -> None:
    read = michelson(decimals="6")
    assert (value(read, "n"), value(read, "mean"), value(read, "sd")) == ("100", "299.852400", "0.079011")
    assert (value(read, "min"), value(read, "max")) == ("299.62", "300.07")
    assert value(michelson(), "mean") == "299.852"


def test_capability_is_that_of_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook 6.1.6: limits 8 and 20, mean 16, s 2: Cp = 1.0, Cpk = 0.6667. So are 14, 16 and 18."""
    read = column(["14", "16", "18"], lower="8", upper="20", decimals="4")
    assert [value(read, part) for part in ("mean", "sd", "cp", "cpk")] == ["16.0000", "2.0000", "1.0000", "0.6667"]
    upper = column(["14", "16", "18"], upper="20")
    assert value(upper, "cpk") == "0.67"
    assert "cp" not in upper.sound.values


@pytest.mark.parametrize(
    ("low", "high", "first"),
    [
        ("302", "351", ("301.5", "306.5")),
        ("7.913", "7.938", ("7.9125", "7.9155")),
        ("12.7", "17.6", ("12.65", "13.15")),
    ],
)
def test_so_many_classes_begin_as_in_textbooks(low: str, high: str, first: tuple[str, str]) -> None:
    """Questions of the Chinese quality engineers' examination with k = 10: the first class of 302 to 351 g is 301.5 to
    306.5, of 7.913 to 7.938 mm 7.9125 to 7.9155, of 12.7 to 17.6 ohms 12.65 to 13.15."""
    table = column([low, high], classes="10").sound.table
    assert (table[1][:2], len(table)) == (first, 11)
    assert sum(int(row[2]) for row in table[1:]) == 2


def test_classes_are_round_by_themselves() -> None:
    """A hundred numbers, so ten classes are aimed at: of 299.62 to 300.07 widths of 0.05 make ten, on multiples."""
    table = michelson().sound.table
    assert (table[0], table[1]) == (("组下限", "组上限（不含）", "频数"), ("299.60", "299.65", "1"))
    assert (len(table) - 1, table[-1]) == (10, ("300.05", "300.10", "1"))
    assert sum(int(row[2]) for row in table[1:]) == 100


def test_a_class_holds_its_lower_bound_and_not_its_upper() -> None:
    assert column(["10", "15", "15", "20"], width="5").sound.table[1:] == (
        ("10", "15", "1"),
        ("15", "20", "2"),
        ("20", "25", "1"),
    )


def test_classes_that_are_given_are_worked_out_from_their_middles() -> None:
    """From 7.925 in steps of 0.003: sum of f·d = 8, of f·d² = 300. So the mean is 7.925 + 0.003·8/100 = 7.92524, s =
    0.003·√((300 − 64/100)/99) = 0.0052168, Cp = 0.05/6s = 1.597, Cpk = (7.95 − 7.92524)/3s = 1.582."""
    read = figure(fence("histogram", BOLTS, count="频数", lower="7.90", upper="7.95", label="外径"))
    assert [value(read, part) for part in ("n", "mean", "sd", "cp", "cpk")] == [
        "100",
        "7.92524",
        "0.00522",
        "1.60",
        "1.58",
    ]
    assert (value(read, "outside"), "min" in read.sound.values) == ("0", False)
    inside = figure(fence("histogram", BOLTS, count="频数", upper="7.930"))
    assert "outside" not in inside.sound.values
    at_bound = figure(fence("histogram", BOLTS, count="频数", upper="7.9325"))
    assert (value(at_bound, "outside"), value(at_bound, "share_outside")) == ("7", "7.0")


def test_what_equals_a_limit_is_not_outside() -> None:
    read = column(["10", "40", "40.5", "41"], upper="40", lower="10")
    assert (value(read, "outside"), value(read, "share_outside")) == ("2", "50.0")


def test_it_tells_mean_spread_and_what_is_outside() -> None:
    data = {"zh-CN": "分钟", "en": "min"}
    told = {
        lang: figure(fence("histogram", "等候\n14\n16\n18", unit=unit, lower="8", upper="17"), lang=lang).sound.told
        for lang, unit in data.items()
    }
    assert told["zh-CN"] == (
        "等候平均为16.0分钟，标准差为2.0分钟，共3个数据；超出规格的有1个，占33.3%；过程能力指数Cp为0.75，Cpk为0.17。"
    )
    english = (
        "等候 has a mean of 16.0\u00a0min and a standard deviation of 2.0\u00a0min (3 values); "
        "1 outside the limits, 33.3%; process capability Cp 0.75, Cpk 0.17."
    )
    assert told["en"] == english
    assert column(["14", "16", "18"], upper="20").sound.told.endswith("；没有超出规格的；过程能力指数Cpk为0.67。")
    plain = fence("histogram", "等候\n11\n12\n27", width="10")
    assert figure(plain).sound.told == "等候平均为16.7，标准差为9.0，共3个数据；最多的一组从10到20，有2个。"
    assert figure(plain, lang="en").sound.told == (
        "等候 has a mean of 16.7 and a standard deviation of 9.0 (3 values); the fullest class, 10–20, has 2."
    )


def test_equal_numbers_have_no_capability() -> None:
    read = column(["5"] * 40, lower="1", upper="9")
    assert value(read, "sd") == "0.0"
    assert not {"cp", "cpk"} & set(read.sound.values)
    assert "sd" not in column(["5"]).sound.values


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("值", {}, ("no-data", "值", "图没有数据")),
        ("值\n快\n慢", {}, ("unusable-data", "值", "“值”列没有数字")),
        ("值\n1\nNaN", {}, ("unreadable-cell", "NaN", "“值”列的“NaN”读不懂")),
        ("值\n1\ninf", {}, ("unreadable-cell", "inf", "“值”列的“inf”读不懂")),
        ("值\n1", {"lower": "5", "upper": "3"}, ("unusable-data", "5", "下限不小于上限")),
        ("值\n1\n2", {"classes": "1"}, ("unusable-data", "1", "组数应是 2 到 40 的整数")),
        ("值\n1\n2", {"width": "-1"}, ("unusable-data", "-1", "组距 −1 不能用：要大于 0，并且分成不超过 40 组")),
        ("值\n1\n900", {"width": "2"}, ("unusable-data", "2", "组距 2 不能用：要大于 0，并且分成不超过 40 组")),
        ("值\n1", {"value": "数"}, ("missing-column", "数", "没有名为“数”的列")),
        ("从,到,数\n0,5,1\n6,9,2", {"count": "数"}, ("unusable-data", "6,9,2", "各组要等宽，并且接着上一组的上限")),
        ("从,到,数\n0,5,1.5", {"count": "数"}, ("unusable-data", "1.5", "频数应是不小于 0 的整数")),
        ("从,到,数\n0,5,0", {"count": "数"}, ("unusable-data", "{histogram}", "各组的频数都是 0")),
        ("从,到\n0,5", {"count": "数"}, ("missing-column", "从,到", "数据至少要有 3 列，这里有 2 列")),
    ],
)
def test_slips_are_said_at_their_place(rows: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert figure(fence("histogram", rows, **options)).said == [said]


def test_too_many_given_classes_are_refused() -> None:
    rows = "从,到,数\n" + "\n".join(f"{n},{n + 1},3" for n in range(41))
    assert figure(fence("histogram", rows, count="数")).said == [
        ("unusable-data", "从,到,数", "有 41 组，最多画 40 组")
    ]


def test_few_numbers_and_few_different_ones_are_doubted() -> None:
    few = list(column(["1", "2", "3"]).sound.doubts)
    assert [(doubt.problem, doubt.n, doubt.least) for doubt in few] == [("too-few-points", 3, 30)]
    scale = list(column(["1", "2", "3", "4"] * 20).sound.doubts)
    assert [doubt.problem for doubt in scale] == ["wrong-chart"]
    what = scale[0].what
    assert not isinstance(what, str)
    assert what.to("zh-CN") == "只有 4 种数值，分不出组；按值数件数，画条形（stratification、csat）"
    assert list(michelson().sound.doubts) == []


def test_what_is_outside_is_red_in_its_bar() -> None:
    """One of two in the class from 40 to 45 is outside: half of that bar."""
    svg = str(column(["31", "32", "33", "40", "44"], width="5", upper="40").sound.draw(PAPER))
    bars = list(ElementTree.fromstring(svg).iter(f"{SVG}rect"))
    red = [float(bar.get("height", 0)) for bar in bars if bar.get("fill") == PAPER.change]
    high = [float(bar.get("height", 0)) for bar in bars if bar.get("fill") == PAPER.tint3]
    assert red == [pytest.approx(high[-1] / 2, abs=0.1)]


def test_limits_near_each_other_and_far_away_are_named_clear_of_each_other() -> None:
    svg = str(michelson(lower="299.84", target="299.85", upper="302").sound.draw(PAPER))
    assert {"下限 299.84", "目标 299.85", "上限 302 →"} <= {box.text for box in boxes(svg)}
    assert clipped(svg) == []
    assert collisions(svg) == []


def test_ten_thousand_are_drawn_as_few_bars() -> None:
    read = column([str(Decimal(n * 7919 % 10007) / 100) for n in range(10_000)])
    assert len(str(read.sound.draw(PAPER))) < 20_000
