"""The JSON of the offline score sheet: what it says, where, and what is said of a file that is amiss."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.sheets.json_sheet import read_json_sheet
from casebound.model.sheet import Answer, ReturnedFile
from casebound.read.decode import decode
from casebound.text.finding import Finding
from casebound.text.source import Source

SHEET = """{
  "casebound": "score-sheet",
  "version": 1,
  "packet": "2026-e03-1a2b",
  "round": "2026",
  "evaluator": "e03",
  "framework_digest": "f00d",
  "exported": "2026-04-09T14:05:00.000Z",
  "sheets": [
    {
      "case": "antenatal-waiting",
      "case_digest": "beef",
      "status": "submitted",
      "date": "2026-04-09",
      "conditions": {
        "4.2": {"met": true, "comment": " 查看了记录 "},
        "4.3": {"met": false, "comment": ""},
        "4.4": {"met": null, "comment": ""}
      },
      "marks": {
        "5.2.1": {
          "value": "85",
          "comments": [
            {"kind": "strength", "text": "= 分层清楚", "anchor": "topic"},
            {"kind": "verify", "text": "", "anchor": "survey"}
          ]
        },
        "5.2.2": {"value": "", "comments": [{"kind": "improvement", "text": "缺对照", "anchor": ""}]},
        "5.3.1": {"value": 70.5}
      },
      "overall": "总评"
    }
  ]
}
"""


def read(text: str) -> ReturnedFile:
    return read_json_sheet(Source(path="back.json", text=text))


def said(findings: tuple[Finding, ...]) -> list[str]:
    return [
        "{}:{} {} {} {}".format(
            *finding.span.source.position(finding.span.start),
            finding.rule,
            finding.severity.value,
            finding.message.to("en"),
        )
        for finding in findings
    ]


def shown(answer: Answer | None) -> tuple[str, int, int] | None:
    return None if answer is None else (answer.text, *answer.place.source.position(answer.place.start))


def test_every_answer_has_its_text_and_its_place() -> None:
    file = read(SHEET)
    assert (file.name, file.findings) == ("back.json", ())
    (sheet,) = file.sheets
    assert sheet.findings == ()
    assert shown(sheet.packet) == ("2026-e03-1a2b", 4, 13)
    assert shown(sheet.round) == ("2026", 5, 12)
    assert shown(sheet.evaluator) == ("e03", 6, 16)
    assert shown(sheet.framework_digest) == ("f00d", 7, 23)
    assert shown(sheet.case) == ("antenatal-waiting", 11, 15)
    assert shown(sheet.case_digest) == ("beef", 12, 22)
    assert shown(sheet.status) == ("submitted", 13, 17)
    assert shown(sheet.date) == ("2026-04-09", 14, 15)
    assert shown(sheet.overall) == ("总评", 31, 18)
    assert sheet.place.source.position(sheet.place.start) == (10, 5)
    conditions = {id: (shown(item.met), shown(item.comment)) for id, item in sheet.conditions.items()}
    assert conditions == {
        "4.2": (("true", 16, 24), ("查看了记录", 16, 41)),
        "4.3": (("false", 17, 24), None),
    }
    assert {id: shown(mark) for id, mark in sheet.marks.items()} == {"5.2.1": ("85", 22, 20), "5.3.1": ("70.5", 29, 28)}
    assert [(item.criterion, item.kind.text, item.text.text, shown(item.anchor)) for item in sheet.comments] == [
        ("5.2.1", "strength", "= 分层清楚", ("topic", 24, 62)),
        ("5.2.2", "improvement", "缺对照", None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            '"status": "submitted"',
            '"status": "draft", "status": "submitted"',
            "13:26 duplicate-key error Key “status” stands twice",
        ),
        ('"5.2.2"', '"5.2.1 "', "28:9 duplicate-key error Key “5.2.1” stands twice"),
        ('"4.3"', '" 4.2"', "17:9 duplicate-key error Key “4.2” stands twice"),
        ('"value": "85"', '"value": true', "22:20 wrong-type error “5.2.1.value” should be a mark, not “true”"),
        ('"value": "85"', '"value": [85]', "22:20 wrong-type error “5.2.1.value” should be a mark, not “a list”"),
        ('"met": true', '"met": 1', "16:24 wrong-type error “4.2.met” should be true, false or null, not “1”"),
        ('"overall": "总评"', '"overall": 5', "31:18 wrong-type error “overall” should be text, not “5”"),
        (
            '{"met": true, "comment": " 查看了记录 "}',
            "true",
            "16:16 wrong-type error “4.2” should be a mapping, not “true”",
        ),
        ('"overall"', '"overal"', "31:7 unknown-key warning Unknown key “overal”"),
    ],
)
def test_what_is_amiss_in_a_sheet_is_said_there(old: str, new: str, expected: str) -> None:
    file = read(SHEET.replace(old, new))
    assert file.findings == ()
    assert said(file.sheets[0].findings) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("五", "1:1 invalid-json error This is not valid JSON (a value should stand here)"),
        ("[]", "1:1 not-a-score-sheet error This JSON file is not a score sheet"),
        ('{"a": 1}', "1:1 not-a-score-sheet error This JSON file is not a score sheet"),
        ('{"casebound": "score-sheet"}', "1:1 unknown-sheet-version error Score sheets of version “” are not known"),
        (
            '{"casebound": "score-sheet", "version": 2}',
            "1:41 unknown-sheet-version error Score sheets of version “2” are not known",
        ),
        (
            '{"casebound": "score-sheet", "version": 1, "sheets": {}}',
            "1:54 wrong-type error “sheets” should be a list, not “a mapping”",
        ),
        (
            SHEET[:300],
            "13:17 invalid-json error This is not valid JSON "
            "(the text in quotes does not end, or holds a character it cannot)",
        ),
    ],
)
def test_what_is_amiss_with_the_file_is_said_of_the_file(text: str, expected: str) -> None:
    file = read(text)
    assert (said(file.findings), file.sheets) == ([expected], ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_a_windows_editor_saved_is_read(encoding: str) -> None:
    source, _ = decode("back.json", SHEET.replace("\n", "\r\n").encode(encoding))
    (sheet,) = read_json_sheet(source).sheets
    assert shown(sheet.overall) == ("总评", 31, 18)


WORDS = st.sampled_from(
    ["4.2", "5.2.1", "met", "value", "comments", "kind", "text", "sheets", "marks", "conditions", "😀"]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=15,
)


def _places(file: ReturnedFile) -> list[Any]:
    return [finding.span for sheet in file.sheets for finding in sheet.findings] + [item.span for item in file.findings]


@given(ANY, ANY, ANY)
def test_nothing_in_a_sheet_raises(sheet: Any, conditions: Any, marks: Any) -> None:
    document = {"casebound": "score-sheet", "version": 1, "packet": sheet, "sheets": [sheet]}
    check(json.dumps(document))
    document["sheets"] = [{"conditions": conditions, "marks": {"5.2.1": marks, "5.2.2": {"comments": [marks]}}}]
    check(json.dumps(document))


@given(st.integers(0, len(SHEET)), st.integers(0, 12), st.text('{}[]":,0a\\ \n', max_size=6))
def test_no_damage_to_a_file_raises(at: int, cut: int, new: str) -> None:
    check(SHEET[:at] + new + SHEET[at + cut :])


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    read_json_sheet(decode("x.json", data)[0])


def check(text: str) -> None:
    file = read(text)
    assert all(0 <= place.start <= place.end <= len(text) for place in _places(file))
    assert all(finding.message.to(lang) for finding in file.findings for lang in ("zh-CN", "en"))
