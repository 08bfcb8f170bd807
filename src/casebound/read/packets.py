"""`packets.json` of a round ↔ the packets that were given out. Written by `casebound round packets` only."""

from __future__ import annotations

import json
from datetime import date

from casebound.model.packet import IssuedPacket, PacketRecord
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source

VERSION = 1


def read_packet_record(source: Source) -> tuple[PacketRecord, tuple[Finding, ...]]:
    """What the file says; a damaged one is a finding and says nothing."""
    try:
        document = json.loads(source.text)
        if document["version"] != VERSION:
            raise ValueError(document["version"])
        packets = tuple(
            IssuedPacket(
                id=str(packet["id"]),
                evaluator=str(packet["evaluator"]),
                issued=date.fromisoformat(packet["issued"]),
                lang=str(packet["lang"]),
                is_blind=bool(packet["blind"]),
                framework_digest=str(packet["framework_digest"]),
                cases={str(case): str(digest) for case, digest in packet["cases"].items()},
            )
            for packet in document["packets"]
        )
        parts = {
            str(digest): {str(name): str(each) for name, each in parts.items()}
            for digest, parts in document["parts"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = phrase("发放记录读不懂", "The record of packets cannot be read")
        hint = phrase(
            "从备份或版本库恢复；没有就删去，再发一次资料册",
            "Restore it from a backup or from version control; or remove it and issue the packets again",
        )
        finding = Finding(
            rule="damaged-record", severity=Severity.ERROR, message=message, span=source.span(0), hint=hint
        )
        return PacketRecord(), (finding,)
    return PacketRecord(packets=packets, parts=parts), ()


def render_packet_record(record: PacketRecord) -> str:
    """The file's text."""
    packets = [
        {
            "id": packet.id,
            "evaluator": packet.evaluator,
            "issued": packet.issued.isoformat(),
            "lang": packet.lang,
            "blind": packet.is_blind,
            "framework_digest": packet.framework_digest,
            "cases": dict(packet.cases),
        }
        for packet in record.packets
    ]
    parts = {digest: dict(sorted(record.parts[digest].items())) for digest in sorted(record.parts)}
    document = {"version": VERSION, "packets": packets, "parts": parts}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
