"""The terms of all cases → the shards of the index: which cases have which term, and where modulo eight.

A shard is small enough to be fetched for a query and holds the terms that a hash puts there. Its bytes, inflated:
the number of terms; for each, ascending, how far it is from the former, and in how many cases it is; then, by term, the
distances of their numbers (with one bit more: whether in a title or heading); then all places. Whole numbers stand in
groups of seven bits, the lowest first.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebound.compose.site_search_terms import PAIR_BITS, PLACES, STRONG, TERM_SHIFT, entries_of

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.uint64]

_FULL = 14_000
"""Entries that make a shard of some 8 KB; each has at least half of that."""
_MOST_SHARDS = 1 << 16


@dataclass(frozen=True, slots=True)
class Postings:
    """The cases of the terms of one shard: rows sorted by term, then case."""

    terms: Numbers
    cases: Numbers
    marks: Numbers
    """Places and strength, as in an entry."""


def shard_count(entries: int) -> int:
    """A power of two, so that a collection can grow for long before all of them change."""
    count = 1
    while count < _MOST_SHARDS and entries > count * _FULL:
        count *= 2
    return count


def shard_of(terms: Numbers, count: int) -> Numbers:
    """In which shard each term is; no step exceeds the 53 bits of JavaScript's numbers."""
    import numpy

    high, low = terms >> numpy.uint64(PAIR_BITS), terms & numpy.uint64((1 << PAIR_BITS) - 1)
    mixed: Numbers = (high * numpy.uint64(15485863) + low * numpy.uint64(7368787)) % numpy.uint64(2097143)
    return mixed % numpy.uint64(count)


def shard_of_term(term: int, count: int) -> int:
    """The same for one term."""
    import numpy

    return int(shard_of(numpy.array([term], dtype="u8"), count)[0])


def make_shards(all_terms: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """Every shard with its number; the cases are numbered in the order given."""
    import numpy

    lengths = [int.from_bytes(terms[:4], "little") for terms in all_terms]
    count = shard_count(sum(lengths))
    entries = numpy.concatenate([numpy.empty(0, dtype="<u8"), *(entries_of(terms) for terms in all_terms)])
    cases = numpy.repeat(numpy.arange(len(lengths), dtype="u4"), lengths)
    shards = numpy.empty(len(entries), dtype="u2")
    for start in range(0, len(entries), 1 << 20):  # piece by piece: the steps between would take gigabytes
        piece = slice(start, start + (1 << 20))
        shards[piece] = shard_of(entries[piece] >> numpy.uint64(TERM_SHIFT), count)
    order = numpy.argsort(shards, kind="stable").astype("u4")
    bounds = numpy.concatenate(([0], numpy.cumsum(numpy.bincount(shards, minlength=count))))
    del shards
    for number in range(count):
        chosen = order[bounds[number] : bounds[number + 1]]
        mine = entries[chosen]
        terms = mine >> numpy.uint64(TERM_SHIFT)
        by_term = numpy.argsort(terms, kind="stable")
        postings = Postings(
            terms=terms[by_term],
            cases=cases[chosen][by_term].astype("u8"),
            marks=(mine & numpy.uint64(STRONG | PLACES))[by_term],
        )
        yield number, write_shard(postings)


def change_shards(
    shards: Mapping[int, bytes], count: int, changes: Mapping[int, tuple[bytes, bytes]]
) -> dict[int, bytes]:
    """The shards that differ once cases, by number, have other terms (before, after); the others stay as they are.

    `shards` must hold those that `touched_shards` names. The result is what `make_shards` would make.
    """
    import numpy

    gone, come = _difference(changes)
    changed = {}
    shift = numpy.uint64(TERM_SHIFT)
    for number in touched_shards(count, changes):
        old = read_shard(shards[number])
        out, new = (_of_shard(part, count, number) for part in (gone, come))
        kept = numpy.ones(len(old.terms), dtype=bool)
        for term, case in zip(out[0] >> shift, out[1], strict=True):
            kept &= (old.terms != term) | (old.cases != case)
        terms = numpy.concatenate((old.terms[kept], new[0] >> shift))
        cases = numpy.concatenate((old.cases[kept], new[1]))
        marks = numpy.concatenate((old.marks[kept], new[0] & numpy.uint64(STRONG | PLACES)))
        order = numpy.lexsort((cases, terms))
        changed[number] = write_shard(Postings(terms=terms[order], cases=cases[order], marks=marks[order]))
    return changed


def touched_shards(count: int, changes: Mapping[int, tuple[bytes, bytes]]) -> list[int]:
    """The shards that the changes concern."""
    import numpy

    entries = numpy.concatenate([part[0] for part in _difference(changes)])
    return [int(number) for number in numpy.unique(shard_of(entries >> numpy.uint64(TERM_SHIFT), count))]


def _difference(changes: Mapping[int, tuple[bytes, bytes]]) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """Entries that are gone, entries that have come, each with the numbers of their cases."""
    import numpy

    parts: tuple[list[tuple[Numbers, Numbers]], ...] = ([], [])
    for case, (before, after) in sorted(changes.items()):
        old, new = entries_of(before), entries_of(after)
        for found, one, other in ((parts[0], old, new), (parts[1], new, old)):
            entries = numpy.setdiff1d(one, other, assume_unique=True)
            found.append((entries, numpy.full(len(entries), case, dtype="u8")))
    gone, come = (
        (numpy.concatenate([item[0] for item in part]), numpy.concatenate([item[1] for item in part]))
        if part
        else (numpy.empty(0, dtype="u8"), numpy.empty(0, dtype="u8"))
        for part in parts
    )
    return gone, come


def _of_shard(entries: tuple[Numbers, Numbers], count: int, number: int) -> tuple[Numbers, Numbers]:
    import numpy

    mine = shard_of(entries[0] >> numpy.uint64(TERM_SHIFT), count) == number
    return entries[0][mine], entries[1][mine]


def write_shard(postings: Postings) -> bytes:
    """The bytes of a shard, deflated."""
    import numpy

    terms = postings.terms
    if not len(terms):
        return zlib.compress(b"\0", 6)
    starts = numpy.flatnonzero(numpy.concatenate(([True], terms[1:] != terms[:-1])))
    counts = numpy.diff(numpy.append(starts, len(terms)))
    steps = numpy.diff(postings.cases, prepend=postings.cases[:1])
    steps[starts] = postings.cases[starts] + numpy.uint64(1)
    is_strong = (postings.marks & numpy.uint64(STRONG)) >> numpy.uint64(8)
    heads = numpy.empty(2 * len(starts), dtype="u8")
    heads[0::2] = numpy.diff(terms[starts], prepend=numpy.uint64(0))
    heads[1::2] = counts
    places = (postings.marks & numpy.uint64(PLACES)).astype("u1")[terms >> numpy.uint64(PAIR_BITS) > 0]
    numbers = numpy.concatenate((numpy.array([len(starts)], dtype="u8"), heads, steps << numpy.uint64(1) | is_strong))
    return zlib.compress(_written(numbers) + places.tobytes(), 6)


def read_shard(data: bytes) -> Postings:
    """What `write_shard` wrote."""
    import numpy

    raw = numpy.frombuffer(zlib.decompress(data), dtype="u1")
    (count,), at = _read(raw, 0, 1)
    if not count:
        nothing = numpy.empty(0, dtype="u8")
        return Postings(terms=nothing, cases=nothing, marks=nothing)
    heads, at = _read(raw, at, 2 * int(count))
    own, counts = numpy.cumsum(heads[0::2], dtype="u8"), heads[1::2].astype("i8")
    steps, at = _read(raw, at, int(counts.sum()))
    terms = numpy.repeat(own, counts)
    is_strong = (steps & numpy.uint64(1)) << numpy.uint64(8)
    totals = numpy.cumsum(steps >> numpy.uint64(1), dtype="u8")
    starts = numpy.concatenate(([0], numpy.cumsum(counts)[:-1])).astype("i8")
    before = numpy.concatenate(([0], totals))[starts].astype("u8")
    cases = totals - numpy.repeat(before, counts) - numpy.uint64(1)
    marks = is_strong
    has_places = terms >> numpy.uint64(PAIR_BITS) > 0
    marks[has_places] |= raw[at:].astype("u8")
    return Postings(terms=terms, cases=cases, marks=marks)


def posting_counts(shards: Iterable[bytes]) -> dict[int, int]:
    """In how many cases each term of these shards is."""
    import numpy

    counts: dict[int, int] = {}
    for data in shards:
        terms, found = numpy.unique(read_shard(data).terms, return_counts=True)
        counts.update(zip(terms.tolist(), found.tolist(), strict=True))
    return counts


def _written(numbers: Numbers) -> bytes:
    """Whole numbers in groups of seven bits, the highest bit of a byte set where more follow."""
    import numpy

    sizes = numpy.ones(len(numbers), dtype="i8")
    rest = numbers >> numpy.uint64(7)
    while rest.any():
        sizes += rest > 0
        rest = rest >> numpy.uint64(7)
    ends = numpy.cumsum(sizes)
    out = numpy.empty(int(ends[-1]) if len(ends) else 0, dtype="u1")
    first = ends - sizes
    for group in range(int(sizes.max()) if len(sizes) else 0):
        has = sizes > group
        more = (sizes[has] > group + 1).astype("u1") << 7
        out[first[has] + group] = ((numbers[has] >> numpy.uint64(7 * group)) & numpy.uint64(0x7F)).astype("u1") | more
    return out.tobytes()


def _read(raw: NDArray[numpy.uint8], at: int, count: int) -> tuple[Numbers, int]:
    """So many numbers from a place, and the place behind them."""
    import numpy

    if not count:
        return numpy.empty(0, dtype="u8"), at
    ends = numpy.flatnonzero(raw[at:] < 0x80)[:count] + at
    starts = numpy.concatenate(([at], ends[:-1] + 1))
    numbers = numpy.zeros(count, dtype="u8")
    for group in range(int((ends - starts).max()) + 1):
        has = starts + group <= ends
        numbers[has] |= (raw[starts[has] + group].astype("u8") & numpy.uint64(0x7F)) << numpy.uint64(7 * group)
    return numbers, int(ends[-1]) + 1
