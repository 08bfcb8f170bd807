"""Where pages of the print style sheet break: read by MuPDF, swept over every height at which a page may end."""

import re
from pathlib import Path

import pymupdf
import pytest

from casebound.press.fonts import FontSet
from tests.press.laid import lay_out

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2] / "templates"
CSS = (ROOT / "tokens.css").read_text("utf-8") + (ROOT / "print" / "print.css").read_text("utf-8")
PAGE = "@page { size: 210mm 148mm !important; margin: 10mm 30mm !important } @page { @top-left { content: none } }"

ROWS = "".join(f"<tr><td>行{n}</td><td>格{n}</td></tr>" for n in range(5))
TABLE = (
    '<div class="captioned"><table><caption><span class="label">表1</span> 表题</caption>'
    f"<thead><tr><th>头</th><th>部</th></tr></thead><tbody>{ROWS}</tbody></table></div>"
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="120"><text y="20">画</text></svg>'
FIGURE = (
    f'<figure class="drawn"><div class="drawing-box">{DRAWING}</div>'
    '<figcaption><span class="label">图1</span> 图题</figcaption><p class="figure-note">来源</p></figure>'
)
HEADING = '<div class="tagged"><h3><span class="number">1.1</span>标题</h3></div>'
PARAGRAPH = f"<p>{'段落文字很长。' * 30}</p>"


def pages_of(pdf: bytes) -> list[str]:
    with pymupdf.open(stream=pdf) as file:  # type: ignore[no-untyped-call]  # has no types
        return [re.sub(r"\{\w+\}|\s", "", page.get_text(sort=True)) for page in file]


def swept(body: str, fonts: FontSet, heights: range = range(180, 440, 16)) -> list[list[str]]:
    """The pages' texts for a body that starts at each of the heights (CSS pixels)."""
    found = []
    for height in heights:
        filled = (
            f'<article class="chapter"><div class="body"><div style="height: {height}px">始</div>{body}</div></article>'
        )
        pages = pages_of(lay_out(filled, fonts, css=CSS + PAGE))
        found += [pages] if len(pages) > 1 else []
    assert found
    return found


@pytest.mark.parametrize(
    "body",
    [
        HEADING + PARAGRAPH,
        HEADING + TABLE,
        HEADING + FIGURE,
        f'<div class="tagged"><h2>大标题</h2></div>{HEADING}{PARAGRAPH}',
        f'{HEADING}<p class="after-head">标题</p>{TABLE}',
        f"{HEADING}<ul><li>{'项目文字很长。' * 20}</li></ul>",
    ],
)
def test_a_heading_is_never_last_on_a_page_nor_with_a_caption_alone(body: str, fonts: FontSet) -> None:
    for pages in swept(body, fonts):
        for page in pages[:-1]:
            assert not page.endswith(("标题", "表题", "头部")), pages


def test_a_drawing_keeps_its_caption(fonts: FontSet) -> None:
    for pages in swept(PARAGRAPH[:40] + "</p>" + FIGURE, fonts):
        assert any("画图1图题来源" in page for page in pages), pages


def test_heads_of_tables_are_repeated_and_a_last_row_is_not_alone(fonts: FontSet) -> None:
    split = [pages for pages in swept(TABLE, fonts) if "行0" in pages[0]]
    assert split
    for _, below in split:
        assert below.startswith("头部行")
        assert below.count("行") > 1


def test_a_row_of_six_lines_is_never_split_and_a_tall_one_is(fonts: FontSet) -> None:
    def body(lines: int) -> str:
        cell = "<td>" + "质" * 45 * lines + "</td>"
        return f"<table><tbody><tr>{cell}</tr></tbody></table>"

    for pages in swept(body(6), fonts, range(200, 440, 40)):
        assert sum("质" in page for page in pages) == 1
    assert any(all("质" in page for page in pages) for pages in swept(body(14), fonts, range(200, 300, 40)))


def test_headings_and_cells_are_not_hyphenated_but_paragraphs_are(fonts: FontSet) -> None:
    words = "documentation replication improvement measurement " * 9
    page = PAGE.replace("210mm", "120mm")
    for body in (f"<h2>{words}</h2>", f"<table><tr><td>{words}</td></tr></table>", f"<p>{words}</p>"):
        pdf = lay_out(f'<div class="body">{body}</div>', fonts, css=CSS + page, lang="en")
        assert any("-" in text for text in pages_of(pdf)) == body.startswith("<p>")
