"""`casebound round consensus`: disputed cases → sheets on which the panel writes what it agrees on."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.options import CONTEXT, by_option, lang_option, root_option
from casebound.cli.rounds import chosen_cases, chosen_round, round_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, open_workspace, tell
from casebound.evaluate.consensus_sheet import disputed_cases
from casebound.text.error import CaseboundError
from casebound.workspace.consensus import write_consensus_sheets


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "consensus",
        context_settings=CONTEXT,
        short_help=say("分歧大的案例 → 合议表", "Disputed cases → consensus sheets"),
        help=say(
            "为分歧达到准则所定界限的案例写合议表：各人的打分与意见都在表里，议定后填上合议分与理由。"
            "也可以指明案例。已有的合议表不动。\n\n例：casebound round consensus fleet-handover",
            "Write consensus sheets for cases on which marks lie as far apart as the framework's threshold: with every "
            "mark and comment, to be filled in with what is agreed. Cases can be named instead. A sheet that is there "
            "is left alone.\n\nExample: casebound round consensus fleet-handover",
        ),
    )
    @click.argument("cases", nargs=-1)
    @round_option(say)
    @by_option(say)
    @lang_option(say, "合议表与提示的语言", "Language of sheets and messages")
    @root_option(say)
    def consensus(
        *, cases: tuple[str, ...], round_id: str | None, by: str | None, lang: str | None, root: Path | None
    ) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        round = chosen_round(workspace, round_id)
        framework = workspace.frameworks[round.framework]
        if cases:
            chosen = chosen_cases(round, cases)
        elif framework.aggregation.disagreement is None:
            raise CaseboundError(
                f"准则“{framework.id}”没有定分歧界限（aggregation.disagreement），请指明案例 / "
                "the framework sets no threshold of disagreement: name the cases"
            )
        else:
            chosen = list(disputed_cases(round, framework))
        if not chosen:
            click.echo(say("没有分歧达到界限的案例", "No case is disputed"))
        sheets = write_consensus_sheets(workspace, round, chosen, lang, by=by)
        for path in sheets.written:
            click.echo(str(path))
        for path in sheets.kept:
            click.echo(say(f"{path}：已有，没有动", f"{path}: is there already, left alone"))
        return tell(
            [*about(workspace.findings, [f"content/rounds/{round.id}"]), *sheets.findings], lang, has_hints=True
        )

    return consensus
