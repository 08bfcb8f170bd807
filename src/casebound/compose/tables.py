"""The tokens of a table → the same, with the columns marked that keep their width."""

from __future__ import annotations

from markdown_it.token import Token
from rich.cells import cell_len

_NARROW = 10
"""Cells (a Han character takes two) up to which a column is kept on one line."""


def narrow_columns(tokens: list[Token]) -> list[Token]:
    """Mark the cells of columns whose every entry is short: they are never broken, wider columns give way."""
    columns: dict[int, list[tuple[Token, str]]] = {}
    column = 0
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            columns.setdefault(column, []).append((token, tokens[index + 1].content))
            column += 1
    for cells in columns.values():
        if all(cell_len(text) <= _NARROW for _, text in cells):
            for token, _ in cells:
                token.attrJoin("class", "narrow")
    return tokens
