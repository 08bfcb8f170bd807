"""Scopes and headers, against the examples of the W3C."""

from typing import NamedTuple

from casebound.press.tagging_tables import arrange
from casebound.press.tagging_tree import Content, Node


class Cell(NamedTuple):
    text: str
    columns: int = 1
    rows: int = 1
    scope: str = ""
    is_empty: bool = False


def table(*groups: tuple[str, list[list[Cell]]]) -> tuple[Node, list[Node]]:
    """A table of row groups, and its cells in order; those that begin with a capital letter are headers."""
    top = Node("Table", None, 0, None)
    cells: list[Node] = []
    for group, rows in groups:
        for row in rows:
            line = (top if group == "Table" else top.child(group, 0, None)).child("TR", 0, None)
            for cell in row:
                node = line.child("TH" if cell.text[:1].isupper() else "TD", 0, None, {"scope": cell.scope})
                node.columns, node.rows = cell.columns, cell.rows
                if not cell.is_empty:
                    node.kids.append(Content(0, len(cells)))
                cells.append(node)
    return top, cells


def cells_of(*texts: str) -> list[Cell]:
    return [Cell(text) for text in texts]


def test_a_plain_table_needs_scopes_only() -> None:
    # WCAG technique H63: the head speaks for columns, the first cell of a row for the row.
    top, cells = table(
        ("THead", [cells_of("A", "B", "C")]),
        ("TBody", [cells_of("D", "x", "y"), cells_of("E", "x", "y")]),
    )
    arrange(top, "t1")
    assert [cell.scope for cell in cells] == ["Column", "Column", "Column", "Row", "", "", "Row", "", ""]
    assert {(cell.id, cell.headers) for cell in cells} == {("", ())}


def test_a_scope_that_is_written_holds_and_a_row_of_headers_is_a_head() -> None:
    top, cells = table(("Table", [cells_of("A", "B"), [Cell("C", scope="col"), Cell("x")]]))
    arrange(top, "t1")
    assert [cell.scope for cell in cells] == ["Column", "Column", "Column", ""]


def test_headers_of_several_rows_are_those_of_technique_h43() -> None:
    # WCAG technique H43, example 1: its `id` and `headers` attributes, under our names.
    top, cells = table(
        (
            "Table",
            [
                [Cell("Homework", rows=2), Cell("Exams", columns=3), Cell("Projects", columns=3)],
                cells_of("E1", "E2", "Ef", "P1", "P2", "Pf"),
                cells_of("15%", "15%", "15%", "20%", "10%", "10%", "15%"),
            ],
        )
    )
    arrange(top, "t7")
    h, e, p = "t7-0-0", "t7-0-1", "t7-0-4"
    e1, e2, ef, p1, p2, pf = (f"t7-1-{column}" for column in range(1, 7))
    assert [cell.id for cell in cells[:9]] == [h, e, p, e1, e2, ef, p1, p2, pf]
    expected = [(h,), (e, e1), (e, e2), (e, ef), (p, p1), (p, p2), (p, pf)]
    assert [cell.headers for cell in cells[9:]] == expected


def test_a_row_with_two_labels_and_two_values_ties_each_value_to_its_label() -> None:
    # HTML, 4.9.12.2: a header is blocked by a like one that data stand between.
    top, cells = table(("Table", [cells_of("Team", "x", "Place", "y"), cells_of("Trade", "x", "Region", "y")]))
    arrange(top, "t1")
    assert [cell.headers for cell in cells if cell.role == "TD"] == [("t1-0-0",), ("t1-0-2",), ("t1-1-0",), ("t1-1-2",)]


def test_an_empty_corner_heads_nothing() -> None:
    head = [Cell("Corner", is_empty=True), Cell("A"), Cell("B")]
    top, cells = table(("Table", [head, [Cell("C", rows=2), Cell("x"), Cell("y")], cells_of("x", "y")]))
    arrange(top, "t1")
    assert cells[0].id == ""
    a, b, c = "t1-0-1", "t1-0-2", "t1-1-0"
    assert [cell.headers for cell in cells[4:]] == [(c, a), (c, b), (c, a), (c, b)]
