"""A first and a last day → an axis of days, weeks, months or years, and the places of days on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from casebound.figure.canvas import Canvas
from casebound.figure.dates import MONTHS
from casebound.figure.letters import SMALL, width_of
from casebound.text.localized import CHINESE

Unit = Literal["day", "week", "month", "year"]
HIGH = 30.0
"""Of the two lines of labels."""
_DAYS, _WEEKS, _MONTHS = 35, 200, 1150
"""How many days are shown by days, by weeks, by months."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A unit of time on the axis; `end` is the day after it."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Whole units that enclose what is shown, and the places of its two ends; `end` is the day after the last."""

    start: date
    end: date
    unit: Unit
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where a day begins."""
        share = (day - self.start).days / (self.end - self.start).days
        return self.left + (self.right - self.left) * share

    def middle(self, day: date) -> float:
        """Where a day has its middle."""
        return (self.at(day) + self.at(day + _DAY)) / 2

    def units(self, lang: str) -> Iterator[Stretch]:
        """Days, weeks, months or years; weeks are labelled by their Mondays."""
        day = self.start
        while day < self.end:
            after = _next(day, self.unit)
            label = {"month": _month(day, lang), "year": _year(day, lang)}.get(self.unit, str(day.day))
            yield Stretch(start=day, end=after, label=label)
            day = after

    def spans(self, lang: str) -> Iterator[Stretch]:
        """What the units belong to: months, of which the first and each January also say the year; or years."""
        if self.unit == "year":
            return
        larger: Unit = "year" if self.unit == "month" else "month"
        day = self.start
        while day < self.end:
            after = min(self.end, _next(day.replace(day=1, month=1 if larger == "year" else day.month), larger))
            if larger == "year":
                label = _year(day, lang)
            elif day == self.start or day.month == 1:
                label = f"{day.year}年{day.month}月" if lang == CHINESE else f"{MONTHS[day.month - 1][:3]} {day.year}"
            else:
                label = _month(day, lang)
            yield Stretch(start=day, end=after, label=label)
            day = after


def make_timeline(first: date, last: date, left: float, right: float) -> Timeline:
    """Days up to five weeks, weeks up to half a year, months up to three years, then years."""
    days = (last - first).days + 1
    unit: Unit = "day" if days <= _DAYS else "week" if days <= _WEEKS else "month" if days <= _MONTHS else "year"
    start = first
    if unit == "week":
        start = first - _DAY * first.weekday()
    elif unit == "month":
        start = first.replace(day=1)
    elif unit == "year":
        start = date(first.year, 1, 1)
    end = _next(start, unit)
    while end <= last:
        end = _next(end, unit)
    return Timeline(start=start, end=end, unit=unit, left=left, right=right)


def _next(day: date, unit: Unit) -> date:
    if unit == "year":
        return date(day.year + 1, 1, 1)
    if unit == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + _DAY * (7 if unit == "week" else 1)


def _month(day: date, lang: str) -> str:
    return f"{day.month}月" if lang == CHINESE else MONTHS[day.month - 1][:3]


def _year(day: date, lang: str) -> str:
    return f"{day.year}年" if lang == CHINESE else str(day.year)


def draw_timeline(timeline: Timeline, canvas: Canvas, lang: str, top: float, bottom: float) -> None:
    """Labels in two lines below `top`, and hairlines down to `bottom`; labels that do not fit are left out evenly."""
    units = list(timeline.units(lang))
    wide = (timeline.right - timeline.left) / len(units)
    widest = max(width_of(unit.label, SMALL) for unit in units) + 3
    every = next((step for step in (1, 2, 3, 4, 6, 12) if wide * step >= widest), len(units))
    light, strong = [], []
    for number, unit in enumerate(units):
        x, is_told = timeline.at(unit.start), number % every == 0
        light.append(((x, top + HIGH / 2 if is_told else top + HIGH), (x, bottom)))
        if every == 1:
            middle = (x + timeline.at(unit.end)) / 2
            canvas.text(middle, top + HIGH - 4, unit.label, size=SMALL, anchor="middle", colour="soft")
        elif is_told and x + widest <= timeline.right:
            canvas.text(x + 2, top + HIGH - 4, unit.label, size=SMALL, colour="soft")
    for span in timeline.spans(lang):
        x, end = timeline.at(span.start), timeline.at(span.end)
        strong += [((x, top), (x, top + HIGH / 2)), ((x, top + HIGH), (x, bottom))]
        if width_of(span.label, SMALL) + 4 <= end - x:
            canvas.text(x + 3, top + 11, span.label, size=SMALL)
    light.append(((timeline.right, top), (timeline.right, bottom)))
    canvas.rules(light, width=0.4)
    canvas.rules(strong, width=0.9)
    canvas.line(timeline.left, top + HIGH, timeline.right, top + HIGH, stroke="ink", width=0.9)
