"""A table's nodes flow in; they flow out knowing which header cells speak for which cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.press.tagging_tree import Node

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    node: Node
    x: int
    y: int
    is_header: bool


def arrange(table: Node, name: str) -> None:
    """Give each header cell its scope; where scope does not say it all, ids too, and each data cell its headers.

    It does say it all in a grid without spans that has at most one row of column headers and one header cell in each
    other row (ISO 14289-1, 7.5). Ids read `name-row-column`.
    """
    grid: dict[tuple[int, int], _Cell] = {}
    rows = [[_placed(grid, cell, y) for cell in row.nodes] for y, row in enumerate(_rows(table))]
    for row in rows:
        for cell in row:
            if cell.is_header:
                cell.node.scope = _scope(cell, row)
    if not _is_irregular(rows):
        return
    for cell in (cell for row in rows for cell in row if cell.is_header and cell.node.kids):
        cell.node.id = f"{name}-{cell.y}-{cell.x}"
    for cell in (cell for row in rows for cell in row if not cell.is_header):
        cell.node.headers = tuple(dict.fromkeys(_headers(cell, grid)))


def _rows(node: Node) -> Iterator[Node]:
    for kid in node.nodes:
        if kid.role == "TR":
            yield kid
        elif kid.role in ("THead", "TBody", "TFoot"):
            yield from _rows(kid)


def _placed(grid: dict[tuple[int, int], _Cell], node: Node, y: int) -> _Cell:
    """The cell, in the first place of its row that no cell above reaches into."""
    x = 0
    while (x, y) in grid:
        x += 1
    cell = _Cell(node=node, x=x, y=y, is_header=node.role == "TH")
    for column in range(x, x + node.columns):
        for row in range(y, y + node.rows):
            grid.setdefault((column, row), cell)
    return cell


def _scope(cell: _Cell, row: list[_Cell]) -> str:
    """What the author wrote, else by place: of its column in a head or a row of headers, else of its row."""
    written = _SCOPES.get((cell.node.element.get("scope") or "").lower())
    if written:
        return written
    group = cell.node.parent.parent if cell.node.parent else None
    in_head = group is not None and group.role == "THead"
    return "Column" if in_head or all(other.is_header for other in row) else "Row"


def _is_irregular(rows: list[list[_Cell]]) -> bool:
    cells = [cell.node for row in rows for cell in row]
    heads = [all(cell.is_header for cell in row) for row in rows]
    several = any(sum(cell.is_header for cell in row) > 1 for row, head in zip(rows, heads, strict=True) if not head)
    return several or sum(heads) > 1 or any(cell.columns > 1 or cell.rows > 1 for cell in cells)


def _headers(cell: _Cell, grid: dict[tuple[int, int], _Cell]) -> Iterator[str]:
    """Ids of the header cells left of a data cell, then above it, after the algorithm of HTML (4.9.12.2)."""
    for y in range(cell.y, cell.y + cell.node.rows):
        yield from _scan([grid.get((x, y)) for x in range(cell.x - 1, -1, -1)], "Row")
    for x in range(cell.x, cell.x + cell.node.columns):
        yield from _scan([grid.get((x, y)) for y in range(cell.y - 1, -1, -1)], "Column")


def _scan(cells: list[_Cell | None], scope: str) -> list[str]:
    """Header cells of that scope, given nearest first, outermost first: none behind a like one beyond data."""
    found: list[str] = []
    past: set[tuple[int, int]] = set()
    block: list[tuple[int, int]] = []
    for cell in cells:
        if cell is None:
            continue
        if not cell.is_header:
            past.update(block)
            block.clear()
            continue
        reach = (cell.y, cell.node.rows) if scope == "Row" else (cell.x, cell.node.columns)
        if cell.node.scope == scope and reach not in past and cell.node.id:
            found.append(cell.node.id)
        block.append(reach)
    return found[::-1]
