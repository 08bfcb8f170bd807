"""`casebound report`: one case → a report booklet in PDF."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.documents import Making, deliver, make_documents
from casebound.cli.options import (
    CONTEXT,
    executor_option,
    fresh_option,
    lang_option,
    output_option,
    print_option,
    root_option,
)
from casebound.cli.print_files import with_print_files
from casebound.cli.speech import Say
from casebound.cli.terminal import about, named, open_workspace
from casebound.model.audience import Audience, may_be_published
from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.workspace.load import Workspace
from casebound.workspace.publish import Order


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "report",
        context_settings=CONTEXT,
        short_help=say("案例 → 报告 PDF", "Case → report PDF"),
        help=say(
            "把案例排成报告。不写编号则排全部案例。\n\n例：casebound report antenatal-waiting --lang en",
            "Set cases as reports; without an id, all.\n\nExample: casebound report antenatal-waiting --lang en",
        ),
    )
    @click.argument("cases", nargs=-1)
    @click.option(
        "--audience",
        type=click.Choice([audience.value for audience in Audience]),
        default=Audience.INTERNAL.value,
        help=say("读者：内部、评价人、盲评、公众", "Who reads: what is not for them is left out"),
    )
    @lang_option(
        say,
        "报告与提示的语言；默认为案例的每种文本",
        "Language of report and messages; default: every text of the case",
    )
    @print_option(say)
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def report(
        *,
        cases: tuple[str, ...],
        audience: str,
        lang: str | None,
        print_files: tuple[str, ...],
        fresh: bool,
        executor: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        reader = Audience(audience)
        chosen = _chosen(workspace, cases, lang)
        if reader is Audience.PUBLIC and (kept := [item for item in chosen if not may_be_published(item.case)]):
            ids = ", ".join(item.case.id for item in kept)
            raise CaseboundError(f"这些案例不能公开：{ids} / these cases may not be published")
        documents = make_documents(workspace)
        orders = [
            Order(path=report_path(workspace, item, reader), plan=documents.report(item, reader)) for item in chosen
        ]
        orders = with_print_files(orders, documents, print_files)
        folders = [item.folder for item in chosen] if cases else ["content/cases"]
        findings = about(workspace.findings, folders)
        title = say("报告", "Reports")
        return deliver(
            documents,
            orders,
            findings,
            title=title,
            lang=lang,
            making=Making(fresh, executor, output),
        )

    return report


def report_path(workspace: Workspace, written: WrittenCase, reader: Audience = Audience.INTERNAL) -> str:
    """`reports/<case>.pdf`; the language and the audience stand before the ending where they are not the usual ones."""
    case = written.case
    language = "" if case.lang == workspace.language else f".{case.lang}"
    audience = "" if reader is Audience.INTERNAL else f".{reader.value}"
    return f"reports/{case.id}{language}{audience}.pdf"


def _chosen(workspace: Workspace, ids: tuple[str, ...], lang: str | None) -> list[WrittenCase]:
    usable = workspace.usable()
    known = {written.case.id for written in usable}
    for id in ids:
        if id not in known:
            raise named("案例", id, known)
    chosen = [
        written
        for written in usable
        if (not ids or written.case.id in ids) and (lang is None or written.case.lang == lang)
    ]
    for id in ids:
        if not any(written.case.id == id for written in chosen):
            raise CaseboundError(f"案例“{id}”没有 {lang} 文本 / case “{id}” has no text in {lang}")
    return chosen
