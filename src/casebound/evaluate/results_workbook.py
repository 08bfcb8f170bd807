"""Tables of a round's results → an .xlsx file, the same bytes every time: numbers as numbers, text as text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from casebound.evaluate.sheets.xlsx_look import cell_at
from casebound.evaluate.table_ground import Table, Value
from casebound.evaluate.workbook import render_workbook, write_text
from casebound.text.han import is_wide
from casebound.text.localized import Localized

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_NARROW, _WIDE = 7, 60
"""Widths of a column in digits: at least, and of a long text, which is wrapped."""
_LINE, _TALLEST = 15, 400
"""Points of a line, and of the highest row that programs show well."""


def render_results_workbook(tables: Sequence[Table], note: Localized | None, lang: str, timestamp: int) -> bytes:
    """A worksheet a table. `note`: what stands above each of them; `timestamp`: the date the file bears."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        _fill(workbook.create_sheet(table.title.to(lang)), table, note.to(lang) if note else "", lang)
    return render_workbook(workbook, timestamp)


def _fill(sheet: Worksheet, table: Table, note: str, lang: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    first = 1
    if note:
        write_text(cell_at(sheet, 1, 1), note)
        sheet.cell(1, 1).font = Font(bold=True, color="00A63A2B")
        first = 2
    heads = [name.to(lang) if isinstance(name, Localized) else name for name in table.head]
    for column, name in enumerate(heads, start=1):
        cell = cell_at(sheet, first, column)
        write_text(cell, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="00E9EBF2")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    widths = [_column_width(table, at, name) for at, name in enumerate(heads)]
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(table.rows, start=first + 1):
        for column, value in enumerate(row, start=1):
            cell = cell_at(sheet, number, column)
            _write(cell, value)
            cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
        lines = max(_lines(_text(value), width) for value, width in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = min(_TALLEST, lines * _LINE)
    sheet.freeze_panes = f"A{first + 1}"
    last = f"{get_column_letter(len(heads))}{first + len(table.rows)}"
    sheet.auto_filter.ref = f"A{first}:{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{first}:{first}"


def _write(cell: Cell, value: Value) -> None:
    match value:
        case None:
            return
        case str():
            write_text(cell, value)
        case Decimal():
            cell.value = value
            exponent = value.as_tuple().exponent
            places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
            cell.number_format = f"0.{'0' * places}" if places else "0"
        case _:
            cell.value = value


def _column_width(table: Table, at: int, name: str) -> int:
    widest = max((_width(_text(row[at])) for row in table.rows), default=0)
    return min(_WIDE, max(_NARROW, widest + 2, min(_width(name) + 2, 16)))


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil((_width(line) + 2) / width)) for line in text.split("\n"))


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _width(text: str) -> int:
    """In digits: a Han character is two wide."""
    return max((sum(2 if is_wide(letter) else 1 for letter in line) for line in text.split("\n")), default=0)
