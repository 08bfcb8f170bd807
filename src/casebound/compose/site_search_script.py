"""Bytes ↔ a classic script that hands them over: the only thing that a page opened from a folder can load.

Thirteen bits stand in two of 91 printable characters (91² = 8281 ≥ 2¹³): an eighth less than in base64.
"""

from __future__ import annotations

import json
import re

ALPHABET = bytes(code for code in range(0x21, 0x7F) if chr(code) not in '"\\`')
"""The 91 digits; a string literal needs no escape for any of them. `search-index.js` has the same."""
_CALL = re.compile(rb'caseboundSearchData\((?:"(?:[^"\\]|\\.)*"),(\d+),"([^"]*)"\)\n')


def as_script(name: str, data: bytes) -> bytes:
    """The script that gives data to whoever waits for them under that name."""
    return b'caseboundSearchData(%s,%d,"%s")\n' % (json.dumps(name).encode(), len(data), _digits(data))


def from_script(script: bytes) -> bytes:
    """The data in what `as_script` made."""
    import numpy

    found = _CALL.fullmatch(script)
    if not found:
        raise ValueError("not a script of the search index")
    values = numpy.zeros(256, dtype="u2")
    values[list(ALPHABET)] = numpy.arange(91, dtype="u2")
    digits = values[numpy.frombuffer(found[2], dtype="u1")].reshape(-1, 2)
    numbers = (digits[:, 0] * 91 + digits[:, 1]).astype(">u2")
    bits = numpy.unpackbits(numbers.view("u1")).reshape(-1, 16)[:, 3:]
    return numpy.packbits(bits.ravel()).tobytes()[: int(found[1])]


def _digits(data: bytes) -> bytes:
    import numpy

    bits = numpy.unpackbits(numpy.frombuffer(data, dtype="u1"))
    groups = -(-len(bits) // 13)
    padded = numpy.zeros((groups, 16), dtype="u1")
    whole = numpy.zeros(groups * 13, dtype="u1")
    whole[: len(bits)] = bits
    padded[:, 3:] = whole.reshape(groups, 13)
    numbers = numpy.packbits(padded, axis=1).view(">u2").ravel().astype("u2")
    out = numpy.empty(2 * groups, dtype="u1")
    out[0::2], out[1::2] = numbers // 91, numbers % 91
    return numpy.frombuffer(ALPHABET, dtype="u1")[out].tobytes()
