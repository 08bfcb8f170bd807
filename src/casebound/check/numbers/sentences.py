"""Prose and its `{val}` roles → the sentences that hold amounts and may claim something about them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.check.numbers.contradiction import ValMention
from casebound.check.numbers.quantity import HALF_WIDTH, Quantity, quantities, read_unit, with_unit
from casebound.model.case import Case
from casebound.model.measure import digits
from casebound.model.value import value_of
from casebound.read.prose import Prose

_FIGURES = ("\ue000", "\ue001")
"""Stand for `{val}` roles in the text that is searched; two, so that neighbours stay apart."""
_ABOUT_OTHERS = ("adoptions", "subject", "measures", "publication", "service", "region", "replication.contact")
_KINDS = frozenset(("field", "heading", "paragraph", "item", "note", "caption"))
LONGEST = 1500
"""A longer stretch without a full stop is no sentence; nothing is said of it."""
_FAR = 400

_END = re.compile(r"[。！？!?.](?:(?<!\.)|(?=\s|$))")
_HALVES = ("；", ";")
_VERB = re.compile(
    r"[到至为成率>mt]"
    r"(?:(?<=[降升减增缩涨低高少短落善化调大跌长][到至为成])|(?<=[降升减增缩涨低高少短落善化调大跌长]了[到至为成])"
    r"|(?<=达成)|(?<=[成现]率)|(?<=[-=]>)|(?<=\bfrom)|(?<=ttainment))"
)
"""The last character of what says that something moves."""
_BEFORE_SIGNS = frozenset("降升减增缩涨低高少短落善化调大跌长了达成现-=on")
"""What stands before that character."""
_STOPS = ("。", "！", "？", "!", "?", ". ", ".\n")
"""What `_END` finds, as pieces of text."""
_FULL_WIDTH = "０１２３４５６７８９．％"
_OPENING = "（("
_BRACKET = re.compile("[（()）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A stretch of `text` between two full stops."""

    text: str
    """The whole prose, at the source's offsets, with stand-ins for figures."""
    block: int
    """Where the paragraph begins."""
    start: int
    end: int
    amounts: tuple[Quantity, ...]
    """In order of place."""

    @property
    def words(self) -> str:
        """What is written."""
        return self.text[self.start : self.end]

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset lies in quotation marks: somebody else's words."""
        first = max(self.block, offset - _FAR)
        return any(
            self.text.rfind(opening, first, offset) > self.text.rfind(closing, first, offset)
            for opening, closing in ("“”", "「」", "‘’")
        )

    def shown(self, start: int, end: int) -> str:
        """A stretch as a reader sees it: figures as numbers, other inline objects left out."""
        pieces, at = [], start
        for amount in self.amounts:
            if amount.mention[0] and at <= amount.start < end:
                pieces += [self.text[at : amount.start], amount.text]
                at = amount.end
        return " ".join("".join((*pieces, self.text[at:end])).replace("\ufffc", "").split())

    def half(self, offset: int) -> tuple[int, int]:
        """From semicolon to semicolon around an offset."""
        start = max(self.start, *(self.text.rfind(mark, self.start, offset) + 1 for mark in _HALVES))
        ends = [found for mark in _HALVES if (found := self.text.find(mark, offset, self.end)) >= 0]
        return start, min((self.end, *ends))

    def levels(self) -> list[list[Quantity]]:
        """The amounts outside brackets, then those of each pair of brackets: sequences that read on."""
        if not any(self.text.find(mark, self.start, self.end) >= 0 for mark in _OPENING):
            return [list(self.amounts)]
        depth = number = passed = 0
        brackets = [match.start() for match in _BRACKET.finditer(self.text, self.start, self.end)]
        found: dict[int, list[Quantity]] = {}
        for amount in self.amounts:
            while passed < len(brackets) and brackets[passed] <= amount.start:
                if self.text[brackets[passed]] in _OPENING:
                    depth += 1
                    number += depth == 1
                else:
                    depth = max(0, depth - 1)
                passed += 1
            found.setdefault(number if depth else 0, []).append(amount)
        return [found[key] for key in sorted(found)]


def is_ours(part: str, kind: str) -> bool:
    """Whether a segment speaks of the case itself, in sentences."""
    return kind in _KINDS and not part.startswith(_ABOUT_OTHERS)


def searched_text(prose: Prose, mentions: Sequence[ValMention]) -> str:
    """The prose with stand-ins for figures and half-width digits; as long as before."""
    pieces, at = [], 0
    for number, mention in enumerate(sorted(mentions, key=lambda mention: mention.span.start)):
        start, end = max(at, mention.span.start), max(at, mention.span.end)
        pieces += [prose.text[at:start], _FIGURES[number % 2] * (end - start)]
        at = end
    text = "".join((*pieces, prose.text[at:]))
    return text.translate(HALF_WIDTH) if any(character in text for character in _FULL_WIDTH) else text


def sentences(
    text: str, prose: Prose, mentions: Sequence[ValMention], case: Case, needles: Sequence[str]
) -> Iterator[Sentence]:
    """The sentences worth a look: in which something moves, or that hold a measure's name, value or figure."""
    figures = sorted(mentions, key=lambda mention: mention.span.start)
    starts = [mention.span.start for mention in figures]
    known: dict[tuple[str, str], Quantity | None] = {}
    for block, start, end in _stretches(text, prose, figures, needles):
        amounts = quantities(text, start, end)
        if figures:
            for mention in figures[bisect_left(starts, start) : bisect_left(starts, end)]:
                key = (mention.measure_id, mention.part)
                if key not in known:
                    known[key] = _figure(mention, case)
                if shown := known[key]:
                    amounts.append(shown.at(mention.span.start, mention.span.end))
            amounts.sort(key=_start)
        if amounts:
            yield Sentence(text=text, block=block, start=start, end=end, amounts=tuple(amounts))


def _stretches(
    text: str, prose: Prose, figures: Sequence[ValMention], needles: Sequence[str]
) -> Iterator[tuple[int, int, int]]:
    """Where a paragraph begins, and where a sentence of it that is worth a look begins and ends."""
    stops = [mark for mark in _STOPS if mark[0] in text]
    segments = iter(prose.segments)
    segment = next(segments, None)
    at = 0
    for anchor in sorted((*_places(text, needles), *_moving(text, figures))):
        while segment is not None and segment.end <= anchor:
            segment = next(segments, None)
        if segment is None:
            return
        at = max(at, segment.start)
        if anchor < at:
            continue
        if not is_ours(segment.part, segment.kind):
            at = segment.end
            continue
        start = at
        for mark in stops:
            start = text.rfind(mark, start, anchor) + 1 or start
        stop = _END.search(text, anchor, segment.end)
        at = stop.end() if stop else segment.end
        end = stop.start() if stop else segment.end
        if end - start <= LONGEST:
            yield segment.start, start, end


def _start(amount: Quantity) -> int:
    return amount.start


def _moving(text: str, figures: Sequence[ValMention]) -> list[int]:
    """Where something moves, or a figure of a measure is printed; what else is worth a look holds a name or a value.

    Looked for sign by sign, which takes a third of the time of one expression.
    """
    found, ends = [], {mention.span.start: mention.span.end for mention in figures}
    for sign in _FIGURES:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, max(at + 1, ends.get(at, 0)))
    for sign in "由从→➔⟶":
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    for sign in "到至为成率>mt":
        at = text.find(sign, 1)
        while at >= 0:
            if text[at - 1] in _BEFORE_SIGNS and _VERB.match(text, at):
                found.append(at)
            at = text.find(sign, at + 1)
    return found


def _places(text: str, needles: Sequence[str]) -> list[int]:
    """Where they stand, in order."""
    found = []
    for needle in needles:
        at = text.find(needle)
        while at >= 0:
            found.append(at)
            at = text.find(needle, at + len(needle))
    return sorted(found)


def _figure(mention: ValMention, case: Case) -> Quantity | None:
    figure = value_of(case, f"{mention.measure_id}.{mention.part}")
    if figure is None:
        return None
    return Quantity(
        start=mention.span.start,
        end=mention.span.end,
        number=figure.value,
        places=digits(figure.value),
        unit=read_unit("points" if figure.is_points else figure.unit),
        text=with_unit(f"{figure.value:f}", figure.unit),
        mention=(mention.measure_id, mention.part),
    )
