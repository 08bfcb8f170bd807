"""Labels around a circle → places at which none stands on another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebound.figure.canvas import Anchor, Canvas, Point
from casebound.figure.letters import SMALL, height_of, widest

GAP = 11.0
"""Between the circle and its labels."""
_BETWEEN = 3.0
_FLAT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Lines of a name, and smaller ones under it."""

    name: list[str]
    said: list[str]

    @property
    def height(self) -> float:
        """How high it stands."""
        return height_of(self.name) + height_of(self.said, SMALL)

    @property
    def width(self) -> float:
        """The length of its longest line."""
        return max(widest(self.name), widest(self.said, SMALL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A label of a height, and where its middle wants to be."""

    key: int
    middle: float
    height: float


def packed(blocks: Iterable[Block], top: float, bottom: float) -> list[tuple[int, float]]:
    """The keys of labels with where they begin, from above: pushed down off each other, back up from `bottom`, and
    beyond it only where they are too many to stand between `top` and `bottom`."""
    order = sorted(blocks, key=lambda block: (block.middle, block.key))
    starts: list[float] = []
    end = top
    for block in order:
        starts.append(max(block.middle - block.height / 2, end))
        end = starts[-1] + block.height + _BETWEEN
    limit = bottom
    for at in range(len(order) - 1, -1, -1):
        starts[at] = min(starts[at], limit - order[at].height)
        limit = starts[at] - _BETWEEN
    end = top
    for at, block in enumerate(order):
        starts[at] = max(starts[at], end)
        end = starts[at] + block.height + _BETWEEN
    return [(block.key, start) for block, start in zip(order, starts, strict=True)]


def draw_around(canvas: Canvas, labels: Sequence[Label], centre: Point, radius: float) -> float:
    """The first label above the circle, the others clockwise; those of one side below each other, pushed apart where
    they are long. The height at which the lowest ends."""
    cx, cy = centre
    sides: dict[int, list[Block]] = {1: [], -1: []}
    for at, label in enumerate(labels):
        angle = 2 * math.pi * at / len(labels)
        if abs(math.sin(angle)) > _FLAT:
            middle = cy - radius * math.cos(angle)
            sides[1 if math.sin(angle) > 0 else -1].append(Block(key=at, middle=middle, height=label.height))
    lowest = cy + radius
    for side, blocks in sides.items():
        for at, start in packed(blocks, cy - radius - 2, cy + radius + 4):
            near = min(max(cy, start), start + labels[at].height)
            x = cx + side * (math.sqrt(max(0.0, radius * radius - (near - cy) ** 2)) + GAP)
            lowest = max(lowest, _draw(canvas, labels[at], x, start, "start" if side > 0 else "end"))
    _draw(canvas, labels[0], cx, cy - radius - 6 - labels[0].height, "middle")
    if len(labels) % 2 == 0:
        lowest = _draw(canvas, labels[len(labels) // 2], cx, lowest + 6, "middle")
    return lowest


def _draw(canvas: Canvas, label: Label, x: float, top: float, anchor: Anchor) -> float:
    bottom = canvas.lines(x, top, label.name, anchor=anchor)
    return canvas.lines(x, bottom, label.said, size=SMALL, anchor=anchor, colour="soft")
