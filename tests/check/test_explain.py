"""What `casebound explain` prints: a rule's page, the list of all rules, the page of a kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from casebound.check.explain import Entry, entries, list_markdown, list_text, rule_markdown, rule_text, rules_json
from casebound.check.rule_example import marked
from casebound.check.rulebook import KINDS, Rulebook, RuleSet, read_rules
from casebound.cli.explain import command
from casebound.cli.speech import speaker
from casebound.model.rule import Profile
from casebound.read.fields import Reading
from casebound.read.framework import FrameworkFile, read_framework
from casebound.read.nodes import read_yaml
from casebound.read.vocabulary import read_routes
from casebound.text.error import CaseboundError
from casebound.text.localized import LANGUAGES, phrase
from casebound.text.source import Source
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.resources import PACKAGE, built_in
from casebound.workspace.rules import load_rulebook
from tests.check.faultless import CONTEXT, applied, found

OVERVIEW = Path(__file__).parents[2] / "docs" / "rules.md"

RULES = """rules:
  - id: short-summary
    kind: length
    where: [summary]
    least: {zh-CN: 20}
    severity: warning
    profile: submitted
    message:
      zh-CN: 摘要 {n} 字，至少 {least} 字
      en: The summary has {n} characters; {least} are wanted
    hint:
      zh-CN: 写问题、做法和结果
      en: Say the problem, what was done, and the result
    why:
      zh-CN: 太短说不清。
      en: Too short it says nothing.
    bad: |
      title: 少等一半
      summary: 等候少了一半。
    good: |
      summary: 夜间门诊平均等候由 52.0 分钟降到 26.8 分钟
"""

CHINESE_PAGE = """short-summary · 警告 · 自“提交（submitted）”阶段起

  摘要 … 字，至少 … 字

为什么
  太短说不清。

怎样改
  写问题、做法和结果

不对
    title: 少等一半
    summary: 等候少了一半。
    ^^^^^^^ 摘要 7 字，至少 20 字

对
    summary: 夜间门诊平均等候由 52.0 分钟降到 26.8 分钟

确有理由不改
  头部：写在那一行末尾，或上面一行
    # casebound: allow short-summary — 理由
  正文：在那一段上面单独写一行
    <!-- casebound: allow short-summary — 理由 -->

出处
  content/frameworks/ours.yaml 第 2 行 (准则“ours”这样要求)

类型
  length (casebound explain --kind length)
"""

ENGLISH_MARKDOWN = """# `short-summary`

> The summary has … characters; … are wanted

warning · from stage submitted on

## Why

Too short it says nothing.

## How to mend it

Say the problem, what was done, and the result

## Bad

````
title: 少等一半
summary: 等候少了一半。
^^^^^^^ The summary has 7 characters; 20 are wanted
````

## Good

````
summary: 夜间门诊平均等候由 52.0 分钟降到 26.8 分钟
````

## Where there is reason to keep it

- Front matter: at the end of that line, or on the line above: `# casebound: allow short-summary — why`
- Body: on a line of its own above that block: `<!-- casebound: allow short-summary — why -->`

## Listed in

- content/frameworks/ours.yaml, line 2 (framework “ours” demands it)

## Kind

length (casebound explain --kind length)
"""


def of(rules: str, path: str = "content/frameworks/ours.yaml", by: str = "ours") -> RuleSet:
    node, findings = read_yaml(Source(path=path, text=rules))
    reading = Reading(findings)
    pair = node.find("rules") if node else None
    assert pair is not None
    demanded = phrase("准则“{id}”这样要求", "framework “{id}” demands it", id=by)
    made = read_rules(pair.value, reading, demanded)
    assert reading.findings == []
    return made


def listed(rules: str) -> tuple[Entry, ...]:
    return entries(Rulebook(frameworks={"ours": of(rules)}))


def test_a_page_says_all_about_a_rule() -> None:
    assert rule_text(listed(RULES), CONTEXT, "zh-CN") == CHINESE_PAGE


def test_a_page_in_markdown_and_english() -> None:
    assert rule_markdown(listed(RULES), CONTEXT, "en") == ENGLISH_MARKDOWN


def test_carets_stand_under_what_is_found_by_the_cells_of_a_terminal() -> None:
    rules = RULES.replace("kind: length", "kind: pattern\n    match: 一半").replace("    least: {zh-CN: 20}\n", "")
    rules = rules.replace("{n} 字，至少 {least}", "{text}").replace("{n} characters; {least}", "{text}")
    lines = rule_text(listed(rules), CONTEXT, "zh-CN").split("\n")
    at = lines.index("    summary: 等候少了一半。")
    before = lines[at].index("一半")
    assert lines[at + 1] == " " * cell_len(lines[at][:before]) + "^^^^ 摘要 一半 字"
    assert cell_len(lines[at][:before]) == 4 + len("summary: ") + 2 * len("等候少了")


def test_rules_of_several_files_that_say_the_same_share_a_page() -> None:
    book = Rulebook(frameworks={"ours": of(RULES), "theirs": of("\n" + RULES, "content/frameworks/b.yaml", "theirs")})
    page = rule_text(entries(book), CONTEXT, "zh-CN")
    assert page.count("short-summary · ") == 1
    assert page.split("出处\n")[1].split("\n\n")[0].split("\n") == [
        "  content/frameworks/ours.yaml 第 2 行 (准则“ours”这样要求)",
        "  content/frameworks/b.yaml 第 3 行 (准则“theirs”这样要求)",
    ]


def test_rules_of_one_name_that_differ_have_a_page_each() -> None:
    stricter = of(RULES.replace("severity: warning", "severity: error"), "content/frameworks/b.yaml", "theirs")
    page = rule_text(entries(Rulebook(frameworks={"ours": of(RULES), "theirs": stricter})), CONTEXT, "en")
    assert [line for line in page.split("\n") if "·" in line] == [
        "short-summary · warning · from stage submitted on",
        "short-summary · error · from stage submitted on",
    ]


def test_a_rule_that_a_framework_takes_over_is_listed_once() -> None:
    rules = of(RULES)
    assert len(entries(Rulebook(frameworks={"ours": rules, "extends-ours": rules}))) == 1


def test_what_is_said_about_allowances_cannot_be_allowed() -> None:
    rules = RULES.replace("short-summary", "unused-allowance")
    assert "确有理由不改" not in rule_text(listed(rules), CONTEXT, "zh-CN")


def test_an_example_that_a_kind_fails_on_is_shown_without_marks() -> None:
    (entry,) = listed(RULES)
    assert entry.check is not None
    lines = marked(entry.rule, entry.check, CONTEXT)
    assert [len(line.marks) for line in lines] == [0, 1]
    object.__setattr__(entry.check, "parameters", None)  # every kind fails on this
    assert [len(line.marks) for line in marked(entry.rule, entry.check, CONTEXT)] == [0, 0]


# All rules that come with Casebound.


def _book() -> Rulebook:
    folder = WorkspaceFolder(PACKAGE)
    frameworks: dict[str, FrameworkFile] = {}
    for path in sorted(built_in("frameworks").glob("*.yaml")):
        file, _ = read_framework(folder.source(path))
        if file is not None:
            frameworks[file.id] = file
    node = folder.node(built_in("routes.yaml"))
    return load_rulebook(folder, frameworks, read_routes(node, folder.reading) if node else ())


BOOK = _book()
ALL = entries(BOOK)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: f"{entry.path}:{entry.rule.id}")
def test_marks_on_an_example_are_those_it_has_in_a_whole_write_up(entry: Entry) -> None:
    if not entry.rule.bad:
        return
    if entry.check is not None:
        book = Rulebook(base=RuleSet(checks=(entry.check,)), profile=Profile.PUBLISHED)
    else:
        book = Rulebook()
    put = applied(entry.rule.bad)
    lines = put.lines
    true = set()
    for finding in found(put.text, book):
        line, column = finding.span.source.position(finding.span.start)
        if finding.rule == entry.rule.id and line in lines:
            true.add((lines[line], column - 1))
    shown = {
        (number, mark.start)
        for number, line in enumerate(marked(entry.rule, entry.check, CONTEXT), 1)
        for mark in line.marks
        if mark.message
    }
    assert shown <= true


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_has_every_rule_on_a_line_of_its_own(lang: str) -> None:
    lines = [line.split()[0] for line in list_text(ALL, lang).split("\n") if line.startswith("  ")]
    assert lines == [entry.rule.id for entry in ALL]


def test_the_columns_of_the_list_stand_under_each_other() -> None:
    text = list_text(listed(RULES + RULES.removeprefix("rules:\n").replace("short-summary", "s")), "zh-CN")
    assert text.split("\n")[:3] == [
        "content/frameworks/ours.yaml",
        "  short-summary  length  警告  submitted  摘要 … 字，至少 … 字",
        "  s              length  警告  submitted  摘要 … 字，至少 … 字",
    ]


def test_json_has_the_words_in_both_languages_with_their_places() -> None:
    data = json.loads(rules_json(listed(RULES)))
    assert (data["version"], data["tool"]["name"]) == (1, "casebound")
    assert data["rules"] == [
        {
            "rule": "short-summary",
            "kind": "length",
            "severity": "warning",
            "profile": "submitted",
            "languages": [],
            "message": {
                "zh-CN": "摘要 {n} 字，至少 {least} 字",
                "en": "The summary has {n} characters; {least} are wanted",
            },
            "hint": {"zh-CN": "写问题、做法和结果", "en": "Say the problem, what was done, and the result"},
            "why": {"zh-CN": "太短说不清。", "en": "Too short it says nothing."},
            "bad": "title: 少等一半\nsummary: 等候少了一半。",
            "good": "summary: 夜间门诊平均等候由 52.0 分钟降到 26.8 分钟",
            "listed": {
                "path": "content/frameworks/ours.yaml",
                "line": 2,
                "demanded_by": {"zh-CN": "准则“ours”这样要求", "en": "framework “ours” demands it"},
            },
        }
    ]


def test_the_overview_lists_the_rules_there_are(request: pytest.FixtureRequest) -> None:
    kept = OVERVIEW.read_text(encoding="utf-8")
    head, mark, _ = kept.partition("<!-- rules -->\n")
    assert mark
    fresh = f"{head}{mark}\n{list_markdown(ALL, LANGUAGES)}"
    if request.config.getoption("--update-golden"):
        OVERVIEW.write_text(fresh, encoding="utf-8")
    assert kept == fresh


def test_the_overview_names_every_kind_and_leads_to_its_page() -> None:
    text = OVERVIEW.read_text(encoding="utf-8")
    assert [name for name in KINDS if f"kinds/{name.replace('-', '_')}.md)" not in text] == []


# The command.


def explain(*arguments: str, lang: str = "zh-CN") -> Result:
    return CliRunner().invoke(command(speaker(lang)), list(arguments), standalone_mode=False)


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no workspace, and where the command is given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("outside")
def test_rules_are_explained_outside_a_workspace() -> None:
    done = explain("unknown-method", lang="en")
    assert done.exception is None
    assert done.output.startswith("unknown-method · error · from stage draft on\n\n  “methods” does not know “…”\n")
    assert "    methods: [pareto, parto]\n" + " " * 22 + "^^^^^ “methods” does not know “parto”\n" in done.output


@pytest.mark.usefixtures("outside")
def test_a_misspelt_rule_is_told_the_one_that_was_probably_meant() -> None:
    done = explain("unknown-metod")
    assert isinstance(done.exception, CaseboundError)
    assert str(done.exception) == "没有规则“unknown-metod” / not found: “unknown-metod”. “unknown-method”?"


@pytest.mark.usefixtures("outside")
def test_without_a_name_all_rules_are_listed() -> None:
    lines = explain("--lang", "en").output.split("\n")
    assert lines[0] == "rules/case.yaml"
    assert lines[-2] == "casebound explain RULE: one of them"
    assert len(json.loads(explain("--format", "json").output)["rules"]) == len(ALL)
    assert explain("--format", "markdown").output.startswith(
        "## rules/case.yaml\n\n| 规则 | 类型 | 轻重 | 阶段 | 说法 |\n"
    )


@pytest.mark.usefixtures("outside")
def test_a_kinds_page_is_printed() -> None:
    page = (built_in("check") / "kinds" / "before_after.md").read_text(encoding="utf-8")
    assert explain("--kind", "before-after").output == page
    wrong = explain("--kind", "lenght")
    assert str(wrong.exception) == "没有规则类型“lenght” / not found: “lenght”. “length”?"


@pytest.mark.usefixtures("outside")
def test_a_rule_and_a_kind_are_not_explained_at_once() -> None:
    assert "Give a rule or --kind, not both" in str(explain("x", "--kind", "length", lang="en").exception)


def test_a_workspaces_own_rules_are_explained_in_its_language(outside: Path) -> None:
    (outside / "casebound.toml").write_text('name = "一"\nlanguages = ["en"]\n', encoding="utf-8")
    folder = outside / "content" / "frameworks"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(f"id: ours\nextends: saq-0008-2024\n{RULES}", encoding="utf-8")
    text = explain("short-summary").output
    assert text.startswith("short-summary · warning · from stage submitted on\n")
    assert "Listed in\n  content/frameworks/ours.yaml, line 4 (framework “ours” demands it)\n" in text


def test_a_folder_named_that_is_no_workspace_is_refused(outside: Path) -> None:
    assert isinstance(explain("--root", str(outside)).exception, CaseboundError)
