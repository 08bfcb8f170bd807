"""A framework and the submitted evaluations of a case → its scorecard.

Arithmetic is exact (`Fraction`) and rounded once, at the end, as the framework declares. A mark that is missing is
missing: it is never counted as zero, and a criterion with fewer marks than the framework's minimum leaves the case
without a total.
"""

from __future__ import annotations

import decimal
import statistics
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from casebound.model.evaluation import Evaluation, EvaluationStatus, Round
from casebound.model.framework import Criterion, Framework, FrameworkStatus, Grade, Method, Rounding
from casebound.model.measure import rounded
from casebound.model.scorecard import CriterionScore, Scorecard
from casebound.text.localized import Localized, phrase

PRECISION = 50
"""Significant digits of a quotient before it is rounded: far more than marks carry, so that a half stays a half."""

_CONTEXT = decimal.Context(prec=PRECISION)

_ROUNDING = {Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN, Rounding.HALF_UP: decimal.ROUND_HALF_UP}


def tally_round(round: Round, framework: Framework) -> tuple[Scorecard, ...]:
    """A scorecard for each case of the round, in the round's order."""
    return tuple(tally_case(case, round, framework) for case in round.cases)


def tally_case(case: str, round: Round, framework: Framework) -> Scorecard:
    """The result of one case.

    Marks that are off the scale or from somebody not assigned are left out; of two evaluations by one evaluator the
    first counts.
    """
    counted = [
        evaluation
        for evaluation in round.evaluations
        if evaluation.case == case
        and evaluation.status is EvaluationStatus.SUBMITTED
        and case in round.cases_of(evaluation.evaluator)
    ]
    counted = list({evaluation.evaluator: evaluation for evaluation in reversed(counted)}.values())
    marks = {leaf.id: _marks(leaf, counted, framework) for leaf in framework.leaves()}
    results = {id: _result(values, framework) for id, values in marks.items()}
    refusal = _refusal(results, framework)
    total = None if refusal else _reached(framework.criteria, results, framework)
    return Scorecard(
        case=case,
        evaluators=tuple(sorted(evaluation.evaluator for evaluation in counted)),
        scores=tuple(_score(leaf, marks[leaf.id], results[leaf.id], framework) for leaf in framework.leaves()),
        sections={criterion.id: _reached((criterion,), results, framework) for criterion in framework.criteria},
        unmet_conditions=_unmet(counted, framework),
        total=total,
        refusal=refusal,
        grade=None if total is None else _grade(total, framework),
    )


def _marks(criterion: Criterion, counted: Sequence[Evaluation], framework: Framework) -> list[Fraction]:
    given = [evaluation.marks[criterion.id].value for evaluation in counted if criterion.id in evaluation.marks]
    return sorted(Fraction(mark) for mark in given if mark is not None and framework.scale.allows(mark))


def _result(values: Sequence[Fraction], framework: Framework) -> Fraction | None:
    """The mark that counts, unrounded; None while too few evaluators marked."""
    if len(values) < _minimum(framework):
        return None
    return statistics.median(values) if framework.aggregation.method is Method.MEDIAN else statistics.mean(values)


def _minimum(framework: Framework) -> int:
    return max(1, framework.aggregation.minimum_evaluators)


def _score(
    criterion: Criterion, values: Sequence[Fraction], result: Fraction | None, framework: Framework
) -> CriterionScore:
    return CriterionScore(
        criterion=criterion.id,
        weight=criterion.weight,
        n=len(values),
        mean=_published(statistics.mean(values) if values else None, framework),
        median=_published(statistics.median(values) if values else None, framework),
        deviation=_deviation(values, framework),
        lowest=_decimal(values[0]) if values else None,
        highest=_decimal(values[-1]) if values else None,
        result=_published(result, framework),
    )


def _deviation(values: Sequence[Fraction], framework: Framework) -> Decimal | None:
    """Sample standard deviation, √(Σ(x − x̄)² / (n − 1)), rounded."""
    if len(values) < 2:
        return None
    return _rounded(_decimal(statistics.variance(values)).sqrt(_CONTEXT), framework)


def _reached(
    criteria: Iterable[Criterion], results: Mapping[str, Fraction | None], framework: Framework
) -> Decimal | None:
    """Percent of the weight of these criteria that the results reach; None while a weight or a result is missing."""
    reached = weight = Fraction(0)
    lowest, highest = Fraction(framework.scale.minimum), Fraction(framework.scale.maximum)
    for leaf in (leaf for criterion in criteria for leaf in criterion.leaves()):
        result = results[leaf.id]
        if leaf.weight is None or result is None:
            return None
        reached += Fraction(leaf.weight) * (result - lowest) / (highest - lowest)
        weight += Fraction(leaf.weight)
    return _published(reached / weight * 100, framework) if weight else None


def _published(value: Fraction | None, framework: Framework) -> Decimal | None:
    return None if value is None else _rounded(_decimal(value), framework)


def _decimal(value: Fraction) -> Decimal:
    return _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _rounded(value: Decimal, framework: Framework) -> Decimal:
    return rounded(value, framework.aggregation.places, _ROUNDING[framework.aggregation.rounding])


def _refusal(results: Mapping[str, Fraction | None], framework: Framework) -> Localized | None:
    if framework.status is FrameworkStatus.WEIGHTS_UNKNOWN or not framework.weight_total:
        return phrase(
            "准则“{id}”的权重未知，不计算总分。取得权重后，在 content/frameworks/ 写一个 extends: {id} 的准则，"
            "给出 weights，在 source 写明出处，并把 status 改为 complete（演示用则为 illustrative）",
            "The weights of “{id}” are not known, so no total is computed. Once you have them, write a framework in "
            "content/frameworks/ with extends: {id}, its weights, their source under source, and status: complete "
            "(illustrative for a demonstration)",
            id=framework.id,
        )
    short = [id for id, result in results.items() if result is None]
    if short:
        return phrase(
            "{ids} 的有效打分少于 {n} 份，没有总分",
            "Fewer than {n} marks on {ids}; no total",
            ids=", ".join(short),
            n=_minimum(framework),
        )
    return None


def _unmet(counted: Sequence[Evaluation], framework: Framework) -> tuple[str, ...]:
    """Conditions that at least one evaluator found not met."""
    return tuple(
        condition.id
        for condition in framework.conditions
        if any(
            condition.id in evaluation.conditions and evaluation.conditions[condition.id].met is False
            for evaluation in counted
        )
    )


def _grade(total: Decimal, framework: Framework) -> Grade | None:
    """The highest grade whose minimum the total reaches."""
    return next((grade for grade in framework.grades if total >= grade.minimum), None)
