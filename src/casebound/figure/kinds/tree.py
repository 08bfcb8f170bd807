"""A nested list, or rows of parent and child → a tree diagram (系统图): an aim opened into means, left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.figure.branches import Block, draw_elbows, level_widths, make_block
from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.letters import LEADING, SIZE, SMALL, balanced, height_of, longest_word, widest, width_of, wrapped
from casebound.figure.outline import Item
from casebound.figure.parentage import read_parentage
from casebound.model.value import Value
from casebound.text.localized import phrase

DEEPEST = 6
"""Levels that leave room for five characters a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Aims, usually one, each with its means."""

    tops: tuple[Item, ...]
    heads: tuple[str, ...]
    """What the levels are called; empty, or one for each."""

    @property
    def levels(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each level, in order."""
        found: list[tuple[Item, ...]] = [self.tops]
        while below := tuple(child for item in found[-1] for child in item.children):
            found.append(below)
        return tuple(found)

    @property
    def items(self) -> list[Item]:
        """All, each before what is below it."""
        return [item for top in self.tops for item in top.walk()]

    @property
    def leaves(self) -> list[Item]:
        """Those with nothing below them."""
        return [item for item in self.items if not item.children]

    @property
    def marked(self) -> list[Item]:
        """Those set in bold."""
        return [item for item in self.items if item.is_marked]


def read(given: Given) -> Tree | None:
    """The list as it is; rows are put together by name."""
    if given.table is not None:
        tops = read_parentage(given, DEEPEST)
    else:
        tops = given.outline if given.need_items(deepest=DEEPEST, most=150) else ()
    heads = given.names("heads")
    if given.table is None:
        given.column("parent"), given.column("child")
    if not tops:
        return None
    tree = Tree(tops=tops, heads=heads)
    if heads and len(heads) != len(tree.levels):
        message = phrase(
            "各层的名称有 {n} 个，图有 {levels} 层",
            "There are {n} names for the {levels} levels",
            n=len(heads),
            levels=len(tree.levels),
        )
        given.refuse(message, given.place_of("heads"))
        tree = replace(tree, heads=())
    return tree if given.fits(_Plan(tree, WIDTH).height) else None


def tell(tree: Tree, lang: str) -> str:
    """How far the aim is opened, and what is marked."""
    told = phrase(
        "{{top}}展开成{levels}层，末端有{leaves}项", "{{top}} in {levels} levels ends in {leaves} items",
        levels=len(tree.levels),
        leaves=len(tree.leaves),
    ).to(lang).format(top=enumerated([top.text for top in tree.tops], lang))  # fmt: skip
    if tree.marked:
        names = enumerated([item.text for item in tree.marked], lang)
        told += phrase("；其中标出的是{{names}}", "; marked: {{names}}").to(lang).format(names=names)
    return told + phrase("。", ".").to(lang)


def values(tree: Tree) -> dict[str, Value]:
    """Counts only."""
    counts = {"leaves": len(tree.leaves), "levels": len(tree.levels), "marked": len(tree.marked)}
    return {name: Value(value=Decimal(count), unit="") for name, count in counts.items()}


def table(tree: Tree, lang: str) -> Rows:
    """A row a leaf: the way to it, level by level; an item set in bold has a star."""
    depth = len(tree.levels)
    header = tree.heads or tuple(phrase("第{n}层", "Level {n}", n=n).to(lang) for n in range(1, depth + 1))
    rows = [row for top in tree.tops for row in _ways(top, ())]
    return (header, *((*row, *[""] * (depth - len(row))) for row in rows))


def _ways(item: Item, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    way = (*before, f"{item.text} *" if item.is_marked else item.text)
    if not item.children:
        yield way
    for child in item.children:
        yield from _ways(child, way)


_GAP = 28.0
"""Between levels: for the lines."""
_PAD = 6.0
"""Around the words of an aim."""
_FRAME = 3.0
"""Around the words of a marked item."""


class _Plan:
    """Where everything stands."""

    def __init__(self, tree: Tree, width: float) -> None:
        levels = tree.levels
        self.size, self.gap = (SIZE, _GAP) if len(levels) <= 4 else (SMALL, 20.0)
        wanted = [
            [width_of(item.text, self.size, bold=item.is_marked or not number) + 0.5 for item in level]
            for number, level in enumerate(levels)
        ]
        for number, head in enumerate(tree.heads):
            wanted[number].append(width_of(head, SMALL) + 0.5)
        room = width - 2 * _PAD - _FRAME - self.gap * (len(levels) - 1)
        least = [
            max(
                self.size * 5.2,
                *(longest_word(item.text, self.size, bold=item.is_marked or not number) for item in level),
            )
            for number, level in enumerate(levels)
        ]
        self.widths = level_widths(wanted, least, room)
        self.heads = [wrapped(head, each, SMALL) for head, each in zip(tree.heads, self.widths, strict=False)]
        self.top = max((height_of(lines, SMALL) for lines in self.heads), default=-10.0) + 10
        self.blocks: list[tuple[float, Block[Item]]] = []
        at = self.top
        for item in tree.tops:
            block = make_block(item, self._measure, 7.0 if len(tree.leaves) < 30 else 5.0)
            self.blocks.append((at, block))
            at += block.extent + 14
        self.height = at - 14 + 2
        self._tighten()
        self.lefts = [_PAD]
        for number, each in enumerate(self.widths[:-1]):
            self.lefts.append(self.lefts[-1] + each + self.gap + (0 if number else _PAD))
        self.width = self.lefts[-1] + self.widths[-1] + max(_FRAME + 1, _PAD if len(levels) == 1 else 0)

    def _tighten(self) -> None:
        """Take away the room that no line needs."""
        needed = [widest(lines, SMALL) for lines in self.heads] or [0.0] * len(self.widths)
        for start, whole in self.blocks:
            for _, block in whole.walk(start):
                long = widest(block.lines, self.size, bold=block.node.is_marked or not block.level)
                needed[block.level] = max(needed[block.level], long)
        self.widths = needed

    def _measure(self, item: Item, level: int) -> tuple[list[str], float]:
        lines = balanced(item.text, self.widths[level], self.size, bold=item.is_marked or not level)
        around = _PAD if not level else _FRAME - 1 if item.is_marked else 0.0
        return lines, height_of(lines, self.size) + 2 * around


def draw(tree: Tree, canvas: Canvas, _lang: str) -> None:
    """The aim in a dark field, means as words; what is marked is bold and framed."""
    plan = _Plan(tree, canvas.width)
    canvas.width, canvas.height = min(canvas.width, plan.width), plan.height
    for x, lines in zip(plan.lefts, plan.heads, strict=False):
        canvas.lines(x, 0, lines, size=SMALL, colour="soft")
    if plan.heads:
        canvas.line(0, plan.top - 6, canvas.width, plan.top - 6, width=0.5)
    for start, whole in plan.blocks:
        for top, block in whole.walk(start):
            _draw_block(canvas, plan, top, block)


def _draw_block(canvas: Canvas, plan: _Plan, top: float, block: Block[Item]) -> None:
    x, y, item = plan.lefts[block.level], top + block.middle, block.node
    is_top = not block.level
    is_bold = is_top or item.is_marked
    long = widest(block.lines, plan.size, bold=is_bold)
    high = height_of(block.lines, plan.size)
    right = x + long
    if is_top:
        right = x + plan.widths[0] + _PAD
        canvas.rect(0, y - block.height / 2, right, block.height, fill="tint1")
        if item.is_marked:
            canvas.rect(2.5, y - block.height / 2 + 2.5, right - 5, block.height - 5, stroke="paper", line=1.0)
    elif item.is_marked:
        canvas.rect(x - _FRAME, y - high / 2 - 2, long + 2 * _FRAME, high + 4, stroke="change", line=1.2)
        right += _FRAME
    shift = (LEADING - 1.18) * plan.size / 2
    canvas.lines(
        x, y - high / 2 + shift, block.lines, size=plan.size, bold=is_bold, colour="paper" if is_top else "ink"
    )
    if block.children:
        end = plan.lefts[block.level + 1] - 5
        middles = [top + offset + child.middle for offset, child in block.children]
        start = right if is_top else right + 4
        draw_elbows(canvas, (start, y), end - plan.gap * 0.36, end, middles)


KIND: Kind[Tree] = Kind(
    name="tree",
    title=phrase("系统图", "Tree diagram"),
    takes=frozenset({"outline", "rows"}),
    options={
        "heads": phrase("各层的名称，用分号隔开，如“目的; 手段; 措施”", "names of the levels: “Aim; Means; Actions”"),
        "parent": phrase("写上级的列，默认第 1 列", "the column of parents; the first without it"),
        "child": phrase("写下级的列，默认第 2 列", "the column of children; the second without it"),
    },
    parts={
        "leaves": phrase("末端有几项", "how many items have nothing below them"),
        "levels": phrase("共几层，连目的在内", "how many levels there are, the aim being the first"),
        "marked": phrase("标出（加粗）的有几项", "how many items are marked (bold)"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
