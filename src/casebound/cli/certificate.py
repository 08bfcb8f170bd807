"""`casebound certificate`: cases with a grade → a certificate each in PDF."""

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
        "certificate",
        context_settings=CONTEXT,
        short_help=say("案例 → 证书 PDF", "Case → certificate PDF"),
        help=say(
            "给得到等级的案例排证书，盖章处留空。不写编号则排整轮。\n\n例：casebound certificate antenatal-waiting",
            "Make certificates of the cases that have a grade, the seal's place left free; without an id, of all.\n\n"
            "Example: casebound certificate antenatal-waiting",
        ),
    )
    @click.argument("cases", nargs=-1)
    @round_option(say)
    @lang_option(
        say,
        "证书与提示的语言；默认为书稿的语言",
        "Language of certificate and messages; default: that of the write-up",
    )
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def certificate(
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
            certificate_orders, root, round_id, cases, title=say("证书", "Certificates"), lang=lang, making=making
        )

    return certificate


def certificate_orders(
    documents: Documents, round: Round, cases: Sequence[str], *, lang: str | None = None
) -> tuple[list[Order], list[Finding]]:
    """The certificates of these cases, and why some get none."""
    orders, refused = [], []
    maker = RoundDocuments(documents=documents, round=round)
    for id in cases:
        made = maker.certificate(id, lang)
        if isinstance(made, Finding):
            refused.append(made)
        else:
            orders.append(Order(path=made.path, plan=made.plan))
    return orders, refused
