"""What making ends in: a path and the bytes to be written there. Nothing flows further inside `compose`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A finished file."""

    path: str
    """Relative to the output folder, `/` between parts."""
    data: bytes
