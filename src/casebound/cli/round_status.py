"""`casebound round status`: who has what, what is due, what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from casebound.check.report.terminal import shown
from casebound.cli.columns import columns
from casebound.cli.options import CONTEXT, lang_option, root_option
from casebound.cli.rounds import chosen_round, round_option
from casebound.cli.speech import Say
from casebound.cli.terminal import open_workspace, tell
from casebound.evaluate.outdated import changed_since
from casebound.evaluate.progress import (
    CaseProgress,
    EvaluatorProgress,
    RoundProgress,
    SeatProgress,
    SeatState,
    Wait,
    progress_of,
)
from casebound.model.conflict import Conflicts
from casebound.text.localized import CHINESE, Localized, phrase
from casebound.workspace.desk import open_desk

VERSION = 1
"""Of the JSON."""
EVALUATOR_HEADER = (
    phrase("评价人", "Evaluator"),
    phrase("资料册", "Packet"),
    phrase("应评", "Cases"),
    phrase("已交", "Submitted"),
    phrase("草稿", "Drafts"),
    phrase("缺分", "Marks missing"),
    phrase("还差", "To come"),
)
CASE_HEADER = (phrase("案例", "Case"), phrase("已交", "Submitted"), phrase("还差", "To come"))
NUMBERS = (2, 3, 4, 5)
WAITS = {
    Wait.DECLARATION: phrase("等利益申报", "waits for the declaration of conflicts"),
    Wait.CONFLICT: phrase("有利益冲突，须改派", "has a conflict: assign somebody else"),
}
DRAFT = phrase("（草稿）", " (draft)")
UNASSIGNED = phrase("还没有分派", "not assigned yet")


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "status",
        context_settings=CONTEXT,
        short_help=say("谁手里有什么，还差什么", "Who has what, what is due, what is missing"),
        help=say(
            "一轮评价进行到哪里：每位评价人应评、已交、草稿、缺分，资料册发了没有；每个案例收到几份；离截止还有几天。"
            "还差东西的排在前面。\n\n例：casebound round status",
            "Where a round stands: cases, submitted evaluations, drafts and missing marks of each evaluator, packets "
            "given out, evaluations of each case, days left. What is missing comes first.\n\n"
            "Example: casebound round status",
        ),
    )
    @round_option(say)
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=say("输出格式", "Output format")
    )
    @lang_option(say, "表格所用的语言", "Language of the table")
    @root_option(say)
    def run(*, round_id: str | None, form: str, lang: str | None, root: Path | None) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        round = chosen_round(workspace, round_id)
        desk, findings = open_desk(workspace, round)
        conflicted = workspace.conflicts.get(round.id, Conflicts()).blocking()
        progress = progress_of(
            round,
            desk.framework,
            desk.record,
            desk.today,
            conflicted,
            changed=lambda packet: changed_since(packet, desk),
        )
        code = tell(findings, lang, has_hints=True)
        if form == "json":
            click.echo(json.dumps(_document(progress), ensure_ascii=False, indent=2))
            return code
        titles = {ref.id: ref.written().case.title for ref in workspace.refs if ref.id in _open_cases(progress)}
        for line in _text(progress, titles, lang):
            click.echo(shown(line))
        return code

    return run


def _open_cases(progress: RoundProgress) -> set[str]:
    return {each.case for each in progress.cases if not each.is_done}


def _text(progress: RoundProgress, titles: Mapping[str, str], lang: str) -> Iterator[str]:
    round = progress.round
    yield f"{round.title.to(lang)}  {round.id}"
    yield _due(progress).to(lang)
    total = sum(len(each.seats) for each in progress.evaluators)
    yield phrase(
        "评分表：已交 {submitted} / {total}，草稿 {drafts}，未交 {missing}；案例收齐 {done} / {cases}",
        "Sheets: {submitted} of {total} submitted, {drafts} drafts, {missing} to come; "
        "cases complete: {done} of {cases}",
        submitted=progress.count(SeatState.SUBMITTED),
        total=total,
        drafts=progress.count(SeatState.DRAFT),
        missing=progress.count(SeatState.MISSING),
        done=sum(each.is_done for each in progress.cases),
        cases=len(progress.cases),
    ).to(lang)
    busy = [each for each in progress.evaluators if each.seats or each.waits]
    if busy:
        busy.sort(key=lambda each: (each.is_done and not each.waits, -_owed(each)))
        yield ""
        yield from columns(
            [[word.to(lang) for word in EVALUATOR_HEADER], *(_evaluator(each, lang) for each in busy)], right=NUMBERS
        )
    if idle := [each.evaluator.id for each in progress.evaluators if not each.seats and not each.waits]:
        yield phrase("没有分到案例：{ids}", "Without cases: {ids}", ids=", ".join(idle)).to(lang)
    if round.withdrawn:
        yield phrase("撤回的案例：{ids}", "Withdrawn: {ids}", ids=", ".join(each.case for each in round.withdrawn)).to(
            lang
        )
    waiting = [each for each in progress.cases if not each.is_done]
    if waiting:
        yield ""
        yield from columns(
            [[word.to(lang) for word in CASE_HEADER], *(_case(each, titles, lang) for each in waiting)], right=(1,)
        )
    elif progress.cases:
        yield phrase("所有案例都收齐了：casebound round score", "All cases are complete: casebound round score").to(
            lang
        )


def _due(progress: RoundProgress) -> Localized:
    due, days = progress.round.due, progress.days_left
    if due is None or days is None:
        return phrase("没有定截止日", "No day is set on which it is due")
    if days < 0:
        return phrase("截止 {due}，已过 {n} 天", "Due {due}: {n} days overdue", due=f"{due}", n=-days)
    if days == 0:
        return phrase("今天截止（{due}）", "Due today, {due}", due=f"{due}")
    return phrase("截止 {due}，还有 {n} 天", "Due {due}: {n} days left", due=f"{due}", n=days)


def _owed(each: EvaluatorProgress) -> int:
    return len(each.seats) - each.count(SeatState.SUBMITTED)


def _missing(seat: SeatProgress, name: str, lang: str) -> str:
    """What is still to come of a judgement, under the case's or the evaluator's name; empty: nothing."""
    if seat.state is SeatState.MISSING:
        return name
    if seat.state is SeatState.DRAFT:
        return name + DRAFT.to(lang)
    if seat.missing_marks:
        return name + phrase("（缺 {ids}）", " (without {ids})", ids=", ".join(seat.missing_marks)).to(lang)
    return ""


def _evaluator(each: EvaluatorProgress, lang: str) -> list[str]:
    seats = [words for seat in each.seats if (words := _missing(seat, seat.case, lang))]
    comma = "，" if lang == CHINESE else ", "
    return [
        f"{each.evaluator.id} {each.evaluator.name}",
        _packet(each).to(lang),
        str(len(each.seats)),
        str(each.count(SeatState.SUBMITTED)),
        _number(each.count(SeatState.DRAFT)),
        _number(each.missing_marks),
        comma.join([*(WAITS[wait].to(lang) for wait in each.waits), *seats]),
    ]


def _packet(each: EvaluatorProgress) -> Localized:
    if left := each.evaluator.left_on:
        return phrase("{day} 退出", "left {day}", day=left.isoformat())
    if each.packet is None:
        return phrase("未发", "not given out")
    day = each.packet.issued.isoformat()
    if each.changed:
        ids = ", ".join(each.changed)
        return phrase("{day}，之后改过 {ids}", "{day}, since changed: {ids}", day=day, ids=ids)
    if each.not_given:
        return phrase("{day}，缺 {n} 个案例", "{day}, lacks {n}", day=day, n=len(each.not_given))
    return phrase("{day}", "{day}", day=day)


def _number(count: int) -> str:
    return str(count) if count else "·"


def _case(each: CaseProgress, titles: Mapping[str, str], lang: str) -> list[str]:
    comma = "，" if lang == CHINESE else ", "
    missing = [words for seat in each.seats if (words := _missing(seat, seat.evaluator, lang))]
    short = each.wanted - len(each.seats)
    if not each.seats:
        missing.append(UNASSIGNED.to(lang))
    elif short > 0:
        missing.append(phrase("再分派 {n} 位", "{n} more to assign", n=short).to(lang))
    wanted = max(each.wanted, len(each.seats))
    return [f"{each.case}  {titles.get(each.case, '')}", f"{each.submitted} / {wanted}", comma.join(missing)]


def _document(progress: RoundProgress) -> dict[str, object]:
    round = progress.round
    return {
        "version": VERSION,
        "round": round.id,
        "today": progress.today.isoformat(),
        "opens": round.opens.isoformat() if round.opens else None,
        "due": round.due.isoformat() if round.due else None,
        "days_left": progress.days_left,
        "evaluators": [
            {
                "evaluator": each.evaluator.id,
                "name": each.evaluator.name,
                "packet": each.packet.id if each.packet else None,
                "issued": each.packet.issued.isoformat() if each.packet else None,
                "not_given": list(each.not_given),
                "changed": list(each.changed),
                "left": each.evaluator.left_on.isoformat() if each.evaluator.left_on else None,
                "waits": [wait.value for wait in each.waits],
                "cases": [
                    {"case": seat.case, "state": seat.state.value, "missing_marks": list(seat.missing_marks)}
                    for seat in each.seats
                ],
            }
            for each in progress.evaluators
        ],
        "cases": [
            {
                "case": each.case,
                "wanted": each.wanted,
                "assigned": [seat.evaluator for seat in each.seats],
                "submitted": [seat.evaluator for seat in each.seats if seat.state is SeatState.SUBMITTED],
                "drafts": [seat.evaluator for seat in each.seats if seat.state is SeatState.DRAFT],
            }
            for each in progress.cases
        ],
        "withdrawn": [each.case for each in round.withdrawn],
    }
