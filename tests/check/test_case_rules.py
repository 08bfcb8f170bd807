"""Each rule on a write-up with one thing wrong: where it points and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.check.rulebook import Rulebook
from casebound.read.written import WrittenCase
from tests.check.faultless import BODY, FRONT

Said = tuple[int, str, str, str]
Check = Callable[..., list[Said]]
Make = Callable[..., WrittenCase]


def test_nothing_is_said_of_a_good_write_up(check: Check) -> None:
    assert check() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # identity and words
        (
            "id: night-clinic",
            "id: day-clinic",
            (2, "day-clinic", "id-not-folder", "编号“day-clinic”与文件夹名“night-clinic”不同"),
        ),
        ("framework: small", "framework: smal", (6, "smal", "unknown-framework", "“framework”不认识“smal”")),
        ("route: short", "route: shrt", (7, "shrt", "unknown-route", "“route”不认识“shrt”")),
        ("industry: health", "industry: helth", (9, "helth", "unknown-industry", "“industry”不认识“helth”")),
        ("[pareto]", "[pareto, parto]", (10, "parto", "unknown-method", "“methods”不认识“parto”")),
        # route
        (
            "{#survey criterion=5.2}",
            "{#survy criterion=5.2}",
            (46, "## 现状 {#survy criterion=5.2}", "missing-section", "缺少“现状调查”一节（survey）"),
        ),
        (
            "## 现状 {#survey criterion=5.2}",
            "## 现状调查 {criterion=5.2}",
            (46, "## 现状调查 {criterion=5.2}", "missing-section", "缺少“现状调查”一节（survey）"),
        ),
        # criteria
        (
            "criterion=5.4",
            'criterion="5.4 5.9"',
            (60, '## 效果 {#results criterion="5.4 5.9"}', "unknown-criterion", "准则里没有“5.9”"),
        ),
        (" criterion=5.2", "", (1, "---", "unanswered-criterion", "没有哪一节回答 5.2“背景”")),
        # conditions
        ('{id: "4.2"', '{id: "4.3"', None),
        # measures
        (
            "actual: {value: 26.8, period: 2024-05",
            "actual: {value: 26.8, period: 2024-02/2024-05",
            None,
        ),
        (
            "baseline: {value: 9, period: 2024-01}",
            "baseline: {value: 9, period: 2024-06}",
            (30, "2024-06", "periods-out-of-order", "“投诉”的改进后期间没有晚于基线期间"),
        ),
        ("- id: calls", "- id: wait", None),
        (
            "{value: 52.0, ",
            "{value: 52.1, ",
            (19, "52.1", "value-off-data", "“平均等候”写的是 52.1，按数据算出 52.00"),
        ),
        ("n: 1500", "n: 1400", (19, "1400", "n-off-data", "样本量写 1400，数据里合计 1500")),
        (
            "period: 2024-05, n: 900",
            "period: 2024-07",
            (21, "2024-07", "no-data-for-period", "数据文件里没有 2024-07 的行"),
        ),
        # files
        (
            "file: data/wait.csv, date",
            "file: data/wiat.csv, date",
            (13, "data/wiat.csv", "missing-file", "文件“data/wiat.csv”不存在"),
        ),
        (
            "file: data/wait.csv, date",
            "file: data/empty.csv, date",
            (13, "data/empty.csv", "empty-file", "文件“data/empty.csv”是空的（0 字节）"),
        ),
        # references
        (
            "{val}`wait.baseline`",
            "{val}`wait.start`",
            (48, "{val}`wait.start`", "broken-value", "指标里取不到“wait.start”"),
        ),
        ("{ref}`tbl-hours`", "{ref}`survey`", None),
        ("{val}`wait.change`", "{vla}`wait.change`", (64, "{vla}`wait.change`", "unknown-role", "没有名为“vla”的角色")),
        ("(#results)", "(#result)", (48, "#result", "broken-link", "没有锚点“result”")),
        ("(data/wait.csv)", "(data/no.csv)", (48, "data/no.csv", "missing-file", "文件“data/no.csv”不存在")),
        ("images/desk.png", "data/wait.csv", (58, "data/wait.csv", "not-an-image", "“data/wait.csv”不是可用的图片")),
        (
            "images/desk.png",
            "https://example.org/a.png",
            (58, "https://example.org/a.png", "remote-image", "图片必须放在案例文件夹里"),
        ),
        (":::{table} 分时段", ":::{tabel} 分时段", None),
        ("，图在 {ref}`fig-desk` ", "", (58, "#fig-desk", "unreferred-table", "正文没有提到“fig-desk”")),
        ("，见 {ref}`tbl-hours` ", "", (51, "tbl-hours", "unreferred-table", "正文没有提到“tbl-hours”")),
        (":id: tbl-hours", ":id: results", None),
        # publication
        (
            "[measures.calls]",
            "[measures.call]",
            (44, "measures.call", "unknown-private-path", "“measures.call”不是本案例的字段"),
        ),
        ("consent: yes", "consent: no", (44, "no", "public-without-consent", "没有同意公开，却标为 public")),
    ],
)
def test_a_mistake_is_pointed_at_exactly(check: Check, old: str, new: str, said: Said | None) -> None:
    if said is not None:
        assert check(old, new) == [said]
    else:
        assert check(old, new) == MORE[old]


MORE: dict[str, list[Said]] = {
    '{id: "4.2"': [
        (12, "conditions", "missing-condition", "没有说明条件 4.2“素养”"),
        (13, "4.3", "unknown-condition", "准则里没有条件“4.3”"),
    ],
    "actual: {value: 26.8, period: 2024-05": [
        (
            21,
            "26.8",
            "value-off-data",
            "“平均等候”写的是 26.8，按数据算出 38.09",
        ),  # (56·500 + 45·800 + 33·850 + 26.8·900) / 3050 = 38.088…
        (21, "2024-02/2024-05", "periods-out-of-order", "“平均等候”的改进后期间没有晚于基线期间"),
        (21, "900", "n-off-data", "样本量写 900，数据里合计 3050"),
    ],
    "- id: calls": [
        (24, "wait", "duplicate-measure", "指标编号“wait”重复"),
        (44, "measures.calls", "unknown-private-path", "“measures.calls”不是本案例的字段"),
    ],
    "{ref}`tbl-hours`": [
        (48, "{ref}`survey`", "broken-reference", "没有编号为“survey”的图表"),
        (51, "tbl-hours", "unreferred-table", "正文没有提到“tbl-hours”"),
    ],
    ":::{table} 分时段": [(50, "tabel", "unknown-directive", "没有名为“tabel”的块")],
    ":id: tbl-hours": [
        (48, "{ref}`tbl-hours`", "broken-reference", "没有编号为“tbl-hours”的图表"),
        (60, "## 效果 {#results criterion=5.4}", "duplicate-anchor", "锚点“results”用了不止一次"),
    ],
}


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "..", "a/../../b", "data\\wait.csv", "..\\x\\y", "%2e%2e/x", "./../x"]
)
def test_no_path_leads_out_of_the_cases_folder(check: Check, path: str) -> None:
    shown = path.replace("%2e", ".")
    in_link = check("(data/wait.csv)", f"({path})")
    assert [(line, rule, message) for line, _, rule, message in in_link] == [
        (48, "path-outside-case", f"“{shown}”在案例文件夹之外")
    ]
    in_field = check("file: data/wait.csv, date", f"file: '{shown}', date")
    assert in_field == [(13, f"'{shown}'", "path-outside-case", f"“{shown}”在案例文件夹之外")]


def test_a_name_that_begins_with_two_dots_is_no_way_out(check: Check) -> None:
    assert [item[2] for item in check("(data/wait.csv)", "(..data.csv)")] == ["missing-file"]


@pytest.mark.parametrize(
    "target", ["https://example.org/x", "mailto:a@example.org", "//example.org/x", "data/wait.csv#row"]
)
def test_a_link_to_the_web_or_into_a_file_is_fine(check: Check, target: str) -> None:
    assert check("(data/wait.csv)", f"({target})") == []


@pytest.mark.parametrize(
    ("image", "rule"),
    [
        (b"", "empty-file"),
        (b"GIF", "not-an-image"),
        (b"%PDF-1.7", "not-an-image"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "not-an-image"),  # sound, not a picture
        (b"<html><body>", "not-an-image"),
        (b"RIFF\x24\x0a\x00\x00WEBPVP8 ", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"GIF89a", None),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><svg/>', None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
    ],
)
def test_an_image_is_known_by_its_first_bytes(check: Check, image: bytes, rule: str | None) -> None:
    assert [(item[1], item[2]) for item in check(image=image)] == ([("images/desk.png", rule)] if rule else [])


def test_the_same_broken_reference_is_underlined_at_each_place(check: Check) -> None:
    new = "{val}`a.b` 和 {val}`a.b` ，[一](#no-2)、[二](#no)、[三](#no) {val}`wait.change`"
    findings = check("{val}`wait.change`", new)
    assert [(item[1], item[2]) for item in findings] == [
        ("{val}`a.b`", "broken-value"),
        ("{val}`a.b`", "broken-value"),
        ("#no-2", "broken-link"),
        ("#no", "broken-link"),
        ("#no", "broken-link"),
    ]


def places(make: Make, context: Context, rulebook: Rulebook, text: str) -> list[tuple[int, str, str]]:
    """Column, underlined text and rule of each finding."""
    case = make(text)
    found = check_case(case, context, rulebook)
    return [(item.span.source.position(item.span.start)[1], item.span.text, item.rule) for item in found]


def test_each_of_several_broken_references_has_its_own_column(
    make: Make, context: Context, rulebook: Rulebook, good: str
) -> None:
    text = good.replace("等候变化 {val}`wait.change` 。", "[一](#no-2)、[二](#no)、[三](#no)")
    assert places(make, context, rulebook, text) == [
        (5, "#no-2", "broken-link"),
        (16, "#no", "broken-link"),
        (25, "#no", "broken-link"),
    ]


def test_a_table_id_is_found_on_its_own_line(make: Make, context: Context, rulebook: Rulebook, good: str) -> None:
    text = good.replace(":id: tbl-hours", ":id: d").replace("{ref}`tbl-hours`", "x").replace("分时段", "d 分时段")
    assert places(make, context, rulebook, text) == [(6, "d", "unreferred-table")]


def test_a_second_anchor_of_the_same_name_is_pointed_at(check: Check) -> None:
    more = "等候变化 {val}`wait.change` 。\n\n:::{table} 又一\n:id: tbl-hours\n\n|a|\n|-|\n|1|\n:::"
    assert check("等候变化 {val}`wait.change` 。", more) == [
        (67, "tbl-hours", "duplicate-anchor", "锚点“tbl-hours”用了不止一次")
    ]


def test_an_anchor_that_no_link_could_reach_is_pointed_at(check: Check) -> None:
    more = "等候变化 {val}`wait.change` ，见 {ref}`Tbl_2` 。\n\n:::{table} 又一\n:id: Tbl_2\n\n|a|\n|-|\n|1|\n:::"
    assert check("等候变化 {val}`wait.change` 。", more) == [(67, "Tbl_2", "unusable-anchor", "“Tbl_2”不能作锚点")]


def test_a_section_that_stands_twice_is_one_mistake(check: Check) -> None:
    twice = "## 现状之二 {#survey}\n\n又一段。\n\n## 效果 {#results"
    assert check("## 效果 {#results", twice) == [
        (60, "## 现状之二 {#survey}", "duplicate-anchor", "锚点“survey”用了不止一次")
    ]


def test_a_table_inside_a_table_is_refused(check: Check) -> None:
    row = "| 晚 | {val}`wait.actual` |\n"
    nested = "::::{table} 外\n\n:::{table} 内\n|a|\n|-|\n:::\n::::\n\n:::{table} 末\n|a|\n|-|\n"
    said = [item for item in check(row, f"{row}:::\n\n{nested}") if item[2] == "nested-directive"]
    assert said == [(60, "{table}", "nested-directive", "“table”块不能放在另一个块里")]


def test_sections_out_of_the_routes_order_are_said_once(
    make: Make, context: Context, rulebook: Rulebook, good: str
) -> None:
    front, survey, results = good.partition("## 现状")[0], *good.partition("## 现状")[2].split("## 效果")
    case = make(f"{front}## 效果{results}\n## 现状{survey}")
    found = check_case(case, context, rulebook)
    assert [
        (item.span.text, item.rule, item.message.to("zh-CN"), item.hint and item.hint.to("zh-CN")) for item in found
    ] == [("## 效果 {#results criterion=5.4}", "section-out-of-order", "“效果”不在路径规定的位置", "这里应是“survey”")]


def test_a_missing_section_is_asked_for_at_the_route(check: Check, good: str) -> None:
    section = good[good.index("## 效果 {#results") :]
    found = check(section, "")
    assert (7, "short", "missing-section", "缺少“效果检查”一节（results）") in found
    assert (1, "---", "unanswered-criterion", "没有哪一节回答 5.4“效果”") in found
    assert (48, "#results", "broken-link", "没有锚点“results”") in found
    assert len(found) == 3


def test_a_heading_without_words_is_no_answer(check: Check) -> None:
    found = check("### 数字\n\n等候变化 {val}`wait.change` 。\n", "")
    assert found == [
        (1, "---", "unanswered-criterion", "没有哪一节回答 5.4“效果”"),
        (60, "## 效果 {#results criterion=5.4}", "empty-section", "“效果”一节只有标题"),
    ]


@pytest.mark.parametrize(
    ("value", "fine"), [("2.2", True), ("2.3", True), ("2.25", True), ("2.4", False), ("2", True), ("3", False)]
)
def test_a_half_may_be_rounded_either_way(check: Check, value: str, fine: bool) -> None:
    # the mean of 2.0 and 2.5 is 2.25
    data = "月份,等候,人次\n2024-01,2.0,1\n2024-02,2.5,1\n2024-05,26.8,900\n"
    said = check(
        "{value: 52.0, period: 2024-01/2024-02, n: 1500}", f"{{value: {value}, period: 2024-01/2024-02}}", data=data
    )
    assert ("value-off-data" in [item[2] for item in said]) is not fine


def test_a_case_with_another_folders_id_names_that_one(
    make: Make, context: Context, rulebook: Rulebook, good: str
) -> None:
    copy = make(good, path="content/cases/copy/case.md")
    (finding,) = check_case(copy, replace(context, folders={"copy", "night-clinic"}), rulebook)
    assert (finding.rule, finding.span.text) == ("duplicate-id", "night-clinic")
    assert finding.message.to("zh-CN") == "编号“night-clinic”有两个案例在用"
    assert finding.hint is not None
    assert finding.hint.to("zh-CN") == "另一个在 content/cases/night-clinic/case.md"
    assert check_case(make(good), replace(context, folders={"copy", "night-clinic"}), rulebook) == ()


def test_a_translation_says_what_it_translates(make: Make, context: Context, rulebook: Rulebook, good: str) -> None:
    path = "content/cases/night-clinic/case.en.md"
    (untied,) = check_case(make(good, path=path), context, rulebook)
    assert (untied.rule, untied.span.text) == ("untied-translation", "---")
    (stale,) = check_case(replace(make(good, path=path), translates="old"), context, rulebook)
    assert (stale.rule, stale.message.to("zh-CN")) == ("stale-translation", "原文已改，译文过期")
    assert check_case(replace(make(good, path=path), translates="abc"), context, rulebook) == ()


def test_without_front_matter_only_the_body_is_judged(make: Make, context: Context, rulebook: Rulebook) -> None:
    found = check_case(make("## 现状 {#survey}\n\n见 {ref}`no`。\n"), context, rulebook)
    assert [(item.span.text, item.rule) for item in found] == [
        ("## 现状 {#survey}", "missing-front-matter"),
        ("{ref}`no`", "broken-reference"),
    ]


def test_missing_fields_are_reported_once_each(check: Check) -> None:
    assert check(
        "study: {design: before-after, comparison: 与去年同季相比。, data_quality: 全量，没有缺漏。}\n", ""
    ) == [(2, "id: night-clinic", "missing-field", "缺少字段“study”")]
    assert check("industry: health\n", "industri: health\n") == [(9, "industri", "unknown-key", "未知的键“industri”")]


def hint_of(make: Make, context: Context, rulebook: Rulebook, text: str) -> list[tuple[str, str, str]]:
    """Rule, Chinese hint and what the fix writes, of each finding."""
    return [
        (
            item.rule,
            item.hint.to("zh-CN") if item.hint else "",
            item.fix.edits[0].text if item.fix else "",
        )
        for item in check_case(make(text), context, rulebook)
    ]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("柏拉图", ("改成“pareto”", "pareto")),
        ("排列图", ("改成“pareto”", "pareto")),
        ("short", ("“short”是路径，写在 route", "")),
    ],
)
def test_a_method_by_another_name_is_known(
    make: Make, context: Context, rulebook: Rulebook, word: str, said: tuple[str, str]
) -> None:
    text = f"---\n{FRONT}---\n{BODY}".replace("methods: [pareto]", f"methods: [{word}]")
    assert hint_of(make, context, rulebook, text) == [("unknown-method", *said)]


def test_hundreds_of_measures_are_soon_checked(make: Make, context: Context, rulebook: Rulebook, good: str) -> None:
    start, end = good.index("  - id: calls"), good.index("study:")
    more = "".join(good[start:end].replace("calls", f"calls-{number}") for number in range(1500))
    found = check_case(make(good.replace(good[start:end], good[start:end] + more)), context, rulebook)
    assert found == ()
