"""Findings in order: by file, place and rule, each statement once."""

import pytest

from casebound.text.finding import Finding, Severity, fails, in_order
from casebound.text.localized import phrase
from casebound.text.source import Source


def make(path: str, start: int, rule: str = "r", english: str = "m", severity: Severity = Severity.ERROR) -> Finding:
    source = Source(path=path, text="0123456789")
    return Finding(rule=rule, severity=severity, message=phrase("说", english), span=source.span(start, start + 1))


def test_are_sorted_by_file_place_and_rule() -> None:
    made = [make("b", 0), make("a", 5), make("a", 2, "z"), make("a", 2, "y")]
    assert [(item.span.source.path, item.span.start, item.rule) for item in in_order(made)] == [
        ("a", 2, "y"),
        ("a", 2, "z"),
        ("a", 5, "r"),
        ("b", 0, "r"),
    ]


def test_say_the_same_thing_of_one_place_only_once() -> None:
    assert len(in_order([make("a", 1), make("a", 1)])) == 1


def test_say_two_things_of_one_place_twice() -> None:
    assert len(in_order([make("a", 1, english="one"), make("a", 1, english="two")])) == 2


@pytest.mark.parametrize(("severity", "wanted"), [("error", True), ("warning", True), ("advice", False)])
def test_fail_a_run_unless_they_are_advice(severity: str, wanted: bool) -> None:
    assert fails([make("a", 1, severity=Severity(severity))]) is wanted


def test_none_at_all_is_a_pass() -> None:
    assert not fails([])
