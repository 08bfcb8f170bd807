"""Words and an offset in them → the sentence, the paragraph or the section around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebound.check.look import Look
from casebound.read.prose import Prose, Segment

_SENTENCE_END = re.compile(r"[。！？]+[”’」』）)]*|[!?]+(?=[\s\ufffc]|$)|\.(?=[\s\ufffc]+[A-Z“\"]|$)")
_JOINED = {"item": ("item",), "cell": ("cell",)}
"""Kinds of block that are read together: a list, a table."""
_LEADING = ("paragraph", "caption")
"""Kinds of block that lead to a list or a table."""

Stretch = tuple[int, int]
"""Offsets in the prose: start and end."""


@dataclass(slots=True)
class Stretches:
    """Finds stretches; what was worked out for one offset serves the next in the same block."""

    look: Look
    _sentences: dict[int, list[int]] = field(default_factory=dict)
    _paragraphs: dict[int, Stretch] = field(default_factory=dict)
    _ends: dict[int, int] = field(default_factory=dict)

    @property
    def prose(self) -> Prose:
        """The words."""
        return self.look.prose

    def around(self, within: str, segment: Segment, offset: int) -> Stretch:
        """The stretch named: `sentence`, `neighbours` (with the sentences beside it), `paragraph` or `section`."""
        if within == "sentence":
            return self.sentence(segment, offset, 0)
        if within == "neighbours":
            return self.sentence(segment, offset, 1)
        return self.paragraph(segment) if within == "paragraph" else self._section(segment)

    def sentence(self, segment: Segment, offset: int, beside: int = 0) -> Stretch:
        """The sentence at an offset, and as many on either side in the same block."""
        ends = self._sentences.get(segment.start)
        if ends is None:
            found = _SENTENCE_END.finditer(self.prose.text, segment.start, segment.end)
            ends = [match.end() for match in found]
            if not ends or ends[-1] < segment.end:
                ends.append(segment.end)
            self._sentences[segment.start] = ends
        number = min(bisect_right(ends, offset), len(ends) - 1)
        first, last = number - beside, min(number + beside, len(ends) - 1)
        return (ends[first - 1] if first > 0 else segment.start, ends[last])

    def paragraph(self, segment: Segment) -> Stretch:
        """The block; a list with the words that lead to it, a table with its caption."""
        if segment.start not in self._paragraphs:
            segments = self.prose.segments
            first = last = bisect_right(segments, segment.start, key=lambda item: item.start) - 1
            if segment.kind in _JOINED:
                same = _JOINED[segment.kind]
                while first > 0 and segments[first - 1].kind in same and segments[first - 1].part == segment.part:
                    first -= 1
                while last + 1 < len(segments) and segments[last + 1].kind in same:
                    last += 1
                if first > 0 and segments[first - 1].kind in _LEADING and segments[first - 1].part == segment.part:
                    first -= 1
            found = (segments[first].start, segments[last].end)
            for item in segments[first : last + 1]:
                if item.kind == segment.kind:
                    self._paragraphs[item.start] = found
        return self._paragraphs[segment.start]

    def words(self, stretch: Stretch) -> Iterator[Stretch]:
        """The blocks of a stretch, as far as they lie in it, without headings: their ids are inline markup."""
        segments = self.prose.segments
        number = max(0, bisect_right(segments, stretch[0], key=lambda item: item.start) - 1)
        while number < len(segments) and segments[number].start < stretch[1]:
            segment = segments[number]
            number += 1
            if segment.kind != "heading" and segment.end > stretch[0]:
                yield max(segment.start, stretch[0]), min(segment.end, stretch[1])

    def _section(self, segment: Segment) -> Stretch:
        """From under a heading to the next of its level or above; a field of the front matter is one by itself."""
        sections = self.look.document.sections
        number = bisect_right(sections, segment.start, key=lambda item: item.heading.start) - 1
        if segment.kind == "field" or number < 0:
            return segment.start, segment.end
        if number not in self._ends:
            level = sections[number].section.level
            following = (item for item in sections[number + 1 :] if item.section.level <= level)
            after = next(following, None)
            self._ends[number] = after.heading.start if after else len(self.prose.text)
        return sections[number].body.start, self._ends[number]


def matches(pattern: re.Pattern[str], text: str, first: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` gives, for a pattern that begins with one of a few rare characters: much faster."""
    places = []
    for character in first:
        at = text.find(character)
        while at >= 0:
            places.append(at)
            at = text.find(character, at + 1)
    places.sort()
    end = 0
    for at in places:
        if at >= end and (match := pattern.match(text, at)):
            yield match
            end = match.end()


HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for a class of a regular expression."""


def is_han(character: str) -> bool:
    """Whether a character is Han; nothing is not."""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def is_quoted(text: str, start: int, offset: int) -> bool:
    """Whether an offset lies inside quotation or title marks that were opened after `start`."""
    before = text[max(start, offset - 200) : offset]
    return before.rfind("“") > before.rfind("”") or before.rfind("《") > before.rfind("》")
