"""What a slip in YAML is, where the parser stumbled over it, and in which lines to look for it. All in offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from casebound.text.localized import Localized

KEY = r"[^\s：:=＝,，、.。\[\]{}［］｛｝\"'“”‘’＂#&*!|>@%`?-][^\s：:=＝,，、\[\]{}［］｛｝\"'“”‘’＂]{0,39}"
"""What a key without quotes may look like."""
NAME = r"[A-Za-z_][A-Za-z0-9_-]{0,39}"
"""A key that could be a field of ours."""
LEAD = r"[ \t\u3000\xa0]*(?:- +){0,4}"
"""What may stand before a key on its line."""
LONGEST_LINE = 2_000
"""Characters beyond which a line is not looked at."""
_FURTHEST_BACK = 12
"""Lines before the parser's place in which a slip is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Put `text` in place of what stands between two offsets."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Where the parser gave up, and its words for it."""

    problem: str
    at: int
    since: int
    """Where what it could not finish begins."""
    quoted: int | None = None
    """Where the last text in quotation marks begins that runs over several lines."""

    @property
    def reached(self) -> int:
        """How far the text made sense."""
        return self.since if "end of stream" in self.problem else self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A mistake in writing YAML, where to point, and what was probably meant."""

    start: int
    end: int
    message: Localized
    hint: Localized | None = None
    changes: tuple[Change, ...] = ()
    remedy: Localized | None = None
    """What the changes do; None: they only let the rest be read."""
    is_safe: bool = False
    rule: str = "invalid-yaml"

    @property
    def is_gap(self) -> bool:
        """Whether something was left out rather than mended."""
        return self.remedy is None

    def placed(self, start: int, end: int, changes: Iterable[Change]) -> Slip:
        """The same slip by other offsets."""
        return replace(self, start=start, end=end, changes=tuple(changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a text, without its line break."""

    whole: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands on it."""
        return self.whole[self.start : self.end]

    @property
    def indent(self) -> int:
        """Characters before the first that is no space."""
        return len(self.text) - len(self.text.lstrip(" \t\u3000\xa0"))

    @property
    def before(self) -> Line | None:
        """The line above that is not blank."""
        start = self.start
        while start > 0:
            line = line_at(self.whole, start - 1)
            if line.text.strip():
                return line
            start = line.start
        return None

    @property
    def after(self) -> Line | None:
        """The line below that is not blank."""
        end = self.end
        while end < len(self.whole):
            line = line_at(self.whole, end + (2 if self.whole.startswith("\r\n", end) else 1))
            if line.text.strip():
                return line
            if line.end == end:
                return None
            end = line.end
        return None


Improver = Callable[[Line, Fault], Iterator[Sequence[Slip]]]
"""Proposes what was meant on a line: slips that are to be mended together."""


def line_at(text: str, offset: int) -> Line:
    """The line on which an offset stands; a line break belongs to the line it ends."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    if start == offset and offset > 0 and text.startswith("\n", offset) and text[offset - 1] == "\r":
        start = max(text.rfind("\n", 0, offset - 1), text.rfind("\r", 0, offset - 1)) + 1
    ends = [end for end in (text.find("\n", start), text.find("\r", start)) if end >= 0]
    return Line(whole=text, start=start, end=min(ends, default=len(text)))


def lines_of(text: str, fault: Fault) -> Iterator[Line]:
    """Lines on which the slip may be, likeliest first, each once."""
    at = line_at(text, fault.at)
    if not at.text.strip():
        at = at.before or at
    since = line_at(text, fault.since)
    is_opening = any(words in fault.problem for words in ("':'", "end of stream", "did not find expected ','"))
    quoted = None if fault.quoted is None else line_at(text, fault.quoted)
    seen: set[int] = set()
    for line in (since if is_opening else at, at, *_above(at), quoted, since):
        if line is not None and line.start not in seen:
            seen.add(line.start)
            if line.end - line.start <= LONGEST_LINE:
                yield line


def _above(line: Line) -> Iterator[Line]:
    above = line.before
    for _ in range(_FURTHEST_BACK):
        if above is None:
            return
        yield above
        above = above.before
