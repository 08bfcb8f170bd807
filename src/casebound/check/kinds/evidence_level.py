"""A person's level of evidence: it may lie below what the design and the data allow, never above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.model.evidence import strength_of
from casebound.read.fields import Choice, required
from casebound.text.localized import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLevel:
    """What may be wrong with it."""

    problem: str
    """`above-ceiling`."""


def find(_problem: EvidenceLevel, look: Look) -> Iterator[Hit]:
    """The level, where it is too high, and what would allow it; a translation rests on its original's."""
    said = look.case.evidence.level if look.case.evidence else None
    if said is None or look.written.is_translation:
        return
    strength = strength_of(look.case)
    if said > strength.ceiling:
        hint = phrase(
            "{why}；可以提高的办法：{next}",
            "{why}. What would raise it: {next}",
            why=strength.why[0],
            next=strength.next[0],
        )
        values = {"said": said, "computed": strength.ceiling}
        yield Hit(span=look.written.place("evidence.level"), values=values, hint=hint)


KIND = Kind(
    name="evidence-level",
    make=EvidenceLevel,
    fields={"problem": required(Choice({"above-ceiling": "above-ceiling"}))},
    values=frozenset({"said", "computed"}),
    find=find,
)
