"""What was composed before, kept in the user's cache: from the state of its sources to the key of its layout.

Reading and composing a case again only to find that its layout is in the store takes longer than binding it. A recipe
is a digest of all that a chapter is made from; what is kept under it is the chapter's key, and what the rest of a book
says of the case.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from casebound.compose.body import Captioned
from casebound.compose.entry import Answer, Entry
from casebound.text.error import CaseboundError
from casebound.text.localized import Localized
from casebound.workspace.write import write_file

FORM = 2
MOST = 40_000
"""Recipes that one workspace is remembered by; past that, those that were used longest ago go."""


def recipe_of(*parts: object) -> str:
    """A recipe: the parts must say everything that what is made depends on."""
    return hashlib.blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


@dataclass(slots=True)
class Recipes:
    """One workspace's recipes. What is broken or of another form counts as absent."""

    path: Path
    _kept: dict[str, list[Any]] = field(init=False)
    _used: dict[str, None] = field(init=False, default_factory=dict)
    _is_changed: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._kept = self._read()

    def _read(self) -> dict[str, list[Any]]:
        try:
            kept = json.loads(self.path.read_bytes())
            if kept["form"] != FORM or not isinstance(kept["recipes"], dict):
                return {}
            return dict(kept["recipes"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}

    def get(self, recipe: str) -> tuple[str, Any] | None:
        """The key kept under a recipe, and what was kept with it."""
        try:
            key, more = self._kept[recipe]
        except (KeyError, ValueError, TypeError):
            return None
        self._used[recipe] = None
        return (key, more) if isinstance(key, str) else None

    def put(self, recipe: str, key: str, more: Any = None) -> None:
        """Keep a key under a recipe; `more` must be such as JSON can hold."""
        self._kept[recipe] = [key, more]
        self._used[recipe] = None
        self._is_changed = True

    def save(self) -> None:
        """Write what is kept, the latest used last. A cache that cannot be written only means more work next time."""
        if not self._is_changed:
            return
        self._is_changed = False
        old = [recipe for recipe in self._kept if recipe not in self._used]
        ordered = [*old, *self._used][-MOST:]
        card = {"form": FORM, "recipes": {recipe: self._kept[recipe] for recipe in ordered}}
        with contextlib.suppress(CaseboundError):
            write_file(self.path, json.dumps(card, separators=(",", ":")).encode(), is_synced=False)


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """An entry without its number, as JSON can hold it."""
    return asdict(entry)


def entry_from_json(card: dict[str, Any], number: int) -> Entry:
    """The entry in its place. Raises `KeyError` and `TypeError` for a card of another form."""
    return Entry(
        **{
            **card,
            "number": number,
            "industry": Localized(card["industry"]["texts"]),
            "methods": tuple(Localized(method["texts"]) for method in card["methods"]),
            "answers": tuple(Answer(**answer) for answer in card["answers"]),
            "captioned": tuple(Captioned(**item) for item in card["captioned"]),
            "links": tuple(card["links"]),
        }
    )
