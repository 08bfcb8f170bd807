"""The site in a browser, opened from a folder: nothing runs over, breaks or needs a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FloatRect

from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.write import write_artifacts
from tests.browser.conftest import failures_into

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = (
    "index.html",
    "about/index.html",
    "library/index.html",
    "criteria/index.html",
    "criteria/service-star-demo/5.3.2/index.html",
    "map/index.html",
    "compare/index.html",
    "cases/farewell-one-visit/index.html",
    "cases/alteration-desk/index.html",
    "en/index.html",
    "en/cases/antenatal-waiting/index.html",
    "en/cases/outage-notice/index.html",
)
WIDTHS = (360, 390, 768, 1024, 1280, 1440)
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(21, 23, 28)"
"""Of paper: white in tokens.css, #15171c in the site's dark theme."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_artifacts(folder, make_site_artifacts(load(CHECKOUT), ("zh-CN", "en")))
    return folder


PAPER = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize("page_path", PAGES)
def test_a_page_opens_from_a_folder_without_complaints_and_without_other_hosts(
    site: Path, context: BrowserContext, page_path: str
) -> None:
    page = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", failures_into(complaints))
    page.on("request", lambda request: requests.append(request.url))
    page.goto((site / page_path).as_uri())
    assert complaints == []
    assert {url.partition(":")[0] for url in requests} == {"file"}
    assert page.evaluate(PAPER) == LIGHT


@pytest.mark.parametrize("page_path", PAGES)
def test_no_page_scrolls_sideways(site: Path, context: BrowserContext, page_path: str) -> None:
    page = context.new_page()
    page.goto((site / page_path).as_uri())
    widest = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        widest[width] = page.evaluate("document.documentElement.scrollWidth")
    assert widest == {width: width for width in WIDTHS}


def test_tables_scroll_inside_their_own_frame(site: Path, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto((site / "cases/antenatal-waiting/index.html").as_uri())
    frame = page.locator("#tbl-causes")
    assert frame.evaluate("box => box.scrollWidth > box.clientWidth && box.getBoundingClientRect().right <= 360")


def test_the_criterion_stands_in_the_outer_margin_and_on_a_phone_above_its_heading(
    site: Path, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto((site / "cases/antenatal-waiting/index.html").as_uri())
    tag, heading = page.locator("#survey .tags"), page.locator("#survey h2")
    assert tag.inner_text().split() == ["评价项", "5.2.2", "问题导向"]

    def boxes() -> tuple[FloatRect, FloatRect]:
        first, second = tag.bounding_box(), heading.bounding_box()
        assert first
        assert second
        return first, second

    margin, text = boxes()
    assert margin["x"] + 100 < text["x"]
    assert margin["y"] == pytest.approx(text["y"], abs=2)
    page.set_viewport_size({"width": 390, "height": 800})
    margin, text = boxes()
    assert margin["x"] == text["x"]
    assert margin["y"] + margin["height"] <= text["y"] + 1


def test_the_theme_follows_the_system_until_the_reader_chooses_and_is_remembered(
    site: Path, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    button = page.get_by_role("button", name="深色")
    assert page.evaluate(PAPER) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == DARK
    page.get_by_role("button", name="浅色").click()
    assert page.evaluate(PAPER) == LIGHT
    button.click()
    page.emulate_media(color_scheme="light")
    assert page.evaluate(PAPER) == DARK
    page.reload()
    assert page.evaluate(PAPER) == DARK


def test_pages_are_whole_without_scripts(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.locator(".entry").count() == 10
    assert page.locator("button.theme").is_hidden()
    page.get_by_role("link", name="产检等候缩短近一半").click()
    assert page.url.endswith("/cases/antenatal-waiting/index.html")
    assert page.get_by_role("heading", level=1).is_visible()
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/cases/antenatal-waiting/index.html")
    context.close()


def test_the_keyboard_skips_to_the_content(site: Path, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto((site / "cases/outage-notice/index.html").as_uri())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    box = skip.bounding_box()
    assert skip.evaluate("link => link === document.activeElement")
    assert box
    assert box["y"] >= 0
    assert skip.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "_main"


CONTRAST = """() => {
  const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = color => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.documentElement).backgroundColor);
  // What a word in a drawing stands on: the last filled shape before it that holds its middle.
  const ground = text => {
    const svg = text.closest('svg'), box = text.getBBox(), point = svg.createSVGPoint();
    point.x = box.x + box.width / 2;
    point.y = box.y + box.height / 2;
    const under = [...svg.querySelectorAll('rect, circle, polygon, path')].filter(shape =>
      shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING
      && getComputedStyle(shape).fill !== 'none' && shape.isPointInFill(point));
    return under.length ? luminance(getComputedStyle(under.at(-1)).fill) : paper;
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim()) continue;
    if (element.closest('script, title, desc, .unseen, .skip, [aria-hidden]')) continue;
    const style = getComputedStyle(element);
    const ink = luminance(element.closest('svg') ? style.fill : style.color);
    const behind = element.closest('svg') ? ground(element) : paper;
    const ratio = (Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05);
    if (ratio < 4.5) low.push(`${element.getAttribute('class')} ${element.textContent} ${ratio.toFixed(2)}`);
  }
  return [...new Set(low)];
}"""
"""WCAG 2.2, relative luminance and contrast ratio (1.4.3)."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "page_path",
    [
        "index.html",
        "cases/farewell-one-visit/index.html",
        "about/index.html",
        "library/index.html",
        "criteria/index.html",
        "criteria/service-star-demo/5.3.2/index.html",
        "map/index.html",
    ],
)
def test_text_stands_out_from_the_paper(site: Path, context: BrowserContext, page_path: str, scheme: str) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto((site / page_path).as_uri())
    assert page.evaluate(CONTRAST) == []
