"""The keys of a list's item → where another item begins in it, whose `- ` was forgotten; all in offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casebound.read.improve_slip import Change, Slip, line_at
from casebound.text.localized import phrase

_LEAST = 2
"""Keys that must stand in the first item and again in the next; one alone is a key that stands twice."""
BEGIN_ITEMS = phrase("每一项以“- ”开头", "Begin each item with “- ”")
_BULLET = re.compile(r"[•·●○▪■◆*–—－]|[(（]?[0-9]{1,3}[.、)）．]|[①-⑳]|[一二三四五六七八九十]{1,3}、")
_DASH = re.compile(r"[ ]*- +")


def item_starts(names: Sequence[str]) -> list[int]:
    """Numbers of the keys with which an item begins: the first one, and where it stands again with others."""
    if len(names) < 2 * _LEAST or names[0] not in names[1:]:
        return []
    starts = [number for number, name in enumerate(names) if name == names[0]]
    own = set(names[: starts[1]])
    for start, end in zip(starts, [*starts[1:], len(names)], strict=True):
        keys = names[start:end]
        if len(set(keys)) < len(keys) or len(own.intersection(keys)) < _LEAST:
            return []
    return starts


def has_bullet(text: str) -> bool:
    """Whether a text begins as an item of a list does elsewhere: `•`, `1.`, `（1）`, `一、`."""
    return _BULLET.match(text) is not None


def dash_slip(text: str, first: int, start: int, end: int) -> Slip:
    """The key between two offsets begins an item, as the one at `first` does, without its `- `."""
    head = text[line_at(text, first).start : first]
    line_start = line_at(text, start).start
    is_alike = _DASH.fullmatch(head) is not None and text[line_start:start] == " " * len(head)
    return Slip(
        start=start,
        end=end,
        message=phrase("这一项前面少了“- ”", "This item lacks its “- ”"),
        hint=BEGIN_ITEMS,
        changes=(Change(start=line_start, end=start, text=head),) if is_alike else (),
        remedy=phrase("加上“- ”", "Add the “- ”") if is_alike else None,
        rule="duplicate-key",
    )
