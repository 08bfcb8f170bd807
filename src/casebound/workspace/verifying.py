"""The log of a round against its files, sheets and results → what does not agree, the first break first."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from casebound.check.context import error, warning
from casebound.evaluate.answers import evaluation_of
from casebound.evaluate.audit import AuditEntry, AuditLog
from casebound.evaluate.continuity import ACCEPT, PROGRAM, RESULTS, clock_went_back, jumps, last_known
from casebound.evaluate.sheets.formats import format_of
from casebound.model.evaluation import Evaluation, Round
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span, no_text
from casebound.workspace.audit import digest_of, read_log
from casebound.workspace.criteria_files import CRITERIA, PREFIX, criteria_files
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.load import Workspace
from casebound.workspace.round_files import CONSENSUS, EVALUATIONS, LOG, RECEIVED, SUPERSEDED, round_folder
from casebound.workspace.score_record import CONFLICTS, computed_results, score_inputs
from casebound.workspace.seats import SeatFiles, stored_evaluation

LOGGED = (EVALUATIONS, SUPERSEDED, RECEIVED, CONSENSUS)
"""Folders of a round in which nothing stands that its log does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of it."""

    round: str
    entries: int
    evaluations: int
    """Those that were worked out again from the sheets that came back."""
    accepted: int
    """Files that are what they are because somebody answers for it."""
    has_results: bool
    """Whether results were worked out again."""
    head: str
    """Digest of the log's last entry: who knows it can tell that no later line was cut off."""
    findings: tuple[Finding, ...]
    """The first break first."""


def verify_round(workspace: Workspace, round: Round) -> Verified:
    """Prove that log, sheets and results agree. Behind a broken chain nothing else is looked at."""
    text, log = read_log(workspace.root, round.id)
    proof = _Proof(workspace, round, text, log)
    findings = list(proof.chain())
    if not any(finding.severity is not Severity.ADVICE for finding in findings) or (log.broken and log.broken.is_torn):
        findings += (*proof.continuity(), *proof.files(), *proof.sheets(), *proof.results())
    return Verified(
        round=round.id,
        entries=len(log.entries),
        evaluations=proof.derived,
        accepted=sum(entry.action == ACCEPT for entry in proof.objects.values()),
        has_results=proof.last_score is not None,
        head=log.head,
        findings=tuple(findings),
    )


class _Proof:
    """One round, step by step."""

    def __init__(self, workspace: Workspace, round: Round, text: str, log: AuditLog) -> None:
        self.workspace = workspace
        self.round = round
        self.log = log
        self.folder = round_folder(workspace.root, round.id)
        self.source = Source(path=f"content/rounds/{round.id}/{LOG}", text=text)
        self.known = last_known(log.entries)
        self.derived = 0
        self.last_score = next((entry for entry in reversed(log.entries) if entry.object == RESULTS), None)

    @cached_property
    def objects(self) -> dict[str, AuditEntry]:
        """The last entry of each file that was ever changed by an act."""
        return {entry.object: entry for entry in self.log.entries if entry.object != RESULTS}

    def place(self, path: str) -> Span:
        """A file of the round, or the one in which its criteria are written; the folder, where that is not known."""
        if path.startswith(PREFIX):
            return no_text(self.criteria.get(path.removeprefix(PREFIX), (CRITERIA,))[0])
        return no_text(f"content/rounds/{self.round.id}/{path}")

    def answer(self, path: str) -> Localized:
        """What to do about a file, or about criteria, that were changed outside the log."""
        place = self.place(path).source.path
        file = shlex.quote(path if place == CRITERIA else place)
        return phrase(
            "恢复原文件；改得有理由，就记下来：casebound verify {round} --accept {file} --reason 理由",
            "Restore it; or, if the change is right, log it: casebound verify {round} --accept {file} --reason WHY",
            round=self.round.id,
            file=file,
        )

    @cached_property
    def criteria(self) -> dict[str, tuple[str, ...]]:
        """The files of the workspace's criteria, by id."""
        return criteria_files(self.workspace.root)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """What results computed now would follow from."""
        return score_inputs(self.workspace, self.round)

    def digest_now(self, path: str) -> str:
        """SHA-256 of a file of the round, or of its criteria, as it is; empty: it is not there."""
        if path.startswith(PREFIX):
            return self.inputs.get(path, "")
        target = self.folder / path
        try:
            return digest_of(target.read_bytes()) if target.is_file() else ""
        except OSError as failure:
            raise CaseboundError(f"读不了 {target}：{failure.strerror} / cannot be read") from failure

    def chain(self) -> Iterator[Finding]:
        """Whether each line of the log follows from the one before."""
        if not self.source.text:
            message = phrase("这一轮没有日志，无从核对", "This round has no log: there is nothing to verify")
            hint = phrase(
                "日志从第一次用 casebound round 分派、发放或收表开始",
                "A log begins with the first casebound round assign, packets or collect",
            )
            yield warning("no-log", no_text(self.source.path), message, hint)
        for entry in clock_went_back(self.log.entries):
            message = phrase(
                "时钟倒退：{time} 早于前一条", "The clock went back: {time} is before the entry above", time=entry.time
            )
            finding = warning("log-clock", self.source.line_span(entry.seq), message)
            yield Finding(rule=finding.rule, severity=Severity.ADVICE, message=message, span=finding.span)
        if broken := self.log.broken:
            span = self.source.line_span(broken.line)
            if broken.is_torn:
                message = phrase(
                    "最后一行没有写完，像是当时断了电", "The last line was not written to its end, as in a power cut"
                )
                hint = phrase("再运行一次中断的命令", "Run the command again that was interrupted")
                yield warning("unfinished-log", span, message, hint)
            else:
                message = phrase("第 {line} 行{why}", "Line {line} {why}", line=broken.line, why=broken.why)
                hint = phrase("从备份或版本库恢复日志", "Restore the log from a backup or from version control")
                yield error("broken-log", span, message, hint)

    def continuity(self) -> Iterator[Finding]:
        """Whether each act met every file as the act before had left it."""
        for jump in jumps(self.log.entries):
            message = phrase(
                "“{path}”在第 {since} 条与第 {seq} 条之间被改，日志没有记",
                "“{path}” was changed between entries {since} and {seq}, and the log does not say by whom",
                path=jump.object,
                since=jump.since,
                seq=jump.seq,
            )
            yield error("changed-outside-log", self.source.line_span(jump.seq), message, self.answer(jump.object))

    def files(self) -> Iterator[Finding]:
        """Whether each file is as the log left it, and nothing is there that the log does not know."""
        for path, entry in self.objects.items():
            now = self.digest_now(path)
            if now != entry.after:
                yield self._changed(path, now, entry.seq)
        for folder in LOGGED:
            for file in sorted((self.folder / folder).rglob("*")):
                name = file.relative_to(self.folder).as_posix()
                if name not in self.objects and not file.name.startswith(".") and not file.is_dir():
                    message = phrase("日志里没有这个文件", "The log does not know this file")
                    yield error("not-in-log", self.place(name), message, self.answer(name))
        for case in sorted(path for path in (self.folder / SUPERSEDED).glob("*") if path.is_dir()):
            for evaluator in sorted({path.name.partition(".")[0] for path in case.glob("*.yaml")}):
                numbers = SeatFiles(folder=self.folder, case=case.name, evaluator=evaluator).numbers()
                if numbers != list(range(1, len(numbers) + 1)):
                    message = phrase(
                        "{evaluator} 以前的评价缺了几份",
                        "Former evaluations of {evaluator} are missing",
                        evaluator=evaluator,
                    )
                    yield error("superseded-gap", self.place(f"{SUPERSEDED}/{case.name}"), message)

    def _changed(self, path: str, now: str, seq: int) -> Finding:
        message = (
            phrase(
                "与日志第 {seq} 条记的不同：后来被改过",
                "Is not what entry {seq} of the log says: it was changed since",
                seq=seq,
            )
            if now
            else phrase(
                "日志第 {seq} 条写下的文件不见了", "The file that entry {seq} of the log tells of is gone", seq=seq
            )
        )
        return error("changed-outside-log", self.place(path), message, self.answer(path))

    def sheets(self) -> Iterator[Finding]:
        """Whether each evaluation is what the sheet that came back says, read again."""
        returned: dict[str, list[Evaluation]] = {}
        for path, entry in self.objects.items():
            file = next((name for name in entry.inputs if name.startswith(f"{RECEIVED}/")), None)
            if file is None or not path.startswith(f"{EVALUATIONS}/") or self.digest_now(path) != entry.after:
                continue
            if self.digest_now(file) != entry.inputs[file]:
                continue  # said already, of the file itself
            if file not in returned:
                returned[file] = _read_again(self.folder / file)
            stored = stored_evaluation(path, (self.folder / path).read_bytes())
            if stored is None or stored not in returned[file]:
                message = phrase(
                    "与收到的评分表 {file} 不一致", "Is not what the returned sheet {file} says", file=file
                )
                hint = phrase("以收到的评分表为准：重新收一次", "The returned sheet counts: collect it again")
                yield error("evaluation-differs", self.place(path), message, hint)
            else:
                self.derived += 1

    def results(self) -> Iterator[Finding]:
        """Whether the results that were logged are those of the files as they are."""
        entry = self.last_score
        if entry is None:
            return
        now = self.inputs
        place = self.source.line_span(entry.seq)
        changed = [
            name for name in sorted({*now, *entry.inputs} - {PROGRAM}) if now.get(name) != entry.inputs.get(name)
        ]
        silent = [name for name in changed if not self._is_told(name, now, entry)]
        for name in silent:
            if name not in self.objects:
                yield self._changed(name, now.get(name, ""), entry.seq)
        if changed and not silent:
            message = phrase(
                "结果（第 {seq} 条）算出以后又改了 {names}",
                "The results of entry {seq} are older than {names}",
                seq=entry.seq,
                names=", ".join(changed[:6]),
            )
            yield warning("results-outdated", place, message, _SCORE)
        if changed:
            return
        if digest_of(computed_results(self.workspace, self.round)) != entry.after:
            message = phrase(
                "现在算出的结果与第 {seq} 条的不同", "Results computed now are not those of entry {seq}", seq=entry.seq
            )
            made = entry.inputs.get(PROGRAM, "")
            if made != now[PROGRAM]:
                hint = phrase("它们由 Casebound {version} 算出", "Casebound {version} computed them", version=made)
                yield warning("results-outdated", place, message, hint)
            else:
                yield error("results-differ", place, message, _SCORE)
        file = self.workspace.root / "build" / "scores" / f"{self.round.id}.json"
        if file.is_file() and digest_of(file.read_bytes()) != entry.after:
            message = phrase(
                "不是日志第 {seq} 条记的结果", "These are not the results of entry {seq} of the log", seq=entry.seq
            )
            yield error("results-differ", no_text(f"build/scores/{self.round.id}.json"), message, _SCORE)

    def _is_told(self, name: str, now: Mapping[str, str], entry: AuditEntry) -> bool:
        """Whether a later entry tells how an input became what it is; other rounds have logs of their own.

        What a conflict bars follows from files that no round's log tells of.
        """
        if name.startswith("../") or name == CONFLICTS:
            return True
        digest, seq = self.known.get(name, ("", 0))
        return seq > entry.seq and digest == now.get(name, "")


_SCORE = phrase("再运行 casebound round score", "Run casebound round score again")


def _read_again(path: Path) -> list[Evaluation]:
    """What each sheet of a returned file says; there may be several of one seat."""
    data = path.read_bytes()
    format = format_of(data)
    return [evaluation_of(sheet)[0] for sheet in format.read(path.name, data).sheets] if format else []


def not_verifiable(workspace: Workspace) -> Iterator[Finding]:
    """Each folder of `content/rounds` in which no round can be worked with, so that none passes unseen."""
    usable = {round.id for round in workspace.usable_rounds()}
    folder = WorkspaceFolder(workspace.root, {})
    for entry in folder.folders(workspace.root / "content" / "rounds"):
        if entry.name not in usable:
            message = phrase("这一轮用不了，没有核对", "This round cannot be used, and was not verified")
            hint = phrase(
                "运行 casebound check，看 round.yaml 的 id 与 framework",
                "Run casebound check, and look at id and framework in round.yaml",
            )
            yield error("round-not-verified", no_text(f"content/rounds/{entry.name}/round.yaml"), message, hint)
    yield from folder.reading.findings
