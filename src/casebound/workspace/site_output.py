"""The files of a site as they are made → an output folder in which only those change whose bytes do.

A site may have a hundred thousand files. What nobody made anew is taken over as a whole, without a look at each: every
file belongs to a case or to a group, and goes when that goes or is made again without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from casebound.compose.artifact import Artifact, Planned
from casebound.compose.site_links import LinkLedger
from casebound.compose.site_spoken import Spoken, Unchanged
from casebound.text.error import CaseboundError
from casebound.workspace.beside import WORTHWHILE, Beside
from casebound.workspace.site_files import Entry, SiteFiles
from casebound.workspace.site_former import Listing, addresses_in, broken_in, entry_at
from casebound.workspace.site_memory import Output, SiteMemory
from casebound.workspace.site_pack import digest_of
from casebound.workspace.site_stage import Stage, Staged
from casebound.workspace.site_worker import Card
from casebound.workspace.write import MANIFEST, inside

SITE = "site"
"""The site's folder below the output folder."""


class SiteOutput:
    """An output folder while its site is built: what stood there, and what shall."""

    def __init__(self, folder: Path, stage: Stage, memory: SiteMemory, *, is_fresh: bool) -> None:
        self.folder = folder
        self.stage = stage
        self.memory = memory
        self.former = Output() if is_fresh else memory.output(folder)
        self.ledger = LinkLedger()
        """The links of the pages that were looked through."""
        self.looked_through: set[str] = set()
        self._staged: dict[str, Staged] = {}
        self._shelf = stage.shelf("page")
        files = SiteFiles() if memory.is_sure else self.former.files
        self._look = Beside(lambda: [*broken_in(folder, files)], is_worthwhile=len(files) >= WORTHWHILE)
        self.now = Output(files=self.former.files.copy())
        self._claimed: set[str] = set()
        """The files that were made now."""
        self._waiting = set(self.former.groups)
        """The groups of the last time that have not been asked for yet."""
        self._listing = None if memory.held else Listing(folder, self.former.manifest)
        self._listed = self._listing.sums if self._listing else None
        """What the manifest lists, by path, where it is not what we wrote the last time."""
        self.former_addresses = self.former.addresses if self._listed is None else addresses_in(self._listed)
        """The ids under which the folder had pages of cases before."""

    @cached_property
    def _broken(self) -> frozenset[str]:
        """The files of the last time that are not as they were written."""
        return frozenset(self._look.result())

    def close(self) -> None:
        """Nothing more is asked."""
        self._look.close()

    def has(self, path: str) -> bool:
        """Whether there is a file at that path below the site."""
        return f"{SITE}/{path}" in self.now.files

    def is_whole(self, id: str, made: str) -> bool:
        """Whether the files of a case stand as they were written, and are those of a card that says `made` of them."""
        files, paths = self.former.cases.get(id, (None, ""))
        return files == made and (not self._broken or self._broken.isdisjoint(paths.split("\0")))

    def put_cases(self, cards: Iterable[Card], pages_of: Callable[[Card], Iterable[str]]) -> None:
        """The files of cases, those that wait in the stage or those of the last time; files of all other cases go.
        `pages_of`: the paths of a case's pages, which will follow.
        """
        self._drop(self._broken)
        new, former, now = [], self.former.cases, self.now.cases
        for card in cards:
            if "staged" not in card and card["id"] in former:
                now[card["id"]] = former[card["id"]]
            else:
                new.append(card)
        for id in former.keys() - now.keys():
            self._drop(former[id][1].split("\0"))
        for card in new:
            files = [Staged(*each) for each in card.get("staged", ())]
            for each in files:
                self._adopt(each)
            paths = [f"{SITE}/{path}" for path in (*(each.path for each in files), *pages_of(card))]
            now[card["id"]] = [card["files"], "\0".join(paths)]

    def put_page(self, path: str, key: str, make: Callable[[], Artifact]) -> None:
        """A page of a case, made where it was made from something else than `key`, or is not as it was."""
        entry = self.now.files.get(f"{SITE}/{path}")
        if entry is None or entry.key != key:
            self._drop([f"{SITE}/{path}"])
            self.put(make(), key)

    def group(self, name: str, key: str, make: Callable[[], Iterable[Artifact | Planned]], ground: str = "") -> None:
        """The files of a maker: made where it is given something new (no key: always), or a file is not as it was.

        `ground`: what a planned file rests on beside what it says itself.
        """
        if self.keep_group(name, key):
            return
        paths = []
        for artifact in make():
            if isinstance(artifact, Artifact):
                self.put(artifact)
            elif not self.keep_as_it_is(artifact.path, own := f"{ground} {artifact.rests_on}"):
                self.put(Artifact(path=artifact.path, data=artifact.make()), own)
            paths.append(artifact.path)
        self.end_group(name, key, paths)

    def keep_group(self, name: str, key: str) -> bool:
        """Leave the files of a maker alone that are as they were written, and made from `key`; whether they are. If
        not, they are gone, and may be put again.
        """
        former = self.former.groups.get(name)
        if former is None:
            return False
        self._waiting.discard(name)
        paths = {f"{SITE}/{path}" for path in former["paths"]}
        is_there = key and former["key"] == key and self._claimed.isdisjoint(paths)
        if is_there and all(path in self.now.files for path in paths):
            self.now.groups[name] = former
            return True
        self._drop(paths - self._claimed)
        return False

    def end_group(self, name: str, key: str, paths: list[str], memory: Any = None) -> None:
        """These are the files of a maker."""
        self.now.groups[name] = {"key": key, "paths": paths, "memory": memory}

    def spoken_group(
        self, name: str, key: str, make: Callable[[], Iterator[Artifact | Unchanged]], spoken: Spoken, ground: str
    ) -> None:
        """Likewise, of a maker from passages, which may build upon what it made, as long as `ground` is what it was."""
        former = self.former.groups.get(name)
        if self.keep_group(name, key):
            return
        is_whole = former and self._broken.isdisjoint(f"{SITE}/{path}" for path in former["paths"])
        if former and is_whole and former["memory"]["ground"] == ground:
            spoken.former_digests, spoken.former_note = former["memory"]["digests"], former["memory"]["note"]
            spoken.read = lambda path: (self.folder / SITE / path).read_bytes()
        paths = []
        for item in make():
            if isinstance(item, Artifact):
                self.put(item)
            elif not self.keep_as_it_is(item.path):
                raise CaseboundError(f"{item.path} 没有做过 / was never made")
            paths.append(item.path)
        self.end_group(name, key, paths, {"ground": ground, "digests": dict(spoken.digests), "note": spoken.note})

    def keep_as_it_is(self, path: str, key: str | None = None) -> bool:
        """Leave a file of a group alone that is as it was written, and made from `key`; whether it is."""
        path = f"{SITE}/{path}"
        former = self.former.files.get(path)
        if former is None or path in self._broken or (key is not None and former.key != key):
            return False
        self._claim(path)
        self.now.files[path] = former
        return True

    def recall(self, name: str, key: str) -> Any:
        """What was kept in mind the last time under that name, if it was under the same key; else None."""
        former = self.former.groups.get(name)
        if former is None or former["key"] != key:
            return None
        self.now.groups[name] = former
        return former["memory"]

    def keep_in_mind(self, name: str, key: str, memory: Any) -> None:
        """Keep something of plain values for the next time."""
        self.end_group(name, key, [], memory)

    def keep_what_was_in_mind(self, name: str) -> None:
        """Keep what the last time kept under that name, where nothing was this time."""
        if name in self.former.groups:
            self.now.groups.setdefault(name, self.former.groups[name])

    def read(self, path: str) -> bytes:
        """The bytes that a path below the site shall have."""
        path = f"{SITE}/{path}"
        staged = self._staged.get(path)
        return (self.stage.place / staged.name if staged else self.folder / path).read_bytes()

    def former_bytes(self, path: str) -> bytes:
        """The bytes of a file of the last time; none where it is not as it was written."""
        path = f"{SITE}/{path}"
        is_whole = path in self.former.files and path not in self._broken
        return (self.folder / path).read_bytes() if is_whole else b""

    def look_through_the_rest(self) -> None:
        """Note the links of the pages that have not changed, too."""
        for path in self.pages():
            if path not in self.looked_through:
                self._look_through(path, self.read(path))

    @property
    def has_same_paths(self) -> bool:
        """Whether no file has come or gone so far."""
        return all(before and now for _, before, now in self.now.files.changes())

    @property
    def gone(self) -> dict[str, str]:
        """The SHA-256 of the files that have gone so far, by path."""
        return {path: before for path, before, now in self.now.files.changes() if not now}

    def pages(self) -> list[str]:
        """The paths of the pages so far, below the site, in order."""
        return sorted(path.removeprefix(f"{SITE}/") for path in self.now.files if path.endswith(".html"))

    def settle(self, but: Collection[str] = ()) -> None:
        """All has been made `but` these groups: what others made the last time that were not asked for goes."""
        for name in self._waiting.difference(but):
            self.keep_group(name, "")

    def switch(self) -> tuple[str, ...]:
        """Put the new files in their places, and remove what earlier builds made and this one does not; the paths of
        what has changed.
        """
        now, former, removed = self.now, self.former, self.gone
        if self._listed is None:
            now.others = former.others
            now.addresses = former.addresses if self.has_same_paths else addresses_in(now.files)
        else:
            now.others = {path: it for path, it in self._listed.items() if not path.startswith(f"{SITE}/")}
            listed = self._listed.keys() - now.others.keys()
            removed = {path: self._listed[path] for path in listed - now.files.keys()}
            now.addresses = addresses_in(now.files)
        staged = list(self._staged.values())
        if self._listing:
            manifest = self._listing.after(now.files, now.others)
            now.manifest = digest_of(manifest)
            if self._listed is not None or now.manifest != former.manifest:
                staged.append(self._shelf.put(MANIFEST, manifest))
        self.stage.switch(staged, removed)
        return (*self._staged, *removed)

    def keep(self) -> None:
        """Remember what stands there now."""
        self.memory.keep_output(self.folder, self.now)

    def put(self, artifact: Artifact, key: str = "") -> None:
        """A file shall have these bytes; `key`: what it was made from."""
        path = f"{SITE}/{artifact.path}"
        inside(self.folder, path)
        self._claim(path)
        if path.endswith(".html"):
            self._look_through(artifact.path, artifact.data)
        digest = hashlib.sha256(artifact.data).hexdigest()
        entry = self._entry_of_same(path, digest, len(artifact.data), key)
        if entry is None:
            staged = self._shelf.put(path, artifact.data)
            self._staged[path] = staged
            entry = Entry(staged.sha256, staged.size, staged.mtime_ns, key)
        self.now.files[path] = entry

    def _adopt(self, each: Staged) -> None:
        """A file that waits in the stage already, at a path below the site, shall take its place."""
        path = f"{SITE}/{each.path}"
        inside(self.folder, path)
        self._claim(path)
        if path.endswith(".html"):
            self._look_through(each.path, (self.stage.place / each.name).read_bytes())
        entry = self._entry_of_same(path, each.sha256, each.size, "")
        if entry is None:
            self._staged[path] = each._replace(path=path)
            entry = Entry(each.sha256, each.size, each.mtime_ns)
        self.now.files[path] = entry

    def _claim(self, path: str) -> None:
        """A file is to be made; it may be one that a group made the last time which has not had its turn yet."""
        if path in self._claimed or (path in self.now.files and not self._is_waiting(path)):
            raise CaseboundError(f"{path} 有两个来源 / is made twice")
        self._claimed.add(path)

    def _is_waiting(self, path: str) -> bool:
        inner = path.removeprefix(f"{SITE}/")
        return any(inner in self.former.groups[name]["paths"] for name in self._waiting)

    def _drop(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.now.files.pop(path, None)

    def _look_through(self, path: str, page: bytes) -> None:
        self.looked_through.add(path)
        self.ledger.add(path, page.decode("utf-8", "replace"))

    def _entry_of_same(self, path: str, digest: str, size: int, key: str) -> Entry | None:
        """How a file is noted that has these bytes already."""
        former = self.former.files.get(path)
        if former is not None and path not in self._broken:
            return former._replace(key=key) if former.sha256 == digest else None
        return entry_at(self.folder / path, digest, size, key)
