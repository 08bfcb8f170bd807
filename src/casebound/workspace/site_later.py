"""A number and a way to read each of so many items → a sequence of them, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class ReadLater(Sequence[T]):
    """Items that are read one by one, and once: after a change of prose, the records of ten thousand cases are not."""

    def __init__(self, count: int, read: Callable[[int], T]) -> None:
        self._count = count
        self._read = read
        self._known: dict[int, T] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        places = range(self._count)[place]
        if isinstance(places, range):
            return tuple(self[each] for each in places)
        if places not in self._known:
            self._known[places] = self._read(places)
        return self._known[places]
