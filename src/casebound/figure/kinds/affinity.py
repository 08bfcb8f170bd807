"""Statements in groups, a nested list → an affinity diagram (亲和图, the KJ method): quiet cards in even columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.letters import SIZE, SMALL, balanced, height_of, width_of
from casebound.figure.outline import Item
from casebound.model.value import Value
from casebound.text.localized import CHINESE, closed_up, phrase

DEEPEST = 3
"""Levels: group, group within it, statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affinity:
    """Groups with their statements; an item with nothing below it is a statement that belongs to no group."""

    items: tuple[Item, ...]

    @property
    def groups(self) -> list[Item]:
        """Those at the first level."""
        return [item for item in self.items if item.children]

    @property
    def subgroups(self) -> list[Item]:
        """Those within a group."""
        return [child for group in self.groups for child in group.children if child.children]

    @property
    def alone(self) -> list[Item]:
        """Statements that belong to no group."""
        return [item for item in self.items if not item.children]


def _cards(item: Item) -> list[Item]:
    return [each for each in item.walk() if not each.children]


def read(given: Given) -> Affinity | None:
    """The list as it is; what has nothing below it is a statement."""
    if not given.need_items(deepest=DEEPEST, most=200):
        return None
    affinity = Affinity(items=given.outline)
    if not affinity.groups:
        hint = phrase("第一层写组名，下一层写各条", "Write the names of groups at the first level, statements below")
        given.refuse(phrase("没有分组", "There are no groups"), given.outline[0].place, hint)
        return None
    within = ([child for child in group.children if child.children] for group in affinity.groups)
    for siblings in (affinity.groups, *within):
        seen: set[str] = set()
        for item in siblings:
            if item.text in seen:
                message = phrase("组“{name}”写了两次", "Group “{name}” stands twice", name=item.text)
                given.refuse(message, item.place, phrase("把两处并成一组", "Put the two together"))
                return None
            seen.add(item.text)
    return affinity if given.fits(max(_columns(affinity, WIDTH).bottoms)) else None


def tell(affinity: Affinity, lang: str) -> str:
    """How many statements in how many groups, and the largest."""
    most = max(len(_cards(group)) for group in affinity.groups)
    largest = [group.text for group in affinity.groups if len(_cards(group)) == most]
    told = phrase(
        "{n}归成{k}，最多的是{{names}}，{each}有{most}条",
        "{n} in {k}; most are about {{names}} ({most}{each})",
        n=closed_up(sum(len(_cards(item)) for item in affinity.items), "条", "statement"),
        k=closed_up(len(affinity.groups), "组", "group"),
        most=most,
        each=phrase("各", " each") if len(largest) > 1 else "",
    ).to(lang)
    words = told.format(names=enumerated(largest, lang))
    if affinity.alone:
        alone = phrase("；{n}条不归任何组", "; {n} in no group", n=len(affinity.alone))
        words += alone.to(lang)
    return words + ("。" if lang == CHINESE else ".")


def values(affinity: Affinity) -> dict[str, Value]:
    """Counts; a group within a group goes by both names."""
    counts = {
        "groups": len(affinity.groups),
        "subgroups": len(affinity.subgroups),
        "cards": sum(len(_cards(item)) for item in affinity.items),
        "marked": sum(card.is_marked for item in affinity.items for card in _cards(item)),
    }
    for group in affinity.groups:
        counts[f"cards[{group.text}]"] = len(_cards(group))
        for child in group.children:
            if child.children:
                counts[f"cards[{group.text}/{child.text}]"] = len(_cards(child))
    return {name: Value(value=Decimal(count), unit="") for name, count in counts.items()}


_HEADER = phrase("组|小组|内容|重点", "Group|Group within it|Statement|Marked")


def table(affinity: Affinity, lang: str) -> Rows:
    """A row a statement."""
    group, within, statement, marked = _HEADER.to(lang).split("|")
    rows = []
    for top in affinity.items:
        for name, card in _named(top):
            mark = ("是" if lang == CHINESE else "yes") if card.is_marked else ""
            rows.append((top.text if top.children else "", name, card.text, mark))
    return ((group, within, statement, marked), *rows)


def _named(top: Item) -> Iterator[tuple[str, Item]]:
    """The statements of a group, each with the name of the group within it."""
    if not top.children:
        yield "", top
    for child in top.children:
        for card in _cards(child):
            yield ("" if card is child else child.text), card


_BETWEEN = 16.0
_PAD = 9.0
_INSIDE = 10.0
"""Indent of statements in a group within a group, and of those with a mark."""
_SINGLE = 300.0
"""Width of the only column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The items of each column, how wide a column is, and where each ends."""

    items: tuple[tuple[Item, ...], ...]
    column: float
    bottoms: tuple[float, ...]


def _columns(affinity: Affinity, width: float) -> _Columns:
    """The tallest groups first, each into the shortest column; then in the order of the list, down each column."""
    items = affinity.items
    count = min(3, len(items))
    if count == 3:
        cards = [card for item in items for card in _cards(item)]
        narrow = (width - 2 * _BETWEEN) / 3 - 2 * _PAD
        lines = sum(width_of(card.text, SMALL) // narrow + 1 for card in cards)
        count = 2 if lines > 2.6 * len(cards) else 3
    column = _SINGLE if count == 1 else (width - _BETWEEN * (count - 1)) / count
    heights = [_height(item, column) for item in items]
    members: list[list[int]] = [[] for _ in range(count)]
    totals = [0.0] * count
    for number in sorted(range(len(items)), key=lambda each: (-heights[each], each)):
        at = totals.index(min(totals))
        members[at].append(number)
        totals[at] += heights[number] + _BETWEEN
    order = sorted(range(count), key=lambda each: min(members[each]))
    return _Columns(
        items=tuple(tuple(items[number] for number in sorted(members[each])) for each in order),
        column=column,
        bottoms=tuple(totals[each] - _BETWEEN + 1 for each in order),
    )


def _height(item: Item, column: float) -> float:
    return _draw_card(None, item, 0.0, 0.0, column)


def draw(affinity: Affinity, canvas: Canvas, _lang: str) -> None:
    """Each group on a ground of its own under a dark edge, statements parted by the paper's colour."""
    columns = _columns(affinity, canvas.width)
    for number, items in enumerate(columns.items):
        top = 0.0
        for item in items:
            top = _draw_card(canvas, item, number * (columns.column + _BETWEEN), top, columns.column) + _BETWEEN
    canvas.width = len(columns.items) * (columns.column + _BETWEEN) - _BETWEEN
    canvas.height = max(columns.bottoms)


def _draw_card(canvas: Canvas | None, item: Item, left: float, top: float, column: float) -> float:
    """One group, or a statement by itself; where it ends. Without a canvas it is only measured."""
    if not item.children:
        bottom = _draw_statement(None, item, left + _PAD, top + 6, column - 2 * _PAD) + 6
        if canvas is not None:
            canvas.rect(left + 0.5, top + 0.5, column - 1, bottom - top - 1, stroke="rule", line=1.0)
            _draw_statement(canvas, item, left + _PAD, top + 6, column - 2 * _PAD)
        return bottom
    if canvas is not None:
        high = _draw_card(None, item, left, top, column) - top
        canvas.rect(left, top, column, high, fill="tint5")
        canvas.rect(left, top, column, 2, fill="accent")
    count = str(len(_cards(item)))
    heading = balanced(item.text, column - 2 * _PAD - width_of(count, SMALL) - 8, SIZE, bold=True)
    if canvas is not None:
        canvas.lines(left + _PAD, top + 8, heading, colour="accent", bold=True)
        canvas.lines(left + column - _PAD, top + 8.6, [count], size=SMALL, anchor="end", colour="soft")
    at = top + 8 + height_of(heading) + 5
    for child in item.children:
        if canvas is not None:
            canvas.line(left, at, left + column, at, stroke="paper", width=1.6)
        at += 5
        if not child.children:
            at = _draw_statement(canvas, child, left + _PAD, at, column - 2 * _PAD) + 5
            continue
        at = _draw_within(canvas, child, left + _PAD, at, column - 2 * _PAD) + 5
    return at + 1


def _draw_within(canvas: Canvas | None, group: Item, left: float, top: float, width: float) -> float:
    """A group within a group: its statements beside an upright line."""
    heading = balanced(group.text, width, SMALL, bold=True)
    if canvas is not None:
        canvas.lines(left, top, heading, size=SMALL, bold=True)
    start = at = top + height_of(heading, SMALL) + 2
    for card in group.children:
        at = _draw_statement(canvas, card, left + _INSIDE, at, width - _INSIDE) + 3
    if canvas is not None:
        canvas.line(left + 2, start + 1, left + 2, at - 3, stroke="accent", width=0.9)
    return at - 3


def _draw_statement(canvas: Canvas | None, card: Item, left: float, top: float, width: float) -> float:
    indent = _INSIDE if card.is_marked else 0.0
    lines = balanced(card.text, width - indent, SMALL, bold=card.is_marked)
    if canvas is not None:
        if card.is_marked:
            canvas.mark("diamond", left + 3.4, top + SMALL * 0.68, 2.8, colour="change")
        canvas.lines(left + indent, top, lines, size=SMALL, bold=card.is_marked)
    return top + height_of(lines, SMALL)


KIND: Kind[Affinity] = Kind(
    name="affinity",
    title=phrase("亲和图", "Affinity diagram"),
    takes=frozenset({"outline"}),
    options={},
    parts={
        "groups": phrase("分几组", "how many groups there are"),
        "subgroups": phrase("组里又分出几个小组", "how many groups there are within groups"),
        "cards": phrase("共几条", "how many statements there are"),
        "cards[…]": phrase("某组有几条；小组写作“组/小组”", "those of a group; one within a group is “group/inner”"),
        "marked": phrase("标出（加粗）的有几条", "how many are marked (bold)"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
