"""Measures, or rows with a value before and after → bars or slopes, each unit on a scale of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.figure.bar_pairs import draw_bars
from casebound.figure.before_after_rows import MOST, compared_rows, usable
from casebound.figure.canvas import Canvas
from casebound.figure.comparison import Comparison, Look
from casebound.figure.drawn import drawn_height
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.slopes import draw_slopes
from casebound.model.measure import Measure, MeasuredValue, digits, rounded
from casebound.model.value import Value, joined_unit, number, written
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase
from casebound.text.source import Span

_APART = 20
"""How many times the largest value of an axis may be the smallest largest: beyond it the small one is a line."""

_LONGEST = 18
"""Characters of a number that can stand at the end of a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """What is compared, in groups that share an axis."""

    groups: tuple[tuple[Measure, ...], ...]
    is_slopes: bool
    is_shared: bool
    """Whether the author wants all of them on one axis."""
    axis_from: Decimal
    words: tuple[Localized, Localized]
    """What the two times are called."""
    places: int
    place: Span

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All of them."""
        return tuple(measure for group in self.groups for measure in group)


def read(given: Given) -> BeforeAfter | None:
    """The measures that the option names, else rows."""
    rows = compared_rows(given) if not given.measures else None
    measures = rows.measures if rows else usable(given)
    is_slopes = given.choice("style", ("bars", "slopes"), "bars") == "slopes"
    is_shared = given.choice("axis", ("own", "shared"), "own") == "shared"
    start, places = given.number("axis-from"), given.decimals
    if not measures:
        return None
    if len(measures) > MOST:
        message = phrase(
            "有 {n} 项，最多画 {most} 项", "{n} comparisons; {most} can be drawn", n=len(measures), most=MOST
        )
        given.refuse(message, given.place, phrase("分成几张图", "Make several figures"))
        return None
    for measure in measures:
        if max(len(number(value)) for value in (before_of(measure), after_of(measure))) > _LONGEST:
            message = phrase("“{name}”的数字太长", "The numbers of “{name}” are too long", name=measure.name)
            given.refuse(message, given.place, phrase("换大一级的单位，如万元", "Use a larger unit"))
            return None
    made = BeforeAfter(
        groups=(measures,) if is_shared else tuple(_groups(measures)),
        is_slopes=is_slopes,
        is_shared=is_shared,
        axis_from=start or Decimal(0),
        words=rows.words if rows else (phrase("改进前", "Before"), phrase("改进后", "After")),
        places=places,
        place=given.table.header_place if given.table and rows else given.place,
    )
    return made if given.fits(drawn_height(draw, made, given.lang)) else None


def _groups(measures: Sequence[Measure]) -> Iterator[tuple[Measure, ...]]:
    """Those of one unit and, in it, of one magnitude."""
    for unit in dict.fromkeys(measure.unit for measure in measures):
        group: list[Measure] = []
        for measure in (each for each in measures if each.unit == unit):
            if group and _are_apart([*group, measure]):
                yield tuple(group)
                group = []
            group.append(measure)
        yield tuple(group)


def _are_apart(measures: Sequence[Measure]) -> bool:
    sizes = [size for size in map(_size, measures) if size]
    return bool(sizes) and max(sizes) > _APART * min(sizes)


def _size(measure: Measure) -> Decimal:
    return max(abs(before_of(measure)), abs(after_of(measure)))


def before_of(measure: Measure) -> Decimal:
    """The value before; measures without one are left out when they are read."""
    assert measure.baseline is not None and measure.baseline.value is not None
    return measure.baseline.value


def after_of(measure: Measure) -> Decimal:
    """The value after, likewise."""
    assert measure.actual is not None and measure.actual.value is not None
    return measure.actual.value


def _change(measure: Measure) -> Value:
    places = max(digits(before_of(measure)), digits(after_of(measure)))
    return Value(
        value=rounded(after_of(measure) - before_of(measure), places),
        unit=measure.unit,
        is_signed=True,
        is_points=measure.unit == "%",
    )


def _percent(made: BeforeAfter, measure: Measure) -> Value | None:
    percent = measure.change_percent
    return None if percent is None else Value(value=rounded(percent, made.places), unit="%", is_signed=True)


def tell(made: BeforeAfter, lang: str) -> str:
    """The first of them, each by itself."""
    shown = [_told(made, measure, lang, is_first=not place) for place, measure in enumerate(made.measures[:3])]
    left = len(made.measures) - len(shown)
    semicolon = phrase("；", "; ").to(lang)
    more = semicolon + phrase("另有{n}项", "{n} more", n=left).to(lang) if left else ""
    return semicolon.join(shown) + more + phrase("。", ".").to(lang)


def _told(made: BeforeAfter, measure: Measure, lang: str, *, is_first: bool) -> str:
    """In Chinese the first values say their times, and others that have no unit to be heard by."""
    before, after, unit = before_of(measure), after_of(measure), measure.unit
    percent = None if unit == "%" else _percent(made, measure)
    change = _change(measure) if percent is None else percent
    if after == before:
        return (
            phrase("{{name}}仍为{{after}}", "{{name}} stays at {{after}}")
            .to(lang)
            .format(name=measure.name, after=number(after) + joined_unit(unit, lang))
        )
    told = phrase(
        "{{name}}由{{then}}{{before}}升到{{now}}{{after}}，上升了{{by}}",
        "{{name}} rose from {{before}} to {{after}}, an increase of {{by}}",
    )
    if after < before:
        told = phrase(
            "{{name}}由{{then}}{{before}}降到{{now}}{{after}}，下降了{{by}}",
            "{{name}} fell from {{before}} to {{after}}, a decrease of {{by}}",
        )
    then, now = (f"{word.to(lang)}的" if is_first or not unit else "" for word in made.words)
    words = told.to(lang).format(
        name=measure.name,
        then=then,
        before=number(before) + joined_unit(unit, lang),
        now=now,
        after=number(after) + joined_unit(unit, lang),
        by=written(replace(change, value=abs(change.value), is_signed=False), lang),
    )
    goal = measure.is_target_met
    if goal is not None:
        words += (phrase("，达到目标", ", target met") if goal else phrase("，未达目标", ", target missed")).to(lang)
    elif measure.improvement is not None and measure.improvement < 0:
        words += phrase("，变差", ", worse").to(lang)
    return words


def values(made: BeforeAfter) -> dict[str, Value]:
    """By name."""
    found = {}
    for measure in made.measures:
        name, unit = measure.name, measure.unit
        found[f"before[{name}]"] = Value(value=before_of(measure), unit=unit)
        found[f"after[{name}]"] = Value(value=after_of(measure), unit=unit)
        found[f"change[{name}]"] = _change(measure)
        percent = _percent(made, measure)
        if percent is not None:
            found[f"change_percent[{name}]"] = percent
        if measure.target and measure.target.value is not None:
            found[f"target[{name}]"] = Value(value=measure.target.value, unit=unit)
    return found


def table(made: BeforeAfter, lang: str) -> Rows:
    """A row a comparison."""
    name, unit, target, change, percent = (
        phrase("名称|单位|目标|变化|变化（%）", "Name|Unit|Target|Change|Change (%)").to(lang).split("|")
    )
    before, after = (word.to(lang) for word in made.words)
    rows = []
    for each in made.measures:
        goal, part = each.target.value if each.target else None, _percent(made, each)
        cells = [before_of(each), after_of(each), goal, _change(each).value, part.value if part else None]
        shown = ["" if cell is None else f"{cell:f}" for cell in cells]
        rows.append((each.name, each.unit, *shown, _n(each.baseline), _n(each.actual)))
    return ((name, unit, before, after, target, change, percent, f"{before} n", f"{after} n"), *rows)


def _n(measured: MeasuredValue | None) -> str:
    return "" if measured is None or measured.n is None else str(measured.n)


def doubts(made: BeforeAfter) -> Iterator[Doubt]:
    """An axis that is cut or shared by what cannot be compared; percentages of nobody knows how many."""
    if made.axis_from and not made.is_slopes:
        yield Doubt(problem="truncated-axis", n=number(made.axis_from), place=made.place)
    units = list(dict.fromkeys(measure.unit for measure in made.measures))
    if made.is_shared and (len(units) > 1 or _are_apart(made.measures)):
        what = units if len(units) > 1 else [f"{each.name} {number(_size(each))}" for each in made.measures]
        yield Doubt(problem="two-scales", what=_listed([each or "—" for each in what]), place=made.place)
    bare = [each.name for each in made.measures if each.unit[:1] in ("%", "％", "‰") and not _has_n(each)]
    if bare:
        yield Doubt(problem="no-n", what=_listed(bare), place=made.place)


def _has_n(measure: Measure) -> bool:
    return all(measured and measured.n is not None for measured in (measure.baseline, measure.actual))


def _listed(names: Sequence[str]) -> Localized:
    return Localized({CHINESE: "、".join(names), ENGLISH: ", ".join(names)})


def draw(made: BeforeAfter, canvas: Canvas, lang: str) -> None:
    """Bars below each other, or slopes beside each other."""
    groups = [[_comparison(made, measure, lang) for measure in group] for group in made.groups]
    look = Look(words=(made.words[0].to(lang), made.words[1].to(lang)), axis_from=made.axis_from, lang=lang)
    (draw_slopes if made.is_slopes else draw_bars)(canvas, groups, look)


def _comparison(made: BeforeAfter, measure: Measure, lang: str) -> Comparison:
    percent = None if measure.unit == "%" else _percent(made, measure)
    change = written(_change(measure), lang)
    if percent is not None:
        change += f"（{written(percent, lang)}）" if lang == CHINESE else f" ({written(percent, lang)})"
    improvement = measure.improvement
    return Comparison(
        measure=measure,
        change=change,
        is_better=None if not improvement else improvement > 0,
    )


KIND: Kind[BeforeAfter] = Kind(
    name="before-after",
    title=phrase("改进前后对比图", "Before and after"),
    takes=frozenset({"rows", "measures"}),
    options={
        "style": phrase("bars 条形（默认）或 slopes 斜线", "bars, the default, or slopes"),
        "before": phrase("写改进前数值的列，默认第 2 列", "the column of values before; the second without it"),
        "after": phrase("写改进后数值的列，默认第 3 列", "the column of values after; the third without it"),
        "target": phrase("写目标的列，默认名为“目标”的列", "the column of targets; that named “target” without it"),
        "n": phrase("写样本量的列，前后不同时写两列", "the column of n, or two for before and after"),
        "unit": phrase("单位，或写单位的列", "the unit, or the column of units"),
        "better": phrase("lower 越低越好，higher 越高越好，或写它的列", "lower or higher, or the column that says it"),
        "axis": phrase("own 各单位各用一条轴（默认），shared 合用一条", "own, the default: an axis a unit; or shared"),
        "axis-from": phrase("轴从几开始，默认 0", "where the axis begins; 0 without it"),
    },
    parts={
        "before[…]": phrase("改进前的值", "the value before"),
        "after[…]": phrase("改进后的值", "the value after"),
        "target[…]": phrase("目标值", "the target"),
        "change[…]": phrase("变化", "the change"),
        "change_percent[…]": phrase("变化占改进前的百分比", "the change in percent of the value before"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
