"""What verbs about a round share: which round, which of its cases and evaluators, whether it is a rehearsal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from casebound.cli.options import Decorator
from casebound.cli.speech import Say
from casebound.cli.terminal import about, named, open_workspace
from casebound.evaluate.conflicts import round_as_seen_by
from casebound.model.conflict import Conflicts
from casebound.model.evaluation import Evaluator, Round
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.workspace.load import Workspace

if TYPE_CHECKING:  # making documents loads templates and the layout engine's queue, for which other verbs need not wait
    from casebound.cli.documents import Making
    from casebound.workspace.documents import Documents
    from casebound.workspace.publish import Order


REHEARSED = phrase("以上是预演，什么都没有写。", "This was a rehearsal: nothing was written.")
"""What `--dry-run` ends with."""


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


def dry_run_option(say: Say) -> Decorator:
    """`--dry-run`: a rehearsal."""
    return click.option("--dry-run", is_flag=True, help=say("只说会怎样，什么都不写", "Only say what would be done"))


def as_seen_by_option(say: Say) -> Decorator:
    """`--as-seen-by`: what one evaluator may see."""
    return click.option(
        "--as-seen-by",
        metavar="ID",
        help=say(
            "这位评价人可以看的：与其有利益冲突的案例全部略去，计数与平均也不含",
            "What this evaluator may see: without the cases they have a conflict with, in counts and averages too",
        ),
    )


def seen_by(workspace: Workspace, round: Round, evaluator: str) -> Round:
    """The round as that evaluator may see it."""
    chosen_evaluators(round, [evaluator])
    return round_as_seen_by(evaluator, round, workspace.conflicts.get(round.id, Conflicts()).records)


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
    from casebound.cli.documents import deliver, make_documents

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


def chosen_evaluators(round: Round, ids: Sequence[str]) -> list[Evaluator]:
    """These evaluators of the round, in the order of its panel; none named: all who have cases and have not left."""
    for id in ids:
        if round.evaluator(id) is None:
            raise named("评价人", id, (evaluator.id for evaluator in round.panel))
    if not ids:
        return [each for each in round.panel if each.left_on is None and round.cases_of(each.id)]
    return [evaluator for evaluator in round.panel if evaluator.id in ids]
