"""How strong a case's evidence is, how large its effect and how ready it is to be copied: three things, kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from casebound.text.localized import NOTHING, Localized

LEVELS = 5
"""The highest level of evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """The level of the evidence, 1 to 5, and what it rests on; no name of anybody stands in the reasons."""

    level: int
    ceiling: int
    """What the design and the data allow: a person may put the level below it, never above."""
    why: tuple[Localized, ...]
    """Why it is this level."""
    next: tuple[Localized, ...]
    """What would raise the ceiling; each by itself would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How large the change is, in the first measure."""

    measure: str = ""
    """The id of that measure; empty where there is none."""
    percent: Decimal | None = None
    """Its improvement in percent of the baseline, below zero where it got worse."""
    why_not: Localized = NOTHING
    """Why there is no such number."""
    met: int = 0
    """Measures whose target is met …"""
    targets: int = 0
    """… of those that have one and an actual value."""


class ReplicationPart(StrEnum):
    """What a record of replication consists of, by the names of its fields."""

    PRECONDITIONS = "preconditions"
    CORE_ELEMENTS = "core_elements"
    ADAPTABLE = "adaptable"
    RESOURCES = "resources"
    COST = "cost"
    STEPS = "steps"
    RISKS = "risks"
    LESSONS = "lessons"
    SUSTAINMENT = "sustainment"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicability:
    """How much of what others need is recorded."""

    there: tuple[ReplicationPart, ...] = ()
    missing: tuple[ReplicationPart, ...] = ()
    withheld: tuple[ReplicationPart, ...] = ()
    """Of those that are there, what this reader does not see."""
    weeks: Decimal | None = None
    """All steps together; None while one does not say."""
    one_off: Decimal | None = None
    annual: Decimal | None = None
    currency: str = ""
    adopters: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The three, side by side. There is no sum of them: each answers a question of its own."""

    strength: Strength
    effect: Effect
    replicability: Replicability
