"""A slip in punctuation: where it is, what is written there, and what belongs there."""

from __future__ import annotations

from typing import NamedTuple


class Change(NamedTuple):
    """Text to put in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


class Slip(NamedTuple):
    """Offsets are those of the prose, which are those of the source."""

    start: int
    end: int
    changes: tuple[Change, ...] = ()
    """What mends it; nothing where it has more than one meaning."""
    is_safe: bool = False
    right: str = ""
    """What belongs there, to be named in a message."""


def swap(start: int, end: int, right: str, *, is_safe: bool) -> Slip:
    """A slip that is mended by putting other characters in its place."""
    return Slip(start, end, (Change(start, end, right),), is_safe, right)
