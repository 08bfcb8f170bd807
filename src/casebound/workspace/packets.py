"""A workspace and a round → what each evaluator is given, with digests; the record of what was given out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from casebound.compose.feedback import places_of
from casebound.compose.round_results import bare
from casebound.evaluate.fingerprint import Fingerprint, fingerprint_of_case, fingerprint_of_framework
from casebound.evaluate.results import note_for
from casebound.model.audience import Audience, for_audience
from casebound.model.evaluation import Blind, Evaluation, Evaluator, Round
from casebound.model.framework import Framework
from casebound.model.packet import IssuedPacket, PacketRecord
from casebound.model.sheet import PacketSheets, SheetAnchor, SheetCase
from casebound.read.decode import decode
from casebound.read.packets import read_packet_record, render_packet_record
from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import ENGLISH
from casebound.workspace.audit import change, read_log, refuse_broken
from casebound.workspace.audit import record as log
from casebound.workspace.clock import today
from casebound.workspace.load import Workspace
from casebound.workspace.round_files import PACKETS, bytes_in_round, held, round_folder, write_in_round


@dataclass(slots=True)
class Packets:
    """The packets of one round."""

    workspace: Workspace
    round: Round
    """With a known framework."""
    _cases: dict[tuple[str, str, bool], tuple[WrittenCase, Fingerprint] | None] = field(
        default_factory=dict, init=False
    )

    @property
    def framework(self) -> Framework:
        """The criteria of the round."""
        return self.workspace.frameworks[self.round.framework]

    @property
    def folder(self) -> Path:
        """Where the round's files lie."""
        return round_folder(self.workspace.root, self.round.id)

    def framework_fingerprint(self) -> Fingerprint:
        """Of the criteria as they are now."""
        return fingerprint_of_framework(self.framework)

    def hides_names(self, *, is_blind: bool = False) -> bool:
        """Whether evaluators are given cases without names: when asked for, and always in a blind round."""
        return is_blind or self.round.blind is not Blind.NONE

    def case_fingerprint(self, id: str, lang: str, *, is_blind: bool) -> Fingerprint | None:
        """Of a case as it would be given now in that language; None where there is no write-up."""
        found = self._case(id, lang, is_blind=is_blind)
        return found[1] if found else None

    def sheets(self, evaluator: Evaluator, *, is_blind: bool, lang: str) -> PacketSheets:
        """What the score sheets of one evaluator say, with what they returned before."""
        hidden = self.hides_names(is_blind=is_blind)
        cases = []
        for id in self.round.cases_of(evaluator.id):
            if found := self._case(id, lang, is_blind=hidden):
                cases.append(self._sheet_case(*found, evaluator))
        framework_digest = self.framework_fingerprint().digest
        given = [
            self.round.id,
            evaluator.id,
            lang,
            hidden,
            framework_digest,
            [[case.id, case.digest] for case in cases],
        ]
        mark = hashlib.sha256(json.dumps(given, ensure_ascii=False).encode()).hexdigest()[:8]
        return PacketSheets(
            packet=f"{self.round.id}/{evaluator.id}/{mark}",
            round=bare(self.round),
            evaluator=replace(evaluator, conflicts=()),
            framework=self.framework,
            framework_digest=framework_digest,
            cases=tuple(cases),
            lang=lang,
            note=note_for(self.framework),
        )

    def record(self) -> tuple[PacketRecord, tuple[Finding, ...]]:
        """What was given out so far; a damaged record is a finding."""
        data = bytes_in_round(self.folder, PACKETS)
        if data is None:
            return PacketRecord(), ()
        source, findings = decode(f"content/rounds/{self.round.id}/{PACKETS}", data)
        record, more = read_packet_record(source)
        return record, (*findings, *more)

    def recorded(
        self, record: PacketRecord, given: Iterable[PacketSheets], *, is_blind: bool, today: date
    ) -> PacketRecord:
        """The record with these packets; one that was given out before, unchanged, keeps its date."""
        hidden = self.hides_names(is_blind=is_blind)
        packets, parts = list(record.packets), dict(record.parts)
        for sheets in given:
            parts[sheets.framework_digest] = self.framework_fingerprint().parts
            for case in sheets.cases:
                if found := self._case(case.id, sheets.lang, is_blind=hidden):
                    parts[case.digest] = found[1].parts
            before = record.packet(sheets.packet)
            packets = [packet for packet in packets if packet.id != sheets.packet]
            packets.append(
                IssuedPacket(
                    id=sheets.packet,
                    evaluator=sheets.evaluator.id,
                    issued=before.issued if before else today,
                    lang=sheets.lang,
                    is_blind=hidden,
                    framework_digest=sheets.framework_digest,
                    cases={case.id: case.digest for case in sheets.cases},
                )
            )
        return PacketRecord(packets=tuple(packets), parts=parts)

    def issue(self, given: Iterable[PacketSheets], *, is_blind: bool, by: str | None) -> None:
        """Note in the record and in the log what is about to leave the house.

        Raises CaseboundError where the record is damaged or cannot be written: then nothing is noted.
        """
        root, lang = self.workspace.root, self.workspace.language
        with held(self.folder):
            _, known = read_log(root, self.round.id)
            refuse_broken(self.round.id, known)
            record, damaged = self.record()
            if damaged:
                raise CaseboundError(f"{damaged[0].message.to(lang)} / {damaged[0].message.to(ENGLISH)}")
            before = bytes_in_round(self.folder, PACKETS)
            after = render_packet_record(self.recorded(record, given, is_blind=is_blind, today=today())).encode()
            write_in_round(self.folder, PACKETS, after)
            if before == after and PACKETS not in known.digests():  # written before a crash, and not logged
                before = None
            log(root, self.round.id, "packets", [change(PACKETS, before, after)], by=by)

    def _case(self, id: str, lang: str, *, is_blind: bool) -> tuple[WrittenCase, Fingerprint] | None:
        """The write-up that a packet in this language gives, reduced for its reader, and its fingerprint."""
        key = (id, lang, is_blind)
        if key not in self._cases:
            refs = [ref for ref in self.workspace.refs if ref.id == id]
            refs.sort(key=lambda ref: ref.lang != lang)
            self._cases[key] = self._read(refs[0].written(), is_blind=is_blind) if refs else None
        return self._cases[key]

    def _read(self, written: WrittenCase, *, is_blind: bool) -> tuple[WrittenCase, Fingerprint]:
        audience = Audience.BLIND if is_blind else Audience.EVALUATORS
        case = for_audience(written.case, audience)
        return replace(written, case=case), fingerprint_of_case(case, self._images(written))

    def _images(self, written: WrittenCase) -> dict[str, str]:
        """The digest of each picture beside a write-up."""
        digests = {}
        for name in sorted(name for name, file in written.files.items() if file.is_drawable):
            try:
                data = (self.workspace.root / written.folder / name).read_bytes()
            except OSError:
                continue
            digests[name] = hashlib.sha256(data).hexdigest()[:16]
        return digests

    def _sheet_case(self, written: WrittenCase, fingerprint: Fingerprint, evaluator: Evaluator) -> SheetCase:
        case = written.case
        return SheetCase(
            id=case.id,
            lang=case.lang,
            title=case.title,
            digest=fingerprint.digest,
            anchors=tuple(SheetAnchor(id=id, title=title) for id, title in places_of(case).items()),
            earlier=self._earlier(case.id, evaluator.id),
        )

    def _earlier(self, case: str, evaluator: str) -> Evaluation | None:
        found = (each for each in self.round.evaluations if (each.case, each.evaluator) == (case, evaluator))
        return next(found, None)
