"""Categories with causes → places for the bones of a fishbone: no words meet, however many and long they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casebound.figure.letters import SIZE, SMALL, balanced, height_of, longest_word, widest, width_of
from casebound.figure.outline import Item

INDENT = 11.0
"""Of a cause of a cause."""
FRAME = 3.0
"""Around the words of a main cause."""
PAD = 5.0
"""Between a bone and the words on both sides of it."""
_GAP = 7.0
_LEAST = 3 * SMALL
_SHORTEST = 44.0
"""Of a bone."""
_LEAN = 46.0
"""How far a bone leans from its foot to its tip, at most."""
_WIDEST = 196.0
"""Room of a pair of bones."""
_HEAD = 96.0
_NECK = 20.0
"""From the foot of the last bone to the head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    """A cause, and the causes of it below."""

    item: Item
    lines: list[str]
    width: float
    """Of its words and of all below it."""
    height: float
    """Of its words and its frame."""
    extent: float
    """With all below it."""
    twigs: tuple[Twig, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bone:
    """A category: `foot` on the spine, and its causes with the tops of their blocks, from its upper end down."""

    name: list[str]
    foot: float
    is_upper: bool
    twigs: tuple[tuple[float, Twig], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """A whole fishbone; heights are counted from the drawing's top."""

    effect: list[str]
    bones: tuple[Bone, ...]
    slope: float
    """How far a bone moves to the left for each pixel that it leaves the spine."""
    top: float
    """Where the upper bones end."""
    spine: float
    bottom: float
    """Where the lower bones end; the spine where there are none."""
    head: float
    """Left edge of the head."""
    width: float
    height: float

    def at(self, bone: Bone, y: float) -> float:
        """Where a bone is at a height."""
        return bone.foot - self.slope * abs(self.spine - y)


def make_twig(item: Item, room: float) -> Twig:
    """A cause in lines of at most `room`."""
    frame = FRAME if item.is_marked else 0.0
    lines = balanced(item.text, max(room - 2 * frame, SMALL), SMALL, bold=item.is_marked)
    height = height_of(lines, SMALL) + (4 if item.is_marked else 0)
    twigs = tuple(make_twig(child, room - INDENT) for child in item.children)
    return Twig(
        item=item,
        lines=lines,
        width=max(widest(lines, SMALL, bold=item.is_marked) + 2 * frame, *(twig.width + INDENT for twig in twigs), 0.0),
        height=height,
        extent=height + sum(twig.extent + 3 for twig in twigs) + (3 if twigs else 0),
        twigs=twigs,
    )


def _fitted(item: Item, room: float, slope: float) -> Twig:
    """A cause between two leaning bones that stand `room` apart: the higher it is, the less room it has."""
    inside = room
    for _ in range(6):
        twig = make_twig(item, max(inside, _LEAST))
        left = room - slope * twig.extent
        if twig.width <= left + 0.1 or inside <= _LEAST:
            break
        inside = min(left, inside - 1)
    return twig


def _needed(twigs: Sequence[Twig]) -> float:
    return sum(twig.extent for twig in twigs) + _GAP * (len(twigs) + 1)


def make_skeleton(effect: str, categories: Sequence[Item], width: float) -> Skeleton:
    """Bones in pairs from the tail to the head, above and below; as wide as their words need, as high as they take."""
    head = balanced(effect, min(max(_HEAD - 18, longest_word(effect, bold=True)), 110), SIZE, bold=True)
    head_width = widest(head, SIZE, bold=True) + 18
    rooms = _rooms(categories, width - head_width - _NECK)
    lean = min(_LEAN, 0.36 * min(rooms))
    slope, twigs = 0.3, list[list[Twig]]()
    for _ in range(4):
        twigs = [
            [_fitted(cause, rooms[number // 2] - 2 * PAD, slope) for cause in category.children]
            for number, category in enumerate(categories)
        ]
        tallest = max(_SHORTEST, *(_needed(each) for each in twigs))
        if slope * tallest <= lean * 1.05:
            break
        slope = lean / tallest
    slope = min(slope, lean / tallest) if slope * tallest > lean else slope
    upper = max(_SHORTEST, *(_needed(each) for each in twigs[::2]))
    lower = max((max(_SHORTEST, _needed(each)) for each in twigs[1::2]), default=0.0)
    half_head = (height_of(head) + 14) / 2
    names = []
    for number, category in enumerate(categories):
        room = min(rooms[number // 2 : number // 2 + 2]) - 6
        if number // 2 == len(rooms) - 1:
            length = lower if number % 2 else upper
            room = min(room, 2 * (_NECK + slope * length + (-4 if half_head > length else head_width)))
        names.append(balanced(category.text, room, SIZE, bold=True))
    top = max(height_of(name) for name in names[::2]) + 3
    spine = max(top + upper, half_head)
    below = max((height_of(name) + 3 for name in names[1::2]), default=0.0)
    feet, foot = list[float](), slope * max(upper, lower)
    for room in rooms:
        foot += room
        feet.append(foot)
    bones = [
        Bone(
            name=names[number],
            foot=feet[number // 2],
            is_upper=number % 2 == 0,
            twigs=_spread(twigs[number], spine - upper if number % 2 == 0 else spine, lower if number % 2 else upper),
        )
        for number in range(len(categories))
    ]
    return Skeleton(
        effect=head,
        bones=tuple(bones),
        slope=slope,
        top=spine - upper,
        spine=spine,
        bottom=spine + lower,
        head=foot + _NECK,
        width=foot + _NECK + head_width,
        height=max(spine + lower + below, spine + half_head) + 1,
    )


def _rooms(categories: Sequence[Item], width: float) -> list[float]:
    """How wide each pair of bones may be: more for those with more words, none wider than its longest words need."""
    pairs = [categories[number : number + 2] for number in range(0, len(categories), 2)]
    even = (width - _LEAN) / len(pairs)
    words = [
        [[width_of(item.text, SMALL) for cause in bone.children for item in cause.walk()] for bone in pair]
        for pair in pairs
    ]
    weights = [max(sum(bone) for bone in pair) for pair in words]
    mean = sum(weights) / len(weights) or 1.0
    shares = [min(1.5, max(0.7, 0.4 + 0.6 * weight / mean)) for weight in weights]
    whole = sum(shares)
    rooms = []
    for pair, share, lengths in zip(pairs, shares, words, strict=True):
        names = max(width_of(bone.text, bold=True) for bone in pair) + 12
        longest = max((length for bone in lengths for length in bone), default=0.0) + 2 * (PAD + FRAME) + 2 * INDENT
        room = min(even * len(pairs) * share / whole, _WIDEST)
        rooms.append(min(room, max(names, longest + 12, 64.0)))
    return rooms


def _spread(twigs: Sequence[Twig], top: float, length: float) -> tuple[tuple[float, Twig], ...]:
    """The blocks one below the other, what is left over shared out between them."""
    gap = _GAP + (length - _needed(twigs)) / (len(twigs) + 1)
    placed, at = list[tuple[float, Twig]](), top + gap
    for twig in twigs:
        placed.append((at, twig))
        at += twig.extent + gap
    return tuple(placed)
