"""`casebound packet`: one evaluator → instructions, criteria, the cases assigned and a score sheet for each, in PDF."""

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
from casebound.cli.rounds import chosen_evaluators, chosen_round, round_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, open_workspace
from casebound.model.conflict import Conflicts
from casebound.model.evaluation import Evaluator, Round
from casebound.text.finding import Finding
from casebound.workspace.documents import Documents
from casebound.workspace.load import Workspace
from casebound.workspace.publish import Order, may_have_packet, packet_path


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "packet",
        context_settings=CONTEXT,
        short_help=say("评价人 → 资料册 PDF", "Evaluator → packet PDF"),
        help=say(
            "排出评价人的资料册。不写编号则为全组。\n\n例：casebound packet e03 --blind",
            "Make evaluators' packets; without an id, the whole panel's.\n\nExample: casebound packet e03 --blind",
        ),
    )
    @click.argument("evaluators", nargs=-1)
    @round_option(say)
    @click.option("--blind", is_flag=True, help=say("隐去单位与人员", "Show no organisation and no person"))
    @lang_option(say, "资料册与提示的语言", "Language of packet and messages")
    @print_option(say)
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def packet(
        *,
        evaluators: tuple[str, ...],
        round_id: str | None,
        blind: bool,
        lang: str | None,
        print_files: tuple[str, ...],
        fresh: bool,
        executor: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        round = chosen_round(workspace, round_id)
        chosen_evaluators(round, evaluators)
        documents = make_documents(workspace)
        orders, refused = packet_orders(workspace, documents, round, evaluators, blind=blind, lang=lang)
        orders = with_print_files(orders, documents, print_files)
        cases = {case for id in evaluators for case in round.cases_of(id)} if evaluators else set(round.cases)
        folders = [f"content/cases/{case}" for case in sorted(cases)] + [f"content/rounds/{round.id}"]
        findings = [*about(workspace.findings, folders), *refused]
        title = say("资料册", "Packets")
        return deliver(
            documents,
            orders,
            findings,
            title=title,
            lang=lang,
            making=Making(fresh, executor, output),
        )

    return packet


def packet_orders(
    workspace: Workspace,
    documents: Documents,
    round: Round,
    evaluators: tuple[str, ...] = (),
    *,
    blind: bool = False,
    lang: str | None = None,
) -> tuple[list[Order], list[Finding]]:
    """The packets of these evaluators (none named: of all who have cases), and why some get none."""
    allowed, refused = may_be_given(workspace, round, evaluators)
    orders = [
        Order(
            path=packet_path(workspace, round, evaluator),
            plan=documents.packet(round, evaluator, is_blind=blind, lang=lang or ""),
        )
        for evaluator in allowed
    ]
    return orders, refused


def may_be_given(
    workspace: Workspace, round: Round, evaluators: tuple[str, ...] = ()
) -> tuple[list[Evaluator], list[Finding]]:
    """Those who may be given a packet, of these evaluators (none named: of all who have cases); why others may not."""
    allowed, refused = [], []
    conflicts = workspace.conflicts.get(round.id, Conflicts())
    for evaluator in chosen_evaluators(round, evaluators):
        if obstacle := may_have_packet(round, evaluator, conflicts):
            refused.append(obstacle)
        else:
            allowed.append(evaluator)
    return allowed, refused
