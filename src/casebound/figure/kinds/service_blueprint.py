"""Steps by lanes → a service blueprint: evidence, customer, frontstage, backstage, support; the lines between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.figure.canvas import DASH, Canvas, Colour
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.lanes import (
    HIGHEST,
    LABELS,
    MOST_IN_BAND,
    Band,
    Cell,
    Grid,
    Lane,
    bands,
    flat,
    lane_names_height,
    read_grid,
    row_height,
)
from casebound.figure.letters import SMALL, height_of, widest, wrapped
from casebound.model.value import Value
from casebound.text.localized import CHINESE, Localized, phrase
from casebound.text.suggest import did_you_mean

EVIDENCE, CUSTOMER, FRONTSTAGE, BACKSTAGE, SUPPORT = range(5)
_WORDS = (
    ("有形展示", "有形物", "实物证据", "physical evidence", "evidence"),
    (
        *("用户行为", "顾客行为", "患者行为", "客户行为", "居民行为", "用户", "顾客", "客户", "患者"),
        *("customer", "customer actions", "user", "user actions", "patient", "patient actions"),
    ),
    ("前台", "前台行为", "前台员工", "前台服务", "frontstage", "onstage", "frontstage actions", "front stage"),
    ("后台", "后台行为", "后台员工", "后台服务", "backstage", "backstage actions", "back stage"),
    ("支持过程", "支持", "支持系统", "支持流程", "support", "support processes", "supporting processes"),
)
_LANES = {word: at for at, words in enumerate(_WORDS) for word in words}
_LINES = (
    phrase("互动线", "Line of interaction"),
    phrase("可视线", "Line of visibility"),
    phrase("内部互动线", "Line of internal interaction"),
)
"""Below the customer, the frontstage and the backstage (Bitner, Ostrom & Morgan 2008)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """Lanes from above in the order of the method, those that are there."""

    grid: Grid
    ranks: tuple[int, ...]
    """Which of the five each lane is."""
    per_band: int
    """Steps beside each other."""

    def marked(self, *, fail: bool) -> list[tuple[str, Cell]]:
        """Fail points, or waiting points, with the names of their steps, from left to right."""
        return [
            (step, lane.cells[at])
            for at, step in enumerate(self.grid.steps)
            for lane in self.grid.lanes
            if (lane.cells[at].is_fail if fail else lane.cells[at].is_wait)
        ]


def read(given: Given) -> Blueprint | None:
    """The lanes by their names; None with a finding where the customer is missing or nothing stands below."""
    grid = read_grid(given)
    if grid is None:
        return None
    lanes: dict[int, Lane] = {}
    for lane in grid.lanes:
        rank = _LANES.get(lane.name.casefold())
        if rank is None:
            message = phrase("“{name}”不是服务蓝图的行", "“{name}” is no lane of a blueprint", name=lane.name[:40])
            given.refuse(message, lane.place, did_you_mean(lane.name, [words[0] for words in _WORDS]))
        elif rank in lanes:
            message = phrase("“{name}”与另一行重复", "“{name}” stands twice", name=lane.name[:40])
            given.refuse(message, lane.place)
        else:
            cells = tuple(replace(cell, text=cell.text.strip("!！ ")) for cell in lane.cells)
            lanes[rank] = replace(lane, cells=cells)
    if CUSTOMER not in lanes or len(lanes) < 2:
        message = phrase(
            "服务蓝图要有用户行为，和前台、后台等至少一行", "A blueprint needs the customer and one lane more"
        )
        hint = phrase(
            "行名：有形展示、用户行为、前台、后台、支持过程",
            "Lanes: evidence, customer, frontstage, backstage, support",
        )
        given.refuse(message, hint=hint)
        return None
    ranks = tuple(sorted(lanes))
    made = Blueprint(grid=replace(grid, lanes=tuple(lanes[rank] for rank in ranks)), ranks=ranks, per_band=MOST_IN_BAND)
    for most in range(MOST_IN_BAND, 2, -1):
        made = replace(made, per_band=most)
        if _height(made) <= HIGHEST:
            return made
    message = phrase("蓝图太高，一页放不下", "The blueprint is higher than a page")
    given.refuse(message, hint=phrase("把字写短，或分成几张图", "Use fewer words, or make several figures"))
    return None


def tell(blueprint: Blueprint, lang: str) -> str:
    """How many steps, and where the service fails or makes people wait."""
    fails, waits = blueprint.marked(fail=True), blueprint.marked(fail=False)
    if not fails and not waits:
        return phrase(
            "{n}步服务，从“{first}”到“{last}”，没有标出失误点和等待点。",
            "A service of {n} steps from “{first}” to “{last}”, without fail or waiting points.",
            n=len(blueprint.grid.steps),
            first=blueprint.grid.steps[0],
            last=blueprint.grid.steps[-1],
        ).to(lang)
    parts = []
    for found, zh, en in ((fails, "失误点", "fail point"), (waits, "等待点", "waiting point")):
        count, steps = len(found), list(dict.fromkeys(step for step, _ in found))
        if count and lang == CHINESE:
            parts.append(f"{count}个{zh}（{'、'.join(steps)}）")
        elif count:
            parts.append(f"{count} {en}{'s' if count > 1 else ''} ({', '.join(steps)})")
    return phrase(
        "{n}步服务中有{parts}。",
        "A service of {n} steps with {parts}.",
        n=len(blueprint.grid.steps),
        parts=("、" if lang == CHINESE else " and ").join(parts),
    ).to(lang)


def values(blueprint: Blueprint) -> dict[str, Value]:
    """How many steps, fail points and waiting points."""
    counts = {
        "steps": len(blueprint.grid.steps),
        "fails": len(blueprint.marked(fail=True)),
        "waits": len(blueprint.marked(fail=False)),
    }
    return {name: Value(value=Decimal(count), unit="") for name, count in counts.items()}


def table(blueprint: Blueprint, lang: str) -> Rows:
    """A row a lane, a column a step; (F) and (W) behind what is marked."""
    corner = blueprint.grid.corner or phrase("行", "Lane").to(lang)
    rows = [(lane.name, *map(flat, lane.cells)) for lane in blueprint.grid.lanes]
    return ((corner, *blueprint.grid.steps), *rows)


_PAD, _GAP = 5.0, 10.0
"""Inside a box, and between two."""
_BETWEEN, _WITH_LINE = 18.0, 36.0
"""Between two lanes: room for an arrow; with a line and its name."""
_BANDS = 22.0
_KEY = 24.0


def _steps_height(blueprint: Blueprint, band: Band) -> float:
    names = [blueprint.grid.steps[at] for at in band.steps]
    return row_height(names, band.column - _GAP, bold=True) + 8


def _lane_height(lane: Lane, band: Band) -> float:
    inside = band.column - _GAP - 2 * _PAD
    text = row_height([lane.cells[at].text for at in band.steps], inside) + 2 * _PAD
    return max(text, lane_names_height(lane.name), 2 * SMALL + 4)


def _lines_below(blueprint: Blueprint, row: int) -> list[Localized]:
    """The lines between a lane and the next: all those that the method draws between the two."""
    above, below = blueprint.ranks[row], blueprint.ranks[row + 1]
    return [_LINES[rank - CUSTOMER] for rank in range(max(above, CUSTOMER), min(below, SUPPORT))]


def _space_below(blueprint: Blueprint, row: int) -> float:
    if row + 1 == len(blueprint.ranks):
        return 0.0
    return _WITH_LINE if _lines_below(blueprint, row) else _BETWEEN


def _band_height(blueprint: Blueprint, band: Band) -> float:
    lanes = (_lane_height(lane, band) + _space_below(blueprint, row) for row, lane in enumerate(blueprint.grid.lanes))
    return _steps_height(blueprint, band) + sum(lanes)


def _height(blueprint: Blueprint) -> float:
    made = list(bands(len(blueprint.grid.steps), blueprint.per_band))
    return sum(_band_height(blueprint, band) for band in made) + _BANDS * (len(made) - 1) + _KEY


def draw(blueprint: Blueprint, canvas: Canvas, lang: str) -> None:
    """Bands of steps under each other, each with all lanes; the signs are explained at the foot."""
    y = 0.0
    for band in bands(len(blueprint.grid.steps), blueprint.per_band):
        if band.first:
            canvas.line(0, y - _BANDS / 2, canvas.width, y - _BANDS / 2, width=0.5)
        _draw_band(blueprint, canvas, band, y, lang)
        y += _band_height(blueprint, band) + _BANDS
    y -= _BANDS - 8
    x = LABELS + _GAP / 2
    for fail, words in ((True, phrase("失误点", "fail point")), (False, phrase("等待点", "waiting point"))):
        if blueprint.marked(fail=fail):
            _badge(canvas, x + 6, y + 8, is_fail=fail)
            canvas.text(x + 16, y + 11.6, words.to(lang), size=SMALL, colour="soft")
            x += 90
    canvas.height = y + (16 if x > LABELS + _GAP else 0)


def _draw_band(blueprint: Blueprint, canvas: Canvas, band: Band, top: float, lang: str) -> None:
    for at in band.steps:
        lines = wrapped(blueprint.grid.steps[at], band.column - _GAP, SMALL, bold=True)
        x = band.left(at) + band.column / 2
        canvas.lines(x, top, lines, size=SMALL, anchor="middle", colour="accent", bold=True)
    y = top + _steps_height(blueprint, band)
    last: dict[int, float] = {}
    for row, lane in enumerate(blueprint.grid.lanes):
        high = _lane_height(lane, band)
        name = wrapped(lane.name, LABELS - 8, SMALL, bold=True)
        canvas.lines(0, y + (high - height_of(name, SMALL)) / 2, name, size=SMALL, colour="soft", bold=True)
        for at in band.steps:
            if not lane.cells[at].text:
                continue
            x = band.left(at) + band.column / 2
            if at in last and blueprint.ranks[row] == CUSTOMER:
                canvas.line(x, last[at], x, y, stroke="faint", width=0.8)
            elif at in last and blueprint.ranks[row] > CUSTOMER:
                canvas.arrow([(x, last[at]), (x, y)], stroke="soft", width=0.8, head=5)
            last[at] = y + high
        _draw_lane(blueprint, canvas, row, band, y)
        y += high
        if row + 1 < len(blueprint.ranks):
            _draw_lines(blueprint, canvas, row, y, lang)
        y += _space_below(blueprint, row)


def _draw_lane(blueprint: Blueprint, canvas: Canvas, row: int, band: Band, y: float) -> None:
    """The boxes of a lane; those of the customer are filled and lead to each other."""
    lane, rank, high = blueprint.grid.lanes[row], blueprint.ranks[row], _lane_height(blueprint.grid.lanes[row], band)
    wide, before = band.column - _GAP, None
    for at in band.steps:
        cell, x = lane.cells[at], band.left(at) + _GAP / 2
        if not cell.text:
            continue
        if rank == CUSTOMER and before is not None:
            canvas.arrow([(before, y + high / 2), (x, y + high / 2)], stroke="soft", width=0.8, head=5)
        if rank != EVIDENCE or cell.is_fail:
            fill: Colour = "tint5" if rank == CUSTOMER else "paper"
            line: Colour = "change" if cell.is_fail else "none" if rank == CUSTOMER else "faint"
            canvas.rect(x, y, wide, high, fill=fill, stroke=line, line=1.1 if cell.is_fail else 0.7, radius=2)
        lines = wrapped(cell.text, wide - 2 * _PAD, SMALL)
        canvas.lines(x + wide / 2, y + (high - height_of(lines, SMALL)) / 2, lines, size=SMALL, anchor="middle")
        signs = [True] * cell.is_fail + [False] * cell.is_wait
        for place, fail in enumerate(signs):
            _badge(canvas, x + wide - 6 - 14 * place, y - 1.5, is_fail=fail)
        before = x + wide


def _badge(canvas: Canvas, x: float, y: float, *, is_fail: bool) -> None:
    """F on cinnabar, W on paper: told apart by letter and by lightness."""
    canvas.circle(x, y, 6, fill="change" if is_fail else "paper", stroke="change" if is_fail else "ink", width=0.9)
    colour: Colour = "paper" if is_fail else "ink"
    canvas.text(x, y + 3.2, "F" if is_fail else "W", size=9, anchor="middle", colour=colour, bold=True)


def _draw_lines(blueprint: Blueprint, canvas: Canvas, row: int, y: float, lang: str) -> None:
    """The line of visibility is the strong one."""
    names = _lines_below(blueprint, row)
    if not names:
        return
    is_visibility = _LINES[1] in names
    middle = y + _WITH_LINE / 2
    text = "\n".join(name.to(lang) for name in names)
    lines = wrapped(text, LABELS - 4, 9)
    start = widest(lines, 9) + 5
    canvas.lines(0, middle - height_of(lines, 9) / 2, lines, size=9, colour="accent" if is_visibility else "soft")
    stroke: Colour = "accent" if is_visibility else "faint"
    width = 1.3 if is_visibility else 0.8
    canvas.line(start, middle, canvas.width, middle, stroke=stroke, width=width, dash=DASH)


KIND: Kind[Blueprint] = Kind(
    name="service-blueprint",
    title=phrase("服务蓝图", "Service blueprint"),
    takes=frozenset({"rows", "outline"}),
    options={},
    parts={
        "steps": phrase("步骤数", "how many steps"),
        "fails": phrase("失误点个数", "how many fail points"),
        "waits": phrase("等待点个数", "how many waiting points"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
