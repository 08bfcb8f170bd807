"""A case, as one audience may read it → everything a template needs to print or show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup

from casebound.compose.body import Body, Captioned, SectionBody, make_body
from casebound.compose.drawn import Drawn
from casebound.compose.medium import Medium
from casebound.compose.meters import Meters, make_meters
from casebound.figure.series import draw_series
from casebound.model.case import Adoption, Case, ConditionAnswer
from casebound.model.framework import Condition, Criterion, Framework
from casebound.model.measure import Measure
from casebound.model.meters import weeks_of
from casebound.model.route import Route
from casebound.model.value import Value, value_of
from casebound.read.vocabulary import Vocabulary
from casebound.text.localized import NOTHING, Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure with what follows from it; None: cannot be computed."""

    measure: Measure
    baseline: Value | None
    target: Value | None
    actual: Value | None
    change: Value | None
    change_percent: Value | None
    attainment: Value | None
    is_target_met: bool | None
    chart: Markup
    """A small SVG of the series; empty without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow:
    """A condition of the framework and how the case answers it."""

    condition: Condition
    answer: ConditionAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedRow:
    """A measure as the case and as an adopter measured it."""

    own: MeasureRow
    adopted: MeasureRow
    """Without a target or a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionRow:
    """Somebody who did the same, and what they measured."""

    adoption: Adoption
    measures: tuple[AdoptedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRow:
    """Where a criterion is answered."""

    criterion: Criterion
    sections: tuple[SectionBody, ...]
    figures: tuple[Drawn, ...]
    """Those that name the criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSection:
    """A section with the criteria it is tied to, as they are tagged in the margin."""

    section: SectionBody
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One case, ready for a template."""

    case: Case
    anchor: str
    """Id of the chapter's heading."""
    prefix: str
    industry: Localized
    route: Localized
    methods: tuple[Localized, ...]
    framework: Framework
    meters: Meters
    measures: tuple[MeasureRow, ...]
    conditions: tuple[ConditionRow, ...]
    adoptions: tuple[AdoptionRow, ...]
    sections: tuple[TaggedSection, ...]
    notes: Markup
    figures: tuple[Drawn, ...]
    captioned: tuple[Captioned, ...]
    trace: tuple[TraceRow, ...]

    @property
    def weeks(self) -> Decimal | None:
        """The steps of replication together, in weeks; None while a step does not say."""
        return weeks_of(self.case.replication) if self.case.replication else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterStyle:
    """How a case is set: the medium of its text, and the charts of its measures."""

    medium: Medium
    chart_width: float
    chart_height: float


def make_chapter(
    case: Case,
    *,
    framework: Framework,
    routes: Mapping[str, Route],
    vocabulary: Vocabulary,
    style: ChapterStyle,
) -> Chapter:
    """The chapter of a case that has already been reduced to what its audience may read."""
    body = make_body(case, style.medium)
    measures = tuple(_measure_row(case, measure, style) for measure in case.measures)
    route = routes.get(case.route)
    return Chapter(
        case=case,
        anchor=f"{style.medium.prefix}case",
        prefix=style.medium.prefix,
        industry=vocabulary.industries.get(case.industry, _as_written(case.industry)),
        route=route.title if route else _as_written(case.route),
        methods=tuple(vocabulary.methods.get(method, _as_written(method)) for method in case.methods),
        framework=framework,
        meters=make_meters(case, style.medium.palette),
        measures=measures,
        conditions=_condition_rows(case, framework),
        adoptions=tuple(_adoption_row(adoption, measures, style) for adoption in case.adoptions),
        sections=_tagged(body, framework),
        notes=body.notes,
        figures=body.figures,
        captioned=body.captioned,
        trace=tuple(
            TraceRow(
                criterion=leaf,
                sections=tuple(item for item in body.sections if leaf.id in item.section.criteria),
                figures=tuple(item for item in body.figures if leaf.id in item.figure.criteria),
            )
            for leaf in framework.leaves()
        ),
    )


BASE = "\x00"
"""Put before the names of files, it keeps open where the page lies that will show the text: Markdown holds no NUL."""


def chapter_at(chapter: Chapter, base: str) -> Chapter:
    """The chapter, made with `BASE`, on a page from which its files are reached by `base`, which is percent-encoded."""
    if BASE not in chapter.notes and not any(BASE in tagged.section.content for tagged in chapter.sections):
        return chapter

    def at(body: SectionBody) -> SectionBody:
        return replace(body, content=body.content.replace(BASE, base)) if BASE in body.content else body

    return replace(
        chapter,
        sections=tuple(replace(tagged, section=at(tagged.section)) for tagged in chapter.sections),
        notes=chapter.notes.replace(BASE, base),
        trace=tuple(replace(row, sections=tuple(map(at, row.sections))) for row in chapter.trace),
    )


def _as_written(word: str) -> Localized:
    return Localized({"und": word}) if word else NOTHING


def _measure_row(case: Case, measure: Measure, style: ChapterStyle) -> MeasureRow:
    def part(name: str) -> Value | None:
        return value_of(case, f"{measure.id}.{name}")

    chart = draw_series(
        measure, palette=style.medium.palette, lang=case.lang, width=style.chart_width, height=style.chart_height
    )
    return MeasureRow(
        measure=measure,
        baseline=part("baseline"),
        target=part("target"),
        actual=part("actual"),
        change=part("change"),
        change_percent=part("change_percent"),
        attainment=part("attainment"),
        is_target_met=measure.is_target_met,
        chart=chart,
    )


def _adoption_row(adoption: Adoption, measures: Sequence[MeasureRow], style: ChapterStyle) -> AdoptionRow:
    known = {row.measure.id: row for row in measures}
    rows = []
    for item in adoption.measures:
        if own := known.get(item.measure):
            there = replace(own.measure, baseline=item.baseline, actual=item.actual, target=None, series=None)
            rows.append(AdoptedRow(own=own, adopted=_measure_row(Case(measures=(there,)), there, style)))
    return AdoptionRow(adoption=adoption, measures=tuple(rows))


def _condition_rows(case: Case, framework: Framework) -> tuple[ConditionRow, ...]:
    answers = {answer.id: answer for answer in case.conditions}
    return tuple(
        ConditionRow(condition=condition, answer=answers[condition.id])
        for condition in framework.conditions
        if condition.id in answers
    )


def _tagged(body: Body, framework: Framework) -> tuple[TaggedSection, ...]:
    tagged = []
    for item in body.sections:
        criteria: Sequence[Criterion | None] = [framework.criterion(id) for id in item.section.criteria]
        tagged.append(
            TaggedSection(section=item, criteria=tuple(criterion for criterion in criteria if criterion is not None))
        )
    return tuple(tagged)
