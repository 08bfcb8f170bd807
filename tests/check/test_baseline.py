"""What was there before is known by its rule and field or words, and by nothing that a new line would change."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.check.baseline import Baseline, apply_baseline, read_baseline, render_baseline
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source


def finding(text: str, at: str, *, rule: str = "missing-n", field: str = "", path: str = "case.md") -> Finding:
    """A finding that underlines `at` where it first stands."""
    start = text.index(at)
    span = Source(path=path, text=text).span(start, start + len(at))
    return Finding(rule=rule, severity=Severity.ERROR, message=phrase("错", "Wrong"), span=span, field=field)


def baseline(*findings: Finding) -> Baseline:
    read, wrong = read_baseline(Source(path="baseline.json", text=render_baseline(findings)))
    assert wrong == []
    return read


def said(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(item.rule, item.span.text, item.message.to("zh-CN")) for item in findings]


OLD = finding("a: 错\n", "错", field="measures.wait.actual")
WORDS = finding("甲  乙\r\n丙", "甲  乙\r\n丙", rule="half-width-mark", field="sections.survey")


def test_a_baseline_is_sorted_and_says_what_it_counts() -> None:
    digest = hashlib.sha256("survey\n甲 乙 丙".encode()).hexdigest()[:16]
    wanted = f"""{{
  "version": 1,
  "findings": [
    {{"path": "case.md", "rule": "half-width-mark", "text": "{digest}", "count": 1}},
    {{"path": "case.md", "rule": "missing-n", "field": "measures.wait.actual", "count": 2}}
  ]
}}
"""
    assert render_baseline([OLD, WORDS, OLD]) == render_baseline([WORDS, OLD, OLD]) == wanted
    assert render_baseline([]) == '{\n  "version": 1,\n  "findings": []\n}\n'


@pytest.mark.parametrize(
    "moved",
    [
        finding("新的一行\n\na: 错\n", "错", field="measures.wait.actual"),
        finding("a: 别的错\n", "别的错", field="measures.wait.actual"),
        finding("前面\n\n甲 乙 丙", "甲 乙 丙", rule="half-width-mark", field="sections.survey"),
    ],
)
def test_what_has_moved_is_known(moved: Finding) -> None:
    new, known = apply_baseline([moved], Baseline(counts=baseline(OLD, WORDS).counts))
    assert (new, known) == ([], [moved])


@pytest.mark.parametrize(
    "other",
    [
        finding("a: 错\n", "错", field="measures.wait.target"),
        finding("a: 错\n", "错", field="measures.wait.actual", rule="late-date"),
        finding("a: 错\n", "错", field="measures.wait.actual", path="other.md"),
        finding("甲 乙 丁", "甲 乙 丁", rule="half-width-mark", field="sections.survey"),
        finding("甲 乙 丙", "甲 乙 丙", rule="half-width-mark", field="sections.goal"),
    ],
)
def test_what_is_somewhere_else_is_new(other: Finding) -> None:
    new, known = apply_baseline([other], Baseline(counts=baseline(OLD, WORDS).counts))
    assert (new, known) == ([other], [])


def test_an_empty_place_is_known_by_its_line() -> None:
    empty = finding("甲\n乙丙\n丁", "", field="sections.a")
    here = Source(path="case.md", text="甲\n乙丙\n丁")
    at = [
        Finding(rule="r", severity=Severity.ERROR, message=empty.message, span=here.span(offset), field="sections.a")
        for offset in (2, 3, 5)
    ]
    old = Baseline(counts=baseline(at[0]).counts)
    assert apply_baseline([at[1]], old) == ([], [at[1]])
    assert apply_baseline([at[2]], old) == ([at[2]], [])


def test_more_than_there_were_are_new() -> None:
    first, second, third = (finding("错" * number, "错" * number, field="title") for number in (1, 2, 3))
    new, known = apply_baseline([first, second, third], baseline(first, second))
    assert (new, known) == ([third], [first, second])


def test_what_is_no_longer_there_is_stale() -> None:
    new, known = apply_baseline([OLD], baseline(OLD, OLD, WORDS))
    assert known == [OLD]
    assert [item.message.to("zh-CN") for item in new] == [
        "“case.md”里已经没有基线所记的“half-width-mark”",
        "“case.md”里的“missing-n”比基线所记的少：1/2",
    ]
    assert [item.message.to("en") for item in new] == [
        "“case.md” no longer has the “half-width-mark” that the baseline lists",
        "“case.md” has fewer “missing-n” than the baseline lists: 1 of 2",
    ]
    assert [item.severity for item in new] == [Severity.WARNING] * 2
    assert {item.hint.to("zh-CN") for item in new if item.hint} == {"运行 casebound check --update-baseline"}
    assert new[1].span.text == '{"path": "case.md", "rule": "missing-n", "field": "measures.wait.actual", "count": 2}'


def test_what_was_not_checked_is_not_stale() -> None:
    old = baseline(OLD, WORDS)
    assert apply_baseline([], old, paths=["other.md"]) == ([], [])
    new, _ = apply_baseline([], old, paths=["case.md"], ran=["missing-n"])
    assert [item.message.to("zh-CN") for item in new] == ["“case.md”里已经没有基线所记的“missing-n”"]


def test_what_was_not_checked_stays_in_the_baseline() -> None:
    old = baseline(OLD, WORDS)
    assert render_baseline([], old, paths=["other.md"]) == render_baseline([OLD, WORDS])
    assert render_baseline([], old, ran=["missing-n"]) == render_baseline([WORDS])
    assert render_baseline([OLD], old, paths=["case.md"]) == render_baseline([OLD])


def test_what_is_said_of_a_baseline_never_gets_into_one() -> None:
    stale, _ = apply_baseline([], baseline(OLD))
    assert render_baseline(stale) == render_baseline([])


GOOD = '{"path": "a", "rule": "b", "field": "c", "count": 1}'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ("", "基线不是合法的 JSON")),
        ('{\n  "version": 1,\n<<<<<<< ours\n', ("<<<<<<< ours", "基线不是合法的 JSON")),
        ("[]", ("[]", "基线里没有“findings”列表")),
        ('{"version": 1, "findings": {}}', ('{"version": 1, "findings": {}}', "基线里没有“findings”列表")),
        ('{"version": 2, "findings": []}', ('{"version": 2, "findings": []}', "基线的版本应为 1")),
        ('{"version": true, "findings": []}', ('{"version": true, "findings": []}', "基线的版本应为 1")),
        ("9" * 5_000, ("9" * 5_000, "基线里没有“findings”列表")),
        ("[" * 100_000, ("[" * 100_000, "基线里没有“findings”列表")),
    ],
)
def test_a_broken_baseline_is_pointed_at(text: str, wanted: tuple[str, str]) -> None:
    read, wrong = read_baseline(Source(path="baseline.json", text=text))
    assert read == Baseline()
    assert [(item.rule, *found[1:]) for item, found in zip(wrong, said(wrong), strict=True)] == [
        ("invalid-baseline", *wanted)
    ]


@pytest.mark.parametrize(
    "item",
    [
        "1",
        '{"path": "a", "rule": "b", "count": 1}',
        '{"path": "a", "rule": "b", "field": "c", "count": 0}',
        '{"path": "a", "rule": "b", "field": "c", "count": true}',
        '{"path": "a", "rule": "b", "field": "c", "count": 1.5}',
        '{"path": "a", "rule": "b", "field": 1, "count": 1}',
        '{"path": "a", "rule": "b", "field": "c", "text": "d", "count": 1}',
        '{"path": "a", "rule": "b", "line": 3, "count": 1}',
    ],
)
def test_a_broken_entry_is_pointed_at_and_the_others_are_read(item: str) -> None:
    text = f'{{"version": 1, "findings": [{GOOD},\n {item}, {GOOD}]}}'
    read, wrong = read_baseline(Source(path="baseline.json", text=text))
    assert said(wrong) == [("invalid-baseline", item, "看不懂基线的第 2 条")]
    assert list(read.counts.values()) == [2]


def test_a_name_with_odd_characters_comes_back() -> None:
    odd = finding("错", "错", field="k\u202e\ud800\n\t“", path="a\x1b[31m.md")
    text = render_baseline([odd])
    assert text.replace("\n", "").isprintable()
    assert apply_baseline([odd], baseline(odd)) == ([], [odd])


@given(st.text() | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read(text: str) -> None:
    for whole in (text, f'{{"version": 1, "findings": {text}}}', f'{{"version": 1, "findings": [{text}]}}'):
        _, wrong = read_baseline(Source(path="baseline.json", text=whole))
        assert all(0 <= item.span.start <= item.span.end <= len(whole) for item in wrong)
