"""What the judges of numbers are given and what they hand back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casebound.text.finding import Label
from casebound.text.fix import Fix
from casebound.text.localized import Localized
from casebound.text.source import Span

Place = Callable[[str], Span]
"""Where a field such as `measures[0].baseline.value` stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValMention:
    """A `{val}` role in the prose: where it stands and which figure it prints."""

    span: Span
    measure_id: str
    part: str
    """baseline, target, actual, change, change_percent or attainment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A place where the prose contradicts numbers: the case's measures, or those of its own sentence or table."""

    what: str
    """Name of the rule."""
    span: Span
    values: dict[str, str | int | Localized]
    """What the rule's message and hint may name."""
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None
    hint: Localized | None = None
