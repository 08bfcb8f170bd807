"""A round, its cases and its conflicts → who reads what: the cheapest assignment with its proof, or why there is none.

Hard: no evaluator for a case they have a conflict with, so many evaluators a case, nobody beyond their maximum load,
nothing locked is moved. Preferred, in points (`AssignmentWeights`): even loads, a known field and known methods, a
language that is read, people kept apart who are to be; and what stands is kept as far as the hard rules let it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from casebound.evaluate.assign_fit import Points, asked_by, known_by, misfit
from casebound.evaluate.assign_obstacle import obstacle_of
from casebound.evaluate.assign_seats import Seats, fill
from casebound.evaluate.assign_shortage import explain_shortage
from casebound.model.assigning import (
    Assigned,
    AssignmentPlan,
    AssignmentWeights,
    CostTerm,
    Dropped,
    EvaluatorLoad,
    NoAssignment,
    Together,
)
from casebound.model.case import Case
from casebound.model.conflict import Conflicts, ConflictSource
from casebound.model.evaluation import Assignment, ConflictStatus, Evaluator, Round
from casebound.text.localized import Localized, phrase

Pair = tuple[str, str]
"""A case and an evaluator, by id."""

WEIGHTS = AssignmentWeights()
_TWICE = phrase("写了不止一次，只算一次", "It stands there more than once and counts once")


def assign(
    round: Round,
    cases: Iterable[Case],
    conflicts: Conflicts,
    *,
    apart: Iterable[Collection[str]] = (),
    is_anew: bool = False,
    weights: AssignmentWeights = WEIGHTS,
) -> AssignmentPlan | NoAssignment:
    """The cheapest assignment of the round, whatever the order in which anything is given.

    `cases`: every write-up in every language. `apart`: evaluators no two of whom should read the same case, beside
    those that the round names. `is_anew`: what stands is not kept, unless it is locked or was evaluated already.
    Whoever has not declared conflicts may be assigned, and is named in the plan, since their packets have to wait.
    """
    desk = _desk(round, cases, conflicts, [*round.apart, *apart], weights, is_anew=is_anew)
    if contradictions := tuple(_contradictions(desk)):
        return NoAssignment(contradictions=contradictions)
    seats = _seats(desk)
    filling = fill(seats)
    if filling is None:
        limits = [evaluator.maximum_load for evaluator in desk.panel.values() if evaluator.maximum_load]
        usual = sorted(limits)[len(limits) // 2] if limits else sum(seats.wanted)
        return explain_shortage(seats, _waivable(desk, conflicts, seats), usual)
    chosen = {(seats.cases[case], seats.evaluators[evaluator]) for case, evaluator in filling.pairs}
    return _plan(desk, desk.locked | chosen, filling.bound)


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """All that the assignment of a round goes by."""

    round: Round
    cases: tuple[str, ...]
    """In the round's order, each once."""
    panel: Mapping[str, Evaluator]
    blocked: frozenset[Pair]
    locked: frozenset[Pair]
    standing: frozenset[Pair]
    """Pairs that stand, are not locked, and may."""
    gone: tuple[tuple[Pair, Localized], ...]
    """Pairs that stand and cannot, or stand more than once, and why."""
    fits: Mapping[Pair, Points]
    """Of every case and evaluator without a conflict, and of those locked."""
    apart: tuple[Pair, ...]
    """Two evaluators each."""
    weights: AssignmentWeights

    @property
    def constant(self) -> int:
        """Points that no choice changes, or that every choice is measured against."""
        loads = Counter(evaluator for _, evaluator in self.locked)
        points: int = (
            sum(cost for pair in self.locked for _, cost in self.fits[pair])
            + sum(self.weights.load * cases * (cases + 1) // 2 for cases in loads.values())
            + self.weights.together * len(_together(self.locked, self.apart))
            + self.weights.change * len(self.standing)
        )
        return points


def _desk(
    round: Round,
    cases: Iterable[Case],
    conflicts: Conflicts,
    apart: Iterable[Collection[str]],
    weights: AssignmentWeights,
    *,
    is_anew: bool,
) -> _Desk:
    versions = defaultdict(list)
    for written in cases:
        versions[written.id].append(written)
    panel = {evaluator.id: evaluator for evaluator in reversed(round.panel)}
    known = {id: known_by(evaluator) for id, evaluator in panel.items()}
    entered = tuple(dict.fromkeys(round.cases))
    blocked = frozenset((case, evaluator) for evaluator, case in conflicts.blocking())
    locked = frozenset((item.case, id) for item in round.assignments for id in item.locked)
    judged = {(evaluation.case, evaluation.evaluator) for evaluation in round.evaluations}
    rows = Counter((item.case, id) for item in round.assignments for id in item.evaluators)
    stood = rows.keys() - locked
    gone = [(pair, why) for pair in stood if (why := obstacle_of(pair, entered, panel, blocked))]
    stood = {pair for pair in stood if not is_anew or pair in judged} - {pair for pair, _ in gone}
    gone += [(pair, _TWICE) for pair, times in rows.items() if times > 1]
    fits: dict[Pair, Points] = {}
    for case in entered:
        asked = asked_by(sorted(versions[case], key=lambda item: item.lang))
        for id in panel:
            if (case, id) not in blocked or (case, id) in locked:
                fits[case, id] = misfit(asked, known[id], weights)
    pairs = {tuple(sorted(two)) for group in apart for two in combinations(sorted(set(group) & panel.keys()), 2)}
    return _Desk(
        round=round,
        cases=entered,
        panel=panel,
        blocked=blocked,
        locked=locked,
        standing=frozenset(stood),
        gone=tuple(sorted(gone, key=lambda item: item[0])),
        fits=fits,
        apart=tuple(sorted((one, other) for one, other in pairs)),
        weights=weights,
    )


def _contradictions(desk: _Desk) -> Iterator[Localized]:
    """Locks that break a hard rule."""
    for pair in sorted(desk.locked):
        if why := obstacle_of(pair, desk.cases, desk.panel, desk.blocked):
            yield phrase(
                "“{case}”锁定了 {id}：{why}", "“{case}” has {id} locked: {why}", case=pair[0], id=pair[1], why=why
            )
    loads = Counter(id for _, id in desk.locked)
    for id, evaluator in sorted(desk.panel.items()):
        locked = loads[id]
        if evaluator.maximum_load is not None and locked > evaluator.maximum_load:
            yield phrase(
                "{id} 被锁定了 {n} 个案例，上限 {limit}",
                "{id} has {n} cases locked, at most {limit} wanted",
                id=id,
                n=locked,
                limit=evaluator.maximum_load,
            )


def _seats(desk: _Desk) -> Seats:
    """What is to be filled; in the order of ids, so that the order of input decides nothing."""
    cases, evaluators = tuple(sorted(desk.cases)), tuple(sorted(desk.panel))
    of_case = {id: number for number, id in enumerate(cases)}
    of_evaluator = {id: number for number, id in enumerate(evaluators)}
    numbered = {(of_case[case], of_evaluator[id]) for case, id in desk.locked}
    taken, begun = [0] * len(cases), [0] * len(evaluators)
    for case, evaluator in numbered:
        taken[case] += 1
        begun[evaluator] += 1
    limits = [desk.panel[id].maximum_load for id in evaluators]
    return Seats(
        cases=cases,
        evaluators=evaluators,
        wanted=tuple(max(0, desk.round.evaluators_per_case - locked) for locked in taken),
        room=tuple(
            len(cases) if limit is None else limit - locked for limit, locked in zip(limits, begun, strict=True)
        ),
        begun=tuple(begun),
        costs={
            (of_case[case], of_evaluator[id]): sum(points for _, points in fit)
            - (desk.weights.change if (case, id) in desk.standing else 0)
            for (case, id), fit in desk.fits.items()
            if (case, id) not in desk.locked
        },
        apart=tuple((of_evaluator[one], of_evaluator[other]) for one, other in desk.apart),
        locked=frozenset(numbered),
        load=desk.weights.load,
        together=desk.weights.together,
    )


def _waivable(desk: _Desk, conflicts: Conflicts, seats: Seats) -> dict[tuple[int, int], bool]:
    """Pairs that only open conflicts keep apart, and whether one was declared."""
    of_case = {id: number for number, id in enumerate(seats.cases)}
    of_evaluator = {id: number for number, id in enumerate(seats.evaluators)}
    records = defaultdict(list)
    for record in conflicts.records:
        if record.blocks and record.case in of_case and record.evaluator in desk.panel:
            records[of_case[record.case], of_evaluator[record.evaluator]].append(record)
    return {
        pair: any(record.source is ConflictSource.DECLARED for record in found)
        for pair, found in records.items()
        if all(record.status is ConflictStatus.OPEN for record in found)
    }


def _together(pairs: Collection[Pair], apart: Iterable[Pair]) -> list[Together]:
    readers = defaultdict(set)
    for case, evaluator in pairs:
        readers[case].add(evaluator)
    return [
        Together(case=case, evaluators=two)
        for case, ids in sorted(readers.items())
        for two in apart
        if ids.issuperset(two)
    ]


def _plan(desk: _Desk, pairs: frozenset[Pair], bound: int) -> AssignmentPlan:
    readers: dict[str, list[str]] = {case: [] for case in desk.cases}
    for case, id in sorted(pairs):
        readers[case].append(id)
    given = Counter(id for _, id in pairs)
    assigned = tuple(
        Assigned(
            case=case,
            evaluator=id,
            is_locked=(case, id) in desk.locked,
            is_kept=(case, id) in desk.locked or (case, id) in desk.standing,
            points=desk.fits[case, id],
        )
        for case, ids in readers.items()
        for id in ids
    )
    loads = tuple(
        EvaluatorLoad(
            evaluator=id,
            cases=given[id],
            maximum=desk.panel[id].maximum_load,
        )
        for id in sorted(desk.panel)
    )
    weights, together = desk.weights, tuple(_together(pairs, desk.apart))
    no_room = phrase("上限之内放不下", "There was no room within the maximum load")
    lost = [(pair, weights.change, no_room) for pair in sorted(desk.standing - pairs)]
    dropped = sorted([*lost, *((pair, 0, why) for pair, why in desk.gone)], key=lambda item: item[0])
    costs = dict.fromkeys(CostTerm, 0)
    costs[CostTerm.LOAD] = sum(weights.load * load.cases * (load.cases + 1) // 2 for load in loads)
    costs[CostTerm.TOGETHER] = weights.together * len(together)
    costs[CostTerm.CHANGE] = weights.change * len(lost)
    for one in assigned:
        for term, points in one.points:
            costs[term] += points
    return AssignmentPlan(
        assignments=tuple(
            Assignment(
                case=case,
                evaluators=tuple(ids),
                locked=tuple(id for id in ids if (case, id) in desk.locked),
            )
            for case, ids in readers.items()
        ),
        assigned=assigned,
        loads=loads,
        dropped=tuple(Dropped(case=case, evaluator=id, points=points, why=why) for (case, id), points, why in dropped),
        together=together,
        undeclared=tuple(
            load.evaluator for load in loads if load.cases and desk.panel[load.evaluator].owes_declaration
        ),
        costs=tuple(costs.items()),
        lower_bound=desk.constant + bound,
    )
