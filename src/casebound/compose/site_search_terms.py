"""The passages of a case → its terms, as bytes that can be kept: what the index of the collection is made from.

Three kinds of terms, each a whole number below 2^49. A character by itself; a pair of neighbours, one of them a letter,
whatever the script, for words that no blank sets apart; a word, for scripts that do. Pairs and words note at which
places modulo eight they stand: pairs that follow each other in a query must do so in the text, and with eight
remainders hardly any text passes that does not hold the whole query. So no lists of positions are needed, which would
be larger than it. Places are counted from the beginning of the sentence, so that an edit moves no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from casebound.compose.site_passages import Passage
from casebound.compose.site_search_text import NARROW, OTHER, as_text, kinds_of, normal_codes

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Entries = NDArray[numpy.uint64]

PAIR_BITS = 21
"""A pair is the first code point shifted by so many bits, and the second."""
WORDS_FROM = 1 << 48
"""A word is its hash above this."""
STRONG, PLACES = 1 << 8, 0xFF
"""In an entry below the term, which is shifted by `TERM_SHIFT`: whether it stands in a title or heading; its places."""
TERM_SHIFT = 9
LONGEST_WORD = 24
"""Longer words are not in the dictionary, but can be found."""
ENDS = "。.!?;"
"""Behind them places are counted anew, whatever they end; `search-index.js` has the same."""
SEPARATOR = "\uffff"
"""Stands between passages while they are cut into terms; no text has it."""


def make_terms(passages: Sequence[Passage]) -> bytes:
    """The case's entries, ascending by term, as 64-bit numbers, and its words for the dictionary."""
    import numpy

    texts = [
        (text, is_strong)
        for passage in passages
        for text, is_strong in ((passage.heading, True), (passage.text, passage.is_strong))
    ]
    codes = normal_codes(SEPARATOR.join(text.replace(SEPARATOR, " ") for text, _ in texts))
    is_between = codes == ord(SEPARATOR)
    strong = numpy.array([is_strong << 8 for _, is_strong in texts] or [0], dtype="u8")[numpy.cumsum(is_between)]
    kinds = kinds_of(codes)
    numbers = numpy.arange(len(codes), dtype="i8")
    is_end = is_between | numpy.isin(codes, numpy.array([ord(end) for end in ENDS], dtype="u4"))
    begins = numpy.zeros(len(codes), dtype="i8")
    begins[1:] = numpy.maximum.accumulate(numpy.where(is_end, numbers + 1, 0))[:-1]
    places = numpy.uint64(1) << ((numbers - begins) & 7).astype("u8") | strong
    wide = codes.astype("u8")
    is_single = ~is_between & (codes != ord(" "))
    singles = wide[is_single] << numpy.uint64(TERM_SHIFT) | strong[is_single]
    is_pair = is_single[:-1] & is_single[1:] & ((kinds[:-1] != OTHER) | (kinds[1:] != OTHER))
    pairs = ((wide[:-1] << numpy.uint64(PAIR_BITS) | wide[1:]) << numpy.uint64(TERM_SHIFT) | places[:-1])[is_pair]
    is_narrow = numpy.concatenate(([False], kinds == NARROW, [False]))
    edges = numpy.flatnonzero(is_narrow[1:] != is_narrow[:-1])
    starts, ends = edges[::2], edges[1::2]
    long_enough = ends - starts > 1
    text = as_text(codes)
    found = [text[start:end] for start, end in zip(starts[long_enough], ends[long_enough], strict=True)]
    hashes = numpy.array([word_term(word) for word in found], dtype="u8")
    words = (hashes << numpy.uint64(TERM_SHIFT)) | places[starts[long_enough]]
    entries = numpy.concatenate((singles, pairs, words))
    entries.sort()
    terms = entries >> numpy.uint64(TERM_SHIFT)
    is_first = numpy.ones(len(terms), dtype=bool)
    is_first[1:] = terms[1:] != terms[:-1]
    merged = numpy.bitwise_or.reduceat(entries, numpy.flatnonzero(is_first)) if len(terms) else entries
    listed = sorted({word for word in found if is_listed(word)})
    return len(merged).to_bytes(4, "little") + merged.astype("<u8").tobytes() + "\n".join(listed).encode()


def entries_of(terms: bytes) -> Entries:
    """The entries in what `make_terms` made."""
    import numpy

    return numpy.frombuffer(terms, dtype="<u8", count=int.from_bytes(terms[:4], "little"), offset=4)


def words_of(terms: bytes) -> list[str]:
    """The words for the dictionary in what `make_terms` made."""
    text = terms[4 + 8 * int.from_bytes(terms[:4], "little") :].decode()
    return text.split("\n") if text else []


def is_listed(word: str) -> bool:
    """Whether the dictionary has the word, once a text does: numbers are not misspelt."""
    return 3 <= len(word) <= LONGEST_WORD and any(character > "9" for character in word)


@lru_cache(maxsize=1 << 17)
def word_term(word: str) -> int:
    """The term of a word: two remainders of 24 bits, which JavaScript's numbers can compute too."""
    first, second = 7, 11
    for character in word:
        code = ord(character)
        first = (first * 131 + code) % 16777213
        second = (second * 257 + code) % 16777199
    return WORDS_FROM + first * 16777216 + second


def pair_term(pair: str) -> int:
    """The term of two neighbours."""
    return ord(pair[0]) << PAIR_BITS | ord(pair[1])
