"""Rows and columns with a symbol where they meet → a ruled grid with totals; between two blocks of rows, its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebound.figure.canvas import WIDTH, Canvas, Colour
from casebound.figure.letters import SMALL, balanced, height_of, widest, width_of, wrapped

_COLUMN = 66.0
"""The widest column."""
_NARROW = 34.0
"""What a column should have at least."""
_LABEL = 190.0
_ROW = 22.0
_PAD = 5.0
_EDGE = 1.0
RADIUS = 5.2


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row as it is written."""

    name: str
    weight: str
    marks: tuple[str, ...]
    """`strong`, `medium`, `weak`, `related` or nothing for each column."""
    total: str
    is_top: bool
    """Whether no row has a greater total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridHead:
    """What stands over, between and under the rows."""

    corner: str
    columns: tuple[str, ...]
    totals: tuple[str, ...]
    tops: tuple[bool, ...]
    """Whether no column has a greater total."""
    weight: str
    """The head of the column of weights; empty where there is none."""
    total: str
    blocks: tuple[str, ...]
    """Of a T-shaped grid: what stands above its head, what below."""


class Grid:
    """Where everything stands. `upper` rows stand above the head: none in an L-shaped grid."""

    def __init__(self, head: GridHead, rows: Sequence[GridRow], upper: int, key: Sequence[tuple[str, str]]) -> None:
        self.head, self.rows, self.upper, self.key = head, rows, upper, key
        self.weight = max(widest([head.weight, *(row.weight for row in rows)], SMALL) + 10, 26) if head.weight else 0.0
        self.weight = min(self.weight, 52.0)
        self.total = max(widest([head.total, *(row.total for row in rows)], SMALL, bold=True) + 12, 34)
        count = len(head.columns)
        fixed = self.weight + self.total + 2 * _EDGE
        natural = widest([*(row.name for row in rows), head.corner, head.total, *head.blocks]) + 2 * _PAD + 14
        self.label = min(natural, _LABEL, max(80.0, WIDTH - fixed - count * _NARROW))
        self.column = min(_COLUMN, (WIDTH - fixed - self.label) / count)
        self.names = [wrapped(row.name, self.label - 2 * _PAD) for row in rows]
        self.heads = [balanced(name, self.column - 6, SMALL) for name in head.columns]
        self.weight_head = wrapped(head.weight, self.weight - 4, SMALL) if head.weight else []
        corner = [f"{head.blocks[0]} ↑", f"{head.blocks[1]} ↓"] if head.blocks else [head.corner]
        self.corner = [wrapped(words, self.label - 2 * _PAD, SMALL) for words in corner]
        self.high = [max(_ROW, height_of(name) + 7) for name in self.names]
        deepest = max([height_of(lines, SMALL) for lines in (*self.heads, self.weight_head)])
        self.head_high = max(deepest, sum(height_of(lines, SMALL) + 2 for lines in self.corner)) + 8
        self.width = fixed + self.label + self.column * count
        self.bottom = _EDGE + self.head_high + sum(self.high) + _ROW
        self.height = self.bottom + (24 if key else 2)

    @property
    def is_wide_enough(self) -> bool:
        """Whether the totals stand clear of each other."""
        return widest(list(self.head.totals), SMALL, bold=True) < self.column - 2

    def _x(self, column: int) -> float:
        return _EDGE + self.label + self.weight + self.column * column

    def draw(self, canvas: Canvas) -> None:
        """The grid, and what its symbols count."""
        canvas.width, canvas.height = self.width, self.height
        right = self.width - _EDGE
        for column, is_top in enumerate(self.head.tops):
            if is_top:
                canvas.rect(self._x(column), _EDGE, self.column, self.bottom - _EDGE, fill="tint5")
        uprights = [self._x(column) for column in range(len(self.head.columns) + 1)]
        starts, head = self._starts()
        end = self.bottom - _ROW
        levels = [((_EDGE, y), (right, y)) for y in starts]
        canvas.rules([*(((x, _EDGE), (x, self.bottom)) for x in uprights), *levels], width=0.5)
        bounds = [*([head] if self.upper else []), head + self.head_high, end]
        canvas.rules((((_EDGE, y), (right, y)) for y in bounds), stroke="ink", width=0.9)
        for number, row in enumerate(self.rows):
            if number == self.upper:
                self._draw_head(canvas, head)
            self._draw_row(canvas, number, row, starts[number])
        base = end + _ROW / 2 + 3.7
        canvas.text(_EDGE + _PAD, base, self.head.total, size=SMALL, colour="soft")
        for column, (total, is_top) in enumerate(zip(self.head.totals, self.head.tops, strict=True)):
            x = self._x(column) + self.column / 2
            colour: Colour = "change" if is_top else "ink"
            canvas.text(x, base, total, size=SMALL, anchor="middle", bold=is_top, colour=colour)
        self._draw_key(canvas)

    def _starts(self) -> tuple[list[float], float]:
        """Where each row begins, and where the head."""
        starts, y, head = [], _EDGE, _EDGE
        for number, high in enumerate(self.high):
            if number == self.upper:
                head, y = y, y + self.head_high
            starts.append(y)
            y += high
        return starts, head

    def _draw_head(self, canvas: Canvas, y: float) -> None:
        """The names of the columns; in a T-shaped grid also what stands above and below."""
        end, right = y + self.head_high, self.width - _EDGE
        is_t = len(self.corner) == 2
        canvas.lines(
            _EDGE + _PAD,
            y + 4 if is_t else end - 4 - height_of(self.corner[0], SMALL),
            self.corner[0],
            size=SMALL,
            colour="soft",
            bold=is_t,
        )
        if is_t:
            canvas.lines(
                _EDGE + _PAD,
                end - 4 - height_of(self.corner[1], SMALL),
                self.corner[1],
                size=SMALL,
                colour="soft",
                bold=True,
            )
        for column, lines in enumerate(self.heads):
            deep = height_of(lines, SMALL)
            top = y + (self.head_high - deep) / 2 if is_t else end - 4 - deep
            canvas.lines(self._x(column) + self.column / 2, top, lines, size=SMALL, anchor="middle")
        deep = height_of(self.weight_head, SMALL)
        middle = _EDGE + self.label + self.weight / 2
        canvas.lines(
            middle,
            (y + end - deep) / 2 if is_t else end - 4 - deep,
            self.weight_head,
            size=SMALL,
            anchor="middle",
            colour="soft",
        )
        canvas.text(
            right - _PAD,
            (y + end) / 2 + 3.7 if is_t else end - 7,
            self.head.total,
            size=SMALL,
            anchor="end",
            colour="soft",
        )

    def _draw_row(self, canvas: Canvas, number: int, row: GridRow, y: float) -> None:
        middle = y + self.high[number] / 2
        canvas.lines(_EDGE + _PAD, middle - height_of(self.names[number]) / 2, self.names[number])
        if row.weight:
            x = _EDGE + self.label + self.weight / 2
            canvas.text(x, middle + 3.7, row.weight, size=SMALL, anchor="middle", colour="soft")
        for column, mark in enumerate(row.marks):
            draw_mark(canvas, mark, self._x(column) + self.column / 2, middle)
        colour: Colour = "change" if row.is_top else "ink"
        x = self.width - _EDGE - _PAD
        canvas.text(x, middle + 3.7, row.total, size=SMALL, anchor="end", bold=row.is_top, colour=colour)

    def _draw_key(self, canvas: Canvas) -> None:
        x, y = _EDGE + _PAD + RADIUS, self.bottom + 14
        for mark, words in self.key:
            draw_mark(canvas, mark, x, y)
            canvas.text(x + RADIUS + 4, y + 3.7, words, size=SMALL, colour="soft")
            x += width_of(words, SMALL) + 2 * RADIUS + 20


def draw_mark(canvas: Canvas, mark: str, x: float, y: float) -> None:
    """◎, ○, △ or ● as shapes: every font draws the characters otherwise."""
    if mark == "strong":
        canvas.circle(x, y, RADIUS, stroke="accent", width=1.2)
        canvas.circle(x, y, RADIUS * 0.48, fill="accent")
    elif mark == "medium":
        canvas.circle(x, y, RADIUS, stroke="accent", width=1.2)
    elif mark == "weak":
        points = ((x, y - RADIUS), (x + RADIUS, y + RADIUS * 0.8), (x - RADIUS, y + RADIUS * 0.8))
        canvas.polygon(points, stroke="accent", width=1.0)
    elif mark:
        canvas.circle(x, y, RADIUS * 0.7, fill="accent")
