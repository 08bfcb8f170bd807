"""Bytes, text, YAML, front matter: nothing raises, and every place lies inside the text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casebound.read.case import CASE
from casebound.read.decode import decode
from casebound.read.document import read_document
from casebound.read.nodes import Node, read_yaml
from casebound.text.finding import Finding
from casebound.text.source import Source, Span
from tests.read.test_improve import FRONT


def spans(node: Node | None) -> list[Span]:
    found, left = [], [node] if node else []
    while left:
        here = left.pop()
        found.append(here.span)
        left.extend((*here.items, *(inner for pair in here.pairs for inner in (pair.key, pair.value))))
    return found


def check(data: bytes) -> list[Finding]:
    source, findings = decode("x/case.md", data)
    document = read_document(source)
    if document.front is not None:
        CASE.read("", document.front, document.reading)
    findings = [*findings, *document.reading.findings]
    places = [*spans(document.front), *(item.span for item in findings)]
    places += [edit.span for item in findings if item.fix for edit in item.fix.edits]
    assert all(0 <= place.start <= place.end <= len(source.text) for place in places)
    assert all(item.message.to(lang) for item in findings for lang in ("zh-CN", "en"))
    return findings


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    check(data)
    check(b"---\n" + data + b"\n---\n# a\n")


MARKS = [
    "：",
    ":",
    " ",
    "\t",
    "“",
    "”",
    '"',
    "'",
    "[",
    "]",
    "{",
    "}",
    "，",
    ",",
    "- ",
    "\n",
    "\r",
    "\x00",
    "\u3000",
    "#",
]
MARKS += ["|", ">", "*a", "&b", "!", "%", "？", "=", "一", "😀", "e\u0301", "\ufeff", "---\n", "? ", "\u2028", "a:b\n"]


@given(st.lists(st.tuples(st.integers(0, len(FRONT)), st.integers(0, 3), st.sampled_from(MARKS)), max_size=8))
def test_a_write_up_with_anything_in_it_is_read(spoils: list[tuple[int, int, str]]) -> None:
    text = FRONT
    for at, length, mark in spoils:
        text = text[:at] + mark + text[at + length :]
    check(text.encode())


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join))
@example("]? ")  # a key of no characters
@example("! ")  # a text of no characters that is not empty space
def test_nothing_but_marks_is_read(text: str) -> None:
    check(f"---\n{text}\n---\n".encode())


def test_lone_surrogates_are_named() -> None:
    node, findings = read_yaml(Source(path="x", text="标题: a\ud800b\n"))
    assert [item.rule for item in findings] == ["control-character"]
    assert node is not None
    assert node.pairs[0].value.text == "a b"
    assert [item.rule for item in check("---\n标题: \ud800\n---\n".encode("utf-8", "surrogatepass"))][:1] == [
        "not-utf-8"
    ]


BOMBS = [
    ("aliases", "a0: &a0 [哈]\n" + "\n".join(f"a{n}: &a{n} [{'*a0, ' * 9}]" for n in range(1, 2000)), "yaml-alias"),
    ("brackets", "[" * 100_000, "deep-nesting"),
    ("indents", "\n".join(" " * depth + "a:" for depth in range(1000)), "deep-nesting"),
    ("nul", "\x00" * 500_000, "control-character"),
    ("values", "- a\n" * 200_000, "too-many-values"),
    ("colons", "a: " + "b: " * 30_000, "invalid-yaml"),
    ("quotes", 'a: "b\n' * 15_000, "invalid-yaml"),
    ("commas", "a: [" + "，、" * 30_000 + "\nb: 1", "invalid-yaml"),
    ("odd keys", "{" + "a：1, " * 15_000 + "}", "invalid-yaml"),
    ("wide spaces", "\u3000" * 60_000 + "a: 1\nb: 1", "invalid-yaml"),
    ("tabs", "\t" * 60_000 + "a: 1", "invalid-yaml"),
]


@pytest.mark.parametrize(("name", "text", "rule"), BOMBS, ids=[bomb[0] for bomb in BOMBS])
def test_a_bomb_is_a_finding(name: str, text: str, rule: str) -> None:
    assert rule in {item.rule for item in check(f"---\n{text}\n---\n".encode())}, name


PIECES = st.text(st.sampled_from("ab一、“😀𠀀e\u0301\u200d．"), min_size=1, max_size=8)


@given(st.lists(PIECES, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), PIECES)
def test_the_place_of_a_slip_is_exact(titles: list[str], end: str, has_mark: bool, key: str) -> None:
    lines = [
        "---",
        *(f"k{number}: '{title}'" for number, title in enumerate(titles)),
        f"planted：'{key}'",
        "z: 1",
        "---",
    ]
    text = end.join((*lines, ""))
    source, _ = decode("x/case.md", (b"\xef\xbb\xbf" if has_mark else b"") + text.encode())
    document = read_document(source)
    (finding,) = (item for item in document.reading.findings if item.rule == "invalid-yaml")
    assert source.position(finding.span.start) == (len(titles) + 2, 8)
    assert finding.span.text == "："
    assert document.front is not None
    planted = document.front.find("planted")
    assert planted is not None
    assert planted.value.span.text == f"'{key}'"
    assert planted.value.text == key


@given(st.lists(PIECES, min_size=1, max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_value_stands_where_it_was_planted(values: list[str], end: str) -> None:
    text = end.join([*(f"k{number}: '{value}'\t# {value}" for number, value in enumerate(values)), ""])
    node, findings = read_yaml(Source(path="x", text=text))
    assert findings == []
    assert node is not None
    assert [pair.value.span.text for pair in node.pairs] == [f"'{value}'" for value in values]
    assert [pair.key.span.text for pair in node.pairs] == [f"k{number}" for number in range(len(values))]
