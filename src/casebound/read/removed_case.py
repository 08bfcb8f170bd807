"""`[[site.removed]]` of `casebound.toml` → RemovedCase: a case that stood on the site and is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from casebound.read.fields import DATE, ID, LOCALIZED, Field, Record, required
from casebound.text.localized import NOTHING, Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedCase:
    """What its address says from now on."""

    id: str = ""
    date: Date | None = None
    """When it was withdrawn."""
    reason: Localized = NOTHING
    see: str = ""
    """Id of the case that has taken its place, to which its address leads; empty: none."""


REMOVED = Record(
    RemovedCase,
    {"id": required(ID), "date": required(DATE), "reason": Field(LOCALIZED), "see": Field(ID)},
)
