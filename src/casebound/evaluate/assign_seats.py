"""Who may read what, at what cost, and how much → who reads what, at the least cost, with a bound on it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebound.evaluate.assign_program import Program, cheapest, cheapest_apart

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BEYOND = 1_000_000
"""Points for a case beyond an evaluator's room, where that is allowed: more than anything else comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """What is to be filled, beside what is locked; numbers of cases and evaluators stand for their ids."""

    cases: tuple[str, ...]
    evaluators: tuple[str, ...]
    wanted: tuple[int, ...]
    """Evaluators to be found, by case."""
    room: tuple[int, ...]
    """Cases still to be given, by evaluator."""
    begun: tuple[int, ...]
    """Cases locked, by evaluator."""
    costs: Mapping[tuple[int, int], int]
    """Points of each case and evaluator that may be put together."""
    apart: tuple[tuple[int, int], ...] = ()
    """Pairs of evaluators."""
    locked: frozenset[tuple[int, int]] = frozenset()
    load: int = 0
    """Points: an evaluator's nth case costs n times this."""
    together: int = 0
    """Points for a case that two of a pair read."""
    may_exceed: bool = False
    """Whether evaluators may be given more than their room, at `BEYOND` points a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The cheapest way to fill them."""

    pairs: tuple[tuple[int, int], ...]
    """Cases and evaluators, in order."""
    bound: int
    """No filling has fewer points, of those that `points_of` counts."""


def fill(seats: Seats) -> Filling | None:
    """The cheapest filling, whatever the order of what is given; None where there is none.

    Where several cost the same, lots decide that are drawn from the names (SHAKE-256, FIPS 202), so that nobody gains
    by an early letter, and a round is assigned alike on every machine.
    """
    if max(seats.wanted, default=0) > len(seats.evaluators):
        return None
    rooms = _rooms(seats)
    depth = 2 * math.ceil(sum(seats.wanted) / max(1, len(seats.evaluators))) + 8
    while True:
        network = _network(seats, [min(room, depth) for room in rooms])
        found = cheapest(network.program, network.lots)
        deepest = max(rooms, default=0)
        if depth >= deepest or (found is not None and not network.is_full(found[0], rooms)):
            break
        depth = min(2 * depth, deepest)
    if found is None:
        return None
    x, bound = found[0], found[1].bound
    meetings = _meetings(seats, network) if seats.together else []
    if any(all(x[column] for column in columns) for columns in meetings):
        program, lots, start = _kept_apart(network, meetings, seats.together, x)
        x, bound = cheapest_apart(program, lots, start, found[1])
    pairs = tuple(sorted(pair for pair, is_in in zip(network.pairs, x, strict=False) if is_in))
    return Filling(pairs=pairs, bound=bound)


@dataclass(frozen=True, kw_only=True)
class _Network:
    """The program without pairs to be kept apart: a column a case and evaluator, then one a step of load."""

    program: Program
    lots: NDArray[np.int64]
    pairs: Sequence[tuple[int, int]]
    steps: Sequence[int]
    """Steps of load, by evaluator."""

    def is_full(self, x: NDArray[np.bool_], rooms: Sequence[int]) -> bool:
        """Whether somebody has all the steps there are here, and room for more.

        If nobody has, steps left out would have cost more than those that nobody took.
        """
        at = len(self.pairs)
        for steps, room in zip(self.steps, rooms, strict=True):
            if steps < room and x[at : at + steps].all():
                return True
            at += steps
        return False


def _rooms(seats: Seats) -> list[int]:
    """The cases that each evaluator can be given."""
    eligible = [0] * len(seats.evaluators)
    for _, evaluator in seats.costs:
        eligible[evaluator] += 1
    if seats.may_exceed:
        return eligible
    return [min(room, most) for room, most in zip(seats.room, eligible, strict=True)]


def _network(seats: Seats, steps: Sequence[int]) -> _Network:
    import numpy as np
    from scipy.sparse import csc_array

    pairs = sorted(seats.costs, key=lambda pair: (seats.cases[pair[0]], seats.evaluators[pair[1]]))
    costs = [seats.costs[pair] for pair in pairs]
    lots = [_lot(seats.cases[case], seats.evaluators[evaluator]) for case, evaluator in pairs]
    ladder = [
        (evaluator, seats.load * (begun + step) + (BEYOND if step > room else 0))
        for evaluator, (begun, room, most) in enumerate(zip(seats.begun, seats.room, steps, strict=True))
        for step in range(1, most + 1)
    ]
    of_case, of_evaluator = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    climbers = np.array([evaluator for evaluator, _ in ladder], dtype=np.int64)
    columns = np.arange(len(pairs) + len(ladder))
    at_most = csc_array(
        (np.full(len(pairs), -1, dtype=np.int64), (of_case, columns[: len(pairs)])),
        shape=(len(seats.cases), len(columns)),
    )
    signs = np.repeat(np.array([1, -1], dtype=np.int64), [len(pairs), len(ladder)])
    equal = csc_array(
        (signs, (np.concatenate([of_evaluator, climbers]), columns)), shape=(len(seats.evaluators), len(columns))
    )
    program = Program(
        cost=np.array([*costs, *(cost for _, cost in ladder)], dtype=np.int64),
        at_most=at_most,
        most=-np.array(seats.wanted, dtype=np.int64),
        equal=equal,
        level=np.zeros(len(seats.evaluators), dtype=np.int64),
    )
    return _Network(
        program=program, lots=np.array(lots + [0] * len(ladder), dtype=np.int64), pairs=pairs, steps=tuple(steps)
    )


def _lot(case: str, evaluator: str) -> int:
    """A number from 1 to 2³⁰."""
    drawn = hashlib.shake_256(f"{case}\0{evaluator}".encode()).digest(4)
    return 1 + (int.from_bytes(drawn, "little") >> 2)


def _meetings(seats: Seats, network: _Network) -> list[tuple[int, ...]]:
    """For each case and pair that may come together: the columns of those not locked, one or two."""
    places = {pair: column for column, pair in enumerate(network.pairs)}
    found = []
    for case in sorted(range(len(seats.cases)), key=lambda number: seats.cases[number]):
        for pair in sorted(seats.apart, key=lambda two: (seats.evaluators[two[0]], seats.evaluators[two[1]])):
            columns = tuple(places[case, one] for one in pair if (case, one) in places)
            if len(columns) + sum((case, one) in seats.locked for one in pair) == 2 and columns:
                found.append(columns)
    return found


def _kept_apart(
    network: _Network, meetings: Sequence[tuple[int, ...]], together: int, x: NDArray[np.bool_]
) -> tuple[Program, NDArray[np.int64], NDArray[np.bool_]]:
    """The program with a column a meeting, that must be 1 when all of it are there; its lots; and `x` in it."""
    import numpy as np
    from scipy.sparse import coo_array, csc_array, eye_array, hstack, vstack

    base, more = network.program, len(meetings)
    entries = [(row, column) for row, columns in enumerate(meetings) for column in columns]
    ones = np.ones(len(entries), dtype=np.int64)
    there = coo_array((ones, tuple(np.array(entries).T)), shape=(more, base.columns))
    none = csc_array((base.at_most.shape[0], more), dtype=np.int64)
    program = Program(
        cost=np.concatenate([base.cost, np.full(more, together, dtype=np.int64)]),
        at_most=vstack([hstack([base.at_most, none]), hstack([there, -eye_array(more, dtype=np.int64)])], format="csc"),
        most=np.concatenate([base.most, np.array([len(columns) - 1 for columns in meetings], dtype=np.int64)]),
        equal=hstack([base.equal, csc_array((base.equal.shape[0], more), dtype=np.int64)], format="csc"),
        level=base.level,
    )
    met = np.array([all(x[column] for column in columns) for columns in meetings], dtype=bool)
    return program, np.concatenate([network.lots, np.zeros(more, dtype=np.int64)]), np.concatenate([x, met])
