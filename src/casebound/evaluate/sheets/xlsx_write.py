"""A packet's sheets → an .xlsx file: instructions, a worksheet per case, and a hidden one that names them again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from casebound.evaluate.sheets import given, keys
from casebound.evaluate.sheets.xlsx_case import FIRST_ROW, KEY_COLUMN, KEY_ROW, PLACES, WIDTHS, CaseForm
from casebound.evaluate.sheets.xlsx_choices import Choices
from casebound.evaluate.sheets.xlsx_look import Look, cell_at, dress, height, put, set_height
from casebound.evaluate.workbook import fits_cell, render_workbook, write_text
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.text.error import CaseboundError
from casebound.text.localized import phrase

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HIDDEN = "casebound"
"""Title of the sheet that only programs read."""
_LONGEST_TITLE = 31
"""UTF-16 units of a worksheet's title."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_LISTS_FROM = len(keys.IDENTITY) + 4
"""Column of the hidden sheet in which its lists begin."""
_COLUMNS = {"B": 24.0, "C": 16.0, "D": 72.0}


def render_xlsx(sheets: PacketSheets, timestamp: int) -> bytes:
    """The bytes of the file that an evaluator fills in, dated `timestamp` (seconds since 1970).

    Raises CaseboundError where what was returned before is longer than a cell can hold.
    """
    from openpyxl import Workbook
    from openpyxl.workbook.protection import WorkbookProtection

    workbook = Workbook()
    workbook.properties.creator = "Casebound"
    workbook.properties.title = None
    workbook.security = WorkbookProtection(lockStructure=True)
    first = workbook.active
    assert first is not None
    titles = _titles(sheets)
    first.title = titles[0]
    _instructions(first, sheets, titles[1:])
    forms = [workbook.create_sheet(title) for title in titles[1:]]
    hidden = workbook.create_sheet(HIDDEN)
    hidden.sheet_state = "hidden"
    criteria = _list(hidden, _LISTS_FROM, [leaf.id for leaf in sheets.framework.leaves()])
    _index(hidden, sheets, titles[1:])
    for number, (sheet, case) in enumerate(zip(forms, sheets.cases, strict=True), 1):
        _refuse_what_does_not_fit(case)
        choices = Choices(sheets, case, {"criterion": criteria})
        labels = [choices.anchor_label(anchor.id) for anchor in case.anchors]
        if labels:
            choices.lists["anchor"] = _list(hidden, _LISTS_FROM + number, labels)
        form = CaseForm(sheet, sheets, case, choices)
        form.fill()
        choices.settle(sheet)
        _set_up(sheet, sheets)
    return render_workbook(workbook, timestamp)


def _titles(sheets: PacketSheets) -> tuple[str, ...]:
    """Titles of the worksheets, unlike each other whatever their case: the instructions', then the cases'."""
    taken = {HIDDEN, "history"}
    titles = []
    for text in (phrase("填写说明", "Instructions").to(sheets.lang), *(case.title for case in sheets.cases)):
        plain = given.one_line(_NOT_IN_TITLES.sub(" ", text)).strip("' ") or "-"
        number, title = 1, _cut(plain, _LONGEST_TITLE)
        while title.casefold() in taken:
            number += 1
            ending = f" ({number})"
            title = _cut(plain, _LONGEST_TITLE - len(ending)) + ending
        taken.add(title.casefold())
        titles.append(title)
    return tuple(titles)


def _cut(text: str, most: int) -> str:
    """The beginning of a text, of at most so many UTF-16 units."""
    while len(text.encode("utf-16-le")) // 2 > most:
        text = text[:-1]
    return text.strip("' ") or "-"


def _list(hidden: Worksheet, column: int, items: Sequence[str]) -> str:
    """Write a list below the hidden sheet's head; the reference to its cells."""
    from openpyxl.utils import get_column_letter

    for row, item in enumerate(items, 2):
        write_text(cell_at(hidden, row, column), item)
    letter = get_column_letter(column)
    return f"{HIDDEN}!${letter}$2:${letter}${len(items) + 1}"


def _index(hidden: Worksheet, sheets: PacketSheets, titles: Sequence[str]) -> None:
    write_text(cell_at(hidden, 1, 1), keys.INDEX)
    for column, name in enumerate(("sheet", *keys.IDENTITY), 2):
        write_text(cell_at(hidden, 1, column), name)
    for row, (title, case) in enumerate(zip(titles, sheets.cases, strict=True), 2):
        for column, text in enumerate((title, *given.identity(sheets, case).values()), 2):
            write_text(cell_at(hidden, row, column), text)
    hidden.protection.sheet = True


def _refuse_what_does_not_fit(case: SheetCase) -> None:
    earlier = case.earlier
    if earlier is None:
        return
    texts = [earlier.overall, *(check.comment for check in earlier.conditions.values())]
    texts += [comment.text for comment in given.all_comments(earlier)]
    if not all(fits_cell(text) for text in texts):
        message = phrase(
            "{evaluator} 对“{case}”已有的一条意见超过一个单元格能放的 32767 字，做不成 Excel 评分表",
            "A comment of {evaluator} on “{case}” is longer than the 32,767 characters of a cell: "
            "no Excel sheet can be made",
            evaluator=earlier.evaluator,
            case=case.id,
        )
        raise CaseboundError(message.to("zh-CN") + " / " + message.to("en"))


def _set_up(sheet: Worksheet, sheets: PacketSheets) -> None:
    """Columns, what stays in sight, protection and print."""
    from openpyxl.utils import get_column_letter

    for name, column in PLACES.items():
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
    sheet.column_dimensions[get_column_letter(KEY_COLUMN)].hidden = True
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.print_title_rows = f"2:{FIRST_ROW - 1}"
    _paper(sheet, sheets)


def _paper(sheet: Worksheet, sheets: PacketSheets) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.4
    sheet.oddFooter.left.text = f"{sheets.round.id} · {sheets.evaluator.id}"  # type: ignore[union-attr]
    sheet.oddFooter.right.text = "&P / &N"  # type: ignore[union-attr]
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # allowed: rows grow, columns can be widened


def _instructions(sheet: Worksheet, sheets: PacketSheets, titles: Sequence[str]) -> None:
    for letter, width in _COLUMNS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].width = 2.0
    write_text(cell_at(sheet, 1, 1), keys.INSTRUCTIONS)
    sheet.row_dimensions[1].hidden = True
    for row, (look, cells) in enumerate(_lines(sheets, titles), 2):
        for letter, text in cells.items():
            is_label = letter == "B" and look is Look.TEXT and len(cells) > 1
            put(sheet[f"{letter}{row}"], text, Look.LABEL if is_label else look, sheets.lang)
        if look is Look.PART:
            for letter in _COLUMNS:
                dress(sheet[f"{letter}{row}"], look, sheets.lang)
        wide = "C" if set(cells) == {"B", "C"} else "B" if set(cells) == {"B"} and look is Look.TEXT else ""
        widths = dict(_COLUMNS)
        if wide:
            widths[wide] = sum(width for letter, width in _COLUMNS.items() if letter >= wide)
            sheet.merge_cells(f"{wide}{row}:D{row}")
        needs = height([(text, widths[letter], look) for letter, text in cells.items()])
        set_height(sheet, row, 30.0 if look is Look.TITLE else needs + 3)
    _paper(sheet, sheets)


def _lines(sheets: PacketSheets, titles: Sequence[str]) -> Iterator[tuple[Look, dict[str, str]]]:
    """What the instructions say: for each row its look, and its texts by column."""
    lang, framework = sheets.lang, sheets.framework
    yield Look.TITLE, {"B": given.SCORE_SHEET.to(lang)}
    for words, value in given.who_and_when(sheets):
        yield Look.TEXT, {"B": words.to(lang), "C": value}
    yield Look.PART, {"B": given.HOW_TO.to(lang)}
    for number, step in enumerate(given.steps(sheets), 1):
        yield Look.TEXT, {"B": str(number), "C": step.to(lang)}
    yield Look.PART, {"B": phrase("您的案例", "Your cases").to(lang)}
    for case, title in zip(sheets.cases, titles, strict=True):
        yield Look.TEXT, {"B": case.id, "C": title if title == case.title else f"{title}\n{given.one_line(case.title)}"}
    if framework.bands:
        yield Look.PART, {"B": phrase("分档", "Bands").to(lang)}
        for band in framework.bands:
            ends = "–".join(given.plain(number) for number in band.range)
            yield Look.TEXT, {"B": ends, "C": band.title.to(lang), "D": given.one_line(band.text.to(lang))}
    if sheets.note:
        yield Look.PART, {"B": phrase("须知", "Please note").to(lang)}
        yield Look.TEXT, {"B": sheets.note.to(lang)}
