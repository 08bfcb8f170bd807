"""A drawing → the boxes of its words, as wide as the font makes them, to see what is clipped and what collides."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from casebound.figure.letters import SIZE, width_of

SVG = "{http://www.w3.org/2000/svg}"
_ASCENT, _DESCENT = 0.86, 0.14
"""Of a Han character, in sizes."""
_TOUCH = 1.2
"""Pixels by which boxes may run into each other: the air inside a character's own square."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """The place of one piece of text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Box) -> bool:
        """Whether the two stand on each other."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > _TOUCH
            and min(self.bottom, other.bottom) - max(self.top, other.top) > _TOUCH
        )


def boxes(svg: str) -> list[Box]:
    """Every text of a drawing."""
    found = []
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        text, size = element.text or "", float(element.get("font-size", SIZE))
        wide = width_of(text, size, bold=element.get("font-weight") == "700") / 1.03
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
        found.append(Box(text=text, left=left, top=y - size * _ASCENT, right=left + wide, bottom=y + size * _DESCENT))
    return found


def clipped(svg: str) -> list[str]:
    """The texts that reach beyond the drawing's edge."""
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    return [
        box.text
        for box in boxes(svg)
        if box.left < -0.5 or box.top < -0.5 or box.right > width + 0.5 or box.bottom > height + 0.5
    ]


def collisions(svg: str) -> list[tuple[str, str]]:
    """Pairs of texts that stand on each other."""
    found = sorted(boxes(svg), key=lambda box: box.top)
    pairs = []
    for number, box in enumerate(found):
        for other in found[number + 1 :]:
            if other.top > box.bottom:
                break
            if box.hits(other):
                pairs.append((box.text, other.text))
    return pairs
