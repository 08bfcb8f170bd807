"""Search in a browser, opened from a folder: what is found, how it is shown, and what a query can never do."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from casebound.compose.site_search_terms import word_term
from casebound.compose.site_search_text import kinds_of, normal_codes, normal_text
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.write import write_artifacts
from tests.browser.conftest import complaints_of, failures_into

CHECKOUT = Path(__file__).resolve().parents[2]
HOSTILE = "<img src=x onerror=\"document.title='taken'\">停电</mark><script>document.title='taken'</script>"
ZH, EN = "search/index.html", "en/search/index.html"

pytestmark = pytest.mark.browser


def write(root: Path, folder: Path) -> Path:
    write_artifacts(folder, make_site_artifacts(load(root), ("zh-CN", "en")))
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(CHECKOUT, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(CHECKOUT / "content", root / "content")
    shutil.copy(CHECKOUT / "casebound.toml", root)
    case = root / "content/cases/outage-notice/case.md"
    lines = case.read_text("utf-8").split("\n")
    quoted = HOSTILE.replace("'", "''")
    lines = [f"title: '{quoted}'" if line.startswith("title: ") else line for line in lines]
    case.write_text("\n".join(lines), "utf-8")
    return write(root, tmp_path_factory.mktemp("site"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light", locale="zh-CN")
    page = context.new_page()
    complaints = complaints_of(page)
    page.on("requestfailed", failures_into(complaints))
    yield page
    context.close()
    assert complaints == []


def search(page: Page, query: str) -> list[str]:
    """Type it; the titles that come."""
    page.wait_for_selector(".searching.ready")
    page.fill("#_query", query)
    settle(page, query)
    return titles(page)


def settle(page: Page, query: str) -> None:
    """Until the query is answered. Not by `wait_for_function`, which the pages' policy does not let work."""
    said = json.dumps(query.strip(), ensure_ascii=False)
    page.wait_for_selector(f".searching[data-answered={said}]:not([aria-busy])")


def until(page: Page, expression: str) -> None:
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def titles(page: Page) -> list[str]:
    return page.locator(".result h2").all_text_contents()


def count(page: Page) -> str:
    return page.locator(".search-count").inner_text()


ANTENATAL = "先抽血再签到：缩短产检等候时间的门诊护理改进"


@pytest.mark.parametrize(
    "query", ["检等候时", "缩短产检", "抽血 签到", "产检, 等候", "５２.４分钟", "52.4 分钟", '"先抽血再签到：缩短"']
)
def test_any_stretch_of_chinese_is_found(site: Path, page: Page, query: str) -> None:
    page.goto((site / ZH).as_uri())
    if query == "产检, 等候":
        assert search(page, query) == []  # the comma is part of the first word, and nobody wrote it
        return
    assert search(page, query)[0] == ANTENATAL


def test_the_words_are_marked_where_they_stand_and_lead_there(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    search(page, "末端原因")
    first = page.locator(".result").first
    assert set(first.locator("mark").all_text_contents()) == {"末端原因"}
    link = first.locator(".snippets .where").first
    href = str(link.get_attribute("href"))
    link.click()
    until(page, "CSS.highlights.has('found')")
    assert page.evaluate("[...CSS.highlights.get('found')].map(String).every(words => words === '末端原因')")
    assert page.evaluate("document.querySelector('section:target, :target') !== null") == ("#" in href)
    page.go_back()
    page.wait_for_selector(".result")
    assert page.input_value("#_query") == "末端原因"


def test_every_case_that_holds_a_stretch_is_found_and_the_count_is_true(site: Path, page: Page) -> None:
    texts = _texts(site)
    chance = random.Random(7)
    page.goto((site / ZH).as_uri())
    page.wait_for_selector(".searching.ready")
    for _ in range(60):
        whole = chance.choice([text for said in texts.values() for text in said if len(text) > 12])
        length = chance.randint(2, 12)
        start = chance.randrange(len(whole) - length)
        part = whole[start : start + length].strip()
        if not any(letter.isalnum() for letter in part) or '"' in part:
            continue
        truth = {id for id, said in texts.items() if any(normal_text(part) in normal_text(text) for text in said)}
        found: dict[str, Any] = page.evaluate(
            """async query => {
              const found = await caseboundSearch.find(query);
              const held = (await Promise.all(found.cases.map(found.verify))).filter(Boolean);
              return { held: held.map(one => one.id), isExact: found.isExact, count: found.cases.length };
            }""",
            f'"{part}"',
        )
        assert set(found["held"]) == truth, part
        assert not found["isExact"] or found["count"] == len(truth), part


def _texts(site: Path) -> dict[str, list[str]]:
    """What the index says is the text of each Chinese case."""
    import zlib

    from casebound.compose.site_search_script import from_script

    texts = {}
    for path in (site / "search/data/t/zh-CN").iterdir():
        data = zlib.decompress(from_script(path.read_bytes()))
        said = json.loads(data[1:].decode("gb18030" if data[:1] == b"g" else "utf-8"))[2]
        texts[path.stem] = [text for _, heading, body, _ in said for text in (heading, body) if text]
    return texts


def test_english_words_beginnings_and_slips(site: Path, page: Page) -> None:
    page.goto((site / EN).as_uri())
    title = "Blood tests before check-in: how outpatient nurses shortened the wait at antenatal visits"
    assert search(page, "outpatient nurses")[0] == title
    assert search(page, "antena")[0] == title
    assert search(page, "tpatien")[0] == title
    assert page.locator(".search-note").is_hidden()
    assert search(page, "outpateint nurzes")[0] == title
    note = page.locator(".search-note").inner_text()
    assert note == (
        "Nothing has “outpateint”; these are results for “outpatient”. "
        "Nothing has “nurzes”; these are results for “nurses”."
    )
    assert count(page) == "1 case found"


def test_both_scripts_in_one_query(site: Path, page: Page) -> None:
    page.goto((site / EN).as_uri())
    assert len(search(page, "QC 小组")) >= 1  # pages that nobody has translated
    languages = page.locator(".result .said").evaluate_all("all => all.map(one => one.lang)")
    assert "zh-CN" in languages
    assert page.locator(".result .in-language").first.inner_text() == "in Chinese"


def test_nothing_found_is_said(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    assert search(page, "鲸鱼座") == []
    assert count(page) == "没有案例写到“鲸鱼座”。可以少写几个字再试。"
    assert search(page, "！？") == []


@pytest.mark.parametrize(
    "query", [HOSTILE, "<img onerror", "\\u0022 ${7*7} {n}", "(((", "'; --", "%E4%A", "a" * 300, "😀"]
)
def test_a_query_is_only_words(site: Path, page: Page, query: str) -> None:
    page.goto((site / ZH).as_uri())
    search(page, query)
    assert page.locator(".searching img, .searching script").count() == 0
    page.reload()
    settle(page, query)
    assert page.input_value("#_query") == query
    assert "taken" not in page.title().replace(query, "")


def test_a_title_is_only_words(hostile: Path, page: Page) -> None:
    page.goto((hostile / ZH).as_uri())
    assert HOSTILE in search(page, "onerror")
    assert page.locator(".found img, .found script").count() == 0
    assert page.title().startswith("onerror · 搜索")
    assert page.locator(".result h2 mark").first.inner_text() == "onerror"


def test_the_query_stands_in_the_address_and_the_history(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri() + "?q=%E7%AD%89%E5%80%99")
    page.wait_for_selector(".result")
    assert page.input_value("#_query") == "等候"
    search(page, "停电")
    assert page.url.endswith("?q=%E5%81%9C%E7%94%B5")
    page.go_back()
    settle(page, "等候")
    assert page.input_value("#_query") == "等候"
    assert page.locator(".result mark").first.inner_text() == "等候"


def test_the_keyboard_alone_will_do(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("原因")
    page.keyboard.press("Enter")
    page.wait_for_selector(".result")
    page.focus("#_query")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.result') === document.querySelectorAll('.result')[1]")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "_query"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.study")


def test_the_count_is_said_to_those_who_do_not_see_it(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    search(page, "原因")
    region = page.locator(".search-count")
    assert (region.get_attribute("role"), region.get_attribute("aria-live")) == ("status", "polite")
    assert region.inner_text() == "找到 10 个案例"


def test_nothing_is_looked_for_while_a_word_is_being_composed(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    page.wait_for_selector(".searching.ready")
    page.evaluate(
        """() => {
          const box = document.querySelector("#_query");
          box.value = "yuanyin";
          box.dispatchEvent(new InputEvent("input", { isComposing: true }));
        }"""
    )
    page.wait_for_timeout(300)
    assert count(page) == ""
    page.evaluate(
        """() => {
          const box = document.querySelector("#_query");
          box.value = "原因";
          box.dispatchEvent(new CompositionEvent("compositionend", { data: "原因" }));
        }"""
    )
    settle(page, "原因")
    assert count(page) == "找到 10 个案例"


def test_results_are_chosen_and_compared(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    names = {"缩短产检": "产检等候缩短近一半", "治丧登记": "治丧手续只来一趟"}  # their short titles
    for query, name in names.items():
        assert search(page, query)
        page.locator(".found").get_by_role("button", name=f"加入对比：{name}", exact=True).click()
        assert page.locator(".found").get_by_role("button", name=f"已加入对比：{name}", exact=True).is_visible()
    assert page.locator(".tray .chip").all_inner_texts() == list(names.values())
    search(page, "原因")
    chosen = page.locator('.result .compare-button[aria-pressed="true"]')
    assert chosen.count() == 2  # what is shown anew knows of the choice
    page.locator(".tray .chip").first.click()
    assert chosen.count() == 1
    page.get_by_role("button", name=f"加入对比：{names['缩短产检']}", exact=True).click()
    page.get_by_role("link", name="并排对比").click()
    page.wait_for_selector(".compared thead a")
    compared = page.locator(".compared thead th a:first-child").all_inner_texts()
    assert compared == list(reversed(names.values()))


def test_the_best_are_shown_before_the_words_of_the_others_are_there(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    page.wait_for_selector(".searching.ready")
    page.evaluate(
        """() => {
          const find = caseboundSearch.find, never = new Promise(() => {});
          caseboundSearch.find = async query => {
            const found = await find(query);
            const last = found.cases[found.cases.length - 1];
            return { ...found, verify: number => number === last ? never : found.verify(number) };
          };
        }"""
    )
    page.fill("#_query", "原因")
    page.wait_for_selector(".result")
    assert 0 < page.locator(".result").count() < 10
    assert page.locator(".searching[aria-busy]").count() == 1


def test_one_result_is_looked_for_until_there_is_one(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    page.wait_for_selector(".searching.ready")
    page.evaluate(
        """() => {
          const find = caseboundSearch.find;
          caseboundSearch.find = async query => {
            const found = await find(query), wrong = Array.from({ length: 75 }, (_, at) => 1000 + at);
            const verify = async number => {
              caseboundSearch.bytes += 9000;
              return number < 1000 ? found.verify(number) : null;
            };
            return { ...found, cases: wrong.concat(found.cases), isExact: false, verify };
          };
        }"""
    )
    assert search(page, "缩短产检") == [ANTENATAL]


@pytest.mark.parametrize("path", [ZH, EN])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_results_fit_every_screen(site: Path, browser: Browser, path: str, scheme: Any, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((site / path).as_uri())
    search(page, "原因" if path == ZH else "Pareto")
    assert titles(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_without_scripts_the_page_says_where_to_look(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.locator(".find").is_hidden()
    page.click(".to-search")
    assert page.locator(".search-form").is_hidden()
    assert "搜索要用脚本" in page.locator("noscript").inner_text()
    ways = page.locator("noscript a")
    assert ways.all_inner_texts() == ["全部案例", "按评价项"]
    for way, path in ((0, "library/index.html"), (1, "criteria/index.html")):
        ways.nth(way).click()
        assert page.url == (site / path).as_uri()
        page.go_back()
    context.close()


def test_a_browser_that_cannot_inflate_says_so(site: Path, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto((site / ZH).as_uri())
    assert count(page).startswith("这个浏览器太旧")
    assert page.locator(".search-form").is_hidden()
    context.close()


def test_a_folder_that_is_not_whole_says_so(site: Path, browser: Browser, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    shutil.rmtree(copy / "search/data/s")
    page = browser.new_page()
    page.goto((copy / ZH).as_uri())
    page.wait_for_selector(".searching.ready")
    page.fill("#_query", "原因")
    settle(page, "原因")
    assert count(page) == "搜索数据读不出来。站点的文件夹可能不完整。"
    page.close()


def test_text_is_the_same_in_python_and_in_the_browser(site: Path, page: Page) -> None:
    chance = random.Random(3)
    letters = "中文等候 aAbB1２ \u3000\u00a0。，-é㎡İΣ\u200b\ufe0f\u00ad\t가กば"
    texts = ["".join(chance.choice(letters) for _ in range(chance.randint(0, 12))) for _ in range(400)]
    codes = [code for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000 and chr(code).isprintable()]
    texts += [f"a{chr(code)}b" for code in codes if len(normal_text(chr(code))) != 1 or code < 0x3400]
    page.goto((site / ZH).as_uri())
    page.wait_for_selector(".searching.ready")
    got = page.evaluate("texts => texts.map(text => caseboundText.normal(text.normalize('NFC')).text)", texts)
    assert got == [normal_text(text) for text in texts]
    kinds = page.evaluate(
        "texts => texts.map(text => Array.from(text, one => caseboundText.kindOf(one.codePointAt(0))))", got
    )
    assert kinds == [kinds_of(normal_codes(text)).tolist() for text in got]


def test_places_lead_back_to_the_text_as_written(site: Path, page: Page) -> None:
    page.goto((site / ZH).as_uri())
    page.wait_for_selector(".searching.ready")
    text = "面积 12㎡，ＱＣ小组 用了 39.3 分钟"
    got = page.evaluate(
        "([text, phrases]) => caseboundText.placesOf(text, phrases).map(([start, end]) => text.slice(start, end))",
        [text, ["12m", "qc小组", "用了39", "3分"]],
    )
    assert got == ["12㎡", "ＱＣ小组", "用了 39", "3 分"]
    assert (
        word_term("qc")
        == (1 << 48) + ((7 * 131 + 113) * 131 + 99) % 16777213 * 2**24 + ((11 * 257 + 113) * 257 + 99) % 16777199
    )
