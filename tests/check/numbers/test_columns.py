"""Tables whose total is not the sum of its column, and tables whose last row is no such sum."""

from __future__ import annotations

import pytest

from tests.check.numbers.clinic import found, marked

PLANTED: list[tuple[str, str, str, int]] = [
    # 1404 + 728 = 2132
    ("| 时段 | 人次 |\n|---|---:|\n| 上午 | 1404 |\n| 下午 | 728 |\n| 合计 | ⟦2123⟧ |", "2132", "人次", 2),
    # 19.6 + 17.9 + 14.9 = 52.4
    ("| 环节 | 分钟 |\n|---|---:|\n| 甲 | 19.6 |\n| 乙 | 17.9 |\n| 丙 | 14.9 |\n| 合计 | ⟦53.4⟧ |", "52.4", "分钟", 3),
    # 37.4 + 34.2 + 38.4 = 110.0
    (
        "| 环节 | 占比（%） |\n|---|---:|\n| 甲 | 37.4 |\n| 乙 | 34.2 |\n| 丙 | 38.4 |\n| 合计 | ⟦100.0⟧ |",
        "110.0",
        "占比（%）",
        3,
    ),
    # 38,000 + 2,400 + 1,600 = 42,000
    (
        "| 项 | 费用（元） | 备注 |\n|---|---:|---|\n"
        "| 甲 | 38,000 | |\n| 乙 | 2,400 | |\n| 丙 | 1,600 | |\n| 合计 | ⟦43,000⟧ | |",
        "42000",
        "费用（元）",
        3,
    ),
    (
        ":::{table} 一\n:id: tbl-a\n\n| 时段 | 人次 |\n|---|---:|\n| 上午 | 1404 |\n| 下午 | 728 |\n"
        "| **合计** | **2132** |\n:::\n\n"
        ":::{table} 二\n:id: tbl-b\n\n| 时段 | | 件 |\n|---|---|---:|\n| 上午 | | 14 |\n"
        "| 下午 | | 7 |\n| 合计 | | ⟦22⟧ |\n:::",
        "21",
        "件",
        2,
    ),
    ("| Part | Visits |\n|---|---:|\n| Early | 1404 |\n| Late | 728 |\n| Total | ⟦2123⟧ |", "2132", "Visits", 2),
]

FINE = [
    "| 时段 | 人次 | 占比（%） |\n|---|---:|---:|\n"
    "| 上午 | 1404 | 65.9 |\n| 下午 | 728 | 34.1 |\n| 合计 | 2132 | 100.0 |",
    "| 原因 | 占比（%） |\n|---|---:|\n| 甲 | 33.3 |\n| 乙 | 33.3 |\n| 丙 | 33.3 |\n| 合计 | 100.0 |",
    "| 原因 | 次数 | 累计 |\n|---|---:|---:|\n| 甲 | 10 | 10 |\n| 乙 | 20 | 30 |\n| 合计 | 30 | 30 |",
    "| 科室 | 满意率（%） |\n|---|---:|\n| 甲 | 90.1 |\n| 乙 | 92.3 |\n| 合计 | 91.0 |",
    "可多选，所以相加大于人数。\n\n| 意见 | 人 |\n|---|---:|\n| 等候 | 60 |\n| 停车 | 55 |\n| 合计 | 100 |",
    "| 项 | 数 |\n|---|---:|\n| 甲 | 3/5 |\n| 乙 | 4/6 |\n| 合计 | 8/11 |",
    "| 项 | 数 |\n|---|---:|\n| 甲 | 3 |\n| 其中乙 | 2 |\n| 丙 | 4 |\n| 合计 | 7 |",
    "| 项 | 数 |\n|---|---:|\n| 甲 | 3 |\n| 小计 | 3 |\n| 丙 | 4 |\n| 合计 | 7 |",
    "| 项 | 数 |\n|---|---:|\n| 甲 | 3 |\n| 乙 | 约4 |\n| 合计 | 9 |",
    "| 组 | 人数 | 评分 |\n|---|---:|---:|\n| 甲 | 3 | 4.2 |\n| 乙 | 4 | 4.8 |\n| 合计 | 7 | 4.5 |",
    "| 组 | 变化 |\n|---|---:|\n| 甲 | −1.87 |\n| 乙 | −0.34 |\n| 合计 | −1.31 |",
    "| 项 | 数 |\n|---|---:|\n| 甲 | 3 |\n| 乙 | |\n| 合计 | 9 |",
    "```\n| 项 | 数 |\n|---|---:|\n| 甲 | 3 |\n| 乙 | 4 |\n| 合计 | 9 |\n```",
]


@pytest.mark.parametrize(("table", "total", "column", "rows"), PLANTED)
def test_a_total_that_its_column_does_not_add_up_to_is_found(table: str, total: str, column: str, rows: int) -> None:
    start, written = marked(table)
    values = {"written": written, "sum": total, "column": column, "rows": rows}
    assert found(table) == [("column-off-total", start, written, values)]


@pytest.mark.parametrize("table", FINE)
def test_nothing_is_said_of_a_table_that_adds_up_or_is_no_sum(table: str) -> None:
    assert found(table) == []
