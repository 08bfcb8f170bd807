"""The words of cards → their pictures. What was drawn is kept in the user's cache, so that the next
time costs nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple
from functools import partial
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from casebound.compose.artifact import Artifact
from casebound.compose.site_card import CardWords
from casebound.press.card import RECIPE, draw_card
from casebound.press.fonts import FontSet
from casebound.text.error import CaseboundError
from casebound.workspace.fonts import font_folders, load_fonts
from casebound.workspace.places import cache_folder
from casebound.workspace.write import write_file

FEW = 60
"""Cards up to which no process is started: it would take longer to start than to draw them."""
_AT_ONCE = 400
"""Cards that are held at a time."""
_PNG = b"\x89PNG\r\n\x1a\n"


def site_fonts(root: Path) -> FontSet:
    """Those of the cards of a workspace. Raises CaseboundError where one is nowhere."""
    return load_fonts(cache_folder() / "fonts", font_folders(root / "fonts"))


def card_name(words: CardWords, fonts: FontSet) -> str:
    """A digest of all that decides a picture."""
    parts = (RECIPE, version("pillow"), fonts.digest, astuple(words))
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def draw_cards(
    cards: Iterable[tuple[str, str, CardWords]], fonts: FontSet, cache: Path | None = None
) -> Iterator[tuple[Artifact, str]]:
    """The picture of each card at its path, with its name. A card comes with path and name.

    A picture that the cache does not have whole is drawn.
    """
    remaining = iter(cards)
    folder = cache or cache_folder() / "cards"
    while some := list(islice(remaining, _AT_ONCE)):
        kept = [_read(folder, name) for _, name, _ in some]
        missing = [number for number, data in enumerate(kept) if data is None]
        drawn = _drawn([some[number][2] for number in missing], fonts)
        for number, picture in zip(missing, drawn, strict=True):
            kept[number] = picture
            _keep(folder, some[number][1], picture)
        for (path, name, _), data in zip(some, kept, strict=True):
            yield Artifact(path=path, data=data or b""), name


def _drawn(cards: list[CardWords], fonts: FontSet) -> list[bytes]:
    processes = os.cpu_count() or 1
    if len(cards) <= FEW or processes == 1:
        return [draw_card(words, fonts) for words in cards]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(partial(draw_card, fonts=fonts), cards, chunksize=16))


def _read(folder: Path, name: str) -> bytes | None:
    """The picture, where it is there and whole: its digest stands before it."""
    try:
        data = (folder / name[:2] / name).read_bytes()
    except OSError:
        return None
    digest, picture = data[:32], data[32:]
    return picture if picture.startswith(_PNG) and hashlib.sha256(picture).digest() == digest else None


def _keep(folder: Path, name: str, picture: bytes) -> None:
    try:
        write_file(folder / name[:2] / name, hashlib.sha256(picture).digest() + picture, is_synced=False)
    except CaseboundError:  # a full disk only means that it is drawn again
        return
