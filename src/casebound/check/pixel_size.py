"""The first bytes of an image → its width and height in pixels."""

from __future__ import annotations

import re
from struct import unpack_from

Size = tuple[int, int]

_SVG = re.compile(rb"<svg\b[^>]*", re.DOTALL)
_LENGTH = re.compile(rb"""\s(width|height)\s*=\s*["']\s*(\d{1,6}(?:\.\d+)?)\s*(?:px)?\s*["']""")
_VIEW_BOX = re.compile(
    rb"""\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d{1,6}(?:\.\d+)?)[\s,]+(\d{1,6}(?:\.\d+)?)"""
)
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


def pixel_size(head: bytes) -> Size | None:
    """Width and height; None where the format is unknown or the head ends before they are said.

    PNG (ISO/IEC 15948, 11.2.2), GIF89a (18), WebP (RFC 9649, 2.5–2.7), JPEG (ITU-T T.81, B.2.2), and SVG that says
    pixels or has a viewBox.
    """
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return unpack_from(">II", head, 16) if head[12:16] == b"IHDR" and len(head) >= 24 else None
    if head.startswith((b"GIF87a", b"GIF89a")):
        return unpack_from("<HH", head, 6) if len(head) >= 10 else None
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    return _svg(head)


def is_vector(head: bytes) -> bool:
    """Whether it is drawn at any size."""
    return _SVG.search(head) is not None and not head.startswith((b"\x89PNG", b"GIF8", b"RIFF", b"\xff\xd8"))


def _webp(head: bytes) -> Size | None:
    sort = head[12:16]
    if sort == b"VP8X" and len(head) >= 30:
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if sort == b"VP8L" and len(head) >= 25 and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if sort == b"VP8 " and len(head) >= 30 and head[23:26] == b"\x9d\x01\x2a":
        width, height = unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(head: bytes) -> Size | None:
    """From segment to segment until the frame header."""
    at = 2
    while at + 9 <= len(head):
        if head[at] != 0xFF:
            return None
        marker = head[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _STANDALONE:
            at += 2
        elif marker in _FRAMES:
            height, width = unpack_from(">HH", head, at + 5)
            return (width, height) if height else None
        else:
            length = unpack_from(">H", head, at + 2)[0]
            if length < 2 or marker == 0xDA:
                return None
            at += 2 + length
    return None


def _svg(head: bytes) -> Size | None:
    tag = _SVG.search(head)
    if tag is None:
        return None
    lengths = {name: float(value) for name, value in _LENGTH.findall(tag[0])}
    if len(lengths) == 2:
        return round(lengths[b"width"]), round(lengths[b"height"])
    box = _VIEW_BOX.search(tag[0])
    return (round(float(box[1])), round(float(box[2]))) if box else None
