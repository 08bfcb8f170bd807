"""The engine's PDF objects flow in, pieces flow out that can be put into any file: numbered from 0, references marked.

A chapter is laid out before it is known where it will stand. Its objects are therefore written without those
numbers; `place` turns them into the objects of a file, whose numbers start at a base of the binder's choosing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

CATALOG, PAGES, STRUCTURE, DOCUMENT, FONTS = 1, 2, 3, 4, 5
"""Numbers of the objects that every file has one of."""
FIRST_FACE, FACE_OBJECTS = 6, 5
"""Number of the first font object, and how many each face has."""
FIRST_BASE = 64
"""The lowest base of a chapter."""
_STEP = 64
_MARK = re.compile(rb"([\x01\x02])(\d+)\x03")

COMPRESSION = 6
"""zlib's level for pages: 9, the engine's own, takes three times as long for 1 % less."""
QUICK_COMPRESSION = 4
"""For what is compressed at every binding: a quarter of the time for 1 % more of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """An outline item of the first level; the binder writes it, since its neighbours are other chapters'."""

    title: str
    page: int
    x: float
    y: float
    first: int = 0
    last: int = 0
    """Pieces: its first and last child; 0 without any."""
    count: int = 0
    """Of all that is below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that leads out of the chapter, to a place of that name in another; the binder writes it."""

    target: str
    rect: tuple[float, float, float, float]
    """Points from the page's lower left corner."""
    words: str
    """What the link says."""
    key: int
    """Of the parent tree."""


@dataclass(frozen=True, slots=True)
class Template:
    """PDF syntax in which every number that depends on the base is left out (measured: filling in by `%` takes a sixth
    of the time that a regular expression takes).
    """

    text: bytes
    """`%d` in place of each of them."""
    numbers: tuple[int, ...]
    """What is to be added to the base for each, in order."""

    @classmethod
    def marked(cls, text: bytes) -> Template:
        """From syntax with marks."""
        pieces: list[int] = []

        def note(mark: re.Match[bytes]) -> bytes:
            pieces.append(int(mark[2]))
            return b"%d 0 R" if mark[1] == b"\x01" else b"%d"

        return cls(_MARK.sub(note, text.replace(b"%", b"%%")), tuple(pieces))

    def filled(self, base: int) -> bytes:
        """The syntax for a chapter at that base."""
        return self.text % tuple([base + piece for piece in self.numbers])


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How many objects a chapter has of each kind, and the piece numbers that follow from it.

    In this order: its node of the page tree, its outline items of the first level, its pages' stamps, its links to
    other chapters (all these the binder writes), then those that are written with the chapter.
    """

    tops: int
    pages: int
    links: int
    held: int
    streams: int

    @property
    def first_top(self) -> int:
        """Piece number of the first outline item."""
        return 1

    @property
    def first_stamp(self) -> int:
        """Piece number of the first page's stamp."""
        return 1 + self.tops

    @property
    def first_link(self) -> int:
        """Piece number of the first link to another chapter."""
        return self.first_stamp + self.pages

    @property
    def part(self) -> int:
        """Piece number of its Part of the structure, the first that is not the binder's."""
        return self.first_link + self.links

    @property
    def first_page(self) -> int:
        """Piece number of its first page."""
        return self.part + 1

    @property
    def count(self) -> int:
        """How many numbers it takes in a file, with one for the stream that holds what is no stream."""
        return self.part + self.held + self.streams + 1

    @property
    def span(self) -> int:
        """How many numbers are set apart for it: a round number, so that a few objects more or less in a chapter do not
        renumber those after it.
        """
        return -(-self.count // _STEP) * _STEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The PDF objects of one chapter."""

    pages: int
    tops: tuple[Top, ...]
    links: tuple[Link, ...]
    plain: Template
    """Objects that are no streams, one a line: first its Part of the structure, then its pages, then the rest."""
    held: int
    """How many those are."""
    streams: tuple[tuple[Template, bytes], ...]
    """Dictionary (without its end and length) and data of each stream."""
    open_pages: tuple[tuple[int, int], ...]
    """Of the streams, those of pages that have room for numbers, compressed in parts (`splice`): place, and page."""
    keys: int
    """How many keys of the parent tree it takes."""
    parents: int
    """Piece: its leaf of the parent tree."""
    names: int
    """Piece: its leaf of the tree of destinations; 0 without any."""
    ids: int
    """Piece: its leaf of the tree of structure ids; 0 without any."""

    @property
    def numbers(self) -> Numbers:
        """How its objects are numbered."""
        return Numbers(
            tops=len(self.tops), pages=self.pages, links=len(self.links), held=self.held, streams=len(self.streams)
        )


def reference(piece: int) -> bytes:
    """The mark for a reference to a piece."""
    return b"\x01%d\x03" % piece


def number(piece: int) -> bytes:
    """The mark for a number that no other chapter has: the base and this much more."""
    return b"\x02%d\x03" % piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """The pieces of a chapter with the numbers of a file: bytes to be copied into it."""

    data: bytes
    offsets: tuple[tuple[int, int], ...]
    """Object number and place in `data` of what is written as it is."""
    holder: int
    """Number of the object stream that holds the rest."""
    first: int
    held: int
    """Number of the first object in it, and how many there are, one after the other."""


def place(
    pieces: Pieces,
    base: int,
    *,
    boxes: Sequence[bytes],
    contents: Mapping[int, bytes],
    stamps: Sequence[bytes],
    links: Sequence[bytes],
) -> Plate:
    """The chapter as objects `base`, `base + 1`, …: what is no stream compressed together, then the streams.

    `boxes`: of each page, in PDF syntax. `contents`: of the pages with room, by their place in `streams`. `stamps`:
    content to be laid over each page. `links`: the objects of the links to other chapters.
    """
    numbers = pieces.numbers
    first = base + numbers.first_link
    bodies = [*links, *pieces.plain.filled(base).split(b"\n")]
    for page, edges in enumerate(boxes, start=len(links) + 1):
        bodies[page] = bodies[page][:-2] + edges + b">>"
    ends = accumulate((len(body) + 1 for body in bodies), initial=0)
    heads = [b"%d %d" % pair for pair in zip(range(first, first + len(bodies)), ends, strict=False)]
    head = b" ".join(heads) + b"\n"
    start = b"<</Type/ObjStm/N %d/First %d" % (len(bodies), len(head))
    streams = [(dictionary.filled(base), data) for dictionary, data in pieces.streams]
    for index, data in contents.items():
        streams[index] = streams[index][0], data
    named = list(enumerate((_packed(b"<<", stamp) for stamp in stamps), base + numbers.first_stamp))
    named += enumerate([*streams, _packed(start, head + b"\n".join(bodies))], first + len(bodies))
    out, offsets, at = [], [], 0
    for name, (dictionary, data) in named:
        text = stream_object(name, dictionary, data)
        offsets.append((name, at))
        out.append(text)
        at += len(text)
    return Plate(
        data=b"".join(out), offsets=tuple(offsets), holder=base + numbers.count - 1, first=first, held=len(bodies)
    )


def _packed(dictionary: bytes, data: bytes) -> tuple[bytes, bytes]:
    """A stream's dictionary, still open, and its data: compressed."""
    return dictionary + b"/Filter/FlateDecode", zlib.compress(data, QUICK_COMPRESSION)


def stream_object(name: int, dictionary: bytes, data: bytes) -> bytes:
    """A stream as object `name`; its dictionary comes without its end and length."""
    return b"%d 0 obj\n%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (name, dictionary, len(data), data)
