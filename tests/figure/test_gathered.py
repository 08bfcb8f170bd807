"""Drawings of a page in fewer bytes: the same picture in Chromium, for every example of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from casebound.figure.gathered import gathered
from casebound.figure.palette import PAPER
from tests.figure.example import examples, figure
from tests.figure.rasters import chromium
from tests.figure.test_kinds import NAMES

SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 9 9">{}</svg>'


def test_runs_of_one_look_become_one_path_and_words_come_last() -> None:
    drawing = SVG.format(
        '<rect x="1" y="2" width="3" height="4" fill="red"/><text x="1" y="1" fill="blue">a</text>'
        '<rect x="5" y="2" width="3" height="4" fill="red"/><text x="2" y="2" fill="blue">b</text>'
        '<line x1="0" y1="1" x2="2" y2="3" stroke="red"/><line x1="4" y1="5" x2="6" y2="7" stroke="red"/>'
    )
    assert gathered(drawing) == SVG.format(
        '<path d="M1 2h3v4h-3zM5 2h3v4h-3z" fill="red"/><path d="M0 1L2 3M4 5L6 7" stroke="red"/>'
        '<g fill="blue"><text x="1" y="1">a</text><text x="2" y="2">b</text></g>'
    )


def test_dots_become_round_ends_of_nothing() -> None:
    drawing = SVG.format('<circle cx="1" cy="2" r="1.5" fill="red"/><circle cx="3" cy="4" r="1.5" fill="red"/>')
    path = '<path d="M1 2h0M3 4h0" stroke="red" stroke-width="3" stroke-linecap="round"/>'
    assert gathered(drawing) == SVG.format(path)


def test_outlines_over_a_filled_inside_stay_apart() -> None:
    """The second box covers a part of the first one's outline."""
    box = '<rect x="{}" y="1" width="4" height="4"/>'
    drawing = SVG.format("".join(box.format(x).replace("/>", ' fill="white" stroke="red"/>') for x in (1, 3)))
    assert gathered(drawing) == SVG.format(f'<g fill="white" stroke="red">{box.format(1)}{box.format(3)}</g>')


@pytest.mark.parametrize(
    "inside",
    ["<g><text>a</text></g>", '<text x="1">a<tspan>b</tspan></text>', "words", '<image href="x"/>', "<!-- c -->"],
)
def test_what_is_drawn_otherwise_stays_as_it_is(inside: str) -> None:
    assert gathered(SVG.format(inside)) == SVG.format(inside)


def test_other_drawings_and_the_page_stay_as_they_are() -> None:
    page = '<p>a</p><svg class="mark"><path d="M1 1h1" fill="red"/><path d="M2 2h1" fill="red"/></svg>'
    assert gathered(page) == page


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as opened:
        yield opened


def picture(svg: str, page: Page) -> Image.Image:
    page.set_content(f'<body style="margin:0;background:#fff">{svg}')
    return Image.open(BytesIO(page.locator("svg").screenshot())).convert("L")


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_a_gathered_drawing_is_the_same_picture(name: str, page: Page) -> None:
    """But for the smoothing of edges: no more than ten pixels differ by a quarter of black."""
    for lang, fence in examples(name):
        svg = str(figure(fence, lang=lang).sound.draw(PAPER))
        small = gathered(svg)
        assert len(small) < len(svg)
        apart = ImageChops.difference(picture(svg, page), picture(small, page)).histogram()
        assert sum(apart[64:]) <= 10, (lang, sum(apart[64:]))
