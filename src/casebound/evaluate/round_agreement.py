"""A round's marks → how far its evaluators agree: on each criterion, on the level of their marks, and on totals.

Diagnostics beside the official result. No threshold is given: what is enough is a convention of whoever asks.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.evaluate.agreement import (
    Agreement,
    Bootstrap,
    Metric,
    Weighting,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    ratings_of,
)
from casebound.evaluate.grading import grade_of
from casebound.evaluate.icc import IntraclassCorrelations, intraclass_correlations
from casebound.evaluate.published import exact_decimal, published
from casebound.evaluate.severity import Severity, fit_severity
from casebound.evaluate.tally import Sheet, percent_reached, sheet_of
from casebound.model.evaluation import Round
from casebound.model.framework import Framework
from casebound.text.localized import Localized, phrase

RESAMPLES = 1000
"""For the interval of alpha on totals."""

NO_BANDS = phrase("准则没有分档，不按档比较", "The framework has no bands: levels are not compared")
NO_GRADES = phrase("准则没有等级，不按等级比较", "The framework has no grades: they are not compared")

Marks = Mapping[str, Mapping[str, Decimal | None]]
"""By evaluator, then by case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAgreement:
    """Agreement on levels, the higher the better: bands of marks, or grades of totals."""

    alpha: Agreement
    """Krippendorff's, ordinal."""
    ac1: Agreement
    """Gwet's, a near miss worth nothing."""
    ac2: Agreement
    """Gwet's, a near miss worth its ordinal weight."""
    percent: Agreement
    """Pairs of evaluators on the same level, without correction for chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """Agreement on one criterion, or on totals."""

    criterion: str
    """Id; empty for totals."""
    alpha: Agreement
    """Krippendorff's, interval, on marks or on the evaluators' own totals as published."""
    icc: IntraclassCorrelations
    levels: LevelAgreement | None
    levels_refusal: Localized | None = None
    """Why there are no levels to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAgreement:
    """How far the evaluators of a round agree."""

    criteria: tuple[AgreementRow, ...]
    totals: AgreementRow | None
    """None where there are no totals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """One evaluation that counts."""

    evaluator: str
    case: str
    marks: Sheet


def agreement_of_round(round: Round, framework: Framework) -> RoundAgreement:
    """Of the evaluations that count, each as it was given: a consensus changes nothing here."""
    given = _given(round, framework)
    return RoundAgreement(
        criteria=tuple(_criterion(leaf.id, given, framework) for leaf in framework.leaves()),
        totals=_totals(given, round, framework) if framework.weight_total else None,
    )


def severity_of_round(round: Round, framework: Framework) -> Severity:
    """From the evaluators' own totals as published: advisory, and refused where the judging plan is not linked."""
    return fit_severity(ratings_of(own_totals(round, framework)))


def own_totals(round: Round, framework: Framework) -> Marks:
    """What each evaluator's marks alone come to in percent, published, by evaluator and case; complete sheets only."""
    return _own_totals(_given(round, framework), framework)


def _given(round: Round, framework: Framework) -> list[_Given]:
    return [
        _Given(evaluator=evaluation.evaluator, case=case, marks=sheet_of(evaluation, framework))
        for case in round.cases
        for evaluation in round.counted(case)
    ]


def _table(values: Iterable[tuple[_Given, Decimal | None]]) -> Marks:
    found: dict[str, dict[str, Decimal | None]] = {}
    for given, value in values:
        found.setdefault(given.evaluator, {})[given.case] = value
    return found


def _criterion(id: str, given: Sequence[_Given], framework: Framework) -> AgreementRow:
    marks = [(each, exact_decimal(each.marks[id])) for each in given if id in each.marks]
    ratings = ratings_of(_table(marks))
    bands = sorted((band.range[0], band.range[-1]) for band in framework.bands if band.range)
    levels = _table((each, _band(mark, bands)) for each, mark in marks)
    return AgreementRow(
        criterion=id,
        alpha=krippendorff_alpha(ratings, Metric.INTERVAL),
        icc=intraclass_correlations(ratings),
        levels=_levels(levels, len(bands)) if bands else None,
        levels_refusal=None if bands else NO_BANDS,
    )


def _totals(given: Sequence[_Given], round: Round, framework: Framework) -> AgreementRow:
    ratings = ratings_of(_own_totals(given, framework))
    seed = zlib.crc32(round.id.encode("utf-8", errors="surrogatepass"))
    grades = _table((each, _grade(each.marks, framework)) for each in given)
    return AgreementRow(
        criterion="",
        alpha=krippendorff_alpha(ratings, Metric.INTERVAL, bootstrap=Bootstrap(seed=seed, resamples=RESAMPLES)),
        icc=intraclass_correlations(ratings),
        levels=_levels(grades, len(framework.grades) + 1) if framework.grades else None,
        levels_refusal=None if framework.grades else NO_GRADES,
    )


def _own_totals(given: Iterable[_Given], framework: Framework) -> Marks:
    totals = ((each, percent_reached(framework.criteria, each.marks, framework)) for each in given)
    return _table((each, published(total, framework.aggregation)) for each, total in totals if total is not None)


def _band(mark: Decimal, bands: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The number of the band that a mark lies in, from the lowest; None where it lies in none."""
    return next((Decimal(at) for at, (low, high) in enumerate(bands) if low <= mark <= high), None)


def _grade(marks: Sheet, framework: Framework) -> Decimal | None:
    """The number of the grade that an evaluator's own figures would give, from 0 for none; None without a total."""
    total = percent_reached(framework.criteria, marks, framework)
    if total is None:
        return None
    percents = {criterion.id: percent_reached((criterion,), marks, framework) for criterion in framework.criteria}
    sections = {
        id: None if percent is None else published(percent, framework.aggregation) for id, percent in percents.items()
    }
    grade = grade_of(published(total, framework.aggregation), sections, framework)
    return Decimal(len(framework.grades) - framework.grades.index(grade)) if grade else Decimal(0)


def _levels(levels: Marks, count: int) -> LevelAgreement:
    """Levels are the numbers from 0 to `count` − 1."""
    ratings = ratings_of(levels)
    categories = [Decimal(level) for level in range(count)]
    return LevelAgreement(
        alpha=krippendorff_alpha(ratings, Metric.ORDINAL),
        ac1=gwet_ac(ratings, Weighting.IDENTITY, categories=categories),
        ac2=gwet_ac(ratings, Weighting.ORDINAL, categories=categories),
        percent=percent_agreement(ratings),
    )


def undefined_because(row: AgreementRow) -> tuple[Localized, ...]:
    """The reasons why something on this row is not defined, each once."""
    levels = row.levels
    agreements: Iterable[Agreement] = (
        row.alpha,
        *((levels.alpha, levels.ac1, levels.ac2, levels.percent) if levels else ()),
    )
    reasons = [each.reason for each in agreements if each.reason]
    reasons += [row.levels_refusal] if row.levels_refusal else []
    return tuple({reason.to("en"): reason for reason in reasons}.values())
