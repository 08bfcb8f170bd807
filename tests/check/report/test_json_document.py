"""JSON for programs: its shape is the published schema's, and its offsets are those of the text."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from casebound import __version__
from casebound.check.report.json_document import render_json
from casebound.text.finding import Finding, Severity
from casebound.text.fix import replacement
from casebound.text.localized import phrase
from casebound.text.source import Source
from tests.check.report.sample import CASE, FRAMEWORK, HOSTILE, SAMPLE

SCHEMA = json.loads(files("casebound.check.report").joinpath("findings.schema.json").read_text(encoding="utf-8"))
DOCS = Path(__file__).resolve().parents[3] / "docs" / "findings.md"
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def document() -> Any:
    return json.loads(render_json(SAMPLE, "en"))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_what_is_said_has_the_published_shape(lang: str) -> None:
    VALIDATOR.validate(json.loads(render_json(SAMPLE, lang)))
    VALIDATOR.validate(json.loads(render_json([], lang)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 1),
        (("tool", "name"), "other"),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "start", "line"), 0),
        (("findings", 0, "field"), ""),
        (("findings", 0, "extra"), 1),
        (("findings", 0, "fix", "is_safe"), "yes"),
        (("findings", 1, "labels"), None),
    ],
)
def test_the_schema_tells_another_shape(path: tuple[str | int, ...], value: object) -> None:
    data = document()
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert [tuple(error.absolute_path) for error in VALIDATOR.iter_errors(data)]


def test_the_example_in_the_documentation_has_the_published_shape() -> None:
    (example,) = re.findall(r"^```json\n(.+?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    VALIDATOR.validate(json.loads(example))


def test_a_finding_is_told_whole() -> None:
    source = Source(path="case.md", text="一\n二：三\n")
    item = Finding(
        rule="colon",
        severity=Severity.ERROR,
        message=phrase("说", "says"),
        span=source.span(3, 4),
        hint=phrase("改", "mend"),
        fix=replacement(source.span(3, 4), ": ", phrase("换", "Change"), is_safe=True),
        field="title",
    )
    place = {
        "path": "case.md",
        "start": {"line": 2, "column": 2, "offset": 3},
        "end": {"line": 2, "column": 3, "offset": 4},
    }
    assert json.loads(render_json([item], "en")) == {
        "version": 2,
        "tool": {"name": "casebound", "version": __version__},
        "findings": [
            {
                "rule": "colon",
                "severity": "error",
                **place,
                "field": "title",
                "message": "says",
                "hint": "mend",
                "labels": [],
                "fix": {"message": "Change", "is_safe": True, "edits": [{**place, "text": ": "}]},
            }
        ],
    }


def test_offsets_and_lines_name_the_same_places_of_the_text() -> None:
    texts = {source.path: source.text for source in (CASE, FRAMEWORK, HOSTILE)}
    for item in document()["findings"]:
        edits = item["fix"]["edits"] if item["fix"] else []
        for place in (item, *item["labels"], *edits):
            text = texts.get(place["path"], "")
            for point in (place["start"], place["end"]):
                before = text[: point["offset"]].replace("\r\n", "\n")
                assert point["line"] == before.count("\n") + 1
                assert point["column"] == len(before) - before.rfind("\n")


def test_edits_can_be_made_by_their_offsets() -> None:
    text = CASE.text
    edits = [
        edit
        for item in document()["findings"]
        if item["fix"] and item["fix"]["is_safe"]
        for edit in item["fix"]["edits"]
    ]
    for edit in sorted(edits, key=lambda edit: -edit["start"]["offset"]):
        text = text[: edit["start"]["offset"]] + edit["text"] + text[edit["end"]["offset"] :]
    assert text == CASE.text.replace("title：等候", "title: 等候").replace("26.8, 患者满意.", "26.8，患者满意。")
