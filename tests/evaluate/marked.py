"""Small rounds: a framework with groups `A`, `B`, and evaluators `e1`, `e2`, … who all marked the case `one`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from casebound.evaluate.tally import tally_case
from casebound.model.evaluation import Assignment, ConditionCheck, Evaluation, EvaluationStatus, Evaluator, Mark, Round
from casebound.model.framework import (
    Aggregation,
    Condition,
    Criterion,
    Framework,
    FrameworkStatus,
    Grade,
    Method,
    Rounding,
    Scale,
)
from casebound.model.scorecard import Scorecard

Marks = dict[str, list[int | str | None]]
"""By criterion: the marks of e1, e2, …; None where one is missing."""


def framework(
    weights: dict[str, int | None],
    *,
    method: Method = Method.MEAN,
    rounding: Rounding = Rounding.HALF_EVEN,
    places: int = 1,
    minimum: int = 1,
    status: FrameworkStatus = FrameworkStatus.COMPLETE,
    step: str = "5",
    **aggregation: Any,
) -> Framework:
    """Criteria `A.1`, `A.2`, `B.1` under the groups `A`, `B`."""
    groups: dict[str, list[Criterion]] = {}
    for id, weight in weights.items():
        leaf = Criterion(id=id, weight=None if weight is None else Decimal(weight))
        groups.setdefault(id.partition(".")[0], []).append(leaf)
    rules = Aggregation(method=method, places=places, rounding=rounding, minimum_evaluators=minimum)
    return Framework(
        id="demo",
        status=status,
        conditions=(Condition(id="4.2"), Condition(id="4.3")),
        criteria=tuple(Criterion(id=id, children=tuple(leaves)) for id, leaves in groups.items()),
        scale=Scale(minimum=Decimal(0), maximum=Decimal(100), step=Decimal(step)),
        grades=(Grade(id="high", minimum=Decimal(75)), Grade(id="listed", minimum=Decimal(40))),
        aggregation=replace(rules, **aggregation),
    )


def evaluation(number: int, marks: Marks, **more: Any) -> Evaluation:
    """The evaluation by `e<number + 1>`, submitted unless `more` says otherwise."""
    given = {}
    for id, row in marks.items():
        mark = row[number]
        given[id] = Mark(value=None if mark is None else Decimal(str(mark)))
    fields: dict[str, Any] = {
        "case": "one",
        "evaluator": f"e{number + 1}",
        "status": EvaluationStatus.SUBMITTED,
        "conditions": {id: ConditionCheck(met=True) for id in ("4.2", "4.3")},
    }
    return Evaluation(marks=given, **{**fields, **more})


def round_of(*evaluations: Evaluation, assigned: tuple[str, ...] | None = None) -> Round:
    """The round `2026` of the case `one`."""
    ids = tuple(item.evaluator for item in evaluations) if assigned is None else assigned
    return Round(
        id="2026",
        cases=("one",),
        panel=tuple(Evaluator(id=id) for id in ids),
        assignments=(Assignment(case="one", evaluators=ids),),
        evaluations=evaluations,
    )


def round_of_cases(cases: dict[str, Marks], id: str = "2026") -> Round:
    """A round of several cases, each marked by `e1`, `e2`, … as many as it has columns."""
    counts = {case: len(next(iter(marks.values()))) for case, marks in cases.items()}
    return Round(
        id=id,
        cases=tuple(cases),
        panel=tuple(Evaluator(id=f"e{number + 1}") for number in range(max(counts.values(), default=0))),
        assignments=tuple(
            Assignment(case=case, evaluators=tuple(f"e{number + 1}" for number in range(n)))
            for case, n in counts.items()
        ),
        evaluations=tuple(
            evaluation(number, marks, case=case) for case, marks in cases.items() for number in range(counts[case])
        ),
    )


def tally(marks: Marks, criteria: Framework) -> Scorecard:
    """The scorecard of the case `one`."""
    count = len(next(iter(marks.values())))
    return tally_case("one", round_of(*(evaluation(number, marks) for number in range(count))), criteria)
