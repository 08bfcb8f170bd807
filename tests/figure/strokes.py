"""A drawing → where its lines run, to see which of them run through words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

from tests.figure.boxes import SVG, boxes

_COMMAND = re.compile(r"([MLCQ])([^MLCQ]*)")
_STEPS = 24

Place = tuple[float, float]


def _between(points: list[Place]) -> Iterator[Place]:
    """Points along a line, or along the Bézier curve with these control points (de Casteljau)."""
    for step in range(_STEPS + 1):
        t, left = step / _STEPS, points
        while len(left) > 1:
            left = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(left)]
        yield left[0]


def strokes(svg: str) -> Iterator[Place]:
    """Points along every path that is drawn as a line."""
    for element in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        pen: Place = (0.0, 0.0)
        for command, numbers in _COMMAND.findall(element.get("d", "")):
            flat = [float(each) for each in numbers.split()]
            points = list(zip(flat[::2], flat[1::2], strict=True))
            if command != "M":
                yield from _between([pen, *points])
            pen = points[-1]


def struck(svg: str) -> list[str]:
    """The words that a line runs through."""
    places = list(strokes(svg))
    return [
        box.text
        for box in boxes(svg)
        if any(box.left < x < box.right and box.top + 1 < y < box.bottom - 1 for x, y in places)
    ]
