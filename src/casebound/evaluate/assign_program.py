"""Seats to be filled → the cheapest filling as a linear program in whole numbers, with a bound proved exactly.

Cases are rows that want so many evaluators, evaluators are rows whose nth case costs more than the one before. Without
pairs to be kept apart that is a network: its matrix is totally unimodular, so corners are whole (Hoffman and Kruskal
1956) and duals are, too. HiGHS finds them; the bound is then computed from the duals alone, in integers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

DENOMINATOR = 12
"""Duals are rounded to twelfths: halves, thirds and quarters are what pairs to be kept apart give."""
WHOLE_WITHIN = 1e-6
NODES = 500
"""Of a branch-and-bound search: a bound on work that is the same on every machine, as no bound on time is."""
MOST_COLUMNS = 40_000
"""Of a search: HiGHS 1.12 took 6 GB for three times as many."""
NEAR = 30
"""Points of reduced cost up to which a column is looked at first."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """Minimise `cost · x` for x in 0…1 with `at_most @ x ≤ most` and `equal @ x = level`; all numbers whole."""

    cost: Whole
    at_most: Any
    """Sparse; so is `equal`."""
    most: Whole
    equal: Any
    level: Whole

    @cached_property
    def columns(self) -> int:
        """How many unknowns there are."""
        return len(self.cost)

    def holding(self, free: Flags, ones: Flags) -> Program:
        """The program of the free columns, those of `ones` being 1 and the others 0."""
        held = ones & ~free
        return Program(
            cost=self.cost[free],
            at_most=self.at_most[:, free],
            most=self.most - self.at_most @ held,
            equal=self.equal[:, free],
            level=self.level - self.equal @ held,
        )


@dataclass(frozen=True, kw_only=True)
class Duals:
    """Prices of rows in twelfths, and what they prove."""

    rows: Whole
    """Of `at_most`: none above 0."""
    levels: Whole
    reduced: Whole
    """Reduced costs of all columns, in twelfths."""
    bound: int
    """No x costs less, whole as it must be."""


def solve(program: Program) -> tuple[NDArray[np.float64], Duals] | None:
    """A corner that costs least, with its duals; None where there is no solution."""
    import numpy as np
    from scipy.optimize import linprog

    if program.columns == 0:  # which HiGHS is not asked
        none = [np.zeros(len(side), dtype=np.int64) for side in (program.most, program.level)]
        is_met = (program.most >= 0).all() and (program.level == 0).all()
        return (np.zeros(0), priced(program, *none)) if is_met else None
    found = linprog(
        program.cost.astype(float),
        A_ub=program.at_most.astype(float),
        b_ub=program.most.astype(float),
        A_eq=program.equal.astype(float),
        b_eq=program.level.astype(float),
        bounds=(0, 1),
        method="highs-ds",
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise ArithmeticError(f"HiGHS: {found.message}")
    prices = np.minimum(np.rint(found.ineqlin.marginals * DENOMINATOR), 0).astype(np.int64)
    levels = np.rint(found.eqlin.marginals * DENOMINATOR).astype(np.int64)
    return found.x, priced(program, prices, levels)


def priced(program: Program, rows: Whole, levels: Whole) -> Duals:
    """What prices prove of a program, whoever found them: weak duality, in whole numbers."""
    import numpy as np

    reduced = DENOMINATOR * program.cost - program.at_most.T @ rows - program.equal.T @ levels
    bound = int(program.most @ rows) + int(program.level @ levels) + int(np.minimum(reduced, 0).sum())
    return Duals(rows=rows, levels=levels, reduced=reduced, bound=math.ceil(bound / DENOMINATOR))


def part_ties(program: Program, duals: Duals, lots: Whole) -> Flags | None:
    """Of the solutions that cost least, the one with the least sum of lots.

    They are those in which columns with a reduced cost stand at the end that it asks for, and rows with a price leave
    nothing (complementary slackness). None where that holds no whole solution, so that none reaches the bound.
    """
    import numpy as np
    from scipy.sparse import vstack

    free, ones = duals.reduced == 0, duals.reduced < 0
    rest = program.holding(free, ones)
    tight = duals.rows < 0
    face = Program(
        cost=lots[free],
        at_most=rest.at_most[~tight],
        most=rest.most[~tight],
        equal=vstack([rest.equal, rest.at_most[tight]]).tocsc(),
        level=np.concatenate([rest.level, rest.most[tight]]),
    )
    found = solve(face)
    if found is None:
        return None
    values = found[0]
    if not _is_whole(values):
        searched = search(face)
        if searched is None:
            return None
        values = searched[0]
    x = ones.copy()
    x[free] = values > 0.5
    return x


def search(program: Program) -> tuple[NDArray[np.float64], bool] | None:
    """A whole solution by branch and bound, and whether it was proved to cost least; None where none was found."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows = [
        LinearConstraint(program.at_most.astype(float), -np.inf, program.most),
        LinearConstraint(program.equal.astype(float), program.level, program.level),
    ]
    found = milp(
        program.cost.astype(float),
        integrality=np.ones(program.columns),
        bounds=Bounds(0, 1),
        constraints=[row for row in rows if row.A.shape[0]],
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    return None if found.x is None else (found.x, found.status == 0)


def _is_whole(values: NDArray[np.float64]) -> bool:
    import numpy as np

    return bool(len(values) == 0 or np.abs(values - np.rint(values)).max() < WHOLE_WITHIN)


def cheapest(program: Program, lots: Whole) -> tuple[Flags, Duals] | None:
    """The cheapest whole solution of a network, ties parted by lot, and what proves it; None: no solution."""
    found = solve(program)
    if found is None:
        return None
    x = part_ties(program, found[1], lots)
    if x is None:
        raise ArithmeticError("a network without a whole solution")
    return x, found[1]


def cheapest_apart(program: Program, lots: Whole, start: Flags, network: Duals) -> tuple[Flags, int]:
    """The cheapest whole solution that is found, and the bound, of a network with pairs to be kept apart.

    Its further rows and columns come after those of the network, of which `network` tells the prices and `start` is a
    solution. Columns far from mattering are left out, and put in again where prices ask for them.
    """
    import numpy as np

    more = program.columns - len(network.reduced)
    reduced = np.concatenate([network.reduced, np.zeros(more, dtype=np.int64)])
    ones = reduced < 0
    free = np.abs(reduced) <= NEAR * DENOMINATOR
    while True:
        found = solve(program.holding(free, ones))
        if found is None:
            raise ArithmeticError("no solution where there was one")
        duals = priced(program, found[1].rows, found[1].levels)
        wrong = ~free & np.where(ones, duals.reduced > 0, duals.reduced < 0)
        if not wrong.any():
            break
        free |= wrong
    x = part_ties(program, duals, lots)
    return (x, duals.bound) if x is not None else _searched(program, duals, start, duals.bound)


def _searched(program: Program, duals: Duals, best: Flags, bound: int) -> tuple[Flags, int]:
    """Where no whole solution reaches the bound: the best that a search among near columns finds, and what is proved.

    A column whose reduced cost is more than what a known solution costs above the bound can be in no better one.
    """
    import numpy as np

    near = NEAR * DENOMINATOR
    while True:
        near = min(near, (int(program.cost @ best) - bound) * DENOMINATOR)
        free, ones = np.abs(duals.reduced) <= near, duals.reduced < 0
        searched = search(program.holding(free, ones)) if free.sum() <= MOST_COLUMNS else None
        if searched is None:
            return best, bound
        x = ones.copy()
        x[free] = searched[0] > 0.5
        if program.cost @ x < program.cost @ best:
            best = x
        if not searched[1]:
            return best, bound
        total = int(program.cost @ best)
        if (total - bound) * DENOMINATOR <= near:
            return best, total
        near = (total - bound) * DENOMINATOR
