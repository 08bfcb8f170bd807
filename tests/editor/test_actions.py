"""Edits that an editor may offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.check.engine import check_case
from casebound.editor.actions import Action, allowances, differences, fix_all, fixes
from casebound.editor.scene import Scene
from casebound.text.finding import Finding
from casebound.text.fix import Edit
from casebound.text.source import Source
from tests.editor.conftest import CONTEXT, RULEBOOK, TEXT, scene_of

LETTERS = st.text(st.sampled_from("ab\n\r字🙂"), max_size=30)


def made(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in sorted(edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def judged(text: str) -> tuple[Scene, tuple[Finding, ...]]:
    scene = scene_of(text)
    return scene, check_case(scene.look.written, CONTEXT, RULEBOOK)


def offered(text: str, rule: str) -> tuple[Action, ...]:
    scene, findings = judged(text)
    found = next(item for item in findings if item.rule == rule)
    return tuple(allowances(scene, [found], found.span.start, found.span.end))


def test_a_fix_is_offered_where_its_finding_stands_and_preferred_only_if_safe() -> None:
    text = TEXT.replace("wait.change", "wait.chnge").replace("consent: yes", "consent： yes")
    scene, findings = judged(text)
    at = text.index("{val}`wait.chnge")
    (action,) = fixes(findings, scene.source.path, at + 3, at + 3)
    assert (action.title.to("zh-CN"), action.kind, action.is_preferred) == ("改成“wait.change”", "quickfix", False)
    assert made(text, action.edits) == text.replace("wait.chnge", "wait.change")
    assert list(fixes(findings, scene.source.path, at - 2, at - 2)) == []
    assert list(fixes(findings, "content/cases/other/case.md", at, at)) == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "line"),
    [
        (
            "unknown-method",
            "methods: [pareto]",
            "methods: [parrot]",
            "methods: [parrot]  # casebound: allow unknown-method — 理由\n",
        ),
        (
            "broken-value",
            "`wait.actual` |",
            "`wait.now` |",
            "<!-- casebound: allow broken-value — 理由 -->\n:::{table} 分时段\n",
        ),
        (
            "broken-value",
            "`wait.change`",
            "`wait.now`",
            "<!-- casebound: allow broken-value — 理由 -->\n等候变化 {val}`wait.now` 。\n",
        ),
        (
            "missing-section",
            "route: short",
            "route: short",
            "route: short  # casebound: allow missing-section — 理由\n",
        ),
        (
            "unanswered-criterion",
            "criterion=5.4",
            "criterion=5.2",
            "allow:\n  - {rule: unanswered-criterion, reason: 理由}\n---\n## 现状",
        ),
    ],
)
def test_an_allowance_is_written_where_it_holds(rule: str, old: str, new: str, line: str) -> None:
    text = TEXT.replace(old, new)
    (action,) = offered(text, rule)
    after = made(text, action.edits)
    assert line in after
    assert rule in {finding.rule for finding in judged(text)[1]}
    remaining = {finding.rule for finding in judged(after)[1]}
    assert not remaining & {rule, "malformed-allowance", "unused-allowance", "allowance-without-reason"}


def test_lines_keep_their_sort_of_break() -> None:
    text = TEXT.replace("wait.change", "wait.now").replace("\n", "\r\n")
    (action,) = offered(text, "broken-value")
    assert [edit.text for edit in action.edits] == ["<!-- casebound: allow broken-value — 理由 -->\r\n"]


@given(before=LETTERS, after=LETTERS)
def test_differences_make_one_text_of_the_other(before: str, after: str) -> None:
    source = Source(path="", text=before)
    assert made(before, tuple(differences(source, after))) == after


def test_mending_all_touches_only_what_changes() -> None:
    source = Source(path="a", text="one\n两 ， 三\nfour\n")
    action = fix_all(source, "one\n两，三\nfour\n", [])
    assert action is not None
    assert [(edit.span.start, edit.span.end, edit.text) for edit in action.edits] == [(5, 8, "，")]
    assert fix_all(source, source.text, []) is None
