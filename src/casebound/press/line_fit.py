"""Text set by `typography` flows into WeasyPrint's lines; even edges and breaks between boxes flow out.

Imports WeasyPrint, and replaces four of its functions for good; `install` refuses one that is not as expected.

- WeasyPrint justifies by widening spaces, of which a Chinese line has few or none. Here the missing width goes between
  Han as well (clreq, "Line Adjustment").
- The gap beside a letter at either end of a line, and the empty half of a mark there, stand outside of it
  ("Punctuation Width Adjustment").
- Before a box that does not fit, WeasyPrint looks for a break inside of texts only; here also between them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import ffi as native
from weasyprint.text.line_break import Layout, can_break_text

from casebound.press.gap_glyphs import AFTER, BEFORE, BOTH, GAP_EM, HALF
from casebound.press.joints import HAN, UNSEEN
from casebound.press.squeeze import CLOSING, OPENING

MOST_EM = 0.09
"""Between two Han at most: from a tenth of an em on, readers of PDF see a space there (poppler)."""

_OPENING = "“‘（《〈「『【〔〖［｛"
_CLOSING = "”’）》〉」』】〕〗］｝、。，．：；！？—…～·・"
_PLACE = re.compile(
    rf"[ \u00a0]|[{HAN}{_CLOSING}\u3000](?=[{UNSEEN}]*[^\s{_CLOSING}{UNSEEN},.;:!?)%‰℃\]])"
    rf"|[^\s{_OPENING}{UNSEEN}(\[](?=[{UNSEEN}]*[{HAN}{_OPENING}])"
)
"""What may have space added after it: spaces, Han and what is beside Han, but not inside of marks."""
_WIDE_PLACE = re.compile(rf"[ \u00a0]|[{HAN}](?=[{UNSEEN}]?[^{UNSEEN}][{BEFORE}{BOTH}])|.(?=[{AFTER}{BOTH}])")
"""Where more may be added: spaces, and gaps."""

_FIRST, _LAST = re.compile(rf"([^{UNSEEN}])([{UNSEEN}]*)"), re.compile(rf"([^{UNSEEN}])([{UNSEEN}]*)$")

_reactivate, _text_align = Layout.reactivate, inline.text_align
_justify_line, _can_break_inside = inline.justify_line, inline.can_break_inside


def install() -> None:
    """Replace the functions, once. Raises `RuntimeError` when they are not what this module was written for."""
    if Layout.reactivate is reactivate:
        return
    expected = {
        Layout.reactivate: "(self, style)",
        inline.text_align: "(context, line, available_width, last)",
        inline.justify_line: "(context, line, extra_width)",
        inline.can_break_inside: "(box)",
    }
    for function, parameters in expected.items():
        if str(inspect.signature(function)) != parameters:
            raise RuntimeError(f"WeasyPrint has changed: {function.__qualname__}{inspect.signature(function)}")
    Layout.reactivate = reactivate
    inline.text_align, inline.justify_line, inline.can_break_inside = text_align, justify_line, can_break_inside


def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
    """`text_align`, to which a line seems shorter by the gaps and the empty halves of marks at its ends."""
    leaves = [box for box in _leaves(line) if not isinstance(box, boxes.TextBox) or box.text.strip(UNSEEN)]
    if not leaves or line.style["direction"] == "rtl":
        return float(_text_align(context, line, available_width, last))
    start, end = _overhang(leaves[0], 0), _overhang(leaves[-1], -1)
    return float(_text_align(context, line, available_width + start + end, last)) - start


def _overhang(box: Any, place: int) -> float:
    """Width in pixels of the gap, or the empty half of a mark, at the start (0) or end (-1) of a text."""
    if not isinstance(box, boxes.TextBox):
        return 0.0
    found = (_FIRST, _LAST)[place].search(box.text)
    sign, selectors = found.groups() if found else ("", "")
    if sign and sign in (OPENING, CLOSING)[place]:
        features = box.style["font_feature_settings"]
        is_whole = HALF not in selectors and features != "normal" and ("chws", 1) in features
        return float(box.style["font_size"]) / 2 if is_whole else 0.0
    has_gap = BOTH in selectors or (BEFORE, AFTER)[place] in selectors
    return float(box.style["font_size"]) * GAP_EM if has_gap else 0.0


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """`justify_line`, which in a line of Han spreads what is missing over all places, and then over gaps and spaces."""
    texts = [box for box in _leaves(line) if isinstance(box, boxes.TextBox) and box.text.strip(UNSEEN)]
    after = [box.text.lstrip(UNSEEN)[:1] for box in texts[1:]] + [""]
    places = [
        [match.start() for match in _PLACE.finditer(box.text + first)] for box, first in zip(texts, after, strict=True)
    ]
    wide = [{match.start() for match in _WIDE_PLACE.finditer(box.text)} for box in texts]
    number = sum(map(len, places))
    if number <= inline.count_expandable_spaces(line) or line.style["direction"] == "rtl":
        _justify_line(context, line, extra_width)
        return
    em = line.style["font_size"]
    width = min(extra_width / number, MOST_EM * em)
    number_wide = sum(len(there.intersection(here)) for here, there in zip(places, wide, strict=True))
    more = min((extra_width - width * number) / number_wide, GAP_EM * em) if number_wide else 0.0
    growth: dict[int, float] = {}
    for box, here, there in zip(texts, places, wide, strict=True):
        widths = {place: width + more * (place in there) for place in here}
        box.pango_layout.added_widths = {len(box.text[:place].encode()): added for place, added in widths.items()}
        growth[id(box)] = sum(widths.values())
    _move(line, 0.0, growth)


def can_break_inside(box: Any) -> bool:
    """`can_break_inside`, which also looks between the texts of a box: each Han with a dot has a box of its own."""
    if _can_break_inside(box):
        return True
    wraps = box.style["white_space"] in ("normal", "pre-wrap", "pre-line")
    text = (
        "".join(text.text for text in _leaves(box) if isinstance(text, boxes.TextBox))
        if wraps and isinstance(box, boxes.InlineBox)
        else ""
    )
    return bool(can_break_text(text, box.style["lang"]))


def _leaves(box: Any) -> Iterator[Any]:
    """The texts and pictures of a line, in order; not those in floats, nor what is in boxes set as blocks."""
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        yield box
        return
    for child in box.children:
        if child.is_in_normal_flow():
            yield from _leaves(child)


def _move(box: Any, distance: float, growth: dict[int, float]) -> float:
    """Move a box to the right and widen it by the growth of its texts; returns how far its neighbour has to move."""
    if isinstance(box, boxes.TextBox):
        box.position_x += distance
        box.width += growth.get(id(box), 0.0)
        return distance + growth.get(id(box), 0.0)
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.translate(distance, 0)
        return distance
    box.position_x += distance
    end = distance
    for child in box.children:
        if child.is_in_normal_flow():
            end = _move(child, end, growth)
    box.width += end - distance
    return end


def reactivate(layout: Any, style: Any) -> None:
    """`Layout.reactivate`, called to draw a line, which then widens the glyphs that `justify_line` chose."""
    _reactivate(layout, style)
    if added := layout.__dict__.get("added_widths"):
        _widen(layout, added)


def _widen(layout: Any, added: dict[int, float]) -> None:
    """Add a width in pixels to the glyph that shows the character at each byte offset."""
    # As drawing will do, and would lay out anew.
    native.pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != native.ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        if item.analysis.level % 2:
            continue  # right to left
        starts = [item.offset + start for start in glyphs.log_clusters[0 : glyphs.num_glyphs]]
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], item.offset + item.length], strict=True)):
            width = sum(added.get(place, 0.0) for place in range(start, end))
            if width:
                glyphs.glyphs[number].geometry.width += round(width * native.TO_UNITS)
