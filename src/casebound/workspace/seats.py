"""One seat of a round on the disk: the evaluation that counts, those before it, and the sheets they were taken from.

Written in an order that can be taken up again after a crash at any point: the returned file, the copy of what is
superseded, the evaluation, the log. Doing it again finishes what is unfinished and changes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from casebound.evaluate.audit import AuditLog
from casebound.evaluate.evaluation_file import render_evaluation
from casebound.evaluate.taking import Seat
from casebound.model.evaluation import Evaluation
from casebound.read.decode import decode
from casebound.read.fields import Reading
from casebound.read.nodes import read_yaml
from casebound.read.round import EVALUATION
from casebound.text.error import CaseboundError
from casebound.text.finding import Severity
from casebound.workspace.audit import Change, digest_of
from casebound.workspace.round_files import CONSENSUS, EVALUATIONS, RECEIVED, SUPERSEDED, bytes_in_round, write_in_round


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFiles:
    """Where the files of one seat lie."""

    folder: Path
    """Of the round."""
    case: str
    """An id of the round's cases."""
    evaluator: str
    """An id of its panel."""

    @property
    def current(self) -> str:
        """The evaluation that counts, below the round's folder."""
        return f"{EVALUATIONS}/{self.case}/{self.evaluator}.yaml"

    def superseded(self, number: int) -> str:
        """The evaluation that was superseded as the first, second, … of this seat."""
        return f"{SUPERSEDED}/{self.case}/{self.evaluator}.{number}.yaml"

    def numbers(self) -> list[int]:
        """Of the evaluations that were superseded, in order."""
        pattern = re.compile(re.escape(self.evaluator) + r"\.([1-9][0-9]{0,8})\.yaml")
        folder = self.folder / SUPERSEDED / self.case
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return sorted(int(match[1]) for name in names if (match := pattern.fullmatch(name)))

    def bytes_of(self, path: str) -> bytes | None:
        """What a file of the round holds; None: it is not there."""
        return bytes_in_round(self.folder, path)

    def read(self, logged: Logged) -> Seat:
        """What is there now."""
        data = self.bytes_of(self.current)
        evaluation = None if data is None else stored_evaluation(self.current, data)
        return Seat(
            evaluation=evaluation,
            is_unreadable=data is not None and evaluation is None,
            files=frozenset(logged.sources.get(self.current, ())),
            is_frozen=(self.folder / CONSENSUS / f"{self.case}.yaml").exists(),
        )

    def take(self, evaluation: Evaluation, received: Received, logged: Logged) -> list[Change]:
        """Keep the returned file and what was there, put the evaluation in its place; what the log is to say of it."""
        before = self.bytes_of(self.current)
        kept = self.bytes_of(received.path)
        if kept is not None and kept != received.data:
            raise CaseboundError(
                f"{received.path} 被改动过，请运行 casebound verify / was changed: run casebound verify"
            )
        write_in_round(self.folder, received.path, received.data)
        if before is not None:
            numbers = self.numbers()
            if not numbers or self.bytes_of(self.superseded(numbers[-1])) != before:
                write_in_round(self.folder, self.superseded(numbers[-1] + 1 if numbers else 1), before)
        write_in_round(self.folder, self.current, render_evaluation(evaluation).encode())
        return [*self._arrival(received, logged), *self._succession(received, logged, digest_of(before))]

    def unfinished(self, evaluation: Evaluation, received: Received, logged: Logged) -> list[Change]:
        """What a crash kept out of the log when an evaluation was taken from this file.

        Only that: where the evaluation that the log knows was not set aside in the same act, somebody else put this one
        in its place, and the log says nothing, so that verifying finds it.
        """
        if self.bytes_of(received.path) != received.data:
            return []
        changes = self._arrival(received, logged)
        now = self.bytes_of(self.current)
        known, newest = logged.digests.get(self.current), self._newest()[1]
        if now == render_evaluation(evaluation).encode() and digest_of(now) != known and known in (None, "", newest):
            changes += self._succession(received, logged, newest if known is None else known)
        return changes

    def _arrival(self, received: Received, logged: Logged) -> list[Change]:
        return [] if received.path in logged.digests else [Change(path=received.path, after=received.digest)]

    def _succession(self, received: Received, logged: Logged, before: str) -> Iterator[Change]:
        """The evaluation as it is, after what had this digest, and the copy of that."""
        path, copied = self._newest()
        if before and copied == before and path not in logged.digests:
            yield Change(path=path, after=copied)
        inputs = {received.path: received.digest}
        yield Change(path=self.current, before=before, after=digest_of(self.bytes_of(self.current)), inputs=inputs)

    def _newest(self) -> tuple[str, str]:
        """The evaluation that was superseded last, and its SHA-256; both empty: there is none."""
        numbers = self.numbers()
        path = self.superseded(numbers[-1]) if numbers else ""
        return path, digest_of(self.bytes_of(path)) if path else ""


@dataclass(slots=True, kw_only=True)
class Logged:
    """What the log of a round says, or will once the changes noted here are written into it."""

    digests: dict[str, str]
    """By object: what its last entry left."""
    sources: dict[str, set[str]]
    """By object: SHA-256 of the returned files from which it was ever taken."""
    changes: list[Change] = field(default_factory=list)

    @classmethod
    def of(cls, log: AuditLog) -> Logged:
        """Of a log as it is."""
        logged = cls(digests={}, sources={})
        for entry in log.entries:
            logged._add(entry.object, entry.after, entry.inputs)
        return logged

    def note(self, changes: Iterable[Change]) -> None:
        """Changes that are still to be written into it."""
        for change in changes:
            self.changes.append(change)
            self._add(change.path, change.after, change.inputs)

    def _add(self, path: str, after: str, inputs: Mapping[str, str]) -> None:
        self.digests[path] = after
        returned = {digest for name, digest in inputs.items() if name.startswith(f"{RECEIVED}/")}
        if returned:
            self.sources.setdefault(path, set()).update(returned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A returned file as it is kept."""

    data: bytes
    extension: str

    @property
    def digest(self) -> str:
        """SHA-256."""
        return sha256(self.data).hexdigest()

    @property
    def path(self) -> str:
        """Below the round's folder."""
        return f"{RECEIVED}/{self.digest[:16]}.{self.extension}"


def stored_evaluation(path: str, data: bytes) -> Evaluation | None:
    """What the file of an evaluation says; None if anything in it cannot be read."""
    reading = Reading()
    source, findings = decode(path, data)
    node, more = read_yaml(source)
    evaluation = EVALUATION.read("", node, reading) if node else None
    said = (*findings, *more, *reading.findings)
    return None if any(finding.severity is Severity.ERROR for finding in said) else evaluation
