"""`casebound build`: everything at once, with a manifest of what was made."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.certificate import certificate_orders
from casebound.cli.documents import existing_in, make_documents, runner
from casebound.cli.letter import letter_orders
from casebound.cli.options import CONTEXT, executor_option, fresh_option, lang_option, output_option, root_option
from casebound.cli.packet import packet_orders
from casebound.cli.report import report_path
from casebound.cli.speech import Say
from casebound.cli.terminal import open_workspace, output_folder, progress, tell
from casebound.compose.artifact import Artifact
from casebound.text.finding import Finding
from casebound.workspace.publish import Order, chapters_of, print_orders, score_artifact, site_artifacts
from casebound.workspace.round_documents import RoundDocuments
from casebound.workspace.write import write_artifacts, write_manifest


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "build",
        context_settings=CONTEXT,
        short_help=say("全部生成", "Make everything"),
        help=say(
            "检查、汇总打分，生成全部报告、书、资料册与站点。\n\n例：casebound build",
            "Check, tally, and make all reports, books, packets and the site.\n\nExample: casebound build",
        ),
    )
    @lang_option(
        say, "提示的语言；成品按工作区的各种语言生成", "Language of the messages; results are made in all languages"
    )
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def build(lang: str | None, fresh: bool, executor: str | None, output: Path | None, root: Path | None) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        folder = output_folder(workspace, output)
        findings: list[Finding] = list(workspace.findings)
        rounds = workspace.usable_rounds()
        artifacts: list[Artifact] = [score_artifact(workspace, round) for round in rounds]
        artifacts += site_artifacts(workspace, workspace.config.languages)
        documents = make_documents(workspace)
        orders = [Order(path=report_path(workspace, item), plan=documents.report(item)) for item in workspace.usable()]
        orders += [Order(path=f"books/{item.id}.pdf", plan=documents.book(item)) for item in workspace.config.books]
        for round in rounds:
            packets, refused = packet_orders(workspace, documents, round)
            results = RoundDocuments(documents=documents, round=round).results()
            certificates, without_certificate = certificate_orders(documents, round, round.cases)
            letters, without_letter = letter_orders(documents, round, round.cases)
            orders += [*packets, Order(path=results.path, plan=results.plan), *certificates, *letters]
            findings += [*refused, *without_certificate, *without_letter]
        with progress(say("排版", "Setting"), chapters_of(orders)) as on_done:
            published = print_orders(
                workspace, orders, on_done, is_fresh=fresh, existing=existing_in(folder), run=runner(executor)
            )
        artifacts += published.artifacts
        write_artifacts(folder, artifacts)
        write_manifest(folder, artifacts)
        click.echo(say(f"{folder}：{len(artifacts)} 个文件", f"{folder}: {len(artifacts)} files"))
        return tell([*findings, *published.findings, *documents.composer.pictures.findings], lang)

    return build
