"""Who shall judge what: an assignment with its cost, its proof and its reasons, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from casebound.model.evaluation import Assignment
from casebound.text.localized import Localized, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentWeights:
    """What an assignment costs, in whole points, so that the optimum can be proved in exact arithmetic.

    With these a known field is worth four cases of imbalance between two evaluators, and a known method one. A case in
    a language that its evaluator does not read is nearly, but not quite, ruled out: it may have a translation. What
    stands already is given up only where a hard rule leaves no choice.
    """

    load: int = 10
    """An evaluator's nth case costs n times this, so that it is always cheaper to ask who has less to read."""
    field: int = 40
    """The evaluator knows neither the case's industry nor its service."""
    method: int = 10
    """Each of the case's methods that the evaluator does not know, up to `methods_counted`."""
    methods_counted: int = 3
    """Known methods after which more make no difference."""
    language: int = 1000
    """The evaluator's languages are known, and the case's is not among them."""
    together: int = 200
    """Two people who are to be kept apart read the same case."""
    change: int = 100_000
    """Somebody who has a case loses it."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not 0 <= getattr(self, field.name) <= 1_000_000:
                raise ValueError(f"{field.name}: {getattr(self, field.name)}, wanted 0 to 1000000")


class CostTerm(StrEnum):
    """What points are for."""

    LOAD = "load"
    FIELD = "field"
    METHOD = "method"
    LANGUAGE = "language"
    TOGETHER = "together"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """One evaluator for one case, and in what they do not fit."""

    case: str
    evaluator: str
    is_locked: bool
    is_kept: bool
    """Whether it stood before."""
    points: tuple[tuple[CostTerm, int], ...]
    """Of field, method and language; those of 0 points are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatorLoad:
    """How much one evaluator reads."""

    evaluator: str
    cases: int
    maximum: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An assignment that stood before and does no more."""

    case: str
    evaluator: str
    points: int
    """0 when it could not stay: a conflict, or a case or person that is gone."""
    why: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two people who were to be kept apart and are not."""

    case: str
    evaluators: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentPlan:
    """The cheapest assignment, and the proof."""

    assignments: tuple[Assignment, ...]
    """By case in the round's order; evaluators by id."""
    assigned: tuple[Assigned, ...]
    loads: tuple[EvaluatorLoad, ...]
    """Of the whole panel, by id."""
    dropped: tuple[Dropped, ...]
    together: tuple[Together, ...]
    undeclared: tuple[str, ...]
    """Evaluators with cases who have not declared conflicts: their packets wait."""
    costs: tuple[tuple[CostTerm, int], ...]
    """Points by term, in the order of `CostTerm`."""
    lower_bound: int
    """No assignment that keeps the hard rules costs less."""

    @property
    def total(self) -> int:
        """The sum of all points."""
        return sum(points for _, points in self.costs)

    @property
    def is_proven(self) -> bool:
        """Whether nothing cheaper exists: the gap between the total and its lower bound is 0."""
        return self.total == self.lower_bound

    @property
    def proof(self) -> Localized:
        """The same in words."""
        numbers = {"total": self.total, "bound": self.lower_bound}
        if self.is_proven:
            return phrase(
                "总成本 {total} 分，下界 {bound} 分，差距 0：已证明最优",
                "{total} points in all, lower bound {bound}, gap 0: proved optimal",
                **numbers,
            )
        return phrase(
            "总成本 {total} 分，下界 {bound} 分：未证明最优",
            "{total} points in all, lower bound {bound}: not proved optimal",
            **numbers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Cases whose eligible evaluators can together not read enough of them."""

    cases: tuple[str, ...]
    evaluators: tuple[str, ...]
    """Those eligible for at least one of the cases."""
    wanted: int
    """Evaluations that these cases need beside those locked."""
    possible: int
    """Evaluations that those evaluators can give at most: for each, the smaller of the load still free and the number
    of these cases for which they are eligible."""

    @property
    def missing(self) -> int:
        """Evaluations that cannot be had."""
        return self.wanted - self.possible


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """What would make an assignment possible; each alone is enough."""

    raised_loads: tuple[tuple[str, int], ...] = ()
    """Evaluators and how many cases more they would have to read, fewest in all; empty when that cannot help."""
    waivers: tuple[tuple[str, str], ...] = ()
    """Evaluators and cases whose open conflicts would have to be waived, detected ones before declared ones; empty when
    that cannot help."""
    new_evaluators: int = 0
    """The fewest that are enough, if they have no conflicts and may each read `new_maximum_load` cases."""
    new_maximum_load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAssignment:
    """Why there is none."""

    contradictions: tuple[Localized, ...] = ()
    """Locks that break a hard rule; nothing else is looked at before they are resolved."""
    shortages: tuple[Shortage, ...] = ()
    """No case stands in two of them."""
    remedies: Remedies = Remedies()

    @property
    def missing(self) -> int:
        """Evaluations that cannot be had, over all cases."""
        return sum(shortage.missing for shortage in self.shortages)

    def reasons(self) -> Iterator[Localized]:
        """A sentence each."""
        yield from self.contradictions
        for shortage in self.shortages:
            yield phrase(
                "{cases}：还要 {wanted} 份评价；能评的人（{evaluators}）最多给出 {possible} 份，缺 {missing} 份",
                "{cases}: {wanted} more evaluations wanted; who may read them ({evaluators}) can give {possible}: "
                "{missing} short",
                cases=", ".join(shortage.cases),
                evaluators=", ".join(shortage.evaluators) or "—",
                wanted=shortage.wanted,
                possible=shortage.possible,
                missing=shortage.missing,
            )

    def hints(self) -> Iterator[Localized]:
        """What would help, a sentence each; any one of them is enough."""
        remedies = self.remedies
        if remedies.raised_loads:
            yield phrase(
                "把 maximum_load 调高：{whom}",
                "Raise maximum_load: {whom}",
                whom=", ".join(f"{id} +{more}" for id, more in remedies.raised_loads),
            )
        if remedies.waivers:
            yield phrase(
                "豁免利益冲突（须写明决定人和理由）：{pairs}",
                "Waive conflicts, saying who decides and why: {pairs}",
                pairs=", ".join(f"{evaluator} × {case}" for evaluator, case in remedies.waivers),
            )
        if remedies.new_evaluators:
            yield phrase(
                "增加 {n} 位与这些案例没有利益冲突、每人能评 {load} 个的评价人",
                "Add evaluators without conflicts with these cases who may read {load} each: {n}",
                n=remedies.new_evaluators,
                load=remedies.new_maximum_load,
            )
