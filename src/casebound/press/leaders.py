"""Laid-out pages flow in; the same pages flow out with the dots of each leader in one piece. Imports WeasyPrint.

WeasyPrint sets every dot as a text of its own: two thirds of the time that an index takes. Works on its page boxes, a
private interface: `page_boxes` fails loudly when an upgrade changes it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout, line_size

from casebound.press.margin import page_boxes


def join_leaders(document: Any) -> int:
    """Join the dots of each leader; how many leaders there were."""
    return sum(_join(box) for page in page_boxes(document) for box in page.descendants() if box.is_leader)


def _join(leader: Any) -> int:
    """The last dot stays where it is."""
    dots = leader.children
    if len(dots) > 1 and all(isinstance(dot, boxes.TextBox) for dot in dots):
        joined = dots[0].copy()
        joined.text = dots[0].text * len(dots)
        joined.pango_layout = create_layout(joined.text, joined.style, None, None, 0)
        line, _ = joined.pango_layout.get_first_line()
        joined.width, _ = line_size(line, joined.style)
        joined.pango_layout.deactivate()
        joined.position_x = max(dot.position_x + dot.width for dot in dots) - joined.width
        leader.children = (joined,)
    return 1
