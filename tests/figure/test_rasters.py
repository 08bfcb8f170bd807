"""Every figure is the same picture in WeasyPrint and in Chromium, compared as rasters.

Both draw the same outlines, but smooth their edges in different ways, and WeasyPrint sets text letter by letter. So
the pictures are made grey, soft and small (one pixel for sixteen), which evens out edges, and then compared: on average
less than 0.7 % of black apart, and no more than 0.2 % of the pixels apart by more than a fifth of black.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Page

from casebound.figure.palette import PAPER
from casebound.press.fonts import FontSet
from casebound.workspace.fonts import load_fonts
from tests.figure.example import examples, figure
from tests.figure.rasters import by_chromium, by_weasyprint, chromium
from tests.figure.test_kinds import NAMES

pytestmark = pytest.mark.browser

MEAN, FAR, SHARE = 1.6, 51, 0.002
"""Of 255: the mean difference; what counts as far apart; the share of pixels that may be."""
SMALLER, BLUR = 4, 2


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_fonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as opened:
        yield opened


def small(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    grey = picture.convert("L").crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(BLUR))
    return grey.resize((size[0] // SMALLER, size[1] // SMALLER), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The mean difference, and the share of pixels that are far apart."""
    size = (min(one.width, other.width), min(one.height, other.height))
    apart = ImageChops.difference(small(one, size), small(other, size))
    counts = apart.histogram()
    return ImageStat.Stat(apart).mean[0], sum(counts[FAR:]) / sum(counts)


@pytest.mark.parametrize("name", NAMES)
def test_paper_and_screen_show_the_same_picture(name: str, fonts: FontSet, page: Page) -> None:
    for lang, fence in examples(name):
        svg = str(figure(fence, lang=lang).sound.draw(PAPER))
        mean, far = difference(by_weasyprint(svg, fonts), by_chromium(svg, fonts, page))
        assert mean <= MEAN, (lang, mean)
        assert far <= SHARE, (lang, far)


def test_a_difference_would_be_seen(fonts: FontSet, page: Page) -> None:
    """Without its bars, or one label elsewhere, a chart is another picture."""
    svg = str(figure(examples("pareto")[0][1]).sound.draw(PAPER))
    whole = by_weasyprint(svg, fonts)
    without = by_chromium(svg.replace('fill="#27306b"', 'fill="none"'), fonts, page)
    moved = by_chromium(svg.replace('text-anchor="middle"', ""), fonts, page)
    assert difference(whole, without)[1] > SHARE
    assert difference(whole, moved)[1] > SHARE
