"""Numbers in prose that the measures, their data, or the sentence itself contradict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.read.fields import Choice, required

WHATS = (
    *("contradicting-change", "percent-for-points", "points-for-percent", "wrong-direction", "claims-target-met"),
    *("contradicting-attainment", "contradicting-number", "column-off-total"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradictory:
    """What contradicts what."""

    what: str
    """A change and its two values (`contradicting-change`, `percent-for-points`, `points-for-percent`,
    `wrong-direction`), a verdict and the target (`claims-target-met`, `contradicting-attainment`), a number and the
    measure's data (`contradicting-number`), a table's total and its rows (`column-off-total`)."""


def find(parameters: Contradictory, look: Look) -> Iterator[Hit]:
    """Each contradiction of that sort; all sorts are looked for once per write-up."""
    for item in look.contradictions:
        if item.what == parameters.what:
            yield Hit(span=item.span, values=item.values, labels=item.labels, fix=item.fix, hint=item.hint)


KIND = Kind(
    name="contradiction",
    make=Contradictory,
    fields={"what": required(Choice({name: name for name in WHATS}))},
    values=frozenset(
        (
            *("written", "before", "after", "computed", "points", "percent", "way", "verdict"),
            *("measure", "baseline", "target", "actual", "meant", "column", "rows", "sum"),
        )
    ),
    find=find,
)
