"""Measurements, or classes already counted → a histogram with limits, mean, standard deviation and capability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.axis import titled
from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.classes import Class, is_bound, measured_unit
from casebound.figure.given import Given
from casebound.figure.histogram_drawing import Limit, draw_classes
from casebound.figure.histogram_rows import Limits, counted_rows, measured_rows
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import SMALL, height_of, wrapped
from casebound.figure.moments import capability, moments
from casebound.model.measure import digits, rounded
from casebound.model.value import Value, joined_unit, number
from casebound.text.localized import phrase
from casebound.text.source import Span

LEAST = 30
"""Measurements below which the shape is chance; 50 are better, 100 good (H. Kume, Statistical Methods for Quality
Improvement, 1985)."""
_FEW = 4  # different values, with which bars for each are clearer


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """The classes in order, and what follows from the measurements."""

    classes: tuple[Class, ...]
    n: int
    mean: Decimal
    deviation: Decimal | None
    smallest: Decimal | None
    """None where only classes are given, as is the largest."""
    largest: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    target: Decimal | None
    outside: int | None
    """How many lie beyond the limits; None without limits, or where a limit parts a given class."""
    share_outside: Decimal | None
    cp: Decimal | None
    cpk: Decimal | None
    distinct: int | None
    label: str
    unit: str
    place: Span


def read(given: Given) -> Histogram | None:
    """One column of measurements; with the option `count`, classes: their bounds and how many are in each."""
    if not given.need(1):
        return None
    limits = given.number("lower"), given.number("upper")
    if limits[0] is not None and limits[1] is not None and limits[0] >= limits[1]:
        given.refuse(phrase("下限不小于上限", "The lower limit is not below the upper"), given.place_of("lower"))
        return None
    found = counted_rows(given, limits) if "count" in given.options else measured_rows(given, limits)
    if found is None:
        return None
    classes, counts, label = found
    is_raw = "count" not in given.options
    return _worked_out(given, classes, counts, label, limits, is_raw=is_raw)


def _worked_out(
    given: Given, classes: list[Class], counts: Counter[Decimal], label: str, limits: Limits, *, is_raw: bool
) -> Histogram | None:
    lower, upper = limits
    exact = moments(counts)
    wanted = given.wanted_decimals
    places = digits(measured_unit(counts)) + 1 if wanted is None else wanted
    cp, cpk = capability(exact, lower, upper, 2 if wanted is None else wanted)
    is_known = is_raw or all(limit is None or is_bound(classes, limit) for limit in limits)
    outside = sum(each.outside for each in classes) if is_known and limits != (None, None) else None
    histogram = Histogram(
        classes=tuple(classes),
        n=exact.n,
        mean=rounded(exact.mean, places),
        deviation=None if exact.deviation is None else rounded(exact.deviation, places),
        smallest=min(counts) if is_raw else None,
        largest=max(counts) if is_raw else None,
        lower=lower,
        upper=upper,
        target=given.number("target"),
        outside=outside,
        share_outside=None if outside is None else rounded(Decimal(outside) * 100 / exact.n, given.decimals),
        cp=cp,
        cpk=cpk,
        distinct=len(counts) if is_raw else None,
        label=label,
        unit=given.words("unit"),
        place=given.table.header_place if given.table else given.place,
    )
    named = height_of(wrapped(titled(label, histogram.unit, given.lang), WIDTH, SMALL), SMALL)
    return histogram if given.fits(400 + named) else None


def _shown(value: Decimal | None) -> str:
    return "" if value is None else number(value)


def tell(histogram: Histogram, lang: str) -> str:
    """Mean and spread; what lies outside, or where most lie."""
    unit = joined_unit(histogram.unit, lang)
    told = phrase("{{label}}平均为{{mean}}", "{{label}} has a mean of {{mean}}").to(lang)
    told = told.format(label=histogram.label, mean=number(histogram.mean) + unit)
    if histogram.deviation is not None:
        told += (
            phrase("，标准差为{{s}}", " and a standard deviation of {{s}}")
            .to(lang)
            .format(s=number(histogram.deviation) + unit)
        )
    told += phrase("，共{n}个数据", " ({n} values)", n=number(Decimal(histogram.n))).to(lang)
    if histogram.outside:
        share = _shown(histogram.share_outside)
        outside = phrase(
            "；超出规格的有{n}个，占{share}%", "; {n} outside the limits, {share}%", n=histogram.outside, share=share
        )
        told += outside.to(lang)
    elif histogram.outside == 0:
        told += phrase("；没有超出规格的", "; none outside the limits").to(lang)
    else:
        most = max(histogram.classes, key=lambda each: each.count)
        told += (
            phrase("；最多的一组从{{a}}到{{b}}，有{{n}}个", "; the fullest class, {{a}}–{{b}}, has {{n}}")
            .to(lang)
            .format(a=number(most.lower), b=number(most.upper) + unit, n=most.count)
        )
    if histogram.cpk is not None:
        found = {"Cp": histogram.cp, "Cpk": histogram.cpk}
        indexes = [
            phrase("{name}为{n}", "{name} {n}", name=name, n=number(at)).to(lang)
            for name, at in found.items()
            if at is not None
        ]
        told += phrase("；过程能力指数", "; process capability ").to(lang) + phrase("，", ", ").to(lang).join(indexes)
    return told + phrase("。", ".").to(lang)


def values(histogram: Histogram) -> dict[str, Value]:
    """Those that are known."""
    unit = histogram.unit
    found = {
        "n": (Decimal(histogram.n), ""),
        "mean": (histogram.mean, unit),
        "sd": (histogram.deviation, unit),
        "min": (histogram.smallest, unit),
        "max": (histogram.largest, unit),
        "cp": (histogram.cp, ""),
        "cpk": (histogram.cpk, ""),
        "outside": (None if histogram.outside is None else Decimal(histogram.outside), ""),
        "share_outside": (histogram.share_outside, "%"),
    }
    return {part: Value(value=value, unit=unit) for part, (value, unit) in found.items() if value is not None}


def table(histogram: Histogram, lang: str) -> Rows:
    """A row a class."""
    header = phrase("组下限|组上限（不含）|频数", "From|To (excluded)|Count").to(lang).split("|")
    rows = [(f"{each.lower:f}", f"{each.upper:f}", str(each.count)) for each in histogram.classes]
    return (tuple(header), *rows)


def doubts(histogram: Histogram) -> Iterator[Doubt]:
    """Too few measurements; answers on a scale instead of measurements."""
    if histogram.n < LEAST:
        yield Doubt(problem="too-few-points", n=histogram.n, least=LEAST, place=histogram.place)
    elif histogram.distinct is not None and histogram.distinct <= _FEW:
        what = phrase(
            "只有 {n} 种数值，分不出组；按值数件数，画条形（stratification、csat）",
            "there are only {n} different values and nothing to class; count each and draw bars (stratification, csat)",
            n=histogram.distinct,
        )
        yield Doubt(problem="wrong-chart", what=what, place=histogram.place)


def draw(histogram: Histogram, canvas: Canvas, lang: str) -> None:
    """What was worked out above, the classes with the limits over them below."""
    limits = (
        (phrase("下限", "Lower limit"), histogram.lower, True),
        (phrase("目标", "Target"), histogram.target, False),
        (phrase("上限", "Upper limit"), histogram.upper, True),
    )
    facts = (
        (phrase("平均", "Mean").to(lang), histogram.mean),
        ("n", Decimal(histogram.n)),
        (phrase("标准差", "SD").to(lang), histogram.deviation),
        ("Cp", histogram.cp),
        ("Cpk", histogram.cpk),
    )
    words = [f"{name} = {number(value)}" for name, value in facts if value is not None]
    if histogram.outside is not None:
        share = _shown(histogram.share_outside)
        outside = phrase(
            "超出规格 {n}（{share}%）", "{n} outside the limits ({share}%)", n=histogram.outside, share=share
        )
        none = phrase("无超出规格", "none outside the limits")
        words.append((outside if histogram.outside else none).to(lang))
    draw_classes(
        canvas,
        histogram.classes,
        name=titled(histogram.label, histogram.unit, lang),
        count_name=phrase("频数", "Count").to(lang),
        mean=histogram.mean,
        limits=[Limit(word=word.to(lang), at=at, is_hard=hard) for word, at, hard in limits if at is not None],
        facts=phrase("，", ", ").to(lang).join(words),
    )


KIND: Kind[Histogram] = Kind(
    name="histogram",
    title=phrase("直方图", "Histogram"),
    takes=frozenset({"rows"}),
    options={
        "value": phrase("写测量值的列，默认第 1 列", "the column of measurements; the first without it"),
        "from": phrase("已分组时：写组下限的列，默认第 1 列", "of classes: the column of lower bounds; the first"),
        "to": phrase("已分组时：写组上限的列，默认第 2 列", "of classes: the column of upper bounds; the second"),
        "count": phrase("已分组时：写频数的列", "of classes: the column of counts; says that classes are given"),
        "label": phrase("测的是什么；默认用列名", "what was measured; the column's name without it"),
        "classes": phrase("分成几组", "how many classes"),
        "width": phrase("组距", "the width of a class"),
        "lower": phrase("规格下限", "the lower specification limit"),
        "upper": phrase("规格上限", "the upper specification limit"),
        "target": phrase("目标值", "the target"),
        "unit": phrase("测量值的单位", "the unit of the measurements"),
    },
    parts={
        "n": phrase("数据个数", "how many measurements"),
        "mean": phrase("平均值", "their mean"),
        "sd": phrase("样本标准差（n − 1）", "the sample's standard deviation (n − 1)"),
        "min": phrase("最小值", "the smallest"),
        "max": phrase("最大值", "the largest"),
        "cp": phrase("过程能力指数 Cp", "the capability index Cp"),
        "cpk": phrase("过程能力指数 Cpk", "the capability index Cpk"),
        "outside": phrase("超出规格的个数", "how many lie outside the limits"),
        "share_outside": phrase("超出规格的占比", "their share in percent"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
