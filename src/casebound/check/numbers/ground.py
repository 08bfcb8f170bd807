"""What all judges of one write-up's numbers stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebound.check.numbers.borne_out import Known
from casebound.check.numbers.contradiction import Place
from casebound.read.prose import Prose
from casebound.text.finding import Label
from casebound.text.localized import phrase
from casebound.text.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A write-up's measures, and its words with their places."""

    measures: tuple[Known, ...]
    prose: Prose
    source: Source
    place: Place
    lang: str
    others: tuple[str, ...]
    """Names of other organisations and persons, whose numbers are not the case's."""


def value_labels(known: Known, ground: Ground, parts: Sequence[str]) -> tuple[Label, ...]:
    """The values of a measure that a contradiction rests on, where they stand in the front matter."""
    name = known.measure.name
    words = {
        "baseline": phrase("“{name}”的基线值", "Baseline of “{name}”", name=name),
        "target": phrase("“{name}”的目标值", "Target of “{name}”", name=name),
        "actual": phrase("“{name}”的实际值", "Actual value of “{name}”", name=name),
    }
    return tuple(
        Label(span=ground.place(f"measures[{known.index}].{part}.value"), message=words[part]) for part in parts
    )
