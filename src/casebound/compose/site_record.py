"""A case of the site in one language → its record: all that pages and files about many cases say of one of them.

A record is small, holds only what the public may read, and can be kept as JSON, so that what concerns the whole
collection can be made again without reading the cases that have not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from html import unescape

from casebound.compose import formats
from casebound.compose.case_links import anchors_of
from casebound.compose.chapter import Chapter, MeasureRow
from casebound.compose.public_case import Translation
from casebound.model.case import Case, Replication
from casebound.model.scorecard import Scorecard
from casebound.model.value import Value
from casebound.read.reading import shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A section that answers a criterion."""

    criterion: str
    anchor: str
    title: str
    begins: str
    """Its first words, without markup, tables and figures; those of the sections under it where it has none itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAnswer:
    """A figure that names a criterion."""

    criterion: str
    anchor: str
    label: str
    """`图 2`."""
    caption: str
    """Without markup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMeasure:
    """A measure, in its unit; None: not given, or cannot be computed."""

    id: str
    name: str
    unit: str
    better: str
    """`higher`, `lower` or empty."""
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    change: Value | None
    """Signed; percentage points for a percentage."""
    percent: Value | None
    """The change, in percent of the baseline."""
    is_target_met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A public case in one language of the site."""

    id: str
    lang: str
    """The language of the page."""
    written_in: str
    """The language of the words: another one where nobody has translated the case."""
    translation: Translation
    """How those words relate to what was written first."""
    path: str
    """Of its page."""
    title: str
    name: str
    """The title for narrow places."""
    summary: str
    organization: str
    team: str
    subject_kind: str
    industry: str
    service: str
    region: str
    methods: tuple[str, ...]
    tools: tuple[str, ...]
    """The kinds of figures that its text uses: `pareto`, `fishbone` …"""
    route: str
    year: int | None
    """In which the work ended."""
    period: str
    """Of the work, in the words of the page's language; empty where it is not given."""
    framework: str
    answers: tuple[Answer, ...]
    figures: tuple[FigureAnswer, ...]
    measures: tuple[RecordedMeasure, ...]
    evidence: int
    """The level, 1 to 5."""
    ceiling: int
    """The level that design and data would allow."""
    effect: Decimal | None
    """Improvement of the first measure, in percent of its baseline."""
    met: int
    targets: int
    """Of so many targets, so many are met."""
    parts: int
    """Recorded parts of the replication pack, of ten."""
    withheld: int
    """Of those, how many the public does not see."""
    weeks: Decimal | None
    one_off: Decimal | None
    annual: Decimal | None
    currency: str
    preconditions: tuple[str, ...]
    core_elements: tuple[str, ...]
    adopters: int
    grade: str
    """Id of the grade that the site's round gave; empty without one."""
    total: Decimal | None
    is_example: bool
    version: str
    license: str
    updated: date | None
    """The newest day that the case itself names."""
    review_by: date | None
    aliases: tuple[str, ...]
    anchors: tuple[str, ...]
    """The places on its page that another case's text can link to."""

    @property
    def is_translated(self) -> bool:
        """Whether its words are in the page's language."""
        return self.written_in == self.lang

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that it answers, each once."""
        return tuple(dict.fromkeys(answer.criterion for answer in self.answers))


def make_record(chapter: Chapter, lang: str, path: str, translation: Translation, card: Scorecard | None) -> CaseRecord:
    """The record of a chapter that holds only what the public may read."""
    case, standing = chapter.case, chapter.meters.standing
    replication, ready = case.replication or Replication(), standing.replicability
    return CaseRecord(
        id=case.id,
        lang=lang,
        written_in=case.lang,
        translation=translation,
        path=path,
        title=case.title,
        name=case.name,
        summary=case.summary,
        organization=case.subject.organization,
        team=case.subject.name,
        subject_kind=case.subject.kind.value if case.subject.kind else "",
        industry=case.industry,
        service=case.service,
        region=case.region,
        methods=case.methods,
        tools=tuple(dict.fromkeys(drawn.figure.kind.name for drawn in chapter.figures)),
        route=case.route,
        year=case.period.end.year if case.period else None,
        period=formats.period(case.period, lang) if case.period else "",
        framework=case.framework,
        answers=tuple(_answers(chapter)),
        figures=tuple(_figures(chapter)),
        measures=tuple(_measure(row) for row in chapter.measures),
        evidence=standing.strength.level,
        ceiling=standing.strength.ceiling,
        effect=standing.effect.percent,
        met=standing.effect.met,
        targets=standing.effect.targets,
        parts=len(ready.there),
        withheld=len(ready.withheld),
        weeks=ready.weeks,
        one_off=ready.one_off,
        annual=ready.annual,
        currency=ready.currency,
        preconditions=replication.preconditions,
        core_elements=replication.core_elements,
        adopters=ready.adopters,
        grade=card.grade.id if card and card.grade else "",
        total=card.total if card else None,
        is_example=bool(case.example),
        version=case.publication.version,
        license=case.publication.license,
        updated=newest_day(case),
        review_by=case.publication.review_by,
        aliases=case.aliases,
        anchors=anchors_of(case),
    )


def record_in(lang: str, path: str, translation: Translation, *, known: CaseRecord, case: Case) -> CaseRecord:
    """The record `known` of the same words, on the page at that path in another language of the site."""
    period = formats.period(case.period, lang) if case.period else ""
    return replace(known, lang=lang, translation=translation, path=path, period=period)


def newest_day(case: Case) -> date | None:
    """The last day of its newest figure, or of the work itself."""
    days = [item.actual.period.end for item in case.measures if item.actual and item.actual.period]
    days += [point.period.end for item in case.measures if item.series for point in item.series.points]
    if case.period:
        days.append(case.period.end)
    return max(days, default=None)


_MOST = 120
"""Characters that a record keeps of the beginning of a section."""
_SHOWN = re.compile(r"<(table|figure|sup)\b.*?</\1>", re.DOTALL)
"""What is not read as its words: tables, figures, marks of footnotes."""
_TAG = re.compile("<[^>]*>")


def _answers(chapter: Chapter) -> Iterator[Answer]:
    bodies = [tagged.section for tagged in chapter.sections]
    words = [" ".join(unescape(_TAG.sub("", _SHOWN.sub("", body.content))).split()) for body in bodies]
    places = {body.anchor: place for place, body in enumerate(bodies)}
    for row in chapter.trace:
        for item in row.sections:
            place = places[item.anchor]
            text = words[place]
            for body, more in zip(bodies[place + 1 :], words[place + 1 :], strict=True):
                if text or body.section.level <= item.section.level:
                    break
                text = more
            begins = shortened(text, _MOST)
            yield Answer(criterion=row.criterion.id, anchor=item.anchor, title=item.section.title, begins=begins)


def _figures(chapter: Chapter) -> Iterator[FigureAnswer]:
    captions = {item.anchor: item.caption for item in chapter.captioned}
    for row in chapter.trace:
        for drawn in row.figures:
            caption = captions.get(drawn.anchor, "")
            yield FigureAnswer(criterion=row.criterion.id, anchor=drawn.anchor, label=drawn.label, caption=caption)


def _measure(row: MeasureRow) -> RecordedMeasure:
    return RecordedMeasure(
        id=row.measure.id,
        name=row.measure.name,
        unit=row.measure.unit,
        better=row.measure.better.value if row.measure.better else "",
        baseline=_number(row.baseline),
        target=_number(row.target),
        actual=_number(row.actual),
        change=row.change,
        percent=row.change_percent,
        is_target_met=row.is_target_met,
    )


def _number(value: Value | None) -> Decimal | None:
    return value.value if value else None
