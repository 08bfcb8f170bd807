"""Problems with their whys → boxes in rows, one row a why, with arrows down to the root causes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.figure.canvas import WIDTH, Canvas, Colour
from casebound.figure.letters import SIZE, SMALL, balanced, height_of, width_of
from casebound.figure.palette import PAPER
from casebound.text.localized import phrase
from casebound.text.source import Span

WIDEST = 5
"""Chains side by side; with more, a line has not even seven characters."""
_TOGETHER = 4
"""Chains of several problems that may stand in one row."""
_BOX = 268.0
"""Width of the widest box."""
_BETWEEN = 14.0
_STEP = 20.0
"""From row to row: for the arrow."""
_PAD = 7.0
_NEAR = 9.0
"""From a cause to its countermeasures."""
_LABEL = phrase("为什么{{n}}", "Why {{n}}")
_PROBLEM, _ROOT = phrase("问题", "Problem"), phrase("根本原因", "Root cause")
_ACTION = phrase("对策：", "Countermeasure: ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A problem (level 0), or an answer to a why."""

    text: str
    level: int
    is_root: bool
    place: Span
    actions: tuple[str, ...]
    """Countermeasures."""
    children: tuple[Why, ...]

    def walk(self) -> Iterator[Why]:
        """This one and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def breadth(self) -> int:
        """How many chains end below it."""
        return sum(child.breadth for child in self.children) or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where the first column begins, how wide each is, and what the rows are called."""

    left: float
    column: float
    words: Sequence[str]
    lang: str


@dataclass(slots=True, kw_only=True)
class _Box:
    why: Why
    lines: list[str]
    middle: float
    width: float
    height: float
    actions: list[list[str]]
    boxes: list[_Box]
    top: float = 0.0

    @property
    def tail(self) -> float:
        """How high the countermeasures are, with the way down to them."""
        inside = sum(height_of(lines, SMALL) for lines in self.actions) + 3 * (len(self.actions) - 1)
        return _NEAR + inside + 8 if self.actions else 0.0

    def walk(self) -> Iterator[_Box]:
        yield self
        for box in self.boxes:
            yield from box.walk()


def height_of_chains(problems: Sequence[Why], lang: str) -> float:
    """How high they stand when they are drawn."""
    canvas = Canvas(PAPER, WIDTH)
    draw_chains(problems, canvas, lang)
    return canvas.height


def draw_chains(problems: Sequence[Why], canvas: Canvas, lang: str) -> None:
    """Few chains side by side, many with each problem in a band of its own."""
    breadth = sum(problem.breadth for problem in problems)
    bands = [list(problems)] if breadth <= _TOGETHER else [[problem] for problem in problems]
    deepest = max(why.level for problem in problems for why in problem.walk())
    words = [_PROBLEM.to(lang), *(_LABEL.filled(n=n).to(lang) for n in range(1, deepest + 1))]
    left = max(width_of(word, SMALL) for word in words) + 12
    most = max(sum(problem.breadth for problem in band) for band in bands)
    column = min(_BOX, (canvas.width - left - 1 - _BETWEEN * (most - 1)) / most)
    canvas.width = left + column * most + _BETWEEN * (most - 1) + 1
    grid, top = _Grid(left=left, column=column, words=words, lang=lang), 1.0
    for number, band in enumerate(bands):
        if number:
            canvas.line(0, top + 12, canvas.width, top + 12, width=0.5)
            top += 25
        top = _draw_band(canvas, band, top, grid)
    canvas.height = top + 1


def _draw_band(canvas: Canvas, band: Sequence[Why], top: float, grid: _Grid) -> float:
    boxes, at = list[_Box](), grid.left
    for problem in band:
        boxes.append(_box(problem, at, grid.column, grid.lang))
        at += (grid.column + _BETWEEN) * problem.breadth
    placed = [each for box in boxes for each in box.walk()]
    rows = sorted({box.why.level for box in placed})
    bottom = top
    for level in rows:
        row = [box for box in placed if box.why.level == level]
        for box in row:
            box.top, box.height = top, max(each.height for each in row)
        tallest = max(box.height for box in row)
        canvas.text(0, top + tallest / 2 + 3.6, grid.words[level], size=SMALL, colour="soft")
        high = max([tallest, *(box.height + box.tail for box in row if box.boxes)])
        bottom = max([bottom, *(top + box.height + box.tail for box in row)])
        top += high + _STEP
    for box in placed:
        _draw_box(canvas, box, grid.lang)
    return bottom


def _box(why: Why, left: float, column: float, lang: str) -> _Box:
    span = column * why.breadth + _BETWEEN * (why.breadth - 1)
    width = min(span, max(_BOX, column))
    is_bold = why.is_root or not why.level
    lines = balanced(why.text, width - 2 * _PAD, SIZE, bold=is_bold)
    boxes, at = list[_Box](), left
    for child in why.children:
        boxes.append(_box(child, at, column, lang))
        at += (column + _BETWEEN) * child.breadth
    return _Box(
        why=why,
        lines=lines,
        middle=left + span / 2,
        width=width,
        height=height_of(lines) + 2 * _PAD + (SMALL + 5 if why.is_root else 0),
        actions=[balanced(f"{_ACTION.to(lang)}{action}", width - 2 * _PAD, SMALL) for action in why.actions],
        boxes=boxes,
    )


def _draw_box(canvas: Canvas, box: _Box, lang: str) -> None:
    left, bottom, why = box.middle - box.width / 2, box.top + box.height, box.why
    if not why.level:
        canvas.rect(left, box.top, box.width, box.height, fill="tint1")
    else:
        frame: Colour = "change" if why.is_root else "rule"
        canvas.rect(left, box.top, box.width, box.height, stroke=frame, line=1.5 if why.is_root else 0.9)
    inside = height_of(box.lines) + (SMALL + 5 if why.is_root else 0)
    start = box.top + (box.height - inside) / 2
    if why.is_root:
        canvas.text(box.middle, start + 9, _ROOT.to(lang), size=SMALL, anchor="middle", colour="change", bold=True)
        start += SMALL + 5
    colour: Colour = "ink" if why.level else "paper"
    canvas.lines(box.middle, start, box.lines, anchor="middle", colour=colour, bold=why.is_root or not why.level)
    if box.actions:
        canvas.line(box.middle, bottom, box.middle, bottom + _NEAR, stroke="soft", width=0.9)
        canvas.rect(left, bottom + _NEAR, box.width, box.tail - _NEAR, fill="tint5")
        at = bottom + _NEAR + 4
        for lines in box.actions:
            at = canvas.lines(left + _PAD, at, lines, size=SMALL) + 3
        bottom += box.tail
    if not box.boxes:
        return
    end = box.boxes[0].top
    bus = end - _STEP * 0.6
    if len(box.boxes) > 1:
        canvas.line(box.middle, bottom, box.middle, bus, stroke="soft", width=0.9)
        canvas.line(box.boxes[0].middle, bus, box.boxes[-1].middle, bus, stroke="soft", width=0.9)
    for below in box.boxes:
        start = bus if len(box.boxes) > 1 else bottom
        canvas.arrow(((below.middle, start), (below.middle, end)), stroke="soft", width=0.9, head=5)
