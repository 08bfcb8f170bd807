"""Seats that cannot all be filled → which cases lack evaluators, and what would help."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from casebound.evaluate.assign_seats import BEYOND, Seats, fill
from casebound.model.assigning import NoAssignment, Remedies, Shortage


def explain_shortage(seats: Seats, waivable: Mapping[tuple[int, int], bool], maximum_load: int) -> NoAssignment:
    """Why they cannot all be filled, and what would help.

    `waivable`: cases and evaluators that only open conflicts keep apart, and whether one of these was declared.
    `maximum_load`: cases that somebody new is thought to read.
    """
    return NoAssignment(
        shortages=_shortages(seats),
        remedies=Remedies(
            raised_loads=_raised_loads(seats),
            waivers=_waivers(seats, waivable),
            new_evaluators=_new_evaluators(seats, maximum_load),
            new_maximum_load=maximum_load,
        ),
    )


def _shortages(seats: Seats) -> tuple[Shortage, ...]:
    """Sets of cases that want more than their evaluators can give, after Hall and Ford and Fulkerson's cut.

    From a case that lacks somebody one gets to the evaluators who may read it and do not, and from these to the cases
    that they read instead. None of them has room left, or the flow would not be the greatest.
    """
    given, eligible = _greatest(seats), defaultdict(set)
    readers, reads = defaultdict(set), defaultdict(set)
    for case, evaluator in seats.costs:
        eligible[case].add(evaluator)
    for case, evaluator in given:
        readers[case].add(evaluator)
        reads[evaluator].add(case)
    sets: list[set[int]] = []
    for case in sorted(range(len(seats.cases)), key=lambda number: seats.cases[number]):
        if len(readers[case]) < seats.wanted[case] and not any(case in known for known in sets):
            reached, left = {case}, [case]
            while left:
                at = left.pop()
                for evaluator in eligible[at] - readers[at]:
                    left += reads[evaluator] - reached
                    reached |= reads[evaluator]
            joined = [known for known in sets if known & reached]
            sets = [known for known in sets if not known & reached] + [reached.union(*joined)]
    return tuple(
        Shortage(
            cases=tuple(sorted(seats.cases[case] for case in cases)),
            evaluators=tuple(sorted({seats.evaluators[one] for case in cases for one in eligible[case]})),
            wanted=sum(seats.wanted[case] for case in cases),
            possible=sum(len(readers[case]) for case in cases),
        )
        for cases in sorted(sets, key=lambda cases: min(seats.cases[case] for case in cases))
    )


def _greatest(seats: Seats) -> list[tuple[int, int]]:
    """As many cases and evaluators as can be put together, none beyond what is wanted and what there is room for."""
    return [pair for pair, _ in _flow(seats) if pair[1] < len(seats.evaluators)]


def _flow(seats: Seats, more: int = 0, maximum_load: int = 0) -> list[tuple[tuple[int, int], int]]:
    """The greatest flow from cases to evaluators, with `more` new ones, who go by the number after the last.

    These are one node: readings, at most `more` a case and `more` · `maximum_load` in all, can always be dealt out in
    turn so that none reads a case twice and none is beyond their load.
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import maximum_flow

    cases, evaluators = len(seats.cases), len(seats.evaluators)
    new, source, sink = (cases + evaluators + at for at in range(3))
    edges = [(case, cases + evaluator, 1) for case, evaluator in sorted(seats.costs)]
    edges += [(case, new, more) for case in range(cases)]
    edges += [(new, sink, min(more * maximum_load, sum(seats.wanted)))]
    edges += [(source, case, min(wanted, evaluators + more)) for case, wanted in enumerate(seats.wanted)]
    edges += [(cases + evaluator, sink, min(room, cases)) for evaluator, room in enumerate(seats.room)]
    rows, columns, most = (np.array(side, dtype=np.int32) for side in zip(*edges, strict=True))
    flow = maximum_flow(coo_array((most, (rows, columns)), shape=(sink + 1, sink + 1)).tocsr(), source, sink).flow
    found = flow.tocoo()
    return sorted(
        ((int(row), int(column) - cases), int(amount))
        for row, column, amount in zip(found.row, found.col, found.data, strict=True)
        if amount > 0 and row < cases
    )


def _missing(seats: Seats, more: int = 0, maximum_load: int = 0) -> int:
    return sum(seats.wanted) - sum(amount for _, amount in _flow(seats, more, maximum_load))


def _raised_loads(seats: Seats) -> tuple[tuple[str, int], ...]:
    """Who would read how many more; by `BEYOND`, the fewest that there can be."""
    filled = fill(replace(seats, may_exceed=True, apart=()))
    if filled is None:
        return ()
    load = [0] * len(seats.evaluators)
    for _, evaluator in filled.pairs:
        load[evaluator] += 1
    over = zip(seats.evaluators, load, seats.room, strict=True)
    return tuple(sorted((id, cases - room) for id, cases, room in over if cases > room))


def _waivers(seats: Seats, waivable: Mapping[tuple[int, int], bool]) -> tuple[tuple[str, str], ...]:
    """Conflicts without which all could be filled."""
    if not waivable:
        return ()
    extra = {pair: BEYOND * (2 if is_declared else 1) for pair, is_declared in waivable.items()}
    filled = fill(replace(seats, costs={**seats.costs, **extra}, apart=()))
    if filled is None:
        return ()
    used = (pair for pair in filled.pairs if pair in waivable)
    return tuple(sorted((seats.evaluators[evaluator], seats.cases[case]) for case, evaluator in used))


def _new_evaluators(seats: Seats, maximum_load: int) -> int:
    """The fewest who are enough; each reads a case once, so that one who lacks two needs two."""
    if maximum_load < 1:
        return 0
    missing = _missing(seats)
    least = math.ceil(missing / maximum_load)
    return least + bisect_left(range(least, missing), True, key=lambda more: not _missing(seats, more, maximum_load))
