"""What binding needs to know of a chapter besides the bytes of its objects.

Where those bytes stand in the document that was bound last, and nothing that decides them has changed, the chapter
itself need not be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from sys import intern

from casebound.press.job import Printed
from casebound.press.pieces import Numbers, Top
from casebound.press.syntax import encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Of one chapter."""

    name: str
    """Under which its bytes are remembered."""
    numbers: Numbers
    """How many objects it has of each kind."""
    parents: int
    names: int
    ids: int
    """Pieces: its leaves of the trees of parents, of destinations and of structure ids; 0 without any."""
    width: float
    height: float
    """Points, of its last page."""
    has_total: bool
    """Whether a margin tells how many pages the document has."""
    tops: tuple[Top, ...]
    anchors: Mapping[str, int]
    """What a link can lead to, by its id, and the page it is on."""
    first_name: bytes
    """Of its destinations, in their order."""
    reserved: tuple[tuple[str, str, str], ...]
    """Kind, target and words of each place left free for a number."""
    links: tuple[str, ...]
    """Targets of the links that lead out of it."""
    fonts: Mapping[str, str]
    glyphs: Mapping[str, Mapping[int, str]]
    missing: str
    warnings: tuple[str, ...]
    """As in `Printed`."""
    error: str = ""
    """There is none: it was printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A chapter that is read only if its bytes must be written anew."""

    facts: Facts
    load: Callable[[], Printed]


def facts_of(printed: Printed) -> Facts:
    """The facts of a chapter. Raises `ValueError` for one that was not printed."""
    pieces = printed.pieces
    if pieces is None:
        raise ValueError(f"{printed.name}: {printed.error or 'not printed'}")
    return Facts(
        name=printed.name,
        numbers=pieces.numbers,
        parents=pieces.parents,
        names=pieces.names,
        ids=pieces.ids,
        width=printed.sheets[-1].width,
        height=printed.sheets[-1].height,
        has_total=any("{pages}" in margin.text for margin in printed.margins),
        tops=pieces.tops,
        anchors={name: place.page for name, place in printed.anchors.items()},
        first_name=min((encoded(name) for name in printed.anchors), default=b""),
        reserved=tuple((spot.kind, spot.target, spot.words) for spot in printed.reserved),
        links=tuple(link.target for link in pieces.links),
        fonts=printed.fonts,
        glyphs={face: {glyph: intern(said) for glyph, said in own.items()} for face, own in printed.glyphs.items()},
        missing=printed.missing,
        warnings=printed.warnings,
    )
