"""Why a value that prose names cannot be had."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from casebound.model.case import Case
from casebound.model.measure import Aggregate, Better, Measure, MeasuredValue, Point, Series
from casebound.model.missing import why_no_value
from casebound.model.period import make_period


def value(text: str) -> MeasuredValue:
    return MeasuredValue(value=Decimal(text))


JANUARY = make_period("2024-01")
assert JANUARY
SERIES = Series(points=(Point(period=JANUARY, value=Decimal(5)),))
ZERO = Measure(id="zero", better=Better.LOWER, baseline=value("0"), target=value("0"), actual=value("2"), series=SERIES)
CASE = Case(
    measures=(
        ZERO,
        Measure(id="bare", baseline=value("5"), target=value("3"), actual=value("2")),
        Measure(id="half", better=Better.LOWER, baseline=value("5")),
        replace(ZERO, id="weighted", series=replace(SERIES, aggregate=Aggregate.WEIGHTED_MEAN)),
        replace(ZERO, id="unread", series=Series(file="data/none.csv")),
        replace(ZERO, id="empty", series=replace(SERIES, aggregate=Aggregate.WEIGHTED_MEAN, n="n",
                points=(Point(period=JANUARY, value=Decimal(5), n=Decimal(0)),))),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("zero.change_percent", "基线是 0，算不出变化率", "The baseline is zero: there is no relative change"),
        ("zero.improvement_percent", "基线是 0，算不出变化率", "The baseline is zero: there is no relative change"),
        ("zero.attainment", "目标等于基线，算不出达成率", "Target and baseline agree: there is no attainment"),
        (
            "zero.at[2024-02]",
            "数据里没有 2024-02 的行，只有 2024-01 至 2024-01",
            "The data have no rows of 2024-02, only 2024-01 to 2024-01",
        ),
        ("zero.n[2024-01]", "series 没有写样本量的列（n）", "The series names no column of observations (n)"),
        ("weighted.at[2024-01]", "series 没有写样本量的列（n）", "The series names no column of observations (n)"),
        ("empty.at[2024-01]", "2024-01 的样本量合计为 0", "The observations of 2024-01 add up to zero"),
        ("unread.at[2024-01]", "数据文件没有读到行", "No rows were read from its data file"),
        ("bare.at[2024-01]", "指标没有 series，取不到某一期的数", "The measure has no series to take a period from"),
        (
            "zero.at",
            "期间写在方括号里，如 at[2024-10] 或 at[2024-10/2024-12]",
            "Write the period in brackets: at[2024-10] or at[2024-10/2024-12]",
        ),
        (
            "zero.at[spring]",
            "期间写在方括号里，如 at[2024-10] 或 at[2024-10/2024-12]",
            "Write the period in brackets: at[2024-10] or at[2024-10/2024-12]",
        ),
        (
            "zero.change[2024-01]",
            "“change”后面不带期间；某一期的数写 at[期间]",
            "“change” takes no period; a period's figure is at[period]",
        ),
        (
            "bare.gap",
            "指标没有写 better，不知道往哪边算改进",
            "“better” is missing: the direction of improvement is unknown",
        ),
        ("half.change", "actual 没有数值", "actual has no value"),
        ("half.target", "target 没有数值", "target has no value"),
        ("half.attainment", "target 没有数值", "target has no value"),
        ("half.actual_n", "actual 没有写 n", "actual gives no n"),
    ],
)
def test_the_reason_is_told(name: str, zh: str, en: str) -> None:
    reason = why_no_value(CASE, name)
    assert reason is not None
    assert (reason.to("zh-CN"), reason.to("en")) == (zh, en)


@pytest.mark.parametrize("name", ["zero.change", "zero.start", "nothing.change", "zero", "zero.", "", "zero.att[2024]"])
def test_what_is_there_or_unknown_has_no_reason(name: str) -> None:
    assert why_no_value(CASE, name) is None
