"""What results were computed from, and that they were: a line in the log of a round that keeps one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

from casebound import __version__
from casebound.evaluate.audit import AuditEntry
from casebound.evaluate.continuity import PROGRAM, RESULTS
from casebound.evaluate.results import results_of_round
from casebound.model.evaluation import Evaluation, Round
from casebound.text.error import CaseboundError
from casebound.workspace.audit import Change, digest_of, read_log, record
from casebound.workspace.consensus import ACTION as CONSENSUS_ACTION
from casebound.workspace.consensus import filled_in
from casebound.workspace.load import Workspace
from casebound.workspace.publish import score_artifact
from casebound.workspace.round_files import (
    ASSIGNMENTS,
    CONSENSUS,
    EVALUATIONS,
    PLAN,
    bytes_in_round,
    held,
    round_folder,
    rounds_folder,
)

CONFLICTS = "conflicts"
"""The name under which the evaluations that a conflict keeps from counting are an input of results."""

_COUNTED = (PLAN, ASSIGNMENTS, f"{EVALUATIONS}/*/*.yaml", f"{CONSENSUS}/*.yaml")


def counted_files(root: Path, ids: Iterable[str] | None = None) -> dict[str, str]:
    """SHA-256 of the files from which results of these rounds (none named: all) follow, by path below `content/rounds`.

    Taken before rounds are read, it can show that none of the files changed until the results are logged.
    """
    top = rounds_folder(root)
    folders = sorted(top.glob("*")) if ids is None else [round_folder(root, id) for id in ids]
    paths = (path for folder in folders for pattern in _COUNTED for path in sorted(folder.glob(pattern)))
    names = (path.relative_to(top).as_posix() for path in paths if path.is_file())
    return {name: digest_of(bytes_in_round(top, name)) for name in names}


def computed_results(workspace: Workspace, round: Round) -> bytes:
    """The results of a round as JSON, computed now."""
    return score_artifact(workspace, results_of_round(round, workspace.frameworks[round.framework])).data


def score_inputs(workspace: Workspace, round: Round, files: Mapping[str, str] | None = None) -> dict[str, str]:
    """SHA-256 of all that the results of a round follow from, by path below its folder or by another name.

    Other rounds of the same cases count: results name what other parties gave. `files`: as `counted_files` found them;
    without, as they are now.
    """
    inputs = {PROGRAM: __version__}
    others = [
        other for other in workspace.usable_rounds() if other.id != round.id and set(other.cases) & set(round.cases)
    ]
    if files is None:
        files = counted_files(workspace.root, (each.id for each in (round, *others)))
    for each in (round, *others):
        before = "" if each is round else f"../{each.id}/"
        own = f"{each.id}/"
        barred = sorted([item.case, item.evaluator] for item in each.evaluations if _is_barred(item, each))
        if barred:  # conflicts rest on cases and organisations too
            inputs[before + CONFLICTS] = sha256(json.dumps(barred).encode()).hexdigest()
        inputs.update((before + name.removeprefix(own), files[name]) for name in files if name.startswith(own))
        framework = replace(workspace.frameworks[each.framework], places={})
        text = json.dumps(asdict(framework), ensure_ascii=False, sort_keys=True, default=str)
        inputs[f"framework:{framework.id}"] = sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
    return dict(sorted(inputs.items()))


def _is_barred(evaluation: Evaluation, round: Round) -> bool:
    return (evaluation.evaluator, evaluation.case) in round.barred


def record_score(
    workspace: Workspace, round: Round, results: bytes, inputs: Mapping[str, str], *, by: str | None = None
) -> tuple[AuditEntry, ...]:
    """Log that these results were computed from these inputs, if the round keeps a log and it does not say so already.

    What people changed in consensus sheets since the log last told of them is logged before. The entries that were
    added. Raises CaseboundError where the inputs are not those of `score_inputs` any more: nothing is logged.
    """
    folder = round_folder(workspace.root, round.id)
    with held(folder):
        text, log = read_log(workspace.root, round.id)
        if not text:
            return ()
        now = score_inputs(workspace, round)
        if now != inputs:
            changed = [name for name in sorted({*now, *inputs}) if now.get(name) != inputs.get(name)]
            raise CaseboundError(
                f"算的时候 {', '.join(changed[:6])} 变了，没有记入日志，请再运行一次 / "
                "changed while results were computed, which were not logged: run again"
            )
        last = next((entry for entry in reversed(log.entries) if entry.object == RESULTS), None)
        after = digest_of(results)
        added = record(workspace.root, round.id, CONSENSUS_ACTION, filled_in(folder, log), by=by)
        if last is None or (last.after, dict(last.inputs)) != (after, inputs):
            score = Change(path=RESULTS, before=last.after if last else "", after=after, inputs=inputs)
            added += record(workspace.root, round.id, "score", [score], by=by)
    return added
