"""`casebound round minutes`: a round → the minutes of its panel in PDF, to be signed and filed."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.documents import Making, deliver, make_documents
from casebound.cli.options import CONTEXT, executor_option, fresh_option, lang_option, output_option, root_option
from casebound.cli.rounds import chosen_round, round_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, open_workspace
from casebound.workspace.minutes import minutes as make_minutes
from casebound.workspace.publish import Order
from casebound.workspace.round_documents import RoundDocuments


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "minutes",
        context_settings=CONTEXT,
        short_help=say("评审纪要 PDF（内部）", "Minutes of the panel in PDF (internal)"),
        help=say(
            "排出评审纪要：出席、方法、回避、完成情况、合议、名次与等级、并列的处理，末尾签字。供主办单位存档，不公开。\n\n"
            "例：casebound round minutes",
            "Make the minutes of the panel: who sat, method, conflicts, what is outstanding, consensus, ranks, grades, "
            "ties, and lines to sign. For the organiser's files, not for the public.\n\n"
            "Example: casebound round minutes",
        ),
    )
    @round_option(say)
    @lang_option(say, "纪要与提示的语言", "Language of minutes and messages")
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def minutes(
        *,
        round_id: str | None,
        lang: str | None,
        fresh: bool,
        executor: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        round = chosen_round(workspace, round_id)
        documents = make_documents(workspace)
        made = make_minutes(RoundDocuments(documents=documents, round=round), lang)
        findings = about(workspace.findings, [f"content/rounds/{round.id}"])
        return deliver(
            documents,
            [Order(path=made.path, plan=made.plan)],
            findings,
            title=say("评审纪要", "Minutes"),
            lang=lang,
            making=Making(fresh, executor, output),
            has_hints=True,
        )

    return minutes
