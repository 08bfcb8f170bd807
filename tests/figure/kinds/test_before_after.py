"""Before and after: from measures and from rows, arithmetic by hand, axes, slips and doubts."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from casebound.figure.palette import PAPER
from casebound.model.measure import Better, Measure, MeasuredValue
from casebound.model.period import make_period
from casebound.model.value import written
from tests.figure.boxes import SVG, boxes, clipped, collisions
from tests.figure.example import fence, figure


def measured(value: str, period: str = "2025-01", n: int | None = 420) -> MeasuredValue:
    return MeasuredValue(value=Decimal(value), period=make_period(period), n=n)


WAIT = Measure(
    id="wait",
    name="平均等候",
    unit="分钟",
    better=Better.LOWER,
    baseline=measured("52.0", "2024-10/2024-12"),
    target=MeasuredValue(value=Decimal(30)),
    actual=measured("26.8", "2025-04/2025-06", 431),
)
SCORE = Measure(
    id="score",
    name="满意率",
    unit="%",
    better=Better.HIGHER,
    baseline=measured("86.4"),
    target=MeasuredValue(value=Decimal(95)),
    actual=measured("94.6"),
)
"""By hand: 26.8 − 52.0 = −25.2, of 52.0 that is −48.46 %; 94.6 − 86.4 = 8.2 points, of 86.4 that is 9.49 %."""
BARE = Measure(id="bare", name="没量过", unit="件", actual=measured("3"))
ROWS = "名称,改进前,改进后\n等候,52,26\n取药,18,21"


def bars(svg: str) -> list[float]:
    """The widths of the bars: of rectangles that clear no words."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [float(bar.get("width", 0)) for bar in found if bar.get("fill") != PAPER.paper]


def test_measures_bring_all_they_have() -> None:
    read = figure(fence("before-after", "", measure="wait score"), measures=(WAIT, SCORE)).sound
    assert {part: written(value, "zh-CN") for part, value in read.values.items()} == {
        "before[平均等候]": "52.0分钟",
        "after[平均等候]": "26.8分钟",
        "target[平均等候]": "30分钟",
        "change[平均等候]": "−25.2分钟",
        "change_percent[平均等候]": "−48.5%",
        "before[满意率]": "86.4%",
        "after[满意率]": "94.6%",
        "target[满意率]": "95%",
        "change[满意率]": "+8.2个百分点",
        "change_percent[满意率]": "+9.5%",
    }
    texts = {box.text for box in boxes(str(read.draw(PAPER)))}
    assert {"平均等候", "改进前", "−25.2分钟（−48.5%）", "达到目标 30分钟", "未达目标 95%"} <= texts
    assert any("2024-10–2024-12，n = 420" in text for text in texts)
    assert list(read.doubts) == []


def test_it_tells_the_change_and_whether_the_target_is_met() -> None:
    both = fence("before-after", "", measure="wait score")
    assert figure(both, measures=(WAIT, SCORE)).sound.told == (
        "平均等候由改进前的52.0分钟降到改进后的26.8分钟，下降了48.5%，达到目标；"
        "满意率由86.4%升到94.6%，上升了8.2个百分点，未达目标。"
    )
    english = figure(both, lang="en", measures=(WAIT, SCORE)).sound.told.replace("\u00a0", " ")
    assert english == (
        "平均等候 fell from 52.0 分钟 to 26.8 分钟, a decrease of 48.5%, target met; "
        "满意率 rose from 86.4% to 94.6%, an increase of 8.2 percentage points, target missed."
    )
    rows = "名称,前,后\n甲,3,3\n乙,4,5\n丙,0,2\n丁,9,8\n戊,1,2"
    told = figure(fence("before-after", rows, better="lower")).sound.told
    assert told == ("甲仍为3；乙由前的4升到后的5，上升了25.0%，变差；丙由前的0升到后的2，上升了2，变差；另有2项。")
    told = figure(fence("before-after", rows, better="lower"), lang="en").sound.told
    assert told == (
        "甲 stays at 3; 乙 rose from 4 to 5, an increase of 25.0%, worse; "
        "丙 rose from 0 to 2, an increase of 2, worse; 2 more."
    )


def test_rows_may_name_target_unit_n_and_direction() -> None:
    rows = "指标,改进前,改进后,目标,单位,n,方向\n等候,52,26,30,分钟,40,越低越好\n满意,81,93,,%,38,越高越好"
    read = figure(fence("before-after", rows)).sound
    assert read.table == (
        ("名称", "单位", "改进前", "改进后", "目标", "变化", "变化（%）", "改进前 n", "改进后 n"),
        ("等候", "分钟", "52", "26", "30", "-26", "-50.0", "40", "40"),
        ("满意", "%", "81", "93", "", "12", "14.8", "38", "38"),
    )
    assert list(read.doubts) == []
    two = "指标,前n,前,后n,后\n满意,120,72,131,91"
    counted = figure(fence("before-after", two, before="前", after="后", n="前n; 后n", unit='"%"')).sound
    assert counted.table[1][-2:] == ("120", "131")
    assert counted.table[1][0] == "满意"


def test_each_unit_has_an_axis_of_its_own() -> None:
    """The longest bar of each unit has the full length, however small its number."""
    svg = str(figure(fence("before-after", "名称,前,后,单位\n甲,52,26,分钟\n乙,4,2,次")).sound.draw(PAPER))
    wide = bars(svg)
    assert wide[1] / wide[0] == pytest.approx(0.5, abs=0.01)
    assert wide[3] / wide[2] == pytest.approx(0.5, abs=0.01)
    assert wide[2] == pytest.approx(wide[0], rel=0.1)
    one = bars(str(figure(fence("before-after", "名称,前,后\n甲,52,26\n乙,4,2")).sound.draw(PAPER)))
    assert one[2] / one[0] == pytest.approx(4 / 52, abs=0.01)
    apart = bars(str(figure(fence("before-after", "名称,前,后\n甲,5200,2600\n乙,4,2")).sound.draw(PAPER)))
    assert apart[2] > apart[0] * 0.8


def test_bars_reach_to_both_sides_of_zero() -> None:
    wide = bars(str(figure(fence("before-after", "名称,前,后\n推荐值,-20,40")).sound.draw(PAPER)))
    assert wide[1] / wide[0] == pytest.approx(2, abs=0.02)


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("", {}, ("no-data", "{before-after}", "图没有数据")),
        ("名称,前\n甲,1", {}, ("missing-column", "名称,前", "数据至少要有 3 列，这里有 2 列")),
        ("名称,前,后\n甲,1,多", {}, ("unreadable-cell", "多", "“后”列的“多”读不懂")),
        ("名称,前,后\n甲,1,2\n,3,4", {}, ("unusable-data", ",3,4", "这一行没有写名称")),
        ("名称,前,后\n甲,1,2\n甲,3,4", {}, ("unusable-data", "名称,前,后", "“甲”写了两行")),
        ("名称,前,后,n\n甲,1,2,0", {}, ("unusable-data", "0", "n 应是正整数，这里是“0”")),
        (
            "名称,前,后\n甲,1,2",
            {"better": "bigger"},
            ("unusable-data", "bigger", "方向“bigger”看不懂：写 lower（越低越好）或 higher（越高越好）"),
        ),
        (
            "名称,前,后\n甲,1,2",
            {"style": "dots"},
            ("wrong-option", "dots", "“style”应为其中之一：bars, slopes，这里是“dots”"),
        ),
        ("名称,前,后\n甲,1,2", {"after": "后后"}, ("missing-column", "后后", "没有名为“后后”的列")),
        (
            "名称,前,后\n甲,123456789012345678901,2",
            {},
            ("unusable-data", "{before-after}", "“甲”的数字太长"),
        ),
        (
            "名称,前,后\n" + "\n".join(f"第{n}项,1,2" for n in range(21)),
            {},
            ("unusable-data", "{before-after}", "有 21 项，最多画 20 项"),
        ),
    ],
)
def test_slips_are_said_at_their_place(rows: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert figure(fence("before-after", rows, **options)).said == [said]


def test_a_measure_without_a_value_is_said_and_left_out() -> None:
    read = figure(fence("before-after", "", measure="bare wait"), measures=(WAIT, BARE))
    assert read.said == [("unusable-data", "bare wait", "指标“bare”没有改进前的值")]
    assert read.figure is not None
    assert "平均等候" in read.figure.told
    alone = figure(fence("before-after", "", measure="bare"), measures=(BARE,))
    assert (alone.figure, len(alone.findings)) == (None, 1)
    unknown = figure(fence("before-after", "", measure="wiat"), measures=(WAIT,))
    assert unknown.said == [("wrong-option", "wiat", "没有编号为“wiat”的指标")]


def problems(text: str, *measures: Measure) -> list[str]:
    return [doubt.problem for doubt in figure(text, measures=measures).sound.doubts]


def test_a_cut_axis_is_doubted_with_bars_only() -> None:
    assert problems(fence("before-after", ROWS, axis_from="10")) == ["truncated-axis"]
    assert problems(fence("before-after", ROWS, axis_from="0")) == []
    assert problems(fence("before-after", ROWS, axis_from="10", style="slopes")) == []


def test_a_shared_axis_is_doubted_where_units_or_magnitudes_differ() -> None:
    text = fence("before-after", "", measure="wait score", axis="shared")
    doubts = list(figure(text, measures=(WAIT, SCORE)).sound.doubts)
    assert [doubt.problem for doubt in doubts] == ["two-scales"]
    what = doubts[0].what
    assert not isinstance(what, str)
    assert (what.to("zh-CN"), what.to("en")) == ("分钟、%", "分钟, %")
    assert problems(fence("before-after", "名称,前,后\n甲,2100,1\n乙,100,1", axis="shared")) == ["two-scales"]
    assert problems(fence("before-after", "名称,前,后\n甲,2000,1\n乙,100,1", axis="shared")) == []
    assert problems(fence("before-after", ROWS, axis="shared")) == []


def test_percentages_without_n_are_doubted() -> None:
    rows = "名称,改进前,改进后\n满意率,72,91"
    assert problems(fence("before-after", rows, unit='"%"')) == ["no-n"]
    assert problems(fence("before-after", rows, unit="分")) == []
    half = Measure(id="half", name="率", unit="%", baseline=measured("1"), actual=measured("2", n=None))
    assert problems(fence("before-after", "", measure="half"), half) == ["no-n"]


@pytest.mark.parametrize("style", ["bars", "slopes"])
def test_much_of_it_stands_clear(style: str) -> None:
    long = "因为预约没有分时段放号所以早上八点排起了长队"
    rows = "\n".join(f"{long}{n},{n * 7},{60 - n * 5},30,次" for n in range(8))
    text = fence("before-after", f"名称,前,后,目标,单位\n{rows}\n负数,-20,30,-40,分钟", style=style, better="lower")
    svg = str(figure(text).sound.draw(PAPER))
    assert clipped(svg) == []
    assert collisions(svg) == []
