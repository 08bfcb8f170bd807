"""What a case has and wants, criterion by criterion, and how it is shown: counts made by hand, never a score."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.cells import cell_len

from casebound.check.readiness import LEAST, Readiness, readiness
from casebound.check.readiness_cells import State
from casebound.check.report.readiness_html import render_readiness_html
from casebound.check.report.readiness_style import STYLE
from casebound.check.report.readiness_text import render_readiness_text, wrapped
from casebound.check.section_content import length
from casebound.model.framework import Condition, Criterion, Framework
from casebound.read.document import read_document
from casebound.read.written import AttachedFile, WrittenCase, read_case
from casebound.text.localized import Localized
from casebound.text.source import Source
from casebound.workspace.load import load

CHECKOUT = Path(__file__).resolve().parents[2]
PATH = "content/cases/desk/case.md"

TEXT = """---
id: desk
title: 少排队
short_title: 少排队
lang: zh-CN
framework: small
conditions:
  - id: "4.2"
    statement: 三年没有投诉。
    evidence:
      - {kind: record, title: 登记, date: 2025-01-02, file: data/wait.csv}
      - {kind: record, title: 来信}
measures:
  - id: wait
    name: 平均等候
    unit: 分钟
    better: lower
    baseline: {value: 52, period: 2024-01, n: 10}
    actual: {value: 26, period: 2024-06}
    source: 叫号系统
---
## 现状 {#survey criterion=5.2.1}

等候很长[^how]，见 {ref}`tbl-hours` 和 {ref}`tbl-none`，数据在[这里](data/wait.csv)，also two words。

[^how]: 系统导出，不算脚注里的字。

:::{table} 分时段
:id: tbl-hours

| 时段 | 等候 |
|---|---|
| 晚 | {val}`wait.baseline` |
:::

## 效果 {#results criterion=5.4.1}

### 数字

平均等候少了一半。

![台](images/desk.png "台"){#fig-desk}

## 其他 {#rest}

没有连到准则。
"""


def words(zh: str, en: str) -> Localized:
    return Localized({"zh-CN": zh, "en": en})


FRAMEWORK = Framework(
    id="small",
    title=words("小准则", "Small criteria"),
    conditions=(
        Condition(id="4.2", title=words("素养", "Literacy"), question=words("有什么可以查证？", "What shows it?")),
        Condition(id="4.3", title=words("创新", "Innovation"), question=words("新在哪里？", "What is new?")),
    ),
    criteria=(
        Criterion(
            id="5.2",
            title=words("背景", "Background"),
            children=(
                Criterion(id="5.2.1", title=words("用户", "Users"), question=words("用户是谁？", "Who are they?")),
                Criterion(id="5.2.2", title=words("问题", "Problem"), question=words("要解决什么？", "Which one?")),
            ),
        ),
        Criterion(
            id="5.4",
            title=words("效果", "Effect"),
            children=(Criterion(id="5.4.1", title=words("目标", "Goals"), question=words("做到多少？", "How far?")),),
        ),
    ),
)


def written(text: str = TEXT, path: str = PATH) -> WrittenCase:
    document = read_document(Source(path=path, text=text))
    case, document, _ = read_case(document, document.reading)
    data = AttachedFile(size=9, head=b"a,b\n")
    return WrittenCase(
        case=case,
        document=document,
        folder="content/cases/desk",
        files={"data/wait.csv": data, "images/desk.png": data},
    )


def ready(text: str = TEXT, framework: Framework | None = FRAMEWORK, path: str = PATH) -> Readiness:
    return readiness(written(text, path), framework, least=10, least_statement=6)


def cells(item: Readiness) -> dict[str, list[tuple[str, str]]]:
    return {row.id: [(cell.state.value, cell.text.to("zh-CN")) for cell in row.cells] for row in item.rows}


def wants(item: Readiness) -> list[tuple[int, str, str]]:
    return [
        (want.span.source.position(want.span.start)[0], want.message.to("zh-CN"), want.hint.to("zh-CN"))
        for want in item.wants
    ]


OUT = ("not-applicable", "–")


def test_each_cell_says_its_state_and_its_counts() -> None:
    assert cells(ready()) == {
        # 三年没有投诉: 6 characters, and 6 are asked for; one item of two has a date, one a file
        "4.2": [
            ("present", "有说明"),
            ("present", "6 字"),
            ("thin", "2 项，1 项有日期，1 项有文件"),
            ("not-applicable", "没有"),
            OUT,
        ],
        "4.3": [("missing", "没有"), OUT, OUT, OUT, OUT],
        # 等候很长 4 + 见 1 + 和 1 + 数据在 3 + 这里 2 + also two words 3 = 14
        "5.2.1": [
            ("present", "1 节"),
            ("present", "14 字"),
            ("present", "1 个附件，1 张表，1 个取值，1 条脚注"),
            ("thin", "不全：wait"),
            ("missing", "1 个，找不到：tbl-none"),
        ],
        "5.2.2": [("missing", "没有"), OUT, OUT, OUT, OUT],
        # 平均等候少了一半: 8 characters of the section under it; the measure is named by its name
        "5.4.1": [
            ("present", "1 节"),
            ("thin", "8 字，偏短"),
            ("missing", "没有"),
            ("thin", "不全：wait"),
            ("thin", "1 个，1 个没有提到"),
        ],
    }


def test_what_is_wanted_comes_the_most_important_first_with_its_line_and_what_to_write() -> None:
    assert wants(ready()) == [
        (7, "没有说明条件 4.3“创新”", "在 conditions 里写 id: 4.3 和 statement。新在哪里？"),
        (
            44,
            "没有哪一节回答 5.2.2“问题”",
            "若写在“其他”，在标题后加 criterion=5.2.2；若还没写，补一节。要解决什么？",
        ),
        (24, "没有编号为“tbl-none”的图表", "加上这张图表，或改正编号"),
        (36, "5.4.1“目标”没有可查的依据", "附上数据，或用脚注写明数字的出处"),
        (14, "指标“平均等候”不全", "补上 target, actual.n, series"),
        (12, "证据“来信”没有日期", "写 date: 年-月-日"),
        (36, "5.4.1“目标”只有 8 字", "做到多少？"),
        (42, "正文没有提到图表“fig-desk”", "在说到它的地方写 {ref}`fig-desk`"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "id", "expected"),
    [
        ('平均等候少了一半。\n\n![台](images/desk.png "台"){#fig-desk}', "", "5.4.1", ("missing", "只有标题")),
        ("criterion=5.2.1", 'criterion="5.2.1 5.2.2"', "5.2.2", ("present", "1 节")),
        ("{#rest}", "{#rest criterion=5.4.1}", "5.4.1", ("present", "2 节")),
        ("三年没有投诉。", '""', "4.2", ("missing", "没有说明")),
    ],
)
def test_answered_means_text_and_not_a_heading_alone(old: str, new: str, id: str, expected: tuple[str, str]) -> None:
    assert TEXT.count(old) == 1
    assert cells(ready(TEXT.replace(old, new)))[id][0] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("平均等候少了一半。", "平均等候少了 26 分钟。", ("thin", "只有文中的数")),
        ("平均等候少了一半。", "平均等候少了一半，见[表](data/none.csv)。", ("missing", "没有")),
        ("平均等候少了一半。", "平均等候少了一半，见[别处](../other-case/case.md)。", ("missing", "没有")),
        ("平均等候少了一半。", "见[国标](https://example.org/a)。", ("present", "1 个网址")),
        ("平均等候少了一半。", "[表](data/wait.csv)和[表](data/none.csv)。", ("thin", "1 个附件；缺文件")),
    ],
)
def test_evidence_is_what_can_be_looked_up(old: str, new: str, expected: tuple[str, str]) -> None:
    assert cells(ready(TEXT.replace(old, new)))["5.4.1"][2] == expected


def test_a_section_under_or_over_a_tied_one_is_not_offered_for_another_criterion() -> None:
    text = TEXT.replace("{#results criterion=5.4.1}\n", "{#results}\n\n先说总的。\n").replace(
        "### 数字", "### 数字 {#n criterion=5.4.1}\n\n#### 细数"
    )
    hints = [hint for _, message, hint in wants(ready(text)) if "5.2.2" in message]
    assert hints == ["若写在“其他”，在标题后加 criterion=5.2.2；若还没写，补一节。要解决什么？"]


def test_a_section_tied_to_the_group_only_is_pointed_at() -> None:
    item = ready(TEXT.replace("{#rest}", "{#rest criterion=5.2}"))
    assert (44, "没有哪一节回答 5.2.2“问题”", "“其他”只连到上一级；改连 criterion=5.2.2") in wants(item)


@pytest.mark.parametrize(
    ("text", "framework", "expected"),
    [
        ("没有头部。\n", None, [(1, "没有 YAML 头部，不知道按哪套准则看", "文件第一行写 ---，再写字段")]),
        (
            "---\nid: desk\nframework: smal\n---\n",
            None,
            [
                (3, "不认识准则“smal”", "改成已有的编号，或把准则放进 content/frameworks/"),
                (1, "还没有一个指标", "在 measures 里写改进前、目标、改进后和来源"),
            ],
        ),
        (
            "---\nid: desk\n---\n",
            replace(FRAMEWORK, conditions=()),
            [
                (3, "正文一节也没有", "写“## 标题 {#id criterion=编号}”，下面写正文"),
                (1, "还没有一个指标", "在 measures 里写改进前、目标、改进后和来源"),
            ],
        ),
    ],
)
def test_a_broken_case_says_what_stands_in_the_way(
    text: str, framework: Framework | None, expected: list[tuple[int, str, str]]
) -> None:
    item = ready(text, framework)
    assert wants(item) == expected
    for lang in ("zh-CN", "en"):
        assert expected[0][1] in render_readiness_text([item], "zh-CN")
        assert "<main>" in render_readiness_html([item, item], lang)


def test_three_levels_are_shown_with_all_that_a_criterion_stands_under() -> None:
    leaf = Criterion(id="1.1.1", title=words("甲", "A"))
    deep = Criterion(id="1", title=words("一", "One"), children=(Criterion(id="1.1", children=(leaf,)),))
    item = ready(TEXT, Framework(id="deep", criteria=(deep, Criterion(id="2", title=words("二", "Two")))))
    assert [(row.id, [group.id for group in row.groups]) for row in item.rows] == [("1.1.1", ["1", "1.1"]), ("2", [])]


def test_length_counts_han_characters_and_words_but_no_numbers_or_marks() -> None:
    assert length("用了 3.5 天，Pareto's 图—— first-time fix 率 94%。") == 2 + 1 + 1 + 1 + 1 + 1 + 1


MATRIX_ZH = """\
desk · 少排队
content/cases/desk/case.md
准则：小准则

条款               回答      篇幅       依据           指标            图表
────────────────────────────────────────────────────────────────────────────────
条件
  4.2 素养         ● 有说明  ● 6 字     ◐ 2 项，1 项有 – 没有          –
                                          日期，1 项有
                                          文件
  4.3 创新         ○ 没有    –          –              –               –
5.2 背景
  5.2.1 用户       ● 1 节    ● 14 字    ● 1 个附件，1  ◐ 不全：wait    ○ 1 个，
                                          张表，1 个取                   找不
                                          值，1 条脚注                   到：
                                                                         tbl-
                                                                         none
  5.2.2 问题       ○ 没有    –          –              –               –
5.4 效果
  5.4.1 目标       ● 1 节    ◐ 8 字，偏 ○ 没有         ◐ 不全：wait    ◐ 1 个，1
                               短                                        个没有
                                                                         提到
────────────────────────────────────────────────────────────────────────────────
● 有   ◐ 不足   ○ 缺   – 不要求
这不是评分：只数有没有，不评好不好。
“偏短”指回答不到 10 字、条件说明不到 6 字。这条线是 Casebound 定的，不是标准的。

还缺
○ 没有说明条件 4.3“创新”
    content/cases/desk/case.md:7
    在 conditions 里写 id: 4.3 和 statement。新在哪里？
"""

SIGNS_EN = """\
Criteria: Small criteria

Case       4.2  4.3
-------------------
desk       ~    !
desk (en)  ~    !

Case       5.2.1  5.2.2  5.4.1
------------------------------
desk       ~      !      ~
desk (en)  ~      !      ~

+ answered, nothing thin
~ answered, something thin or missing
! not answered
Not a score: it counts what is there, not how good it is.
"Short" means an answer under 10 Han characters, a statement under 6; an answer
under 10 words, a statement under 6. Casebound drew this line, not the standard.

Still wanted

desk
! No statement on condition 4.3 "Innovation"
    content/cases/desk/case.md:7
    Under conditions write id: 4.3 and a statement. What is new?
! No section answers 5.2.2 "Problem"
    content/cases/desk/case.md:44
"""


def test_one_case_is_a_matrix_in_the_terminal() -> None:
    text = render_readiness_text([ready()], "zh-CN", 80)
    assert text.startswith(MATRIX_ZH)


def test_several_cases_are_a_sign_a_criterion_and_ascii_is_enough() -> None:
    english = TEXT.replace("lang: zh-CN", "lang: en")
    text = render_readiness_text([ready(), ready(english, path="content/cases/desk/case.en.md")], "en", is_ascii=True)
    assert text.startswith(SIGNS_EN)
    assert re.findall(r"[^\x00-\x7f]", re.sub(r"[\u4e00-\u9fff]", "", text)) == []


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, lang: str) -> None:
    title = "很长的题目，long words too，" * 20
    item = ready(TEXT.replace("title: 少排队\nshort", f"title: {title}\nshort"))
    for items in ([item], [item] * 3):
        assert max(map(cell_len, render_readiness_text(items, lang, width).splitlines())) <= width


def test_lines_break_between_wide_characters_but_no_mark_begins_one() -> None:
    assert wrapped("一二三，四 five-six seven", 6) == ["一二", "三，四", "five-", "six", "seven"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("", 3) == [""]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text.append(data)


def page(items: list[Readiness], lang: str) -> _Page:
    parsed = _Page()
    parsed.feed(render_readiness_html(items, lang))
    parsed.close()
    assert parsed.open == []
    return parsed


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_page_holds_no_script_and_asks_nobody_for_anything(count: int, lang: str) -> None:
    evil = '<script>alert("1")</script>'
    text = TEXT.replace("title: 少排队", f"title: '{evil}'").replace("## 现状", f"## {evil}")
    criteria = (Criterion(id='"><script>', title=words(evil, evil), question=words(evil, evil)), *FRAMEWORK.criteria)
    parsed = page([ready(text, replace(FRAMEWORK, title=words(evil, evil), criteria=criteria))] * count, lang)
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in parsed.tags)
    assert [
        name for _, attributes in parsed.tags for name in attributes if name.startswith("on") or name == "src"
    ] == []
    assert {value[0] for _, attributes in parsed.tags if (value := attributes.get("href"))} <= {"#"}
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert evil in "".join(parsed.text)


def test_a_page_says_states_in_words_and_ties_cells_to_their_heads() -> None:
    parsed = page([ready()], "zh-CN")
    scopes = [attributes.get("scope") for tag, attributes in parsed.tags if tag == "th"]
    assert scopes == ["col"] * 6 + ["colgroup", "row", "row", "colgroup", "row", "row", "colgroup", "row"]
    text = "".join(parsed.text)
    assert "这不是评分：只数有没有，不评好不好。" in text
    assert "不足 · 有证据没写日期，或文件不存在" in text
    assert "content/cases/desk/case.md:44" in text
    signs = page([ready(), ready()], "en")
    assert "".join(signs.text).count("answered, something thin or missing") == 2 * 3 + 1  # cells and legend


def test_nothing_shown_adds_up_to_a_score() -> None:
    for items in ([ready()], [ready(), ready()]):
        for lang in ("zh-CN", "en"):
            text = render_readiness_text(items, lang) + "".join(page(items, lang).text)
            assert re.findall(r"\d+ ?%|\d+ ?/ ?\d+|★|合计|总分|得分|[Tt]otal", text) == []


def test_the_page_has_the_colours_of_the_house() -> None:
    tokens = (CHECKOUT / "templates" / "tokens.css").read_text(encoding="utf-8")
    for name in ("paper", "paper-soft", "ink", "ink-soft", "rule", "rule-soft", "indigo", "cinnabar"):
        found = re.search(rf"--{name}: (#\w+);", tokens)
        assert found
        assert f"--{name}: {found[1]};" in STYLE


@pytest.fixture(scope="module")
def sample() -> list[Readiness]:
    workspace = load(CHECKOUT)
    return [readiness(case, workspace.frameworks.get(case.case.framework)) for case in workspace.cases]


def test_the_sample_has_no_missing_cell(sample: list[Readiness]) -> None:
    missing = [
        (item.path, row.id, cell.column.value)
        for item in sample
        for row in item.rows
        for cell in row.cells
        if cell.state is State.MISSING
    ]
    assert (len(sample), sample[0].case, missing) == (11, "alteration-desk", [])
    assert sample[0].least == LEAST["zh-CN"]
    assert {len(item.rows) for item in sample} == {12}


def test_criteria_without_conditions_are_shown_too(sample: list[Readiness]) -> None:
    workspace = load(CHECKOUT)
    item = readiness(workspace.cases[0], workspace.frameworks["baldrige-points"])
    assert [row.id for row in item.rows][:3] == ["1.1", "1.2", "2.1"]
    assert {row.is_condition for row in item.rows} == {False}
    assert {row.state for row in item.rows} == {State.MISSING}
    assert "1.1" in render_readiness_text([item, *sample], "en")
