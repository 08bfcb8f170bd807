"""What may be dishonest about a figure that can be drawn: the problems by name, and one of them at its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from casebound.text.localized import Localized
from casebound.text.source import Span

Problem = Literal[
    "unsorted",
    "other-not-last",
    "other-largest",
    "truncated-axis",
    "wrong-chart",
    "too-few-points",
    "pooled-phases",
    "no-n",
    "two-scales",
    "too-many-parts",
]
"""What may be dishonest about a figure that can be drawn; the rules with these words are in `rules/figures.yaml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to say about the honesty of a figure, at its place."""

    problem: Problem
    what: Localized | str = ""
    """What it is about, or what would be better; fills `{what}` in the rule's words."""
    n: int | str = ""
    least: int | str = ""
    place: Span | None = None
    """Without one: the figure's fence."""
