"""Values, subgroups or counts over time → a control chart: centre, limits at three sigma, signals (GB/T 17989.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from casebound.figure.control import ENOUGH, ControlChart, Section, judge, phase_means, read_rules
from casebound.figure.control_drawing import SPREADS, draw_control
from casebound.figure.course import name_with_unit
from casebound.figure.dates import said
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.phases import pooled, read_phases, read_stretches
from casebound.figure.samples import Samples, read_samples
from casebound.figure.spc import TYPES, Type
from casebound.model.measure import Measure, rounded
from casebound.model.value import Value
from casebound.text.localized import CHINESE, phrase

_ALIASES = {
    **dict.fromkeys(("imr", "xmr", "x-mr", "i", "individuals", "单值", "单值-移动极差"), "i-mr"),
    **dict.fromkeys(("xbar", "x-r", "xbar-极差"), "xbar-r"),
    **dict.fromkeys(("x-s", "xbar-标准差"), "xbar-s"),
}
_BETTER = {
    "p": phrase("比例有样本量，用 p 图（type: p）", "proportions with n want a p chart (type: p)"),
    "i-mr": phrase("不是整数的件数，用 i-mr 图（type: i-mr）", "these are no counts; use type: i-mr"),
    "xbar-s": phrase("一组超过 10 个，用 type: xbar-s", "for more than 10 in a subgroup use type: xbar-s"),
}


def read(given: Given) -> ControlChart | None:
    """The samples of the type that is asked for, judged phase by phase."""
    type = _read_type(given)
    samples = read_samples(given, type) if type else None
    if samples is None or type is None:
        return None
    labels = [point.label for point in samples.points]
    phases = read_phases(given, labels)
    stretches = read_stretches(given, "limits-from", phases)
    rules = read_rules(given, type)
    points, sections = judge(samples, stretches, rules)
    usl, lsl = given.number("usl"), given.number("lsl")
    if type != "i-mr" and not (usl is None and lsl is None):
        message = phrase(
            "规格限是对单个值说的，这种图上不画", "Specification limits hold for single values, not for this chart"
        )
        given.reading.note("wrong-option", given.place_of("lsl" if usl is None else "usl"), message)
        usl = lsl = None
    target = given.number("target")
    if target is None and given.measures and given.measures[0].target:
        target = given.measures[0].target.value
    return ControlChart(
        type=type,
        points=points,
        phases=phases,
        means=phase_means(samples, phases),
        sections=sections,
        rules=rules,
        period=samples.period,
        name=samples.name,
        unit=samples.unit,
        places=given.decimals if "decimals" in given.options else max(given.decimals, samples.digits),
        target=target,
        usl=usl,
        lsl=lsl,
        doubts=(*_few(sections), *_wrong_chart(samples), *_pooled(pooled(given, labels, stretches))),
    )


def _read_type(given: Given) -> Type | None:
    """As people write it: `Xbar-R`, `X̄-R`, `p图`, `I-MR`; without it a measure in % with n is a p chart."""
    word = given.words("type")
    if not word:
        measure = given.measures[0] if given.measures else None
        points = measure.series.points if measure and measure.series else ()
        is_share = measure is not None and measure.unit == "%" and all(point.n for point in points)
        return "p" if is_share and points else "i-mr"
    plain = re.sub(r"[\s–—_/−-]+", "-", re.sub(r"(控制)?图$|[\s-]?chart$", "", word.casefold()))
    plain = re.sub(r"x(?:[\u0304\u0305]|-?bar)|均值", "xbar", plain)
    plain = _ALIASES.get(plain, plain)
    if plain in TYPES:
        return next(type for type in TYPES if type == plain)
    given.choice("type", TYPES, "i-mr")
    return None


def _few(sections: tuple[Section, ...]) -> Iterator[Doubt]:
    for each in sections:
        if each.stretch.basis < ENOUGH:
            yield Doubt(problem="too-few-points", what=each.stretch.name, n=each.stretch.basis, least=ENOUGH)


def _pooled(measure: Measure | None) -> Iterator[Doubt]:
    if measure:
        yield Doubt(problem="pooled-phases", what=measure.name)


def _wrong_chart(samples: Samples) -> Iterator[Doubt]:
    """Limits from a distribution that the values do not have."""
    sizes = [point.n for point in samples.points]
    better = ""
    if samples.type == "i-mr" and samples.unit == "%":
        if not samples.has_n:
            yield Doubt(problem="no-n", what=samples.name)
        better = "p" if samples.has_n else ""
    elif samples.type == "c" and any(point.value != point.value.to_integral_value() for point in samples.points):
        better = "i-mr"
    elif samples.type == "np" and len(set(sizes)) > 1:
        better = "p"
    elif samples.type == "xbar-r" and max(sizes) > 10:
        better = "xbar-s"
    if better:
        yield Doubt(problem="wrong-chart", what=_BETTER[better])


def tell(chart: ControlChart, lang: str) -> str:
    """The means before and after, or the mean with its limits; then the points that something is unusual about."""
    is_chinese = lang == CHINESE
    if len(chart.phases) > 1:
        parts = [
            phrase("{{name}}的均值为{{mean}}", "{{name}}: mean {{mean}}")
            .to(lang)
            .format(name=phase.name, mean=chart.written(mean, lang))
            for phase, mean in zip(chart.phases, chart.means, strict=True)
        ]
        told = ("，" if is_chinese else "; ").join(parts)
    else:
        is_own = not chart.sections[0].is_extended
        words = phrase("均值为{{mean}}", "The mean is {{mean}}")
        words = words if is_own else phrase("中心线为{{mean}}", "The centre line is {{mean}}")
        told = words.to(lang).format(mean=chart.written(chart.sections[0].mean, lang))
        told = told if chart.sections[0].is_extended else told + _told_limits(chart, chart.sections[0], lang)
    extended = [each for each in chart.sections if each.is_extended and each.has_limits]
    if extended:
        told += (
            phrase("，控制限由开头{{k}}个点定出", ", limits from the first {{k}} points")
            .to(lang)
            .format(k=extended[0].stretch.basis)
        )
        told += _told_limits(chart, extended[0], lang, is_first=False) if len(chart.sections) == 1 else ""
    count, found = len(chart.points), chart.signals
    if not any(each.has_limits for each in chart.sections):
        rest = phrase("；只有{{n}}个点，不足以定控制限。", "; too few points for limits ({{n}}).").to(lang)
        return told + rest.format(n=count)
    if not found:
        rest = phrase("；{{n}}个点没有异常信号。", "; no signal in {{n}} points.").to(lang)
        return told + rest.format(n=count)
    labels = [point.label for point in found[:3]]
    labels = said(labels, lang) if all("-" in label for label in labels) else labels
    named = ("、" if is_chinese else ", ").join(labels)
    more = ("等处" if is_chinese else ", …") if len(found) > 3 else ""
    rest = phrase(
        "；{{n}}个点中有{{k}}个点给出异常信号，出现在{{named}}。", "; signals at {{k}} of {{n}} points: {{named}}."
    ).to(lang)
    return told + rest.format(n=count, k=len(found), named=named + more)


def _told_limits(chart: ControlChart, section: Section, lang: str, *, is_first: bool = True) -> str:
    if section.limits is None:
        is_said = section.has_limits and is_first
        return phrase("，控制限随样本量变", ", limits varying with n").to(lang) if is_said else ""
    words = (
        phrase("，下控制限为{{lcl}}，上控制限为{{ucl}}", ", the lower limit {{lcl}}, the upper limit {{ucl}}")
        if is_first
        else phrase("，下限为{{lcl}}，上限为{{ucl}}", ", the lower {{lcl}}, the upper {{ucl}}")
    )
    return words.to(lang).format(
        lcl=chart.written(section.limits.lcl, lang), ucl=chart.written(section.limits.ucl, lang)
    )


_SPREAD_PARTS = {"i-mr": "mr", "xbar-r": "r", "xbar-s": "s"}


def values(chart: ControlChart) -> dict[str, Value]:
    """Of the whole chart, and of each phase in brackets. Limits that vary from point to point have no single value;
    the centre differs from the mean where it is from other points."""

    def value(number: Decimal) -> Value:
        return Value(value=chart.shown(number), unit=chart.unit)

    found = {"n": Value(value=Decimal(len(chart.points)), unit="")}
    found["signals"] = Value(value=Decimal(len(chart.signals)), unit="")
    for phase, mean in zip(chart.phases, chart.means, strict=True):
        found[f"mean[{phase.name}]" if phase.name else "mean"] = value(mean)
    for section in chart.sections:
        suffix = f"[{section.stretch.name}]" if len(chart.sections) > 1 else ""
        found[f"centre{suffix}"] = value(section.mean)
        if section.limits is not None:
            found |= {f"ucl{suffix}": value(section.limits.ucl), f"lcl{suffix}": value(section.limits.lcl)}
        if section.spread is not None and section.has_limits:
            found[f"{_SPREAD_PARTS[chart.type]}_mean{suffix}"] = value(section.spread)
        if section.spread_limits is not None:
            found[f"{_SPREAD_PARTS[chart.type]}_ucl{suffix}"] = value(section.spread_limits.ucl)
    if len(chart.means) > 1:
        change = rounded(chart.shown(chart.means[-1]) - chart.shown(chart.means[0]), chart.places)
        found["change"] = Value(value=change, unit=chart.unit, is_signed=True, is_points=chart.unit == "%")
    return found


def table(chart: ControlChart, lang: str) -> Rows:
    """A row a point, with its limits and the rules that it completes."""
    is_counted, has_phases = chart.type in ("p", "np", "u"), len(chart.phases) > 1
    spread = SPREADS[chart.type].to(lang) if chart.is_paired else ""
    header = [chart.period, *([phrase("阶段", "Phase").to(lang)] if has_phases else [])]
    header += ["n"] if is_counted else []
    header += [name_with_unit(chart.name, chart.unit, lang), "CL", "LCL", "UCL"]
    header += [spread, f"{spread} UCL"] if spread else []
    header.append(phrase("异常（规则）", "Signals (rules)").to(lang))
    rows = [tuple(header)]
    for at, point in enumerate(chart.points):
        limits, lower = point.limits, point.spread_limits
        row = [point.label, *([chart.phase_of(at)] if has_phases else []), *([f"{point.n:f}"] if is_counted else [])]
        row.append(f"{chart.shown(point.value):f}")
        row += [f"{chart.shown(each):f}" for each in (limits.centre, limits.lcl, limits.ucl)] if limits else [""] * 3
        if spread:
            row.append("" if point.spread is None else f"{chart.shown(point.spread):f}")
            row.append("" if point.spread is None or lower is None else f"{chart.shown(lower.ucl):f}")
        row.append(" ".join([*map(str, point.broken), *([spread] if point.is_spread_out else [])]))
        rows.append(tuple(row))
    return tuple(rows)


_LINES = {
    "mean": phrase("均值", "the mean"),
    "centre": phrase("中心线", "the centre line"),
    "ucl": phrase("控制上限", "the upper control limit"),
    "lcl": phrase("控制下限", "the lower control limit"),
    "mr_mean": phrase("平均移动极差", "the mean moving range"),
    "mr_ucl": phrase("移动极差的上限", "the upper limit of moving ranges"),
    "r_mean": phrase("平均极差", "the mean range"),
    "r_ucl": phrase("极差的上限", "the upper limit of ranges"),
    "s_mean": phrase("平均标准差", "the mean standard deviation"),
    "s_ucl": phrase("标准差的上限", "the upper limit of standard deviations"),
}

KIND: Kind[ControlChart] = Kind(
    name="control-chart",
    title=phrase("控制图", "Control chart"),
    takes=frozenset({"rows", "measures"}),
    options={
        "type": phrase(
            "i-mr、xbar-r、xbar-s、p、np、c 或 u，默认 i-mr", "i-mr (without it), xbar-r, xbar-s, p, np, c or u"
        ),
        "period": phrase("写期间或样本号的列，默认第 1 列", "the column of periods or samples; the first without it"),
        "value": phrase("写数值或件数的列，默认第 2 列", "the column of values or counts; the second without it"),
        "count": phrase("同 value，写件数的列", "the same as value, for counts"),
        "values": phrase(
            "xbar：一组各个值的列，默认其余各列", "xbar: the columns of a subgroup; all others without it"
        ),
        "n": phrase("写样本量的列，默认第 3 列；也可写一个数", "the column of n, the third without it; or a number"),
        "per": phrase("比率按多少单位说，如 1000", "how many units rates are told by, such as 1000"),
        "unit": phrase("数值的单位", "the unit of the values"),
        "phases": phrase("各段从哪个点起，如“2024-06=改进后”", "where phases begin: “2024-06=After”"),
        "limits-from": phrase(
            "控制限只由各段开头几个点定，或由某段定", "limits from the first points of phases, or one phase"
        ),
        "rules": phrase(
            "判异规则的编号，或 western-electric、nelson、none", "numbers of rules, western-electric, nelson, none"
        ),
        "target": phrase("目标线", "a target line"),
        "usl": phrase("规格上限（只用于 i-mr）", "upper specification limit (i-mr only)"),
        "lsl": phrase("规格下限（只用于 i-mr）", "lower specification limit (i-mr only)"),
    },
    parts={
        "n": phrase("点数", "the number of points"),
        "signals": phrase("异常的点数", "the number of points that signal"),
        "change": phrase("末段均值减首段均值", "the last phase's mean less the first's"),
        **_LINES,
        **{f"{name}[…]": phrase("{what}（某段）", "{what} of a phase", what=words) for name, words in _LINES.items()},
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=lambda chart: chart.doubts,
    draw=draw_control,
)
