"""What is remembered of a site between two builds, in the user's cache: a card for each case folder, by which what was
composed of it is found, and what stands in each output folder. What is damaged or of another form counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from casebound.text.error import CaseboundError
from casebound.workspace.held import Held
from casebound.workspace.places import drop_oldest, name_in_cache
from casebound.workspace.site_pack import PackReader, PackWriter
from casebound.workspace.site_worker import Card
from casebound.workspace.write import write_file

FORM = 2
MOST_SITES = 8
"""Workspaces whose sites are remembered."""
MOST_OUTPUTS = 4
"""Output folders that are remembered of each."""
MOST_PACKS = 40
"""Packs past which what is still needed is copied into one."""

Entry = list[Any]
"""Of a file in the output folder: `[SHA-256, size, time of its last change in nanoseconds, what it was made from]`."""


@dataclass(slots=True)
class Output:
    """What the last build left in an output folder."""

    files: dict[str, Entry] = field(default_factory=dict)
    """By path below it."""
    records: str = ""
    """Digest of all records that pages were filled from."""
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By maker: `key` of what it was given, `paths` of what it made, and its `memory`."""
    sums: dict[str, str] = field(default_factory=dict)
    """What its manifest lists; kept in memory alone."""


@dataclass(slots=True, kw_only=True)
class SiteMemory:
    """The folder of one site."""

    folder: Path
    held: Held | None = None
    """What this process knows from the last time. It alone knows then of the output folder, too."""

    @property
    def packs(self) -> Path:
        """Where what was composed is kept."""
        return self.folder / "packs"

    def cards(self, state: str) -> dict[str, Card]:
        """The cards that were made in this state of everything beside the cases."""
        kept = self._read(self.folder / "cards.json")
        try:
            if kept["state"] != state:
                return {}
            if self.held:
                return dict(kept["cards"])
            return {str(name): card for name, card in kept["cards"].items() if _is_card(card)}
        except (KeyError, TypeError, AttributeError):
            return {}

    def records(self) -> str:
        """Digest of all records that the pages of the kept cards were filled from."""
        return str(self._read(self.folder / "records.json").get("records", ""))

    def keep_cards(self, state: str, cards: dict[str, Card], records: str) -> None:
        """Keep the cards, and forget what no card points to. One without a state is composed again whatever happens,
        but what stood around its pages is known.
        """
        kept = {name: {key: card[key] for key in card if key != "staged"} for name, card in cards.items()}
        kept = {name: card for name, card in kept.items() if card["state"] or card["texts"]}
        used = _packs_of(kept)
        if len(used) > MOST_PACKS or self._bytes(used) > 2 * _bytes_of(kept) + 50_000_000:
            kept = self._copied(kept)
            used = _packs_of(kept)
        if self.held:
            self.held.documents[self.folder / "cards.json"] = {"state": state, "cards": kept}
            self.held.documents[self.folder / "records.json"] = {"records": records}
            self.held.write_late(self.folder, partial(self._write_cards, state, kept, records, used))
        else:
            self._write_cards(state, kept, records, used)

    def _write_cards(self, state: str, kept: dict[str, Card], records: str, used: set[str]) -> None:
        _write(self.folder / "records.json", {"records": ""})
        _write(self.folder / "cards.json", {"state": state, "cards": kept})
        _write(self.folder / "records.json", {"records": records})
        PackReader(self.packs).remove_all_but(used)
        self._forget_others()

    def knows(self, folder: Path) -> bool:
        """Whether this process made what stands in an output folder."""
        return self.held is not None and self._output(folder) in self.held.documents

    def output(self, folder: Path) -> Output:
        """What is known of an output folder."""
        if self.held and (known := self.held.documents.get(self._output(folder))):
            output: Output = known
            return output
        kept = _read(self._output(folder))
        try:
            files = kept["files"]
            if not all(_is_entry(entry) for entry in files.values()):
                return Output()
            groups = {
                str(name): {"key": str(group["key"]), "paths": [*map(str, group["paths"])], "memory": group["memory"]}
                for name, group in kept["groups"].items()
            }
            return Output(files, str(kept["records"]), groups)
        except (KeyError, TypeError, AttributeError, ValueError, IndexError):
            return Output()

    def keep_output(self, folder: Path, output: Output) -> None:
        """Note what stands there now."""
        if self.held:
            for path in [path for path, known in self.held.documents.items() if isinstance(known, Output)]:
                del self.held.documents[path]  # the cards are those of one output folder
            self.held.documents[self._output(folder)] = output
            return
        _write(self._output(folder), {"files": output.files, "records": output.records, "groups": output.groups})
        with contextlib.suppress(OSError):
            drop_oldest(self.folder / "outputs", MOST_OUTPUTS)

    def _read(self, path: Path) -> Any:
        if self.held is None:
            return _read(path)
        if path not in self.held.documents:
            kept = _read(path)
            if path.name == "cards.json" and not all(map(_is_whole, kept.get("cards", {}).values())):
                kept = {}
            self.held.documents[path] = kept
        return self.held.documents[path]

    def _output(self, folder: Path) -> Path:
        return self.folder / "outputs" / f"{name_in_cache(folder)}.json"

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

    def _forget_others(self) -> None:
        """Leave the sites that were built last."""
        with contextlib.suppress(OSError):
            sites = sorted(self.folder.parent.iterdir(), key=lambda path: -(path / "cards.json").stat().st_mtime_ns)
            for path in sites[MOST_SITES:]:
                shutil.rmtree(path, ignore_errors=True)


PARTS = ("record", "page", "passages", "fillings")
"""Of a card's texts: what lies in packs."""


def _is_card(card: Any) -> bool:
    texts, files = card["texts"].values(), card["files"]
    return (
        all(isinstance(card[key], str) for key in ("state", "id", "scores"))
        and all(len(text[part]) == 4 for text in texts for part in PARTS if part in text or part != "fillings")
        and all(isinstance(text["links"], list) and isinstance(text.get("around", ""), str) for text in texts)
        and all(isinstance(path, str) and isinstance(digest, str) for path, digest in files)
    )


def _is_entry(entry: Any) -> bool:
    digest, size, mtime_ns, key = entry
    return type(digest) is str and type(size) is int and type(mtime_ns) is int and type(key) is str


def _is_whole(card: Any) -> bool:
    try:
        return _is_card(card)
    except (KeyError, TypeError, AttributeError):
        return False


def _places(cards: dict[str, Card]) -> list[Any]:
    return [text[part] for card in cards.values() for text in card["texts"].values() for part in PARTS if part in text]


def _packs_of(cards: dict[str, Card]) -> set[str]:
    return {place[0] for place in _places(cards)}


def _bytes_of(cards: dict[str, Card]) -> int:
    return sum(place[2] for place in _places(cards))


def _read(path: Path) -> Any:
    """What a file of the cache holds; nothing where it is not whole."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        if digest.decode() != _digest(body):
            return {}
        kept = json.loads(body)
        return kept if kept["form"] == FORM else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _write(path: Path, kept: dict[str, Any]) -> None:
    body = json.dumps({"form": FORM, **kept}, separators=(",", ":")).encode()
    with contextlib.suppress(CaseboundError):  # a cache that cannot be written only means more work next time
        write_file(path, b"%b\n%b" % (_digest(body).encode(), body), is_synced=False)


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()
