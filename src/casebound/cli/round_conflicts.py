"""`casebound round conflicts`: who should not judge what, why, what was decided, and how to decide the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from casebound.check.report.terminal import shown
from casebound.cli.options import CONTEXT, lang_option, root_option
from casebound.cli.rounds import as_seen_by_option, chosen_round, round_option, seen_by
from casebound.cli.speech import Say
from casebound.cli.terminal import open_workspace
from casebound.model.conflict import ConflictRecord, Conflicts, ConflictSource
from casebound.model.evaluation import ConflictKind, ConflictStatus, Round
from casebound.text.localized import phrase

KINDS = {
    ConflictKind.SAME_ORGANIZATION: phrase("同一单位", "same organisation"),
    ConflictKind.SUPERIOR: phrase("上级单位", "superior"),
    ConflictKind.ADVISOR: phrase("辅导", "advisor"),
    ConflictKind.SUPPLIER: phrase("供应或承接业务", "supplier"),
    ConflictKind.KIN: phrase("亲属", "kin"),
    ConflictKind.OTHER: phrase("其他", "other"),
    ConflictKind.OWN_CASE: phrase("本人的案例", "own case"),
    ConflictKind.AFFILIATED: phrase("关联单位", "affiliated organisation"),
    ConflictKind.CO_AUTHOR: phrase("曾同在一个案例", "together in another case"),
    ConflictKind.CO_EVALUATOR: phrase("曾同评一个案例", "judged a case together"),
}
STATUSES = {
    ConflictStatus.OPEN: phrase("待定", "open"),
    ConflictStatus.CONFIRMED: phrase("确认", "confirmed"),
    ConflictStatus.WAIVED: phrase("豁免", "waived"),
}
SOURCES = {
    ConflictSource.DECLARED: phrase("申报", "declared"),
    ConflictSource.DETECTED: phrase("比对发现", "detected"),
}
ASSIGNED = phrase("，已分派", ", assigned")
DECIDED = phrase("{{by}}：{{reason}}", "{{by}}: {{reason}}")
NONE = phrase(
    "没有发现利益冲突。只比对写法相同的姓名和单位，没有发现不等于没有。",
    "No conflicts were found. Only names written alike are compared: none found does not mean that there are none.",
)
UNDECLARED = phrase("还没有作利益申报（情况不明，不是没有）：", "Not declared, so unknown, which is not none:")
NOTES = phrase("值得知道（不是利益冲突）：", "Worth knowing, and no conflict:")
PROBLEMS = phrase("没有起作用的：", "Without effect:")
HOW = phrase(
    "待定的都按冲突处理。要决定，写进 round.yaml：confirmed 确认；waived 豁免，须写 by 和 reason，不能豁免自己的：",
    "Open ones count as conflicts. To decide, write into round.yaml (confirmed, or waived with by and reason; nobody "
    "waives their own):",
)


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "conflicts",
        context_settings=CONTEXT,
        short_help=say("利益冲突：申报的与比对发现的", "Conflicts of interest, declared and detected"),
        help=say(
            "列出一轮评价的全部利益冲突：本人申报的，和按单位（含别名与上级）、成员与联系人、以往案例比对发现的；"
            "每条说明依据、状态，以及怎样在 round.yaml 里确认或豁免。\n\n例：casebound round conflicts",
            "List all conflicts of interest of a round: those declared, and those that comparing organisations (with "
            "aliases and parents), members, contacts and other cases shows; each with its evidence, its status, and "
            "how to confirm or waive it in round.yaml.\n\nExample: casebound round conflicts",
        ),
    )
    @round_option(say)
    @as_seen_by_option(say)
    @lang_option(say, "提示与表格所用的语言", "Language of messages and tables")
    @root_option(say)
    def run(*, round_id: str | None, as_seen_by: str | None, lang: str | None, root: Path | None) -> int:
        workspace = open_workspace(root)
        round = chosen_round(workspace, round_id)
        conflicts = workspace.conflicts.get(round.id, Conflicts())
        if as_seen_by is not None:
            seen = seen_by(workspace, round, as_seen_by)
            round, conflicts = seen, _without(conflicts, set(round.cases) - set(seen.cases))
        for line in _told(round, conflicts, lang or workspace.language):
            click.echo(shown(line))
        return 0

    return run


def _without(conflicts: Conflicts, hidden: set[str]) -> Conflicts:
    return replace(
        conflicts,
        records=tuple(record for record in conflicts.records if record.case not in hidden),
        notes=tuple(note for note in conflicts.notes if note.case not in hidden),
        problems=tuple(problem for problem in conflicts.problems if problem.case not in hidden),
    )


def _told(round: Round, conflicts: Conflicts, lang: str) -> Iterator[str]:
    names = {evaluator.id: f"{evaluator.id} {evaluator.name}" for evaluator in round.panel}
    for record in conflicts.records:
        assigned = ASSIGNED.to(lang) if record.case in round.cases_of(record.evaluator) else ""
        about = " · ".join((KINDS[record.kind].to(lang), SOURCES[record.source].to(lang)))
        yield f"[{STATUSES[record.status].to(lang)}{assigned}] {names[record.evaluator]} × {record.case}  {about}"
        yield f"    {record.evidence.to(lang)}"
        if record.by or record.reason:
            yield "    " + DECIDED.to(lang).format(by=record.by or "—", reason=record.reason or "—")
    if not conflicts.records:
        yield NONE.to(lang)
    if conflicts.undeclared:
        yield UNDECLARED.to(lang)
        yield from (f"    {names[id]}" for id in conflicts.undeclared)
    if conflicts.problems:
        yield PROBLEMS.to(lang)
        for problem in conflicts.problems:
            about = " × ".join((names.get(problem.evaluator, problem.evaluator), problem.case))
            yield f"    {about.removeprefix(' × ')}: {problem.message.to(lang)}"
    if conflicts.notes:
        yield NOTES.to(lang)
        yield from (f"    {names[note.evaluator]} × {note.case}: {note.text.to(lang)}" for note in conflicts.notes)
    if undecided := [record for record in conflicts.records if record.status is ConflictStatus.OPEN]:
        yield ""
        yield HOW.to(lang)
        yield "decisions:"
        yield from dict.fromkeys(_decision(record) for record in undecided)


def _decision(record: ConflictRecord) -> str:
    """A line of `round.yaml`, to be filled in."""
    about = f"evaluator: {record.evaluator}, case: {record.case}, kind: {record.kind.value}"
    return f'  - {{{about}, status: confirmed, by: "", reason: ""}}'
