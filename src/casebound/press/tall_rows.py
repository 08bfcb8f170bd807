"""An HTML tree flows in, its table rows that are too tall to be kept on one page gain the class `tall`, in place.

A row of a few lines must not be split, or a reader loses its columns; one that fills a third of a page must, or the
page before it stays empty. CSS knows no such measure, so it is estimated as automatic table layout would share widths.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from casebound.text.han import is_wide

TABLE_WIDTH_EM = 46.0
"""Of our tables at most: 145 mm at 9 points."""
LEAST_WIDTH_EM = 6.0
"""A column's share at least, however little it holds."""
TALL_LINES = 10
"""Estimated lines of a row that may be split: so many that it is never a row of six."""


def mark_tall_rows(root: Any) -> None:
    """Mark the rows of every table below an element. Rows with joined cells are left alone."""
    for table in root.iter("table"):
        rows = {row: [cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")}
        plain = {row: cells for row, cells in rows.items() if not any(map(_is_joined, cells))}
        columns = zip_longest(*([_width_em(cell) for cell in cells] for cells in plain.values()), fillvalue=0.0)
        longest = [max(column) for column in columns]
        share = TABLE_WIDTH_EM / max(sum(longest), TABLE_WIDTH_EM)
        for row, cells in plain.items():
            widths = zip(map(_width_em, cells), longest, strict=False)
            if any(width >= TALL_LINES * max(share * column, LEAST_WIDTH_EM) for width, column in widths):
                row.set("class", f"{row.get('class', '')} tall".strip())


def _is_joined(cell: Any) -> bool:
    return cell.get("colspan") is not None or cell.get("rowspan") is not None


def _width_em(cell: Any) -> float:
    """Width of a cell's text on one line, roughly: Han are one em, letters half of one."""
    return sum(1.0 if is_wide(character) else 0.5 for character in "".join(cell.itertext()))
