"""`--round` → the round that a verb is about, and the cases of it that were named."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.cli.terminal import named
from casebound.model.evaluation import Round
from casebound.text.error import CaseboundError
from casebound.workspace.load import Workspace


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
