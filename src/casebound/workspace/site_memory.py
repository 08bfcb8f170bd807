"""What is remembered of a site between two builds, in the user's cache: a card for each case folder, by which what was
composed of it is found, and what stands in each output folder. What is damaged or of another form counts as absent.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebound.workspace.held import Held
from casebound.workspace.kept import read_kept, write_kept
from casebound.workspace.places import drop_oldest, name_in_cache
from casebound.workspace.site_files import SiteFiles, files_from
from casebound.workspace.site_pack import PackReader, PackWriter, digest_of
from casebound.workspace.site_worker import Card

FORM = f"site 4 {sys.byteorder}"
MOST_SITES = 8
"""Workspaces whose sites are remembered."""
MOST_OUTPUTS = 4
"""Output folders that are remembered of each."""
MOST_PACKS = 40
"""Packs past which what is still needed is copied into one."""


@dataclass(slots=True)
class Output:
    """What the last build left in an output folder."""

    files: SiteFiles = field(default_factory=SiteFiles)
    """Of the site, by path below the folder."""
    records: str = ""
    """Digest of all records that pages were filled from."""
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By maker: `key` of what it was given, `paths` of what it made, and its `memory`."""
    cases: dict[str, list[Any]] = field(default_factory=dict)
    """By id: `[what its card says of its files, their paths and those of its pages, with NUL between them]`. Each file
    is a case's or a group's.
    """
    addresses: list[str] = field(default_factory=list)
    """The ids under which there are pages of cases."""
    others: dict[str, str] = field(default_factory=dict)
    """The SHA-256 of what the folder's manifest lists beside the site, by path."""
    manifest: str = ""
    """Digest of the manifest; empty: none was written."""


@dataclass(slots=True, kw_only=True)
class SiteMemory:
    """The folder of one site."""

    folder: Path
    held: Held | None = None
    """What this process knows from the last time: nobody else builds here then, and nothing but packs is written."""

    @property
    def packs(self) -> Path:
        """Where what was composed is kept."""
        return self.folder / "packs"

    def cards(self, state: str) -> dict[str, Card]:
        """The cards that were made in this state of everything beside the cases."""
        kept = self._read(self.folder / "cards")
        return dict(kept["cards"]) if kept.get("state") == state else {}

    def records(self) -> str:
        """Digest of all records that the pages of the kept cards were filled from."""
        return str(self._read(self.folder / "records").get("records", ""))

    def keep_cards(self, state: str, cards: dict[str, Card], records: str) -> None:
        """Keep the cards, and forget what no card points to. One without a state is composed again whatever happens,
        but what stood around its pages is known.
        """
        kept = {name: _without_staged(card) for name, card in cards.items() if card["state"] or card["texts"]}
        used: set[str] = set()
        if self.held is None or PackReader(self.packs).count() > MOST_PACKS:
            used, size = _used(kept)
            if len(used) > MOST_PACKS or self._bytes(used) > 2 * size + 50_000_000:
                kept = self._copied(kept)
                used, _ = _used(kept)
        if self.held:
            self.held.documents[self.folder / "cards"] = {"state": state, "cards": kept}
            self.held.documents[self.folder / "records"] = {"records": records}
        else:
            write_kept(self.folder / "records", FORM, {"records": ""})
            write_kept(self.folder / "cards", FORM, {"state": state, "cards": kept})
            write_kept(self.folder / "records", FORM, {"records": records})
        if used:
            PackReader(self.packs).remove_all_but(used)

    @property
    def is_sure(self) -> bool:
        """Whether this process made all that stands in the output folder."""
        return self.held is not None and self.held.is_site_sure

    def output(self, folder: Path) -> Output:
        """What is known of an output folder."""
        if self.held:
            output: Output = self.held.site or Output()
            return output
        kept = read_kept(self._output(folder), FORM)
        return Output(**{**kept, "files": files_from(kept["files"])}) if kept else Output()

    def keep_output(self, folder: Path, output: Output) -> None:
        """Note what stands there now."""
        if self.held:
            output.files.settle()
            self.held.site, self.held.is_site_sure = output, True
            return
        slots = {slot: getattr(output, slot) for slot in Output.__slots__}
        write_kept(self._output(folder), FORM, {**slots, "files": output.files.plain()})
        with contextlib.suppress(OSError):
            drop_oldest(self.folder / "outputs", MOST_OUTPUTS)

    def _read(self, path: Path) -> Any:
        return read_kept(path, FORM) if self.held is None else self.held.documents.get(path, {})

    def _output(self, folder: Path) -> Path:
        return self.folder / "outputs" / name_in_cache(folder)

    def _bytes(self, names: set[str]) -> int:
        return PackReader(self.packs).size(names)

    def _copied(self, cards: dict[str, Card]) -> dict[str, Card]:
        """The cards, with all that they point to in one new pack; those whose parts are damaged are left out."""
        reader, writer = PackReader(self.packs), PackWriter(self.packs)
        copied = {}
        for name, card in cards.items():
            with contextlib.suppress(ValueError):
                texts = {
                    lang: {part: writer.put(reader.get(it)) if part in PARTS else it for part, it in text.items()}
                    for lang, text in card["texts"].items()
                }
                copied[name] = {**card, "texts": texts}
        reader.close()
        writer.close()
        return copied


PARTS = ("record", "page", "passages", "markdown", "fillings")
"""Of a card's texts: what lies in packs."""


def site_folder(cache: Path, root: Path, languages: Sequence[str]) -> Path:
    """Where the site of a workspace in these languages is remembered, in the user's cache."""
    return cache / "sites" / f"{name_in_cache(root)}-{digest_of(repr(tuple(languages)).encode())[:8]}"


def forget_oldest(cache: Path) -> None:
    """Leave the sites that were built last. What has no name that `site_folder` gives is nobody's business here."""
    with contextlib.suppress(OSError):
        sites = [path for path in (cache / "sites").iterdir() if _NAME.fullmatch(path.name)]
        for path in sorted(sites, key=lambda path: -_built_at(path))[MOST_SITES:]:
            shutil.rmtree(path, ignore_errors=True)


_NAME = re.compile(r"[0-9a-f]{24}-[0-9a-f]{8}")


def _built_at(site: Path) -> int:
    """Nanoseconds; of a folder in which no build came to its end, or an older Casebound built, when it was made."""
    cards = site / "cards"
    return (cards if cards.exists() else site).stat().st_mtime_ns


def _without_staged(card: Card) -> Card:
    return {key: card[key] for key in card if key != "staged"} if "staged" in card else card


def _used(cards: dict[str, Card]) -> tuple[set[str], int]:
    """The packs that cards point into, and the bytes in them that they point to."""
    places = [
        text[part] for card in cards.values() for text in card["texts"].values() for part in PARTS if part in text
    ]
    return {place[0] for place in places}, sum(place[2] for place in places)
