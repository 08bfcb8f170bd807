"""What is being written at a place of half-written YAML."""

from __future__ import annotations

import time

import pytest

from casebound.editor.front import Place, place_at
from casebound.text.source import Source


def place(text: str) -> Place | None:
    offset = text.index("¦")
    text = text.replace("¦", "")
    return place_at(Source(path="", text=text), 0, len(text), offset)


@pytest.mark.parametrize(
    ("text", "path", "is_value", "typed", "beside"),
    [
        ("¦", "", False, "", ""),
        ("id: a\nti¦\nlang: en\n", "", False, "ti", "id lang"),
        ("id: a\r\nti¦\r\nlang: en\r\n", "", False, "ti", "id lang"),
        ("subject:\n  kind: team\n  ¦\n  name: x\nlang: en\n", "subject", False, "", "kind name"),
        ("subject:\n  kind: team\n¦\nlang: en\n", "", False, "", "subject lang"),
        ("subject:\n  kind: te¦\n", "subject kind", True, "te", ""),
        ("subject: {kind: te¦, name: 好}\n", "subject kind", True, "te", "kind name"),
        ("subject: {kind: team, ¦, name: 好}\n", "subject", False, "", "kind name"),
        ("methods: [a, pa¦]\n", "methods []", True, "pa", ""),
        ("methods:\n  - a\n  - pa¦\n", "methods []", False, "pa", ""),
        (
            "measures:\n  - id: a\n    name: b\n  - id: b\n    ¦\n    unit: x\n  - id: c\n",
            "measures []",
            False,
            "",
            "id unit",
        ),
        ("measures:\n- id: a\n  baseline: {value: 3, ¦}\n", "measures [] baseline", False, "", "value"),
        ("a:\n  - b:\n      - {c: 1,\n         d¦\n", "a [] b []", False, "d", "c"),
        ('conditions:\n  - {id: "4.¦\n', "conditions [] id", True, '"4.', "id"),
        ("a: >-\n  text: here\nla¦", "", False, "la", "a"),
        ("a: 'x: {'\nla¦", "", False, "la", "a"),
        ("a: 用户's: {\nla¦", "", False, "la", "a"),
        ("# a: {\nla¦", "", False, "la", ""),
        ("a: b¦ # c", "a", True, "b", ""),
    ],
)
def test_a_place_knows_its_field(text: str, path: str, is_value: bool, typed: str, beside: str) -> None:
    found = place(text)
    assert found is not None
    assert (found.path, found.is_value, found.typed) == (tuple(path.split()), is_value, typed)
    assert found.beside == frozenset(beside.split())
    assert text.replace("¦", "")[found.start : text.index("¦")] == typed


@pytest.mark.parametrize("text", ["a: |\n  some ¦text\n", "# co¦mment\n", "a: b # c¦\n", 'a: "b\n  c¦\n'])
def test_inside_words_nothing_is_being_named(text: str) -> None:
    assert place(text) is None


@pytest.mark.parametrize(
    "unit", ["{", "[", "'", '"', "a: ", "- ", "- - a:\n", " ", ",", "}", "a" * 50, "a b ", "{a: ", "x:\n", "# "]
)
def test_a_strangers_text_takes_no_longer_than_its_length(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    place_at(Source(path="", text=text), 0, len(text), len(text))
    assert time.process_time() - begun < 5
