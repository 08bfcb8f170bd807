"""What `casebound.toml` names exists."""

from __future__ import annotations

import pytest

from casebound.check.settings import check_settings
from casebound.read.config import read_config
from casebound.read.fields import Reading
from casebound.text.source import Source

TEXT = """languages = ["zh-CN"]
name = "集"

[[books]]
id = "one"
title = "一"
cases = ["night-clinic"]
round = "spring"

[[books]]
id = "two"
title = "二"
cases = ["night-clinic", "day-clinic"]

[site]
round = "spring"
"""


def check(text: str) -> list[tuple[int, str, str, str]]:
    reading = Reading()
    written = read_config(Source(path="casebound.toml", text=text), reading)
    assert reading.findings == []
    found = check_settings(written, {"night-clinic", "day-clinic"}, {"spring"}, {"stray-mark"})
    return [
        (one.span.source.position(one.span.start)[0], one.span.text, one.rule, one.message.to("zh-CN")) for one in found
    ]


def test_what_exists_is_fine() -> None:
    assert check(TEXT) == []
    assert check('name = "集"\n') == []


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            'round = "spring"\n\n[[',
            'round = "sprung"\n\n[[',
            (8, "round", "unknown-round", "书“one”要的评价轮次“sprung”不存在"),
        ),
        ('"day-clinic"', '"day-clinik"', (13, "cases", "unknown-case", "书“two”要的案例“day-clinik”不存在")),
        (
            '[site]\nround = "spring"',
            '[site]\nround = "x"',
            (16, "round", "unknown-round", "站点要的评价轮次“x”不存在"),
        ),
    ],
)
def test_what_does_not_is_named_at_its_own_table(old: str, new: str, wanted: tuple[int, str, str, str]) -> None:
    assert old in TEXT
    assert check(TEXT.replace(old, new)) == [wanted]


def test_stages_that_extend_each_other_are_pointed_at() -> None:
    text = (
        TEXT
        + """
[check]
profile = "one"

[[check.profiles]]
id = "one"
extends = "two"

[[check.profiles]]
id = "two"
extends = "one"
"""
    )
    assert {(rule, message) for _, _, rule, message in check(text)} == {
        ("unknown-profile", "阶段“one”绕回了自身"),
        ("unknown-profile", "阶段“two”绕回了自身"),
    }
