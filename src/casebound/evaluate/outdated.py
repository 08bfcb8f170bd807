"""What was given out or judged against what is there now → packets and evaluations of content that has changed."""

from __future__ import annotations

from collections.abc import Iterator

from casebound.check.context import warning
from casebound.evaluate.fingerprint import differences
from casebound.evaluate.returns import Desk
from casebound.model.packet import IssuedPacket
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import no_text


def changed_since(packet: IssuedPacket, desk: Desk) -> tuple[str, ...]:
    """Ids of what a packet gives otherwise than it is now: cases of the round, then the criteria."""
    changed = []
    for case, digest in packet.cases.items():
        if case in desk.round.cases:
            now = desk.case_now(packet, case)
            changed += [] if now and now.digest == digest else [case]
    if packet.framework_digest != desk.framework_now.digest:
        changed.append(desk.framework.id)
    return tuple(changed)


def outdated_evaluations(desk: Desk) -> Iterator[Finding]:
    """Evaluations that count, of a case or by criteria that changed since; those without a known packet tell nothing.

    Of each the place is its file.
    """
    hint = phrase(
        "改回来；或重发资料册，请评价人看过改动再交",
        "Undo the change; or issue packets anew and ask the evaluator to look at what changed",
    )
    for case in desk.round.cases:
        for evaluation in desk.round.counted(case):
            packet = desk.record.packet(evaluation.packet)
            if packet is None:
                continue
            place = no_text(f"content/rounds/{desk.round.id}/evaluations/{case}/{evaluation.evaluator}.yaml")
            for what in _changes(case, evaluation.case_digest, evaluation.framework_digest, packet, desk):
                yield warning("outdated-evaluation", place, what, hint)


def _changes(
    case: str, case_digest: str, framework_digest: str, packet: IssuedPacket, desk: Desk
) -> Iterator[Localized]:
    now, parts = desk.case_now(packet, case), desk.record.parts
    if case_digest and now and now.digest != case_digest:
        yield phrase(
            "评价之后“{case}”改过：{what}",
            "“{case}” has changed since it was judged: {what}",
            case=case,
            what=differences(parts.get(case_digest, {}), now.parts),
        )
    if framework_digest and framework_digest != desk.framework_now.digest:
        yield phrase(
            "评价之后准则“{id}”改过：{what}",
            "The criteria of “{id}” have changed since they were judged by: {what}",
            id=desk.framework.id,
            what=differences(parts.get(framework_digest, {}), desk.framework_now.parts),
        )
