"""A packet of the sample round, with its blank sheets: what the offline score sheet is made from in tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casebound.compose.feedback import places_of
from casebound.evaluate.results import note_for
from casebound.model.sheet import PacketSheets, SheetAnchor, SheetCase
from casebound.workspace.load import Workspace

ROUND = "2026-third-party"


def packet(
    workspace: Workspace, evaluator: str, *, lang: str = "zh-CN", cases: Sequence[str] | None = None
) -> PacketSheets:
    """The sheets of one member of the panel for the cases that were assigned to it, or these; digests are made up."""
    round = next(round for round in workspace.usable_rounds() if round.id == ROUND)
    framework = workspace.frameworks[round.framework]
    member = round.evaluator(evaluator)
    assert member is not None
    given = []
    for id in round.cases_of(evaluator) if cases is None else cases:
        texts = {written.case.lang: written.case for written in workspace.usable() if written.case.id == id}
        case = texts.get(lang) or next(iter(texts.values()))
        given.append(
            SheetCase(
                id=id,
                lang=case.lang,
                title=case.title,
                digest=f"{len(case.title):08x}",
                anchors=tuple(SheetAnchor(id=anchor, title=title) for anchor, title in places_of(case).items()),
            )
        )
    return PacketSheets(
        packet=f"{ROUND}-{evaluator}-0123abcd",
        round=replace(round, panel=(), assignments=(), evaluations=()),
        evaluator=replace(member, conflicts=()),
        framework=framework,
        framework_digest="00f00d",
        cases=tuple(given),
        lang=lang,
        note=note_for(framework),
    )
