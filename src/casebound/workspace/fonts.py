"""The machine's font files flow in, a FontSet of static cuts in the cache flows out.

A cache entry is a card (`<key>.json`) beside font files named by their own digest. The key is made of the source's
path, size and modification time, so that a warm start opens no font: hashing 90 MB would take longer than a page.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from casebound.press.cut import CUT_RECIPE, cut_characters, cut_font, find_face, read_ranges
from casebound.press.fonts import FontFace, FontSet
from casebound.press.gap_glyphs import add_gap_glyphs
from casebound.press.squeeze import add_squeeze
from casebound.text.error import CaseboundError

SYSTEM_FOLDERS = (
    "~/.fonts",
    "~/.local/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
    "/opt/homebrew/share/fonts",
)
"""Where Linux and macOS keep fonts; searched without fontconfig, which a bare macOS does not have."""

_CARD_FORM = 1
"""Version of the cards' own structure."""

NO_FONT = """\
找不到字体 {names}：请安装 {names} 的静态字体文件，或放入工作区的 fonts/ 文件夹
  Debian、Ubuntu：apt-get install fonts-noto-cjk    macOS：brew install --cask font-noto-sans-cjk font-noto-serif-cjk
No font {names}: install its static files, or put them into the workspace's fonts/ folder
  Debian, Ubuntu: apt-get install fonts-noto-cjk    macOS: brew install --cask font-noto-sans-cjk font-noto-serif-cjk"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A face of ours and the names the Noto project gives its source."""

    family: str
    kind: Literal["Serif", "Sans"]
    style: Literal["Regular", "Bold"]

    @property
    def weight(self) -> Literal[400, 700]:
        return 400 if self.style == "Regular" else 700

    @property
    def names(self) -> tuple[str, str]:
        """English family names of the simplified-Chinese face: in the CJK releases and in the region subsets."""
        return f"Noto {self.kind} CJK SC", f"Noto {self.kind} SC"

    def fits(self, file_name: str) -> bool:
        """Whether a file of that name may hold the face; variable fonts (`-VF`, `[wght]`) never do."""
        pattern = rf"Noto{self.kind}(CJK|CJKsc|SC)(-{self.style})?\.(ttc|otc|otf|ttf)"
        return re.fullmatch(pattern, file_name, re.IGNORECASE) is not None


_WANTED = (
    _Wanted(family="Casebound Song", kind="Serif", style="Regular"),
    _Wanted(family="Casebound Song", kind="Serif", style="Bold"),
    _Wanted(family="Casebound Hei", kind="Sans", style="Regular"),
    _Wanted(family="Casebound Hei", kind="Sans", style="Bold"),
)


@lru_cache(maxsize=16)
def face_data(face: FontFace) -> bytes:
    """The bytes of a face's file."""
    return face.path.read_bytes()


def font_folders(workspace_fonts: Path | None = None) -> tuple[Path, ...]:
    """Folders to search, the workspace's own first."""
    own = () if workspace_fonts is None else (workspace_fonts,)
    return (*own, *(Path(folder).expanduser() for folder in SYSTEM_FOLDERS))


def load_fonts(cache_dir: Path, search: Sequence[Path] | None = None) -> FontSet:
    """The set of Casebound Song and Hei, regular and bold, each cut and uncut; cuts what the cache does not have.

    `search` replaces the system's folders: give `font_folders(workspace / "fonts")` to search a workspace first.
    Raises `CaseboundError` when a font is nowhere. Several processes may do this at once: they write the same bytes.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    files = [path for folder in (font_folders() if search is None else search) for path in _font_files(folder)]
    cards = [(wanted, _card(wanted, files, cache_dir)) for wanted in _WANTED]
    if lacking := sorted({wanted.names[0] for wanted, card in cards if card is None}):
        raise CaseboundError(NO_FONT.format(names=", ".join(lacking)))
    seen: dict[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]] = {}
    faces = []
    for wanted, card in cards:
        for part in ("cut", "full"):
            entry = (card or {})[part]
            ranges = tuple(zip(entry["ranges"][::2], entry["ranges"][1::2], strict=True))
            faces.append(
                FontFace(
                    family=wanted.family if part == "cut" else f"{wanted.family} Full",
                    weight=wanted.weight,
                    path=cache_dir / entry["file"],
                    digest=entry["digest"],
                    ranges=seen.setdefault(ranges, ranges),  # one object for equal ranges: pickled once
                    rare=part == "full",
                )
            )
    return FontSet(faces=tuple(faces))


def _font_files(folder: Path) -> Iterator[Path]:
    """Noto CJK files below `folder`, in a stable order."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name[:4].lower() == "noto":
                yield Path(place, name)


def _card(wanted: _Wanted, files: Sequence[Path], cache_dir: Path) -> dict[str, Any] | None:
    """The card of the first file that has the face, cut now if the cache does not have it whole."""
    for path in files:
        if not wanted.fits(path.name):
            continue
        state = path.stat()
        source = (
            _CARD_FORM,
            CUT_RECIPE,
            path.resolve(),
            state.st_size,
            state.st_mtime_ns,
            wanted.family,
            wanted.weight,
        )
        card_path = cache_dir / f"{hashlib.sha256(repr(source).encode()).hexdigest()[:32]}.json"
        if card := _read_card(card_path, cache_dir):
            return card
        if card := _make_card(wanted, path, cache_dir):
            _write(card_path, json.dumps(card).encode())
            return card
        # Otherwise a variable font, or another region's: look on.
    return None


def _read_card(path: Path, cache_dir: Path) -> dict[str, Any] | None:
    """The card, or None when it or one of its fonts is not there or not what it was."""
    try:
        card: dict[str, Any] = json.loads(path.read_bytes())
        if all(_is_whole(cache_dir / card[part]["file"], card[part]) for part in ("cut", "full")):
            return card
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _is_whole(path: Path, entry: dict[str, Any]) -> bool:
    """Whether a font file is as written: untouched since, or touched with the same bytes."""
    state = path.stat()
    if [state.st_size, state.st_mtime_ns] == entry["state"]:
        return True
    return bool(hashlib.sha256(path.read_bytes()).hexdigest() == entry["digest"])


def _make_card(wanted: _Wanted, source: Path, cache_dir: Path) -> dict[str, Any] | None:
    data = source.read_bytes()
    index = find_face(data, wanted.names, wanted.style)
    if index is None:
        return None
    fonts = {"cut": add_gap_glyphs(add_squeeze(cut_font(data, index, cut_characters()))), "full": cut_font(data, index)}
    return {
        "source": {"path": str(source), "digest": hashlib.sha256(data).hexdigest()},
        **{part: _store(font, cache_dir) for part, font in fonts.items()},
    }


def _store(font: bytes, cache_dir: Path) -> dict[str, Any]:
    digest = hashlib.sha256(font).hexdigest()
    path = cache_dir / f"{digest[:32]}.otf"
    _write(path, font)
    state = path.stat()
    return {
        "file": path.name,
        "digest": digest,
        "state": [state.st_size, state.st_mtime_ns],
        "ranges": list(chain.from_iterable(read_ranges(font))),  # flat: read twice as fast as pairs
    }


def _write(path: Path, data: bytes) -> None:
    """Write at once or not at all: a reader, or a second writer, never meets half a file."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
