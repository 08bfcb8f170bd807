"""Findings → for each the place, the line as written with carets under it, the message, the hint and the fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from rich.cells import cell_len

from casebound.check.report.excerpt import Excerpt, Mended, excerpt, mended
from casebound.check.report.summary import fixable, summary
from casebound.check.report.terminal import place, shown
from casebound.check.report.words import HINT, SEVERITIES, fix_words
from casebound.text.finding import Finding, Label
from casebound.text.localized import phrase
from casebound.text.source import Span


class Role(StrEnum):
    """What a piece of the text is, for whoever gives it a colour."""

    PLAIN = "plain"
    PLACE = "place"
    GUTTER = "gutter"
    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    LABEL = "label"
    HINT = "hint"
    REMOVED = "removed"
    ADDED = "added"


Piece = tuple[Role, str]


def render_full(findings: Sequence[Finding], lang: str) -> str:
    """All findings, then lines that count them and what can be mended."""
    return "".join(text for _, text in pieces(findings, lang))


def pieces(findings: Sequence[Finding], lang: str) -> Iterator[Piece]:
    """The same text in order, each piece with its role."""
    for finding in findings:
        yield from _one(finding, lang)
        yield Role.PLAIN, "\n"
    yield Role.PLAIN, summary(findings, lang) + "\n"
    if can := fixable(findings, lang):
        yield Role.PLAIN, can + "\n"


def _one(finding: Finding, lang: str) -> Iterator[Piece]:
    role = Role(finding.severity.value)
    main = excerpt(finding.span)
    seconds = [(label, excerpt(label.span)) for label in finding.labels]
    change = mended(finding.fix) if finding.fix else None
    lines = [item.line for item in (main, change, *(second for _, second in seconds)) if item]
    gutter = " " * max((len(str(line)) for line in lines), default=1)

    yield Role.PLACE, _place(finding.span)
    yield role, f" {SEVERITIES[finding.severity].to(lang)}[{shown(finding.rule)}]"
    yield Role.PLAIN, f" {shown(finding.message.to(lang))}\n"
    if main:
        yield from _line(main, gutter)
        yield role, _marks(main, "^", lang) + "\n"
    for label, second in seconds:
        yield from _label(label, second, gutter, lang)
    if finding.hint:
        yield Role.HINT, f"  {HINT.to(lang)}"
        yield Role.PLAIN, shown(finding.hint.to(lang)) + "\n"
    if finding.fix:
        yield Role.HINT, f"  {shown(fix_words(finding.fix).to(lang))}\n"
        if change:
            yield from _diff(change, finding.span, gutter)


def _line(item: Excerpt, gutter: str) -> Iterator[Piece]:
    """The line as written, and the room before the marks, by the cells that characters take in a terminal."""
    yield Role.GUTTER, f"  {item.line:>{len(gutter)}} | "
    yield Role.PLAIN, f"{item.before}{item.under}{item.after}\n"
    yield Role.GUTTER, f"  {gutter} | "
    yield Role.PLAIN, " " * cell_len(item.before)


def _marks(item: Excerpt, mark: str, lang: str) -> str:
    """A mark under each cell of what is meant; where the place runs on, how far."""
    marks = mark * max(1, cell_len(item.under))
    if item.last_line == item.line:
        return marks
    return f"{marks} " + phrase("到第 {line} 行", "to line {line}", line=item.last_line).to(lang)


def _label(label: Label, second: Excerpt | None, gutter: str, lang: str) -> Iterator[Piece]:
    """A second place: where, the line, dashes under it and why it is shown."""
    words = shown(label.message.to(lang))
    yield Role.GUTTER, f"  {gutter}--> "
    yield Role.PLACE, _place(label.span)
    if second is None:
        yield Role.LABEL, f" {words}\n"
        return
    yield Role.PLAIN, "\n"
    yield from _line(second, gutter)
    yield Role.LABEL, f"{_marks(second, '-', lang)} {words}".rstrip() + "\n"


def _diff(change: Mended, span: Span, gutter: str) -> Iterator[Piece]:
    """The line before and after; its place too, when it is in another file than the finding."""
    if change.source.path != span.source.path:
        yield Role.GUTTER, f"  {gutter}--> "
        yield Role.PLACE, shown(f"{change.source.path}:{change.line}:{change.column}") + "\n"
    removed = "".join(item.removed + item.kept for item in change.changes)
    added = "".join(item.added + item.kept for item in change.changes)
    for sign, text, role in (("-", removed, Role.REMOVED), ("+", added, Role.ADDED)):
        yield Role.GUTTER, f"  {change.line:>{len(gutter)}} "
        yield role, f"{sign} {change.before}{text}{change.after}\n"


def _place(span: Span) -> str:
    return shown(place(span))
