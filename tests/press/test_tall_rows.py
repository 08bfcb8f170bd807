"""Which rows may be split, judged by how many lines the layout then gives them."""

import random
from xml.etree import ElementTree as ET

import pytest

from casebound.press.tall_rows import mark_tall_rows


def marked(rows: str) -> list[str]:
    table = ET.fromstring(f"<div><table>{rows}</table></div>")
    mark_tall_rows(table)
    return [row.get("class", "") for row in table.iter("tr")]


def test_a_row_that_fills_a_third_of_a_page_may_be_split() -> None:
    long = "质" * 600  # at 46 Han a line 13 lines or more
    assert marked(f"<tr class='x'><td>甲</td><td>{long}</td></tr><tr><td>甲</td><td>乙</td></tr>") == ["x tall", ""]
    assert marked(f"<tr><td>甲</td><td>{long[:250]}</td></tr>") == [""]
    assert marked(f"<tr><td>{long[:200]}</td><td>{long[:200]}</td><td>{long[:200]}</td></tr>") == ["tall"]


def test_rows_with_joined_cells_and_narrow_columns_are_not_mistaken() -> None:
    long = "质" * 600
    assert marked(f"<tr><td>甲</td><td>乙</td></tr><tr><td colspan='2'>{long}</td></tr>") == ["", ""]
    assert marked(f"<tr><td>12.5</td><td>短</td></tr><tr><td>1</td><td>{long}</td></tr>") == ["", "tall"]
    assert marked("<tr></tr>") == [""]
    assert marked("") == []


@pytest.mark.slow
def test_a_row_of_six_lines_is_never_marked() -> None:
    from pathlib import Path

    from weasyprint import CSS, HTML
    from weasyprint.formatting_structure import boxes

    root = Path(__file__).parents[2] / "templates"
    css = (root / "tokens.css").read_text("utf-8") + (root / "print" / "print.css").read_text("utf-8")
    chance, lines_of_marked = random.Random(4), []
    for columns in (2, 3, 3, 4, 4, 5) * 2:
        cells = [
            "".join(f"<td>{'质量改进工作' * chance.choice((0, 1, 1, 2, 4, 8, 16, 30))}</td>" for _ in range(columns))
            for _ in range(6)
        ]
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        html = HTML(string=f"<div class='body'><table><tbody>{rows}</tbody></table></div>")
        mark_tall_rows(html.etree_element)
        document = html.render(stylesheets=[CSS(string=css + "@page { size: 210mm 3000mm !important }")])
        for box in document.pages[0]._page_box.descendants():
            if isinstance(box, boxes.TableRowBox) and "tall" in box.element.get("class", ""):
                cells_lines = [
                    sum(isinstance(each, boxes.LineBox) for each in cell.descendants()) for cell in box.children
                ]
                lines_of_marked.append(max(cells_lines))
    assert lines_of_marked
    assert min(lines_of_marked) > 6
