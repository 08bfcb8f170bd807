"""Rows of parent and child → the items of a tree, as a nested list would give them."""

from __future__ import annotations

from dataclasses import dataclass, field

from casebound.figure.given import Given
from casebound.figure.outline import Item
from casebound.text.localized import phrase
from casebound.text.source import Span

MOST = 150
"""Rows; a page has room for fewer leaves."""


@dataclass(slots=True)
class _Kin:
    """Who is whose child, in the order of the rows."""

    above: dict[str, str] = field(default_factory=dict)
    below: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)

    def named(self, text: str, place: Span) -> str:
        """A name without its `**`, now known."""
        is_marked = len(text) > 4 and text.startswith("**") and text.endswith("**")
        name = text[2:-2].strip() if is_marked else text
        if name:
            self.below.setdefault(name, [])
            self.places.setdefault(name, place)
        if is_marked:
            self.marked.add(name)
        return name


def read_parentage(given: Given, deepest: int) -> tuple[Item, ...]:
    """The items that are nobody's child, with all below them; nothing, with a finding, where rows make no tree.

    A row without a parent names a top; names in `**` are marked, wherever they are so written.
    """
    parent, child = given.column("parent", 0), given.column("child", 1)
    if not given.need(2) or parent is None or child is None or given.table is None:
        return ()
    if len(given.table.rows) > MOST:
        message = phrase(
            "有 {n} 行，最多画 {most} 行", "{n} rows; {most} can be drawn", n=len(given.table.rows), most=MOST
        )
        given.refuse(message, given.table.header_place, phrase("分成几张图", "Make several figures"))
        return ()
    kin = _Kin()
    for row in given.table.rows:
        upper, lower = (kin.named(row.cells[each], given.table.place(row, each)) for each in (parent, child))
        if not lower:
            given.refuse(phrase("这一行没有写下级", "This row names no child"), given.table.place(row, parent))
            return ()
        if not upper:
            continue
        if kin.above.setdefault(lower, upper) != upper:
            message = phrase(
                "“{name}”有两个上级：“{first}”与“{second}”",
                "“{name}” has two parents: “{first}” and “{second}”",
                name=lower,
                first=kin.above[lower],
                second=upper,
            )
            hint = phrase(
                "系统图里每项只有一个上级；要画多重关系，用关联图",
                "In a tree each item has one parent; for more there is `relations`",
            )
            given.refuse(message, given.table.place(row, parent), hint)
            return ()
        if lower not in kin.below[upper]:
            kin.below[upper].append(lower)
    return _grown(given, deepest, kin)


def _grown(given: Given, deepest: int, kin: _Kin) -> tuple[Item, ...]:
    levels = [[name for name in kin.below if name not in kin.above]]
    while levels[-1]:
        levels.append([child for name in levels[-1] for child in kin.below[name]])
    levels.pop()
    reached = {name for level in levels for name in level}
    for name in kin.below:
        if name not in reached:
            circle = " → ".join(_circle(name, kin.above))
            message = phrase("首尾相接：{circle}", "These run in a circle: {circle}", circle=circle)
            given.refuse(message, kin.places[name], phrase("去掉其中一行", "Remove one of these rows"))
            return ()
    if len(levels) > deepest:
        message = phrase("有 {n} 层，最多画 {most} 层", "{n} levels; {most} can be drawn", n=len(levels), most=deepest)
        hint = phrase("把一支另画一张图", "Draw one of the branches in another figure")
        given.refuse(message, kin.places[levels[deepest][0]], hint)
        return ()
    grown: dict[str, Item] = {}
    for level in reversed(levels):
        for name in level:
            children = tuple(grown[child] for child in kin.below[name])
            grown[name] = Item(text=name, is_marked=name in kin.marked, place=kin.places[name], children=children)
    return tuple(grown[name] for name in levels[0])


def _circle(name: str, above: dict[str, str]) -> list[str]:
    """The names of the circle above `name`, from parent to child, the first once more at the end."""
    seen: list[str] = []
    while name not in seen:
        seen.append(name)
        name = above[name]
    return [name, *reversed(seen[seen.index(name) :])]
