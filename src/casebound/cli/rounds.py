"""`--round` → the round that a verb is about, and the cases of it that were named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import click

from casebound.cli.documents import Making, deliver, make_documents
from casebound.cli.options import Decorator
from casebound.cli.speech import Say
from casebound.cli.terminal import about, named, open_workspace
from casebound.model.evaluation import Round
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.workspace.documents import Documents
from casebound.workspace.load import Workspace
from casebound.workspace.publish import Order


class MakeOrders(Protocol):
    """What to make for cases of a round, and what is to be said of it."""

    def __call__(
        self, documents: Documents, round: Round, cases: Sequence[str], *, lang: str | None
    ) -> tuple[list[Order], list[Finding]]: ...


def round_option(say: Say) -> Decorator:
    """`--round`: which round it is about."""
    return click.option(
        "--round", "round_id", help=say("评价轮次；只有一轮时可以不写", "The round; needless when there is one")
    )


def deliver_for_cases(
    make_orders: MakeOrders,
    root: Path | None,
    round_id: str | None,
    cases: Sequence[str],
    *,
    title: str,
    lang: str | None,
    making: Making,
) -> int:
    """Make a document for each of these cases of a round, none named: for all; the exit code."""
    workspace = open_workspace(root)
    round = chosen_round(workspace, round_id)
    chosen = chosen_cases(round, cases)
    documents = make_documents(workspace)
    orders, said = make_orders(documents, round, chosen, lang=lang)
    folders = [f"content/cases/{case}" for case in chosen] + [f"content/rounds/{round.id}"]
    findings = [*about(workspace.findings, folders), *said]
    return deliver(documents, orders, findings, title=title, lang=lang, making=making)


def chosen_round(workspace: Workspace, id: str | None) -> Round:
    """The round of that id; without one, the only round there is."""
    rounds = {round.id: round for round in workspace.usable_rounds()}
    if id is not None and id not in rounds:
        raise named("评价轮次", id, rounds)
    if not rounds or (id is None and len(rounds) > 1):
        raise CaseboundError(
            f"请用 --round 指明评价轮次：{', '.join(rounds) or '（没有）'} / name the round with --round"
        )
    return rounds[id] if id else next(iter(rounds.values()))


def chosen_cases(round: Round, ids: Sequence[str]) -> list[str]:
    """These cases of the round, in its order; none named: all."""
    for id in ids:
        if id not in round.cases:
            raise named("案例", id, round.cases)
    return [id for id in round.cases if not ids or id in ids]
