"""The chain of a log: whatever is done to a line shows, and where."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.evaluate.audit import AuditEntry, chained, read_audit, render_entries
from casebound.evaluate.continuity import clock_went_back, jumps, last_known


def entry(object: str, before: str, after: str, **more: object) -> AuditEntry:
    fields = {"seq": 0, "time": "2026-04-09T10:22:33Z", "actor": "王办事员", "action": "collect", "reason": ""}
    return AuditEntry(**(fields | {"object": object, "before": before, "after": after} | more))  # type: ignore[arg-type]


ENTRIES = chained(
    None,
    [
        entry("assignments.yaml", "", "a1", action="assign"),
        entry("received/1.json", "", "r1"),
        entry("evaluations/one/e1.yaml", "", "x1", inputs={"received/1.json": "r1"}),
        entry("evaluations/one/e1.yaml", "x1", "x2"),
    ],
)
TEXT = render_entries(ENTRIES)


def test_a_log_says_what_was_written_into_it() -> None:
    log = read_audit(TEXT)
    assert (log.entries, log.broken) == (ENTRIES, None)
    assert [each.seq for each in log.entries] == [1, 2, 3, 4]
    assert log.digests()["evaluations/one/e1.yaml"] == "x2"
    assert read_audit("").entries == ()


def test_a_hash_is_that_of_the_canonical_json_of_all_the_rest() -> None:
    """Worked out here with nothing but hashlib and json."""
    line = json.loads(TEXT.splitlines()[2])
    told = line["hash"]
    canonical = json.dumps({**line, "hash": ""}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode()).hexdigest() == told
    assert line["prev"] == json.loads(TEXT.splitlines()[1])["hash"]


def broken(text: str) -> tuple[int, str, bool]:
    log = read_audit(text)
    assert log.broken is not None
    assert len(log.entries) == log.broken.line - 1
    return log.broken.line, log.broken.why.to("en"), log.broken.is_torn


def test_a_changed_line_is_named() -> None:
    assert broken(TEXT.replace('"x1","reason"', '"x9","reason"', 1)) == (3, "was changed after it was written", False)


def test_a_deleted_line_is_named() -> None:
    lines = TEXT.splitlines(keepends=True)
    why = "should be entry 2 but is entry 3: an entry was removed, put in or moved"
    assert broken("".join((lines[0], *lines[2:]))) == (2, why, False)


def test_swapped_lines_are_named() -> None:
    lines = TEXT.splitlines(keepends=True)
    assert broken("".join((lines[0], lines[2], lines[1], lines[3])))[0] == 2


def test_a_line_written_anew_with_a_right_hash_breaks_the_next() -> None:
    forged = chained(ENTRIES[0], [replace(ENTRIES[1], actor="别人")])
    text = render_entries((ENTRIES[0], *forged, *ENTRIES[2:]))
    assert broken(text) == (3, "does not follow from the entry before it, which was replaced", False)


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_last_line_without_its_end_is_torn_not_forged(cut: int) -> None:
    line, _, is_torn = broken(TEXT[:-cut] if cut > 1 else TEXT[:-2])
    assert (line, is_torn) == (4, True)


def test_a_last_line_that_lacks_only_its_line_break_counts() -> None:
    assert read_audit(TEXT[:-1]).entries == ENTRIES


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{}", "null", '{"seq":1}', "[" * 5000, TEXT.splitlines()[0].replace('"seq":1', '"seq":true')],
)
def test_a_line_that_is_no_entry_is_named(line: str) -> None:
    assert broken(f"{line}\n{TEXT}") == (1, "is no whole entry", False)


@given(st.integers(0, len(TEXT) - 1), st.characters())
@settings(max_examples=200, deadline=None)
def test_no_character_can_be_changed_unseen(at: int, character: str) -> None:
    changed = TEXT[:at] + character + TEXT[at + 1 :]
    log = read_audit(changed)
    assert log.broken is not None or log.entries == ENTRIES


def test_a_file_that_an_act_met_changed_is_a_jump() -> None:
    entries = chained(ENTRIES[-1], [entry("evaluations/one/e1.yaml", "x7", "x8")])
    (jump,) = jumps((*ENTRIES, *entries))
    assert (jump.object, jump.since, jump.seq) == ("evaluations/one/e1.yaml", 4, 5)
    assert list(jumps(ENTRIES)) == []


def test_inputs_of_results_are_held_against_the_log() -> None:
    scored = entry("results", "", "s1", action="score", inputs={"assignments.yaml": "a9", "casebound": "1.0"})
    again = entry("results", "s1", "s1", action="score", inputs={"assignments.yaml": "a9", "casebound": "1.1"})
    assert [jump.object for jump in jumps(chained(ENTRIES[-1], [scored, again]))] == []
    assert [jump.object for jump in jumps((*ENTRIES, *chained(ENTRIES[-1], [scored])))] == ["assignments.yaml"]


def test_what_was_accepted_for_a_reason_is_no_jump() -> None:
    entries = chained(
        ENTRIES[-1],
        [
            entry("evaluations/one/e1.yaml", "x7", "x8"),
            entry("evaluations/one/e1.yaml", "x8", "x9", action="accept", reason="电话更正"),
            entry("evaluations/one/e1.yaml", "x5", "x6"),
        ],
    )
    assert [jump.seq for jump in jumps((*ENTRIES, *entries))] == [7]
    assert last_known((*ENTRIES, *entries))["evaluations/one/e1.yaml"] == ("x6", 7)


def test_a_clock_that_went_back_is_noticed() -> None:
    later = chained(ENTRIES[-1], [entry("round.yaml", "", "b", time="2026-04-09T09:00:00Z")])
    assert [each.seq for each in clock_went_back((*ENTRIES, *later))] == [5]
