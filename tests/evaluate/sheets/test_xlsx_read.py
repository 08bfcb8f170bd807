"""Workbooks as people return them: what is taken all the same, and what is refused, by its cell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from casebound.evaluate.sheets.xlsx_read import read_xlsx
from casebound.model.evaluation import Evaluation
from tests.evaluate.sheets.answers import spelt_out
from tests.evaluate.sheets.edited import cell, edited, read_edited, repacked, said_of
from tests.evaluate.sheets.packets import FILLED, packet

TITLE = "改衣台 少跑一趟 0"
BLANK = Evaluation(case="senior-hotline", evaluator="e01")
CRITERION, COMMENT = "criterion:5.2.1", "comment:5.2.1"


def filled(workbook: Any) -> Any:
    return workbook[TITLE]


def test_an_answer_knows_its_cell() -> None:
    sheet = read_edited(lambda _: None).sheets[0]
    assert sheet.marks["5.2.1"].place.source.path == f"back.xlsx!{TITLE}!F13"
    assert sheet.marks["5.2.1"].place.text == "85.5"
    assert (sheet.status and sheet.status.text, sheet.date and sheet.date.text) == ("已提交", "2026-03-30")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (85, "85"),
        (85.5, "85.5"),
        (85.0, "85"),
        (0.00001, "0.00001"),
        (85.1, "85.1"),
        (1e300, "1e+300"),
        ("８５", "８５"),
        (" 85 分 ", "85 分"),
        ("八十五", "八十五"),
    ],
)
def test_a_mark_is_passed_on_as_it_shows(written: object, text: str) -> None:
    def edit(workbook: Any) -> None:
        cell(filled(workbook), CRITERION, "mark").value = written

    file = read_edited(edit)
    assert file.sheets[0].marks["5.2.1"].text == text
    assert file.sheets[0].findings == ()


def test_seventeen_digits_are_the_number_that_was_typed() -> None:
    """Excel stores 85.1 as 85.099999999999994."""

    def edit(members: dict[str, bytes]) -> None:
        xml = members["xl/worksheets/sheet2.xml"]
        members["xl/worksheets/sheet2.xml"] = xml.replace(b"<v>85.5</v>", b"<v>85.099999999999994</v>")

    file = read_xlsx("back.xlsx", repacked(edited(lambda _: None), edit))
    assert file.sheets[0].marks["5.2.1"].text == "85.1"


def test_a_mark_with_a_percent_format_keeps_its_percent_sign() -> None:
    def edit(workbook: Any) -> None:
        mark = cell(filled(workbook), CRITERION, "mark")
        mark.value, mark.number_format = 0.57, "0%"

    assert read_edited(edit).sheets[0].marks["5.2.1"].text == "57%"


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (date(2026, 4, 1), "yyyy-mm-dd", "2026-04-01"),
        (datetime(2026, 4, 1, 9, 30), 'yyyy"年"m"月"d"日"', "2026-04-01 09:30"),
        (46113, "General", "46113"),
        ("4月1日", "@", "4月1日"),
    ],
)
def test_a_date_is_told_by_the_format_of_its_cell(value: object, format: str, text: str) -> None:
    def edit(workbook: Any) -> None:
        day = cell(filled(workbook), "date", "text")
        day.value, day.number_format = value, format

    given = read_edited(edit).sheets[0].date
    assert given is not None
    assert given.text == text


@pytest.mark.parametrize(
    ("value", "rule", "message"),
    [
        ("=40+45", "formula-in-answer", "This is a formula, not an answer somebody wrote"),
        ("#N/A", "unreadable-answer", "Here is an error, “#N/A”"),
        (date(2026, 3, 5), "unreadable-answer", "Here is a date, “2026-03-05”"),
        (True, "unreadable-answer", "Here is true or false, “TRUE”"),
    ],
)
def test_what_is_no_mark_is_refused_at_its_cell(value: object, rule: str, message: str) -> None:
    def edit(workbook: Any) -> None:
        cell(filled(workbook), CRITERION, "mark").value = value

    file = read_edited(edit)
    assert said_of(file.sheets[0].findings) == [("error", rule, f"{TITLE}!F13", message)]
    assert "5.2.1" not in file.sheets[0].marks
    assert spelt_out(file.sheets[1]) == BLANK
    assert file.sheets[1].findings == ()


def test_a_stored_result_of_a_formula_is_not_trusted() -> None:
    def edit(members: dict[str, bytes]) -> None:
        xml = members["xl/worksheets/sheet2.xml"]
        assert b"<v>85.5</v>" in xml
        members["xl/worksheets/sheet2.xml"] = xml.replace(b"<v>85.5</v>", b"<f>A1+85.5</f><v>85.5</v>")

    file = read_xlsx("back.xlsx", repacked(edited(lambda _: None), edit))
    assert [finding.rule for finding in file.sheets[0].findings] == ["formula-in-answer"]


def test_moved_rows_and_columns_renamed_and_reordered_sheets_change_nothing() -> None:
    def edit(workbook: Any) -> None:
        for sheet in workbook.worksheets:
            for merged in list(sheet.merged_cells.ranges):  # openpyxl does not move merges
                sheet.unmerge_cells(str(merged))
        filled(workbook).insert_cols(4)
        filled(workbook).insert_cols(1)
        filled(workbook).insert_rows(9, 3)
        filled(workbook).title = "我的评分"
        workbook.move_sheet("我的评分", -1)

    file = read_edited(edit)
    assert [spelt_out(sheet) for sheet in file.sheets] == [FILLED, BLANK]
    assert [sheet.findings for sheet in file.sheets] == [(), ()]


def test_sorted_rows_keep_their_meaning() -> None:
    def edit(workbook: Any) -> None:
        sheet = filled(workbook)
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        rows = [[each.value for each in row] for row in sheet.iter_rows(min_row=2)]
        order = sorted(range(len(rows)), key=lambda number: str(rows[number][0]))
        for row, number in enumerate(order, 2):
            for column, value in enumerate(rows[number], 1):
                sheet.cell(row, column).value = value
                if isinstance(value, str):
                    sheet.cell(row, column).data_type = "s"
            if rows[number][0] == "date":
                sheet.cell(row, 3).number_format = "yyyy-mm-dd"

    file = read_edited(edit)
    assert spelt_out(file.sheets[0]) == FILLED
    assert file.sheets[0].findings == ()


@pytest.mark.parametrize(
    ("remove", "message"),
    [
        (lambda sheet: sheet.delete_rows(1), "The hidden row 1 is gone: columns cannot be told apart"),
        (lambda sheet: sheet.delete_cols(6), "The column “Mark” was deleted"),
        (lambda sheet: sheet.delete_cols(1), "The hidden row and column of this sheet are gone"),
    ],
    ids=["key row", "marks", "key column"],
)
def test_a_deleted_row_or_column_of_keys_refuses_the_sheet_and_no_other(remove: Any, message: str) -> None:
    file = read_edited(lambda workbook: remove(filled(workbook)))
    assert said_of(file.sheets[0].findings) == [("error", "damaged-form", TITLE, message)]
    assert file.sheets[0].marks == {}
    assert (spelt_out(file.sheets[1]), file.sheets[1].findings) == (BLANK, ())


def test_a_deleted_row_of_a_mark_is_no_answer() -> None:
    def edit(workbook: Any) -> None:
        filled(workbook).delete_rows(cell(filled(workbook), CRITERION, "mark").row)

    sheet = read_edited(edit).sheets[0]
    assert "5.2.1" not in sheet.marks
    assert len(sheet.comments) == 4


def test_identity_is_taken_from_the_hidden_sheet_where_it_was_deleted() -> None:
    def edit(workbook: Any) -> None:
        filled(workbook).delete_rows(cell(filled(workbook), "packet", "text").row, 6)

    sheet = read_edited(edit).sheets[0]
    assert spelt_out(sheet) == FILLED
    assert sheet.case is not None
    assert sheet.case.place.source.path == "back.xlsx!casebound!F2"


def test_a_sheet_that_says_nowhere_what_it_is_is_refused() -> None:
    def edit(workbook: Any) -> None:
        filled(workbook).delete_rows(cell(filled(workbook), "evaluator", "text").row, 2)
        del workbook["casebound"]

    file = read_edited(edit)
    assert said_of(file.sheets[0].findings) == [
        ("error", "unidentified-sheet", TITLE, "The sheet does not say what it belongs to: evaluator, case")
    ]
    assert file.sheets[1].findings == ()


def test_a_changed_identity_is_refused() -> None:
    def edit(workbook: Any) -> None:
        cell(filled(workbook), "case", "text").value = "fleet-handover"

    assert said_of(read_edited(edit).sheets[0].findings) == [
        (
            "error",
            "unidentified-sheet",
            f"{TITLE}!C40",
            "case is “fleet-handover” on the sheet and “alteration-desk” in the hidden index",
        )
    ]


def test_a_copied_sheet_is_never_chosen_from() -> None:
    file = read_edited(lambda workbook: workbook.copy_worksheet(filled(workbook)))
    assert [[finding.rule for finding in sheet.findings] for sheet in file.sheets] == [
        ["duplicate-sheet"],
        [],
        ["duplicate-sheet"],
    ]
    message = "There are 2 sheets on the case “alteration-desk”; which one counts is not known"
    assert file.sheets[0].findings[0].message.to("en") == message


def test_a_mark_given_twice_is_refused() -> None:
    def edit(workbook: Any) -> None:
        sheet = filled(workbook)
        cell(sheet, "criterion:5.2.2", "mark").value = 90
        sheet.cell(cell(sheet, "criterion:5.2.2", "mark").row, 1).value = CRITERION

    sheet = read_edited(edit).sheets[0]
    assert said_of(sheet.findings) == [
        ("error", "duplicate-answer", f"{TITLE}!F18", f"“{CRITERION}” is answered twice")
    ]


def test_merged_answers_are_refused_and_one_that_only_got_wider_is_not() -> None:
    def merge(range: str) -> Any:
        return lambda workbook: filled(workbook).merge_cells(range)

    assert said_of(read_edited(merge("C14:C15")).sheets[0].findings) == [
        ("error", "merged-answer", f"{TITLE}!C14", "The merged cells C14:C15 cover answers")
    ]
    wider = read_edited(
        lambda workbook: filled(workbook).merge_cells(f"C{overall_row(workbook)}:F{overall_row(workbook)}")
    )
    assert (spelt_out(wider.sheets[0]), wider.sheets[0].findings) == (FILLED, ())


def test_a_merge_of_all_cells_costs_nothing() -> None:
    def edit(members: dict[str, bytes]) -> None:
        xml = members["xl/worksheets/sheet2.xml"]
        members["xl/worksheets/sheet2.xml"] = xml.replace(
            b"</mergeCells>", b'<mergeCell ref="A1:XFD1048576"/></mergeCells>'
        )

    file = read_xlsx("back.xlsx", repacked(edited(lambda _: None), edit))
    assert said_of(file.sheets[0].findings) == [
        ("error", "merged-answer", f"{TITLE}!A1", "The merged cells A1:XFD1048576 cover answers")
    ]


def overall_row(workbook: Any) -> int:
    return int(cell(filled(workbook), "overall", "text").row)


def test_notes_and_further_sheets_are_left_alone() -> None:
    def edit(workbook: Any) -> None:
        workbook.create_sheet("草算")["B2"] = "=1+1"
        filled(workbook)["H3"] = "电话 3 月 2 日"
        filled(workbook)["C60"] = "以上"

    file = read_edited(edit)
    assert said_of(file.findings) == [("advice", "unread-note", "草算", "Worksheet “草算” is no score sheet")]
    assert said_of(file.sheets[0].findings) == [
        ("advice", "unread-note", TITLE, "What stands beside the form, and notes on cells, were not read")
    ]
    assert spelt_out(file.sheets[0]) == FILLED


def test_notes_on_cells_are_mentioned() -> None:
    from openpyxl.comments import Comment

    def edit(workbook: Any) -> None:
        filled(workbook)["C14"].comment = Comment("要不要再高一点", "沈")

    assert [finding.rule for finding in read_edited(edit).sheets[0].findings] == ["unread-note"]


def test_a_comment_in_a_row_of_somebody_s_own_is_pointed_at() -> None:
    def edit(workbook: Any) -> None:
        for merged in list(filled(workbook).merged_cells.ranges):
            filled(workbook).unmerge_cells(str(merged))
        filled(workbook).insert_rows(14)
        filled(workbook)["C14"] = "还有一条"

    sheet = read_edited(edit).sheets[0]
    assert said_of(sheet.findings) == [
        ("warning", "unread-text", f"{TITLE}!C14", "Nothing is asked in this cell; it was not read")
    ]


def test_hidden_answers_count_and_are_mentioned() -> None:
    def edit(workbook: Any) -> None:
        filled(workbook).row_dimensions[14].hidden = True
        filled(workbook).column_dimensions["D"].hidden = True
        filled(workbook).sheet_state = "veryHidden"

    sheet = read_edited(edit).sheets[0]
    assert spelt_out(sheet) == FILLED
    assert {finding.rule for finding in sheet.findings} == {"hidden-answer"}
    assert [finding.message.to("en") for finding in sheet.findings] == [
        "This worksheet is hidden",
        "Row 14 is hidden and holds answers",
        "The column “Rests on (section, figure)” is hidden",
    ]


def test_a_free_comment_names_its_criterion() -> None:
    def edit(workbook: Any) -> None:
        for nth, (criterion, text) in enumerate([("5.2.2", "好"), (None, "哪一项？"), (5.2, "数字"), ("5.2.2", None)]):
            cell(filled(workbook), "comment", "kind", nth).value = "优点"
            cell(filled(workbook), "comment", "criterion", nth).value = criterion
            cell(filled(workbook), "comment", "text", nth).value = text
        cell(filled(workbook), "comment", "anchor", 3).value = "users — 3.1 用户需求"

    sheet = read_edited(edit).sheets[0]
    assert [(comment.criterion, comment.text.text) for comment in sheet.comments[4:]] == [
        ("5.2.2", "好"),
        ("5.2", "数字"),
    ]
    assert sorted(said_of(sheet.findings)) == [
        ("error", "comment-without-criterion", f"{TITLE}!C26", "This comment does not say which criterion it is on"),
        ("warning", "comment-without-text", f"{TITLE}!D28", "A place is named but no comment; it was not taken"),
    ]


def test_a_comment_without_a_kind_keeps_its_cell_for_the_judge() -> None:
    def edit(workbook: Any) -> None:
        cell(filled(workbook), COMMENT, "kind").value = None

    comment = read_edited(edit).sheets[0].comments[0]
    assert (comment.kind.text, comment.kind.place.source.path) == ("", f"back.xlsx!{TITLE}!B14")


def test_an_anchor_is_its_id_whatever_its_title() -> None:
    comment = read_edited(lambda _: None).sheets[0].comments[0]
    assert comment.anchor is not None
    assert (comment.anchor.text, comment.anchor.place.text) == ("users", "users")
    assert comment.anchor.place.source.text == "users — 3.1 用户需求"


def test_a_cell_at_the_very_bottom_costs_nothing() -> None:
    def edit(workbook: Any) -> None:
        filled(workbook)["XFD1048576"] = "x"

    assert spelt_out(read_edited(edit).sheets[0]) == FILLED


def test_one_packet_holds_three_cases() -> None:
    assert [spelt_out(sheet).overall for sheet in read_edited(lambda _: None, packet(FILLED, None, None)).sheets] == [
        FILLED.overall,
        "",
        "",
    ]
