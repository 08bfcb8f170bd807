"""`casebound letter`: what the evaluators say of a case → a letter to those who wrote it, in PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from casebound.cli.documents import Making
from casebound.cli.options import CONTEXT, executor_option, fresh_option, lang_option, output_option, root_option
from casebound.cli.rounds import deliver_for_cases, round_option
from casebound.cli.speech import Say
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
    @round_option(say)
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
        making = Making(fresh, executor, output)
        return deliver_for_cases(
            letter_orders, root, round_id, cases, title=say("反馈信", "Letters"), lang=lang, making=making
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
