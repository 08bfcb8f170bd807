"""A digraph and its words → boxes in layers from top to bottom, and arrows that run only in the lanes between them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from casebound.figure.canvas import TALLEST, WIDTH, Canvas, number
from casebound.figure.layers import Edge, make_layers, placed, ports
from casebound.figure.letters import SMALL, height_of

_GAP = 16.0
"""Between two boxes of a layer."""
_LANE = 9.0
"""Beside a line that passes through a layer."""
_LEAST = 32.0
"""Between two layers, for a few arrows."""
_EDGE = 2.0
_HEAD = 6.5
_FEW = 9
"""Boxes for which three beside each other are enough."""


class Web:
    """Where everything stands. `words(number, width)`: the lines of a box's name, and small ones under it."""

    def __init__(
        self, count: int, arrows: tuple[Edge, ...], words: Callable[[int, float], tuple[list[str], list[str]]]
    ) -> None:
        self.count = count
        self.layers = make_layers(count, arrows, widest=3 if count <= _FEW else 4, is_late=True)
        rows = self.layers.rows
        passing = max(sum(cell >= count for cell in row) for row in rows)
        lane = min(_LANE, 150 / max(1, passing))
        wide, room = 140.0 if count <= _FEW else 122.0, WIDTH - 2 * _EDGE
        for row in rows:
            apart = sum(_GAP if max(pair) < count else lane for pair in pairwise(row))
            wide = min(wide, (room - apart) / max(1, sum(cell < count for cell in row)))
        self.wide = wide
        self.words = [words(each, wide) for each in range(count)]
        self._high = [height_of(name) + height_of(small, SMALL) + 12 for name, small in self.words]
        sizes = {cell: wide if cell < count else 0.0 for row in rows for cell in row}
        middle = placed(self.layers, rows, sizes, room=room, gap=_GAP, tight=lane)
        self._middle = {cell: at + _EDGE for cell, at in middle.items()}
        self._level = {cell: level for level, row in enumerate(rows) for cell in row}
        highs = [max([self._high[cell] for cell in row if cell < count], default=0.0) for row in rows]
        crowds = [sum(self._level[a] == level for a, _ in self.layers.links) for level in range(len(rows) - 1)]
        lanes = [min(60.0, _LEAST + 1.5 * crowd) for crowd in crowds]
        over = sum(highs) + sum(lanes) + 2 * _EDGE - TALLEST
        if over > 0:
            lanes = [max(_LEAST, each - over / len(lanes)) for each in lanes]
        self._bands: list[tuple[float, float]] = []
        top = _EDGE
        for high, below in zip(highs, [*lanes, 0.0], strict=True):
            self._bands.append((top, top + high))
            top += high + below
        self.height = self._bands[-1][1] + _EDGE
        self._ports = ports(self.layers, self._middle, sizes, 16.0)

    def box(self, cell: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a box, in the middle of its layer."""
        top, bottom = self._bands[self._level[cell]]
        high = self._high[cell]
        return self._middle[cell] - self.wide / 2, (top + bottom - high) / 2, self.wide, high

    def draw_arrows(self, canvas: Canvas) -> None:
        """All arrows; two between the same boxes in opposite directions are one line with two heads."""
        for chain in self.layers.chains:
            tail, head = chain[0], chain[-1]
            is_down = self._level[tail] < self._level[head]
            _, top, _, high = self.box(tail)
            path = [f"M{number(self._ports[tail, chain[1]])} {number(top + high if is_down else top)}"]
            for a, b in pairwise(chain):
                x1, x2 = self._ports[a, b], self._ports[b, a]
                start, end = self._bands[self._level[a]][is_down], self._bands[self._level[b]][not is_down]
                end += 0.0 if b != head else -_HEAD if is_down else _HEAD
                half = (start + end) / 2
                path.append(f"L{number(x1)} {number(start)}")
                curve = f"C{number(x1)} {number(half)} {number(x2)} {number(half)} {number(x2)} {number(end)}"
                path.append(f"L{number(x2)} {number(end)}" if abs(x1 - x2) < 0.5 else curve)
            _, top, _, high = self.box(head)
            x, tip, back = self._ports[head, chain[-2]], top if is_down else top + high, -_HEAD if is_down else _HEAD
            path.append(f"L{number(x)} {number(tip + back)}")
            canvas.path("".join(path), stroke="soft", width=0.9)
            canvas.polygon(((x, tip), (x - 2.8, tip + back), (x + 2.8, tip + back)), fill="soft")
