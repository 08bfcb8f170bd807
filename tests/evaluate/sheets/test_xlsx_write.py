"""The workbook that is given out: what can be changed in it, what is offered, how it is printed."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from casebound.evaluate.sheets.xlsx_write import render_xlsx
from casebound.model.evaluation import Comment, Evaluation, Mark
from casebound.model.framework import Scale
from casebound.model.sheet import PacketSheets
from casebound.text.error import CaseboundError
from tests.evaluate.sheets.packets import FILLED, FRAMEWORK, TIMESTAMP, packet


def opened(sheets: PacketSheets) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(render_xlsx(sheets, TIMESTAMP)))


def offered(sheet: Any, address: str) -> list[str]:
    """What is offered or demanded in a cell: type and formula of each rule."""
    return [
        f"{rule.type} {rule.formula1}" + (f" {rule.formula2}" if rule.formula2 else "")
        for rule in sheet.data_validations.dataValidation
        if address in rule.sqref
    ]


def test_the_same_sheets_have_the_same_bytes() -> None:
    assert render_xlsx(packet(FILLED, None), TIMESTAMP) == render_xlsx(packet(FILLED, None), TIMESTAMP)


def test_titles_are_such_as_excel_takes() -> None:
    title = "'" + "案例:?/" * 12 + "'"
    sheets = packet(None, None, None)
    cases = (
        *(replace(case, title=title) for case in sheets.cases),
        replace(sheets.cases[0], id="a", title="Casebound"),
        replace(sheets.cases[0], id="b", title="[]"),
        replace(sheets.cases[0], id="c", title="👍" * 40),
    )
    assert opened(replace(sheets, cases=cases)).sheetnames == [
        "填写说明",
        "案例 案例 案例 案例 案例 案例 案例 案例 案例 案例 案",
        "案例 案例 案例 案例 案例 案例 案例 案例 案例 (2)",
        "案例 案例 案例 案例 案例 案例 案例 案例 案例 (3)",
        "Casebound (2)",
        "-",
        "👍" * 15,
        "casebound",
    ]


def test_only_answers_can_be_changed() -> None:
    sheet = opened(packet(None)).worksheets[1]
    free = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.formatRows  # False: not forbidden
    assert free == [
        *("F8", "C9"),
        *("F13", "B14", "C14", "D14", "B15", "C15", "D15", "B16", "C16", "D16"),
        *("F17", "B19", "C19", "D19", "B20", "C20", "D20", "B21", "C21", "D21"),
        *(f"{column}{row}" for row in range(24, 29) for column in "BCDE"),
        *("C31", "C32", "C33"),
    ]


def test_every_choice_is_offered() -> None:
    sheet = opened(packet(None)).worksheets[1]
    marks = ",".join(str(mark) for mark in range(0, 101, 5))
    assert offered(sheet, "F8") == ['list "符合,不符合"']
    assert offered(sheet, "F13") == [f'list "{marks}"']
    assert offered(sheet, "B14") == ['list "优点,改进,核实"']
    assert offered(sheet, "D14") == ["list casebound!$K$2:$K$3"]
    assert offered(sheet, "E24") == ["list casebound!$J$2:$J$3"]
    assert offered(sheet, "C32") == ['list "草稿,已提交"']
    assert sheet["C32"].value == "草稿"


def test_lists_stand_on_a_hidden_sheet_as_text() -> None:
    hidden = opened(packet(None))["casebound"]
    assert hidden.sheet_state == "hidden"
    assert [hidden[address].value for address in ("J2", "J3")] == ["5.2.1", "5.2.2"]
    assert [hidden[address].value for address in ("K2", "K3")] == ["users — 3.1 用户需求", "tbl-users — =表2"]


@pytest.mark.parametrize(
    ("scale", "rule"),
    [
        (Scale(minimum=Decimal(1), maximum=Decimal(5), step=Decimal(1)), 'list "1,2,3,4,5"'),
        (Scale(minimum=Decimal(0), maximum=Decimal("2"), step=Decimal("0.5")), 'list "0,0.5,1,1.5,2"'),
        (Scale(minimum=Decimal(0), maximum=Decimal(100), step=Decimal(1)), "whole 0 100"),
        (Scale(minimum=Decimal(0), maximum=Decimal(100), step=Decimal("0.25")), "decimal 0 100"),
    ],
)
def test_only_marks_of_the_scale_are_taken(scale: Scale, rule: str) -> None:
    sheet = opened(packet(None, framework=replace(FRAMEWORK, scale=scale))).worksheets[1]
    assert offered(sheet, "F13") == [rule]


def test_no_cell_holds_a_formula() -> None:
    nasty = Comment(text="=1+1", anchor="=2+2")
    evaluation = Evaluation(case="alteration-desk", marks={"5.2.1": Mark(comments=(nasty,))}, overall="=3+3")
    sheets = packet(evaluation)
    cases = tuple(replace(case, title="=HYPERLINK(1)") for case in sheets.cases)
    workbook = opened(replace(sheets, cases=cases))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert {cell.value for cell in cells if str(cell.value).startswith("=")} == {
        "=1+1",
        "=2+2",
        "=3+3",
        "=HYPERLINK(1)",
    }


def test_it_prints_on_a4_with_its_head_on_every_page() -> None:
    sheet = opened(packet(None)).worksheets[1]
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$2:$4", "A5")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_rows_grow_with_what_is_written() -> None:
    data = render_xlsx(packet(FILLED), TIMESTAMP)
    assert b"customHeight" not in data
    assert opened(packet(FILLED)).worksheets[1].row_dimensions[14].ht > 30


def test_both_languages_say_everything() -> None:
    english = opened(packet(FILLED, lang="en"))
    assert english.sheetnames[0] == "Instructions"
    said = [str(cell.value) for row in english.worksheets[0].iter_rows() for cell in row if cell.value]
    assert "Leave a criterion blank if you cannot judge it; do not write 0: a blank is not a zero." in said
    assert "The weights are made up." in said
    assert english.worksheets[1]["F8"].value == "not met"


def test_what_fits_no_cell_is_refused_before_it_is_cut() -> None:
    long = Evaluation(case="alteration-desk", evaluator="e01", overall="长" * 32_768)
    with pytest.raises(CaseboundError, match="32767"):
        render_xlsx(packet(long), TIMESTAMP)


def test_a_framework_without_conditions_weights_and_bands_makes_a_form() -> None:
    leaf = replace(FRAMEWORK.criteria[0].children[0], weight=None)
    bare = replace(FRAMEWORK, conditions=(), bands=(), criteria=(leaf,))
    sheet = opened(replace(packet(None, framework=bare), note=None)).worksheets[1]
    assert [cell.value for cell in sheet[6]][1:] == ["5.2.1", "识别需求", None, None, None]
