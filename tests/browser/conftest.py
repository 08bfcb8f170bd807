"""The system's browser, for all tests that look at pages in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect, sync_playwright

SECONDS = 30
"""That a page is waited for: a machine that does much else is slow, and what does not come fails all the same."""
expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("needs Chromium or Chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop in light colours."""
    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def complaints_of(page: Page) -> list[str]:
    """What the page will say on its console, and the errors of its scripts."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def failures_into(complaints: list[str]) -> Callable[[Request], None]:
    """Notes requests that failed; one that the page no longer wanted, as it was left or closed, did not."""

    def note(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{request.url}: {request.failure}")

    return note


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Look again and again until something holds."""
    for _ in range(SECONDS * 10):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def bring_to_front(page: Page) -> None:
    """Make it the window that has the keyboard: under load another one may come in front once more."""

    def has_keyboard() -> bool:
        page.bring_to_front()
        return bool(page.evaluate("document.hasFocus()"))

    wait_until(page, has_keyboard)


def has_focus(locator: Locator) -> bool:
    """Whether the keyboard is at an element of its page, whether or not its window is the front one."""
    return bool(locator.evaluate("it => it === it.ownerDocument.activeElement"))


def wait_for_focus(locator: Locator) -> None:
    """Wait until the keyboard is at an element of its page."""
    wait_until(locator.page, lambda: has_focus(locator))


def tab_to(locator: Locator) -> None:
    """Go to the first thing on a page that the keyboard reaches: Tab, and back where a slow window took two for one."""
    page = locator.page
    for _ in range(SECONDS):
        bring_to_front(page)
        is_nowhere = page.evaluate("document.activeElement === document.body")
        page.keyboard.press("Tab" if is_nowhere else "Shift+Tab")
        page.wait_for_timeout(1_000)
        if has_focus(locator):
            return
    raise AssertionError(page.evaluate("document.activeElement.outerHTML")[:200])
