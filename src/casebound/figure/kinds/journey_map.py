"""Stages by rows, one of them emotions as numbers → a journey map: words by stage, a line of emotion, its lowest."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    Grid,
    Lane,
    bands,
    lane_names_height,
    read_grid,
    row_height,
)
from casebound.figure.letters import SMALL, height_of, wrapped
from casebound.model.value import Value, number
from casebound.read.fields import NUMBER
from casebound.text.localized import CHINESE, phrase

_EMOTION = re.compile(r"情绪|心情|情感|emotions?|feelings?|mood", re.IGNORECASE)
_SCALES = {"-3..3": (Decimal(-3), Decimal(3)), "1..5": (Decimal(1), Decimal(5))}
_SIGNS = str.maketrans({"−": "-", "－": "-", "–": "-", "＋": "+"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Stages with what stands in each row; emotions by stage, None where a stage has none."""

    grid: Grid
    """All rows but that of emotions."""
    emotions: tuple[Decimal | None, ...]
    """Empty without such a row."""
    emotion_name: str
    emotion_row: int
    """Before which of the other rows it stands."""
    low: Decimal
    high: Decimal
    per_band: int

    @property
    def known(self) -> list[tuple[str, Decimal]]:
        """Stages with their emotions, where they have one."""
        pairs = zip(self.grid.steps, self.emotions, strict=False)
        return [(stage, value) for stage, value in pairs if value is not None]

    def said(self, value: Decimal) -> str:
        """An emotion as it is written: with its sign where the scale has a zero."""
        return number(value, is_signed=self.low < 0)


def read(given: Given) -> Journey | None:
    """A column a stage; the row called emotion holds numbers."""
    scale = given.choice("scale", ("auto", *_SCALES), "auto")
    grid = read_grid(given)
    if grid is None:
        return None
    at = next((place for place, lane in enumerate(grid.lanes) if _EMOTION.search(lane.name)), None)
    lane = None if at is None else grid.lanes[at]
    emotions = () if lane is None else tuple(_numbers(given, lane))
    known = [value for value in emotions if value is not None]
    if scale == "auto":
        scale = "-3..3" if any(value <= 0 for value in known) else "1..5"
    low, high = _SCALES[scale]
    if any(not low <= value <= high for value in known):
        message = phrase(
            "情绪应在 {low} 到 {high} 之间",
            "Emotions should lie between {low} and {high}",
            low=number(low),
            high=number(high),
        )
        hint = phrase("用 −3 到 +3（0 为平静），或 1 到 5", "Use −3 to +3, with 0 for neutral, or 1 to 5")
        given.refuse(message, lane.place if lane else None, hint)
        return None
    rest = tuple(each for place, each in enumerate(grid.lanes) if place != at)
    made = Journey(
        grid=replace(grid, lanes=rest),
        emotions=emotions if known else (),
        emotion_name=lane.name if lane else "",
        emotion_row=at or 0,
        low=low,
        high=high,
        per_band=MOST_IN_BAND,
    )
    for most in range(MOST_IN_BAND, 2, -1):
        made = replace(made, per_band=most)
        if _height(made) <= HIGHEST:
            return made
    message = phrase("旅程图太高，一页放不下", "The map is higher than a page")
    given.refuse(message, hint=phrase("把字写短，或分成几张图", "Use fewer words, or make several figures"))
    return None


def _numbers(given: Given, lane: Lane) -> Iterator[Decimal | None]:
    for cell in lane.cells:
        value = NUMBER.convert(cell.text.translate(_SIGNS).strip("!！ ")) if cell.text else None
        if cell.text and value is None:
            message = phrase("情绪“{text}”不是数字", "The emotion “{text}” is no number", text=cell.text[:40])
            hint = phrase("用 −3 到 +3（0 为平静），或 1 到 5", "Use −3 to +3, with 0 for neutral, or 1 to 5")
            given.refuse(message, cell.place, hint)
        yield value


def tell(journey: Journey, lang: str) -> str:
    """Where emotion is lowest and where it is highest."""
    stages, known = journey.grid.steps, journey.known
    if not known:
        return phrase(
            "{n}个阶段的旅程，从“{first}”到“{last}”。",
            "A journey of {n} stages from “{first}” to “{last}”.",
            n=len(stages),
            first=stages[0],
            last=stages[-1],
        ).to(lang)
    low, high = min(value for _, value in known), max(value for _, value in known)
    if low == high:
        words = phrase("各阶段的情绪都是{value}。", "Emotion is {value} throughout.", value=journey.said(low))
        return words.to(lang)
    comma = "、" if lang == CHINESE else ", "
    return phrase(
        "{n}个阶段中，情绪在“{down}”最低，为{low}；在“{up}”最高，为{high}。",
        "Over {n} stages emotion is lowest at “{down}” ({low}) and highest at “{up}” ({high}).",
        n=len(stages),
        down=comma.join(stage for stage, value in known if value == low),
        low=journey.said(low),
        up=comma.join(stage for stage, value in known if value == high),
        high=journey.said(high),
    ).to(lang)


def values(journey: Journey) -> dict[str, Value]:
    """Emotions by stage, the lowest, the highest; how many stages."""
    is_signed = journey.low < 0
    found = {"stages": Value(value=Decimal(len(journey.grid.steps)), unit="")}
    for stage, value in journey.known:
        found[f"emotion[{stage}]"] = Value(value=value, unit="", is_signed=is_signed)
    if journey.known:
        numbers = [value for _, value in journey.known]
        found["lowest"] = Value(value=min(numbers), unit="", is_signed=is_signed)
        found["highest"] = Value(value=max(numbers), unit="", is_signed=is_signed)
    return found


def table(journey: Journey, lang: str) -> Rows:
    """A row a row, a column a stage."""
    corner = journey.grid.corner or phrase("行", "Row").to(lang)
    rows = [(lane.name, *(" ".join(cell.text.split("\n")) for cell in lane.cells)) for lane in journey.grid.lanes]
    if journey.emotions:
        numbers = ("" if value is None else str(value) for value in journey.emotions)
        rows.insert(journey.emotion_row, (journey.emotion_name, *numbers))
    return ((corner, *journey.grid.steps), *rows)


_PAD = 5.0
_LINE = 78.0
"""How high the line of emotion may go; above and below it numbers find room."""
_ROOM = 17.0
_BANDS = 20.0


def _steps_height(journey: Journey, band: Band) -> float:
    names = [journey.grid.steps[at] for at in band.steps]
    return row_height(names, band.column - 2 * _PAD, bold=True) + 8


def _lane_height(lane: Lane, band: Band) -> float:
    width = band.column - 2 * _PAD
    text = max(row_height([lane.cells[at].text], width, bold=lane.cells[at].is_marked) for at in band.steps)
    return max(text, lane_names_height(lane.name), SMALL) + 2 * _PAD


def _emotion_height(journey: Journey) -> float:
    if not journey.emotions:
        return 0.0
    return max(_LINE + 2 * _ROOM, lane_names_height(journey.emotion_name) + 2 * _PAD)


def _band_height(journey: Journey, band: Band) -> float:
    lanes = sum(_lane_height(lane, band) for lane in journey.grid.lanes)
    return _steps_height(journey, band) + lanes + _emotion_height(journey)


def _height(journey: Journey) -> float:
    made = list(bands(len(journey.grid.steps), journey.per_band))
    return sum(_band_height(journey, band) for band in made) + _BANDS * (len(made) - 1)


def draw(journey: Journey, canvas: Canvas, lang: str) -> None:
    """Rows between hairlines, in the author's order; bands of stages under each other."""
    y = 0.0
    for band in bands(len(journey.grid.steps), journey.per_band):
        y = _draw_band(journey, canvas, band, y, lang) + _BANDS
    canvas.height = y - _BANDS + 2


def _draw_band(journey: Journey, canvas: Canvas, band: Band, top: float, lang: str) -> float:
    right = band.left(band.first + band.count)
    y = top + _steps_height(journey, band)
    for at in band.steps:
        lines = wrapped(journey.grid.steps[at], band.column - 2 * _PAD, SMALL, bold=True)
        canvas.lines(band.left(at) + _PAD, top, lines, size=SMALL, colour="accent", bold=True)
    canvas.line(0, y - 3, right, y - 3, stroke="accent", width=1.2)
    for row in range(len(journey.grid.lanes) + 1):
        if journey.emotions and row == journey.emotion_row:
            _draw_emotions(journey, canvas, band, y, lang)
            y += _emotion_height(journey)
            canvas.line(0, y - 3, right, y - 3)
        if row == len(journey.grid.lanes):
            break
        lane = journey.grid.lanes[row]
        name = wrapped(lane.name, LABELS - 8, SMALL, bold=True)
        canvas.lines(0, y + 2, name, size=SMALL, colour="soft", bold=True)
        for at in band.steps:
            cell = lane.cells[at]
            lines = wrapped(cell.text, band.column - 2 * _PAD, SMALL, bold=cell.is_marked)
            canvas.lines(band.left(at) + _PAD, y + 2, lines, size=SMALL, bold=cell.is_marked)
        y += _lane_height(lane, band)
        canvas.line(0, y - 3, right, y - 3)
    return y


def _draw_emotions(journey: Journey, canvas: Canvas, band: Band, top: float, lang: str) -> None:
    """A line from stage to stage, its lowest point in cinnabar; the middle of the scale is dashed."""
    bottom = top + _ROOM + _LINE - 3

    def place(at: int, value: Decimal) -> tuple[float, float]:
        share = float((value - journey.low) / (journey.high - journey.low))
        return band.left(at) + band.column / 2, bottom - _LINE * share

    name = wrapped(journey.emotion_name, LABELS - 8, SMALL, bold=True)
    middle = (journey.low + journey.high) / 2
    is_short = len(name) <= 2
    above = place(band.first, (journey.high + middle) / 2)[1] - height_of(name, SMALL) / 2
    canvas.lines(0, above if is_short else top + 2, name, size=SMALL, colour="soft", bold=True)
    for value in (journey.high, middle, journey.low):
        y = place(band.first, value)[1]
        canvas.line(LABELS, y, band.left(band.first + band.count), y, width=0.5, dash=DASH if value == middle else "")
        if is_short:
            canvas.text(LABELS - 4, y + 3.5, journey.said(value), size=SMALL, anchor="end", colour="soft")
    numbers = [value for _, value in journey.known]
    least = min(numbers) if min(numbers) < max(numbers) else None
    emotions = {at: emotion for at in band.steps if (emotion := journey.emotions[at]) is not None}
    here = {at: (place(at, emotion), emotion) for at, emotion in emotions.items()}
    labels = {at: (x, y + 15 if value == least else y - 7) for at, ((x, y), value) in here.items()}
    for x, y in labels.values():
        canvas.rect(x - 9, y - 8, 18, 9, fill="paper")
    for at in band.steps:
        if at in here and at - 1 in here:
            canvas.polyline([here[at - 1][0], here[at][0]], stroke="accent", width=1.5)
    for at, ((x, y), value) in here.items():
        is_least = value == least
        colour: Colour = "change" if is_least else "accent"
        canvas.mark("diamond" if is_least else "disc", x, y, 4.2 if is_least else 3.2, colour=colour)
        text = journey.said(value) + (phrase(" 最低", " lowest").to(lang) if is_least else "")
        canvas.text(*labels[at], text, size=SMALL, anchor="middle", colour=colour, bold=is_least)


KIND: Kind[Journey] = Kind(
    name="journey-map",
    title=phrase("用户旅程图", "Journey map"),
    takes=frozenset({"rows", "outline"}),
    options={
        "scale": phrase(
            "情绪的量表：-3..3 或 1..5；不写则有 0 或负数时为 -3..3",
            "the scale of emotions: -3..3 or 1..5; without it -3..3 where one is 0 or below",
        )
    },
    parts={
        "stages": phrase("阶段数", "how many stages"),
        "emotion[…]": phrase("某阶段的情绪", "the emotion of a stage"),
        "lowest": phrase("最低的情绪", "the lowest emotion"),
        "highest": phrase("最高的情绪", "the highest emotion"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
