"""`casebound verify`: does the log of a round agree with its files, its returned sheets and its results?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from casebound.check.report.concise import render_with_hints
from casebound.check.report.summary import summary
from casebound.cli.options import CONTEXT, by_option, lang_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import FOUND, named, open_workspace
from casebound.model.evaluation import Round
from casebound.text.error import CaseboundError
from casebound.text.finding import fails
from casebound.text.localized import Localized, phrase
from casebound.workspace.accepting import accept
from casebound.workspace.load import Workspace
from casebound.workspace.verifying import Verified, not_verifiable, verify_round


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "verify",
        context_settings=CONTEXT,
        short_help=say("核对日志、评分表与结果", "Prove that log, sheets and results agree"),
        help=say(
            "核对评价轮次：日志的链条完好，每个文件与日志记的一致，每份评价与收到的评分表一致，结果重算后一字不差；"
            "不一致时指出最先断在哪里。没有日志就不算通过。\n\n例：casebound verify 2026-third-party",
            "Verify rounds: the chain of the log holds, each file is what the log says, each evaluation is what its "
            "returned sheet says, and results computed again are the same to the byte; else the first break is named. "
            "A round without a log proves nothing, and does not pass.\n\nExample: casebound verify 2026-third-party",
        ),
    )
    @click.argument("rounds", nargs=-1)
    @click.option(
        "--accept",
        "accepted",
        multiple=True,
        metavar="FILE",
        help=say(
            "记下：这个文件（或文件夹里的）在日志之外的改动是对的",
            "Log that a change made outside the log to this file, or to those in this folder, is right",
        ),
    )
    @click.option("--reason", default="", help=say("--accept 的理由", "Why, for --accept"))
    @by_option(say)
    @lang_option(say, "提示所用的语言", "Language of messages")
    @root_option(say)
    def run(
        *,
        rounds: tuple[str, ...],
        accepted: tuple[str, ...],
        reason: str,
        by: str | None,
        lang: str | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        chosen = _chosen(workspace, rounds)
        if bool(accepted) != bool(reason.strip()):
            raise CaseboundError("--accept 与 --reason 要一起用 / --accept and --reason go together")
        if accepted:
            if len(chosen) != 1:
                raise CaseboundError("请指明一个评价轮次 / name the one round that --accept is about")
            accept(workspace, chosen[0], accepted, reason=reason.strip(), by=by)
        unusable = [] if rounds else list(not_verifiable(workspace))
        if not chosen and not unusable:
            raise CaseboundError("工作区里没有评价轮次 / the workspace has no rounds")
        click.echo(render_with_hints(unusable, lang), nl=False, err=True)
        code = FOUND if fails(unusable) else 0
        for round in chosen:
            verified = verify_round(workspace, round)
            click.echo(render_with_hints(verified.findings, lang), nl=False, err=True)
            if verified.findings:
                click.echo(summary(verified.findings, lang), err=True)
            click.echo(f"{round.id}：" if lang != "en" else f"{round.id}: ", nl=False)
            click.echo(_said(verified).to(lang))
            code = FOUND if fails(verified.findings) else code
        return code

    return run


def _chosen(workspace: Workspace, ids: Sequence[str]) -> list[Round]:
    known = {round.id: round for round in workspace.usable_rounds()}
    for id in ids:
        if id not in known:
            raise named("评价轮次", id, known)
    return [known[id] for id in ids or known]


def _said(verified: Verified) -> Localized:
    breaks = [finding for finding in verified.findings if fails([finding])]
    if breaks and not verified.entries and breaks[0].rule == "no-log":
        return phrase("没有日志，无从核对。", "No log: nothing to verify.")
    if breaks:
        first = breaks[0]
        return phrase(
            "不一致，最先在 {place}：{what}。",
            "Does not agree. First break, {place}: {what}.",
            place=f"{first.span.source.path}:{first.span.source.position(first.span.start)[0]}",
            what=first.message,
        )
    return phrase(
        "一致。日志 {entries} 条；由评分表重新得出评价 {evaluations} 份；凭理由认可文件 {accepted} 个；{results}。\n"
        "末条摘要（请记入会议纪要）：{head}",
        "Agrees: {entries} entries; {evaluations} evaluations derived again from their sheets; {accepted} files "
        "accepted for a reason; {results}.\nDigest of the last entry, for the minutes: {head}",
        entries=verified.entries,
        evaluations=verified.evaluations,
        accepted=verified.accepted,
        results=_RESULTS if verified.has_results else _NO_RESULTS,
        head=verified.head,
    )


_RESULTS = phrase("结果重算无误", "results computed again to the byte")
_NO_RESULTS = phrase("还没有算过结果", "no results yet")
