"""A digraph → its nodes in layers, with places for the lines that pass between them (Sugiyama, Tagawa, Toda 1981)."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[int, int]
_SWEEPS = 10
_STRAIGHT = 6.0
"""How much more a passing line weighs than a node when places are found: long lines run straight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """Cells in layers: those below `count` are nodes, the others places where a line passes through a layer."""

    count: int
    rows: tuple[tuple[int, ...], ...]
    """The cells of each layer in their order across."""
    chains: tuple[tuple[int, ...], ...]
    """The cells that each edge goes through, tail first; an edge against the flow runs from a later layer to an
    earlier one."""

    @property
    def links(self) -> tuple[Edge, ...]:
        """Each step of a chain between two layers: the cell in the earlier, the cell in the later."""
        level = {cell: number for number, row in enumerate(self.rows) for cell in row}
        steps = [step for chain in self.chains for step in pairwise(chain)]
        return tuple((a, b) if level[a] < level[b] else (b, a) for a, b in steps)


def flow(count: int, edges: Sequence[Edge]) -> tuple[int, ...]:
    """Nodes in an order that few edges run against, none where there is no cycle (Eades, Lin and Smyth 1993)."""
    outs: list[list[int]] = [[] for _ in range(count)]
    ins: list[list[int]] = [[] for _ in range(count)]
    for tail, head in edges:
        outs[tail].append(head)
        ins[head].append(tail)
    going, coming = [len(each) for each in outs], [len(each) for each in ins]
    rest, first, last = list(range(count)), list[int](), list[int]()
    while rest:
        node = next((each for each in rest if not coming[each]), None)
        if node is None:
            sink = next((each for each in reversed(rest) if not going[each]), None)
            node = max(rest, key=lambda each: (going[each] - coming[each], -each)) if sink is None else sink
            (first if sink is None else last).append(node)
        else:
            first.append(node)
        rest.remove(node)
        for head in outs[node]:
            coming[head] -= 1
        for tail in ins[node]:
            going[tail] -= 1
    return (*first, *reversed(last))


def make_layers(count: int, edges: Sequence[Edge], *, widest: int = 10_000, is_late: bool = False) -> Layers:
    """Layers of at most `widest` nodes; each node as near to where its edges come from as it can be, or, with
    `is_late`, to where they lead. No edge may join a node to itself."""
    order = flow(count, edges)
    place = {node: number for number, node in enumerate(order)}
    along = [(tail, head) if place[tail] < place[head] else (head, tail) for tail, head in edges]
    level = _levels(order[::-1], [(b, a) for a, b in along], widest) if is_late else _levels(order, along, widest)
    depth = max(level.values(), default=0)
    if is_late:
        level = {node: depth - number for node, number in level.items()}
    rows: list[list[int]] = [[] for _ in range(depth + 1)]
    for node in order:
        rows[level[node]].append(node)
    chains, cell = [], count
    for (tail, head), (a, b) in zip(edges, along, strict=True):
        passing = range(cell, cell + level[b] - level[a] - 1)
        for step, each in enumerate(passing, level[a] + 1):
            rows[step].append(each)
        cell += len(passing)
        chain = (a, *passing, b)
        chains.append(chain if chain[0] == tail and chain[-1] == head else chain[::-1])
    unordered = Layers(count=count, rows=tuple(map(tuple, rows)), chains=tuple(chains))
    return Layers(count=count, rows=_ordered(rows, unordered.links), chains=unordered.chains)


def _levels(order: Iterable[int], along: Iterable[Edge], widest: int) -> dict[int, int]:
    """The layer of each node: behind all that lead to it, and where there is room."""
    before: dict[int, list[int]] = {}
    for tail, head in along:
        before.setdefault(head, []).append(tail)
    level: dict[int, int] = {}
    filled: dict[int, int] = {}
    for node in order:
        at = max((level[tail] + 1 for tail in before.get(node, ())), default=0)
        while filled.get(at, 0) >= widest:
            at += 1
        level[node] = at
        filled[at] = filled.get(at, 0) + 1
    return level


def _neighbours(links: Iterable[Edge]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    earlier: dict[int, list[int]] = {}
    later: dict[int, list[int]] = {}
    for a, b in links:
        later.setdefault(a, []).append(b)
        earlier.setdefault(b, []).append(a)
    return earlier, later


def _ordered(rows: list[list[int]], links: Sequence[Edge]) -> tuple[tuple[int, ...], ...]:
    """The order with the fewest crossings that sweeps by the mean place of neighbours come to."""
    earlier, later = _neighbours(links)
    best, least = tuple(map(tuple, rows)), _crossings(rows, later)
    for sweep in range(_SWEEPS):
        if not least:
            break
        is_down = sweep % 2 == 0
        for number in range(1, len(rows)) if is_down else range(len(rows) - 2, -1, -1):
            place = {cell: at for at, cell in enumerate(rows[number - 1 if is_down else number + 1])}
            found = {}
            for at, cell in enumerate(rows[number]):
                near = (earlier if is_down else later).get(cell)
                found[cell] = sum([place[other] for other in near]) / len(near) if near else float(at)
            rows[number].sort(key=lambda cell: found[cell])
        crossed = _crossings(rows, later)
        if crossed < least:
            best, least = tuple(map(tuple, rows)), crossed
    return best


def _crossings(rows: Sequence[Sequence[int]], later: Mapping[int, Sequence[int]]) -> int:
    """How often lines between neighbouring layers cross."""
    crossed = 0
    for row, after in pairwise(rows):
        place = {cell: at for at, cell in enumerate(after)}
        seen: list[int] = []
        for cell in row:
            ends = sorted(place[other] for other in later.get(cell, ()))
            crossed += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return crossed


def placed(
    layers: Layers, rows: Sequence[Sequence[int]], sizes: Mapping[int, float], *, room: float, gap: float, tight: float
) -> dict[int, float]:
    """The middle of each cell of some neighbouring layers across them, from 0 to `room`: near its neighbours and clear
    of others, `gap` between nodes, `tight` beside passing lines."""
    shown = {cell for row in rows for cell in row}
    earlier, later = _neighbours((a, b) for a, b in layers.links if a in shown and b in shown)
    offsets = []
    for row in rows:
        at, places = 0.0, []
        for number, cell in enumerate(row):
            if number:
                before = row[number - 1]
                apart = gap if before < layers.count and cell < layers.count else tight
                at += (sizes[before] + sizes[cell]) / 2 + apart
            places.append(at)
        offsets.append(places)
    middle: dict[int, float] = {}
    for row, places in zip(rows, offsets, strict=True):
        slack = room - places[-1] - (sizes[row[0]] + sizes[row[-1]]) / 2 if row else 0.0
        share = slack / (len(row) + 1)
        middle |= {
            cell: sizes[row[0]] / 2 + at + share * (number + 1)
            for number, (cell, at) in enumerate(zip(row, places, strict=True))
        }
    for sweep in range(_SWEEPS):
        is_down = sweep % 2 == 0
        is_last = sweep >= _SWEEPS - 2
        numbers = range(len(rows)) if is_down else range(len(rows) - 1, -1, -1)
        for number in numbers:
            row, places = rows[number], offsets[number]
            if not row:
                continue
            wanted, weights = [], []
            for cell, at in zip(row, places, strict=True):
                near = (earlier if is_down else later).get(cell, [])
                if is_last or not near:
                    near = [*earlier.get(cell, []), *later.get(cell, [])]
                aim = sum([middle[other] for other in near]) / len(near) if near else middle[cell]
                wanted.append(aim - at)
                weights.append(_STRAIGHT if cell >= layers.count else 1.0)
            low, high = sizes[row[0]] / 2, room - sizes[row[-1]] / 2 - places[-1]
            for cell, at, value in zip(row, places, _rising(wanted, weights), strict=True):
                middle[cell] = at + min(max(value, low), max(low, high))
    return middle


def ports(layers: Layers, middle: Mapping[int, float], sizes: Mapping[int, float], most: float) -> dict[Edge, float]:
    """Where, across the layers, a line to another cell leaves a cell: beside each other in the order of their other
    ends, at most `most` apart."""
    place = {cell: at for row in layers.rows for at, cell in enumerate(row)}
    found: dict[Edge, float] = {}
    for near, far in ((0, 1), (1, 0)):
        ends: dict[int, list[int]] = {}
        for link in dict.fromkeys(layers.links):
            ends.setdefault(link[near], []).append(link[far])
        for cell, others in ends.items():
            step = min(most, sizes[cell] * 0.8 / len(others))
            for number, other in enumerate(sorted(others, key=place.__getitem__)):
                found[cell, other] = middle[cell] + (number - (len(others) - 1) / 2) * step
    return found


def _rising(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The numbers nearest to those wanted (least squares) of which none is below the one before: pooled neighbours."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        mean, total, count = value, weight, 1
        while pools and pools[-1][0] > mean:
            other, more, others = pools.pop()
            mean = (mean * total + other * more) / (total + more)
            total, count = total + more, count + others
        pools.append((mean, total, count))
    return [mean for mean, _, count in pools for _ in range(count)]
