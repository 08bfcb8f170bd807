"""`casebound results`: a round → its results book (PDF) and the same results as a spreadsheet (XLSX)."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.documents import Making, deliver, make_documents
from casebound.cli.options import CONTEXT, executor_option, fresh_option, lang_option, output_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, named, open_workspace
from casebound.model.audience import Audience
from casebound.workspace.publish import Order
from casebound.workspace.results_book import results_book, results_workbook
from casebound.workspace.round_documents import RoundDocuments

READERS = (Audience.PUBLIC, Audience.INTERNAL, Audience.BLIND)


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "results",
        context_settings=CONTEXT,
        short_help=say("评价轮次 → 结果册 PDF 与表格 XLSX", "Round → results book (PDF) and spreadsheet (XLSX)"),
        help=say(
            "排出结果册：方法、名次、每个案例一页；旁边是同样结果的表格，给内部的一份有每一个分数和每一条意见。"
            "不写编号则排全部轮次。\n\n例：casebound results 2026-third-party",
            "Make results books: method, ranking, a page for each case; beside each the same as a spreadsheet, which "
            "for internal readers holds every mark and comment. Without an id, of all rounds.\n\n"
            "Example: casebound results 2026-third-party",
        ),
    )
    @click.argument("rounds", nargs=-1)
    @click.option(
        "--audience",
        type=click.Choice([reader.value for reader in READERS]),
        default=Audience.PUBLIC.value,
        help=say(
            "读者：公众（未许可公开的案例不列名称）、内部、盲评",
            "Who reads: for the public, cases without consent are not named",
        ),
    )
    @lang_option(say, "结果册与提示的语言", "Language of book and messages")
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def results(
        *,
        rounds: tuple[str, ...],
        audience: str,
        lang: str | None,
        fresh: bool,
        executor: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        known = {round.id: round for round in workspace.usable_rounds()}
        for id in rounds:
            if id not in known:
                raise named("评价轮次", id, known)
        documents = make_documents(workspace)
        makers = [
            RoundDocuments(documents=documents, round=round)
            for round in known.values()
            if not rounds or round.id in rounds
        ]
        made = [results_book(maker, Audience(audience), lang) for maker in makers]
        orders = [Order(path=document.path, plan=document.plan) for document in made]
        folders = [f"content/rounds/{id}" for id in rounds] or ["content/rounds"]
        findings = about(workspace.findings, folders)
        title = say("结果册", "Results")
        return deliver(
            documents,
            orders,
            findings,
            title=title,
            lang=lang,
            making=Making(fresh, executor, output),
            beside=[results_workbook(maker, Audience(audience), lang) for maker in makers],
        )

    return results
