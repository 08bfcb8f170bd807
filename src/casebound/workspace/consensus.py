"""A round → consensus sheets in its `consensus/`, none of them ever overwritten, and what its log lacks of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebound.check.context import warning
from casebound.evaluate.audit import AuditLog
from casebound.evaluate.consensus_sheet import render_consensus_sheet
from casebound.evaluate.continuity import last_known
from casebound.model.evaluation import Round
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Span, no_text
from casebound.workspace.audit import Change, change, digest_of, read_log, record, refuse_broken
from casebound.workspace.load import Workspace
from casebound.workspace.round_files import CONSENSUS, bytes_in_round, held, round_folder, write_in_round

ACTION = "consensus"
FEWEST = 2
"""Evaluators who can agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusSheets:
    """What was written, what was there already, and what is to be said."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    findings: tuple[Finding, ...]


def write_consensus_sheets(
    workspace: Workspace, round: Round, cases: Sequence[str], lang: str, *, by: str | None
) -> ConsensusSheets:
    """A sheet for each of these cases that has none and at least `FEWEST` evaluations; each is logged.

    So is what people changed in the sheets since the log last told of them.
    """
    framework = workspace.frameworks[round.framework]
    titles = {written.case.id: written.case.title for written in reversed(workspace.usable())}
    folder = round_folder(workspace.root, round.id)
    written, kept, findings = [], [], []
    with held(folder):
        _, log = read_log(workspace.root, round.id)
        refuse_broken(round.id, log)
        changes = filled_in(folder, log)
        try:
            for case in cases:
                name = f"{CONSENSUS}/{case}.yaml"
                path = folder / name
                if path.exists() or path.is_symlink():
                    kept.append(path)
                    continue
                submitted = {evaluation.evaluator for evaluation in round.counted(case)}
                place = no_text(f"content/rounds/{round.id}/{name}")
                if len(submitted) < FEWEST:
                    findings.append(_too_few(case, place))
                    continue
                findings += _early(round, case, submitted, place)
                data = render_consensus_sheet(case, titles.get(case, case), round, framework, lang).encode()
                write_in_round(folder, name, data)
                written.append(path)
                changes.append(change(name, None, data))
        finally:
            record(workspace.root, round.id, ACTION, changes, by=by)
    return ConsensusSheets(written=tuple(written), kept=tuple(kept), findings=tuple(findings))


def filled_in(folder: Path, log: AuditLog) -> list[Change]:
    """What became of the files in a round's `consensus/` since the log last told of them: people fill them in."""
    known, objects = last_known(log.entries), log.digests()
    files = (path for path in (folder / CONSENSUS).rglob("*") if path.is_file() and not path.name.startswith("."))
    names = {path.relative_to(folder).as_posix() for path in files}
    changes = []
    for name in sorted(names | {name for name in known if name.startswith(f"{CONSENSUS}/")}):
        before, now = known.get(name, ("", 0))[0], digest_of(bytes_in_round(folder, name))
        if before != now or (now and name not in objects):
            changes.append(Change(path=name, before=before, after=now, inputs={name: now} if before == now else {}))
    return changes


def _too_few(case: str, place: Span) -> Finding:
    message = phrase(
        "“{case}”已提交的评价不足 {n} 份，没有可议的",
        "“{case}” has fewer than {n} submitted evaluations: nothing to agree on",
        case=case,
        n=FEWEST,
    )
    return warning("nothing-to-agree-on", place, message)


def _early(round: Round, case: str, submitted: Collection[str], place: Span) -> Iterator[Finding]:
    assigned = {id for item in round.assignments if item.case == case for id in item.evaluators}
    assigned = {id for id in assigned if round.may_judge(id, case)}
    if missing := sorted(assigned.difference(submitted)):
        message = phrase(
            "{ids} 对“{case}”的评价还没有提交",
            "{ids} have not submitted their evaluation of “{case}”",
            ids=", ".join(missing),
            case=case,
        )
        hint = phrase(
            "等交齐再议：合议之后再交来一份，这张表就不再计入",
            "Wait for them: one that comes after the consensus undoes it",
        )
        yield warning("early-consensus", place, message, hint)
