"""`casebound build`: everything at once, with a manifest of what was made."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.certificate import certificate_orders
from casebound.cli.documents import make_documents, print_in
from casebound.cli.letter import letter_orders
from casebound.cli.options import CONTEXT, executor_option, fresh_option, lang_option, output_option, root_option
from casebound.cli.packet import packet_orders
from casebound.cli.report import report_path
from casebound.cli.speech import Say
from casebound.cli.terminal import open_workspace, output_folder, tell
from casebound.compose.artifact import Artifact
from casebound.text.finding import Finding
from casebound.workspace.minutes import minutes
from casebound.workspace.places import cache_folder
from casebound.workspace.publish import Order, score_artifact
from casebound.workspace.results_book import results_book, results_workbook
from casebound.workspace.round_documents import RoundDocuments
from casebound.workspace.site_build import build_site
from casebound.workspace.site_output import SITE
from casebound.workspace.site_reports import report_orders
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
        artifacts: list[Artifact] = []
        documents = make_documents(workspace)
        orders = [Order(path=report_path(workspace, item), plan=documents.report(item)) for item in workspace.usable()]
        orders += [Order(path=f"books/{item.id}.pdf", plan=documents.book(item)) for item in workspace.config.books]
        for round in rounds:
            packets, refused = packet_orders(workspace, documents, round)
            maker = RoundDocuments(documents=documents, round=round)
            ranking, record = results_book(maker), minutes(maker)
            artifacts += [score_artifact(workspace, maker.outcome), results_workbook(maker)]
            certificates, without_certificate = certificate_orders(documents, round, round.cases)
            letters, without_letter = letter_orders(documents, round, round.cases)
            orders += [*packets, *(Order(path=each.path, plan=each.plan) for each in (ranking, record))]
            orders += [*certificates, *letters]
            findings += [*refused, *without_certificate, *without_letter]
        orders += report_orders(documents)
        published = print_in(documents, orders, folder, title=say("排版", "Setting"), executor=executor, is_fresh=fresh)
        reports = [made for made in published.artifacts if made.path.startswith(f"{SITE}/")]
        site = build_site(workspace.root, folder, cache=cache_folder(), fresh=fresh, reports=reports)
        findings += site.faults
        artifacts += [made for made in published.artifacts if not made.path.startswith(f"{SITE}/")]
        write_artifacts(folder, artifacts)
        write_manifest(folder, artifacts, site.sums)
        count = len(artifacts) + len(site.sums)
        click.echo(say(f"{folder}：{count} 个文件", f"{folder}: {count} files"))
        return tell([*findings, *published.findings, *documents.composer.pictures.findings], lang)

    return build
