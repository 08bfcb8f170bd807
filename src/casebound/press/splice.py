"""A page's content with room for numbers flows in and is compressed once; with the numbers, a whole stream flows out.

Numbers of pages are known only when a book is bound. Compressing their pages again at every binding took two thirds of
it (measured: 2.2 s for 1,300 pages). So the parts between the rooms are compressed when the page is laid out, each to
end at a byte and to refer to nothing before it (zlib's full flush, RFC 1951, 3.2), and what is written in the rooms is
put between them as it is, in stored blocks.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

from casebound.press.pieces import COMPRESSION
from casebound.press.tagging_content import ROOM

_ROOM = re.compile(re.escape(ROOM) + rb"(\d+)\n")
_HEAD, _END = b"\x78\x9c", b"\x01\x00\x00\xff\xff"
"""Of a zlib stream (RFC 1950, 2.2), and a last block that is empty."""
_PART = struct.Struct("<IIIi")
"""Bytes of a part, those it stands for, their checksum, and the number of the room after it; -1 after the last."""
_LARGEST = 0xFFFF
"""Bytes in a stored block."""


def with_room(content: bytes) -> bytes:
    """A content stream with comments that keep room, compressed in parts."""
    pieces = _ROOM.split(content)
    packed = zlib.compressobj(COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    cards, parts = [], []
    for index in range(0, len(pieces), 2):
        part = packed.compress(pieces[index]) + packed.flush(zlib.Z_FULL_FLUSH)
        room = int(pieces[index + 1]) if index + 1 < len(pieces) else -1
        cards.append(_PART.pack(len(part), len(pieces[index]), zlib.adler32(pieces[index]), room))
        parts.append(part)
    return struct.pack("<I", len(cards)) + b"".join(cards) + b"".join(parts)


def filled_in(packed: bytes, numbers: Mapping[int, bytes]) -> bytes:
    """The zlib stream of the content, with what `numbers` has for each room written there."""
    (count,) = struct.unpack_from("<I", packed)
    at = 4 + count * _PART.size
    out, checksum = [_HEAD], 1
    for index in range(count):
        size, length, own, room = _PART.unpack_from(packed, 4 + index * _PART.size)
        out.append(packed[at : at + size])
        at += size
        checksum = _combined(checksum, own, length)
        written = numbers.get(room, b"")
        for start in range(0, len(written), _LARGEST):
            block = written[start : start + _LARGEST]
            out += (b"\x00", struct.pack("<HH", len(block), len(block) ^ 0xFFFF), block)
        checksum = zlib.adler32(written, checksum)
    return b"".join([*out, _END, struct.pack(">I", checksum)])


def _combined(first: int, second: int, length: int) -> int:
    """The Adler-32 of two texts one after the other from that of each; `length` of the second (RFC 1950, 9)."""
    base = 65521
    low = (first & 0xFFFF) + (second & 0xFFFF) - 1
    high = (first >> 16) + (second >> 16) + length * ((first & 0xFFFF) - 1)
    return (high % base) << 16 | low % base
