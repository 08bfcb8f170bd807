"""A returned sheet and what its round gave out → an evaluation that may be taken, or why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casebound.check.context import error, warning
from casebound.check.marks import off_scale, without_verdict
from casebound.evaluate.answers import evaluation_of, text_of
from casebound.evaluate.fingerprint import Fingerprint, differences
from casebound.evaluate.sheets import keys
from casebound.evaluate.sheets.returned import unidentified
from casebound.model.evaluation import Evaluation, EvaluationStatus, Round
from casebound.model.framework import Framework
from casebound.model.packet import IssuedPacket, PacketRecord
from casebound.model.sheet import Answer, ReturnedSheet
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the returned sheets of one round are held against."""

    round: Round
    """With panel and assignments."""
    framework: Framework
    framework_now: Fingerprint
    record: PacketRecord
    case_now: Callable[[IssuedPacket, str], Fingerprint | None]
    """A case as the packet would give it now; None where there is no write-up any more."""
    anchors: Callable[[str], Collection[str]]
    """What a comment on a case can be about."""
    today: date


def judge_return(sheet: ReturnedSheet, desk: Desk) -> tuple[Evaluation | None, tuple[Finding, ...]]:
    """The evaluation, if nothing in the sheet is an error; and all that is to be said of it, each at its place.

    Marks that are missing are said and stay missing. A sheet filled in for another text, or by other criteria, is
    refused with what has changed since.
    """
    evaluation, said = evaluation_of(sheet)
    if anonymous := identity_gaps(sheet):
        return None, (*(finding for finding in sheet.findings if finding not in anonymous), *anonymous, *said)
    findings = [*sheet.findings, *said, *_identity(sheet, evaluation, desk), *_content(sheet, evaluation, desk)]
    findings += _dates(sheet, evaluation, desk)
    is_refused = any(finding.severity is Severity.ERROR for finding in findings)
    return None if is_refused else evaluation, tuple(findings)


def identity_gaps(sheet: ReturnedSheet) -> tuple[Finding, ...]:
    """What is missing of what the sheet belongs to, as its reader said or not; then nothing else is worth judging."""
    told = tuple(finding for finding in sheet.findings if finding.rule == "unidentified-sheet")
    return told or tuple(unidentified(sheet.place, {name: getattr(sheet, name) for name in keys.IDENTITY}))


def is_blank(evaluation: Evaluation) -> bool:
    """Whether nobody has filled anything in."""
    return not (evaluation.marks or evaluation.conditions or evaluation.overall)


def _identity(sheet: ReturnedSheet, evaluation: Evaluation, desk: Desk) -> Iterator[Finding]:
    """Whose it is, of which case, given out with which content."""
    round, id, case = desk.round, evaluation.evaluator, evaluation.case
    panel = Counter(evaluator.id for evaluator in round.panel)
    if id not in panel:
        message = phrase("“{id}”不在评价组里", "“{id}” is not on the panel", id=id)
        yield error("unknown-evaluator", _at(sheet, sheet.evaluator), message, did_you_mean(id, panel))
    elif panel[id] > 1:
        names = "、".join(evaluator.name for evaluator in round.panel if evaluator.id == id)
        message = phrase("编号 {id} 有几个人在用：{names}", "Several people go by {id}: {names}", id=id, names=names)
        hint = phrase("在 round.yaml 里给各人不同的编号", "Give each an id of their own in round.yaml")
        yield error("shared-evaluator-id", _at(sheet, sheet.evaluator), message, hint)
    if withdrawal := round.withdrawal(case):
        message = phrase(
            "案例“{id}”已撤回：{reason}", "Case “{id}” was withdrawn: {reason}", id=case, reason=withdrawal.reason
        )
        yield error("withdrawn-case", _at(sheet, sheet.case), message, phrase("不再评价", "It is no longer judged"))
    elif case not in round.cases:
        message = phrase("案例“{id}”不在本轮", "Case “{id}” is not in this round", id=case)
        yield error("unknown-case", _at(sheet, sheet.case), message, did_you_mean(case, round.cases))
    elif (evaluator := round.evaluator(id)) and evaluator.left_on and case not in round.cases_of(id):
        message = phrase(
            "{name} 已于 {day} 退出评价组",
            "{name} left the panel on {day}",
            name=evaluator.name,
            day=evaluator.left_on.isoformat(),
        )
        hint = phrase(
            "这份仍要计入，就删去 round.yaml 里的 left_on，收完再写上",
            "If it is to count, remove left_on from round.yaml, collect it, and write it again",
        )
        yield error("departed-evaluator", _at(sheet, sheet.evaluator), message, hint)
    elif id in panel and case not in round.cases_of(id):
        message = phrase("“{case}”没有分给 {id}", "“{case}” is not assigned to {id}", case=case, id=id)
        hint = phrase(
            "核对是谁评的；确实改派了就写进 assignments.yaml",
            "Check who judged it; a change goes first into assignments.yaml",
        )
        yield error("unassigned-evaluation", _at(sheet, sheet.evaluator), message, hint)
    packet = desk.record.packet(evaluation.packet)
    if packet is None:
        yield _unknown_packet(sheet, evaluation.packet, desk.record)
    elif packet.evaluator != id:
        message = phrase(
            "资料册 {packet} 发给了 {owner}，评分表上却是 {id}",
            "Packet {packet} was given to {owner}, but the sheet says {id}",
            packet=packet.id,
            owner=packet.evaluator,
            id=id,
        )
        hint = phrase("问清是谁评的；各人用自己的评分表", "Ask who judged it; each person uses their own sheet")
        yield error("foreign-packet", _at(sheet, sheet.evaluator), message, hint)
    elif case in round.cases:
        yield from _case_version(sheet, evaluation, packet, desk)
    if packet is not None:
        yield from _framework_version(sheet, evaluation, packet, desk)


def _unknown_packet(sheet: ReturnedSheet, id: str, record: PacketRecord) -> Finding:
    message = phrase("没有发过资料册“{id}”", "No packet “{id}” was given out", id=id)
    near = did_you_mean(id, [packet.id for packet in record.packets])
    hint = near or phrase("先运行 casebound round packets", "Run casebound round packets first")
    return error("unknown-packet", _at(sheet, sheet.packet), message, hint)


def _case_version(sheet: ReturnedSheet, evaluation: Evaluation, packet: IssuedPacket, desk: Desk) -> Iterator[Finding]:
    case, digest = evaluation.case, evaluation.case_digest
    given = packet.cases.get(case)
    place = _at(sheet, sheet.case_digest)
    if given is None:
        message = phrase(
            "资料册 {packet} 里没有“{case}”", "Packet {packet} does not hold “{case}”", packet=packet.id, case=case
        )
        yield error("unassigned-evaluation", _at(sheet, sheet.case), message, _ASK)
    elif digest != given:
        message = phrase(
            "评分表上的案例摘要“{digest}”不是发出的“{given}”",
            "The sheet's digest of the case, “{digest}”, is not the one given out, “{given}”",
            digest=digest,
            given=given,
        )
        yield error("changed-case", place, message, _ASK)
    else:
        now = desk.case_now(packet, case)
        if now is None:
            message = phrase("案例“{id}”的材料不在了", "The write-up of “{id}” is gone", id=case)
            yield error("changed-case", place, message)
        elif now.digest != given:
            message = phrase(
                "“{case}”发出后改过：{what}",
                "“{case}” has changed since it was given out: {what}",
                case=case,
                what=differences(desk.record.parts.get(given, {}), now.parts),
            )
            yield error("changed-case", place, message, _AGAIN)


def _framework_version(
    sheet: ReturnedSheet, evaluation: Evaluation, packet: IssuedPacket, desk: Desk
) -> Iterator[Finding]:
    given = packet.framework_digest
    place = _at(sheet, sheet.framework_digest)
    if evaluation.framework_digest != given:
        message = phrase(
            "评分表上的准则摘要“{digest}”不是发出的“{given}”",
            "The sheet's digest of the criteria, “{digest}”, is not the one given out, “{given}”",
            digest=evaluation.framework_digest,
            given=given,
        )
        yield error("changed-framework", place, message, _ASK)
    elif given != desk.framework_now.digest:
        message = phrase(
            "准则“{id}”发出后改过：{what}",
            "The criteria of “{id}” have changed since they were given out: {what}",
            id=desk.framework.id,
            what=differences(desk.record.parts.get(given, {}), desk.framework_now.parts),
        )
        yield error("changed-framework", place, message, _AGAIN)


_ASK = phrase("请评价人用发给他的那份评分表", "Ask the evaluator to use the sheet they were given")
_AGAIN = phrase(
    "改回来再收，或重发资料册，请评价人看过改动再交",
    "Undo the change and collect again, or issue packets anew and ask the evaluator to look at what changed",
)


def _content(sheet: ReturnedSheet, evaluation: Evaluation, desk: Desk) -> Iterator[Finding]:
    """What the marks, conditions and comments say, against the criteria and the case."""
    leaves = {leaf.id: leaf for leaf in desk.framework.leaves()}
    conditions = {condition.id for condition in desk.framework.conditions}
    for id, answer in sheet.marks.items():
        if id not in leaves:
            yield _unknown_criterion(id, answer.place, leaves)
    for id, condition in sheet.conditions.items():
        answer_given = condition.met or condition.comment
        if id not in conditions and answer_given:
            message = phrase("准则里没有条件“{id}”", "The framework has no condition “{id}”", id=id)
            yield error("unknown-condition", answer_given.place, message, did_you_mean(id, conditions))
    for comment in sheet.comments:
        if comment.criterion not in leaves:
            yield _unknown_criterion(comment.criterion, comment.text.place, leaves)
    scale = desk.framework.scale
    for id, mark in evaluation.marks.items():
        if id in leaves and mark.value is not None and not scale.allows(mark.value):
            message = phrase("{id}：{what}", "{id}: {what}", id=id, what=off_scale(mark.value, scale))
            hint = phrase("请评价人改成尺度上的分值", "Ask the evaluator for a mark on the scale")
            yield error("mark-off-scale", sheet.marks[id].place, message, hint)
    yield from _broken_anchors(sheet, desk.anchors(evaluation.case))
    if evaluation.status is EvaluationStatus.SUBMITTED and not is_blank(evaluation):
        missing = [id for id in evaluation.missing(leaves) if id not in sheet.marks or not text_of(sheet.marks[id])]
        if missing:
            message = phrase("已提交，但没有给 {ids} 打分", "Submitted without marks for {ids}", ids=", ".join(missing))
            hint = phrase("照收，空着的不当零分；请评价人补交", "Taken, and not counted as zero; ask for the rest")
            yield warning("missing-mark", _at(sheet, sheet.status), message, hint)
        unjudged = evaluation.unjudged(condition.id for condition in desk.framework.conditions)
        if unjudged:
            hint = phrase("照收；请评价人补交判断", "Taken all the same; ask for the judgement")
            yield warning("missing-verdict", _at(sheet, sheet.status), without_verdict(unjudged), hint)


def _unknown_criterion(id: str, place: Span, leaves: Mapping[str, object]) -> Finding:
    message = phrase("准则里没有“{id}”", "The framework has no “{id}”", id=id)
    return error("unknown-criterion", place, message, did_you_mean(id, leaves))


def _broken_anchors(sheet: ReturnedSheet, anchors: Collection[str]) -> Iterator[Finding]:
    for comment in sheet.comments:
        anchor = text_of(comment.anchor)
        if comment.anchor and anchor and anchors and anchor not in anchors:
            message = phrase("案例里没有锚点“{id}”", "The case has no anchor “{id}”", id=anchor)
            yield warning("broken-anchor", comment.anchor.place, message, did_you_mean(anchor, anchors))


def _dates(sheet: ReturnedSheet, evaluation: Evaluation, desk: Desk) -> Iterator[Finding]:
    """Clocks disagree; such a date is said and kept."""
    day = evaluation.date
    if not text_of(sheet.date) and evaluation.status is EvaluationStatus.SUBMITTED and not is_blank(evaluation):
        message = phrase("已提交，但没有写日期", "Submitted without a date")
        hint = phrase(
            "请评价人写上日期；没有日期的不替换有日期的",
            "Ask the evaluator for the date: an undated sheet does not replace a dated one",
        )
        yield warning("sheet-date", _at(sheet, sheet.date or sheet.status), message, hint)
    if day is None or sheet.date is None:
        return
    round = desk.round
    said: Localized | None = None
    if day > desk.today:
        said = phrase(
            "日期 {day} 在今天（{today}）之后",
            "{day} is later than today, {today}",
            day=f"{day}",
            today=f"{desk.today}",
        )
    elif round.opens and day < round.opens:
        said = phrase(
            "日期 {day} 早于开评日 {opens}",
            "{day} is before the round opened, {opens}",
            day=f"{day}",
            opens=f"{round.opens}",
        )
    elif round.due and day > round.due and evaluation.status is EvaluationStatus.SUBMITTED:
        said = phrase(
            "{day} 交的，晚于截止日 {due}",
            "Submitted on {day}, after {due}, when it was due",
            day=f"{day}",
            due=f"{round.due}",
        )
    if said:
        hint = phrase("照收；是否算数由主办方定", "Taken all the same; whether it counts is the organiser's decision")
        yield warning("sheet-date", sheet.date.place, said, hint)


def _at(sheet: ReturnedSheet, answer: Answer | None) -> Span:
    return answer.place if answer else sheet.place
