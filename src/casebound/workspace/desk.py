"""A workspace and a round → what its returned sheets are judged against."""

from __future__ import annotations

from functools import cache

from casebound.check.rounds import anchors_of_case
from casebound.evaluate.fingerprint import Fingerprint
from casebound.evaluate.returns import Desk
from casebound.model.evaluation import Round
from casebound.model.packet import IssuedPacket
from casebound.text.finding import Finding
from casebound.workspace.clock import today
from casebound.workspace.load import Workspace
from casebound.workspace.packets import Packets


def open_desk(workspace: Workspace, round: Round) -> tuple[Desk, tuple[Finding, ...]]:
    """The desk; a damaged record of packets is a finding, and then no packet is known.

    Cases are read when they are asked for.
    """
    packets = Packets(workspace, round)
    record, findings = packets.record()

    def case_now(packet: IssuedPacket, case: str) -> Fingerprint | None:
        return packets.case_fingerprint(case, packet.lang, is_blind=packet.is_blind)

    @cache
    def anchors(case: str) -> frozenset[str]:
        written = [ref.written() for ref in workspace.refs if ref.id == case]
        return frozenset(anchor for each in written for anchor in anchors_of_case(each))

    desk = Desk(
        round=round,
        framework=packets.framework,
        framework_now=packets.framework_fingerprint(),
        record=record,
        case_now=case_now,
        anchors=anchors,
        today=today(),
    )
    return desk, findings
