"""A translation joined onto its original: texts from the one, values from the other."""

from __future__ import annotations

from casebound.model.case import Case
from casebound.read.document import read_document
from casebound.read.nodes import Node, read_yaml
from casebound.read.written import joined, read_case
from casebound.text.source import Source


def node(text: str) -> Node:
    found, findings = read_yaml(Source(path="x", text=text))
    assert found is not None
    assert findings == []
    return found


def plain(value: Node) -> object:
    if value.kind == "scalar":
        return value.text
    if value.kind == "sequence":
        return [plain(item) for item in value.items]
    return {pair.key.text: plain(pair.value) for pair in value.pairs}


def test_mappings_join_by_key() -> None:
    assert plain(joined(node("a: 一\nb: {c: 1, d: 二}"), node("b: {d: two}\ne: new"))) == {
        "a": "一",
        "b": {"c": "1", "d": "two"},
        "e": "new",
    }


def test_records_join_by_id_in_the_original_order() -> None:
    base = node("[{id: a, name: 一, value: 1}, {id: b, name: 二, value: 2}]")
    over = node("[{id: b, name: two}, {id: c, name: three}, {id: a, name: one}]")
    assert plain(joined(base, over)) == [
        {"id": "a", "name": "one", "value": "1"},
        {"id": "b", "name": "two", "value": "2"},
        {"id": "c", "name": "three"},
    ]


def test_other_lists_are_replaced_whole() -> None:
    assert plain(joined(node("[一, 二]"), node("[one]"))) == ["one"]


def test_an_empty_value_translates_nothing() -> None:
    assert plain(joined(node("a: 一\nb: 二"), node("a:\nb: ~"))) == {"a": "一", "b": "二"}


def read(text: str, original: str | None = None) -> tuple[Case, str, list[str]]:
    base = None if original is None else read_document(Source(path="c/case.md", text=original))
    document = read_document(Source(path="c/case.en.md", text=text))
    case, _, translates = read_case(document, document.reading, base)
    return case, translates, [finding.rule for finding in document.reading.findings]


def test_a_case_without_front_matter_is_a_case_with_sections() -> None:
    case, _, rules = read("## 一 {#a}\n\n甲\n")
    assert (case.id, case.lang, [section.id for section in case.sections]) == ("", "zh-CN", ["a"])
    assert rules == ["missing-front-matter"]


def test_a_translation_takes_values_from_the_original_and_its_body_from_itself() -> None:
    original = "---\nid: x\nlang: zh-CN\ntitle: 一\nregion: 云汀\n---\n## 甲 {#a}\n\n正文\n"
    case, translates, _ = read("---\nlang: en\ntranslates: abc\ntitle: One\n---\n## A {#a}\n\nText\n", original)
    assert (case.id, case.lang, case.title, case.region, translates) == ("x", "en", "One", "云汀", "abc")
    assert [section.title for section in case.sections] == ["A"]
