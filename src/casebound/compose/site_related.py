"""The records of an edition → for each case the few others that have most in common with it, and what that is.

What few cases share says more than what many share: a value weighs the logarithm of how rare it is (Spärck Jones 1972,
inverse document frequency), times how much its facet tells. The work for a case is bounded whatever the size of the
collection: candidates come from the postings of its most telling values and of pairs of them, of a long posting only
from the stretch around the case, and only the likeliest are compared whole.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from casebound.compose.site_record import CaseRecord

TELLING: Mapping[str, float] = {
    "industry": 1.6,
    "method": 1.0,
    "tool": 0.7,
    "route": 0.5,
    "region": 0.4,
    "criterion": 0.3,
    "subject": 0.1,
}
"""How much it tells that two cases share a value, by facet. Year, grade and evidence tell nothing of what was done."""
MOST = 4
"""Related cases on a page."""
_TELLING, _STRETCH, _JUDGED = 6, 16, 12
"""Values of a case by which others are found; neighbours taken from one posting; candidates that are compared whole."""

ValuesOf = Callable[[CaseRecord, str], Sequence[str]]
Shared = tuple[str, str]
"""A facet and a value of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A case that is related to another."""

    record: CaseRecord
    shared: tuple[Shared, ...]
    """What both have, the most telling first."""


class Kinship:
    """Finds the related cases of a collection's cases."""

    def __init__(self, records: Sequence[CaseRecord], values_of: ValuesOf) -> None:
        self.records = records
        given = [[(facet, value) for facet in TELLING for value in values_of(record, facet)] for record in records]
        counts = Counter(value for values in given for value in dict.fromkeys(values))
        rated = {value: TELLING[value[0]] * math.log(len(records) / count) for value, count in counts.items()}
        ranked = sorted((-weight, value) for value, weight in rated.items() if weight > 0)
        self._shared: list[Shared] = [value for _, value in ranked]
        """What is not shared by all, the most telling first: a value is a number in this list from here on."""
        self._weights = [-weight for weight, _ in ranked]
        numbers = {value: number for number, value in enumerate(self._shared)}
        self._values = [frozenset(numbers[value] for value in values if value in numbers) for values in given]
        self._found: dict[int, list[int]] = {}

    @cached_property
    def digest(self) -> str:
        """Of all that decides who is related to whom: as long as it is the same, so is `places`."""
        parts = (MOST, _TELLING, _STRETCH, _JUDGED, self._weights, self._shared)
        cases = [(record.is_translated, sorted(self._values[place])) for place, record in enumerate(self.records)]
        return hashlib.sha256(repr((parts, cases)).encode("utf-8", "surrogatepass")).hexdigest()

    def places(self) -> list[list[int]]:
        """The places of the related cases, for every place: to be kept, and given to `remember`."""
        return [self._related(place) for place in range(len(self.records))]

    def remember(self, places: object) -> None:
        """Take over what `places` said under the same digest; what is of another form is found again."""
        count = len(self.records)
        if isinstance(places, list) and len(places) == count:
            whole = all(
                isinstance(found, list) and all(type(other) is int and 0 <= other < count for other in found)
                for found in places
            )
            self._found = dict(enumerate(places)) if whole else {}

    def of(self, place: int) -> tuple[Relation, ...]:
        """The cases related to the one at that place: those that can be read in the page's language come first."""
        return tuple(self._relation(place, other) for other in self._related(place))

    def _related(self, place: int) -> list[int]:
        if place not in self._found:
            found = self._best(place, is_translated=True)
            if len(found) < MOST:
                found += self._best(place, is_translated=False)
            self._found[place] = found[:MOST]
        return self._found[place]

    def _relation(self, place: int, other: int) -> Relation:
        both = sorted(self._values[place] & self._values[other])
        return Relation(record=self.records[other], shared=tuple(self._shared[number] for number in both))

    @cached_property
    def _postings(self) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
        """Of cases in another language than the page's, and of those in its own."""
        postings: tuple[dict[int, list[int]], dict[int, list[int]]] = (defaultdict(list), defaultdict(list))
        for place, record in enumerate(self.records):
            for key in self._keys(place):
                postings[record.is_translated][key].append(place)
        return postings

    def _keys(self, place: int) -> Iterator[int]:
        """Its most telling values, and all pairs of them."""
        values = sorted(self._values[place])[:_TELLING]
        yield from values
        count = len(self._shared)
        for one, other in combinations(values, 2):
            yield (one + 1) * count + other

    def _best(self, place: int, *, is_translated: bool) -> list[int]:
        postings, own = self._postings[is_translated], self._values[place]
        seen: Counter[int] = Counter()
        for key in self._keys(place):
            places = postings.get(key, [])
            if len(places) > _STRETCH:
                first = max(0, min(bisect_left(places, place) - _STRETCH // 2, len(places) - _STRETCH))
                places = places[first : first + _STRETCH]
            seen.update(places)
        seen.pop(place, None)
        weights = self._weights
        rated = [
            (-math.fsum(weights[number] for number in own & self._values[other]), other)
            for other, _ in seen.most_common(_JUDGED)
        ]
        return [other for _, other in sorted(rated)]
