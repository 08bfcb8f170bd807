"""Rules as data: what is refused when they are read, which of them hold, and what a finding takes from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from importlib.metadata import EntryPoint

import pytest

from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.check.rulebook import KINDS, Rulebook, RuleSet, find_kind, joined, read_rules
from casebound.model.rule import Profile
from casebound.read.fields import TEXT, Reading, required
from casebound.read.nodes import read_yaml
from casebound.read.written import WrittenCase
from casebound.text.finding import Severity
from casebound.text.localized import phrase
from casebound.text.source import Source

Make = Callable[..., WrittenCase]

RULE = """rules:
  - id: short-name
    kind: length
    where: [subject.name]
    least: {zh-CN: 6}
    severity: warning
    profile: submitted
    message: {zh-CN: "“{name}”只有 {n} 字", en: "“{name}” has only {n}"}
    why: {zh-CN: 认不出是谁。, en: Nobody knows who that is.}
"""


def read(text: str, path: str = "content/frameworks/own.yaml") -> tuple[RuleSet, list[tuple[int, str, str, str]]]:
    """The rules, and what is said of them: line, underlined text, rule and Chinese message."""
    node, findings = read_yaml(Source(path=path, text=text))
    reading = Reading(findings)
    assert node is not None
    pair = node.find("rules")
    assert pair is not None
    rules = read_rules(pair.value, reading, phrase("准则“own”这样要求", "framework “own” demands it"))
    said = [
        (item.span.source.position(item.span.start)[0], item.span.text, item.rule, item.message.to("zh-CN"))
        for item in reading.findings
    ]
    return rules, said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: length", "kind: lenght", (3, "lenght", "unknown-kind", "没有名为“lenght”的规则类型")),
        ("least:", "laest:", (5, "laest", "unknown-key", "未知的键“laest”")),
        ("[subject.name]", "[subject.nmae]", (4, "subject.nmae", "unknown-field", "材料里没有字段“subject.nmae”")),
        ("{zh-CN: 6}", "{zh-CN: six}", (5, "six", "wrong-type", "“zh-CN”应为整数，这里是“six”")),
        ("{n}", "{m}", (8, None, "unknown-place", "这类规则没有“{m}”")),
        ("“{name}”只", "“{name”只", (8, None, "invalid-template", "花括号没有成对")),
        (', en: "“{name}” has only {n}"', "", (8, None, "missing-language", "“message”没有 en 的说法")),
        ("severity: warning", "severity: warn", (6, "warn", "unknown-value", "“severity”不认识“warn”")),
        (
            "    why: {zh-CN: 认不出是谁。, en: Nobody knows who that is.}\n",
            "",
            (2, "id: short-name", "missing-field", "缺少字段“why”"),
        ),
    ],
)
def test_a_rule_that_cannot_be_understood_is_pointed_at_in_its_own_file(
    old: str, new: str, said: tuple[int, str | None, str, str]
) -> None:
    assert RULE.count(old) >= 1
    rules, findings = read(RULE.replace(old, new))
    assert rules.checks == ()
    ((line, text, rule, message),) = findings
    assert (line, rule, message) == (said[0], said[2], said[3])
    assert said[1] in (None, text)


def test_a_regular_expression_that_is_none_is_pointed_at() -> None:
    text = RULE.replace("kind: length", "kind: pattern").replace("    least: {zh-CN: 6}\n", '    match: "[甲"\n')
    text = text.replace("“{name}”只有 {n} 字", "写了").replace("“{name}” has only {n}", "written")
    assert [item[:3] for item in read(text)[1]] == [(5, '"[甲"', "wrong-type")]


def test_the_other_rules_of_the_list_are_read() -> None:
    more = RULE.replace("rules:\n", "").replace("short-name", "second")
    rules, findings = read(RULE.replace("kind: length", "kind: lenght") + more)
    assert [check.rule.id for check in rules.checks] == ["second"]
    assert len(findings) == 1


def book(text: str, **settings: object) -> Rulebook:
    rules, said = read(text)
    assert said == []
    return replace(Rulebook(frameworks={"small": rules}), **settings)  # type: ignore[arg-type]  # fields of Rulebook


def test_a_finding_says_the_rules_words_and_labels_its_line(make: Make, context: Context, good: str) -> None:
    (finding,) = check_case(make(good), context, book(RULE))
    assert (finding.rule, finding.severity, finding.span.text) == ("short-name", Severity.WARNING, "灯塔小组")
    assert finding.message.texts == {"zh-CN": "“name”只有 4 字", "en": "“name” has only 4"}
    assert finding.field == "subject.name"
    (label,) = finding.labels
    assert (label.span.source.path, label.span.text) == ("content/frameworks/own.yaml", "short-name")
    assert label.message.to("zh-CN") == "准则“own”这样要求"


def test_a_stage_holds_its_own_rules_and_those_before_it(make: Make, context: Context, good: str) -> None:
    def rules(profile: Profile) -> list[str]:
        return [item.rule for item in check_case(make(good), context, book(RULE, profile=profile))]

    assert rules(Profile.DRAFT) == []
    assert rules(Profile.SUBMITTED) == ["short-name"]
    assert rules(Profile.PUBLISHED) == ["short-name"]


def test_a_workspace_grades_a_rule_or_puts_it_out(make: Make, context: Context, good: str) -> None:
    def found(severity: Severity | None) -> list[Severity]:
        return [
            item.severity for item in check_case(make(good), context, book(RULE, severities={"short-name": severity}))
        ]

    assert found(Severity.ERROR) == [Severity.ERROR]
    assert found(None) == []


def test_a_rule_holds_for_its_languages_only(make: Make, context: Context, good: str) -> None:
    english = book(RULE.replace("    severity", "    languages: [en]\n    severity"))
    assert check_case(make(good), context, english) == ()


def test_a_frameworks_rule_takes_the_place_of_one_for_all(make: Make, context: Context, good: str) -> None:
    base, _ = read(RULE)
    own, _ = read(RULE.replace("{zh-CN: 6}", "{zh-CN: 3}"))
    assert len(check_case(make(good), context, Rulebook(base=base))) == 1
    assert check_case(make(good), context, Rulebook(base=base, frameworks={"small": own})) == ()
    assert [check.parameters.least for check in joined(base, own).checks] == [{"zh-CN": 3}]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    word: str


def _find(parameters: _Word, look: Look) -> Iterator[Hit]:
    if parameters.word == "crash":
        raise ValueError("somebody else's mistake")
    at = look.document.source.text.find(parameters.word)
    yield Hit(span=look.document.source.span(at, at + len(parameters.word)))


OTHERS = Kind(name="word", make=_Word, fields={"word": required(TEXT)}, values=frozenset(), find=_find)
THEIR_RULE = """rules:
  - {id: their-rule, kind: word, word: 分段, message: {zh-CN: 有, en: Here}, why: {zh-CN: 因为, en: Because}}
"""


@pytest.fixture
def entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package that brings the kind `word`, and one whose kind cannot be loaded."""

    def installed(*, group: str, name: str) -> list[EntryPoint]:
        assert group == "casebound.kinds"
        where = {"word": f"{__name__}:OTHERS", "broken": "no_such_package:KIND"}.get(name)
        return [EntryPoint(name, where, group)] if where else []

    monkeypatch.setattr(metadata, "entry_points", installed)
    monkeypatch.setattr(
        EntryPoint, "load", lambda self: OTHERS if self.name == "word" else __import__("no_such_package")
    )


@pytest.mark.usefixtures("entry_point")
def test_a_kind_may_come_from_another_package(make: Make, context: Context, good: str) -> None:
    (finding,) = check_case(make(good), context, book(THEIR_RULE))
    assert (finding.rule, finding.span.text) == ("their-rule", "分段")


@pytest.mark.usefixtures("entry_point")
def test_a_kind_that_cannot_be_loaded_is_not_known() -> None:
    rules, said = read(THEIR_RULE.replace("kind: word", "kind: broken"))
    assert rules.checks == ()
    assert [(item[1], item[2]) for item in said] == [("broken", "unknown-kind")]


@pytest.mark.usefixtures("entry_point")
def test_a_rule_that_fails_is_said_and_stops_no_other(make: Make, context: Context, good: str) -> None:
    text = THEIR_RULE.replace("分段", "crash") + RULE.removeprefix("rules:\n")
    failed, other = check_case(make(good), context, book(text))
    assert failed.rule == "internal-error"
    assert failed.message.to("zh-CN") == "规则“their-rule”出错，没有查完（ValueError: somebody else's mistake）"
    assert other.rule == "short-name"


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_ours_is_named_as_its_module(name: str) -> None:
    kind = find_kind(name)
    assert kind is not None
    assert kind.name == name
