"""A page's facts flow in, the content stream that the binder lays over it flows out: head, folio, numbers, marks."""

from __future__ import annotations

from collections.abc import Mapping

from casebound.press.job import Lettering, Margin, Reserved
from casebound.press.letters import Line, Setter
from casebound.press.syntax import real

LONGEST_EM = 27.0
"""Of a running head: half a line. A longer one is cut, as printers do, and ends in an ellipsis."""

MARK_LENGTH, MARK_GAP = 14.0, 9.0
"""Points: of a crop mark, and between it and the page."""


def artifact(margin: Margin, values: Mapping[str, str], setter: Setter, names: Mapping[str, str]) -> bytes:
    """A running head or folio as an artifact of pagination, which is not read out. `names`: of the faces' fonts."""
    words = margin.text
    for key, value in values.items():
        words = words.replace("{" + key + "}", value)
    if not words.strip():
        return b""
    line = (
        _cut(words, margin.lettering, setter) if "{document}" in margin.text else setter.line(words, margin.lettering)
    )
    shift = {"right": 1.0, "center": 0.5}.get(margin.align, 0.0)
    x = margin.x - shift * line.width * margin.lettering.size
    return b"/Artifact<</Type/Pagination>>BDC\n%bEMC\n" % _text(line, x, margin.baseline, margin.lettering, names)


def _cut(words: str, lettering: Lettering, setter: Setter) -> Line:
    """The words, or as many of their characters as fit; English ends with a whole word."""
    line, kept = setter.line(words, lettering), words
    while line.width > LONGEST_EM and kept:
        kept = kept[: min(len(kept) - 1, int(len(kept) * LONGEST_EM / line.width) + 1)]
        whole = kept.rpartition(" ")[0] if len(kept) < len(words) and words[len(kept)].isalnum() else kept
        line = setter.line((whole or kept).rstrip(" ,;:，、；：—–-（(") + "…", lettering)
    return line


def filled(place: Reserved, words: str, setter: Setter, names: Mapping[str, str]) -> bytes:
    """The number that was left out, as tagged content that ends at its place's right edge."""
    line = setter.line(words, place.lettering)
    x = place.right - line.width * place.lettering.size
    return b"/Span<</MCID %d>>BDC\n%bEMC\n" % (place.mcid, _text(line, x, place.baseline, place.lettering, names))


def _text(line: Line, x: float, baseline: float, lettering: Lettering, names: Mapping[str, str]) -> bytes:
    colour = b" ".join(real(part) for part in lettering.colour)
    parts = [b"BT %b rg 1 0 0 1 %b %b Tm" % (colour, real(x), real(baseline))]
    parts += [b"/%b %b Tf %b TJ" % (names[run.digest].encode(), real(lettering.size), run.shown) for run in line.runs]
    return b"\n".join([*parts, b"ET\n"])


def crop_marks(width: float, height: float, bleed: float) -> bytes:
    """Hairlines at the corners of a page that will be trimmed, outside the bleed; an artifact."""
    lines: list[bytes] = []
    gap = max(MARK_GAP, bleed)
    for x, outward in ((0.0, -1.0), (width, 1.0)):
        lines += (_stroke(x + outward * gap, y, x + outward * (gap + MARK_LENGTH), y) for y in (0.0, height))
    for y, outward in ((0.0, -1.0), (height, 1.0)):
        lines += (_stroke(x, y + outward * gap, x, y + outward * (gap + MARK_LENGTH)) for x in (0.0, width))
    return b"/Artifact<</Type/Page>>BDC\nq 0 0 0 1 K .25 w\n%bQ\nEMC\n" % b"".join(lines)


def _stroke(x1: float, y1: float, x2: float, y2: float) -> bytes:
    return b"%b m %b l S\n" % (
        b" ".join(real(part) for part in (x1, y1)),
        b" ".join(real(part) for part in (x2, y2)),
    )


def page_boxes(width: float, height: float, bleed: float, *, has_marks: bool) -> bytes:
    """A page's boxes: without marks the trimmed page alone (ISO 32000-1, 14.11.2)."""
    trim = _box(0, 0, width, height)
    if not has_marks:
        return b"/MediaBox" + trim
    edge = max(MARK_GAP, bleed) + MARK_LENGTH + 2
    outer = _box(-edge, -edge, width + edge, height + edge)
    return b"/MediaBox%b/BleedBox%b/TrimBox%b" % (outer, _box(-bleed, -bleed, width + bleed, height + bleed), trim)


def _box(*edges: float) -> bytes:
    return b"[" + b" ".join(real(edge) for edge in edges) + b"]"
