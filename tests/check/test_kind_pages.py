"""Each kind's page, run: its rule is built, its bad example gives the findings marked in it, its good one none.

`src/casebound/check/kinds/README.md` says how pages are written. `pytest --update-golden` rewrites the marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from casebound.check.context import warning
from casebound.check.kind import Kind
from casebound.check.rulebook import KINDS, Rulebook, RuleSet, find_kind, read_rules
from casebound.read.fields import Choice, ListOf, Reading
from casebound.read.nodes import read_yaml
from casebound.text.finding import Finding
from casebound.text.localized import LANGUAGES, phrase
from casebound.text.source import Source
from casebound.workspace.resources import built_in
from tests.check.faultless import applied, found

FOLDER: Path = built_in("check") / "kinds"
_BLOCK = re.compile(r"^```(?P<sort>[a-z]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"[ \u3000]*(?:[\^＾]+|‸)(?: [a-z0-9-]+ .*)?")
ELSEWHERE = "…"


def page_of(name: str) -> Path:
    return FOLDER / f"{name.replace('-', '_')}.md"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A fragment on a page, and the rules that stand above it."""

    rules: str
    sort: str
    text: str
    start: int
    """Offset in the page."""


def examples(page: str) -> Iterator[Example]:
    rules = ""
    for block in _BLOCK.finditer(page):
        if block["sort"] == "yaml":
            rules = block["text"]
        elif block["sort"] in ("bad", "good"):
            yield Example(rules=rules, sort=block["sort"], text=block["text"], start=block.start("text"))


def built(rules: str, name: str) -> RuleSet:
    """The rules of a page; a mistake in them fails the test."""
    node, findings = read_yaml(Source(path=f"{name}.md", text=rules))
    reading = Reading(findings)
    pair = node.find("rules") if node else None
    assert pair is not None
    made = read_rules(pair.value, reading)
    assert [(item.span.text, item.message.to("en")) for item in reading.findings] == []
    assert [check.kind.name for check in made.checks] == [name]
    return made


def fragment_of(block: str) -> str:
    """An example without its marks."""
    lines = block.split("\n")
    if ELSEWHERE in lines:
        lines = [*lines[: lines.index(ELSEWHERE)], ""]
    return "\n".join(line for line in lines if not _MARKS.fullmatch(line))


def annotated(block: str, rules: RuleSet) -> str:
    """An example with the marks that it should have."""
    fragment = fragment_of(block)
    put = applied(fragment)
    findings = found(put.text, Rulebook(base=rules))
    source = Source(path="case.md", text=put.text)
    where = {line: at for at, line in put.lines.items()}
    lines = []
    for number, line in enumerate(fragment.rstrip("\n").split("\n"), 1):
        lines.append(line)
        lines.extend(marks(findings, source, where.get(number, 0)))
    outside = sorted(
        {number for finding in findings for number in range(*touched(finding, source)) if number not in put.lines}
    )
    for number in outside:
        lines.extend([ELSEWHERE] if number == outside[0] else [])
        lines.append(source.line_text(number))
        lines.extend(marks(findings, source, number))
    return "\n".join(lines) + "\n"


def touched(finding: Finding, source: Source) -> tuple[int, int]:
    """The first line that a finding marks, and the one behind its last."""
    span = finding.span
    return source.position(span.start)[0], source.position(max(span.start, span.end - 1))[0] + 1


def marks(findings: Iterable[Finding], source: Source, line: int) -> Iterator[str]:
    """A mark under each character of a line that findings underline; what they say stands under their last line."""
    text, start = source.line_text(line) if line else "", source.line_start(line) if line else 0
    for finding in findings:
        first, end = touched(finding, source)
        if not first <= line < end:
            continue
        begins, ends = max(0, finding.span.start - start), min(len(text), finding.span.end - start)
        before = "".join("\u3000" if is_wide(character) else " " for character in text[:begins])
        under = "".join("＾" if is_wide(character) else "^" for character in text[begins:ends]) or "‸"
        said = " / ".join(finding.message.to(lang) for lang in LANGUAGES)
        yield f"{before}{under}" + (f" {finding.rule} {said}" if line == end - 1 else "")


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


@pytest.mark.parametrize("name", KINDS)
def test_a_page_says_exactly_what_is_found(name: str, request: pytest.FixtureRequest) -> None:
    page = page_of(name).read_text(encoding="utf-8")
    right = page
    for example in reversed(list(examples(page))):
        should = annotated(example.text, built(example.rules, name))
        right = right[: example.start] + should + right[example.start + len(example.text) :]
    if request.config.getoption("--update-golden"):
        page_of(name).write_text(right, encoding="utf-8")
    assert page == right


@pytest.mark.parametrize("name", KINDS)
def test_a_bad_example_has_findings_and_a_good_one_none(name: str) -> None:
    shown = list(examples(page_of(name).read_text(encoding="utf-8")))
    assert {example.sort for example in shown} == {"bad", "good"}
    for example in shown:
        marked = any(_MARKS.fullmatch(line) for line in example.text.split("\n"))
        assert marked is (example.sort == "bad"), example.text


def kind(name: str) -> Kind:
    found_kind = find_kind(name)
    assert found_kind is not None
    return found_kind


@pytest.mark.parametrize("name", KINDS)
def test_a_page_lists_the_parameters_of_its_kind_and_no_others(name: str) -> None:
    page = page_of(name).read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE) == list(kind(name).fields)


@pytest.mark.parametrize("name", KINDS)
def test_a_page_names_every_word_that_a_parameter_can_have(name: str) -> None:
    page = page_of(name).read_text(encoding="utf-8")
    words = set()
    for field in kind(name).fields.values():
        declared = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        words |= set(declared.options) if isinstance(declared, Choice) else set()
    assert sorted(word for word in words if f"`{word}`" not in page) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_page_names_what_messages_can_be_filled_with(name: str) -> None:
    page = page_of(name).read_text(encoding="utf-8")
    assert set(re.findall(r"`\{([a-z_]+)\}`", page)) == kind(name).values


def test_there_is_a_page_for_each_kind_and_no_other() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {"README.md", *(page_of(name).name for name in KINDS)}


def test_marks_stand_under_their_characters_one_for_one() -> None:
    source = Source(path="x", text="等候 {val} 降了 9\n")
    span = source.span(3, 11)  # `{val} 降了`: six narrow characters, then two wide ones
    finding = warning("loose", span, phrase("说得不清", "said loosely"))
    assert list(marks([finding], source, 1)) == ["\u3000\u3000 ^^^^^^＾＾ loose 说得不清 / said loosely"]


def test_a_place_over_two_lines_is_marked_on_both_and_an_empty_one_by_a_caret() -> None:
    source = Source(path="x", text="a 等\n候 b\n")
    over, empty = (warning("r", source.span(*at), phrase("甲", "one")) for at in ((2, 5), (7, 7)))
    assert [list(marks([over, empty], source, line)) for line in (1, 2)] == [
        ["  ＾"],
        ["＾ r 甲 / one", "\u3000  ‸ r 甲 / one"],
    ]
