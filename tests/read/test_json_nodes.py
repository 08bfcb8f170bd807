"""JSON with places: the standard library's own reading is the judge of what is JSON and what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.read.json_nodes import read_json
from casebound.read.nodes import Node
from casebound.text.source import Source


def read(text: str) -> tuple[Node | None, list[str]]:
    source = Source(path="sheet.json", text=text)
    root, findings = read_json(source)
    found = []
    for finding in findings:
        line, column = source.position(finding.span.start)
        found.append(f"{line}:{column} {finding.rule} {finding.message.to('en')}")
    return root, found


def value(node: Node) -> Any:
    """What a node means."""
    if node.kind == "sequence":
        return [value(item) for item in node.items]
    if node.kind == "mapping":
        return {pair.key.text: value(pair.value) for pair in node.pairs}
    return node.text if not node.is_plain else json.loads(node.text)


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('aé文😀\\"/ \t\n'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab文 "), inner, max_size=4),
    max_leaves=20,
)


@given(ANY, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_whatever_json_writes_is_read_back(what: Any, indent: int | str | None, is_ascii: bool) -> None:
    root, found = read(json.dumps(what, indent=indent, ensure_ascii=is_ascii))
    assert found == []
    assert root is not None
    assert value(root) == what


PIECES = [
    '"a"',
    '"\\u00e9"',
    '"\\ud83d',
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "1",
    "-0",
    "01",
    "1.",
    "1e5",
    "NaN",
    "true",
    "nul",
    " ",
    "\n",
    "文",
    "\\",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_the_standard_library_refuses_is_a_finding_inside_the_text(text: str) -> None:
    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=refuse)
        is_json = True
    except ValueError:
        is_json = False
    source = Source(path="x", text=text)
    root, findings = read_json(source)
    assert (root is not None, [finding.rule for finding in findings]) == (is_json, [] if is_json else ["invalid-json"])
    assert all(0 <= finding.span.start <= finding.span.end <= len(text) for finding in findings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1 invalid-json This is not valid JSON (the file breaks off here)"),
        ('{"a": 1,\n "b"', "2:4 invalid-json This is not valid JSON (the file breaks off here)"),
        ('{"a": 085}', "1:7 invalid-json This is not valid JSON (a value should stand here)"),
        ('{"a": NaN}', "1:7 invalid-json This is not valid JSON (a value should stand here)"),
        ('{"a" 1}', "1:6 invalid-json This is not valid JSON (a colon should follow the key)"),
        ("[1,\n2 3]", "2:3 invalid-json This is not valid JSON (a comma or the end should stand here)"),
        ("[1,]", "1:4 invalid-json This is not valid JSON (a value should stand here)"),
        ("{a: 1}", "1:2 invalid-json This is not valid JSON (a key in double quotes should stand here)"),
        ("{} {}", "1:4 invalid-json This is not valid JSON (the content has ended, and more follows)"),
    ],
)
def test_the_place_and_the_cause_are_named(text: str, said: str) -> None:
    assert read(text) == (None, [said])


def test_places_are_those_of_the_values() -> None:
    text = '{\n  "marks": {"5.2.1": {"value": "85"}}\n}'
    root, _ = read(text)
    assert root is not None
    pair = root.find("marks")
    assert pair is not None
    inner = pair.value.pairs[0].value.pairs[0].value
    assert (inner.span.text, inner.span.source.position(inner.span.start)) == ('"85"', (2, 32))


def test_digits_stay_as_they_were_written() -> None:
    root, _ = read("[85.0, 1e400, -0, " + "9" * 5000 + "]")
    assert root is not None
    assert [item.text for item in root.items] == ["85.0", "1e400", "-0", "9" * 5000]


def test_pairs_of_surrogates_are_joined_and_what_cannot_be_shown_is_replaced() -> None:
    root, found = read(r'["\ud83d\ude00", "a\ud83db", "a\u0000b", "\/\u2028"]')
    assert root is not None
    assert [item.text for item in root.items] == ["😀", "a\ufffdb", "a b", "/ "]
    assert found == []


@pytest.mark.parametrize("sign", ["[", '{"a":'])
def test_a_hundred_thousand_brackets_are_one_finding(sign: str) -> None:
    assert read(sign * 100_000)[1][0].endswith("Nested deeper than 32 levels; the rest was not read")


def test_ten_megabytes_are_read_or_refused() -> None:
    root, found = read('["' + "字" * 3_500_000 + '"]')
    assert (root is not None, found) == (True, [])
    assert "100000" in read("[" + "1," * 5_000_000 + "1]")[1][0]
