"""Rows of words → lines of a table for the terminal, where a Han character is two cells wide."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len

GAP = "  "


def columns(rows: Sequence[Sequence[str]], *, right: Collection[int] = (), indent: str = "") -> list[str]:
    """The rows with even columns; those numbered in `right` are set flush right."""
    widths = [max(cell_len(row[number]) for row in rows) for number in range(len(rows[0]))] if rows else []
    return [
        indent
        + GAP.join(
            " " * (width - cell_len(cell)) + cell if number in right else cell + " " * (width - cell_len(cell))
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
