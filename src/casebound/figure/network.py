"""Tasks with six times each, and what waits for what → a network from left to right, in several rows when long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from casebound.figure.canvas import WIDTH, Canvas, Colour, Point
from casebound.figure.canvas import number as at
from casebound.figure.layers import Edge, make_layers, placed, ports
from casebound.figure.letters import LEADING, SMALL, balanced, height_of, width_of, wrapped
from casebound.text.localized import phrase

TINY = 9.0
_MOST = 5
"""Columns beside each other."""
_WIDEST = 132.0
_GAP = 30.0
"""Between two columns."""
_LEAST = 440.0
"""How wide the drawing is at least."""
_APART = 11.0
"""Between two boxes below each other."""
_HEAD = 6.5
_TRACK = 5.0
"""Between two lines that run round to the next row."""
_EDGE = 2.0
_ROUND = 4.0
_PAD = 5.0

Three = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What stands in a box."""

    name: str
    above: Three
    """Earliest start, duration, earliest finish, as written."""
    below: Three
    """Latest start, float, latest finish."""
    is_critical: bool


class Network:
    """Where everything stands."""

    def __init__(self, tasks: Sequence[Task], edges: tuple[Edge, ...], is_critical: Sequence[bool]) -> None:
        self.tasks, self.is_critical = tasks, is_critical
        self.layers = make_layers(len(tasks), edges)
        rows = self.layers.rows
        self._level = {cell: level for level, row in enumerate(rows) for cell in row}
        self._links = tuple(dict.fromkeys(self.layers.links))
        self.columns = -(-len(rows) // -(-len(rows) // _MOST))
        while self._measure() < 70 and self.columns > 2:
            self.columns -= 1
        self.wide = self._measure()
        self.names = [balanced(task.name, self.wide - 2 * _PAD, SMALL, bold=True) for task in tasks]
        self._high = [
            height_of(name, SMALL) + 8 + sum(self._lines(each) for each in (task.above, task.below)) * TINY * LEADING
            for name, task in zip(self.names, tasks, strict=True)
        ]
        sizes = {cell: self._high[cell] if cell < len(tasks) else 0.0 for row in rows for cell in row}
        middle: dict[int, float] = {}
        self._bottoms: list[float] = []
        top = _EDGE
        for first in range(0, len(rows), self.columns):
            block = rows[first : first + self.columns]
            room = max(self._room(row, sizes) for row in block)
            within = placed(self.layers, block, sizes, room=room, gap=_APART, tight=9.0)
            middle |= {cell: top + y for cell, y in within.items()}
            self._bottoms.append(top + room)
            top += room + 24 + self._step * len(self._round(first + self.columns - 1))
        self._middle = middle
        self._ports = ports(self.layers, middle, sizes, 9.0)
        self.bottom = self._bottoms[-1] + _EDGE

    def _round(self, level: int) -> list[Edge]:
        """The steps from the last column of a row to the first of the next, in their order down."""
        place = {cell: at for row in self.layers.rows for at, cell in enumerate(row)}
        found = [link for link in self._links if self._level[link[0]] == level]
        return sorted(found, key=lambda link: (place[link[0]], place[link[1]]))

    def _measure(self) -> float:
        """The width of a box, when so many columns stand beside each other."""
        last = range(self.columns - 1, len(self.layers.rows) - 1, self.columns)
        tracks = max((len(self._round(level)) for level in last), default=0)
        self._step = min(_TRACK, 50 / max(1, tracks))
        self._side = _EDGE + (12 + self._step * (tracks - 1) if tracks else 0.0)
        return min(_WIDEST, (WIDTH - 2 * self._side - _GAP * (self.columns - 1)) / self.columns)

    def _room(self, row: Sequence[int], sizes: dict[int, float]) -> float:
        count = len(self.tasks)
        return sum(sizes[cell] for cell in row) + sum(_APART if max(pair) < count else 9.0 for pair in pairwise(row))

    def _lines(self, three: Three) -> int:
        first, middle, last = (width_of(word, TINY) for word in three)
        return 1 if 2 * max(first, last) + middle + 4 * _PAD <= self.wide else 3

    def _left(self, cell: int) -> float:
        return self._side + (self._level[cell] % self.columns) * (self.wide + _GAP)

    def height_with_key(self, lang: str, unit: str) -> float:
        """How high the drawing is, with the key under it."""
        return self.bottom + 14 + max(_key_high(lang), height_of(_note(lang, unit), SMALL) + 10)

    def draw(self, canvas: Canvas, lang: str, unit: str) -> None:
        """Lines, those of the critical path last; boxes; a box that says what its numbers are."""
        canvas.width = max(2 * self._side + self._wide_of_row(), _LEAST)
        for is_critical in (False, True):
            for chain, critical in zip(self.layers.chains, self.is_critical, strict=True):
                if critical == is_critical:
                    self._draw_line(canvas, chain, is_critical=critical)
        for cell, (task, name) in enumerate(zip(self.tasks, self.names, strict=True)):
            y = self._middle[cell] - self._high[cell] / 2
            self._draw_box(canvas, (self._left(cell), y), self._high[cell], task, name)
        _draw_key(canvas, self.bottom + 14, lang, unit)
        canvas.height = self.height_with_key(lang, unit)

    def _draw_line(self, canvas: Canvas, chain: tuple[int, ...], *, is_critical: bool) -> None:
        colour: Colour = "change" if is_critical else "soft"
        path = [f"M{at(self._left(chain[0]) + self.wide)} {at(self._ports[chain[0], chain[1]])}"]
        for a, b in pairwise(chain):
            x1, x2 = self._left(a) + self.wide, self._left(b) - (_HEAD if b == chain[-1] else 0.0)
            y1, y2 = self._ports[a, b], self._ports[b, a]
            if a != chain[0]:
                path.append(f"L{at(x1)} {at(y1)}")
            if self._level[a] % self.columns == self.columns - 1:
                path.append(_bent(((x1, y1), *self._turns((a, b)), (x2, y2))))
            elif abs(y1 - y2) < 0.5:
                path.append(f"L{at(x2)} {at(y2)}")
            else:
                half = (x1 + x2) / 2
                path.append(f"C{at(half)} {at(y1)} {at(half)} {at(y2)} {at(x2)} {at(y2)}")
        canvas.path("".join(path), stroke=colour, width=2.0 if is_critical else 0.9)
        x, y, side = self._left(chain[-1]), self._ports[chain[-1], chain[-2]], 3.6 if is_critical else 2.8
        canvas.polygon(((x, y), (x - _HEAD - 0.5, y - side), (x - _HEAD - 0.5, y + side)), fill=colour)

    def _turns(self, link: Edge) -> tuple[Point, ...]:
        """The corners of a line to the next row: outer lines stay outer, so that none of them cross."""
        level = self._level[link[0]]
        tracks = self._round(level)
        place = tracks.index(link)
        inner = self._step * (len(tracks) - 1 - place)
        right = self._side + self._wide_of_row() + 6 + inner
        left = self._side - 11 - self._step * place
        y = self._bottoms[level // self.columns] + 10 + inner
        return (right, self._ports[link]), (right, y), (left, y), (left, self._ports[link[1], link[0]])

    def _wide_of_row(self) -> float:
        return self.columns * (self.wide + _GAP) - _GAP

    def _draw_box(self, canvas: Canvas, corner: Point, high: float, task: Task, name: list[str]) -> None:
        x, y = corner
        stroke: Colour = "change" if task.is_critical else "tint2"
        canvas.rect(x, y, self.wide, high, fill="paper", stroke=stroke, line=2.0 if task.is_critical else 0.8)
        top = self._draw_three(canvas, x, y + 2, task.above)
        end = canvas.lines(x + self.wide / 2, top + 2, name, size=SMALL, anchor="middle", bold=task.is_critical)
        self._draw_three(canvas, x, end + 2, task.below)

    def _draw_three(self, canvas: Canvas, x: float, top: float, three: Three) -> float:
        """Three numbers beside each other, or below where they are too long; the height at which they end."""
        places = (x + _PAD, x + self.wide / 2, x + self.wide - _PAD)
        lines = self._lines(three)
        for number, (word, place) in enumerate(zip(three, places, strict=True)):
            y = top + (number if lines > 1 else 0) * TINY * LEADING
            canvas.lines(place, y, [word], size=TINY, anchor=("start", "middle", "end")[number], colour="soft")
        return top + lines * TINY * LEADING


def _bent(points: Sequence[Point]) -> str:
    """The path through points with small round corners, from the first, where the pen stands."""
    path = []
    for (x0, y0), (x, y), (x2, y2) in zip(points, points[1:], points[2:], strict=False):
        near = [(x + _toward(x, end_x), y + _toward(y, end_y)) for end_x, end_y in ((x0, y0), (x2, y2))]
        (ax, ay), (bx, by) = near
        path.append(f"L{at(ax)} {at(ay)}Q{at(x)} {at(y)} {at(bx)} {at(by)}")
    return "".join(path) + f"L{at(points[-1][0])} {at(points[-1][1])}"


def _toward(place: float, end: float) -> float:
    return max(-_ROUND, min(_ROUND, (end - place) / 2))


_ABOVE = phrase("最早开始|工期|最早完成", "earliest start|duration|earliest finish")
_BELOW = phrase("最迟开始|总时差|最迟完成", "latest start|float|latest finish")
_NAME = phrase("编号 名称", "id and name")
_KEY_WIDE = 186.0


def _note(lang: str, unit: str) -> list[str]:
    words = phrase(
        "粗框粗线：关键线路，它拖延，总工期就拖延", "Thick: the critical path; a delay there delays the project"
    ).to(lang)
    if unit:
        words = phrase("时间单位：{{unit}}", "Times in {{unit}}").to(lang).format(unit=unit) + "\n" + words
    return wrapped(words, _LEAST - _KEY_WIDE - 20, SMALL)


def _key_high(_lang: str) -> float:
    return 2 * TINY * LEADING + SMALL * LEADING + 8


def _draw_key(canvas: Canvas, top: float, lang: str, unit: str) -> None:
    """A box with the names of the numbers in it, and what thick lines are."""
    high = _key_high(lang)
    canvas.rect(_EDGE, top, _KEY_WIDE, high, fill="tint5")
    for y, words in ((top + 2, _ABOVE), (top + high - 2 - TINY * LEADING, _BELOW)):
        places = (_EDGE + _PAD, _EDGE + _KEY_WIDE / 2, _EDGE + _KEY_WIDE - _PAD)
        for number, (place, word) in enumerate(zip(places, words.to(lang).split("|"), strict=True)):
            canvas.lines(place, y, [word], size=TINY, anchor=("start", "middle", "end")[number], colour="soft")
    middle = top + 4 + TINY * LEADING
    canvas.lines(_EDGE + _KEY_WIDE / 2, middle, [_NAME.to(lang)], size=SMALL, anchor="middle", colour="soft")
    canvas.lines(_EDGE + _KEY_WIDE + 16, top + 5, _note(lang, unit), size=SMALL, colour="soft")
