"""SARIF 2.1.0: valid by the standard's own schema, words taken as words, results recognised when lines move."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest

from casebound import __version__
from casebound.check.report.sarif import render_sarif
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source
from tests.check.report.sample import CASE, HOSTILE, SAMPLE, plain

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def run(findings: tuple[Finding, ...] = SAMPLE, lang: str = "en") -> Any:
    return json.loads(render_sarif(findings, lang))["runs"][0]


def finding(
    text: str = "一二三", what: str = "二", *, path: str = "case.md", field: str = "", said: str = "x"
) -> Finding:
    start = text.index(what)
    return Finding(
        rule="r",
        severity=Severity.ERROR,
        message=plain(said),
        span=Source(path=path, text=text).span(start, start + len(what)),
        field=field,
    )


@pytest.mark.parametrize("lang", ["zh-CN", "en", "fr"])
@pytest.mark.parametrize("findings", [SAMPLE, ()], ids=["all", "none"])
def test_is_valid_by_the_schema_of_the_standard(findings: tuple[Finding, ...], lang: str) -> None:
    descriptions = {"markup": phrase("正文里的 {mark}", "A {mark} in the text", mark="<b>")}
    log = json.loads(render_sarif(findings, lang, descriptions))
    VALIDATOR.validate(log)
    assert log["version"] == "2.1.0"


def test_the_schema_tells_what_is_wrong() -> None:
    log = json.loads(render_sarif(SAMPLE, "en"))
    log["runs"][0]["results"][0]["level"] = "advice"
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert len(list(VALIDATOR.iter_errors(log))) == 2


def test_the_driver_names_itself_and_the_rules_that_occur() -> None:
    said = json.loads(render_sarif(SAMPLE[:2], "zh-CN", {"summary-length": phrase("摘要够长", "Long enough")}))
    assert said["runs"][0]["tool"]["driver"] == {
        "name": "casebound",
        "version": __version__,
        "rules": [
            {"id": "full-width-colon"},
            {"id": "summary-length", "shortDescription": {"text": "摘要够长"}},
        ],
    }
    assert [(item["ruleId"], item["ruleIndex"]) for item in said["runs"][0]["results"]] == [
        ("full-width-colon", 0),
        ("summary-length", 1),
    ]


def test_a_result_is_told_whole() -> None:
    result = run()["results"][0]
    print_ = result.pop("partialFingerprints")["casebound/v1"]
    region = {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 7}
    artifact = {"uri": "content/cases/wait/case.md", "uriBaseId": "SRCROOT"}
    assert len(print_) == 34
    assert result == {
        "ruleId": "full-width-colon",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "The colon after “title” is full-width\nhint: Write a half-width colon and a space"},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "fixes": [
            {
                "description": {"text": "Use a half-width colon"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": ": "}}],
                    }
                ],
                "properties": {"isSafe": True},
            }
        ],
        "properties": {"field": "title"},
    }


def test_places_count_code_points_and_know_all_line_ends() -> None:
    said = run()
    assert said["columnKind"] == "unicodeCodePoints"
    assert said["newlineSequences"] == ["\r\n", "\n", "\r"]
    region = said["results"][2]["locations"][0]["physicalLocation"]["region"]
    line = CASE.text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "18.6"


def test_severities_become_levels() -> None:
    assert {
        item["ruleId"]: item["level"]
        for item in run()["results"]
        if item["ruleId"] in ("no-case", "markup", "half-width-mark")
    } == {
        "no-case": "error",
        "markup": "warning",
        "half-width-mark": "note",
    }


def test_second_places_are_related_locations() -> None:
    (related,) = run()["results"][1]["relatedLocations"]
    assert related == {
        "id": 1,
        "physicalLocation": {
            "artifactLocation": {"uri": "content/frameworks/saq.yaml", "uriBaseId": "SRCROOT"},
            "region": {"startLine": 3, "startColumn": 15, "endLine": 3, "endColumn": 26},
        },
        "message": {"text": "demanded here"},
    }


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b.md", "a%20b.md"),
        ("案/c.md", "%E6%A1%88/c.md"),
        ("c:d?e#f%.md", "c%3Ad%3Fe%23f%25.md"),
        ("x\ud800y.md", "x%3Fy.md"),
    ],
)
def test_paths_become_relative_uris(path: str, uri: str) -> None:
    place = run((finding(path=path),))["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": uri, "uriBaseId": "SRCROOT"}


def test_a_hostile_path_survives_its_uri() -> None:
    results = [item for item in run()["results"] if item["ruleId"] == "control-character"]
    uri = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert (urlsplit(uri).scheme, urlsplit(uri).netloc, unquote(uri)) == ("", "", HOSTILE.path)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("写 {val}`x`", "写 {{val}}`x`"),  # §3.11.5
        ("[a](b)", "[a\\](b)"),  # §3.11.6: would be a link
        ("[a] (b)", "[a] (b)"),
    ],
)
def test_words_are_neither_placeholders_nor_links(said: str, text: str) -> None:
    assert run((finding(said=said),))["results"][0]["message"] == {"text": text}


def print_of(item: Finding) -> str:
    return str(run((item,))["results"][0]["partialFingerprints"]["casebound/v1"])


def test_a_result_is_recognised_when_lines_move_or_words_change() -> None:
    assert print_of(finding()) == print_of(finding("新行\n新行\n一二三", said="y"))


@pytest.mark.parametrize(
    "other",
    [finding(field="title"), finding(what="三"), replace(finding(), rule="q")],
    ids=["field", "text", "rule"],
)
def test_another_rule_field_or_text_is_another_result(other: Finding) -> None:
    assert print_of(finding()) != print_of(other)


def test_equal_results_of_a_file_are_counted_through() -> None:
    twice = Source(path="a.md", text="二 二")
    findings = (
        replace(finding(), span=twice.span(0, 1)),
        replace(finding(), span=twice.span(2, 3)),
        finding(path="b.md"),
    )
    prints = [item["partialFingerprints"]["casebound/v1"] for item in run(findings)["results"]]
    assert [item.rpartition(":")[2] for item in prints] == ["1", "2", "1"]
    assert len({item.rpartition(":")[0] for item in prints}) == 1
