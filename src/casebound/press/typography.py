"""An HTML tree (ElementTree) flows in and is set in place: its text gains the joints of print, its emphasis dots.

No word changes, and no element but three kinds of `span` are added: `dots` round each Han that is emphasised (the
style sheet puts a dot under it), `stress` round Latin that is, and `url` round what may be broken anywhere. Drawings
(`svg`), `pre` and the inside of `code` stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import Any

from casebound.press.gap_glyphs import AFTER, BEFORE, BOTH, HALF
from casebound.press.joints import BREAK, HAN, HYPHEN, JOIN, LETTER, OBJECT, Joints, find_joints
from casebound.press.squeeze import CENTRED, CLOSING, OPENING
from casebound.press.tall_rows import mark_tall_rows

_MARGINLESS = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "mark", "s", "samp",
     "small", "strong", "sub", "time", "u", "var", "wbr"}
)  # fmt: skip
"""Inline elements at whose edges a gap is set as inside a text; so it is at those of a `span` of these classes:"""
_MARGINLESS_CLASSES = frozenset({"val", "change", "withheld"})
_INLINE = _MARGINLESS | {"kbd", "label", "q", "span", "sup"}
_BLOCK_CLASSES = frozenset({"caption", "detail", "figure", "of", "sub"})
"""Spans that the style sheet sets as blocks."""
_OBJECTS = frozenset({"svg", "math", "img", "input", "object", "video", "canvas", "button", "select"})
_UNTOUCHED = frozenset({"head", "script", "style", "template", "title", "textarea", "iframe", "noscript", "pre"})
_VERBATIM = frozenset({"code", "kbd", "samp"})
_EMPHASISED = re.compile(rf"(?P<dots>[{HAN}])|(?P<stress>[{LETTER}](?:[!-~ ]*[{LETTER}%])?)|[^{HAN}{LETTER}]+")
"""Splits a text; marks have neither a dot nor weight."""
_IS_HAN = re.compile(f"[{HAN}]")


def set_type(root: Any) -> None:
    """Set the text below an element, by the `lang` it is in. Makes WeasyPrint ready for what is set."""
    from casebound.press.line_fit import install

    install()
    mark_tall_rows(root)
    _Reader().read_block(root, _Manner(lang=root.get("lang", "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """What an element's text inherits."""

    lang: str
    is_verbatim: bool = False
    is_emphasised: bool = False


@dataclass(slots=True)
class _Piece:
    """A stretch of text that will be one text box of the layout."""

    text: str
    is_verbatim: bool = False
    is_apart: bool = False
    """What stands before it has a margin or is no text: no gap is needed there."""
    span: str = ""
    """Class of the `span` to put round it."""


@dataclass(slots=True)
class _Slot:
    """A place of the tree that holds text: that of `element` or, with a `parent`, the one after `element`."""

    element: Any
    parent: Any
    pieces: list[_Piece]

    def write(self) -> None:
        """Put the pieces into the tree, with their joints and spans."""
        plain, spans = "", []
        for piece in self.pieces:
            text = piece.text.replace(HYPHEN, "-")
            if piece.span:
                spans.append(self.element.makeelement("span", {"class": piece.span}))
                spans[-1].text = text
            elif spans:
                spans[-1].tail = (spans[-1].tail or "") + text
            else:
                plain += text
        if self.parent is None:
            self.element.text = plain
            self.element[:0] = spans
        else:
            self.element.tail = plain
            if spans:
                place = list(self.parent).index(self.element) + 1
                self.parent[place:place] = spans


@dataclass(slots=True)
class _Reader:
    """Walks the tree and sets paragraph by paragraph: the text between two edges of blocks."""

    slots: list[_Slot] = field(default_factory=list)
    is_apart: bool = False

    def read_block(self, element: Any, manner: _Manner) -> None:
        self.finish()
        self.read_inside(element, manner)
        self.finish()

    def read_inside(self, element: Any, manner: _Manner) -> None:
        self.add(element, None, manner)
        for child in list(element):
            if isinstance(child.tag, str):  # a comment's tag is a function
                lang = child.get("lang")
                self.read_element(child, manner if lang is None else replace(manner, lang=lang))
            self.add(child, element, manner)

    def read_element(self, element: Any, manner: _Manner) -> None:
        name = element.tag.rpartition("}")[2]
        classes = frozenset(element.get("class", "").split())
        if name == "br" or name in _UNTOUCHED:
            self.finish()
            _replace_hyphens(element)
        elif "footnote" in classes:  # stands elsewhere: the text goes on as if it were not there
            _Reader().read_block(element, manner)
        elif name in _OBJECTS or (name in _INLINE and not "".join(element.itertext())):
            self.slots.append(_Slot(element, None, [_Piece(OBJECT)]))
        elif name not in _INLINE or classes & _BLOCK_CLASSES:
            self.read_block(element, manner)
        else:
            if name in _VERBATIM:
                manner = replace(manner, is_verbatim=True)
            elif name == "em" and manner.lang.startswith("zh"):
                manner = replace(manner, is_emphasised=True)
            has_margin = name not in _MARGINLESS and not classes & _MARGINLESS_CLASSES
            self.is_apart |= has_margin
            self.read_inside(element, manner)
            self.is_apart |= has_margin

    def add(self, element: Any, parent: Any, manner: _Manner) -> None:
        text = (element.text if parent is None else element.tail) or ""
        if not text:
            return
        pieces = [_Piece(text, manner.is_verbatim)]
        if manner.is_emphasised and not manner.is_verbatim:
            pieces = [_Piece(match[0], span=match.lastgroup or "") for match in _EMPHASISED.finditer(text)]
        pieces[0].is_apart, self.is_apart = self.is_apart, False
        self.slots.append(_Slot(element, parent, pieces))

    def finish(self) -> None:
        """Set what was read as a paragraph."""
        slots, self.slots, self.is_apart = self.slots, [], False
        text = "".join(piece.text for slot in slots for piece in slot.pieces)
        if not text.strip():
            return
        joints = find_joints(text)
        start = 0
        for slot in slots:
            slot.pieces = list(_without_long(slot.pieces, start, joints.unbroken))
            start += sum(len(piece.text) for piece in slot.pieces)
        pieces = [piece for slot in slots for piece in slot.pieces]
        written = [slot for slot in slots if slot.pieces[0].text != OBJECT]
        _add_joints(pieces, text, joints)
        for slot in written:
            slot.write()


def _without_long(pieces: list[_Piece], start: int, unbroken: tuple[tuple[int, int], ...]) -> Iterator[_Piece]:
    """The pieces, those cut that hold what may be broken anywhere: it gets a span of its own, and no hyphens."""
    for piece in pieces:
        end = start + len(piece.text)
        cuts = [
            cut
            for left, right in unbroken
            if left < end and right > start
            for cut in (max(left, start), min(right, end))
        ]
        if not cuts or piece.span:
            yield piece
        else:
            for place, (left, right) in enumerate(pairwise([start, *cuts, end])):
                if left < right:
                    text = piece.text[left - start : right - start]
                    yield replace(piece, text=text, is_apart=piece.is_apart and left == start, span="url" * (place % 2))
        start = end


def _add_joints(pieces: list[_Piece], text: str, joints: Joints) -> None:
    """Put joints into the pieces of a text. Verbatim ones are broken if too long, and have gaps at their edges only.

    WeasyPrint breaks lines between boxes by the two characters at the edge, and shapes each box alone: so what lets a
    line break stands before an edge, and marks on both sides of it are squeezed here as `squeeze` does inside.
    """
    starts = list(accumulate((len(piece.text) for piece in pieces), initial=0))
    edges = {place for place, piece in zip(starts, pieces, strict=False) if not piece.is_apart}
    inside = joints.gaps - set(starts)
    selectors = _squeezed(text, edges - {0, len(text)})
    for place in sorted(joints.gaps):
        if place in edges or (place in inside and not pieces[bisect_right(starts, place) - 1].is_verbatim):
            letter, selector = (place, BEFORE) if _IS_HAN.match(text[place - 1]) else (place - 1, AFTER)
            selectors[letter] = BOTH if letter in selectors else selector
    marks = dict.fromkeys(joints.joins, JOIN) | dict.fromkeys(joints.breaks, BREAK)
    places = sorted({*marks, *(place + 1 for place in selectors)})
    for piece, start, end in zip(pieces, starts, starts[1:], strict=False):
        written, done = marks.get(start, "").replace(BREAK, ""), start
        for place in places[bisect_right(places, start) : bisect_right(places, end)]:
            mark = marks.get(place, "")
            if place == end or (piece.is_verbatim and mark == JOIN):
                mark = mark.replace(JOIN, "")
            written += text[done:place] + selectors.get(place - 1, "") + mark
            done = place
        piece.text = written + text[done:end]


def _squeezed(text: str, edges: set[int]) -> dict[int, str]:
    """The marks at edges that lose their empty half, as `HALF` by their offsets."""
    found = {}
    for place in edges:
        left, right = text[place - 1], text[place]
        if left in CLOSING and right in CLOSING + CENTRED + OPENING:
            found[place - 1] = HALF
        elif left in OPENING and right in OPENING:
            found[place] = HALF
    return found


def _replace_hyphens(element: Any) -> None:
    """Plain hyphens for those that no font has, where no line breaks anyway."""
    for each in element.iter():
        each.text = each.text and each.text.replace(HYPHEN, "-")
        if each is not element:
            each.tail = each.tail and each.tail.replace(HYPHEN, "-")
