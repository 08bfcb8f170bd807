"""The offline score sheet in a browser, opened from a folder: what is written is kept, exported and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Download, Locator, Page, expect

from casebound.evaluate.sheets.json_sheet import read_json_sheet
from casebound.model.evaluation import Comment, CommentKind, ConditionCheck, Evaluation, EvaluationStatus, Mark
from casebound.model.sheet import PacketSheets, ReturnedFile
from casebound.read.decode import decode
from casebound.workspace.load import Workspace, load
from casebound.workspace.sheet_file import SheetFiles
from tests.browser.conftest import bring_to_front, tab_to, wait_for_focus
from tests.browser.packet import packet

CHECKOUT = Path(__file__).resolve().parents[2]
CASE = "antenatal-waiting"
CASES = ("alteration-desk", CASE)
HOSTILE = '</script><img src=x onerror="document.title=1"><!--'
CRITERIA = ("5.2.1", "5.2.2", "5.3.1", "5.3.2", "5.3.3", "5.4.1", "5.4.2", "5.4.3")
CONDITIONS = ("4.2", "4.3", "4.4", "4.5")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load(CHECKOUT)


@pytest.fixture(scope="module")
def sheets(workspace: Workspace) -> PacketSheets:
    """Those of one evaluator."""
    return packet(workspace, "e01", cases=CASES)


@pytest.fixture(scope="module")
def folder(workspace: Workspace, sheets: PacketSheets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of e01, the same in English and blind, one of another packet, and one with what a stranger returned."""
    folder = tmp_path_factory.mktemp("sheets")
    files = SheetFiles(workspace)
    (folder / "e01.html").write_bytes(files.make(sheets, is_blind=False))
    (folder / "e01.en.html").write_bytes(files.make(packet(workspace, "e01", lang="en", cases=CASES), is_blind=True))
    (folder / "e02.html").write_bytes(files.make(packet(workspace, "e02", cases=CASES), is_blind=False))
    (folder / "earlier.html").write_bytes(files.make(_hostile(sheets), is_blind=False))
    (folder / "again.html").write_bytes(files.make(_again(workspace, sheets), is_blind=False))
    return folder


def _returned(workspace: Workspace) -> Evaluation:
    """What e01 returned in the sample round."""
    (round,) = workspace.usable_rounds()
    return next(item for item in round.evaluations if (item.case, item.evaluator) == (CASE, "e01"))


def _again(workspace: Workspace, sheets: PacketSheets) -> PacketSheets:
    case = next(case for case in sheets.cases if case.id == CASE)
    return replace(sheets, packet="again", cases=(replace(case, earlier=_returned(workspace)),))


def _hostile(sheets: PacketSheets) -> PacketSheets:
    earlier = Evaluation(
        case=CASE,
        evaluator="e01",
        status=EvaluationStatus.DRAFT,
        date=date(2026, 4, 1),
        conditions={"4.2": ConditionCheck(met=False, comment=HOSTILE)},
        marks={
            "5.2.1": Mark(
                value=Decimal("80.0"),
                comments=(Comment(kind=CommentKind.VERIFY, text=HOSTILE, anchor=HOSTILE),),
            )
        },
        overall=HOSTILE,
    )
    cases = tuple(
        replace(case, earlier=earlier, title=HOSTILE) if case.id == CASE else case for case in reversed(sheets.cases)
    )
    return replace(sheets, packet="earlier", cases=cases, evaluator=replace(sheets.evaluator, name=HOSTILE))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    yield context
    context.close()


def opened(context: BrowserContext, path: Path) -> Page:
    """The file in a page that fails the test when anything is complained of or asked from elsewhere."""
    page = context.new_page()

    def fail(what: object) -> None:
        raise AssertionError(what)

    page.on("console", lambda message: fail(message.text))
    page.on("pageerror", fail)
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else fail(request.url)
    )
    page.goto(path.as_uri())
    return page


def form(page: Page) -> Locator:
    return page.locator("form.form:not([hidden])")


def criterion(page: Page, id: str) -> Locator:
    return form(page).locator(f'[data-criterion="{id}"]')


def mark(page: Page, id: str) -> Locator:
    return criterion(page, id).locator("[data-field=value]")


def judge(page: Page, id: str, word: str) -> None:
    form(page).locator(f'[data-condition="{id}"]').get_by_label(word, exact=True).check()


def wait_saved(page: Page) -> None:
    expect(page.locator("#_saved")).to_contain_text(re.compile("已自动保存|Saved here"))


def export(page: Page, button: str = "导出") -> Download:
    with page.expect_download() as download:
        page.locator("#_export").click()
    expect(page.get_by_role("dialog", name=f"已{button}")).to_be_visible()
    page.keyboard.press("Escape")
    return download.value


def returned(download: Download) -> tuple[ReturnedFile, dict[str, Any]]:
    data = Path(download.path()).read_bytes()
    return read_json_sheet(decode(download.suggested_filename, data)[0]), json.loads(data)


def fill_all(page: Page) -> None:
    for id in CONDITIONS:
        judge(page, id, "符合")
    for number, id in enumerate(CRITERIA):
        mark(page, id).fill(str(60 + 5 * number))


def test_what_is_written_is_kept_exported_and_read_back(
    folder: Path, context: BrowserContext, sheets: PacketSheets
) -> None:
    page = opened(context, folder / "e01.html")
    page.get_by_role("button", name="产检等候缩短近一半").click()
    judge(page, "4.2", "符合")
    judge(page, "4.3", "不符合")
    form(page).locator('[data-condition="4.3"]').get_by_label("对 4.3 的说明").fill("= 没有凭据")
    mark(page, "5.2.1").fill("８５")  # as a Chinese keyboard writes it
    mark(page, "5.2.2").fill("0")
    criterion(page, "5.2.1").locator("[data-kind=strength]").click()
    comment = criterion(page, "5.2.1").locator(".comment")
    comment.get_by_label("意见", exact=True).fill("分层清楚。\n第二行 “引号” <b>😀")
    comment.get_by_label("说的是哪一处").select_option("topic")
    page.locator("#antenatal-waiting--tbl-week button.here").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("记在哪一项")).to_have_value("5.2.2")  # which the table's section answers
    dialog.get_by_label("记在哪一项").select_option("5.3.1")
    dialog.get_by_label("核实").check()
    dialog.get_by_label("意见").fill("到现场看原始记录")
    dialog.get_by_role("button", name="记下").click()
    expect(page.locator("#_toast")).to_contain_text("已记在 5.3.1")
    form(page).get_by_label("总评").fill("总评")
    wait_saved(page)

    page.reload()
    assert page.locator("#antenatal-waiting--case").is_visible(), "the case that was open"
    assert mark(page, "5.2.1").input_value() == "85"
    assert mark(page, "5.3.1").input_value() == ""
    assert criterion(page, "5.2.1").get_by_label("意见", exact=True).input_value() == "分层清楚。\n第二行 “引号” <b>😀"
    assert page.locator("#antenatal-waiting--tbl-week button.here").inner_text() == "意见 1"

    download = export(page)
    assert re.fullmatch(r"2026-third-party-e01-\d{8}-\d{4}\.json", download.suggested_filename)
    file, document = returned(download)
    assert file.findings == ()
    assert [sheet.findings for sheet in file.sheets] == [(), ()]
    assert {key: document[key] for key in ("casebound", "version", "packet", "framework_digest")} == {
        "casebound": "score-sheet",
        "version": 1,
        "packet": sheets.packet,
        "framework_digest": sheets.framework_digest,
    }
    assert [sheet.case.text for sheet in file.sheets if sheet.case] == [case.id for case in sheets.cases]
    sheet = file.sheets[1]
    assert sheet.status
    assert sheet.evaluator
    assert sheet.case_digest
    assert sheet.overall
    assert (sheet.status.text, sheet.date, sheet.evaluator.text) == ("draft", None, "e01")
    assert (sheet.case_digest.text, sheet.overall.text) == (sheets.cases[1].digest, "总评")
    assert {id: answer.text for id, answer in sheet.marks.items()} == {"5.2.1": "85", "5.2.2": "0"}
    conditions = {
        id: (item.met and item.met.text, item.comment and item.comment.text) for id, item in sheet.conditions.items()
    }
    assert conditions == {"4.2": ("true", None), "4.3": ("false", "= 没有凭据")}
    comments = [(c.criterion, c.kind.text, c.text.text, c.anchor and c.anchor.text) for c in sheet.comments]
    assert comments == [
        ("5.2.1", "strength", "分层清楚。\n第二行 “引号” <b>😀", "topic"),
        ("5.3.1", "verify", "到现场看原始记录", "tbl-week"),
    ]
    expect(page.locator("#_saved")).to_contain_text("已导出")


def test_an_incomplete_sheet_is_not_submitted_and_says_what_is_missing(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    fill_all(page)
    mark(page, "5.3.2").fill("")
    mark(page, "5.4.1").fill("87")
    criterion(page, "5.4.2").locator("[data-kind=improvement]").click()
    expect(criterion(page, "5.4.1").locator(".said-of-mark")).to_have_text("每 5 分一档：85 或 90")
    form(page).get_by_role("button", name="提交这一份").click()
    expect(page.locator("#_toast")).to_contain_text("还缺 3 处，没有提交")
    lacking = form(page).locator(".lacking ul").first
    assert lacking.locator("a").all_inner_texts() == [
        "5.3.2 创新应用：未打分",
        "5.4.1 目标实现：分数不对",
        "5.4.2 服务绩效：有一条意见没有写字",
    ]
    lacking.locator("a").first.click()
    wait_for_focus(mark(page, "5.3.2"))
    page.keyboard.type("70")
    mark(page, "5.4.1").fill("90")
    criterion(page, "5.4.2").get_by_label("意见", exact=True).fill("缺对照")
    expect(form(page).locator(".progress")).to_have_text("已打分 8/8")
    form(page).get_by_role("button", name="提交这一份").click()
    expect(form(page).locator(".state")).to_have_text("已提交")
    expect(mark(page, "5.2.1")).to_be_disabled()
    file, _ = returned(export(page))
    statuses = [(sheet.status.text, sheet.date is not None) for sheet in file.sheets if sheet.status]
    assert statuses == [("submitted", True), ("draft", False)]
    form(page).get_by_role("button", name="改回草稿").click()
    expect(mark(page, "5.2.1")).to_be_enabled()


def test_the_band_of_a_mark_is_shown_and_marks_can_be_chosen_from_a_band(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    box = criterion(page, "5.2.1")
    said = box.locator(".said-of-mark")
    expect(said).to_have_text("未打分")
    box.get_by_role("button", name="扎实").click()
    assert mark(page, "5.2.1").input_value() == "", "to look at a band marks nothing"
    chips = box.locator(".chips button")
    assert chips.all_inner_texts() == ["60", "65", "70", "75"]
    chips.nth(1).click()
    assert mark(page, "5.2.1").input_value() == "65"
    expect(said).to_have_text("扎实")
    for typed, words in (
        ("101", "只能在 0–100 之间"),
        ("-5", "只能在 0–100 之间"),
        ("八十", "“八十”不是分数"),
        ("62.5", "每 5 分一档：60 或 65"),
        ("80。0", "示范"),
        ("  15 分 ", "未见"),
        ("", "未打分"),
    ):
        mark(page, "5.2.1").fill(typed)
        expect(said).to_have_text(words)
    mark(page, "5.2.1").fill("100")
    box.locator("[data-act=up]").click()
    assert mark(page, "5.2.1").input_value() == "100"
    box.locator("[data-act=down]").click()
    assert mark(page, "5.2.1").input_value() == "95"


def test_where_nothing_can_be_kept_the_page_says_so_and_warns_before_it_closes(folder: Path, browser: Browser) -> None:
    context = browser.new_context(accept_downloads=True)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page = opened(context, folder / "e01.html")
    expect(page.locator("#_saved")).to_contain_text("没有自动保存")
    expect(page.get_by_role("alert")).to_contain_text("关闭或刷新前请先“导出”")
    mark(page, "5.2.1").fill("85")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    file, _ = returned(export(page))
    assert {id: answer.text for id, answer in file.sheets[0].marks.items()} == {"5.2.1": "85"}
    context.close()


def test_a_full_storage_is_said_and_nothing_is_lost(folder: Path, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(
        "const put = Storage.prototype.setItem;"
        "Storage.prototype.setItem = function (key, value) {"
        " if (value.length > 100) throw new DOMException('full', 'QuotaExceededError'); put.call(this, key, value) }"
    )
    page = opened(context, folder / "e01.html")
    mark(page, "5.2.1").fill("85")
    expect(page.get_by_role("alert")).to_be_visible()
    assert mark(page, "5.2.1").input_value() == "85"
    context.close()


def test_a_second_window_does_not_overwrite_what_is_newer(folder: Path, context: BrowserContext) -> None:
    first = opened(context, folder / "e01.html")
    second = opened(context, folder / "e01.html")
    mark(second, "5.2.1").fill("85")
    wait_saved(second)
    words = first.get_by_role("dialog")
    expect(words).to_contain_text("另一个窗口")
    first.keyboard.press("Escape")
    expect(words).to_be_visible()
    words.get_by_role("button", name="载入那边的内容").click()
    assert mark(first, "5.2.1").input_value() == "85"
    mark(first, "5.2.2").fill("70")
    wait_saved(first)
    expect(second.get_by_role("dialog")).to_contain_text("另一个窗口")
    second.get_by_role("button", name="以这里的内容为准").click()
    second.get_by_role("button", name="继续", exact=True).click()
    wait_saved(second)
    second.reload()
    assert (mark(second, "5.2.1").input_value(), mark(second, "5.2.2").input_value()) == ("85", "")


def test_a_file_goes_on_on_another_machine_and_one_of_another_packet_is_refused(
    folder: Path, context: BrowserContext, browser: Browser, tmp_path: Path
) -> None:
    here = opened(context, folder / "e01.html")
    mark(here, "5.2.1").fill("85")
    exported = tmp_path / "one.json"
    export(here).save_as(exported)
    elsewhere = browser.new_context()
    there = opened(elsewhere, folder / "e01.html")
    there.locator("#_file").set_input_files(exported)
    expect(there.locator("#_toast")).to_contain_text("已导入")
    assert mark(there, "5.2.1").input_value() == "85"
    mark(there, "5.2.1").fill("90")
    there.locator("#_file").set_input_files(exported)
    there.get_by_role("dialog").get_by_role("button", name="取消").click()
    assert mark(there, "5.2.1").input_value() == "90"
    there.locator("#_file").set_input_files(exported)
    there.get_by_role("dialog").get_by_role("button", name="继续").click()
    expect(mark(there, "5.2.1")).to_have_value("85")
    there.get_by_role("button", name="撤销", exact=True).last.click()
    expect(mark(there, "5.2.1")).to_have_value("90")
    other = opened(elsewhere, folder / "e02.html")
    other.locator("#_file").set_input_files(exported)
    expect(other.locator("#_toast")).to_contain_text("另一份评分表的（2026-third-party，e01），没有导入")
    for text in ("no JSON", "[]", '{"casebound": "score-sheet"}', '{"casebound": "score-sheet", "sheets": [null]}'):
        broken = tmp_path / "broken.json"
        broken.write_text(text, encoding="utf-8")
        other.locator("#_file").set_input_files(broken)
        expect(other.locator("#_toast")).to_contain_text(re.compile("没有导入|读不了"))
    elsewhere.close()


def test_what_was_returned_before_is_there_locked_and_goes_out_unchanged(
    folder: Path, context: BrowserContext, workspace: Workspace
) -> None:
    page = opened(context, folder / "again.html")
    expect(form(page).locator(".state")).to_have_text("已提交")
    expect(mark(page, "5.2.1")).to_be_disabled()
    radio = page.locator(".choice input[type=radio]").first
    expect(radio).to_be_disabled()
    expect(radio).to_have_css("opacity", "0")  # its circle would lie over the words of its button
    (sheet,) = returned(export(page))[0].sheets
    before = _returned(workspace)
    assert sheet.status
    assert sheet.date
    assert sheet.overall
    assert (sheet.status.text, sheet.date.text, sheet.overall.text) == (
        "submitted",
        str(before.date),
        before.overall.strip(),
    )
    assert {id: Decimal(answer.text) for id, answer in sheet.marks.items()} == {
        id: mark.value for id, mark in before.marks.items()
    }
    assert [
        (item.criterion, item.kind.text, item.text.text, item.anchor and item.anchor.text) for item in sheet.comments
    ] == [
        (id, comment.kind, comment.text, comment.anchor)
        for id, mark in before.marks.items()
        for comment in mark.comments
    ]
    assert {
        id: (item.met and item.met.text, item.comment and item.comment.text) for id, item in sheet.conditions.items()
    } == {id: (str(check.met).lower(), check.comment or None) for id, check in before.conditions.items()}


def test_markup_in_titles_and_earlier_comments_is_inert(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "earlier.html")
    assert page.title() != "1"
    assert page.locator("img").count() == 0
    assert HOSTILE in page.locator(".head-who").inner_text()
    assert mark(page, "5.2.1").input_value() == "80"
    comment = criterion(page, "5.2.1").locator(".comment")
    assert comment.get_by_label("意见", exact=True).input_value() == HOSTILE
    assert comment.get_by_label("说的是哪一处").input_value() == HOSTILE
    assert form(page).get_by_label("总评").input_value() == HOSTILE
    _, document = returned(export(page))
    assert document["sheets"][0]["marks"]["5.2.1"]["comments"][0]["text"] == HOSTILE


def test_a_removed_comment_can_be_brought_back(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    box = criterion(page, "5.2.1")
    for kind, text in (("strength", "一"), ("improvement", "二")):
        box.locator(f"[data-kind={kind}]").last.click()
        box.locator(".comment").last.get_by_label("意见", exact=True).fill(text)
    box.locator("[data-act=remove]").first.click()
    assert box.locator(".comment").count() == 1
    page.locator("#_toast").get_by_role("button").click()
    assert [area.input_value() for area in box.locator(".comment textarea").all()] == ["一", "二"]


def test_what_is_kept_can_be_cleared_from_a_device_that_others_use(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    mark(page, "5.2.1").fill("85")
    wait_saved(page)
    page.get_by_text("更多").click()
    page.get_by_role("button", name="从这台设备上清除").click()
    page.get_by_role("dialog").get_by_role("button", name="继续", exact=True).click()
    expect(mark(page, "5.2.1")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    assert mark(page, "5.2.1").input_value() == ""


def test_a_phone_shows_one_pane_with_controls_for_a_thumb(folder: Path, phone: BrowserContext) -> None:
    page = opened(phone, folder / "e01.html")
    assert page.locator("#_text").is_visible()
    assert page.locator("#_form").is_hidden()
    page.get_by_role("navigation", name="正文与打分").get_by_role("button", name="打分").tap()
    assert page.locator("#_text").is_hidden()
    criterion(page, "5.2.1").get_by_role("button", name="示范").tap()
    criterion(page, "5.2.1").locator(".chips button").first.tap()
    expect(page.locator(".switch .count")).to_have_text("1/8")
    criterion(page, "5.2.1").locator("[data-kind=strength]").tap()
    sizes = form(page).evaluate(
        """form => [...form.querySelectorAll('button:not([hidden]), input[type=text], select, textarea')]
            .filter(it => it.offsetParent && it.dataset.act !== 'remove')
            .map(it => [it.offsetHeight, it.tagName === 'BUTTON' ? 16 : parseFloat(getComputedStyle(it).fontSize)])"""
    )
    assert min(height for height, _ in sizes) >= 40
    assert min(letters for _, letters in sizes) >= 16, "iOS enlarges the page for smaller ones"
    criterion(page, "5.2.1").locator(".where a").first.tap()
    assert page.locator("#_text").is_visible()
    for width in (320, 360, 768):
        page.set_viewport_size({"width": width, "height": 740})
        for view in ("form", "text"):
            page.locator(f".switch [data-view={view}]").tap()
            assert page.evaluate("document.documentElement.scrollWidth") == width
            pane = page.locator(f"#_{view}")
            assert pane.evaluate("pane => pane.scrollWidth <= pane.clientWidth"), (view, width)


def test_where_a_browser_saves_no_file_the_text_can_be_copied(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    mark(page, "5.2.1").fill("85")
    with page.expect_download():
        page.locator("#_export").click()
    dialog = page.get_by_role("dialog", name="已导出")
    dialog.get_by_text("没有看到文件？").click()
    text = dialog.get_by_role("textbox").input_value()
    (first, *_) = read_json_sheet(decode("pasted.txt", text.encode())[0]).sheets
    assert first.marks["5.2.1"].text == "85"
    dialog.get_by_role("button", name="复制全部文字").click()
    expect(dialog.locator("#_copied")).not_to_be_empty()


def test_everything_can_be_done_by_keyboard(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    tab_to(page.get_by_role("link", name="跳到打分"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    wait_for_focus(page.locator("#_how summary"))
    mark(page, "5.2.1").focus()
    page.keyboard.press("Enter")
    wait_for_focus(mark(page, "5.2.2"))
    mark(page, "5.2.1").focus()
    page.keyboard.press("ArrowUp")
    assert mark(page, "5.2.1").input_value() == "40", "from nothing, the lowest mark of the middle band"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")  # to the band of the mark
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert mark(page, "5.2.1").input_value() == "65"
    bring_to_front(page)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    unnamed = page.locator("#_form").evaluate(
        """form => [...form.querySelectorAll('input, select, textarea, button')]
            .filter(it => !(it.labels && [...it.labels].some(label => label.textContent.trim()))
                && !it.textContent.trim() && !it.getAttribute('aria-label') && !it.getAttribute('aria-labelledby'))
            .map(it => it.outerHTML)"""
    )
    assert unnamed == []


def test_every_id_stands_once_and_every_link_inside_leads_somewhere(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    twice = page.evaluate(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map(it => it.id);"
        " return ids.filter((id, n) => ids.indexOf(id) !== n) })()"
    )
    assert twice == []
    nowhere = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(it => it.getAttribute('href').slice(1))"
        ".filter(id => id && !document.getElementById(decodeURIComponent(id)))"
    )
    assert nowhere == []


def test_every_anchor_of_the_cases_has_its_button(folder: Path, context: BrowserContext, sheets: PacketSheets) -> None:
    page = opened(context, folder / "e01.html")
    found = page.locator("button.here").evaluate_all("all => all.map(it => [it.dataset.case, it.dataset.anchor])")
    assert sorted(map(tuple, found)) == sorted((case.id, anchor.id) for case in sheets.cases for anchor in case.anchors)


def test_the_theme_follows_the_system_until_the_reader_chooses(folder: Path, context: BrowserContext) -> None:
    paper = (
        "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor"
    )
    page = opened(context, folder / "e01.html")
    light = page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(paper)
    assert "rgb(21, 23, 28)" in dark
    page.get_by_text("更多").click()
    page.get_by_role("button", name="浅色").click()
    assert page.evaluate(paper) == light
    page.reload()
    assert page.evaluate(paper) == light


def test_the_english_sheet_speaks_english_and_a_blind_one_names_nobody(
    folder: Path, context: BrowserContext, workspace: Workspace
) -> None:
    page = opened(context, folder / "e01.en.html")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("button", name="Shorter antenatal waits").click()
    criterion(page, "5.2.1").locator("[data-kind=strength]").click()
    said = form(page).evaluate(
        """form => form.innerText + [...form.querySelectorAll('[placeholder], [aria-label]')]
            .map(it => it.placeholder + it.getAttribute('aria-label')).join('\\n')"""
    )
    assert "what is good, and what shows it" in said
    assert re.search("[\u4e00-\u9fff]", said) is None
    text = (folder / "e01.en.html").read_text(encoding="utf-8")
    subjects = [written.case.subject for written in workspace.usable() if written.case.id in CASES]
    names = [name for subject in subjects for name in (subject.organization, *(item.name for item in subject.members))]
    assert [name for name in names if name in text] == []
    assert [name in (folder / "e01.html").read_text(encoding="utf-8") for name in names].count(True) > 5


def test_without_scripts_the_text_can_be_read_and_the_page_says_what_to_do(folder: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "e01.html").as_uri())
    assert page.get_by_role("heading", level=1).first.is_visible()
    assert page.get_by_text("用浏览器（Chrome、Edge、Safari、Firefox）打开").is_visible()
    context.close()


def test_on_paper_the_sheets_of_all_cases_stand_filled_in(folder: Path, context: BrowserContext) -> None:
    page = opened(context, folder / "e01.html")
    mark(page, "5.2.1").fill("85")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("form.form").evaluate_all("forms => forms.every(form => form.offsetHeight > 400)")
    assert page.locator("#_text").is_hidden()
    assert page.locator("form.form").first.get_by_text("签名").is_visible()
