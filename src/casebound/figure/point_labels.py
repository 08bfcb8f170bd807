"""Points and the sizes of their labels → places beside them where no label stands on anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MARK = 4.5
"""Half the side of the square that a mark needs."""
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_NEAR = 7.0
_DISTANCES = (_NEAR, 13.0, 20.0, 28.0, 38.0, 50.0)
_AIR = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Area) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right + _AIR
            and other.left < self.right + _AIR
            and self.top < other.bottom + _AIR
            and other.top < self.bottom + _AIR
        )

    def holds(self, other: Area) -> bool:
        """Whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def placed(
    points: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], inside: Area, taken: Iterable[Area]
) -> list[Area] | None:
    """Where the label of each point stands; None where one finds no place. The most crowded points choose first."""
    marks = [Area(left=x - _MARK, top=y - _MARK, right=x + _MARK, bottom=y + _MARK) for x, y in points]
    used = [*taken, *marks]
    found: dict[int, Area] = {}
    for at in sorted(range(len(points)), key=lambda each: (-_crowd(points, each), each)):
        candidates = (_beside(points[at], sizes[at], side, distance) for distance in _DISTANCES for side in _SIDES)
        place = next(
            (area for area in candidates if inside.holds(area) and not any(area.hits(other) for other in used)), None
        )
        if place is None:
            return None
        found[at] = place
        used.append(place)
    return [found[at] for at in range(len(points))]


def _crowd(points: Sequence[tuple[float, float]], at: int) -> int:
    x, y = points[at]
    return sum(abs(x - other) < 80 and abs(y - height) < 30 for other, height in points)


def _beside(point: tuple[float, float], size: tuple[float, float], side: tuple[int, int], distance: float) -> Area:
    """A label on one side of a point: its nearest edge or corner stands at the distance."""
    (x, y), (wide, high), (across, down) = point, size, side
    step = distance if 0 in side else distance * 0.7
    left = x - wide / 2 if not across else (x + step if across > 0 else x - step - wide)
    top = y - high / 2 if not down else (y + step if down > 0 else y - step - high)
    return Area(left=left, top=top, right=left + wide, bottom=top + high)


def leader(point: tuple[float, float], area: Area) -> tuple[float, float] | None:
    """Where a line from a point to its label ends; None where the label stands close by."""
    x, y = min(max(point[0], area.left), area.right), min(max(point[1], area.top), area.bottom)
    return None if abs(x - point[0]) + abs(y - point[1]) <= _NEAR * 1.5 else (x, y)
