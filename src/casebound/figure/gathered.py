"""Drawings in a page → the same drawings in fewer bytes: what looks alike is said once.

Words come last in a drawing, where they stood over everything already, gathered by their look; shapes keep their order,
and a run of lines, boxes or dots of one look becomes one path. Only for pages, where every byte is fetched: a file of
its own keeps an element for each thing, for those who edit it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from casebound.figure.canvas import number

_DRAWING = re.compile(
    r'(<svg xmlns="http://www\.w3\.org/2000/svg" class="(?:drawing|series|meter-drawing)"[^>]*>'
    r"(?:<title>[^<]*</title>)?(?:<desc>[^<]*</desc>)?)(.*?)</svg>",
    re.DOTALL,
)
_ELEMENT = re.compile(r'<(text|circle|rect|line|path|polyline|polygon)((?: [a-z0-9-]+="[^"]*")*)(?:/>|>([^<]*)</text>)')
_LOOK = re.compile(r' (?:fill|font-family|font-size|font-weight|text-anchor|stroke(?:-[a-z]+)?)="[^"]*"')
_FILL, _STROKE = re.compile(r' fill="([^"]*)"'), re.compile(r' stroke="([^"]*)"')
_EVEN = re.compile(r"(?<=\d)\.0(?![\d.])")
_NUMBERS = re.compile(r' [a-z0-9]+="([^"]*)"')


class _Shape(NamedTuple):
    name: str
    place: str
    """The attributes that say where it stands."""
    look: str
    """The attributes that say how it looks."""
    words: str
    """Of a text."""


def gathered(page: str) -> str:
    """The page with its drawings rewritten; all else, and what is drawn in a way not known here, stays as it was."""
    return _DRAWING.sub(lambda drawing: _rewritten(drawing[0], *drawing.groups()), page)


@lru_cache(maxsize=128)
def _rewritten(drawing: str, head: str, inside: str) -> str:
    """A drawing: meters look alike in many pages, and what nobody translated is drawn in every language."""
    shapes, end = [], 0
    for match in _ELEMENT.finditer(inside):
        if match.start() != end:
            return drawing
        end = match.end()
        name, attributes, words = match.groups()
        shapes.append(
            _Shape(name, _EVEN.sub("", _LOOK.sub("", attributes)), "".join(_LOOK.findall(attributes)), words or "")
        )
    if end != len(inside):
        return drawing
    texts = [shape for shape in shapes if shape.name == "text"]
    looks = {look: number for number, look in enumerate(dict.fromkeys(text.look for text in texts))}
    texts.sort(key=lambda text: looks[text.look])
    others = [shape for shape in shapes if shape.name != "text"]
    return f"{head}{_groups(others)}{_words(texts, list(looks))}</svg>"


def _groups(shapes: list[_Shape]) -> str:
    return "".join(_group(look, list(alike)) for look, alike in groupby(shapes, key=lambda shape: shape.look))


def _words(texts: list[_Shape], looks: list[str]) -> str:
    """Texts by their look, in a group of what all looks have in common."""
    common = [part for part in _LOOK.findall(looks[0]) if all(part in look for look in looks)] if looks else []
    if len(looks) < 2 or sum(map(len, common)) * (len(looks) - 1) <= len("<g></g>"):
        return _groups(texts)
    own = [
        text._replace(look="".join(part for part in _LOOK.findall(text.look) if part not in common)) for text in texts
    ]
    return f"<g{''.join(common)}>{_groups(own)}</g>"


def _group(look: str, shapes: list[_Shape]) -> str:
    """Shapes of one look, which a group bears where that is shorter."""
    parts = [part for kind, alike in groupby(shapes, key=_kind) for part in _joined(kind, list(alike), look)]
    if len(parts) == 1 or not look:
        return "".join(part.replace(_HERE, look, 1) for part in parts)
    return f"<g{look}>{''.join(part.replace(_HERE, '', 1) for part in parts)}</g>"


_HERE = "\x00"
"""Where an element's look is put; no drawing holds it."""


def _kind(shape: _Shape) -> str:
    """What can become one path with its neighbours, or the element's name.

    Boxes with an outline of another colour than their inside cannot: of two that overlap, the second covers the
    first's outline.
    """
    if shape.name == "circle" and ' stroke="' not in shape.look:
        return f"dots {_places(shape)[2]}"
    fill, stroke = _FILL.search(shape.look), _STROKE.search(shape.look)
    is_plain = stroke is None or (fill is not None and fill[1] in ("none", stroke[1]))
    if shape.name == "rect" and is_plain and " rx=" not in shape.place:
        return "boxes"
    return shape.name


def _joined(kind: str, shapes: list[_Shape], look: str) -> Iterator[str]:
    draw = _PATHS.get(kind)
    if draw and len(shapes) > 1:
        yield f'<path d="{"".join(draw(_places(shape)) for shape in shapes)}"{_HERE}/>'
    elif kind.startswith("dots ") and len(shapes) > 1:
        radius = float(kind.removeprefix("dots "))
        fill = _FILL.search(look)
        dots = "".join("M{} {}h0".format(*_places(shape)) for shape in shapes)
        colour = fill[1] if fill else "currentColor"
        yield f'<path d="{dots}" stroke="{colour}" stroke-width="{number(2 * radius)}" stroke-linecap="round"/>'
    else:
        for shape in shapes:
            inside = f">{shape.words}</text>" if shape.name == "text" else "/>"
            yield f"<{shape.name}{shape.place}{_HERE}{inside}"


def _places(shape: _Shape) -> list[str]:
    return _NUMBERS.findall(shape.place)


def _line(places: list[str]) -> str:
    return "M{} {}L{} {}".format(*places)


def _box(places: list[str]) -> str:
    x, y, width, height = places
    return f"M{x} {y}h{width}v{height}h-{width}z"


def _polyline(places: list[str]) -> str:
    """A path reads every further pair of numbers behind `M` as a line to there."""
    return f"M{places[0]}"


_PATHS: dict[str, Callable[[list[str]], str]] = {"line": _line, "boxes": _box, "polyline": _polyline}
