"""The scatter diagram: coefficients that are certified or published, slips and doubts."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt

import pytest

from casebound.figure.moments import critical_r
from casebound.figure.palette import PAPER
from tests.figure.boxes import boxes, clipped
from tests.figure.example import fence, figure

NORRIS = """
0.2 0.1|337.4 338.8|118.2 118.1|884.6 888.0|10.1 9.2|226.5 228.1|666.3 668.5|996.3 998.5|448.6 449.1|777.0 778.9|
558.2 559.2|0.4 0.3|0.6 0.1|775.5 778.1|666.9 668.8|338.0 339.3|447.5 448.9|11.6 10.8|556.0 557.7|228.1 228.3|
995.8 998.0|887.6 888.8|120.2 119.6|0.3 0.3|0.3 0.6|556.8 557.6|339.1 339.3|887.2 888.0|999.0 998.5|779.0 778.9|
11.1 10.2|118.3 117.6|229.2 228.9|669.1 668.4|448.9 449.2|0.5 0.2
"""
"""NIST Statistical Reference Datasets, Norris, x and y: certified B0 −0.262323073774029, B1 1.00211681802045, R²
0.999993745883712, so r = 0.999996872937."""

ANSCOMBE = "10,8.04 8,6.95 13,7.58 9,8.81 11,8.33 14,9.96 6,7.24 4,4.26 12,10.84 7,4.82 5,5.68"
"""F. J. Anscombe, Graphs in Statistical Analysis, The American Statistician 27 (1973), first set: y = 3.00 + 0.500x,
r = 0.816 (0.81642)."""


PAIRS = ANSCOMBE.split()


def rows(pairs: list[str], header: str = "等候,满意") -> str:
    return "\n".join([header, *pairs])


def test_r_and_line_are_those_that_nist_certifies() -> None:
    pairs = [pair.strip().replace(" ", ",") for pair in NORRIS.split("|")]
    found = figure(fence("scatter", rows(pairs), decimals="6")).sound.values
    assert {part: str(value.value) for part, value in found.items()} == {
        "n": "36",
        "r": "0.999997",
        "slope": "1.002117",
        "intercept": "-0.262323",
    }


def test_anscombe_is_as_published() -> None:
    found = figure(fence("scatter", rows(PAIRS), y_unit="分")).sound
    shown = {part: (str(value.value), value.unit) for part, value in found.values.items()}
    assert shown == {"n": ("11", ""), "r": ("0.82", ""), "slope": ("0.500", ""), "intercept": ("3.00", "分")}
    assert found.table[:2] == (("等候", "满意"), ("10", "8.04"))


@pytest.mark.parametrize(("n", "t"), [(5, 3.182), (12, 2.228), (22, 2.086), (32, 2.042), (62, 2.000), (102, 1.984)])
def test_critical_values_follow_from_student_s_t(n: int, t: float) -> None:
    """|r| = t/√(ν + t²) with the two-sided 5 % points of t from any table."""
    critical = critical_r(n)
    assert critical is not None
    assert float(critical) == pytest.approx(t / sqrt(n - 2 + t * t), abs=0.0006)


def test_critical_values_are_the_stricter_ones_between_and_beyond() -> None:
    assert (critical_r(2), critical_r(24), critical_r(29)) == (None, Decimal("0.423"), Decimal("0.381"))
    assert critical_r(1002) == Decimal("0.063")


def test_it_tells_the_direction_and_how_much() -> None:
    options = {"x_unit": "分钟", "y_unit": "分"}
    zh = figure(fence("scatter", rows(PAIRS), **options)).sound.told
    assert zh == "等候与满意呈正相关，11对数据的相关系数是0.82；前者每增加1分钟，后者约增加0.500分。"
    en = figure(fence("scatter", rows(PAIRS, "Wait,Score"), x_unit="min", y_unit="points"), lang="en").sound.told
    assert en == "Score rises with Wait (r = 0.82, n = 11), by about 0.500\u00a0points per\u00a0min."
    falling = rows([f"{n},{-2 * n}" for n in range(5)])
    assert figure(fence("scatter", falling)).sound.told == (
        "等候与满意呈负相关，5对数据的相关系数是−1.00；前者每增加1，后者约减少2.00。"
    )


def test_no_relation_is_told_as_none() -> None:
    """Points at the corners of a square: r = 0."""
    square = rows(["1,1", "1,2", "2,1", "2,2"])
    assert figure(fence("scatter", square)).sound.told == (
        "看不出等候与满意线性相关：4对数据的相关系数是0.00，在5%的水平上要达到0.950。"
    )
    assert figure(fence("scatter", square), lang="en").sound.told == (
        "No linear relation of 等候 and 满意 shows (r = 0.00, n = 4; at the 5% level 0.950 is needed)."
    )


@pytest.mark.parametrize("pairs", [["3,1", "3,2", "3,5"], ["1,4", "2,4", "3,4"], ["1,1"]])
def test_what_does_not_vary_has_no_r(pairs: list[str]) -> None:
    found = figure(fence("scatter", rows(pairs))).sound
    assert "r" not in found.values
    assert found.told == f"等候或满意只有一个数值，{len(pairs)}对数据算不出相关。"
    assert f"r 算不出，n = {len(pairs)}" in {box.text for box in boxes(str(found.draw(PAPER)))}
    english = figure(fence("scatter", rows(pairs, "Wait,Score")), lang="en").sound.told
    assert english == f"Wait or Score does not vary; no correlation (n = {len(pairs)})."


def test_groups_have_an_r_of_their_own() -> None:
    """Each rises exactly (r = 1), the two together fall."""
    pairs = ["1,11,甲", "2,12,甲", "3,13,甲", "11,1,乙", "12,2,乙", "13,3,乙"]
    found = figure(fence("scatter", rows(pairs, "x,y,组"), group="组")).sound
    assert [str(found.values[part].value) for part in ("r[甲]", "r[乙]", "n[乙]")] == ["1.00", "1.00", "3"]
    assert found.values["r"].value < 0
    assert found.table[0] == ("x", "y", "组")


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("x\n1", {}, ("missing-column", "x", "数据至少要有 2 列，这里有 1 列")),
        ("x,y", {}, ("no-data", "x,y", "图没有数据")),
        ("x,y\n1,2\n2025-01,3", {}, ("unreadable-cell", "2025-01", "“x”列的“2025-01”读不懂")),
        ("x,y\n1,2\n3,NaN", {}, ("unreadable-cell", "NaN", "“y”列的“NaN”读不懂")),
        ("x,y\n1,2", {"group": "班"}, ("missing-column", "班", "没有名为“班”的列")),
        (
            "x,y,组\n" + "\n".join(f"{n},{n},第{n}" for n in range(7)),
            {"group": "组"},
            ("unusable-data", "组", "7 组、7 个点，分组最多画 6 组、1500 个点"),
        ),
    ],
)
def test_slips_are_said_at_their_place(text: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert figure(fence("scatter", text, **options)).said == [said]


def test_few_pairs_and_groups_in_place_of_measurements_are_doubted() -> None:
    few = list(figure(fence("scatter", rows(PAIRS[:9]))).sound.doubts)
    assert [(doubt.problem, doubt.n, doubt.least) for doubt in few] == [("too-few-points", 9, 10)]
    assert list(figure(fence("scatter", rows(PAIRS))).sound.doubts) == []
    two = list(figure(fence("scatter", rows([f"{n % 2},{n}" for n in range(12)]))).sound.doubts)
    assert [doubt.problem for doubt in two] == ["wrong-chart"]
    what = two[0].what
    assert not isinstance(what, str)
    assert what.to("zh-CN") == "“等候”只有 2 种数值，是分组而不是测量；用分层图（stratification）"


def test_places_that_pairs_share_are_larger_and_explained() -> None:
    svg = str(figure(fence("scatter", rows([*PAIRS, PAIRS[0]]))).sound.draw(PAPER))
    assert "大点：几个数据落在同一处" in svg


def test_ten_thousand_pairs_stay_small() -> None:
    pairs = [f"{n * 7919 % 10007},{n * 104729 % 10009}" for n in range(10_000)]
    svg = str(figure(fence("scatter", rows(pairs))).sound.draw(PAPER))
    assert len(svg) < 150_000
    assert clipped(svg) == []


def test_thirty_digits_that_differ_in_the_last_are_drawn() -> None:
    base = "10000000000000000000000000000"
    svg = str(figure(fence("scatter", rows([f"{base}{n},{n}" for n in range(5)]))).sound.draw(PAPER))
    assert svg.count("<circle") == 5
