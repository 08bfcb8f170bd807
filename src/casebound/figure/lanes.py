"""A table, or a list of steps with `lane: text` under each → lanes by steps, for blueprints and journey maps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casebound.figure.canvas import WIDTH
from casebound.figure.given import Given
from casebound.figure.letters import SMALL, height_of, wrapped
from casebound.figure.outline import Item
from casebound.text.localized import phrase
from casebound.text.source import Span

MOST_STEPS, MOST_LANES, MOST_IN_BAND = 24, 12, 7
LABELS = 62.0
"""How much of the width the names of lanes take."""
HIGHEST = 880.0
"""A page of A4 less its margins and caption."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__", re.DOTALL)
_FAIL = re.compile(r"\s*[(（]\s*(?:F|失误|失败)\s*[)）]\s*", re.IGNORECASE)
_WAIT = re.compile(r"\s*[(（]\s*(?:W|等|等待)\s*[)）]\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*[:：]\s*")
_WHOLLY_BOLD = re.compile(r"\s*(?:[-*+]|\d+[.)、])\s+(?:\*\*|__)[^*_]+[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What happens in one lane at one step; empty text where nothing does."""

    text: str = ""
    is_marked: bool = False
    """Whether it was set in bold."""
    is_fail: bool = False
    """Marked in bold, with “!” at either end, or with (F)."""
    is_wait: bool = False
    """Marked with (W)."""
    place: Span | None = None


EMPTY = Cell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row: as many cells as there are steps."""

    name: str
    cells: tuple[Cell, ...]
    place: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Steps from left to right, lanes from above."""

    corner: str
    """What the table calls its lanes; empty for a list."""
    steps: tuple[str, ...]
    lanes: tuple[Lane, ...]


def read_grid(given: Given) -> Grid | None:
    """The table or list; None with a finding where there is none, or too much of it."""
    grid = _from_list(given) if given.outline else _from_table(given)
    if grid is None:
        return None
    if not grid.steps or not grid.lanes or not any(cell.text for lane in grid.lanes for cell in lane.cells):
        given.refuse(phrase("没有一个格子有字", "There is no cell with words in it"))
        return None
    if len(grid.steps) > MOST_STEPS or len(grid.lanes) > MOST_LANES:
        message = phrase(
            "有 {steps} 步、{lanes} 行，最多画 {most} 步、{rows} 行",
            "{steps} steps and {lanes} lanes; {most} steps and {rows} lanes can be drawn",
            steps=len(grid.steps),
            lanes=len(grid.lanes),
            most=MOST_STEPS,
            rows=MOST_LANES,
        )
        given.refuse(message, hint=phrase("合并步骤，或分成几张图", "Put steps together, or make several figures"))
        return None
    return grid


def _from_table(given: Given) -> Grid | None:
    if not given.need(2) or given.table is None:
        return None
    table, lanes = given.table, dict[str, Lane]()
    for row in table.rows:
        cells = tuple(cell_of(text, table.place(row, at)) if text else EMPTY for at, text in enumerate(row.cells) if at)
        _add(lanes, cell_of(row.cells[0], table.place(row, 0)).text, cells, table.source.line_span(row.line))
    return Grid(
        corner=table.header[0],
        steps=tuple(cell_of(name, None).text or str(at) for at, name in enumerate(table.header[1:], 1)),
        lanes=tuple(lanes.values()),
    )


def _from_list(given: Given) -> Grid:
    steps, lanes = [item.text for item in given.outline], dict[str, Lane]()
    for at, step in enumerate(given.outline):
        for item in step.children:
            name, *words = _PARTS.split(item.text, maxsplit=1)
            if not words:
                message = phrase("“{text}”没有写是哪一行", "“{text}” does not say its lane", text=item.text[:40])
                given.refuse(message, item.place, phrase("写作“行名：内容”", "Write “lane: what happens”"))
                continue
            below = [each.text for child in item.children for each in child.walk()]
            cell = cell_of("\n".join([*words, *below]), item.place)
            cell = replace(cell, is_marked=True, is_fail=True) if _is_wholly_bold(item) else cell
            cells = tuple(cell if other == at else EMPTY for other in range(len(steps)))
            _add(lanes, cell_of(name, None).text, cells, item.place)
    return Grid(corner="", steps=tuple(steps), lanes=tuple(lanes.values()))


def _is_wholly_bold(item: Item) -> bool:
    """Whether the stars hold more than the lane's name."""
    return item.is_marked and _WHOLLY_BOLD.match(item.place.text) is not None


def _add(lanes: dict[str, Lane], name: str, cells: tuple[Cell, ...], place: Span) -> None:
    """One more row; what stands in one place twice is written below each other."""
    there = lanes.get(name)
    if there is None:
        lanes[name] = Lane(name=name, cells=cells, place=place)
        return
    lanes[name] = replace(there, cells=tuple(map(_together, there.cells, cells)))


def _together(one: Cell, other: Cell) -> Cell:
    if not one.text or not other.text:
        return one if one.text else other
    return Cell(
        text=f"{one.text}\n{other.text}",
        is_marked=one.is_marked or other.is_marked,
        is_fail=one.is_fail or other.is_fail,
        is_wait=one.is_wait or other.is_wait,
        place=one.place,
    )


def cell_of(text: str, place: Span | None) -> Cell:
    """A cell's words without their signs."""
    words = _BREAK.sub("\n", text)
    is_marked = _BOLD.search(words) is not None
    words = _BOLD.sub(lambda match: match[1] or match[2], words)
    is_fail, is_wait = _FAIL.search(words) is not None, _WAIT.search(words) is not None
    words = _WAIT.sub("", _FAIL.sub("", words)).strip()
    return Cell(
        text=words,
        is_marked=is_marked,
        is_fail=is_marked or is_fail or words.startswith(("!", "！")) or words.endswith(("!", "！")),
        is_wait=is_wait,
        place=place,
    )


def flat(cell: Cell) -> str:
    """A cell's words on one line, with its signs behind them."""
    signs = ["(F)"] * cell.is_fail + ["(W)"] * cell.is_wait
    return " ".join([*cell.text.split("\n"), *signs]).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Some steps beside each other."""

    first: int
    count: int
    column: float
    """How wide a column is."""

    def left(self, step: int) -> float:
        """Where the column of a step of this band begins."""
        return LABELS + (step - self.first) * self.column

    @property
    def steps(self) -> range:
        """Its steps by number."""
        return range(self.first, self.first + self.count)


def bands(steps: int, most: int) -> Iterator[Band]:
    """Bands of at most so many steps, as equal as can be; columns are equally wide in all."""
    rows = -(-steps // most)
    per = -(-steps // rows)
    for first in range(0, steps, per):
        yield Band(first=first, count=min(per, steps - first), column=(WIDTH - LABELS) / per)


def row_height(texts: Sequence[str], width: float, *, bold: bool = False) -> float:
    """The height of the highest of these texts."""
    return max((height_of(wrapped(text, width, SMALL, bold=bold), SMALL) for text in texts), default=0.0)


def lane_names_height(name: str) -> float:
    """How high the name of a lane stands beside its row."""
    return height_of(wrapped(name, LABELS - 8, SMALL, bold=True), SMALL)
