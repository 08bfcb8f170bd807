"""The words of all cases → the dictionary with which a browser completes and corrects what somebody types."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping

from casebound.compose.site_search_terms import words_of

MOST_WORDS = 60_000
"""More would be too much to fetch for a query: then the rarest are left out, and the first line says 0 instead of 1."""
_FROM, _COUNT_FROM = 0x41, 0x30


def make_words(all_terms: Iterable[bytes]) -> bytes:
    """The dictionary, deflated. A line: how many letters are the former word's, in how many cases it is, the rest."""
    counts: Counter[str] = Counter()
    for terms in all_terms:
        counts.update(words_of(terms))
    return write_words({word: _magnitude(count) for word, count in _frequent(counts)}, len(counts) <= MOST_WORDS)


def change_words(words: bytes, changes: Mapping[int, tuple[bytes, bytes]], counts: Mapping[str, int]) -> bytes | None:
    """The dictionary once cases have other terms (before, after); None where it must be made anew.

    `counts` has the words that `touched_words` names: in how many cases each is now.
    """
    known, is_complete = read_words(words)
    for word in touched_words(changes):
        if counts[word]:
            known[word] = _magnitude(counts[word])
        else:
            known.pop(word, None)
    return write_words(known, True) if is_complete and len(known) <= MOST_WORDS else None


def touched_words(changes: Mapping[int, tuple[bytes, bytes]]) -> list[str]:
    """The words that came to a case or went from it."""
    pairs = ((set(words_of(before)), set(words_of(after))) for before, after in changes.values())
    return sorted({word for old, new in pairs for word in old ^ new})


def write_words(magnitudes: Mapping[str, int], is_complete: bool) -> bytes:
    """Words with their magnitudes as the dictionary's bytes."""
    lines, before = [str(int(is_complete))], ""
    for word in sorted(magnitudes):
        shared = next(
            (at for at, (one, other) in enumerate(zip(before, word, strict=False)) if one != other), len(before)
        )
        lines.append(f"{chr(_FROM + shared)}{chr(_COUNT_FROM + magnitudes[word])}{word[shared:]}")
        before = word
    return zlib.compress("\n".join(lines).encode(), 9)


def read_words(data: bytes) -> tuple[dict[str, int], bool]:
    """What `write_words` wrote."""
    first, *lines = zlib.decompress(data).decode().split("\n")
    words, word = {}, ""
    for line in lines:
        word = word[: ord(line[0]) - _FROM] + line[2:]
        words[word] = ord(line[1]) - _COUNT_FROM
    return words, first == "1"


def _magnitude(count: int) -> int:
    """Doublings: so that one case more seldom changes the dictionary."""
    return count.bit_length()


def _frequent(counts: Counter[str]) -> Iterable[tuple[str, int]]:
    least = 1
    while sum(count >= least for count in counts.values()) > MOST_WORDS:
        least += 1
    return ((word, count) for word, count in counts.items() if count >= least)
