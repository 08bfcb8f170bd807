"""A chapter in its place flows in, the bytes of its objects flow out: its own pages with folios, numbers and links.

All that decides them is known beforehand, so that a document which is bound again and again need not write again what
has not moved (measured: nine tenths of the time of a thousand chapters).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casebound.press.binding import Binding, Part
from casebound.press.facts import Facts
from casebound.press.job import Printed
from casebound.press.letters import FontData, Setter
from casebound.press.pieces import Link, Plate, place
from casebound.press.splice import filled_in
from casebound.press.stamp import artifact, crop_marks, filled, page_boxes
from casebound.press.syntax import array, real, text
from casebound.text.anchor import anchor_name, case_of

_VALUE = re.compile(r"\{(page|number)(?::([^{}]+))?\}")
"""In the words of a reserved place: of its own target, or of that behind the colon."""


@dataclass(slots=True)
class Placed:
    """A part with its numbers."""

    part: Part
    facts: Facts
    base: int
    first: int
    """Number of its first page in the file, from 0."""
    blanks: int = 0
    """Blank pages after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plated:
    """What a chapter came to."""

    facts: Facts
    plate: Plate
    glyphs: Mapping[str, Mapping[int, str]]
    """Set on top of its pages, by face."""


@dataclass(slots=True)
class Memo:
    """What a document came to when it was bound last. The names of its chapters must stand for their contents."""

    plated: dict[str, Plated] = field(default_factory=dict)
    """By all that decides the bytes of a chapter in its place."""
    fonts: dict[object, list[tuple[int, bytes, bytes]]] = field(default_factory=dict)
    """By face and glyphs."""


class Plater:
    """Writes the chapters of one document."""

    def __init__(
        self,
        binding: Binding,
        data: FontData,
        placed: Sequence[Placed],
        labels: Sequence[str],
        names: Mapping[str, str],
    ) -> None:
        self.unresolved: dict[str, None] = {}
        """What is referred to and not there, each once."""
        self._binding = binding
        self._setter = Setter(binding.fonts, data)
        self._labels = labels
        self._names = names
        self._anchors = {name: (each, page) for each in placed for name, page in each.facts.anchors.items()}

    def plated(self, each: Placed, memo: Memo, kept: Memo) -> Plated:
        """The chapter's objects: those of `memo` where nothing has changed that decides them; noted in `kept`."""
        facts, binding = each.facts, self._binding
        labels = self._labels[each.first : each.first + facts.numbers.pages]
        words = [self._words_of(each, *spot) for spot in facts.reserved]
        ends = [self._end_of(target) for target in facts.links]
        total = len(self._labels) if facts.has_total else 0
        about = (facts.name, each.base, each.first % 2, total, binding.title, binding.bleed, binding.has_marks)
        parts = "\0".join((*map(str, about), *labels, *words, *ends))
        key = hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
        if key not in kept.plated:
            kept.plated[key] = memo.plated.get(key) or self._written(each, words, ends)
        return kept.plated[key]

    def _written(self, each: Placed, words: Sequence[str], ends: Sequence[str]) -> Plated:
        self._setter.glyphs = {}
        printed, binding = each.part.loaded(), self._binding
        pieces = printed.pieces
        assert pieces is not None
        numbers: dict[int, dict[int, bytes]] = {}
        for spot, said in zip(printed.reserved, words, strict=True):
            numbers.setdefault(spot.page, {})[spot.mcid] = filled(spot, said, self._setter, self._names)
        plate = place(
            pieces,
            each.base,
            boxes=[
                page_boxes(sheet.width, sheet.height, binding.bleed, has_marks=binding.has_marks)
                for sheet in printed.sheets
            ],
            contents={
                index: filled_in(pieces.streams[index][1], numbers.get(page, {})) for index, page in pieces.open_pages
            },
            stamps=self._stamps(each, printed, numbers),
            links=[self._link(each, link, end) for link, end in zip(pieces.links, ends, strict=True)],
        )
        return Plated(facts=each.facts, plate=plate, glyphs=self._setter.glyphs)

    def _words_of(self, each: Placed, kind: str, target: str, words: str) -> str:
        """What is written in a place left free; nothing where a number in it is not known."""
        values: list[str] = []

        def value(found: re.Match[str]) -> str:
            values.append(self._value_of(each, found[1], found[2] or target))
            return values[-1]

        filled = _VALUE.sub(value, words or "{" + kind + "}")
        return filled if all(values) else ""

    def _value_of(self, each: Placed, kind: str, target: str) -> str:
        """A page's label, or a chapter's number: that of the target's, else its own."""
        if kind == "number" and not target:
            return str(each.part.number or "")
        found = self._anchors.get(target)
        if found is None:
            self.unresolved[target] = None
            return "—"
        there, page = found
        return self._labels[there.first + page] if kind == "page" else str(there.part.number or "")

    def _stamps(self, each: Placed, printed: Printed, numbers: Mapping[int, Mapping[int, bytes]]) -> list[bytes]:
        """On top of each page: running heads, folios, crop marks, and numbers for which its content has no room."""
        has_room = {page for _, page in printed.pieces.open_pages} if printed.pieces else set()
        values = {"document": self._binding.title, "pages": str(len(self._labels))}
        stamps = []
        for page, sheet in enumerate(printed.sheets, start=each.first):
            values["page"] = self._labels[page]
            margins = (printed.margins[m] for m in sheet.margins)
            parts = [
                artifact(margin, values, self._setter, self._names)
                for margin in margins
                if margin.side != ("right" if page % 2 else "left")
            ]
            if page - each.first not in has_room:
                parts += numbers.get(page - each.first, {}).values()
            if self._binding.has_marks:
                parts.append(crop_marks(sheet.width, sheet.height, self._binding.bleed))
            stamps.append(b"".join(parts))
        return stamps

    def _end_of(self, target: str) -> str:
        """Where a link to another chapter leads: `#` and a target in the file; else an address, or nothing."""
        if target in self._anchors:
            return f"#{target}"
        whole = anchor_name(case_of(target))
        if whole in self._anchors:
            self.unresolved[target] = None
            return f"#{whole}"
        return self._binding.address_of.get(target, "")

    def _link(self, each: Placed, link: Link, end: str) -> bytes:
        leads = b"/A<</Type/Action/S/URI/URI%b>>" % text(end) if end else b""
        return b"<</Type/Annot/Subtype/Link/F 4/BS<</W 0>>/Rect%b/StructParent %d/Contents%b%b>>" % (
            array(real(edge) for edge in link.rect),
            each.base + link.key,
            text(link.words),
            b"/Dest" + text(end[1:]) if end.startswith("#") else leads,
        )
