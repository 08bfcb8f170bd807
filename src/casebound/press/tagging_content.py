"""The parts of a page's content stream flow in; they flow out with artifacts marked and room left for numbers.

Imports pydyf, WeasyPrint's writer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pydyf

ROOM = b"%room "
"""Begins such a comment."""


def room(mcid: int) -> bytes:
    """A comment in a content stream, in the place of the marked-content sequence that the binder will write there."""
    return ROOM + b"%d\n" % mcid


def make_artifacts(content: list[Any], mcids: Collection[int]) -> None:
    """Turn the marked-content sequences with those numbers into artifacts."""
    for place, part in enumerate(content):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in mcids:
            content[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def leave_room(content: list[Any], wanted: Mapping[int, int | None], height: float, scale: float) -> None:
    """Leave room for numbers where they are read: what is painted last is read last by those who follow the paint.

    `wanted` maps the number of a sequence to come to that of the sequence it is read after, None for the first of the
    page. The room is in points from the page's lower left corner; `height` is the page's in pixels, `scale` points in a
    pixel. Where nothing else is tagged there is no room.
    """
    ends = _ends(content)
    places = [(ends.get(after, -1), mcid) for mcid, after in wanted.items()]
    for place, mcid in sorted(places, reverse=True):
        if place >= 0:
            upright = b"%f 0 0 %f 0 %f cm" % (1 / scale, -1 / scale, height)
            content[place:place] = [b"q", upright, room(mcid), b"Q"]


def _ends(content: list[Any]) -> dict[int | None, int]:
    """Place behind each numbered sequence; under None that before the first."""
    ends: dict[int | None, int] = {}
    open_ones: list[int | None] = []
    for place, part in enumerate(content):
        if part in (b"BDC", b"BMC"):
            numbers = content[place - 1] if part == b"BDC" else None
            mcid = numbers.get("MCID") if isinstance(numbers, dict) else None
            if mcid is not None:
                ends.setdefault(None, place - 2)
            open_ones.append(mcid)
        elif part == b"EMC" and (mcid := open_ones.pop()) is not None:
            ends[mcid] = place + 1
    return ends
