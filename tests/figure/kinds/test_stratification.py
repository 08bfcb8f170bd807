"""Stratification: shares of a published table, rows and two-way tables, drawing, slips and doubts."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG, clipped, collisions
from tests.figure.example import fence, figure

ADMISSIONS = """
Result,Men,Women
Admitted,1198,557
Rejected,1493,1278
"""
"""P. J. Bickel, E. A. Hammel, J. W. O'Connell, Sex Bias in Graduate Admissions, Science 187 (1975), the six
largest departments (R's UCBAdmissions): 44.5 % of 2691 men and 30.4 % of 1835 women were admitted."""


def test_shares_are_those_that_are_published() -> None:
    found = figure(fence("stratification", ADMISSIONS)).sound.values
    assert str(found["share[Men/Admitted]"].value) == "44.5"
    assert str(found["share[Women/Admitted]"].value) == "30.4"
    assert [int(found[part].value) for part in ("total[Men]", "total[Women]", "total")] == [2691, 1835, 4526]
    assert found["count[Women/Rejected]"].value == 1278


def test_it_tells_what_differs_most() -> None:
    zh = figure(fence("stratification", ADMISSIONS, unit="人")).sound.told
    assert zh == "各层差别最大的一项是“Admitted”：它在“Men”中占44.5%，在“Women”中只占30.4%；全部合计4,526人。"
    en = figure(fence("stratification", ADMISSIONS), lang="en").sound.told
    assert en == "The strata differ most in “Admitted”: 44.5% of Men, 30.4% of Women (of 4,526)."
    same = fence("stratification", "原因,早,晚\n甲,10,20\n乙,5,10")
    assert figure(same).sound.told == "各层的构成没有差别；全部合计45。"
    assert figure(same, lang="en").sound.told == "The strata do not differ (of 45)."


def test_rows_are_added_up_or_counted() -> None:
    """Three of four in the morning waited, one of three at night."""
    rows = "班,原因\n早,等待\n早,等待\n早,等待\n早,态度\n晚,等待\n晚,态度\n晚,态度"
    counted = figure(fence("stratification", rows, by="班")).sound
    added = figure(
        fence("stratification", "班,原因,件\n早,等待,2\n早,等待,1\n早,态度,1\n晚,等待,1\n晚,态度,2", by="班")
    )
    wide = figure(fence("stratification", "原因,早,晚\n等待,3,1\n态度,1,2"))
    assert counted.values == added.sound.values == wide.sound.values
    assert (str(counted.values["share[早/等待]"].value), str(counted.values["share[晚/等待]"].value)) == (
        "75.0",
        "33.3",
    )
    turned = figure(
        fence("stratification", "原因,件,班\n等待,3,早\n态度,1,早\n等待,1,晚\n态度,2,晚", by="班", value="件")
    )
    assert turned.sound.values == counted.values


def test_the_table_has_counts_and_shares() -> None:
    assert figure(fence("stratification", ADMISSIONS), lang="en").sound.table == (
        ("Result", "Men", "Men share (%)", "Women", "Women share (%)"),
        ("Admitted", "1198", "44.5", "557", "30.4"),
        ("Rejected", "1493", "55.5", "1278", "69.6"),
    )


@pytest.mark.parametrize(("show", "ratio"), [("share", 445 / 304), ("count", 1198 / 557)])
def test_bars_of_all_panels_are_on_one_scale(show: str, ratio: float) -> None:
    """The first bars of the two panels: 44.5 % against 30.4 %, or 1198 against 557."""
    root = ElementTree.fromstring(str(figure(fence("stratification", ADMISSIONS, show=show)).sound.draw(PAPER)))
    bars = [float(bar.get("width", 0)) for bar in root.iter(f"{SVG}rect")]
    assert bars[0] / bars[1] == pytest.approx(ratio, rel=0.01)


def test_an_empty_stratum_has_no_shares() -> None:
    found = figure(fence("stratification", "原因,早,晚\n甲,10,0\n乙,5,0")).sound
    assert "share[晚/甲]" not in found.values
    assert found.told == "各层的构成没有差别；全部合计15。"


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("原因,早,晚\n甲,1,-2", {}, ("unusable-data", "-2", "“甲”的件数是负数")),
        ("原因,早,晚\n甲,1,x", {}, ("unreadable-cell", "x", "“晚”列的“x”读不懂")),
        ("原因,早,晚\n甲,0,0", {}, ("unusable-data", "原因,早,晚", "各项都是 0，没有可画的")),
        ("原因,早,早\n甲,1,2", {}, ("unusable-data", "原因,早,早", "列名“早”写了两次")),
        ("班,原因\n早,等待", {"by": "时段"}, ("missing-column", "时段", "没有名为“时段”的列")),
        ("班,原因\n早,等待\n,态度", {"by": "班"}, ("unusable-data", ",态度", "这一行没有写层或项目")),
        ("班\n早", {"by": "班"}, ("missing-column", "班", "数据至少要有 2 列，这里有 1 列")),
        (
            "原因,早,晚\n甲,10,20\n乙,30,10",
            {"show": "rate"},
            ("wrong-option", "rate", "“show”应为其中之一：share, count，这里是“rate”"),
        ),
        (
            "班,原因\n" + "\n".join(f"{n}班,等待" for n in range(13)),
            {"by": "班"},
            ("unusable-data", "班,原因", "1 项 13 层，分层图最多画 24 项 12 层"),
        ),
    ],
)
def test_slips_are_said_at_their_place(rows: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert figure(fence("stratification", rows, **options)).said == [said]


def test_one_stratum_and_small_strata_are_doubted() -> None:
    one = list(figure(fence("stratification", "原因,早\n甲,10\n乙,5")).sound.doubts)
    assert [doubt.problem for doubt in one] == ["wrong-chart"]
    what = one[0].what
    assert not isinstance(what, str)
    assert what.to("zh-CN") == "只有一层，没有可比的；用排列图（pareto）"
    few = fence("stratification", "原因,早,晚\n甲,10,4\n乙,5,5")
    assert [(doubt.problem, doubt.n, doubt.least) for doubt in figure(few).sound.doubts] == [
        ("too-few-points", "9", 10)
    ]
    assert list(figure(few.replace("\n原因", "\n:show: count\n原因")).sound.doubts) == []


def test_twelve_strata_with_long_names_stand_clear() -> None:
    names = ",".join(f"第{n}病区护士站和它旁边的窗口" for n in range(12))
    rows = "\n".join(
        f"等候时间太长又没有人说明的情况{m}," + ",".join(str(9 + n * m) for n in range(12)) for m in range(6)
    )
    svg = str(figure(fence("stratification", f"原因,{names}\n{rows}")).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
