"""Laid-out pages flow in; the same pages flow out with the marker of each list item painted before its text.

CSS paints what is positioned after all text around it, and WeasyPrint positions the markers of lists: a page's numbers
would be painted after its last line, and readers that follow the content and not the tags would get them there.
Works on WeasyPrint's page boxes, a private interface: `page_boxes` fails loudly when an upgrade changes it.
"""

from __future__ import annotations

from typing import Any

from casebound.press.margin import page_boxes


def put_markers_first(document: Any) -> int:
    """Let every item with a marker outside its text be painted by itself, marker first; say how many there are."""
    return sum(_order(page_box, None) for page_box in page_boxes(document))


def _order(box: Any, item: Any) -> int:
    """`item` is the innermost box around `box` that is of an element of its own."""
    count = 0
    for child in box.all_children():
        if getattr(child, "is_outside_marker", False):
            child.style["z_index"] = -1
            item.style["position"], item.style["z_index"] = "relative", 0
            count += 1
        else:
            count += _order(child, child if child.element is not box.element else item)
    return count
