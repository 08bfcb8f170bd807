"""The pages about the collection in a browser, opened from a folder: facets, address, comparison, keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.write import write_artifacts
from tests.browser.conftest import complaints_of

CHECKOUT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.browser

BAD = '"><img src=x onerror="document.title=\'bad\'">&lt;b&gt;'
INDUSTRIES = ("retail", "airline", "power-grid", "sanitation")
METHODS = ("pareto", "fishbone", "survey", "five-whys", "control-chart")


def case_of(number: int) -> dict[str, Any]:
    """What the case of that number says, by a rule that a person can follow."""
    methods = [method for place, method in enumerate(METHODS) if number % (place + 2) == 0]
    if number == 7:
        methods += [f"tag-{tag}" for tag in range(5000)]
    title = {3: BAD, 5: "很长的题目" * 60}.get(number, f"案例{number:03}")
    return {
        "id": f"case-{number:03}",
        "title": title,
        "industry": INDUSTRIES[number % 4],
        "methods": methods,
        "year": 2020 + number % 3,
        "route": ("pdca", "dmaic")[number % 2],
    }


CASES = [case_of(number) for number in range(100)]


def front(case: dict[str, Any]) -> str:
    matter = {
        "id": case["id"],
        "title": case["title"],
        "short_title": case["title"],
        "summary": f"摘要 {case['title']}",
        "lang": "zh-CN",
        "framework": "saq-0008-2024",
        "industry": case["industry"],
        "methods": case["methods"],
        "route": case["route"],
        "subject": {"kind": "team", "name": "组", "organization": f"单位{case['id']}"},
        "period": f"2019-01/{case['year']}-06",
        "replication": {"preconditions": [BAD], "core_elements": ["核心"]},
        "publication": {"consent": True, "visibility": "public", "license": "CC0-1.0", "version": "1.0.0"},
    }
    return yaml.safe_dump(matter, allow_unicode=True, width=10_000)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    (root / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "Many"\nzh-CN = "多"\n', "utf-8")
    for case in CASES:
        folder = root / "content/cases" / case["id"]
        folder.mkdir(parents=True)
        text = "## 用户 {#users criterion=5.2.1}\n\n等了很久。\n"
        (folder / "case.md").write_text(f"---\n{front(case)}---\n\n{text}", "utf-8")
    folder = tmp_path_factory.mktemp("site")
    write_artifacts(folder, make_site_artifacts(load(root), ("zh-CN", "en")))
    return folder


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    return complaints_of(page)


def address(site: Path, path: str) -> str:
    name, _, query = path.partition("?")
    return (site / name).as_uri() + (f"?{query}" if query else "")


def expected(**chosen: Any) -> list[str]:
    """The ids of the cases that meet all conditions, counted here and nowhere else."""
    found = CASES
    for key, wanted in chosen.items():
        if key == "methods":
            found = [case for case in found if set(wanted) <= set(case["methods"])]
        else:
            found = [case for case in found if case[key] in wanted]
    return [case["id"] for case in found]


def shown(page: Page) -> int:
    text = page.locator(".shelf-count").inner_text()
    match = re.search(r"(\d+) 个案例", text)
    return int(match[1]) if match else 0


def facet(page: Page, name: str) -> Any:
    return page.locator("details.facet", has=page.locator("summary", has_text=re.compile(f"^{name}$")))


def counts(page: Page, name: str) -> dict[str, str]:
    rows = facet(page, name).locator("li label")
    return {
        row.locator("input").get_attribute("value") or "": row.locator(".facet-count").inner_text()
        for row in rows.all()
    }


def choose(page: Page, name: str, value: str) -> None:
    box = facet(page, name).locator(f'input[value="{value}"]')
    if not box.is_visible():
        facet(page, name).locator("summary").click()
    box.click()


def test_counts_are_those_that_choosing_gives(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html"))
    assert shown(page) == 100
    for industry, count in counts(page, "行业").items():
        assert int(count) == len(expected(industry=[industry]))
    choose(page, "方法", "pareto")
    assert shown(page) == len(expected(methods=["pareto"])) == 50
    for method in METHODS[1:]:
        assert int(counts(page, "方法")[method]) == len(expected(methods=["pareto", method]))
    choose(page, "方法", "fishbone")
    assert shown(page) == len(expected(methods=["pareto", "fishbone"])) == 17
    for industry, count in counts(page, "行业").items():
        assert int(count) == len(expected(methods=["pareto", "fishbone"], industry=[industry]))


def test_of_a_facet_with_one_value_a_case_any_chosen_one_will_do(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html?industry=retail&method=pareto"))
    one, two = (
        expected(industry=["retail"], methods=["pareto"]),
        expected(industry=["retail", "power-grid"], methods=["pareto"]),
    )
    assert shown(page) == len(one)
    assert counts(page, "行业")["power-grid"] == f"+{len(two) - len(one)}"
    choose(page, "行业", "power-grid")
    assert shown(page) == len(two)


def test_the_address_keeps_the_choice_and_back_undoes_it(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html"))
    choose(page, "行业", "airline")
    choose(page, "方法", "fishbone")
    page.locator(".sorting select").select_option("name")
    assert page.url.endswith("library/index.html?industry=airline&method=fishbone&sort=name")
    count = len(expected(industry=["airline"], methods=["fishbone"]))
    assert shown(page) == count
    names = page.locator(".entry h3").all_inner_texts()
    assert len(names) == count
    page.go_back()
    page.go_back()
    expect(page.locator(".shelf-count")).to_have_text(f"{len(expected(industry=['airline']))} 个案例")
    page.go_back()
    expect(page.locator(".shelf-count")).to_have_text("100 个案例")
    page.go_forward()
    page.go_forward()
    expect(page.locator(".shelf-count")).to_have_text(f"{count} 个案例")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".shelf-count")).to_have_text(f"{count} 个案例")
    assert other.locator(".chip").all_inner_texts() == ["airline", "因果图"]


def test_a_chip_takes_a_choice_back_and_one_button_all(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html?industry=retail&method=pareto&route=pdca"))
    page.get_by_role("button", name="去掉 行业 retail").click()
    assert shown(page) == len(expected(methods=["pareto"], route=["pdca"]))
    page.get_by_role("button", name="全部去掉").click()
    assert shown(page) == 100
    assert page.url.endswith("library/index.html")


def test_pages_go_on_and_keep_the_choice(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html?method=pareto"))
    first = page.locator(".entry h3").all_inner_texts()
    page.get_by_role("link", name="下一页").click()
    page.wait_for_function("document.querySelector('.entries').start === 25")
    second = page.locator(".entry h3").all_inner_texts()
    page.get_by_role("link", name="第 3 页").click()
    page.wait_for_function("document.querySelector('.entries').start === 49")
    third = page.locator(".entry h3").all_inner_texts()
    assert page.url.endswith("?method=pareto&page=3")
    assert len(set(first + second + third)) == 50
    assert page.evaluate("document.activeElement.className") == "shelf-count"


def test_what_the_page_shows_at_first_is_what_scripts_would_show(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html"))
    written = page.locator(".entries").inner_text()
    choose(page, "行业", "retail")
    choose(page, "行业", "retail")
    expect(page.locator(".shelf-count")).to_have_text("100 个案例")
    assert page.locator(".entries").inner_text() == written


def test_five_thousand_values_can_be_found_and_unfolded(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html"))
    methods = facet(page, "方法")
    assert methods.locator("li").count() == 6
    methods.locator(".facet-more").click()
    assert methods.locator("li").count() == 60
    methods.get_by_role("searchbox").fill("TAG-4321")
    assert methods.locator(".facet-name").all_inner_texts() == ["tag-4321"]
    methods.locator("input[type=checkbox]").click()
    assert shown(page) == 1
    assert page.locator(".entry h3").inner_text() == "案例007"
    methods.get_by_role("searchbox").fill("no such thing")
    expect(methods.locator(".facet-none")).to_have_text("没有这样的选项。")


def test_values_that_are_not_there_are_said_and_left_out(site: Path, page: Page) -> None:
    page.goto(address(site, f"library/index.html?industry={quote(BAD)}&industry=__proto__&sort=%22%5D&page=-3"))
    assert shown(page) == 100
    assert BAD in page.locator(".unknown").inner_text()
    assert page.locator("img").count() == 0
    assert page.title().startswith("案例库")
    page.goto(address(site, "library/index.html?industry=retail&industry=retail&page=99"))
    expect(page.locator(".shelf-count")).to_have_text(re.compile("^25 个案例"))


def test_hostile_titles_are_words_wherever_they_stand(site: Path, page: Page, complaints: list[str]) -> None:
    page.goto(address(site, "library/index.html?sort=name"))
    page.goto(address(site, "library/index.html?year=2020&industry=sanitation"))
    entry = page.locator(".entry", has=page.locator("h3", has_text="img src"))
    assert entry.locator("h3").inner_text() == BAD
    entry.get_by_role("button").click()
    assert page.locator(".tray .chip").inner_text() == BAD
    page.goto(address(site, "compare/index.html?cases=case-003,case-005"))
    assert page.locator(".compared thead th a:first-child").first.inner_text() == BAD
    assert page.locator('tr[data-row="preconditions"] td').first.inner_text() == BAD
    assert page.locator("img").count() == 0
    assert complaints == []


def test_the_library_works_by_keyboard(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html"))
    box = facet(page, "行业").locator('input[value="airline"]')
    box.focus()
    page.keyboard.press("Space")
    assert shown(page) == 25
    assert page.evaluate("document.activeElement.value") == "airline"
    page.keyboard.press("Space")
    assert shown(page) == 100
    summary = facet(page, "完成年份").locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.url.endswith("?year=2022")
    assert page.locator(".shelf-count").get_attribute("role") == "status"


def test_a_choice_loads_cards_and_nothing_else(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html"))
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    choose(page, "行业", "airline")
    page.wait_for_function("document.querySelectorAll('.entry').length === 24")
    assert {re.sub(r"\d+", "N", name) for name in loaded} - {"mark.svg"} == {"cards-N.js"}


def test_nothing_moves_while_the_library_opens(site: Path, page: Page) -> None:
    page.add_init_script(
        "window.shifts = [];"
        "new PerformanceObserver(list => list.getEntries().forEach(entry => shifts.push(entry.value)))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for path in ("library/index.html", "library/index.html?industry=retail", "index.html", "map/index.html"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address(site, path))
            page.wait_for_timeout(300)
            assert sum(page.evaluate("shifts")) < 0.02, (path, width)


# Without scripts


def test_without_scripts_every_case_can_be_reached(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, "index.html"))
    page.get_by_role("navigation", name="网站导航").get_by_role("link", name="案例").click()
    found: set[str] = set()
    while True:
        found.update(
            re.sub(r".*cases/([^/]+)/.*", r"\1", link.get_attribute("href") or "")
            for link in page.locator(".entry h3 a").all()
        )
        onward = page.get_by_role("link", name="下一页")
        if not onward.count():
            break
        onward.click()
    assert found == {case["id"] for case in CASES}
    assert page.locator(".sorting, .facets, .tray, .compare-button").locator("visible=true").count() == 0
    page.goto(address(site, "library/index.html"))
    assert page.get_by_text("筛选需要浏览器运行脚本").is_visible()
    page.goto(address(site, "compare/index.html?cases=case-001,case-002"))
    assert page.get_by_text("并排对比需要浏览器运行脚本").is_visible()
    context.close()


# Gap map and criteria


def test_a_cell_of_the_map_opens_the_cases_it_counts(site: Path, page: Page) -> None:
    page.goto(address(site, "map/index.html"))
    row = page.locator("tr", has=page.get_by_role("rowheader", name="排列图"))
    head = [text.split()[0] for text in page.locator(".gap-table thead th").all_inner_texts()]
    place = head.index("retail")
    count = len(expected(industry=["retail"], methods=["pareto"]))
    cell = row.locator("th, td").nth(place)
    assert cell.inner_text().split()[:2] == [str(count), "例"]
    cell.get_by_role("link").click()
    expect(page.locator(".shelf-count")).to_have_text(f"{count} 个案例")
    assert page.locator(".chip").all_inner_texts() == ["retail", "排列图"]


def test_an_answer_leads_to_its_place_in_the_text(site: Path, page: Page) -> None:
    page.goto(address(site, "criteria/index.html"))
    page.get_by_role("link", name="5.2.1 聚焦用户").click()
    page.locator(".excerpt a").first.click()
    assert page.url.endswith("#users")
    expect(page.locator("#users")).to_have_count(1)


# Side by side


def add(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.locator(".compare-button").nth(number).click()


def test_two_to_four_cases_are_compared_and_a_fifth_is_refused(site: Path, page: Page) -> None:
    page.goto(address(site, "library/index.html"))
    assert page.locator(".tray").is_hidden()
    add(page, 0)
    assert page.locator(".tray-said").inner_text() == "再选一个就可以对比。"
    assert page.locator(".tray-go a").is_hidden()
    add(page, 1, 2, 3, 4)
    assert page.locator(".tray li").count() == 4
    assert page.locator(".tray-said").inner_text() == "最多对比 4 个。先去掉一个，再加入。"
    assert page.locator(".compare-button").nth(4).get_attribute("aria-pressed") == "false"
    names = page.locator(".entry h3").all_inner_texts()[:4]
    page.goto(address(site, "criteria/saq-0008-2024/5.2.1/index.html"))
    assert page.locator(".tray .chip").all_inner_texts() == names
    page.get_by_role("link", name="并排对比").click()
    assert re.search(r"compare/index\.html\?cases=(case-\d+,){3}case-\d+$", page.url)
    expect(page.locator(".compared thead th a:first-child")).to_have_text(names)
    rows = page.locator(".compared tbody tr").locator("visible=true")
    assert {row.locator("td").count() for row in rows.all()} == {4}
    assert page.locator(".tray").is_hidden()


def test_the_comparison_marks_rows_that_differ(site: Path, page: Page) -> None:
    page.goto(address(site, "compare/index.html?cases=case-000,case-004"))

    def marked(row: str) -> bool:
        return page.locator(f'tr[data-row="{row}"] .differs').is_visible()

    expect(page.locator('tr[data-row="industry"] td')).to_have_text(["retail", "retail"])
    assert not marked("industry")
    assert page.locator('tr[data-row="period"] td').all_inner_texts() == ["2019年1月—2020年6月", "2019年1月—2021年6月"]
    assert marked("period")
    assert marked("methods")
    assert not marked("core")
    assert page.locator('tr[data-row="region"]').is_hidden()  # nobody says


def test_cases_are_taken_from_a_comparison_by_address(site: Path, page: Page) -> None:
    page.goto(address(site, "compare/index.html?cases=case-001,case-002,case-003"))
    page.get_by_role("link", name="去掉 案例002").click()
    assert page.url.endswith("?cases=case-001,case-003")
    expect(page.locator(".compared thead th a:first-child")).to_have_count(2)
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("en/compare/index.html?cases=case-001,case-003")
    assert page.locator(".compared thead th a:first-child").first.get_attribute("lang") == "zh-CN"


def test_ids_that_are_not_there_are_said_and_never_markup(site: Path, page: Page, complaints: list[str]) -> None:
    bad = "<img src=x onerror=alert(1)>"
    ids = ",".join(quote(id) for id in (bad, "__proto__", "../../etc/passwd", "case-001", "case-002"))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address(site, f"compare/index.html?cases={ids}"))
    expect(page.locator(".comparison-said")).to_contain_text(f"没有编号为“{bad}”的案例")
    said = page.locator(".comparison-said").inner_text()
    for words in ("多于 4 个案例", "“__proto__”", "“../../etc/passwd”", "选两到四个案例才能对比"):
        assert words in said
    assert page.locator("img").count() == 0
    assert complaints == []
    assert all(re.search(r"/(assets/[a-z.-]+|index\.html\?.*|\d+\.js|[a-z]+\.svg)$", url) for url in requests)


def test_what_is_kept_of_a_choice_is_checked_before_it_is_shown(site: Path, page: Page, complaints: list[str]) -> None:
    page.goto(address(site, "library/index.html"))
    key = page.evaluate(
        "add => { document.querySelector('.compare-button').click(); return Object.keys(localStorage)[0]; }"
    )
    assert key.startswith("casebound-compare file:///")
    for kept in ("{", "7", '[1, {"id": 5}, null]', json.dumps([{"id": "x", "name": BAD}] * 9)):
        page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
        page.reload()
        assert page.locator(".tray .chip").count() in (0, 4)
        assert page.locator("img").count() == 0
    assert complaints == []


# Sizes, themes, languages


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "library/index.html?year=2020",
        "criteria/index.html",
        "criteria/saq-0008-2024/5.2.1/index.html",
        "map/index.html",
        "compare/index.html?cases=case-003,case-005,case-001,case-002",
    ],
)
def test_no_page_scrolls_sideways(site: Path, page: Page, complaints: list[str], path: str, lang: str) -> None:
    widest = {}
    for width in (360, 390, 768, 1024, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address(site, lang + path))
        page.wait_for_timeout(150)
        widest[width] = page.evaluate("document.documentElement.scrollWidth")
    assert widest == {width: width for width in widest}
    assert complaints == []


# Words and facets together


def test_words_of_the_text_narrow_the_list_too(site: Path, page: Page, complaints: list[str]) -> None:
    page.goto(address(site, "library/index.html?industry=retail"))
    box = page.get_by_role("search", name="在这些案例里查找").get_by_role("searchbox")
    box.fill("案例02")  # cases 20 to 29, of which every fourth is retail
    box.press("Enter")
    expect(page.locator(".shelf-count")).to_have_text("3 个案例")
    assert page.url.endswith(f"?q={quote('案例02')}&industry=retail")
    assert sorted(page.locator(".entry h3").all_inner_texts()) == ["案例020", "案例024", "案例028"]
    assert page.locator(".sorting select").input_value() == "match"
    assert int(counts(page, "方法")["pareto"]) == 3
    page.get_by_role("button", name="去掉 案例02").click()
    expect(page.locator(".shelf-count")).to_have_text("25 个案例")
    page.go_back()
    expect(page.locator(".shelf-count")).to_have_text("3 个案例")
    assert complaints == []
