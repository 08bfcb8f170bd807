"""Pages spliced from parts are what zlib makes of the whole text."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from casebound.press.splice import filled_in, with_room
from casebound.press.tagging_content import room

words = st.binary(max_size=300).filter(lambda text: b"%room" not in text)


@given(st.lists(st.tuples(words, words), max_size=8), words)
def test_what_is_spliced_reads_as_the_whole(parts: list[tuple[bytes, bytes]], last: bytes) -> None:
    content = b"".join(text + room(number) for number, (text, _) in enumerate(parts)) + last
    numbers = {number: written for number, (_, written) in enumerate(parts)}
    whole = b"".join(text + written for text, written in parts) + last
    assert zlib.decompress(filled_in(with_room(content), numbers)) == whole  # which checks the checksum


def test_long_parts_and_long_numbers_too() -> None:
    text, written = b"0 0 m 1 1 l S\n" * 20_000, b"(7) Tj\n" * 20_000
    packed = with_room(text + room(3) + text)
    assert len(packed) < len(text) / 20
    assert zlib.decompress(filled_in(packed, {3: written})) == text + written + text


def test_a_room_that_nothing_is_written_in_stays_empty() -> None:
    assert zlib.decompress(filled_in(with_room(b"a" + room(1) + b"b"), {})) == b"ab"
