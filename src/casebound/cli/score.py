"""`casebound score`: from filled-in evaluations to marks, totals and grades."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click
from rich.cells import cell_len

from casebound.cli.options import CONTEXT, lang_option, output_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import FOUND, about, named, open_workspace, output_folder, tell
from casebound.evaluate.results import note_for
from casebound.evaluate.tally import tally_round
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.text.localized import phrase
from casebound.workspace.load import Workspace
from casebound.workspace.publish import score_artifact
from casebound.workspace.write import write_made

HEADER = (
    phrase("评价项", "Criterion"),
    phrase("权重", "Weight"),
    phrase("人数", "n"),
    phrase("平均", "Mean"),
    phrase("标准差", "SD"),
    phrase("最低", "Lowest"),
    phrase("最高", "Highest"),
)
TOTAL = phrase("总分 {{total}}　等级 {{grade}}", "Total {{total}}  Grade {{grade}}")


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "score",
        context_settings=CONTEXT,
        short_help=say("汇总打分", "Tally marks"),
        help=say(
            "汇总评价轮次的打分：每项的人数、平均、离散，加权总分与等级。没有打的分不当作零分。\n\n"
            "例：casebound score 2026-third-party",
            "Tally a round: per criterion the number of evaluators, mean and spread; weighted total and grade. "
            "A missing mark is never zero.\n\nExample: casebound score 2026-third-party",
        ),
    )
    @click.argument("rounds", nargs=-1)
    @lang_option(say, "提示与表格所用的语言", "Language of messages and tables")
    @output_option(say)
    @root_option(say)
    def score(rounds: tuple[str, ...], lang: str | None, output: Path | None, root: Path | None) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        folder = output_folder(workspace, output)
        known = {round.id: round for round in workspace.usable_rounds()}
        for id in rounds:
            if id not in known:
                raise named("评价轮次", id, known)
        folders = [f"content/rounds/{id}" for id in rounds] or ["content/rounds"]
        code = tell(about(workspace.findings, folders), lang)
        for id in rounds or tuple(known):
            round = known[id]
            framework = workspace.frameworks[round.framework]
            cards = tally_round(round, framework)
            for card in cards:
                click.echo(_card(card, workspace, framework, lang))
                code = FOUND if card.refusal else code
            if note := note_for(framework):
                click.echo(note.to(lang))
            for path in write_made(folder, [score_artifact(workspace, round)]):
                click.echo(str(path))
        return code

    return score


def _card(card: Scorecard, workspace: Workspace, framework: Framework, lang: str) -> str:
    title = next((item.case.title for item in workspace.usable() if item.case.id == card.case), card.case)
    rows = [[word.to(lang) for word in HEADER]]
    for score in card.scores:
        criterion = framework.criterion(score.criterion)
        name = f"{score.criterion} {criterion.title.to(lang) if criterion else ''}"
        numbers = (score.weight, Decimal(score.n), score.mean, score.deviation, score.lowest, score.highest)
        rows.append([name, *("—" if number is None else str(number) for number in numbers)])
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(HEADER))]
    lines = [f"{card.case}  {title}"]
    for row in rows:
        first = row[0] + " " * (widths[0] - cell_len(row[0]))
        rest = (" " * (width - cell_len(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  " + "  ".join((first, *rest)))
    if card.total is not None:
        grade = card.grade.title.to(lang) if card.grade else "—"
        lines.append("  " + TOTAL.to(lang).format(total=card.total, grade=grade))
    elif card.refusal:
        lines.append("  " + card.refusal.to(lang))
    return "\n".join([*lines, ""])
