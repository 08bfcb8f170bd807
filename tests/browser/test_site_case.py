"""The page of a case in a browser: self-test, contents, citation, review, print, phone, without scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.write import write_artifacts
from tests.browser.test_site import CONTRAST
from tests.figure.example import examples
from tests.figure.test_kinds import NAMES

CHECKOUT = Path(__file__).resolve().parents[2]
CASE = "cases/antenatal-waiting/index.html"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two cases, one of them past its review only where the test says so."""
    root, folder = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("site")
    shutil.copytree(CHECKOUT / "content" / "frameworks", root / "content" / "frameworks")
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", root / "content")
    for case in ("antenatal-waiting", "outage-notice"):
        shutil.copytree(CHECKOUT / "content" / "cases" / case, root / "content" / "cases" / case)
    (root / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    write_artifacts(folder, make_site_artifacts(load(root), ("zh-CN", "en")))
    return folder


def opened(site: Path, context: BrowserContext, path: str = CASE) -> Page:
    page = context.new_page()
    page.goto((site / path).as_uri())
    return page


# Self-test


def answer(page: Page, number: int, word: str) -> None:
    page.locator(".self-test > li").nth(number).get_by_label(word, exact=True).check()


QUESTIONS = (
    "叫号系统能按环节导出取号、叫号时间，或能人工连续记录一周",
    "检验单可以提前开立并在检验系统里保留到指定日期",
    "产科医生同意按预约段叫号，并在本次产检结束时开下次的单",
    "抽血窗口的人员可以错班",
)


def test_the_self_test_says_in_words_what_is_in_place_and_what_to_solve_first(
    site: Path, context: BrowserContext
) -> None:
    page = opened(site, context)
    result = page.locator(".self-test-result")
    assert result.inner_text() == "4 项，还没有答。答案只存在这台设备的浏览器里。"
    answer(page, 0, "具备")
    answer(page, 1, "部分")
    answer(page, 2, "没有")
    assert result.inner_text() == f"4 项具备 1 项。先解决：{QUESTIONS[2]}；{QUESTIONS[1]}。还有 1 项没答。"
    for number in range(4):
        answer(page, number, "具备")
    assert result.inner_text() == "4 项全部具备，可以开始。"


def test_answers_are_remembered_in_both_languages_until_they_are_cleared(site: Path, context: BrowserContext) -> None:
    page = opened(site, context)
    answer(page, 0, "具备")
    answer(page, 3, "没有")
    english = opened(site, context, f"en/{CASE}")
    assert english.locator(".self-test-result").inner_text() == (
        "1 of 4 in place. To be solved first: Phlebotomy staff can work staggered shifts. 2 still open."
    )
    page.reload()
    assert page.locator(".self-test input:checked").count() == 2
    page.get_by_role("button", name="清空").click()
    page.reload()
    assert page.locator(".self-test input:checked").count() == 0


def test_what_somebody_else_has_put_into_the_storage_breaks_nothing(site: Path, context: BrowserContext) -> None:
    page = opened(site, context)
    key = page.locator(".self-test").get_attribute("data-key")
    for kept in ("no json", "3", '{"a":1}', '[["x"],{},null,"yes","yes"]'):
        page.evaluate("([key, kept]) => localStorage.setItem('casebound-self-test.' + key, kept)", [key, kept])
        page.reload()
        answer(page, 0, "具备")
        assert page.locator(".self-test-result").inner_text().startswith("4 项具备")


def test_the_questions_work_from_the_keyboard(site: Path, context: BrowserContext) -> None:
    page = opened(site, context)
    page.locator(".self-test input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert page.locator(".self-test input:checked").get_attribute("value") == "partly"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li').querySelector('p').id") == "_need-2"


# Contents


def test_the_contents_mark_the_section_being_read(site: Path, context: BrowserContext) -> None:
    page = opened(site, context)
    marked = page.locator(".contents a[aria-current]")
    assert marked.count() == 0
    for id, name in (("survey", "现状调查"), ("_replication", "照着做需要什么"), ("_publication", "关于这个案例")):
        page.locator(f"[id='{id}']").evaluate("place => place.scrollIntoView()")
        page.wait_for_function(
            "name => document.querySelector('.contents [aria-current]')?.textContent === name", arg=name
        )
        assert marked.count() == 1
    box = page.locator(".contents").bounding_box()
    assert box
    assert 0 <= box["y"] < 100  # it has stayed in sight


def test_on_a_phone_the_contents_are_folded_until_they_are_asked_for(site: Path, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((site / CASE).as_uri())
    link, button = page.locator(".contents a").first, page.get_by_role("button", name="目录")
    assert link.is_hidden()
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    assert link.is_visible()
    assert button.get_attribute("aria-expanded") == "true"


# Citation and review


def test_the_citation_is_copied(site: Path, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(site, context)
    page.get_by_role("button", name="复制").click()
    page.get_by_role("button", name="已复制").wait_for()
    citation = page.locator(".citation").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == citation
    assert citation.startswith("云汀市妇幼保健院晨露小组. 先抽血再签到")


@pytest.mark.parametrize(("day", "is_shown"), [("2028-03-31", False), ("2028-04-01", True)])
def test_a_browser_says_when_the_review_is_overdue(
    site: Path, context: BrowserContext, day: str, is_shown: bool
) -> None:
    page = context.new_page()
    page.clock.set_fixed_time(f"{day}T12:00:00")
    page.goto((site / CASE).as_uri())
    assert page.get_by_text("这个案例应在2028年3月31日前复核").is_visible() is is_shown


# Everywhere


@pytest.mark.parametrize("path", [CASE, f"en/{CASE}", CASE.replace("index", "replicate/index")])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads_and_nothing_runs_over(
    site: Path, context: BrowserContext, path: str, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {"
        " if (!entry.hadRecentInput) window.moved += entry.value; })).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto((site / path).as_uri())
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_the_page_is_whole(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = opened(site, context)
    assert page.locator(".contents a").first.is_visible()
    assert page.locator(".contents-fold").is_hidden()
    assert page.locator(".self-test > li p").all_inner_texts() == list(QUESTIONS)
    answer(page, 0, "具备")
    answer(page, 1, "没有")
    assert page.locator(".self-test input:checked").count() == 2
    assert page.locator(".self-test-result").is_hidden()
    assert page.get_by_role("button", name="复制").count() == 0
    page.get_by_role("link", name="打印复制清单").first.click()
    assert page.url.endswith("/replicate/index.html")
    context.close()


def test_the_pack_is_printed_on_white_a4_without_what_belongs_to_the_screen(site: Path, browser: Browser) -> None:
    context = browser.new_context(color_scheme="dark")
    page = opened(site, context, CASE.replace("index", "replicate/index"))
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, format="A4", print_background=True)) as document:
        assert len(document) == 3
        assert [round(side * 25.4 / 72) for side in document[0].get_size()] == [210, 297]
        words = "".join(page.get_textpage().get_text_range() for page in document)
        picture = document[0].render(scale=0.3).to_pil().convert("L")
    assert "先决条件" in words and "谁解决" in words
    for screen in ("深色", "浅色", "English", "Word 文件", "Cookie"):
        assert screen not in words
    assert picture.getpixel((2, 2)) == 255
    context.close()


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one case that shows every example of every kind of figure."""
    root, folder = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("gallery")
    fences = [fence for name in NAMES for lang, fence in examples(name) if lang == "zh-CN"]
    case = root / "content" / "cases" / "gallery"
    case.mkdir(parents=True)
    front = (
        "id: gallery\ntitle: 图\nlang: zh-CN\nframework: service-star-demo\nroute: qc-problem-solving\n"
        "subject: {kind: team, name: 小组, organization: 单位}\nindustry: retail\nperiod: 2024-01/2024-12\n"
        "publication: {consent: yes, visibility: public}\n"
    )
    (case / "case.md").write_text(f"---\n{front}---\n\n## 图\n\n" + "\n\n".join(fences), "utf-8")
    shutil.copytree(CHECKOUT / "content" / "frameworks", root / "content" / "frameworks")
    (root / "casebound.toml").write_text('[name]\nzh-CN = "一"\n', "utf-8")
    write_artifacts(folder, make_site_artifacts(load(root), ("zh-CN",)))
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_every_figure_stand_out_in_both_themes(gallery: Path, browser: Browser, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = opened(gallery, context, "cases/gallery/index.html")
    assert page.locator("figure.drawn svg").count() > 50
    assert page.evaluate(CONTRAST) == []
    context.close()
