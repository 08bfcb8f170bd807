"""A control chart, judged → its panels: points and their line, centre, limits, the rules that points break."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import Axis, make_axis
from casebound.figure.canvas import DASH, DOTS, Canvas, Colour, Point
from casebound.figure.control import ControlChart, Judged, Section
from casebound.figure.course import (
    Beside,
    Course,
    draw_beside,
    draw_periods,
    draw_phases,
    draw_ticks,
    name_with_unit,
)
from casebound.figure.letters import SMALL, height_of, widest, width_of, wrapped
from casebound.figure.spc import Limits
from casebound.model.value import number
from casebound.text.localized import CHINESE, Localized, phrase

TINY = 9.0
_ALONE, _UPPER, _LOWER = 190.0, 160.0, 74.0
"""How high the plot is: of one panel, and of each of two."""
_AIR = 15.0
"""Above and below a plot, for the numbers of rules."""
MANY = 120
"""Points from which on they are dots."""
SPREADS = {
    "i-mr": phrase("移动极差", "Moving range"),
    "xbar-r": phrase("极差", "Range"),
    "xbar-s": phrase("标准差", "Standard deviation"),
}
_RULES = {
    1: phrase("超出控制限", "beyond the control limits"),
    2: phrase("连续{{n}}点在中心线同侧", "{{n}} in a row on one side of the centre"),
    3: phrase("连续6点上升或下降", "6 in a row rising or falling"),
    4: phrase("连续14点上下交替", "14 in a row alternating"),
    5: phrase("3点中有2点在同侧2σ以外", "2 of 3 beyond 2σ on one side"),
    6: phrase("5点中有4点在同侧1σ以外", "4 of 5 beyond 1σ on one side"),
    7: phrase("连续15点在1σ以内", "15 in a row within 1σ"),
    8: phrase("连续8点在1σ以外，两侧都有", "8 in a row beyond 1σ, on both sides"),
}
_TARGET, _USL, _LSL = phrase("目标", "Target"), phrase("规格上限", "USL"), phrase("规格下限", "LSL")
_RULE = phrase("规则{{rule}}：{{words}}", "Rule {{rule}}: {{words}}")
_BASIS = phrase(
    "控制限由开头{{k}}个点定出（划线），点线处是用它判后面的点。",
    "Limits come from the first {{k}} points (dashed); where dotted, they judge the points that follow.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What one of the two panels shows of each point and section."""

    name: str
    value: Callable[[Judged], Decimal | None]
    limits: Callable[[Judged], Limits | None]
    rules: Callable[[Judged], tuple[int, ...]]
    same: Callable[[Section], Limits | None]
    height: float
    """Of its plot."""
    is_upper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A panel with its place on a canvas."""

    panel: Panel
    canvas: Canvas
    course: Course
    axis: Axis


def panels(chart: ControlChart, lang: str) -> list[Panel]:
    """The upper one, and the lower one where the type has it."""
    upper = Panel(
        name=name_with_unit(chart.name, chart.unit, lang),
        value=lambda point: point.value,
        limits=lambda point: point.limits,
        rules=lambda point: point.broken,
        same=lambda section: section.limits,
        height=_UPPER if chart.is_paired else _ALONE,
        is_upper=True,
    )
    if not chart.is_paired:
        return [upper]
    lower = Panel(
        name=name_with_unit(SPREADS[chart.type].to(lang), chart.unit, lang),
        value=lambda point: point.spread,
        limits=lambda point: point.spread_limits if point.spread is not None else None,
        rules=lambda point: (1,) if point.is_spread_out else (),
        same=lambda section: section.spread_limits,
        height=_LOWER,
        is_upper=False,
    )
    return [upper, lower]


def draw_control(chart: ControlChart, canvas: Canvas, lang: str) -> None:
    """The panels under each other on one course of time, the periods below the last, the rules broken at the foot."""
    shown = panels(chart, lang)
    axes = [_axis(chart, panel) for panel in shown]
    lines = [_beside(chart, panel, lang) for panel in shown]
    left = max(width_of(label, SMALL) for axis in axes for label in axis.labels) + 2
    gutter = max((width_of(text, SMALL) for found in lines for _, text, _ in found), default=-8.0)
    course = Course(left=left + 8, right=canvas.width - gutter - 8, count=len(chart.points))
    names = [wrapped(panel.name, canvas.width, SMALL) for panel in shown]
    canvas.lines(0, 0, names[0], size=SMALL, colour="soft")
    top = height_of(names[0], SMALL) + 4
    inner = sum(panel.height + 2 * _AIR for panel in shown) + sum(height_of(name, SMALL) for name in names[1:])
    if chart.phases[0].name:
        phases = [(phase, _phase_detail(chart, at, lang)) for at, phase in enumerate(chart.phases)]
        top = draw_phases(canvas, course, phases, top, below=inner - _AIR)
    for at, (panel, axis, found) in enumerate(zip(shown, axes, lines, strict=True)):
        if at:
            canvas.rect(0, top, widest(names[at], SMALL) + 3, height_of(names[at], SMALL), fill="paper")
            canvas.lines(0, top, names[at], size=SMALL, colour="soft")
            top += height_of(names[at], SMALL)
        top += _AIR
        bottom = top + panel.height
        plot = Plot(panel=panel, canvas=canvas, course=course, axis=Axis(ticks=axis.ticks, start=bottom, end=top))
        _draw_panel(chart, plot)
        beside = [Beside(y=plot.axis.at(value), text=text, colour=colour) for value, text, colour in found]
        draw_beside(canvas, course.right + 8, beside, bottom + 4)
        top = bottom + _AIR
    end = draw_periods(canvas, course, [point.label for point in chart.points], top - 2, lang)
    canvas.height = _draw_notes(chart, canvas, end + 4, lang) + 2


def _phase_detail(chart: ControlChart, at: int, lang: str) -> str:
    """The mean of a phase, and its limits where they are its own and everywhere the same."""
    phase = chart.phases[at]
    mean = phrase("均值{{mean}}", "mean {{mean}}").to(lang).format(mean=chart.written(chart.means[at], lang))
    own = [each for each in chart.sections if each.stretch.name == phase.name and each.stretch.end == phase.end]
    if own and not own[0].has_limits:
        return mean + phrase("；点太少，不定限", "; too few points for limits").to(lang)
    if not own or own[0].limits is None:
        return mean
    lcl, ucl = number(chart.shown(own[0].limits.lcl)), number(chart.shown(own[0].limits.ucl))
    words = phrase("（{{lcl}}～{{ucl}}）", " ({{lcl}} to {{ucl}})")
    if own[0].is_extended:  # the mean is not the middle of these
        words = phrase("；控制限{{lcl}}～{{ucl}}", "; limits {{lcl}} to {{ucl}}")
    return mean + words.to(lang).format(lcl=lcl, ucl=ucl)


def _goals(chart: ControlChart) -> Iterator[tuple[Decimal, Localized]]:
    for value, name in ((chart.target, _TARGET), (chart.usl, _USL), (chart.lsl, _LSL)):
        if value is not None:
            yield value, name


def _axis(chart: ControlChart, panel: Panel) -> Axis:
    shown = [value for point in chart.points if (value := panel.value(point)) is not None]
    limits = [limit for point in chart.points if (limit := panel.limits(point)) is not None]
    ends = [end for limit in limits for end in (limit.lcl, limit.ucl)]
    goals = [value for value, _ in _goals(chart)] if panel.is_upper else []
    return make_axis([*shown, *ends, *goals], start=1.0, end=0.0, most=5 if panel.is_upper else 3)


def _beside(chart: ControlChart, panel: Panel, lang: str) -> list[tuple[Decimal, str, Colour]]:
    """What stands at the right: the last limits, with numbers where they do not vary, and the goals."""
    found: list[tuple[Decimal, str, Colour]] = []
    last = panel.limits(chart.points[-1])
    if last is not None:
        is_same = panel.same(chart.sections[-1]) is not None
        is_level = is_same or (panel.is_upper and chart.type != "np")
        found += [
            (last.ucl, f"UCL {_plain(chart, last.ucl)}" if is_same else "UCL", "change"),
            (last.centre, f"CL {_plain(chart, last.centre)}" if is_level else "CL", "ink"),
        ]
        if panel.is_upper or last.lcl:
            found.append((last.lcl, f"LCL {_plain(chart, last.lcl)}" if is_same else "LCL", "change"))
    if panel.is_upper:
        found += [(value, f"{name.to(lang)} {number(value)}", "ink") for value, name in _goals(chart)]
    return found


def _plain(chart: ControlChart, value: Decimal) -> str:
    return number(chart.shown(value)) if value else "0"


def _draw_panel(chart: ControlChart, plot: Plot) -> None:
    panel, canvas, course, axis = plot.panel, plot.canvas, plot.course, plot.axis
    draw_ticks(canvas, axis, course.left - 8)
    for value, name in _goals(chart) if panel.is_upper else ():
        dash = "7 3 1.5 3" if name is _TARGET else ""
        canvas.line(course.left, axis.at(value), course.right, axis.at(value), stroke="ink", width=0.8, dash=dash)
    for section in chart.sections:
        start, middle, end = section.stretch.start, section.stretch.basis_end, section.stretch.end
        points = chart.points[start:end]
        limits = [limit for point in points if (limit := panel.limits(point)) is not None]
        limits = limits[:1] * (len(points) - len(limits)) + limits  # there is no moving range at the first point
        if limits:
            is_zoned = {number for point in points for number in panel.rules(point)}
            sigmas = [2] * (5 in is_zoned) + [1] * bool(is_zoned & {6, 7, 8})
            for sigma in sigmas:
                for side in (sigma, -sigma):
                    _draw_level(plot, start, [each.centre + side * each.sigma for each in limits], stroke="rule")
            _draw_limits(plot, start, limits[: middle - start], is_extended=False)
            _draw_limits(plot, middle, limits[middle - start :], is_extended=True)
        _draw_line(plot, points, start)


def _draw_limits(plot: Plot, first: int, limits: Sequence[Limits], *, is_extended: bool) -> None:
    """The centre and both limits over some slots; a lower limit of a spread at 0 bounds nothing and is left out."""
    _draw_level(plot, first, [each.centre for each in limits], stroke="accent", dash=DASH if is_extended else "")
    ends = [[each.ucl for each in limits], [each.lcl for each in limits]]
    for end in ends[: 2 if plot.panel.is_upper or any(ends[1]) else 1]:
        _draw_level(plot, first, end, stroke="change", dash=DOTS if is_extended else DASH)


def _draw_level(plot: Plot, first: int, values: Sequence[Decimal], *, stroke: Colour, dash: str = "") -> None:
    """A line over some slots: level where the values are the same, else in steps."""
    path: list[Point] = []
    for at, value in enumerate(values, first):
        y, end = plot.axis.at(value), plot.course.edge(at + 1)
        if path and path[-1][1] == y:
            path[-1] = (end, y)
        else:
            path += [(plot.course.edge(at), y), (end, y)]
    if path:
        width = 0.6 if stroke == "rule" else 1.1 if dash == DOTS else 0.9
        plot.canvas.polyline(path, stroke=stroke, width=width, dash=dash, round=False)


def _draw_line(plot: Plot, points: Sequence[Judged], first: int) -> None:
    """The points of one stretch and the line through them; signals as diamonds with the rules they complete."""
    places = [
        (plot.course.at(at), plot.axis.at(value), point)
        for at, point in enumerate(points, first)
        if (value := plot.panel.value(point)) is not None
    ]
    plot.canvas.polyline([(x, y) for x, y, _ in places], stroke="soft", width=0.8)
    plain = [(x, y) for x, y, point in places if not plot.panel.rules(point)]
    if plot.course.count > MANY:
        plot.canvas.dots(plain, colour="accent", size=2.4)
    else:
        for x, y in plain:
            plot.canvas.mark("disc", x, y, 2.2, colour="accent")
    _draw_rules(plot, places)


def _draw_rules(plot: Plot, places: Sequence[tuple[float, float, Judged]]) -> None:
    """A diamond at each signal, and the rules it completes on the side where no other point is in the way. Where the
    same rules go on and there is no room, the number stands at the first point only."""
    free, before = {True: 0.0, False: 0.0}, ""
    for number_, (x, y, point) in enumerate(places):
        words = ",".join(map(str, plot.panel.rules(point)))
        if words:
            plot.canvas.mark("diamond", x, y, 3.2, colour="change")
            limit = plot.panel.limits(point)
            is_above = limit is None or plot.axis.at(limit.centre) >= y
            half = width_of(words, TINY, bold=True) / 2
            near = [places[other][:2] for other in range(max(0, number_ - 3), min(len(places), number_ + 4))]
            blocked = {
                side: any(abs(x - other) < half + 3 and _is_at(height, y, is_above=side) for other, height in near)
                for side in (True, False)
            }
            is_above = not is_above if blocked[is_above] and not blocked[not is_above] else is_above
            is_tight = words == before and plot.course.slot < 2 * half + 3
            if x - half >= free[is_above] and not is_tight:
                baseline = y - 6 if is_above else y + 12.5
                plot.canvas.text(x, baseline, words, size=TINY, anchor="middle", colour="change", bold=True)
                free[is_above] = x + half + 2
        before = words


def _is_at(height: float, y: float, *, is_above: bool) -> bool:
    """Whether a point stands where words above or below one at `y` would."""
    return y - 17 < height < y - 2 if is_above else y + 2 < height < y + 16


def _draw_notes(chart: ControlChart, canvas: Canvas, top: float, lang: str) -> float:
    """What the numbers of rules mean, as far as points break them, and where the limits come from."""
    numbers = sorted(
        {rule for point in chart.points for rule in (*point.broken, *([1] if point.is_spread_out else []))}
    )
    if numbers:
        canvas.mark("diamond", 4, top + SMALL * 0.72, 3.2, colour="change")
        rules = [
            _RULE.to(lang).format(rule=rule, words=_RULES[rule].to(lang).format(n=chart.rules.same_side))
            for rule in numbers
        ]
        told = ("；" if lang == CHINESE else "; ").join(rules)
        told = told if width_of(told, SMALL) < canvas.width - 12 else "\n".join(rules)
        top = canvas.paragraph(12, top, told, canvas.width - 12, size=SMALL, colour="soft")
    extended = [each for each in chart.sections if each.is_extended and each.has_limits]
    if extended:
        told = _BASIS.to(lang).format(k=extended[0].stretch.basis)
        top = canvas.paragraph(0, top, told, canvas.width, size=SMALL, colour="soft")
    return top
