"""What was bound before: a note of which chapters a file was made from, and of its digest, in the user's cache.

A file that lies where it was written, unchanged, and would be made from the same chapters again is left as it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casebound.press.plan import Plan
from casebound.text.error import CaseboundError
from casebound.workspace.places import drop_oldest
from casebound.workspace.store import engines
from casebound.workspace.write import write_file

MOST = 2000
"""Notes that are kept; past that, the oldest go."""


def bound_key(plan: Plan, keys: Sequence[str], *, is_imposed: bool = False) -> str:
    """All that decides the bytes of a bound document."""
    parts = (
        plan.title,
        plan.author,
        plan.lang,
        plan.timestamp,
        [(key, part.numbering, part.is_recto, part.number) for key, part in zip(keys, plan.parts, strict=True)],
        [(each.name, hashlib.sha256(each.data).hexdigest(), each.description) for each in plan.attachments],
        sorted(plan.address_of.items()),
        plan.bleed,
        plan.has_marks,
        is_imposed,
        plan.fonts.digest,
        engines(),
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class BoundNotes:
    """The folder of notes, each named by its key and holding a digest."""

    folder: Path

    def same(self, key: str, digest: str) -> bool:
        """Whether a file of this digest is what was made under this key."""
        try:
            noted = (self.folder / key).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return False
        return noted == digest

    def note(self, key: str, digest: str) -> None:
        """Remember what was made, by its digest. Notes that cannot be written only mean more work next time."""
        with contextlib.suppress(CaseboundError, OSError):
            write_file(self.folder / key, digest.encode(), is_synced=False)
            drop_oldest(self.folder, MOST)
