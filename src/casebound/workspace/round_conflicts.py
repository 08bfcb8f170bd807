"""Rounds, the cases of a workspace and its `organizations.yaml` → the conflicts of each round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casebound.evaluate.conflicts import find_conflicts
from casebound.evaluate.departures import as_it_stands
from casebound.model.case import Case
from casebound.model.conflict import Conflicts, Organization
from casebound.model.evaluation import Round
from casebound.read.round import ORGANIZATIONS, by_name
from casebound.workspace.folder import WorkspaceFolder

ORGANIZATIONS_PATH = "content/organizations.yaml"


def read_organizations(folder: WorkspaceFolder) -> dict[str, Organization]:
    """Aliases and parents by an organisation's name; without the file none are known."""
    path = folder.root / ORGANIZATIONS_PATH
    node = folder.node(path) if path.is_file() else None
    return by_name(ORGANIZATIONS.read("organizations", node, folder.reading) or ()) if node else {}


def conflicts_by_round(
    rounds: Sequence[Round], entries: Sequence[Case], organizations: Mapping[str, Organization]
) -> dict[str, Conflicts]:
    """Of each round, by its id. `entries`: every write-up of the workspace, as far as conflicts look at it.

    Cases that are not in a round tell who worked with whom; rounds that were over before it began tell who judged what.
    """
    originals = {entry.id: entry for entry in reversed(entries)}
    found = {}
    for round in map(as_it_stands, rounds):
        entered = frozenset(round.cases)
        found[round.id] = find_conflicts(
            round,
            [entry for id, entry in originals.items() if id in entered],
            organizations=organizations,
            earlier_rounds=[other for other in rounds if _was_before(other, round)],
            earlier_cases=[entry for id, entry in originals.items() if id not in entered],
        )
    return found


def _was_before(other: Round, round: Round) -> bool:
    over, begun = other.due or other.opens, round.opens or round.due
    return over is not None and begun is not None and over < begun
