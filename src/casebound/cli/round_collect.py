"""`casebound round collect`: returned score sheets of any format → evaluations of their rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from casebound.check.report.terminal import shown
from casebound.cli.columns import columns
from casebound.cli.options import CONTEXT, by_option, lang_option, root_option
from casebound.cli.rounds import REHEARSED, dry_run_option, round_option
from casebound.cli.speech import Say
from casebound.cli.terminal import FOUND, named, open_workspace, tell
from casebound.evaluate.taking import Outcome
from casebound.model.evaluation import EvaluationStatus
from casebound.read.reading import shortened
from casebound.text.localized import Localized, closed_up, phrase
from casebound.workspace.collecting import Collected, Row, collect, refuses

HEADER = (phrase("文件", "File"), phrase("案例", "Case"), phrase("评价人", "Evaluator"), phrase("结果", "Result"))
WORDS = {
    Outcome.TAKEN: phrase("收下", "taken"),
    Outcome.SUPERSEDES: phrase("收下，原来的另存", "taken; the former one is kept"),
    Outcome.SAME: phrase("没有变化", "nothing new"),
    Outcome.EARLIER: phrase("以前收过，已被后来的替换", "taken before, superseded since"),
    Outcome.BLANK: phrase("空白，没有收", "blank, left out"),
    Outcome.REFUSED: phrase("退回，见说明", "refused, see above"),
}
DRAFT = phrase("（草稿）", " (draft)")
NOTHING = phrase("没有找到评分表。", "No score sheets were found.")


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "collect",
        context_settings=CONTEXT,
        short_help=say("收回评分表", "Collect returned score sheets"),
        help=say(
            "收回评分表：XLSX、HTML 评分表导出的 JSON、YAML、Markdown，可以混在一起，也可以给文件夹；"
            "按内容辨认，文件名随意。有错的那一份退回并指出在哪一格、哪一行，其余照收；"
            "重交的替换以前的，以前的另存，什么都不会丢。\n\n例：casebound round collect 收件箱/",
            "Collect score sheets in XLSX, JSON as the HTML sheet exports it, YAML and Markdown, in any mix, also "
            "whole folders; names do not matter. A sheet with an error is refused with its cell or line, the rest is "
            "taken. A second return supersedes the first, which is kept: nothing is lost.\n\n"
            "Example: casebound round collect inbox/",
        ),
    )
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    @round_option(say)
    @dry_run_option(say)
    @click.option(
        "--supersede", is_flag=True, help=say("用较早的一份替换较新的", "Let an older return replace a newer one")
    )
    @by_option(say)
    @lang_option(say, "提示与表格所用的语言", "Language of messages and the table")
    @root_option(say)
    def run(
        *,
        files: tuple[Path, ...],
        round_id: str | None,
        dry_run: bool,
        supersede: bool,
        by: str | None,
        lang: str | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        known = [round.id for round in workspace.usable_rounds()]
        if round_id is not None and round_id not in known:
            raise named("评价轮次", round_id, known)
        collected = collect(workspace, files, round_id=round_id, is_dry=dry_run, by=by, supersedes=supersede)
        tell(collected.findings, lang, has_hints=True)
        for line in _table(collected, lang):
            click.echo(shown(line))
        if dry_run:
            click.echo(REHEARSED.to(lang))
        return FOUND if refuses(collected) else 0

    return run


def _table(collected: Collected, lang: str) -> Iterable[str]:
    if not collected.rows:
        return [NOTHING.to(lang)]
    rows = [[word.to(lang) for word in HEADER]]
    rows += [[row.file, shortened(row.case), shortened(row.evaluator), _result(row, lang)] for row in collected.rows]
    return [*columns(rows), _sum(collected.rows).to(lang)]


def _result(row: Row, lang: str) -> str:
    is_draft = row.status is EvaluationStatus.DRAFT and row.outcome in (Outcome.TAKEN, Outcome.SUPERSEDES)
    return WORDS[row.outcome].to(lang) + (DRAFT.to(lang) if is_draft else "")


def _sum(rows: Sequence[Row]) -> Localized:
    taken = sum(row.outcome in (Outcome.TAKEN, Outcome.SUPERSEDES) for row in rows)
    refused = sum(row.outcome is Outcome.REFUSED for row in rows)
    return phrase(
        "共{n}：收下 {taken}，退回 {refused}，其余 {others}。",
        "{n}: {taken} taken, {refused} refused, {others} without anything new.",
        n=closed_up(len(rows), "份评分表", "sheet"),
        taken=taken,
        refused=refused,
        others=len(rows) - taken - refused,
    )
