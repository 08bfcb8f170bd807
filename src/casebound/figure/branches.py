"""A tree and the room for each of its levels → blocks of words that stand clear of each other, level beside level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Generic, Protocol, Self, TypeVar

from casebound.figure.canvas import Canvas, Point


class Branching(Protocol):
    """Anything with others below it."""

    @property
    def children(self) -> Sequence[Self]:
        """What is directly below, in order."""


N = TypeVar("N", bound=Branching)
Measured = tuple[list[str], float]
"""The lines of a node, and how high it is with what stands around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Generic[N]):
    """A node and all below it in a strip of its own. Heights are counted from the strip's top."""

    node: N
    level: int
    lines: list[str]
    height: float
    """Of the node alone."""
    middle: float
    """Where its middle is."""
    extent: float
    """Of the whole strip."""
    children: tuple[tuple[float, Block[N]], ...]
    """Each with the top of its strip."""

    def walk(self, top: float) -> Iterator[tuple[float, Block[N]]]:
        """This block and all below it, each with the top of its strip, when this one begins at `top`."""
        yield top, self
        for offset, child in self.children:
            yield from child.walk(top + offset)


def make_block(
    node: N, measure: Callable[[N, int], Measured], gap: float, *, level: int = 0, is_level: bool = False
) -> Block[N]:
    """The node with its children below each other, itself beside the middle of them, or with `is_level` beside the
    first; `gap` is left between leaves, half as much again between families."""
    lines, height = measure(node, level)
    offsets: list[tuple[float, Block[N]]] = []
    at = 0.0
    for child in node.children:
        block = make_block(child, measure, gap, level=level + 1, is_level=is_level)
        if offsets and (block.children or offsets[-1][1].children):
            at += gap / 2
        offsets.append((at, block))
        at += block.extent + gap
    below = at - gap if offsets else 0.0
    start = 0.0
    if is_level and offsets:
        start = max(0.0, height / 2 - offsets[0][1].middle)
    elif offsets:
        start = max(0.0, (height - below) / 2)
    extent = max(height, start + below)
    middle = height / 2
    if offsets:
        first = start + offsets[0][1].middle
        last = first if is_level else start + offsets[-1][0] + offsets[-1][1].middle
        middle = min(max((first + last) / 2, height / 2), extent - height / 2)
    return Block(
        node=node,
        level=level,
        lines=lines,
        height=height,
        middle=middle,
        extent=extent,
        children=tuple((start + offset, block) for offset, block in offsets),
    )


def level_widths(wanted: Sequence[Sequence[float]], least: Sequence[float], room: float) -> list[float]:
    """How wide each level is to be: `wanted` are the lengths of its texts on one line, `least` what it must have.

    The rest of `room` is shared out by the square root of how much text a level has, much as browsers do with the
    columns of a table; no level gets more than its longest text wants. Where there is not even room for what each must
    have, all are cut in the same measure.
    """
    longest = [max(level, default=0.0) for level in wanted]
    widths = [min(most, needed) for most, needed in zip(longest, least, strict=True)]
    if sum(widths) > room:
        widths = [width * room / sum(widths) for width in widths]
    weights = [sqrt(sum(level)) for level in wanted]
    free = room - sum(widths)
    while free > 0.5:
        open_levels = [level for level, width in enumerate(widths) if longest[level] - width > 0.5]
        if not open_levels:
            break
        whole = sum(weights[level] for level in open_levels)
        for level in open_levels:
            widths[level] = min(longest[level], widths[level] + free * weights[level] / whole)
        free = room - sum(widths)
    return widths


def draw_elbows(canvas: Canvas, start: Point, bus: float, end: float, ys: Sequence[float]) -> None:
    """Lines from the edge of a node over an upright at `bus` to its children, which begin at `end` at these heights."""
    x, y = start
    low, high = min((y, *ys)), max((y, *ys))
    upright = [((bus, low), (bus, high))] if high - low > 0.05 else []
    lines = [((x, y), (bus, y)), *upright, *(((bus, each), (end, each)) for each in ys)]
    canvas.rules(lines, stroke="faint", width=0.8)
