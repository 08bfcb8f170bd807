"""A framework, the submitted evaluations of a case and what its panel agreed on → its scorecard.

Arithmetic is exact (`Fraction`) and rounded once, at the end, as the framework declares. A mark that is missing is
missing: it is never counted as zero, and a criterion with fewer marks than the framework's minimum leaves the case
without a total. A consensus that counts puts its mark in the place of a criterion's result; how the marks lie stays
told as they were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from casebound.check.consensus import counted_consensus
from casebound.evaluate.grading import Graded, grade_case
from casebound.evaluate.published import less, published
from casebound.evaluate.spread import result_of, spread_of_marks, spread_of_percents
from casebound.model.evaluation import ConsensusMark, Evaluation, Round
from casebound.model.framework import Criterion, Framework, FrameworkStatus, Method
from casebound.model.scorecard import AgreedMark, CriterionScore, Scorecard, Spread
from casebound.text.localized import Localized, phrase

Sheet = Mapping[str, Fraction]
"""One evaluator's marks that count, by criterion; those not given, or off the scale, are not in it."""


def tally_round(round: Round, framework: Framework) -> tuple[Scorecard, ...]:
    """A scorecard for each case of the round, in the round's order."""
    return tuple(tally_case(case, round, framework) for case in round.cases)


def tally_case(case: str, round: Round, framework: Framework) -> Scorecard:
    """The result of one case.

    Marks that are off the scale or from somebody not assigned are left out; of two evaluations by one evaluator the
    first counts.
    """
    counted = round.counted(case)
    sheets = [sheet_of(evaluation, framework) for evaluation in counted]
    marks = {leaf.id: _marks(leaf, sheets) for leaf in framework.leaves()}
    independent, decided = results_of(sheets, framework), _decided(case, round, framework)
    results = {**independent, **{id: value for id, (value, _) in decided.items()}}
    reached = {criterion.id: percent_reached((criterion,), results, framework) for criterion in framework.criteria}
    sections = {id: _published(percent, framework) for id, percent in reached.items()}
    refusal = _refusal(results, framework)
    total = None if refusal else _published(percent_reached(framework.criteria, results, framework), framework)
    unmet, unjudged = _unmet(counted, framework), _unjudged(counted, framework)
    graded = Graded(grade=None, rule=None)
    if total is not None:
        graded = grade_case(total, sections, unmet, framework, unjudged)
    return Scorecard(
        case=case,
        evaluators=tuple(evaluation.evaluator for evaluation in counted),
        scores=tuple(_score(leaf, marks[leaf.id], results[leaf.id], framework) for leaf in framework.leaves()),
        sections=sections,
        unmet_conditions=unmet,
        unjudged_conditions=unjudged,
        total=total,
        refusal=refusal,
        grade=graded.grade,
        grade_rule=graded.rule,
        section_spreads={
            criterion.id: _own_spread((criterion,), sheets, framework, sections[criterion.id] is not None)
            for criterion in framework.criteria
        },
        total_spread=_own_spread(framework.criteria, sheets, framework, total is not None),
        agreed={
            leaf.id: _agreed(*decided[leaf.id], independent[leaf.id], framework)
            for leaf in framework.leaves()
            if leaf.id in decided
        },
    )


def agreed_marks(case: str, round: Round, framework: Framework) -> dict[str, Fraction]:
    """The marks that a panel agreed on, by criterion; none without a consensus that counts."""
    return {id: value for id, (value, _) in _decided(case, round, framework).items()}


def _decided(case: str, round: Round, framework: Framework) -> dict[str, tuple[Fraction, ConsensusMark]]:
    consensus = counted_consensus(case, round, framework)
    decided = consensus.decided if consensus else {}
    return {id: (Fraction(mark.value), mark) for id, mark in decided.items() if mark.value is not None}


def _agreed(value: Fraction, mark: ConsensusMark, before: Fraction | None, framework: Framework) -> AgreedMark:
    result = published(value, framework.aggregation)
    independent = _published(before, framework)
    return AgreedMark(
        independent=independent,
        result=result,
        delta=None if independent is None else less(result, independent),
        reason=mark.reason.strip(),
        dissent=mark.dissent,
    )


def sheet_of(evaluation: Evaluation, framework: Framework) -> Sheet:
    """The marks of one evaluation that count."""
    given = {leaf.id: evaluation.marks[leaf.id].value for leaf in framework.leaves() if leaf.id in evaluation.marks}
    return {id: Fraction(mark) for id, mark in given.items() if mark is not None and framework.scale.allows(mark)}


def results_of(sheets: Sequence[Sheet], framework: Framework) -> dict[str, Fraction | None]:
    """By criterion the mark that counts, unrounded; None while too few evaluators marked it."""
    return {leaf.id: result_of(_marks(leaf, sheets), framework.aggregation) for leaf in framework.leaves()}


def percent_reached(
    criteria: Iterable[Criterion], results: Mapping[str, Fraction | None], framework: Framework
) -> Fraction | None:
    """Percent of the weight of these criteria that the results reach; None while a weight or a result is missing."""
    reached = weight = Fraction(0)
    lowest, highest = Fraction(framework.scale.minimum), Fraction(framework.scale.maximum)
    for leaf in (leaf for criterion in criteria for leaf in criterion.leaves()):
        result = results.get(leaf.id)
        if leaf.weight is None or result is None:
            return None
        reached += Fraction(leaf.weight) * (result - lowest)
        weight += Fraction(leaf.weight)
    return reached * 100 / (weight * (highest - lowest)) if weight else None


def _marks(criterion: Criterion, sheets: Sequence[Sheet]) -> list[Fraction]:
    return [sheet[criterion.id] for sheet in sheets if criterion.id in sheet]


def _score(
    criterion: Criterion, marks: Sequence[Fraction], result: Fraction | None, framework: Framework
) -> CriterionScore:
    spread = spread_of_marks(marks, framework)
    return CriterionScore(
        criterion=criterion.id,
        weight=criterion.weight,
        n=spread.n,
        mean=spread.mean,
        median=spread.median,
        trimmed=spread.trimmed,
        deviation=spread.deviation,
        lowest=spread.lowest,
        highest=spread.highest,
        range=spread.range,
        is_disputed=spread.is_disputed,
        result=_published(result, framework),
    )


def _own_spread(
    criteria: Iterable[Criterion], sheets: Iterable[Sheet], framework: Framework, has_figure: bool
) -> Spread:
    """How the evaluators' own percentages lie; nothing where there is no official figure they could be taken for."""
    if not has_figure:
        return Spread()
    percents = [percent_reached(criteria, sheet, framework) for sheet in sheets]
    return spread_of_percents([percent for percent in percents if percent is not None], framework)


def _published(value: Fraction | None, framework: Framework) -> Decimal | None:
    return None if value is None else published(value, framework.aggregation)


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
    if not short:
        return None
    aggregation = framework.aggregation
    if aggregation.method is Method.TRIMMED:
        return phrase(
            "{ids} 的有效打分少于 {n} 份，算不出去掉最高最低后的平均，没有总分",
            "Fewer than {n} marks on {ids}: no trimmed mean, and so no total",
            ids=", ".join(short),
            n=aggregation.least_marks,
        )
    return phrase(
        "{ids} 的有效打分少于 {n} 份，没有总分",
        "Fewer than {n} marks on {ids}; no total",
        ids=", ".join(short),
        n=aggregation.least_marks,
    )


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


def _unjudged(counted: Sequence[Evaluation], framework: Framework) -> tuple[str, ...]:
    """Conditions of which no evaluator said whether they are met."""
    ids = [condition.id for condition in framework.conditions]
    open_in = [set(evaluation.unjudged(ids)) for evaluation in counted]
    return tuple(id for id in ids if all(id in unjudged for unjudged in open_in))
