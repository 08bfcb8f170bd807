"""Activities, their durations and what must come before → when each can and must be done, and the critical path
(Kelley and Walker 1959; terms of JGJ/T 121-2015)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.layers import Edge, flow
from casebound.model.measure import digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A piece of work and its times, from the start of the project, in its unit."""

    id: str
    name: str
    duration: Decimal
    before: tuple[int, ...]
    """The numbers of the activities that must be finished first."""
    start: Decimal
    """Earliest start; so `finish`."""
    finish: Decimal
    latest_start: Decimal
    latest_finish: Decimal

    @property
    def slack(self) -> Decimal:
        """Total float: by how much it may be late without the project being late."""
        return self.latest_start - self.start

    @property
    def is_critical(self) -> bool:
        """Whether it may not be late at all."""
        return not self.slack


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A project."""

    activities: tuple[Activity, ...]
    duration: Decimal
    unit: str
    critical_path: tuple[int, ...]
    """The first one, in the order of the rows."""
    critical_paths: int
    """How many there are."""

    @property
    def edges(self) -> tuple[Edge, ...]:
        """From each activity to those that wait for it."""
        return tuple((tail, head) for head, each in enumerate(self.activities) for tail in each.before)


def find_circle(links: Sequence[tuple[int, ...]]) -> list[int]:
    """Activities each of which waits for the one before it, the first again at the end; empty where there is no circle.

    `links`: for each activity those that must come before it.
    """
    after: dict[int, list[int]] = {}
    for head, tails in enumerate(links):
        for tail in tails:
            after.setdefault(tail, []).append(head)
    for first in range(len(links)):
        came, reached = {first: first}, [first]
        for each in reached:
            for head in after.get(each, ()):
                if head == first:
                    path = [each]
                    while path[-1] != first:
                        path.append(came[path[-1]])
                    return [*reversed(path), first]
                if head not in came:
                    came[head] = each
                    reached.append(head)
    return []


def make_plan(
    named: Sequence[tuple[str, str]], lasting: Sequence[Decimal], links: Sequence[tuple[int, ...]], unit: str
) -> Plan:
    """Times by a pass forwards and one backwards, all to the same digits. `named`: id and name; `links` must hold no
    circle."""
    finest = Decimal(1).scaleb(-max(map(digits, lasting)))
    lasting, zero = [each.quantize(finest) for each in lasting], Decimal(0).quantize(finest)
    edges = [(tail, head) for head, tails in enumerate(links) for tail in tails]
    order = flow(len(links), edges)
    start, latest = [zero] * len(links), [zero] * len(links)
    for each in order:
        start[each] = max((start[tail] + lasting[tail] for tail in links[each]), default=zero)
    whole = max(begun + lasts for begun, lasts in zip(start, lasting, strict=True))
    for each in reversed(order):
        latest[each] = min((latest[head] - lasting[head] for tail, head in edges if tail == each), default=whole)
    activities = tuple(
        Activity(
            id=id,
            name=name,
            duration=lasting[each],
            before=links[each],
            start=start[each],
            finish=start[each] + lasting[each],
            latest_start=latest[each] - lasting[each],
            latest_finish=latest[each],
        )
        for each, (id, name) in enumerate(named)
    )
    path, count = _critical_path(activities, whole, order)
    return Plan(activities=activities, duration=whole, unit=unit, critical_path=path, critical_paths=count)


def _critical_path(activities: Sequence[Activity], whole: Decimal, order: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """The first critical path in the order of the rows, and how many there are."""
    after: dict[int, list[int]] = {}
    for head, each in enumerate(activities):
        for tail in each.before:
            if is_critical(activities[tail], each):
                after.setdefault(tail, []).append(head)
    ways: dict[int, int] = {}
    for number in reversed(order):
        ways[number] = sum(ways[head] for head in after.get(number, ())) or int(activities[number].finish == whole)
    entered = {head for heads in after.values() for head in heads}
    first = [
        number for number, each in enumerate(activities) if each.is_critical and ways[number] and number not in entered
    ]
    path = [first[0]]
    while path[-1] in after:
        path.append(after[path[-1]][0])
    return tuple(path), sum(ways[number] for number in first)


def is_critical(tail: Activity, head: Activity) -> bool:
    """Whether a critical path leads from one activity to the next."""
    return tail.is_critical and head.is_critical and tail.finish == head.start
