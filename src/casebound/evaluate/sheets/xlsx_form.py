"""One worksheet that came back → where its answers stand, found by the keys that moved with them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from casebound.check.context import error, warning
from casebound.evaluate.sheets import keys
from casebound.evaluate.sheets.returned import advice, trimmed
from casebound.evaluate.sheets.xlsx_case import HEADS
from casebound.evaluate.sheets.xlsx_grid import Grid, GridCell
from casebound.evaluate.sheets.xlsx_values import address
from casebound.model.sheet import Answer
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span, no_text

MOST_ROWS = 5_000
"""Rows with keys beyond which a form is not ours."""

_INPUTS: Mapping[str, tuple[str, ...]] = {
    keys.OF_CRITERION: (keys.MARK,),
    keys.OF_COMMENT: (keys.KIND, keys.TEXT, keys.ANCHOR),
    keys.OF_CONDITION: (keys.MARK,),
    keys.OF_REMARK: (keys.TEXT,),
    keys.FREE_COMMENT: (keys.KIND, keys.TEXT, keys.ANCHOR, keys.CRITERION),
    **dict.fromkeys((*keys.ENDING, *keys.IDENTITY), (keys.TEXT,)),
}
"""Columns of the answers, by sort of row."""
_LABELS: Mapping[str, tuple[str, ...]] = {
    keys.OF_CRITERION: (keys.KIND, keys.TEXT, keys.CRITERION),
    keys.OF_CONDITION: (keys.KIND, keys.TEXT),
    keys.OF_REMARK: (keys.KIND,),
    **dict.fromkeys((*keys.ENDING, *keys.IDENTITY), (keys.KIND,)),
    keys.LABEL: keys.COLUMNS,
}
"""Columns in which the form itself says something."""


def sort_of_row(key: str) -> str:
    """`criterion:` of `criterion:5.2.1`; a key without an id is its own sort."""
    begin, colon, _ = key.partition(":")
    return begin + colon


@dataclass(slots=True, kw_only=True)
class Form:
    """A worksheet whose keys were found; findings gather in it while it is read."""

    name: str
    """Of the file."""
    grid: Grid
    corner: tuple[int, int]
    """Where the key row and the key column meet."""
    columns: dict[str, int]
    """By the keys of `keys.COLUMNS`."""
    rows: dict[int, str]
    """Keys of rows, from the top."""
    findings: list[Finding] = field(default_factory=list)

    def place(self, row: int, column: int, text: str = "") -> Span:
        """A cell as a place."""
        path = f"{self.name}!{self.grid.title}!{address(row, column)}"
        return trimmed(Source(path=path, text=text))

    def answer(self, row: int, name: str) -> Answer | None:
        """What somebody wrote into a cell; None for nothing, and for what cannot be trusted to be what they saw."""
        column = self.columns[name]
        cell = self.grid.cells.get((row, column))
        if cell is None:
            return None
        span = self.place(row, column, cell.text)
        if (finding := _fault(cell, span, is_mark=sort_of_row(self.rows[row]) == keys.OF_CRITERION)) is not None:
            self.findings.append(finding)
            return None
        return Answer(text=span.text, place=span) if span.text else None

    def check(self) -> None:
        """Add what is wrong with the form as a form: merged and hidden answers, text where nothing is asked."""
        self.findings += self._merged()
        self.findings += self._stray()
        self.findings += self._hidden()

    def _inputs(self, row: int) -> tuple[int, ...]:
        names = _INPUTS.get(sort_of_row(self.rows[row]), ())
        return tuple(self.columns[name] for name in names)

    def _merged(self) -> Iterator[Finding]:
        numbers = sorted(self.rows)
        for first_row, first_column, last_row, last_column in self.grid.merged:
            inside = 0
            for row in numbers[bisect_left(numbers, first_row) : bisect_right(numbers, last_row)]:
                columns = [column for column in self._inputs(row) if first_column <= column <= last_column]
                inside += len(columns)
                is_first = columns == [first_column] and row == first_row
                if columns and (inside > 1 or not is_first):
                    text = f"{address(first_row, first_column)}:{address(last_row, last_column)}"
                    message = phrase(
                        "合并单元格 {range} 盖住了答案", "The merged cells {range} cover answers", range=text
                    )
                    hint = phrase("取消合并，把答案写回各自的格子", "Unmerge them and put each answer into its cell")
                    yield error("merged-answer", self.place(first_row, first_column), message, hint)
                    break

    def _stray(self) -> Iterator[Finding]:
        top, bottom = min(self.rows), max(self.rows)
        columns = {column: name for name, column in self.columns.items()}
        outside = 0
        for (row, column), cell in sorted(self.grid.cells.items()):
            if column in columns and top <= row <= bottom:
                sort = sort_of_row(self.rows.get(row, ""))
                if columns[column] not in (*_INPUTS.get(sort, ()), *_LABELS.get(sort, ())):
                    message = phrase("这一格不是填写处，没有读", "Nothing is asked in this cell; it was not read")
                    hint = phrase("意见写进意见行", "Put comments into the rows for comments")
                    yield warning("unread-text", self.place(row, column, cell.text), message, hint)
            else:
                outside += row != self.corner[0] and column != self.corner[1]
        if outside or self.grid.has_notes:
            message = phrase("表外的字和批注没有读", "What stands beside the form, and notes on cells, were not read")
            yield advice("unread-note", no_text(f"{self.name}!{self.grid.title}"), message)

    def _hidden(self) -> Iterator[Finding]:
        place = no_text(f"{self.name}!{self.grid.title}")
        hint = phrase("照常收下；请核对填表人知道它", "It was taken as usual; see that its writer knows of it")
        if self.grid.is_hidden:
            yield advice("hidden-answer", place, phrase("这张工作表是隐藏的", "This worksheet is hidden"), hint)
        for row in sorted(self.grid.hidden_rows & self.rows.keys()):
            if any((row, column) in self.grid.cells for column in self._inputs(row)):
                message = phrase("第 {row} 行是隐藏的，里面有答案", "Row {row} is hidden and holds answers", row=row)
                yield advice("hidden-answer", self.place(row, self.columns[keys.TEXT]), message, hint)
        for name, column in self.columns.items():
            if any(first <= column <= last for first, last in self.grid.hidden_columns):
                message = phrase("“{column}”一列是隐藏的", "The column “{column}” is hidden", column=HEADS[name])
                yield advice("hidden-answer", place, message, hint)


def _fault(cell: GridCell, span: Span, *, is_mark: bool) -> Finding | None:
    if cell.has_formula:
        message = phrase("这里是公式，不是写下的答案", "This is a formula, not an answer somebody wrote")
        hint = phrase(
            "直接写数或字；以 = 开头的文字前加一个单引号 '",
            "Write the number or the words; put ' before a text that begins with =",
        )
        return error("formula-in-answer", span, message, hint)
    what: Localized | None = None
    if cell.sort == "error":
        what = phrase("错误值", "an error")
    elif is_mark and cell.sort == "date":
        what = phrase("日期", "a date")
    elif is_mark and cell.sort == "boolean":
        what = phrase("真假值", "true or false")
    if what is None:
        return None
    message = phrase("这里是{what}“{text}”", "Here is {what}, “{text}”", what=what, text=span.text)
    return error("unreadable-answer", span, message, phrase("重新写一遍", "Write it again"))


def find_form(name: str, grid: Grid) -> Form | Finding | None:
    """The form on a worksheet; None where there is none, a finding where there is one that cannot be read."""
    place = no_text(f"{name}!{grid.title}")
    if grid.trouble is not None:
        return error("damaged-form", place, grid.trouble.message, grid.trouble.hint)
    hint = phrase("请填表人在原表上重填", "Ask for the answers on a fresh copy of the sheet")
    corners = [at for at, cell in grid.cells.items() if cell.text == keys.SHEET]
    if not corners:
        if not any(_is_key(cell.text) for cell in grid.cells.values()):
            return None
        message = phrase("隐藏的第 1 行被删了，认不出各列", "The hidden row 1 is gone: columns cannot be told apart")
        return error("damaged-form", place, message, hint)
    if len(corners) > 1:
        message = phrase("一张工作表里有两份表", "This worksheet holds two forms")
        return error("damaged-form", place, message, phrase("每张工作表只留一份", "Leave one on each worksheet"))
    key_row, key_column = corners[0]
    columns: dict[str, int] = {}
    rows: dict[int, str] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        if row == key_row and cell.text in keys.COLUMNS:
            if cell.text in columns:
                message = phrase("“{column}”一列有两份", "The column “{column}” stands twice", column=HEADS[cell.text])
                return error("damaged-form", place, message, hint)
            columns[cell.text] = column
        elif column == key_column and row != key_row and cell.text.strip():
            rows[row] = cell.text
    missing = [HEADS[column] for column in keys.COLUMNS if column not in columns]
    if missing:
        message = phrase("“{column}”一列被删了", "The column “{column}” was deleted", column=missing[0])
        return error("damaged-form", place, message, hint)
    if not rows or len(rows) > MOST_ROWS:
        message = phrase("隐藏的 A 列被删了，认不出各行", "The hidden column A is gone: rows cannot be told apart")
        return error("damaged-form", place, message, hint)
    return Form(name=name, grid=grid, corner=corners[0], columns=columns, rows=rows)


def _is_key(text: str) -> bool:
    return text.startswith((keys.OF_CRITERION, keys.OF_COMMENT, keys.OF_CONDITION)) and len(text) < 100
