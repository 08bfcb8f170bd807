"""Packets that were given out: to whom, with which content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPacket:
    """A packet as it left the house."""

    id: str
    evaluator: str
    issued: date
    lang: str
    is_blind: bool
    framework_digest: str
    cases: Mapping[str, str]
    """The digest of each case as it was given, by the case's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketRecord:
    """All packets of a round that were given out, the former ones too."""

    packets: tuple[IssuedPacket, ...] = ()
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What each digest was made of, by digest: the digest of every part. So a difference can be told afterwards."""

    def packet(self, id: str) -> IssuedPacket | None:
        """The packet of that id."""
        return next((packet for packet in self.packets if packet.id == id), None)

    def latest(self, evaluator: str) -> IssuedPacket | None:
        """What that evaluator was given last."""
        return next((packet for packet in reversed(self.packets) if packet.evaluator == evaluator), None)
