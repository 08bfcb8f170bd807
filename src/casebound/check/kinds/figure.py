"""Figures: whether each is honest — sorted, on a full axis, of the right sort, with enough points and its n."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.figure.doubt import Problem
from casebound.read.fields import Choice, required


@dataclass(frozen=True, slots=True, kw_only=True)
class HonestFigure:
    """What may be doubtful about one."""

    problem: str
    """One of the words of `casebound.figure.doubt.Problem`."""


def find(honest: HonestFigure, look: Look) -> Iterator[Hit]:
    """Each doubt of that sort, at the data or the fence that gives rise to it."""
    for item in look.figures:
        for doubt in item.figure.doubts if item.figure else ():
            if doubt.problem == honest.problem and item.figure:
                yield Hit(
                    span=doubt.place or item.place,
                    values={
                        "figure": item.figure.kind.title,
                        "what": doubt.what,
                        "n": doubt.n,
                        "least": doubt.least,
                    },
                )


KIND = Kind(
    name="figure",
    make=HonestFigure,
    fields={"problem": required(Choice({name: name for name in get_args(Problem)}))},
    values=frozenset({"figure", "what", "n", "least"}),
    find=find,
)
