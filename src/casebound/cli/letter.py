"""`casebound letter`: what the evaluators say of a case → a letter to those who wrote it, in PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from casebound.cli.documents import Making, deliver, make_documents
from casebound.cli.options import CONTEXT, executor_option, fresh_option, lang_option, output_option, root_option
from casebound.cli.rounds import chosen_cases, chosen_round
from casebound.cli.speech import Say
from casebound.cli.terminal import about, open_workspace
from casebound.model.evaluation import Round
from casebound.text.finding import Finding
from casebound.workspace.documents import Documents
from casebound.workspace.publish import Order
from casebound.workspace.round_documents import RoundDocuments


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "letter",
        context_settings=CONTEXT,
        short_help=say("案例 → 反馈信 PDF", "Case → feedback letter PDF"),
        help=say(
            "把评价人的意见按评价项排成反馈信，不署名。不写编号则排整轮。\n\n例：casebound letter antenatal-waiting",
            "Make feedback letters: comments by criterion, unsigned; without an id, of all cases.\n\n"
            "Example: casebound letter antenatal-waiting",
        ),
    )
    @click.argument("cases", nargs=-1)
    @click.option(
        "--round", "round_id", help=say("评价轮次；只有一轮时可以不写", "The round; needless when there is one")
    )
    @lang_option(
        say, "信与提示的语言；默认为书稿的语言", "Language of letter and messages; default: that of the write-up"
    )
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def letter(
        *,
        cases: tuple[str, ...],
        round_id: str | None,
        lang: str | None,
        fresh: bool,
        executor: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        round = chosen_round(workspace, round_id)
        chosen = chosen_cases(round, cases)
        documents = make_documents(workspace)
        orders, refused = letter_orders(documents, round, chosen, lang=lang)
        folders = [f"content/cases/{case}" for case in chosen] + [f"content/rounds/{round.id}"]
        findings = [*about(workspace.findings, folders), *refused]
        title = say("反馈信", "Letters")
        return deliver(
            documents,
            orders,
            findings,
            title=title,
            lang=lang,
            making=Making(fresh, executor, output),
        )

    return letter


def letter_orders(
    documents: Documents, round: Round, cases: Sequence[str], *, lang: str | None = None
) -> tuple[list[Order], list[Finding]]:
    """The letters about these cases, why some get none, and which comments were held back."""
    orders: list[Order] = []
    findings: list[Finding] = []
    maker = RoundDocuments(documents=documents, round=round)
    for id in cases:
        document, said = maker.letter(id, lang)
        findings.extend(said)
        if document:
            orders.append(Order(path=document.path, plan=document.plan))
    return orders, findings
