"""Scorecards and the marks behind them → how sure ranks and grades are: a bootstrap over evaluators within each case.

A diagnostic beside the official result. Each case's evaluators are drawn again with replacement, as many as there
were, and the case is tallied from the drawn sheets by the framework's own method (B. Efron and R. J. Tibshirani, *An
Introduction to the Bootstrap*, 1993, chapter 6); a rank in a resample is 1 plus the cases of a higher total in it.
What a panel agreed on is the same in every resample. Cases are drawn independently of each other. With few evaluators
the interval is too narrow: the standard deviation of a resampled mean of n is √((n − 1)/n) of what it should be, 0.82
for three (T. Hesterberg, "What Teachers Should Know About the Bootstrap", *The American Statistician* 69, 2015).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from casebound.evaluate.draws import draws
from casebound.evaluate.grading import grade_of
from casebound.evaluate.published import published
from casebound.evaluate.ranking import has_rank
from casebound.evaluate.spread import counting
from casebound.evaluate.tally import Sheet, agreed_marks, sheet_of
from casebound.model.evaluation import Round
from casebound.model.framework import Aggregation, Criterion, Framework
from casebound.model.measure import rounded
from casebound.model.scorecard import Scorecard

RESAMPLES = 2000
"""Drawn for each case: a probability near one half is then off by 1.1 percentage points (one standard error)."""
LEVEL = Decimal("0.9")
"""Of the resamples, at least so many give a rank inside the interval."""
PLACES = 4
"""Decimal places of a probability: all that so many resamples tell."""
FEWEST = 2
"""Evaluators without whom nothing can be said of how they differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankInterval:
    """How sure the rank and the grade of one case are, were other evaluators like these to judge."""

    best: int
    worst: int
    grades: Mapping[str, Decimal]
    """Share of resamples that give each grade, by its id and from the highest; "" for no grade. Those never given are
    left out; empty where the framework has no grades."""
    resamples: int
    """Those that count: a resample that leaves a criterion with too few marks does not."""

    @property
    def is_near_boundary(self) -> bool:
        """Whether resamples give more than one grade."""
        return len(self.grades) > 1


def rank_intervals(round: Round, framework: Framework, cards: Sequence[Scorecard]) -> dict[str, RankInterval]:
    """By case; only those with a rank and at least `FEWEST` evaluators. `cards`: the tally of that round.

    Draws depend on the ids of the round and the case alone: not on the order of anything, nor on the other cases.
    """
    placed = [card for card in cards if has_rank(card, framework)]
    drawn = [_drawn(card, round, framework) for card in placed]
    totals = [
        [outcome.total for outcome in outcomes] or [card.total or Decimal(0)]
        for card, outcomes in zip(placed, drawn, strict=True)
    ]
    return {
        card.case: _interval(ranks, outcomes, framework)
        for card, ranks, outcomes in zip(placed, _ranks(totals), drawn, strict=True)
        if outcomes and len(card.evaluators) >= FEWEST
    }


def _ranks(totals: Sequence[Sequence[Decimal]]) -> Iterator[Counter[int]]:
    """For each case how often it has which rank; totals of fewer than `RESAMPLES` are gone through again."""
    levels = {total: level for level, total in enumerate(sorted({total for case in totals for total in case}))}
    rows = [[levels[case[at % len(case)]] for at in range(RESAMPLES)] for case in totals]
    ranked = []
    for resample in zip(*rows, strict=True):
        rank = {level: len(resample) - at for at, level in enumerate(sorted(resample))}  # the last of equal ones stays
        ranked.append([rank[level] for level in resample])
    return (Counter(ranks) for ranks in zip(*ranked, strict=True))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one resample of a case comes to, as it would be published."""

    total: Decimal
    grade: str
    """Id; "" for none."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A section, or everything, in whole numbers, so that thousands of resamples are exact and quick."""

    rows: Sequence[Sequence[int | None]]
    """By criterion and evaluator: the mark from the bottom of the scale, times the weight, times a common factor."""
    unit: Fraction
    """What one of these is in percent; 0 where nothing has weight."""

    def percent(self, chosen: Sequence[int], aggregation: Aggregation) -> Decimal | None:
        """What the chosen evaluators' marks come to, published; None while a criterion has too few of them."""
        sums: Counter[int] = Counter()
        for row in self.rows:
            marks = counting([mark for at in chosen if (mark := row[at]) is not None], aggregation)
            if not marks or not self.unit:
                return None
            sums[len(marks)] += sum(marks)
        reached = sum((Fraction(points, n) for n, points in sums.items()), Fraction(0))
        return published(reached * self.unit, aggregation)


def _part(criteria: Sequence[Criterion], sheets: Sequence[Sheet], framework: Framework) -> _Part:
    leaves = [leaf for criterion in criteria for leaf in criterion.leaves()]
    low, high = Fraction(framework.scale.minimum), Fraction(framework.scale.maximum)
    weights = {leaf.id: Fraction(leaf.weight or 0) for leaf in leaves}
    points = [
        [(sheet[leaf.id] - low) * weights[leaf.id] if leaf.id in sheet else None for sheet in sheets] for leaf in leaves
    ]
    factor = math.lcm(*(each.denominator for row in points for each in row if each is not None))
    whole = sum(weights.values(), Fraction(0)) * (high - low) * factor
    return _Part(
        rows=[[None if each is None else int(each * factor) for each in row] for row in points],
        unit=100 / whole if whole else Fraction(0),
    )


def _drawn(card: Scorecard, round: Round, framework: Framework) -> list[_Outcome]:
    """The outcomes of all resamples that have a total."""
    agreed = agreed_marks(card.case, round, framework)
    sheets = [{**sheet_of(evaluation, framework), **agreed} for evaluation in round.counted(card.case)]
    asked = {id for grade in framework.grades for id in grade.section_minimums}
    whole = _part(framework.criteria, sheets, framework)
    sections = {each.id: _part((each,), sheets, framework) for each in framework.criteria if each.id in asked}

    def outcome(chosen: Sequence[int]) -> _Outcome | None:
        total = whole.percent(chosen, framework.aggregation)
        if total is None:
            return None
        reached = {id: part.percent(chosen, framework.aggregation) for id, part in sections.items()}
        grade = grade_of(total, reached, framework)
        return _Outcome(total, grade.id if grade else "")

    choices = [tuple(sorted(chosen)) for chosen in draws(f"{round.id}/{card.case}", RESAMPLES, len(sheets))]
    known = {chosen: outcome(chosen) for chosen in dict.fromkeys(choices)}
    return [found for chosen in choices if (found := known[chosen])]


def _interval(ranks: Counter[int], outcomes: Sequence[_Outcome], framework: Framework) -> RankInterval:
    grades = Counter(outcome.grade for outcome in outcomes)
    return RankInterval(
        best=_inner(ranks, sorted(ranks)),
        worst=_inner(ranks, sorted(ranks, reverse=True)),
        grades={
            id: rounded(Decimal(grades[id]) / len(outcomes), PLACES)
            for id in (*(grade.id for grade in framework.grades), "")
            if framework.grades and grades[id]
        },
        resamples=len(outcomes),
    )


def _inner(ranks: Counter[int], order: Sequence[int]) -> int:
    """The first rank in that order before which no more than half of what `LEVEL` leaves out lies."""
    before = 0
    for rank in order:
        before += ranks[rank]
        if before > RESAMPLES * (1 - LEVEL) / 2:
            return rank
    return order[-1]
