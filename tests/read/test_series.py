"""CSV as the points of a series, held against what Python's csv module reads."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.model.measure import Point, Series
from casebound.read.decode import decode
from casebound.read.fields import Reading
from casebound.read.series import read_points
from casebound.text.source import Source

SERIES = Series(file="data/wait.csv", period="月份", value="等候", n="人次")


def read(text: str, series: Series = SERIES) -> tuple[tuple[Point, ...], list[tuple[int, str, str]]]:
    reading = Reading()
    points = read_points(Source(path="data/wait.csv", text=text), series, reading)
    places = [(item.span.source.position(item.span.start)[0], item.rule) for item in reading.findings]
    said = [(*place, item.message.to("zh-CN")) for place, item in zip(places, reading.findings, strict=True)]
    return points, said


def test_reads_the_named_columns() -> None:
    points, said = read("人次,月份,备注,等候\n1000,2024-01,x,52.40\n1100,2024-02,,51\n")
    assert said == []
    assert [(point.period.text, str(point.value), point.n) for point in points] == [
        ("2024-01", "52.40", Decimal(1000)),
        ("2024-02", "51", Decimal(1100)),
    ]


def test_puts_rows_in_order_of_time() -> None:
    points, _ = read("月份,等候,人次\n2024-Q2,2,1\n2023,0,1\n2024-01,1,1\n")
    assert [point.value for point in points] == [0, 1, 2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_what_spreadsheets_write(end: str) -> None:
    data = end.join(["月份,等候,人次", "2024-01,1.5,10", "", ""]).encode("utf-8-sig")
    source, _ = decode("wait.csv", data)
    reading = Reading()
    assert len(read_points(source, SERIES, reading)) == 1
    assert reading.findings == []


def test_a_missing_column_is_said_once_and_nothing_is_read() -> None:
    assert read("月份,等待,人次\n2024-01,1,1\n") == ((), [(1, "missing-column", "没有名为“等候”的列")])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2024-01,52.4分钟,10", "“等候”列的“52.4分钟”读不懂"),
        ("2024-01,,10", "“等候”列的“”读不懂"),
        ("2024-01", "“等候”列的“”读不懂"),
        ("2024年1月,52.4,10", "“月份”列的“2024年1月”读不懂"),
        ("2024-01,52.4,很多", "“人次”列的“很多”读不懂"),
        ('2024-01,"1,404",10', "“等候”列的“1,404”读不懂"),
        ("2024-01,NaN,10", "“等候”列的“NaN”读不懂"),
    ],
)
def test_an_unreadable_cell_leaves_its_row_out(row: str, message: str) -> None:
    points, said = read(f"月份,等候,人次\n2024-02,1,1\n{row}\n2024-03,3,1\n")
    assert [point.value for point in points] == [1, 3]
    assert said == [(3, "unreadable-cell", message)]


def test_a_line_is_counted_right_after_a_cell_with_line_breaks() -> None:
    text = '月份,等候,人次,备注\n2024-01,1,1,"一\n二\n\n三"\n2024-02,坏,1,"x\ny"\n2024-03,坏,1,\n'
    assert [(line, rule) for line, rule, _ in read(text)[1]] == [(6, "unreadable-cell"), (8, "unreadable-cell")]


@pytest.mark.parametrize("text", ["", "\n\n", "  \n"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    assert read(text) == ((), [(1, "empty-file", "数据文件是空的")])


def test_a_cell_without_end_is_a_finding() -> None:
    text = '月份,等候,人次\n2024-01,1,1\n2024-02,"' + "9" * csv.field_size_limit() + "\n"
    points, said = read(text)
    assert len(points) == 1
    assert said == [(3, "invalid-csv", "从这一行起不是合法的 CSV")]


CELLS = st.text(st.sampled_from('0123456789.-, "\n\r一甲'), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_never_fails_and_reads_no_row_that_is_not_there(rows: list[tuple[str, str, str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([("月份", "等候", "人次"), *rows])
    points, said = read(stream.getvalue())
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(points) + len(said) == len(kept)


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=12))
def test_reads_every_number_that_is_written(values: list[Decimal]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["period", "value"])
    writer.writerows([f"2024-{month:02}", str(value)] for month, value in enumerate(values, 1))
    points, said = read(stream.getvalue(), Series(file="x.csv"))
    assert [str(point.value) for point in points] == [str(value) for value in values]
    assert said == []
