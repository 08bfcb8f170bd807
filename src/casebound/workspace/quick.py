"""A folder with `casebound.toml` → the workspace, of which only what has changed is read again.

What each write-up is (its id, its language, whether it may be published) is kept in the user's cache under the state of
its folder's files, and so are findings (`checking.py`). Making a book again after an edit then reads one case, not all.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from casebound.model.audience import may_be_published
from casebound.read.config import Config
from casebound.read.written import WrittenCase, WrittenRound
from casebound.text.error import CaseboundError
from casebound.workspace.case_folder import CASES, list_files, read_case_folder
from casebound.workspace.check_store import code_state
from casebound.workspace.checking import Checked, check_workspace
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.held import Held, folders_of, state_of
from casebound.workspace.kept import read_kept, write_kept
from casebound.workspace.load import CaseRef, Workspace, can_be_composed, first_of_each
from casebound.workspace.places import CONFIG_NAME, name_in_cache
from casebound.workspace.round_folder import read_rounds

_FORM = "shelf 2"
MOST_READ = 1_000
"""Case folders that are held in memory once they are read, some 0.2 MB each: a book of so many reads each once."""


def open_quickly(root: Path, cache_folder: Path, held: Held | None = None) -> Workspace:
    """The workspace, its parts read when they are asked for; findings are those of `check`. `held`: what is still known
    of the last time.
    """
    folder = WorkspaceFolder(root, {})
    ground, surroundings = (held or Held(root=root)).ground()
    config = surroundings.settings.config
    state = _state(ground, config)
    shelf = _Shelf(root, folder, surroundings.frameworks.keys(), state, cache_folder, held=held)

    @cache
    def checked() -> Checked:
        return check_workspace(root, cache=cache_folder, ground=(ground, surroundings), held=held)

    def rounds() -> Iterator[WrittenRound]:
        return (written for written in read_rounds(folder) if written.round.id)

    return Workspace(
        root=root,
        config=config.with_named_books(),
        frameworks=surroundings.frameworks,
        routes=surroundings.routes,
        vocabulary=surroundings.vocabulary,
        state=state,
        read_cases=shelf.cases,
        read_rounds=rounds,
        check=lambda: checked().findings,
        read_entries=lambda: checked().read_entries(),
        find_conflicts=lambda: checked().conflicts,
        read_refs=shelf.refs,
        is_changed=lambda: shelf.is_changed,
    )


def _state(folder: WorkspaceFolder, config: Config) -> str:
    """Digest of all that cases are composed with: which of them a book takes is not among it."""
    digest = hashlib.sha256(f"{replace(config, books=())}\0{code_state()}".encode("utf-8", "surrogatepass"))
    for path, source in sorted(folder.sources.items()):
        if path != CONFIG_NAME:
            digest.update(f"{path}\0{source.text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class _Shelf:
    """The case folders of a workspace, each read at most once."""

    def __init__(
        self,
        root: Path,
        folder: WorkspaceFolder,
        frameworks: Iterable[str],
        state: str,
        cache_folder: Path,
        *,
        held: Held | None,
    ) -> None:
        self.root = root
        self.folder = folder
        self.frameworks = frozenset(frameworks)
        self.state = state
        self.held = held
        self.path = cache_folder / "shelves" / name_in_cache(root)
        self.is_changed = False
        """Whether some folder was found to have another state than the last time."""
        self.read = lru_cache(maxsize=MOST_READ)(self._read)
        self.names = cache(partial(folders_of, folder, held))

    def cases(self) -> Iterator[WrittenCase]:
        """Every write-up, read."""
        return (written for name in self.names() for written in self.read(name))

    def _read(self, name: str) -> tuple[WrittenCase, ...]:
        return read_case_folder(self.folder, name, list_files(f"{self.root}/{CASES}/{name}"))

    def refs(self) -> list[CaseRef]:
        """The write-ups that can be composed; folders that have not changed are not read."""
        kept = self._kept()
        cards: dict[str, list[Any]] = {}
        refs: list[CaseRef] = []
        for name in self.names():
            state = state_of(self.root, name, time.time_ns(), self.held)
            card = kept.get(name)
            if card is None or not state or card[0] != state:
                card = [state, [[w.case.id, w.case.lang, may_be_published(w.case)] for w in self._fit(name)]]
            cards[name] = card
            refs += (
                CaseRef(
                    id=id,
                    lang=lang,
                    folder=f"{CASES}/{name}",
                    is_publishable=is_publishable,
                    state=state,
                    written=partial(self._written, name, id, lang),
                )
                for id, lang, is_publishable in card[1]
            )
        self.is_changed = cards != kept
        if self.is_changed:
            self._keep(cards)
        return first_of_each(refs, lambda ref: (ref.id, ref.lang, ref.folder))

    def _fit(self, name: str) -> Iterator[WrittenCase]:
        return (written for written in self.read(name) if can_be_composed(written, self.frameworks))

    def _written(self, name: str, id: str, lang: str) -> WrittenCase:
        for written in self._fit(name):
            if (written.case.id, written.case.lang) == (id, lang):
                return written
        raise CaseboundError(f"{CASES}/{name} 在读的时候变了，请再运行一次 / changed while it was read: run again")

    def _kept(self) -> dict[str, list[Any]]:
        if self.held and (known := self.held.documents.get(self.path)) and known[0] == self.state:
            cards: dict[str, list[Any]] = known[1]
            return cards
        kept = read_kept(self.path, _FORM)
        return dict(kept["cases"]) if kept.get("state") == self.state else {}

    def _keep(self, cards: dict[str, list[Any]]) -> None:
        kept = {"state": self.state, "cases": {name: card for name, card in cards.items() if card[0]}}
        write = partial(write_kept, self.path, _FORM, kept)
        if self.held:
            self.held.documents[self.path] = self.state, kept["cases"]
            self.held.write_late(self.path, write)
        else:
            write()
