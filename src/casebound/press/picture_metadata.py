"""The bytes of a PNG or JPEG file flow in, the same picture without its metadata flows out, no pixel changed.

Photographs say where and when they were taken, by whom and with what; WeasyPrint would put all of that into the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = (b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME")
"""Chunks about the picture (PNG specification, 11.3); what its pixels need to be shown stays."""
_JPEG_DROPPED = (0xE1, 0xEC, 0xED, 0xFE)
"""Exif and XMP, Ducky, Photoshop with IPTC, comments; JFIF, the colour profile and Adobe's mark stay."""


def without_metadata(data: bytes) -> bytes:
    """The same object where there is nothing to take out, or the file is neither PNG nor JPEG."""
    if data.startswith(_PNG_SIGN):
        return _joined(data, len(_PNG_SIGN), _png_chunks(data))
    if data.startswith(b"\xff\xd8"):
        return _joined(data, 2, _jpeg_segments(data))
    return data


def _joined(data: bytes, start: int, parts: Iterator[tuple[int, int, bool]]) -> bytes:
    found = list(parts)
    if all(is_kept for _, _, is_kept in found):
        return data
    end = found[-1][1]
    return data[:start] + b"".join(data[a:b] for a, b, is_kept in found if is_kept) + data[end:]


def _png_chunks(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each chunk, and whether it stays (PNG specification, 5.3)."""
    at = len(_PNG_SIGN)
    while at + 12 <= len(data):
        end = at + 12 + int(unpack_from(">I", data, at)[0])
        yield at, end, data[at + 4 : at + 8] not in _PNG_DROPPED
        at = end


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each segment before the picture's data, and whether it stays (ITU-T T.81, B.1.1.4)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        if data[at + 1] == 0xFF:  # a fill byte
            yield at, at + 1, True
            at += 1
            continue
        end = at + 2 + int(unpack_from(">H", data, at + 2)[0])
        yield at, end, data[at + 1] not in _JPEG_DROPPED
        at = end
