"""A place, or a fix → the pieces of the one line that shows it, fit for a terminal or a page."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from casebound.check.report.terminal import shown
from casebound.text.fix import Fix
from casebound.text.source import Source, Span

WIDEST = 100
"""Cells of a source line that are shown; a longer one is cut around what is meant."""

LINE_BREAKS = frozenset("\n\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A line in three pieces, safe to show; `under` is what is meant and may be empty."""

    line: int
    """From 1."""
    last_line: int
    """Where the place ends; greater than `line` when it runs over several."""
    before: str
    under: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edit of a line, safe to show, and the text that stays between it and the next."""

    removed: str
    added: str
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A line with what a fix takes out and puts in, safe to show."""

    source: Source
    line: int
    column: int
    """Both from 1: where the change begins."""
    before: str
    changes: tuple[Change, ...]
    after: str


def excerpt(span: Span) -> Excerpt | None:
    """The first line of a place; nothing when the place is a whole file or folder."""
    source = span.source
    if not source.text:
        return None
    line, column = source.position(span.start)
    text = source.line_text(line)
    before, rest = text[: column - 1], text[column - 1 :]
    under = rest[: span.end - span.start]
    before, under, after = _cut(before, under, rest[len(under) :])
    last_line, _ = source.position(max(span.start, span.end - 1))
    return Excerpt(line=line, last_line=last_line, before=before, under=under, after=after)


def mended(fix: Fix) -> Mended | None:
    """What a fix does to its line; nothing when it changes more than one line, or the number of lines."""
    edits = sorted(fix.edits, key=lambda edit: (edit.span.start, edit.span.end))
    if not edits or any(set(edit.text) & LINE_BREAKS for edit in edits):
        return None
    source = edits[0].span.source
    line, column = source.position(edits[0].span.start)
    text = source.line_text(line)
    begin, end = source.line_start(line), source.line_start(line) + len(text)
    stops = [*(edit.span.start for edit in edits[1:]), edits[-1].span.end]
    if edits[-1].span.end > end or any(
        edit.span.source != source or edit.span.end > stop for edit, stop in zip(edits, stops, strict=True)
    ):
        return None
    changes = tuple(
        Change(removed=_short(edit.span.text), added=_short(edit.text), kept=_short(source.text[edit.span.end : stop]))
        for edit, stop in zip(edits, stops, strict=True)
    )
    before, _, after = _cut(text[: column - 1], "", text[stops[-1] - begin :])
    return Mended(source=source, line=line, column=column, before=before, changes=changes, after=after)


def _cut(before: str, under: str, after: str) -> tuple[str, str, str]:
    """The three pieces of a line as shown, each with its far end left out where it is long."""
    if _is_wider(before, WIDEST // 2):
        before = "…" + before[-WIDEST // 4 :]
    if _is_wider(under, WIDEST):
        after = ""
    elif _is_wider(after, WIDEST // 2):
        after = after[: WIDEST // 4] + "…"
    return shown(before), _short(under), shown(after)


def _short(text: str) -> str:
    """Text as shown, without its end where it is long."""
    return shown(text[: WIDEST // 2]) + "…" if _is_wider(text, WIDEST) else shown(text)


def _is_wider(text: str, cells: int) -> bool:
    """Whether text takes more cells; megabytes on one line are not measured to know it."""
    return len(text) > 4 * cells or cell_len(shown(text)) > cells
