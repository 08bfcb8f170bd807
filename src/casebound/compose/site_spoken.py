"""What the cases of an edition say, as makers see it that must not read all of it at every edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from casebound.compose.artifact import Artifact
from casebound.compose.site_passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """In place of an artifact: a file that the same maker made the last time, and that would be the same now."""

    path: str


Indexes = dict[tuple[str, ...], tuple[int, str, list[Artifact]]]
"""By the digests of what it was made from: how many entries an index has, its language and its files."""


@dataclass(kw_only=True)
class Spoken:
    """The passages of an edition's cases, read when they are asked for."""

    digests: Mapping[str, str]
    """Of the passages of each case, by id, in the order of the records."""
    passages: Callable[[str], tuple[Passage, ...]]
    """Those of a case, by id."""
    former_digests: Mapping[str, str] | None = None
    """Those of the last time, in the order of then: the cases whose digests differ have changed. None where nothing can
    be built upon: there was no last time, something beside the cases has changed, or a file is not as it was made."""
    former: Callable[[str], tuple[Passage, ...] | None] = lambda _id: None
    """The passages that a case had then; None where they are no longer kept."""
    are_records_same: bool = False
    """Whether the records, too, and all that is beside them, are those of the last time."""
    read: Callable[[str], bytes] = lambda _path: b""
    """What the maker made the last time, by path."""
    former_note: int = 0
    """What the maker noted then."""
    note: int = 0
    """What the maker notes for the next time."""
    indexes: Indexes = field(default_factory=dict)
    """The index of another language that was made in the same build."""
