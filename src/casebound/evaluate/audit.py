"""The log of a round: one act a line, each line holding the digest of the one before it. No disk, no clock.

A line that is changed, left out, put in or moved breaks the chain from there on. What a chain cannot show is that its
last lines are gone: so the digest of the last one is worth writing into the minutes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields

from casebound.text.localized import Localized, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """That somebody changed one file of a round."""

    seq: int
    """From 1."""
    time: str
    """UTC, `2026-04-09T10:22:33Z`: what the clock of that machine said."""
    actor: str
    action: str
    object: str
    """The file's path below the round's folder; `results` for the results that are computed from them."""
    before: str
    """SHA-256 of the file as it was; empty: it was not there."""
    after: str
    """SHA-256 of the file as it is; empty: it is gone."""
    reason: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """What it was made from: SHA-256 by name."""
    prev: str = ""
    """`hash` of the entry before; of the first entry: empty."""
    hash: str = ""
    """SHA-256 of all the above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first line that does not follow from those before it."""

    line: int
    """From 1."""
    why: Localized
    is_torn: bool = False
    """Whether it is a last line that was never written to its end: what it would have said was not promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLog:
    """The entries up to the first break."""

    entries: tuple[AuditEntry, ...] = ()
    broken: Break | None = None

    @property
    def head(self) -> str:
        """The digest of the last entry, which stands for all before it."""
        return self.entries[-1].hash if self.entries else ""

    def digests(self) -> dict[str, str]:
        """By object: the digest that its last entry left."""
        return {entry.object: entry.after for entry in self.entries}


_NAMES = frozenset(field.name for field in fields(AuditEntry))


def sealed(entry: AuditEntry) -> str:
    """The digest that belongs into `entry.hash`."""
    return hashlib.sha256(_canonical({**asdict(entry), "hash": ""})).hexdigest()


def chained(last: AuditEntry | None, entries: Sequence[AuditEntry]) -> tuple[AuditEntry, ...]:
    """The entries numbered and tied to the last one of a log."""
    result: list[AuditEntry] = []
    for entry in entries:
        values = asdict(entry) | {"seq": last.seq + 1 if last else 1, "prev": last.hash if last else "", "hash": ""}
        last = AuditEntry(**(values | {"hash": sealed(AuditEntry(**values))}))
        result.append(last)
    return tuple(result)


def render_entries(entries: Sequence[AuditEntry]) -> str:
    """Lines to add to `audit.jsonl`."""
    return "".join(json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")) + "\n" for entry in entries)


def read_audit(text: str) -> AuditLog:
    """The entries of a log, as far as the chain holds."""
    entries: list[AuditEntry] = []
    for number, line, is_whole in _lines(text):
        entry = _entry(line)
        why = _fault(entry, entries)
        if why is not None:
            return AuditLog(entries=tuple(entries), broken=Break(line=number, why=why, is_torn=not is_whole))
        if entry is not None:
            entries.append(entry)
    return AuditLog(entries=tuple(entries))


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Number, words, and whether a line break ends it."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1], start=1):
        yield number, line, True
    if lines[-1]:
        yield len(lines), lines[-1], False


def _fault(entry: AuditEntry | None, before: Sequence[AuditEntry]) -> Localized | None:
    last = before[-1] if before else None
    if entry is None:
        return phrase("不是一条完整的记录", "is no whole entry")
    if sealed(entry) != entry.hash:
        return phrase("记下以后被改过", "was changed after it was written")
    expected = last.seq + 1 if last else 1
    if entry.seq != expected:
        return phrase(
            "应是第 {expected} 条，却是第 {seq} 条：有记录被删去、插入或挪动",
            "should be entry {expected} but is entry {seq}: an entry was removed, put in or moved",
            expected=expected,
            seq=entry.seq,
        )
    if entry.prev != (last.hash if last else ""):
        return phrase("接不上前一条：前面的记录被换过", "does not follow from the entry before it, which was replaced")
    return None


def _entry(line: str) -> AuditEntry | None:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or values.keys() != _NAMES:
        return None
    inputs = values["inputs"]
    texts = [value for name, value in values.items() if name not in ("seq", "inputs")]
    if type(values["seq"]) is not int or not isinstance(inputs, dict):
        return None
    if not all(isinstance(text, str) for text in (*texts, *inputs.values())):
        return None
    return AuditEntry(**values)


def _canonical(values: Mapping[str, object]) -> bytes:
    """As RFC 8785 writes JSON of texts and small whole numbers, but for the order of keys beyond the BMP."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", errors="surrogatepass")
