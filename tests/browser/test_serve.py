"""The live preview in a browser: what is read stays where it is and follows the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import complaints_of
from tests.whole.test_serve import SECONDS, Preview, make_small, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CASE = "content/cases/beta/case.md"
DOCUMENT = "report/beta"
PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace; the tests edit it one after another."""
    return make_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def preview(root: Path) -> Iterator[Preview]:
    with serving(root) as preview:
        yield preview


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page; nothing may complain in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert complaints == []


def edit(root: Path, words: str) -> None:
    with (root / CASE).open("a", encoding="utf-8") as file:
        file.write(f"\n{words}\n")


def version(page: Page) -> str:
    """Of the document that the page shows, once it shows one."""
    body = page.locator("body[data-version]")
    body.wait_for()
    return body.get_attribute("data-version") or ""


def until_other(page: Page, before: str) -> None:
    expect(page.locator("body")).not_to_have_attribute("data-version", before, timeout=SECONDS * 1000)


def until_pdf(page: Page) -> None:
    """Until the frame holds a PDF."""
    handle = page.locator("iframe").element_handle()
    frame = handle.content_frame()
    assert frame
    frame.wait_for_load_state()
    assert handle.evaluate("frame => frame.contentDocument.contentType") == "application/pdf"


def test_pages_stay_where_they_are_read_and_are_drawn_anew(page: Page, preview: Preview, root: Path) -> None:
    page.goto(f"{preview.address}{DOCUMENT}#page=4")
    before = version(page)
    page.locator("main img").nth(3).scroll_into_view_if_needed()
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 1000)
    expect(page.locator("#_page")).to_have_value("5")
    page.wait_for_url("**/report/beta#page=5")
    place = page.evaluate("window.scrollY")
    assert place > 0
    edit(root, "再看一周。")
    until_other(page, before)
    assert page.evaluate("window.scrollY") == place
    sources = page.locator("main img").evaluate_all("images => images.map(image => image.src)")
    assert all(version(page) in source for source in sources)
    assert page.locator("main img").nth(4).evaluate("image => image.decode().then(() => image.naturalWidth)") >= 800


def test_the_browsers_viewer_is_opened_again_at_the_page_of_the_bar(page: Page, preview: Preview, root: Path) -> None:
    page.goto(f"{preview.address}{DOCUMENT}#page=3")
    version(page)
    page.locator("#_mode").click()
    before = version(page)
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("src", f"/pdf/{DOCUMENT}.pdf?version={before}#page=3")
    page.locator("#_page").fill("6")
    page.locator("#_page").press("Enter")
    expect(frame).to_have_attribute("src", f"/pdf/{DOCUMENT}.pdf?version={before}#page=6")
    until_pdf(page)
    edit(root, "再看两周。")
    until_other(page, before)
    expect(frame).to_have_attribute("src", f"/pdf/{DOCUMENT}.pdf?version={version(page)}#page=6")
    until_pdf(page)
    page.go_back()  # one step: frames that were opened again are not steps
    assert page.url.startswith(f"{preview.address}{DOCUMENT}#page=")


def test_a_broken_edit_is_told_above_what_was_made_before(page: Page, preview: Preview, root: Path) -> None:
    page.goto(f"{preview.address}{DOCUMENT}")
    before = version(page)
    written = (root / CASE).read_text(encoding="utf-8")
    try:
        (root / CASE).write_text(written.replace("\nid: ", "\n: [", 1), encoding="utf-8")
        expect(page.get_by_role("alert")).to_contain_text("下面仍是上一次排好的。", timeout=SECONDS * 1000)
        page.locator("#_found summary").click(timeout=SECONDS * 1000)
        expect(page.locator("#_found li.error").first).to_contain_text(f"错误 {CASE}:")
        assert version(page) == before
    finally:
        (root / CASE).write_text(written, encoding="utf-8")
    expect(page.get_by_role("alert")).to_be_hidden(timeout=SECONDS * 1000)


def test_a_page_of_the_site_is_loaded_again(page: Page, preview: Preview, root: Path) -> None:
    page.goto(f"{preview.address}site/cases/beta/index.html")
    page.get_by_role("heading", level=1).wait_for()
    edit(root, "再看三周，称一称秤砣星星。")
    page.get_by_text("称一称秤砣星星").wait_for()


@pytest.mark.parametrize("path", ["", DOCUMENT, f"{DOCUMENT}?viewer"])
def test_it_fits_a_phone_and_the_dark(page: Page, preview: Preview, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{preview.address}{path}")
    if path:
        version(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    dark = page.evaluate(PAPER if path else PAPER.replace("body", "documentElement"))
    assert max(int(part) for part in dark.removeprefix("rgb(").removesuffix(")").split(", ")) < 60
