"""Files that evaluators returned → evaluations in their rounds, and what became of each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from casebound.check.context import error
from casebound.evaluate.answers import evaluation_of, text_of
from casebound.evaluate.outdated import outdated_evaluations
from casebound.evaluate.returns import identity_gaps, judge_return
from casebound.evaluate.sheets.formats import format_of, looks_returned, why_not
from casebound.evaluate.taking import Outcome, Return, choose
from casebound.model.evaluation import Evaluation, EvaluationStatus, Round
from casebound.model.sheet import ReturnedSheet
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import no_text
from casebound.text.suggest import did_you_mean
from casebound.workspace.audit import read_log, record, refuse_broken
from casebound.workspace.desk import open_desk
from casebound.workspace.load import Workspace
from casebound.workspace.returned_files import ReturnedBytes, read_returned
from casebound.workspace.round_files import held, round_folder
from casebound.workspace.seats import Logged, Received, SeatFiles

_STRAY = ("no-score-sheet", "not-a-score-sheet", "not-utf-8")
"""Rules that are broken by a file that is none of the sheets."""
_NEW = (Outcome.TAKEN, Outcome.SUPERSEDES)
"""What becomes of a sheet whose evaluation stands in the round from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one sheet."""

    file: str
    case: str
    evaluator: str
    status: EvaluationStatus
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What came of it all."""

    rows: tuple[Row, ...]
    """In the order of files and sheets."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A sheet with the file it stands in, and what it says so far as it is judged."""

    number: int
    name: str
    received: Received
    sheet: ReturnedSheet
    said: Evaluation


def collect(
    workspace: Workspace,
    paths: Iterable[Path],
    *,
    round_id: str | None,
    is_dry: bool,
    by: str | None,
    supersedes: bool,
) -> Collected:
    """Take what can be taken; with `is_dry` only say what would be.

    Each sheet is judged by itself: one that is refused keeps no other from being taken. `round_id`: take only sheets of
    that round.
    """
    findings: list[Finding] = []
    sheets = list(_sheets(paths, findings))
    rounds = {round.id: round for round in workspace.usable_rounds() if round_id in (None, round.id)}
    by_round: dict[str, list[_Sheet]] = {}
    outcomes: dict[int, Outcome] = {}
    for each in sheets:
        id = text_of(each.sheet.round)
        if id in rounds:
            by_round.setdefault(id, []).append(each)
        else:
            outcomes[each.number] = Outcome.REFUSED
            findings += identity_gaps(each.sheet) or (_unknown_round(each.sheet, id, rounds),)
    for id in sorted(by_round):
        taken, said = _collect_round(workspace, rounds[id], by_round[id], is_dry=is_dry, by=by, supersedes=supersedes)
        outcomes |= taken
        findings += said
    rows = tuple(
        Row(
            file=each.name,
            case=each.said.case,
            evaluator=each.said.evaluator,
            status=each.said.status,
            outcome=outcomes[each.number],
        )
        for each in sheets
    )
    return Collected(rows=rows, findings=tuple(findings))


def _sheets(paths: Iterable[Path], findings: list[Finding]) -> Iterator[_Sheet]:
    number = 0
    for found in read_returned(paths):
        if isinstance(found, Finding):
            findings.append(found)
            continue
        format = format_of(found.data)
        if format is None:
            findings.append(_no_sheet(found))
            continue
        file = format.read(found.name, found.data)
        findings += file.findings if found.is_asked_for else [_softened(finding) for finding in file.findings]
        received = Received(data=found.data, extension=format.extension)
        for sheet in file.sheets:
            said, _ = evaluation_of(sheet)
            yield _Sheet(number=number, name=found.name, received=received, sheet=sheet, said=said)
            number += 1


def _no_sheet(found: ReturnedBytes) -> Finding:
    message = phrase("这不是评分表，没有收", "This is no score sheet, and was passed by")
    finding = error("no-score-sheet", no_text(found.name), message, why_not(found.data))
    if found.is_asked_for:
        return finding
    return replace(finding, severity=Severity.WARNING) if looks_returned(found.data) else _softened(finding)


def _softened(finding: Finding) -> Finding:
    """What lies beside sheets in a folder is no mistake."""
    is_stray = finding.rule in _STRAY and finding.severity is Severity.ERROR
    return replace(finding, severity=Severity.ADVICE) if is_stray else finding


def _unknown_round(sheet: ReturnedSheet, id: str, rounds: Iterable[str]) -> Finding:
    place = sheet.round.place if sheet.round else sheet.place
    message = phrase("没有评价轮次“{id}”，或不是这次要收的", "There is no round “{id}” to collect for", id=id)
    return error("unknown-round", place, message, did_you_mean(id, rounds))


def _collect_round(
    workspace: Workspace, round: Round, sheets: Sequence[_Sheet], *, is_dry: bool, by: str | None, supersedes: bool
) -> tuple[dict[int, Outcome], list[Finding]]:
    desk, said = open_desk(workspace, round)
    findings, outcomes = list(said), {}
    fit: dict[tuple[str, str], list[_Sheet]] = {}
    for each in sheets:
        evaluation, judged = judge_return(each.sheet, desk)
        findings += judged
        if evaluation is None:
            outcomes[each.number] = Outcome.REFUSED
        else:
            fit.setdefault((evaluation.case, evaluation.evaluator), []).append(each)
    folder = round_folder(workspace.root, round.id)
    with nullcontext() if is_dry else held(folder):
        _, log = read_log(workspace.root, round.id)
        refuse_broken(round.id, log)
        logged = Logged.of(log)
        try:
            for (case, evaluator), returned in sorted(fit.items()):
                files = SeatFiles(folder=folder, case=case, evaluator=evaluator)
                chosen = list(zip(returned, _choose(returned, files, logged, supersedes), strict=True))
                for each, (outcome, finding) in chosen:
                    outcomes[each.number] = outcome
                    findings += [finding] if finding else []
                if is_dry:
                    continue
                for each in (each for each, (outcome, _) in chosen if outcome is Outcome.SAME):
                    logged.note(files.unfinished(each.said, each.received, logged))
                for each in (each for each, (outcome, _) in chosen if outcome in _NEW):
                    logged.note(files.take(each.said, each.received, logged))
        finally:
            record(workspace.root, round.id, "collect", logged.changes, by=by)
    anew = {(each.said.case, each.said.evaluator) for each in sheets if outcomes[each.number] in _NEW}
    kept = tuple(one for one in round.evaluations if (one.case, one.evaluator) not in anew)
    findings += outdated_evaluations(replace(desk, round=replace(round, evaluations=kept)))
    return outcomes, findings


def _choose(
    sheets: Sequence[_Sheet], files: SeatFiles, logged: Logged, supersedes: bool
) -> list[tuple[Outcome, Finding | None]]:
    returns = [Return(evaluation=each.said, file=each.received.digest, place=each.sheet.place) for each in sheets]
    return choose(returns, files.read(logged), supersedes=supersedes)


def refuses(collected: Collected) -> bool:
    """Whether a sheet was refused, or a file not taken that was asked for by name or was meant as a sheet."""
    return any(row.outcome is Outcome.REFUSED for row in collected.rows) or any(
        finding.severity is Severity.ERROR
        or (finding.rule == "no-score-sheet" and finding.severity is Severity.WARNING)
        for finding in collected.findings
    )
