"""A book's long lists flow in, parts of a few pages flow out, each laid out alone like a case.

Contents and indexes of a thousand cases run to hundreds of pages: in one piece they take a gigabyte, and all of it is
laid out again for a word in a title. Where one part ends depends only on what stands near, so that one entry more or
less changes the parts it is in and no other.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from casebound.compose.entry import Entry
from casebound.compose.pages import IndexRow, IndexWord

FEWEST, MOST = 150.0, 600.0
"""Lines of a part: four pages of it would be a pity to break, and fourteen are laid out in a second."""

Item = TypeVar("Item")


def in_parts(
    items: Sequence[Item], lines_of: Callable[[Item], float], name_of: Callable[[Item], str]
) -> list[tuple[Item, ...]]:
    """The items in order, cut into parts of about twice `FEWEST` lines; uncut, where all fit into `MOST`.

    An item begins a part by the digest of its name, the more likely the longer it is (content-defined chunking).
    """
    if sum(map(lines_of, items)) <= MOST:
        return [tuple(items)] if items else []
    parts: list[list[Item]] = [[]]
    held = 0.0
    for item in items:
        lines = lines_of(item)
        is_cut = zlib.crc32(name_of(item).encode("utf-8", "surrogatepass")) < lines / FEWEST * 2**32
        if parts[-1] and ((held >= FEWEST and is_cut) or held + lines > MOST):
            parts.append([])
            held = 0.0
        parts[-1].append(item)
        held += lines
    return [tuple(part) for part in parts]


def parts_of_contents(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """The cases that each part of the contents lists."""
    return in_parts(entries, lambda _: 3.0, attrgetter("id"))


def parts_of_captioned(entries: Iterable[Entry]) -> list[tuple[Entry, ...]]:
    """The cases whose figures and tables each part of their list holds."""
    return in_parts([entry for entry in entries if entry.captioned], _captioned_lines, attrgetter("id"))


def parts_of_index(words: Iterable[IndexWord]) -> list[tuple[IndexWord, ...]]:
    """The words of each part; one that is cut goes on in the next."""
    pairs = [(word, row) for word in words for row in word.rows]
    return [_words(part) for part in in_parts(pairs, _row_lines, _row_name)]


def _captioned_lines(entry: Entry) -> float:
    return 2.0 + len(entry.captioned)


def _row_lines(_: tuple[IndexWord, IndexRow]) -> float:
    return 0.5  # there are two columns


def _row_name(pair: tuple[IndexWord, IndexRow]) -> str:
    word, row = pair
    return f"{word.clause}{word.word}{row.entry.id}"


def _words(pairs: Iterable[tuple[IndexWord, IndexRow]]) -> tuple[IndexWord, ...]:
    words = []
    for _, group in groupby(pairs, lambda pair: id(pair[0])):
        those = list(group)
        word, rows = those[0][0], tuple(row for _, row in those)
        words.append(replace(word, rows=rows, is_continued=rows[0] is not word.rows[0]))
    return tuple(words)
