"""The outline of a write-up, and where what it names is defined."""

from __future__ import annotations

import pytest

from casebound.editor.places import Symbol, definition, outline
from tests.editor.conftest import TEXT, At, scene_of


def lines(symbol: Symbol) -> tuple[str, str, int, int]:
    source = symbol.span.source
    return symbol.name, symbol.detail, source.position(symbol.span.start)[0], source.position(symbol.span.end)[0]


def test_sections_lie_in_those_above_them() -> None:
    first, second = outline(scene_of(TEXT))
    assert (lines(first), first.children) == (("现状", "5.2", 27, 39), ())
    assert lines(second) == ("效果", "5.4", 39, 44)
    assert [lines(child) for child in second.children] == [("数字", "", 41, 44)]
    assert second.heading.text == "## 效果 {#results criterion=5.4}"


@pytest.mark.parametrize(
    ("old", "new", "line", "text"),
    [
        ("`wait.baseline`", "`wait.base¦line`", 19, "{value: 52.0, period: 2024-01/2024-02, n: 1500}"),
        ("`wait.change`", "`wait.¦change`", 15, "wait"),
        ("{ref}`tbl-hours`", "{ref}`tbl¦-hours`", 32, "tbl-hours"),
        ("(#results)", "(#res¦ults)", 39, "## 效果 {#results criterion=5.4}"),
    ],
)
def test_what_is_named_is_found(at: At, old: str, new: str, line: int, text: str) -> None:
    found = definition(*at(old, new))
    assert found is not None
    assert (found.source.position(found.start)[0], found.text) == (line, text)


def test_a_file_of_the_case_is_found(at: At) -> None:
    found = definition(*at("(data/wait.csv)", "(data/¦wait.csv)"))
    assert found is not None
    assert found.source.path == "content/cases/night-clinic/data/wait.csv"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(#results)", "(#nowh¦ere)"),
        ("(data/wait.csv)", "(../../¦x)"),
        ("等候变化", "等¦候"),
        ("`wait.change`", "`no.¦such`"),
    ],
)
def test_what_is_not_there_is_not_found(at: At, old: str, new: str) -> None:
    assert definition(*at(old, new)) is None
