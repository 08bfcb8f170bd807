"""`casebound.toml`: settings with their defaults, and mistakes at their lines."""

from __future__ import annotations

import pytest

from casebound.read.config import Config
from tests.read.settings import read

GOOD = """languages = ["zh-CN", "en"]
name = "案例集"

[publisher]
zh-CN = "协会"
en = "Association"

[[books]]
id = "all"
title = { zh-CN = "全部", en = "All" }
cases = "all"

[[books]]
id = "some"
title = "部分"
cases = ["one", "two"]
round = "2026"

[site]
round = "2026"
"""


def test_reads_settings() -> None:
    config, said = read(GOOD)
    assert said == []
    assert config.languages == ("zh-CN", "en")
    assert config.name.to("en") == "案例集"
    assert config.publisher.to("en") == "Association"
    assert [(book.id, book.cases, book.round) for book in config.books] == [
        ("all", (), ""),
        ("some", ("one", "two"), "2026"),
    ]
    assert config.site.round == "2026"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "一"\nlanguages = [\n', 2),  # runs out: the last line
        ('name = "一"\nlanguages = zh\n', 2),
        ("name = 一\n", 1),
        ('name = "一"\nname = "二"\n', 2),
        ("\n\n[[books]\n", 3),
    ],
)
def test_a_syntax_error_names_its_line(text: str, line: int) -> None:
    config, ((place, _, rule, _),) = read(text)
    assert config == Config()
    assert (place, rule) == (line, "invalid-toml")


def test_a_nesting_bomb_is_a_finding() -> None:
    assert [item[2] for item in read("a = " + "[" * 100_000)[1]] == ["invalid-toml"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("languages", "langages", (1, "langages", "unknown-key", "未知的键“langages”")),
        ('"en"]', '"de"]', (1, "languages", "unknown-value", "“languages[1]”不认识“de”")),
        ('name = "案例集"', "", (1, 'languages = ["zh-CN", "en"]', "missing-field", "缺少字段“name”")),
        (
            'id = "some"',
            'id = "Some Book"',
            (14, "id", "wrong-type", "“id”应为小写字母、数字与连字符组成的 id，这里是“Some Book”"),
        ),
        ('id = "some"\n', "", (13, "[[books]]", "missing-field", "缺少字段“id”")),
        ('cases = ["one", "two"]', "cases = 3", (16, "cases", "wrong-type", "“cases”应为列表，这里是“3”")),
        ('round = "2026"\n\n[site]', 'rund = "2026"\n\n[site]', (17, "rund", "unknown-key", "未知的键“rund”")),
        ("[site]\nround", "[site]\ntheme", (20, "theme", "unknown-key", "未知的键“theme”")),
    ],
)
def test_a_mistake_is_pointed_at(old: str, new: str, said: tuple[int, str, str, str]) -> None:
    assert GOOD.count(old) == 1
    assert read(GOOD.replace(old, new))[1] == [said]
