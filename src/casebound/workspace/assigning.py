"""A round of a workspace → its assignment, and the plan → `assignments.yaml` with an entry in the round's log."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from casebound.evaluate.assign import assign
from casebound.evaluate.assignment_file import render_assignments
from casebound.evaluate.audit import AuditLog
from casebound.evaluate.continuity import last_known
from casebound.model.assigning import AssignmentPlan, NoAssignment
from casebound.model.conflict import Conflicts
from casebound.model.evaluation import Assignment, Round
from casebound.read.assignment_comments import AssignmentComments, comments_of
from casebound.read.round import ASSIGNMENTS as READER
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, Severity
from casebound.workspace.audit import Change, change, digest_of, read_log, record, refuse_broken
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.load import Workspace, can_be_held
from casebound.workspace.round_files import (
    ASSIGNMENTS,
    PLAN,
    SUPERSEDED,
    bytes_in_round,
    held,
    round_folder,
    write_in_round,
)

MENDED = frozenset(
    ("conflicted-assignment", "unknown-evaluator", "unknown-case", "too-few-evaluators", "overloaded-evaluator")
)
"""What a new assignment puts right by itself, when it stands in the old one."""


def obstacles(workspace: Workspace, round: Round) -> list[Finding]:
    """Errors of the round's files that have to be mended first: what cannot be read would be lost or overlooked."""
    folder = f"content/rounds/{round.id}"
    return [
        finding
        for finding in workspace.findings
        if (finding.severity is Severity.ERROR or finding.rule == "impossible-evaluators-per-case")
        and (
            finding.span.source.path in (f"{folder}/{PLAN}", "content/organizations.yaml")
            or (finding.span.source.path == f"{folder}/{ASSIGNMENTS}" and finding.rule not in MENDED)
        )
    ]


def plan_assignment(
    workspace: Workspace, round: Round, *, apart: Iterable[Collection[str]], is_anew: bool
) -> AssignmentPlan | NoAssignment:
    """Who shall read what, by what is known of the workspace's cases and conflicts."""
    entered = frozenset(round.cases)
    cases = [entry for entry in workspace.entries if entry.id in entered]
    return assign(round, cases, workspace.conflicts.get(round.id, Conflicts()), apart=apart, is_anew=is_anew)


def write_assignment(workspace: Workspace, round: Round, plan: AssignmentPlan, *, by: str | None) -> list[Path]:
    """Write the plan, with the comments of the former file, which is kept under `superseded/`; the files written.

    Nothing is written where nothing changes. Raises CaseboundError where the file was changed since it was read.
    """
    folder, stands = round_folder(workspace.root, round.id), _as_written(workspace, round)
    with held(folder):
        _, log = read_log(workspace.root, round.id)
        refuse_broken(round.id, log)
        before = bytes_in_round(folder, ASSIGNMENTS)
        comments = None if before is None else _comments(workspace, stands, folder / ASSIGNMENTS)
        is_same = before is not None and _same(stands, plan)
        changes = [] if before is None else _unlogged(folder, log, before, is_same=is_same)
        written = []
        if not is_same:
            after = render_assignments(round.id, plan.assignments, comments).encode()
            if before is not None:
                number = _copies(folder)
                if not number or bytes_in_round(folder, _copy(number)) != before:
                    write_in_round(folder, _copy(number + 1), before)
                    written.append(folder / _copy(number + 1))
                    changes.append(change(_copy(number + 1), None, before))
            write_in_round(folder, ASSIGNMENTS, after)
            written.insert(0, folder / ASSIGNMENTS)
            changes.append(change(ASSIGNMENTS, before, after))
        record(workspace.root, round.id, "assign", changes, by=by)
    return written


def _unlogged(folder: Path, log: AuditLog, now: bytes, *, is_same: bool) -> list[Change]:
    """What an assignment that broke off before it was logged left of files; of other changes nothing.

    It leaves the assignment that the log knows as the newest copy; where the log knows none, the file itself
    (`is_same`: that of the plan, which may have been the one that broke off) or the newest copy.
    """
    number, objects = _copies(folder), log.digests()
    copied = digest_of(bytes_in_round(folder, _copy(number)) if number else None)
    known = last_known(log.entries).get(ASSIGNMENTS, ("", 0))[0]
    if known and known != copied:
        return []
    changes = []
    if copied and _copy(number) not in objects:
        changes.append(Change(path=_copy(number), after=copied))
    if copied or is_same:
        changes.append(Change(path=ASSIGNMENTS, before=copied, after=digest_of(now)))
    return changes


def _as_written(workspace: Workspace, round: Round) -> tuple[Assignment, ...]:
    """The round's assignments as they are in the file, with those of withdrawn cases and of who left."""
    written = (each.round for each in workspace.rounds if can_be_held(each, workspace.frameworks))
    return next(each.assignments for each in written if each.id == round.id)


def _comments(workspace: Workspace, stands: tuple[Assignment, ...], path: Path) -> AssignmentComments:
    """The comments of the file, if it is still what the plan was made from."""
    folder = WorkspaceFolder(workspace.root)
    node = folder.node(path)
    file = READER.read("", node, folder.reading) if node else None
    if node is None or file is None or file.assignments != stands:
        raise CaseboundError(f"{path} 在读的时候变了，请再运行一次 / changed while it was read: run again")
    return comments_of(node.span.source, node)


def _same(stands: tuple[Assignment, ...], plan: AssignmentPlan) -> bool:
    """Whether the plan says what stands already, in whatever order and layout."""
    seats = {item.case: (set(item.evaluators), set(item.locked)) for item in stands}
    return len(seats) == len(stands) and seats == {
        item.case: (set(item.evaluators), set(item.locked)) for item in plan.assignments
    }


def _copy(number: int) -> str:
    """The assignment that was superseded as the first, second, …, below the round's folder."""
    return f"{SUPERSEDED}/assignments.{number}.yaml"


def _copies(folder: Path) -> int:
    """How many assignments were superseded."""
    number = 0
    while (folder / _copy(number + 1)).exists():
        number += 1
    return number
