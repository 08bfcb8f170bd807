"""How a cell of a score sheet looks: what it is for → font, fill, border and the height its text needs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from casebound.evaluate.workbook import write_text
from casebound.figure.palette import PAPER
from casebound.text.han import is_wide
from casebound.text.localized import CHINESE

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

_SOFT_PAPER = "f5f4f0"
_LINE_POINTS = 1.5
"""Height of a line, in font sizes: Hei fonts stand high."""
MOST_POINTS = 400.0
"""Excel shows no row higher than 409 points."""


class Look(StrEnum):
    """What a cell is for."""

    TITLE = "title"
    HEAD = "head"
    """Of a column."""
    PART = "part"
    """Heading of a group of rows."""
    GROUP = "group"
    """Heading of a group of criteria."""
    LABEL = "label"
    """Beside a text or an input."""
    NAME = "name"
    """Of a criterion or condition."""
    TEXT = "text"
    SMALL = "small"
    INPUT = "input"
    BOX = "box"
    """An input of many lines."""
    MARK = "mark"
    """An input of one number or word."""


INPUTS = (Look.INPUT, Look.BOX, Look.MARK)
"""What can be changed on a protected sheet."""
_SIZES = {Look.TITLE: 15.0, Look.HEAD: 9.0, Look.PART: 11.5, Look.NAME: 10.5, Look.SMALL: 8.5, Look.MARK: 11.5}
_BOLD = {Look.TITLE, Look.HEAD, Look.PART, Look.NAME, Look.MARK, Look.GROUP, Look.LABEL}
_COLOURS = {
    Look.TITLE: PAPER.accent,
    Look.HEAD: PAPER.paper,
    Look.PART: PAPER.accent,
    Look.SMALL: PAPER.soft,
    Look.GROUP: PAPER.accent,
}


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that no merge has swallowed."""
    return cast("Cell", sheet.cell(row, column))


def size(look: Look) -> float:
    """Points of its font."""
    return _SIZES.get(look, 10.0)


def put(cell: Cell, text: str, look: Look, lang: str, *, is_centred: bool = False) -> None:
    """Write a text with its look; only inputs can be changed on a protected sheet."""
    write_text(cell, text)
    dress(cell, look, lang, is_centred=is_centred)


def dress(cell: Cell, look: Look, lang: str, *, is_centred: bool = False) -> None:
    """Give a cell its look, whatever it holds."""
    from openpyxl.styles import Alignment, Protection

    is_input = look in INPUTS
    cell.font = _font(look, lang)
    cell.alignment = Alignment(
        horizontal="center" if is_centred or look is Look.MARK else "left",
        vertical="top" if look in (Look.TEXT, Look.LABEL, Look.SMALL, Look.BOX) else "center",
        wrap_text=look is not Look.PART,
        indent=1 if look in (Look.INPUT, Look.BOX) and not is_centred else 0,
    )
    if (fill := _fill(look)) is not None:
        cell.fill = fill
    if (border := _border(look)) is not None:
        cell.border = border
    if is_input:
        cell.protection = Protection(locked=False)


def _font(look: Look, lang: str) -> Font:
    from openpyxl.styles import Font

    name = "Microsoft YaHei" if lang == CHINESE else "Calibri"
    return Font(name=name, size=size(look), bold=look in _BOLD, color=rgb(_COLOURS.get(look, PAPER.ink)))


def _fill(look: Look) -> PatternFill | None:
    from openpyxl.styles import PatternFill

    colour = {Look.HEAD: PAPER.accent, Look.GROUP: PAPER.tint5, Look.INPUT: _SOFT_PAPER, Look.MARK: _SOFT_PAPER}.get(
        look
    )
    return PatternFill("solid", fgColor=rgb(colour)) if colour else None


def _border(look: Look) -> Border | None:
    from openpyxl.styles import Border, Side

    if look in INPUTS:
        line = Side(style="thin", color=rgb(PAPER.rule))
        return Border(left=line, right=line, top=line, bottom=line)
    if look is Look.PART:
        return Border(bottom=Side(style="medium", color=rgb(PAPER.accent)))
    if look is Look.NAME:
        return Border(top=Side(style="thin", color=rgb(PAPER.tint3)))
    return None


def rgb(colour: str) -> str:
    """`#27306b` as a workbook writes it: opaque."""
    return f"FF{colour.removeprefix('#').upper()}"


def height(texts: list[tuple[str, float, Look]]) -> float:
    """Points that a row needs for its texts, each in a column of some width (in digits)."""
    return min(MOST_POINTS, max((_points(*text) for text in texts), default=15.0))


def _points(text: str, width: float, look: Look) -> float:
    per_line = max(1.0, (width - 1.5) * 10.5 / size(look))
    lines = sum(max(1, -int(-_digits(line) // per_line)) for line in text.split("\n"))
    return lines * size(look) * _LINE_POINTS + 5


def _digits(line: str) -> float:
    return sum(2.0 if is_wide(character) else 0.85 for character in line)


def set_height(sheet: Worksheet, row: int, points: float) -> None:
    """A row's height for now: it grows when somebody writes more into it, which a custom height would not."""
    from openpyxl.worksheet.dimensions import RowDimension

    class Growing(RowDimension):
        @property
        def customHeight(self) -> bool:
            return False

    dimensions: Any = sheet.row_dimensions
    dimensions[row] = Growing(sheet, index=row, ht=round(points, 1))
