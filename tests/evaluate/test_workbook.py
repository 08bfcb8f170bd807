"""Workbooks: the same bytes every time, and text that is never anything else."""

from __future__ import annotations

import io
import zipfile
from typing import Any, cast

import pytest

from casebound.evaluate.workbook import fits_cell, render_workbook, write_text


def workbook_with(text: str) -> Any:
    from openpyxl import Workbook

    workbook = Workbook()
    write_text(cast(Any, workbook.active)["A1"], text)
    return workbook


def stored(text: str) -> Any:
    """The cell as openpyxl reads it back."""
    from openpyxl import load_workbook

    return cast(Any, load_workbook(io.BytesIO(render_workbook(workbook_with(text), 0))).active)["A1"]


def test_the_same_workbook_has_the_same_bytes() -> None:
    data = [render_workbook(workbook_with("案例"), 1_774_828_800) for _ in range(2)]
    assert data[0] == data[1]
    with zipfile.ZipFile(io.BytesIO(data[0])) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2026, 3, 30, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        core = archive.read("docProps/core.xml")
    assert core.count(b"2026-03-30T00:00:00Z") == 2


def test_no_date_is_before_zip_began() -> None:
    with zipfile.ZipFile(io.BytesIO(render_workbook(workbook_with("x"), 0))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "1e5", "2026-03-30"])
def test_text_stays_text(text: str) -> None:
    cell = stored(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x0bc", "abc"),
        ("\ud800x\uffff", "x"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  blanks  ", "  blanks  "),
        ("_x0041_", "_x005F_x0041_"),
        ("a_x000D_b_xyz", "a_x005F_x000D_b_xyz"),
    ],
)
def test_what_xml_cannot_hold_is_left_out_and_what_would_be_an_escape_is_escaped(text: str, kept: str) -> None:
    assert stored(text).value == kept


def test_nothing_is_an_empty_cell() -> None:
    assert stored("\x00").value is None


def test_a_cell_holds_32767_utf16_units() -> None:
    assert fits_cell("字" * 32_767)
    assert not fits_cell("字" * 32_768)
    assert fits_cell("👍" * 16_383)
    assert not fits_cell("👍" * 16_384)
