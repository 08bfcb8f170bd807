from __future__ import annotations

import json
from datetime import date

import pytest

from casebound.model.packet import IssuedPacket, PacketRecord
from casebound.read.packets import read_packet_record, render_packet_record
from casebound.text.source import Source

FIRST = IssuedPacket(
    id="r/e01/1",
    evaluator="e01",
    issued=date(2026, 3, 16),
    lang="zh-CN",
    is_blind=True,
    framework_digest="f",
    cases={"a": "1"},
)
RECORD = PacketRecord(
    packets=(
        FIRST,
        IssuedPacket(
            id="r/e01/2",
            evaluator="e01",
            issued=date(2026, 3, 17),
            lang="en",
            is_blind=False,
            framework_digest="f",
            cases={},
        ),
    ),
    parts={"f": {"scale": "2"}, "1": {"title": "3"}},
)


def test_a_record_is_read_as_it_was_written() -> None:
    assert read_packet_record(Source(path="packets.json", text=render_packet_record(RECORD))) == (RECORD, ())


def test_the_latest_packet_of_an_evaluator_is_the_last_given_out() -> None:
    assert (RECORD.packet("r/e01/1"), RECORD.packet("x"), RECORD.latest("e02")) == (FIRST, None, None)
    assert RECORD.latest("e01") == RECORD.packets[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 2}',
        '{"version": 1, "packets": 3, "parts": {}}',
        '{"version": 1, "packets": [{"id": "a"}], "parts": {}}',
        render_packet_record(RECORD).replace("2026-03-17", "17.3."),
        json.dumps({"version": 1, "packets": [], "parts": {"f": "x"}}),
        "[" * 100_000,
    ],
)
def test_a_damaged_record_is_a_finding(text: str) -> None:
    record, findings = read_packet_record(Source(path="packets.json", text=text))
    assert record == PacketRecord()
    assert [finding.rule for finding in findings] == ["damaged-record"]
