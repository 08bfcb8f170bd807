"""Rows with their ranks, numbers and totals → a ruled table with a bar for each total, and a line under the chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebound.figure.canvas import DASH, WIDTH, Canvas, Colour
from casebound.figure.letters import SMALL, balanced, height_of, widest, width_of, wrapped

_RANK = 30.0
_NAME = 180.0
_NARROW = 84.0
"""What a name gets at least."""
_COLUMN = 58.0
_BAR = 56.0
"""What bars get at least."""
_ROW = 24.0
_BAND = 18.0
"""Where the line under the chosen stands."""
_PAD = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRow:
    """A row as it is written; `value` is its total, for its bar."""

    rank: int
    name: str
    numbers: tuple[str, ...]
    total: str
    value: float
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingHead:
    """What stands over the columns, and on the line under the chosen."""

    rank: str
    name: str
    criteria: tuple[str, ...]
    weights: tuple[str, ...]
    """Under each criterion; empty where all weigh the same."""
    total: str
    line: str


class Ranking:
    """Where everything stands; the chosen rows come first."""

    def __init__(self, head: RankingHead, rows: Sequence[RankedRow]) -> None:
        self.head, self.rows = head, rows
        count = len(head.criteria)
        self.label = widest([row.total for row in rows], bold=True) + 8
        self.least = max([_least(row.numbers) for row in rows] + [_least(head.weights)]) + 8
        natural = widest([*(row.name for row in rows), head.name], bold=True) + 2 * _PAD
        room = WIDTH - _RANK - max(self.label + _BAR, width_of(head.total, SMALL) + _PAD)
        self.name = min(natural, _NAME, max(_NARROW, room - count * max(self.least, 38)))
        self.column = min(_COLUMN, (room - self.name) / count)
        self.left = _RANK + self.name + self.column * count + _PAD
        self.names = [wrapped(row.name, self.name - 2 * _PAD, bold=True) for row in rows]
        self.heads = [balanced(name, self.column - 5, SMALL) for name in head.criteria]
        self.corner = wrapped(head.name, self.name - 2 * _PAD, SMALL)
        weight = height_of(["×"], SMALL) if head.weights else 0.0
        self.head_high = max(height_of(lines, SMALL) for lines in (*self.heads, self.corner)) + weight + 8
        self.high = [max(_ROW, height_of(name) + 8) for name in self.names]
        self.line = wrapped(head.line, WIDTH - _RANK - 20, SMALL)
        self.band = height_of(self.line, SMALL) + 4
        self.height = self.head_high + sum(self.high) + self.band + 3

    @property
    def is_wide_enough(self) -> bool:
        """Whether the numbers stand clear of each other."""
        return self.column >= self.least

    def draw(self, canvas: Canvas) -> None:
        """Heads, rows, bars, and the line under the chosen."""
        self._draw_head(canvas)
        y, chosen = self.head_high, sum(row.is_chosen for row in self.rows)
        low, high = min(0.0, *(row.value for row in self.rows)), max(0.0, *(row.value for row in self.rows))
        scale = (WIDTH - self.left - self.label) / ((high - low) or 1.0)
        zero = self.left - low * scale
        for number, row in enumerate(self.rows):
            if number == chosen:
                y = self._draw_line(canvas, y)
            elif number:
                canvas.line(0, y, WIDTH, y, width=0.5)
            middle, high_ = y + self.high[number] / 2, self.high[number]
            rank: Colour = "change" if row.is_chosen else "soft"
            canvas.text(_RANK / 2, middle + 4, str(row.rank), anchor="middle", bold=row.is_chosen, colour=rank)
            lines = self.names[number]
            canvas.lines(_RANK + _PAD, middle - height_of(lines) / 2, lines, bold=row.is_chosen)
            for column, words in enumerate(row.numbers):
                canvas.text(self._middle(column), middle + 4, words, anchor="middle", colour="soft")
            end = zero + row.value * scale
            fill: Colour = "tint1" if row.is_chosen else "tint4"
            canvas.rect(min(zero, end), middle - 6, abs(end - zero), 12, fill=fill)
            canvas.text(max(zero, end) + 4, middle + 4, row.total, bold=row.is_chosen)
            y += high_
        if chosen == len(self.rows):
            y = self._draw_line(canvas, y)
        if low < 0:
            canvas.line(zero, self.head_high, zero, y, stroke="ink", width=0.8)
        canvas.line(0, y, WIDTH, y, stroke="ink", width=0.9)
        canvas.height = self.height

    def _middle(self, column: int) -> float:
        return _RANK + self.name + self.column * (column + 0.5)

    def _draw_head(self, canvas: Canvas) -> None:
        base = self.head_high - 4
        canvas.line(0, 0.5, WIDTH, 0.5, stroke="ink", width=0.9)
        canvas.line(0, self.head_high, WIDTH, self.head_high, stroke="ink", width=0.9)
        for x, words in ((2.0, self.head.rank), (self.left, self.head.total)):
            canvas.text(x, base - 3, words, size=SMALL, colour="soft")
        canvas.lines(_RANK + _PAD, base - height_of(self.corner, SMALL), self.corner, size=SMALL, colour="soft")
        for column, lines in enumerate(self.heads):
            weight = self.head.weights[column] if self.head.weights else ""
            if weight:
                canvas.text(self._middle(column), base - 3, weight, size=SMALL, anchor="middle", bold=True)
            top = base - height_of([*lines, weight] if weight else lines, SMALL)
            canvas.lines(self._middle(column), top, lines, size=SMALL, anchor="middle")

    def _draw_line(self, canvas: Canvas, y: float) -> float:
        """The line under the chosen, with its words; the height at its end."""
        end = y + self.band
        canvas.lines(_RANK + _PAD, y + 1, self.line, size=SMALL, colour="change")
        start = _RANK + _PAD + widest(self.line, SMALL) + 6
        canvas.line(0, y + self.band / 2, _RANK, y + self.band / 2, stroke="change", width=0.9, dash=DASH)
        canvas.line(start, y + self.band / 2, WIDTH, y + self.band / 2, stroke="change", width=0.9, dash=DASH)
        return end


def _least(numbers: Sequence[str]) -> float:
    return widest(list(numbers))
