"""What making ends in: a path and the bytes to be written there. Nothing flows further inside `compose`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A finished file."""

    path: str
    """Relative to the output folder, `/` between parts."""
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A file that need not be made where it was made before from the same."""

    path: str
    rests_on: str
    """A digest of all that it is made from, but for what holds for the whole site."""
    make: Callable[[], bytes]
