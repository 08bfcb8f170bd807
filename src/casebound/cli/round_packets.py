"""`casebound round packets`: give out packets: a booklet and score sheets for each evaluator, and a record of them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from casebound.check.context import error
from casebound.cli.documents import Making, deliver, make_documents
from casebound.cli.options import (
    CONTEXT,
    by_option,
    executor_option,
    fresh_option,
    lang_option,
    output_option,
    print_option,
    root_option,
)
from casebound.cli.packet import may_be_given
from casebound.cli.print_files import with_print_files
from casebound.cli.rounds import chosen_evaluators, chosen_round, round_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, open_workspace, output_folder
from casebound.model.evaluation import Evaluator, Round
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import no_text
from casebound.workspace.packets import Packets
from casebound.workspace.publish import Order, packet_path
from casebound.workspace.sheet_files import FORMATS, sheet_artifacts
from casebound.workspace.write import write_made

PDF = "pdf"


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "packets",
        context_settings=CONTEXT,
        short_help=say("发资料册与评分表", "Give out packets and score sheets"),
        help=say(
            "给每位评价人做资料册（PDF）和评分表（网页、表格、文本），并记下发出了什么，收表时据此核对。"
            "没有作利益申报的、有利益冲突未决的不发。\n\n例：casebound round packets e03 --format xlsx",
            "For each evaluator make a packet (PDF) and score sheets (page, workbook, text), and record what was "
            "given out, against which returns are held. Whoever has not declared conflicts, or has one with a case "
            "assigned, gets none.\n\nExample: casebound round packets e03 --format xlsx",
        ),
    )
    @click.argument("evaluators", nargs=-1)
    @round_option(say)
    @click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice([PDF, *FORMATS]),
        help=say("只要这些格式；可写多次", "Only these formats; may be given several times"),
    )
    @click.option("--blind", is_flag=True, help=say("隐去单位与人员", "Show no organisation and no person"))
    @by_option(say)
    @lang_option(say, "资料册、评分表与提示的语言", "Language of packets, sheets and messages")
    @print_option(say)
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def run(
        *,
        evaluators: tuple[str, ...],
        round_id: str | None,
        formats: tuple[str, ...],
        blind: bool,
        by: str | None,
        lang: str | None,
        print_files: tuple[str, ...],
        fresh: bool,
        executor: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        round = chosen_round(workspace, round_id)
        if not any(round.cases_of(evaluator.id) for evaluator in round.panel):
            raise CaseboundError(
                "还没有分派评价人：先运行 casebound round assign / nobody is assigned: run casebound round assign first"
            )
        packets = Packets(workspace, round)
        folder = output_folder(workspace, output)
        documents = make_documents(workspace)
        chosen = chosen_evaluators(round, evaluators)
        seated = tuple(each.id for each in chosen if round.cases_of(each.id))
        allowed, refused = may_be_given(workspace, round, seated) if seated else ([], [])
        if evaluators:
            refused += [_nothing_assigned(round, each) for each in chosen if each.id not in seated]
        spoken, hidden = lang or workspace.language, packets.hides_names(is_blind=blind)
        given = [packets.sheets(evaluator, is_blind=blind, lang=spoken) for evaluator in allowed]
        paths = {sheets.evaluator.id: packet_path(workspace, round, sheets.evaluator) for sheets in given}
        packets.issue(given, is_blind=blind, by=by)
        places = [(sheets, str(PurePosixPath(paths[sheets.evaluator.id]).parent)) for sheets in given]
        made, said = sheet_artifacts(documents, places, formats or FORMATS, is_blind=hidden)
        for path in write_made(folder, made):
            click.echo(str(path))
        orders = []
        if not formats or PDF in formats:
            for sheets, evaluator in zip(given, allowed, strict=True):
                plan = documents.packet(round, evaluator, is_blind=blind, lang=spoken, given=sheets)
                orders.append(Order(path=paths[evaluator.id], plan=plan))
        cases = sorted({case.id for sheets in given for case in sheets.cases})
        folders = [f"content/cases/{case}" for case in cases] + [f"content/rounds/{round.id}"]
        return deliver(
            documents,
            with_print_files(orders, documents, print_files),
            [*about(workspace.findings, folders), *refused, *said],
            title=say("资料册", "Packets"),
            lang=lang,
            making=Making(fresh, executor, output),
            has_hints=True,
        )

    return run


def _nothing_assigned(round: Round, evaluator: Evaluator) -> Finding:
    message = phrase(
        "没有给 {name}（{id}）分派案例，不发资料册",
        "{name} ({id}) has no case assigned: no packet",
        name=evaluator.name,
        id=evaluator.id,
    )
    hint = phrase(
        "先运行 casebound round assign，或写进 assignments.yaml",
        "Run casebound round assign first, or write it into assignments.yaml",
    )
    return error("nothing-assigned", no_text(f"content/rounds/{round.id}/assignments.yaml"), message, hint)
