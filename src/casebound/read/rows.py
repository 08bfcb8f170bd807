"""A CSV file, or the rows written inside a fence → a table of cells, each with its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from casebound.read.reading import Reading
from casebound.text.localized import phrase
from casebound.text.source import Source, Span

_SEPARATORS = (",", "\t", ";", "，")
"""What stands between cells: the comma of CSV; the tab and the semicolon of Excel; the comma of Chinese keyboards."""
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one row, as many as the table has columns."""

    line: int
    """The line of the source on which it begins, from 1."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """Rows under a header."""

    source: Source
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]

    def place(self, row: Row, column: int) -> Span:
        """Where a cell stands; its whole line where the same words stand in it twice."""
        line, start, cell = self.source.line_text(row.line), self.source.line_start(row.line), row.cells[column]
        at = line.find(cell) if cell else -1
        if at < 0 or line.find(cell, at + 1) >= 0:
            return self.source.line_span(row.line)
        return self.source.span(start + at, start + at + len(cell))

    @property
    def header_place(self) -> Span:
        """Where the header stands."""
        return self.source.line_span(self.header_line)

    def relabelled(self, words: dict[str, str]) -> DataTable:
        """The table with whole cells replaced: for a translation that shares its data with the original."""
        return replace(
            self,
            header=tuple(words.get(name, name) for name in self.header),
            rows=tuple(replace(row, cells=tuple(words.get(cell, cell) for cell in row.cells)) for row in self.rows),
        )


def read_table(source: Source, reading: Reading, *, first_line: int = 1, text: str | None = None) -> DataTable | None:
    """The table in a source, or in `text`, which stands there from `first_line` on; None where there is no row at all.

    Cells beyond the header's are a finding and left out, missing ones are empty.
    """
    inside = source.text if text is None else text
    found = _pipe_rows(inside) if inside.lstrip().startswith("|") else csv_rows(inside, source, reading, first_line)
    rows = [(line + first_line - 1, [cell.strip() for cell in cells]) for line, cells in found]
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if not rows:
        return None
    header_line, header = rows[0]
    while len(header) > 1 and not header[-1]:
        header.pop()
    kept = []
    for line, cells in rows[1:]:
        if any(cells[len(header) :]):
            message = phrase(
                "这一行有 {n} 格，表头只有 {most} 格",
                "This row has {n} cells, the header only {most}",
                n=len(cells),
                most=len(header),
            )
            reading.note("unreadable-cell", source.line_span(line), message)
        padded = (*cells, *[""] * (len(header) - len(cells)))
        kept.append(Row(line=line, cells=padded[: len(header)]))
    return DataTable(source=source, header=tuple(header), header_line=header_line, rows=tuple(kept))


def csv_rows(text: str, source: Source, reading: Reading, first_line: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line in `text`, from 1; up to where it is no CSV any more."""
    opening = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=opening.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator if separator in opening else ",")
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error:  # a cell beyond csv.field_size_limit()
        message = phrase("从这一行起不是合法的 CSV", "From this line on this is not valid CSV")
        hint = phrase("检查引号是否闭合", "Check that quotation marks are closed")
        reading.note("invalid-csv", source.line_span(line + first_line - 1), message, hint)


def _pipe_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table in Markdown."""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if words and not _RULE.fullmatch(words):
            inner = words.removeprefix("|")
            inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
            yield number, [cell.replace("\\|", "|") for cell in _PIPE.split(inner)]
