"""Names of things that stand side by side → words under each, or numbers under each and a key below."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.figure.canvas import Canvas
from casebound.figure.letters import SMALL, balanced, height_of, width_of, wrapped

_DEEPEST = 9
"""Lines under a thing; names that need more are put into the key."""
_GAP = 18.0


def draw_names(canvas: Canvas, names: Sequence[str], *, left: float, slot: float, top: float) -> float:
    """The names, each in the middle of its slot, below `top`; the height at which they end."""
    room = slot - 5
    lines = [balanced(name, max(SMALL, room), SMALL) for name in names]
    is_whole = all(width_of(word, SMALL) <= room for name in names for word in _words(name))
    if is_whole and max(map(len, lines)) <= _DEEPEST:
        for place, each in enumerate(lines):
            canvas.lines(left + slot * (place + 0.5), top, each, size=SMALL, anchor="middle")
        return top + max(height_of(each, SMALL) for each in lines)
    for place in range(len(names)):
        canvas.lines(left + slot * (place + 0.5), top, [str(place + 1)], size=SMALL, anchor="middle")
    return _draw_key(canvas, names, top + height_of([""], SMALL) + 8)


def _words(name: str) -> list[str]:
    """What a line may not break: Latin words as long as a word is, two Han characters."""
    return [word if word.isascii() and len(word) <= 20 else word[:2] for word in name.split()]


def _draw_key(canvas: Canvas, names: Sequence[str], top: float) -> float:
    """Numbers and names in columns that are read downwards."""
    mark = width_of(f"{len(names)}. ", SMALL) + 2
    longest = max(width_of(name, SMALL) for name in names) + mark
    columns = max(1, min(4, len(names), int((canvas.width + _GAP) / (min(longest, canvas.width / 2) + _GAP))))
    wide = (canvas.width - _GAP * (columns - 1)) / columns
    rows = -(-len(names) // columns)
    end = top
    for column in range(columns):
        x, y = column * (wide + _GAP), top
        for place in range(column * rows, min(len(names), (column + 1) * rows)):
            canvas.lines(x + mark - 5, y, [f"{place + 1}."], size=SMALL, anchor="end", colour="soft")
            y = canvas.lines(x + mark, y, wrapped(names[place], wide - mark, SMALL), size=SMALL) + 2
        end = max(end, y)
    return end
