"""The page of findings: all that was found, nothing of it obeyed, in the colours of the house, on every screen."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from casebound.check.report.html_page import render_html
from casebound.check.report.html_style import STYLE
from casebound.text.finding import Finding, Severity
from casebound.text.fix import replacement
from casebound.text.localized import phrase
from casebound.text.source import Source
from tests.check.report.sample import SAMPLE

CHECKOUT = Path(__file__).resolve().parents[3]
VOID = ("meta", "wbr")


class Page(HTMLParser):
    """Elements in order with their attributes, the text of each kind, and whether all were closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data


@pytest.fixture(params=["zh-CN", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(render_html(SAMPLE, request.param))


def test_every_element_is_closed_and_known(page: Page) -> None:
    assert page.open == []
    assert {tag for tag, _ in page.elements} == {
        *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "article", "footer"),
        *("h1", "h2", "h3", "p", "ul", "ol", "li", "a", "div", "span", "b", "code", "mark", "del", "ins", "wbr"),
    }


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    attributes = {name for _, attrs in page.elements for name in attrs}
    assert attributes == {
        *("lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "aria-label", "translate")
    }
    links = [attrs["href"] or "" for tag, attrs in page.elements if tag == "a"]
    assert links == ["#file-1", "#file-2", "#file-3"]
    assert not re.search(r"url\(|@import", STYLE)


def test_each_finding_is_an_article_with_its_message() -> None:
    page = Page(render_html(SAMPLE, "en"))
    kinds = [attrs["class"] for tag, attrs in page.elements if tag == "article"]
    assert kinds == [item.severity.value for item in SAMPLE]
    assert page.texts["h3"][:6] == [item.message.to("en") for item in SAMPLE[:6]]
    assert page.texts["h2"] == [
        "content/cases/wait/case.md",
        "content/cases/a \"b\" 'c',d:e%/<i>�[31m.md",
        "content/cases/empty",
    ]


def test_what_is_meant_is_marked_and_what_changes_is_shown() -> None:
    page = Page(render_html(SAMPLE[:3], "en"))
    assert page.texts["mark"] == ["：", "|", "minimum: 60", "18.6", "26.8"]
    assert page.texts["del"] == ["：", "18.6"]
    assert page.texts["ins"] == [": ", "18.2"]


def test_a_finding_is_told_whole() -> None:
    source = Source(path="a/case.md", text="title：等候")
    item = Finding(
        rule="colon",
        severity=Severity.ERROR,
        message=phrase("冒号是全角的", "full-width"),
        span=source.span(5, 6),
        hint=phrase("改 & 存", "mend"),
        fix=replacement(source.span(5, 6), ": ", phrase("改成半角", "Change"), is_safe=True),
        field="title",
    )
    said = render_html([item], "zh-CN")
    assert said[said.index("<body>") : said.index("<footer>")] == (
        "<body>\n<header>\n<h1>检查结果</h1>\n"
        '<ul class="counts">\n'
        '<li class="error"><b>1</b> 个错误</li>\n'
        '<li class="none"><b>0</b> 个警告</li>\n'
        '<li class="none"><b>0</b> 条建议</li>\n'
        "</ul>\n"
        '<ul class="mendable">\n'
        '<li>可自动修复 1 个 <code class="command">casebound check --fix</code></li>\n'
        "</ul>\n</header>\n<main>\n"
        '<section id="file-1">\n<h2>a/<wbr>case.md</h2>\n'
        '<article class="error">\n'
        '<p class="what"><b>错误</b> <code>colon</code> <span class="at">1:6</span> '
        '<span class="field">title</span></p>\n'
        "<h3>冒号是全角的</h3>\n"
        '<div class="line"><span>1</span><code translate="no">title<mark>：</mark>等候</code></div>\n'
        '<p class="hint"><b>提示</b> <span>改 &amp; 存</span></p>\n'
        '<p class="fix"><b>可自动修复</b> <span>改成半角</span> '
        '<code class="command">casebound check --fix</code></p>\n'
        '<div class="line removed"><span>−</span><code translate="no">title<del>：</del>等候</code></div>\n'
        '<div class="line added"><span>+</span><code translate="no">title<ins>: </ins>等候</code></div>\n'
        "</article>\n</section>\n</main>\n"
    )


def test_no_findings_are_said_in_words() -> None:
    page = Page(render_html([], "zh-CN"))
    assert page.texts["p"] == ["没有发现问题。"]
    assert "main" not in page.texts


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", css))


def test_the_colours_are_those_of_the_house() -> None:
    light, dark = STYLE.split("@media screen and (prefers-color-scheme: dark)")
    house = colours((CHECKOUT / "templates" / "tokens.css").read_text(encoding="utf-8"))
    assert colours(light) == {name: colour for name, colour in house.items() if not name.startswith("--tint")}
    site = (CHECKOUT / "site" / "assets" / "site.css").read_text(encoding="utf-8")
    drawn = {name for name in colours(site) if name.startswith("--tint")}  # areas of drawings, of which it has none
    assert colours(dark) == {name: colour for name, colour in colours(site).items() if name not in drawn} != {}


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_fits_every_screen_without_a_complaint(lang: str, tmp_path: Path) -> None:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("needs Chromium or Chrome")
    long = Source(path="content/" + "x" * 200, text="y" * 5000)
    item = Finding(rule="z" * 60, severity=Severity.ERROR, message=phrase("长" * 90, "w" * 90), span=long.span(0, 5000))
    file = tmp_path / "findings.html"
    file.write_text(render_html([*SAMPLE, item], lang), encoding="utf-8")
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(file.as_uri())
        widths = {}
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            widths[width] = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert widths == {width: width for width in widths}
    assert complaints == []
