"""Laid-out pages flow in; the same pages flow out with margin tags in the outer margin of left pages too.

CSS places a tag in the right margin; it has no way to say "the outer one". So the tags of each left page are mirrored
about the page's content box after layout. Works on WeasyPrint's page boxes, a private interface: `page_boxes` fails
loudly when an upgrade changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MARGIN_TAG = "margin-tag"
"""Class of the elements to mirror. Their borders and padding should be symmetric: only places are mirrored."""


def page_boxes(document: Any) -> list[Any]:
    """The private page box of each page of a WeasyPrint `Document`. Raises `TypeError` when there is none such."""
    boxes = [getattr(page, "_page_box", None) for page in document.pages]
    for box in boxes:
        if getattr(getattr(box, "page_type", None), "side", None) not in ("left", "right"):
            raise TypeError("this WeasyPrint keeps its page boxes elsewhere: margin tags cannot be mirrored")
    return boxes


def mirror_tags(document: Any) -> int:
    """Mirror the tags of every left page in place and say how many there were.

    A changed page is built anew from its box, because WeasyPrint notes links, anchors and bookmarks with their places
    when it makes the page.
    """
    count = 0
    for number, page_box in enumerate(page_boxes(document)):
        if page_box.page_type.side != "left":
            continue
        tags = list(_tags(page_box))
        for tag in tags:
            _mirror(tag, page_box.content_box_x(), page_box.width)
        if tags:
            document.pages[number] = type(document.pages[number])(page_box)
            count += len(tags)
    return count


def _tags(box: Any) -> Iterator[Any]:
    """Outermost tag boxes below `box`; a tag within a tag moves with it."""
    for child in box.all_children():
        # Placeholders of absolutely positioned boxes answer for the box itself.
        classes = () if child.element is None else (child.element.get("class") or "").split()
        if MARGIN_TAG in classes and child.is_absolutely_positioned():
            yield child
        else:
            yield from _tags(child)


def _mirror(tag: Any, left: float, width: float) -> None:
    """Move `tag` to the mirror image of its place between `left` and `left + width` (CSS pixels)."""
    # The border box, not the margin box: the margin that keeps it off the text stays on its left when it moves.
    tag.translate(dx=2 * left + width - 2 * tag.border_box_x() - tag.border_width())
    _mirror_lines(tag)


def _mirror_lines(box: Any) -> None:
    """Let each line keep its distance to the text block: what was set flush left is now flush right, and vice versa."""
    for child in box.all_children():
        if type(child).__name__ != "LineBox":
            _mirror_lines(child)
        elif parts := [part for part in child.children if part.is_in_normal_flow()]:
            first = min(part.position_x for part in parts)
            last = max(part.position_x + part.margin_width() for part in parts)
            child.translate(dx=2 * box.content_box_x() + box.width - first - last)
