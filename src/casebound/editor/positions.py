"""Offsets in a text ↔ an editor's lines and columns, which count UTF-16 units, UTF-8 bytes or code points.

Lines and columns count from 0, as in the Language Server Protocol 3.17 (Position); CR LF, LF and CR end a line there as
in `Source`. An editor may keep the byte-order mark in its text: it then counts on the first line, though no `Source`
holds it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from casebound.text.source import Source

Encoding = Literal["utf-8", "utf-16", "utf-32"]
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
DEFAULT: Encoding = "utf-16"
BOM = "\ufeff"

Position = tuple[int, int]
"""Line and column."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def chosen(offered: Sequence[str] | None) -> Encoding:
    """The first encoding of an editor's list that is known; UTF-16 where it offers none."""
    return next((known for name in offered or () for known in ENCODINGS if known == name), DEFAULT)


_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""Codec, and bytes of a unit. Halves of surrogate pairs are taken out of every text first: see `encodable`."""


def units(text: str, encoding: Encoding) -> int:
    """How long a text is for the editor."""
    if text.isascii() or encoding == "utf-32":
        return len(text)
    codec, width = _CODECS[encoding]
    return len(text.encode(codec, "replace")) // width


def index(text: str, column: int, encoding: Encoding) -> int:
    """How many code points of a line stand before a column; inside a character: before it; behind the end: the end."""
    if column <= 0:
        return 0
    if text.isascii() or encoding == "utf-32":
        return min(column, len(text))
    codec, width = _CODECS[encoding]
    return len(text[:column].encode(codec, "replace")[: column * width].decode(codec, "ignore"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """The places of one text, for one editor."""

    source: Source
    encoding: Encoding = DEFAULT
    has_mark: bool = False
    """Whether the editor's text begins with a byte-order mark."""

    def at(self, offset: int) -> Position:
        """Line and column of an offset."""
        offset = max(0, min(offset, len(self.source.text)))
        line, _ = self.source.position(offset)
        column = units(self.source.text[self.source.line_start(line) : offset], self.encoding)
        return line - 1, column + (self._mark if line == 1 else 0)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column; of one behind the end of a line, that end (before its line break)."""
        if line < 0:
            return 0
        start = self.source.line_start(line + 1)
        return start + index(self.source.line_text(line + 1), column - (0 if line else self._mark), self.encoding)

    @property
    def _mark(self) -> int:
        return units(BOM, self.encoding) if self.has_mark else 0


def without_mark(text: str) -> tuple[str, bool]:
    """An editor's text as a `Source` holds it, and whether it began with a byte-order mark."""
    return text.removeprefix(BOM), text.startswith(BOM)


def changed(text: str, start: Position, end: Position, new: str, encoding: Encoding) -> str:
    """An editor's whole text (with its mark) after one change."""
    positions = Positions(source=Source(path="", text=text), encoding=encoding)
    first, last = sorted((positions.offset(*start), positions.offset(*end)))
    return text[:first] + new + text[last:]


def encodable(text: str) -> str:
    """The text with `�` for halves of surrogate pairs, which JSON may carry but no file."""
    return _SURROGATE.sub("\ufffd", text)
