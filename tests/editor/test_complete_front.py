"""Keys and values of the front matter."""

from __future__ import annotations

import pytest

from casebound.editor.complete_front import front_completions, yaml_completions
from casebound.editor.completion import Completion
from casebound.read.framework import FRAMEWORK
from casebound.text.source import Source
from tests.editor.conftest import At, scene_of


def by_label(found: list[Completion]) -> dict[str, Completion]:
    assert len({item.label for item in found}) == len(found)
    return {item.label: item for item in found}


def test_keys_that_are_missing_are_offered_with_what_they_are_for(at: At) -> None:
    scene, offset = at("industry: health\n", "industry: health\nser¦\n")
    found = by_label(front_completions(scene, offset))
    assert set(found) == {"short_title", "example", "service", "region", "evidence", "adoptions", "aliases", "allow"}
    service = found["service"]
    assert (service.text, service.detail, service.start, service.end) == (
        "service: $1",
        "是什么服务",
        offset - 3,
        offset,
    )


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("subject", "subject:\n  kind: ${1|team,individual|}\n  name: $2\n  organization: $3"),
        ("methods", "methods: [$1]"),
        ("publication", "publication:\n  consent: ${1|yes,no|}"),
        (
            "conditions",
            "conditions:\n  - id: $1\n    statement: $2\n    evidence:\n      - {kind: "
            "${3|document,record,data,survey,certificate,award,testimony|}, title: $4\\}",
        ),
        (
            "measures",
            "measures:\n  - id: $1\n    name: $2\n    unit: $3\n    better: ${4|higher,lower|}\n"
            "    baseline: {value: $5, period: $6\\}\n    target: {value: $7, period: $8\\}\n"
            "    actual: {value: $9, period: $10\\}\n    source: $11",
        ),
    ],
)
def test_a_key_brings_what_is_required_under_it(key: str, text: str) -> None:
    scene = scene_of("---\nid: a\n\n---\n")
    assert by_label(front_completions(scene, 10))[key].text == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("lang: zh-CN", "lang: z¦", {"zh-CN": "简体中文", "en": "英文"}),
        ("framework: small", "framework: ¦", {"small": "小准则"}),
        ("industry: health", "industry: ¦", {"health": "卫生"}),
        ("methods: [pareto]", "methods: [¦]", {"pareto": "排列图"}),
        ("methods: [pareto]", "methods: [pareto, ¦]", {}),
        ("methods: [pareto]", "methods:\n  - pa¦", {"pareto": "排列图"}),
        ("consent: yes", "consent: ¦", {"yes": "是", "no": "否"}),
        ("kind: team", "kind: ¦", {"team": "团队", "individual": "个人"}),
        ('{id: "4.2", ', '{id: "¦", ', {"4.2": "素养"}),
        (
            "file: data/wait.csv}",
            "file: ¦}",
            {"data/wait.csv": "", "images/desk.png": ""},
        ),
        ("id: night-clinic", "id: ¦", {"night-clinic": ""}),
        ("title: 夜间门诊少等一半", "title: ¦", {}),
    ],
)
def test_values_are_offered_with_their_names(at: At, old: str, new: str, expected: dict[str, str]) -> None:
    found = front_completions(*at(old, new))
    assert {item.label: item.detail for item in found} == expected


def test_a_method_is_found_by_its_pinyin(at: At) -> None:
    (found,) = front_completions(*at("methods: [pareto]", "methods: [plt¦]"))
    assert (found.label, found.search) == ("pareto", "pareto 排列图 pailietu plt")


def test_a_space_is_added_behind_a_colon_and_a_quotation_mark_is_closed(at: At) -> None:
    assert [item.text for item in front_completions(*at("consent: yes", "consent:¦"))] == [" yes", " no"]
    (found,) = front_completions(*at('{id: "4.2", ', '{id: "4¦, '))
    assert (found.text, found.end - found.start) == ('4.2"', 1)
    (found,) = front_completions(*at('{id: "4.2", ', "{id: ¦, "))
    assert found.text == '"4.2"'


def test_nothing_is_offered_inside_words(at: At) -> None:
    assert front_completions(*at("source: 叫号系统\n", "source: >-\n      叫号 ¦系统\n")) == []


def test_english_has_its_own_words(at: At) -> None:
    found = by_label(front_completions(*at("industry: health\n", "industry: health\n¦\n", "en")))
    assert found["service"].detail == "Which service"


def test_a_framework_file_is_completed_too() -> None:
    text = "id: own\nstatus: \n"
    found = yaml_completions(Source(path="", text=text), len(text) - 1, FRAMEWORK, "zh-CN")
    assert [item.label for item in found] == ["complete", "weights-unknown", "illustrative"]
