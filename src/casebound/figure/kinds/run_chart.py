"""Values over time → a run chart: the median, the longest run on one side, how often it is crossed (Anhøj's rules)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import Axis, make_axis
from casebound.figure.canvas import DASH, Canvas
from casebound.figure.control_drawing import MANY
from casebound.figure.course import Beside, Course, draw_beside, draw_periods, draw_phases, draw_ticks, name_with_unit
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import SMALL, width_of, wrapped
from casebound.figure.phases import Phase, Stretch, read_phases, read_stretches
from casebound.figure.runs import LEAST, Runs, make_runs, median
from casebound.figure.samples import read_samples
from casebound.model.measure import digits, rounded
from casebound.model.value import Value, joined_unit, number
from casebound.text.localized import CHINESE, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Points that are judged by one median."""

    stretch: Stretch
    median: Decimal
    runs: Runs

    @property
    def long_run(self) -> tuple[int, ...]:
        """The numbers in the chart of the points of a run that is too long."""
        return tuple(self.stretch.start + at for at in self.runs.at) if self.runs.is_long else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChart:
    """Points in order."""

    labels: tuple[str, ...]
    values: tuple[Decimal, ...]
    phases: tuple[Phase, ...]
    medians: tuple[Decimal, ...]
    """Of each phase's own points."""
    sections: tuple[Section, ...]
    period: str
    name: str
    unit: str
    places: int
    """Decimal places of medians at least."""
    is_rounded: bool
    """Whether an author said how many places there shall be: else a median between two values keeps its half."""
    target: Decimal | None

    def shown(self, value: Decimal) -> Decimal:
        """To the declared places, else as exact as it is."""
        own = 0 if self.is_rounded else digits(value.normalize())
        return rounded(value, max(self.places, own))

    def section_of(self, at: int) -> Section:
        """The section that a point lies in."""
        return next(each for each in self.sections if each.stretch.start <= at < each.stretch.end)


def read(given: Given) -> RunChart | None:
    """One value a period, from rows or from a measure's series."""
    samples = read_samples(given, "i-mr")
    if samples is None:
        return None
    labels, values = [point.label for point in samples.points], [point.value for point in samples.points]
    phases = read_phases(given, labels)
    sections = []
    for stretch in read_stretches(given, "median-from", phases):
        middle = median(values[stretch.start : stretch.basis_end])
        runs = make_runs(values[stretch.start : stretch.end], middle)
        sections.append(Section(stretch=stretch, median=middle, runs=runs))
    target = given.number("target")
    if target is None and given.measures and given.measures[0].target:
        target = given.measures[0].target.value
    return RunChart(
        labels=tuple(labels),
        values=tuple(values),
        phases=phases,
        medians=tuple(median(values[phase.start : phase.end]) for phase in phases),
        sections=tuple(sections),
        period=samples.period,
        name=samples.name,
        unit=samples.unit,
        places=given.decimals if "decimals" in given.options else samples.digits,
        is_rounded="decimals" in given.options,
        target=target,
    )


def doubts(chart: RunChart) -> Iterator[Doubt]:
    """Sections in which too few points are off the median for the rules to say anything."""
    for each in chart.sections:
        if each.runs.useful < LEAST:
            yield Doubt(problem="too-few-points", what=each.stretch.name, n=each.runs.useful, least=LEAST)


_RUNS = phrase(
    "最长同侧{{longest}}点（限{{most}}点），穿越{{crossings}}次（至少{{fewest}}次）",
    "longest run {{longest}} (limit {{most}}), crossed {{crossings}} times (at least {{fewest}})",
)


def _runs_told(runs: Runs, lang: str) -> str:
    return _RUNS.to(lang).format(
        longest=runs.longest, most=runs.longest_limit, crossings=runs.crossings, fewest=runs.crossings_limit
    )


def _with_unit(chart: RunChart, value: Decimal, lang: str) -> str:
    return number(chart.shown(value)) + joined_unit(chart.unit, lang)


def tell(chart: RunChart, lang: str) -> str:
    """The medians, the runs, and whether they say that something changed."""
    is_chinese = lang == CHINESE
    signals = [each for each in chart.sections if each.runs.is_signal]
    if len(chart.phases) == 1:
        section = chart.sections[0]
        told = phrase("中位数为{{median}}；{{n}}个点中", "Median {{median}}; of {{n}} points ").to(lang)
        told = told.format(median=_with_unit(chart, section.median, lang), n=len(chart.values))
        told += _runs_told(section.runs, lang)
    else:
        part = phrase("{{name}}的中位数为{{median}}", "{{name}}: median {{median}}").to(lang)
        told = ("，" if is_chinese else "; ").join(
            part.format(name=phase.name, median=_with_unit(chart, middle, lang))
            for phase, middle in zip(chart.phases, chart.medians, strict=True)
        )
        for each in signals:
            told += ("；" if is_chinese else "; ") + (
                f"{each.stretch.name}段" if is_chinese else f"{each.stretch.name}: "
            )
            told += _runs_told(each.runs, lang)
    if signals:
        return told + phrase("：有非随机变化的信号。", ": a signal of non-random change.").to(lang)
    if any(each.runs.useful < LEAST for each in chart.sections):
        return told + phrase("；点太少，看不出有没有变。", "; too few points to tell.").to(lang)
    if len(chart.sections) > 1:
        return told + phrase("；各段内没有非随机变化的信号。", "; no signal of non-random change within phases.").to(
            lang
        )
    return told + phrase("：没有非随机变化的信号。", ": no signal of non-random change.").to(lang)


def values(chart: RunChart) -> dict[str, Value]:
    """Of the whole chart, or of each phase in brackets; the centre may be the median of other points."""
    found = {}
    for phase, middle in zip(chart.phases, chart.medians, strict=True):
        key = f"median[{phase.name}]" if phase.name else "median"
        found[key] = Value(value=chart.shown(middle), unit=chart.unit)
    for section in chart.sections:
        suffix, runs = f"[{section.stretch.name}]" if len(chart.sections) > 1 else "", section.runs
        found[f"centre{suffix}"] = Value(value=chart.shown(section.median), unit=chart.unit)
        for part, count in (
            ("n", runs.useful),
            ("longest_run", runs.longest),
            ("longest_run_limit", runs.longest_limit),
            ("crossings", runs.crossings),
            ("crossings_limit", runs.crossings_limit),
            ("signal", int(runs.is_signal)),
        ):
            found[f"{part}{suffix}"] = Value(value=Decimal(count), unit="")
    if len(chart.medians) > 1:
        change = chart.shown(chart.medians[-1]) - chart.shown(chart.medians[0])
        found["change"] = Value(value=change, unit=chart.unit, is_signed=True, is_points=chart.unit == "%")
    return found


_SIDES = phrase("高于|等于|低于", "above|on|below")


def table(chart: RunChart, lang: str) -> Rows:
    """A row a point, with its side of the median."""
    above, on, below = _SIDES.to(lang).split("|")
    middle, side = phrase("中位数|在它的哪侧", "Median|Side").to(lang).split("|")
    rows = [(chart.period, name_with_unit(chart.name, chart.unit, lang), middle, side)]
    for at, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True)):
        centre = chart.section_of(at).median
        word = above if value > centre else below if value < centre else on
        rows.append((label, f"{value:f}", f"{chart.shown(centre):f}", word))
    return tuple(rows)


_PLOT, _AIR = 190.0, 17.0


def draw(chart: RunChart, canvas: Canvas, lang: str) -> None:
    """The points and their line about the median, dashed and in cinnabar where there is a signal."""
    middle = f"{phrase('中位数', 'Median').to(lang)} {number(chart.shown(chart.sections[-1].median))}"
    goal = "" if chart.target is None else f"{phrase('目标', 'Target').to(lang)} {number(chart.target)}"
    goals = [] if chart.target is None else [chart.target]
    axis = make_axis([*chart.values, *(each.median for each in chart.sections), *goals], start=1, end=0, most=5)
    left = max(width_of(label, SMALL) for label in axis.labels) + 10
    right = canvas.width - max(width_of(middle, SMALL), width_of(goal, SMALL)) - 8
    course = Course(left=left, right=right, count=len(chart.values))
    name = wrapped(name_with_unit(chart.name, chart.unit, lang), canvas.width, SMALL)
    top = canvas.lines(0, 0, name, size=SMALL, colour="soft") + 4
    if chart.phases[0].name:
        phases = [(phase, _phase_detail(chart, at, lang)) for at, phase in enumerate(chart.phases)]
        top = draw_phases(canvas, course, phases, top, below=_PLOT + _AIR)
    top += _AIR
    axis = Axis(ticks=axis.ticks, start=top + _PLOT, end=top)
    draw_ticks(canvas, axis, course.left - 8)
    last = chart.sections[-1]
    beside = [Beside(y=axis.at(last.median), text=middle, colour="change" if last.runs.is_signal else "ink")]
    if chart.target is not None:
        y = axis.at(chart.target)
        canvas.line(course.left, y, course.right, y, stroke="ink", width=0.8, dash="7 3 1.5 3")
        beside.append(Beside(y=y, text=goal, colour="ink"))
    for section in chart.sections:
        _draw_section(chart, section, canvas, course, axis)
    draw_beside(canvas, course.right + 8, beside, top + _PLOT + 4)
    end = draw_periods(canvas, course, chart.labels, top + _PLOT + _AIR - 3, lang) + 4
    if len(chart.sections) == 1:
        told = _runs_told(last.runs, lang)
        told = f"{told}。" if lang == CHINESE else f"{told[0].upper()}{told[1:]}."
        end = canvas.paragraph(
            0, end, told, canvas.width, size=SMALL, colour="change" if last.runs.is_signal else "soft"
        )
    extended = next((each.stretch for each in chart.sections if each.stretch.basis_end < each.stretch.end), None)
    if extended:
        told = phrase("中线是开头{{k}}个点的中位数。", "The median is that of the first {{k}} points.").to(lang)
        end = canvas.paragraph(0, end, told.format(k=extended.basis), canvas.width, size=SMALL, colour="soft")
    canvas.height = end + 2


def _phase_detail(chart: RunChart, at: int, lang: str) -> str:
    """The median of a phase; and its runs, where it is judged by itself."""
    phase = chart.phases[at]
    told = phrase("中位数{{median}}", "median {{median}}").to(lang)
    told = told.format(median=_with_unit(chart, chart.medians[at], lang))
    own = [each for each in chart.sections if each.stretch.name == phase.name and len(chart.sections) > 1]
    return told + ("；" if lang == CHINESE else "; ") + _runs_told(own[0].runs, lang) if own else told


def _draw_section(chart: RunChart, section: Section, canvas: Canvas, course: Course, axis: Axis) -> None:
    """The median over its points, the line through them, the points of a run that is too long as diamonds."""
    start, end = section.stretch.start, section.stretch.end
    y, is_signal = axis.at(section.median), section.runs.is_signal
    level = [(course.edge(start), y), (course.edge(end), y)]
    canvas.polyline(level, stroke="change" if is_signal else "accent", dash=DASH if is_signal else "", round=False)
    places = [(course.at(at), axis.at(chart.values[at])) for at in range(start, end)]
    canvas.polyline(places, stroke="soft", width=0.8)
    long_run, is_dense = frozenset(section.long_run), course.count > MANY
    if is_dense:
        canvas.dots((place for at, place in enumerate(places, start) if at not in long_run), colour="accent", size=2.4)
    for at, (x, height) in enumerate(places, start):
        if at in long_run:
            canvas.mark("diamond", x, height, 2.0 if is_dense else 3.2, colour="change")
        elif not is_dense:
            canvas.mark("ring" if chart.values[at] == section.median else "disc", x, height, 2.2, colour="accent")
    if long_run:
        x, height = places[section.long_run[-1] - start]
        baseline = height - 7 if height < y else height + 12
        canvas.text(x, baseline, str(len(long_run)), size=SMALL, anchor="middle", colour="change", bold=True)


_PARTS = {
    "median": phrase("中位数", "the median"),
    "centre": phrase("判定用的中位数", "the median that points are judged by"),
    "n": phrase("不在中位数上的点数", "the points off the median"),
    "longest_run": phrase("最长的一串同侧的点", "the longest run on one side"),
    "longest_run_limit": phrase("一串最多可有几点", "the longest that chance is granted"),
    "crossings": phrase("穿越中位数的次数", "how often the median is crossed"),
    "crossings_limit": phrase("至少应有几次", "the fewest that chance is granted"),
    "signal": phrase("有信号为 1，没有为 0", "1 for a signal, else 0"),
}

KIND: Kind[RunChart] = Kind(
    name="run-chart",
    title=phrase("运行图", "Run chart"),
    takes=frozenset({"rows", "measures"}),
    options={
        "period": phrase("写期间的列，默认第 1 列", "the column of periods; the first without it"),
        "value": phrase("写数值的列，默认第 2 列", "the column of values; the second without it"),
        "unit": phrase("数值的单位", "the unit of the values"),
        "phases": phrase("各段从哪个点起，如“2024-06=改进后”", "where phases begin: “2024-06=After”"),
        "median-from": phrase(
            "中位数只由各段开头几个点定，或由某段定", "the median from the first points of phases, or one phase"
        ),
        "target": phrase("目标线", "a target line"),
    },
    parts={
        **_PARTS,
        **{f"{name}[…]": phrase("{what}（某段）", "{what} of a phase", what=words) for name, words in _PARTS.items()},
        "change": phrase("末段中位数减首段中位数", "the last phase's median less the first's"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
