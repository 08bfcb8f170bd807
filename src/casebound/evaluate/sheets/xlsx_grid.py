"""The XML parts of a workbook → what its cells show: text, numbers, dates, errors; nothing is calculated."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from casebound.evaluate.sheets.xlsx_parts import BROKEN, Parts, Relation, UnusableError, open_parts, walk
from casebound.evaluate.sheets.xlsx_values import Styles, date_of, percentage, place, shortest, sort_of, unescaped
from casebound.text.localized import phrase

Sort = Literal["text", "number", "date", "boolean", "error"]
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""

MOST_CELLS = 100_000
"""Cells with contents in the worksheets of one workbook that are read."""
MOST_RANGES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell with contents."""

    sort: Sort
    text: str
    """What it shows; a number in its shortest form, a date as `2026-03-30`."""
    has_formula: bool = False


@dataclass(slots=True, kw_only=True)
class Grid:
    """A worksheet."""

    title: str
    is_hidden: bool = False
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    """By row and column, from 1."""
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last."""
    has_notes: bool = False
    """Whether cells have notes attached to them."""
    trouble: UnusableError | None = None
    """Why nothing, or not all of it, could be read."""


def read_grids(data: bytes) -> tuple[Grid, ...]:
    """The worksheets of a workbook, in order. Raises UnusableError where the file as a whole cannot be read."""
    try:
        return _read(open_parts(data))
    except BROKEN as error:
        raise UnusableError(
            phrase("文件损坏，读不了", "The file is damaged and cannot be read"),
            phrase("重新打开并另存一次；打不开就请填表人重交", "Open and save it again, or ask for it once more"),
        ) from error


def _read(parts: Parts) -> tuple[Grid, ...]:
    start = next((each for each in parts.relations("").values() if each.kind == "officeDocument"), None)
    path = start.target if start else "xl/workbook.xml"
    relations = parts.relations(path)
    styles = Styles()
    named: list[tuple[str, str, bool]] = []

    def begin(name: str, given: dict[str, str]) -> None:
        if name == "workbookPr":
            styles.is_1904 = given.get("date1904") in ("1", "true")
        elif name == "sheet":
            id = next((value for key, value in given.items() if key.endswith(":id")), "")
            named.append((given.get("name", ""), id, given.get("state", "visible") != "visible"))

    walk(parts.read(path), begin)
    _read_styles(parts, relations.values(), styles)
    strings = _read_strings(parts, relations.values())
    grids = []
    room = MOST_CELLS
    for title, id, is_hidden in named:
        relation = relations.get(id)
        if relation is None or relation.kind != "worksheet":  # a chart, or nothing
            continue
        grid = Grid(title=title, is_hidden=is_hidden)
        try:
            _SheetReading(grid, strings, styles, room).read(parts.read(relation.target))
            notes = parts.relations(relation.target).values()
            grid.has_notes = any(each.kind in ("comments", "threadedComment") for each in notes)
        except UnusableError as error:
            grid.trouble = error
            grid.cells.clear()  # so that the other sheets have room
        except BROKEN:
            grid.trouble = UnusableError(phrase("这张工作表损坏，没有读", "This worksheet is damaged and was not read"))
        room -= len(grid.cells)
        grids.append(grid)
    return tuple(grids)


def _part(relations: Iterable[Relation], kind: str) -> str | None:
    return next((each.target for each in relations if each.kind == kind), None)


def _read_strings(parts: Parts, relations: Iterable[Relation]) -> list[str]:
    path = _part(relations, "sharedStrings")
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": False}

    def begin(name: str, _given: dict[str, str]) -> None:
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            state["phonetic"] = True
        elif name == "t":
            state["text"] = not state["phonetic"]

    def end(name: str) -> None:
        if name == "si":
            strings.append(unescaped("".join(pieces)))
        elif name == "rPh":
            state["phonetic"] = False
        elif name == "t":
            state["text"] = False

    def text(piece: str) -> None:
        if state["text"]:
            pieces.append(piece)

    if path is not None:
        walk(parts.read(path), begin, end, text)
    return strings


def _read_styles(parts: Parts, relations: Iterable[Relation], styles: Styles) -> None:
    path = _part(relations, "styles")
    custom: dict[int, str] = {}
    inside = {"cells": False}

    def begin(name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            custom[int(given.get("numFmtId", 0))] = given.get("formatCode", "")
        elif name == "cellXfs":
            inside["cells"] = True
        elif name == "xf" and inside["cells"]:
            id = int(given.get("numFmtId", 0))
            styles.sorts.append(sort_of(id, custom.get(id, "")))

    def end(name: str) -> None:
        if name == "cellXfs":
            inside["cells"] = False

    if path is not None:
        walk(parts.read(path), begin, end)


class _SheetReading:
    """One pass over the XML of a worksheet."""

    def __init__(self, grid: Grid, strings: list[str], styles: Styles, room: int) -> None:
        self.grid, self.strings, self.styles, self.room = grid, strings, styles, room
        self.row = self.column = 0
        self.type, self.style = "n", "0"
        self.has_formula = self.is_phonetic = False
        self.into: list[str] | None = None
        self.pieces: list[str] = []

    def read(self, data: bytes) -> None:
        """Fill the grid."""
        walk(data, self._begin, self._end, self._text)

    def _begin(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self.column += 1
            if address := given.get("r"):
                self.row, self.column = place(address)
            self.type, self.style = given.get("t", "n"), given.get("s", "0")
            self.has_formula = False
            self.pieces = []
        elif name == "row":
            self.row, self.column = int(given.get("r", self.row + 1)), 0
            if given.get("hidden") in ("1", "true"):
                self.grid.hidden_rows.add(self.row)
        elif name == "f":
            self.has_formula = True
        elif name == "rPh":
            self.is_phonetic = True
        elif name in ("v", "t") and not self.is_phonetic:
            self.into = self.pieces
        elif name == "mergeCell":
            if len(self.grid.merged) >= MOST_RANGES:
                raise UnusableError(phrase("合并单元格太多", "Too many merged cells"))
            first, _, last = given.get("ref", "").partition(":")
            self.grid.merged.append((*place(first), *place(last or first)))
        elif name == "col" and given.get("hidden") in ("1", "true"):
            self.grid.hidden_columns.append((int(given.get("min", 0)), int(given.get("max", 0))))

    def _text(self, piece: str) -> None:
        if self.into is not None:
            self.into.append(piece)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self.into = None
        elif name == "rPh":
            self.is_phonetic = False
        elif name == "c" and (self.pieces or self.has_formula):
            if len(self.grid.cells) >= self.room:
                raise UnusableError(
                    phrase("超过 {n} 个有内容的单元格", "More than {n} cells with contents", n=MOST_CELLS)
                )
            cell = self._cell("".join(self.pieces))
            if cell.text.strip() or cell.has_formula:
                self.grid.cells[self.row, self.column] = cell

    def _cell(self, raw: str) -> GridCell:
        sort: Sort = "text"
        if self.type == "s":
            number = int(raw or 0)
            text = self.strings[number] if 0 <= number < len(self.strings) else ""
        elif self.type in ("str", "inlineStr"):
            text = unescaped(raw)
        elif self.type == "b":
            sort, text = "boolean", "TRUE" if raw.strip() == "1" else "FALSE"
        elif self.type == "e":
            sort, text = "error", raw
        elif self.type == "d":
            sort, text = "date", raw.removesuffix("Z").removesuffix("T00:00:00")
        else:
            sort, text = self._number(raw.strip())
        return GridCell(sort=sort, text=text, has_formula=self.has_formula)

    def _number(self, raw: str) -> tuple[Sort, str]:
        if not raw:
            return "number", ""
        value = float(raw)
        if not math.isfinite(value):
            return "error", raw
        format = self.styles.sort(self.style)
        if format == "date" and (shown := date_of(value, self.styles.is_1904)) is not None:
            return "date", shown
        if format == "percent":
            return "number", percentage(value)
        return "number", shortest(value)
