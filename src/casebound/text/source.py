"""A file's text, and places in it as half-open ranges of code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text with the path it was read from (relative to the workspace, `/` between parts)."""

    path: str
    text: str
    _line_starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)
    """Filled when it is first asked for."""

    @property
    def _starts(self) -> list[int]:
        if not self._line_starts:
            if "\r" in self.text:
                ends: Iterable[int] = (match.end() for match in _LINE_BREAK.finditer(self.text))
            else:
                ends = accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])
            self._line_starts.extend((0, *ends))
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a code-point offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_start(self, line: int) -> int:
        """The offset at which line `line` (from 1) begins; past the last line: the end of the text."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.text)

    def line_text(self, line: int) -> str:
        """Line `line` (from 1) without its line break."""
        return self.text[self.line_start(line) : self.line_start(line + 1)].rstrip("\r\n")

    def span(self, start: int, end: int | None = None) -> Span:
        """The place from `start` up to `end` (without `end`: an empty place), kept inside the text."""
        start = max(0, min(start, len(self.text)))
        return Span(source=self, start=start, end=max(start, min(len(self.text), start if end is None else end)))

    def line_span(self, line: int) -> Span:
        """Line `line` without indentation and line break."""
        text = self.line_text(line)
        start = self.line_start(line)
        return self.span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


@dataclass(slots=True, kw_only=True, unsafe_hash=True)  # frozen would take twice as long, and there are thousands
class Span:
    """The code points `start` ≤ i < `end` of a source. Never changed once it is made."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is written there."""
        return self.source.text[self.start : self.end]


def no_text(path: str) -> Span:
    """A place that is a whole file or folder, not a piece of text."""
    return Source(path=path, text="").span(0)
