"""A rule's example, a fragment of a write-up → its lines, with what the rule finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from casebound.check.context import Context
from casebound.check.look import Look
from casebound.check.rulebook import Check
from casebound.model.rule import Rule
from casebound.read.document import read_document
from casebound.read.written import WrittenCase, read_case
from casebound.text.localized import Localized
from casebound.text.source import Source, Span

NumberedLine = tuple[int, str]
"""A line with its number in the fragment, from 1."""

_KEY = re.compile(r"[A-Za-z_]+[ \t]*[:：=]")
_BODY_START = ("---", "## 例 {#example}", "")
"""A body without a heading would stand nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is found on one line of a fragment."""

    start: int
    end: int
    """Code points of the line; on the last line of what is found its message is said."""
    message: Localized | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleLine:
    """A line of a fragment with the marks that belong under it."""

    text: str
    marks: tuple[Mark, ...] = ()


def parted(fragment: str) -> tuple[list[NumberedLine], list[NumberedLine]]:
    """The lines of a fragment: front matter, and body. Without `---` its first line says which of them it is."""
    lines = list(enumerate(fragment.rstrip("\n").split("\n"), 1))
    fence = next((number for number, line in lines if line == "---"), None)
    if fence is not None:
        return lines[: fence - 1], lines[fence:]
    return (lines, []) if _KEY.match(fragment) else ([], lines)


def marked(rule: Rule, check: Check | None, context: Context) -> tuple[ExampleLine, ...]:
    """The bad example, with marks under what is wrong where that shows without the rest of a write-up.

    The rule is really run, on the fragment alone. What it says of the good example too is said because the rest is
    missing, and left out.
    """
    also = {message.to("en") for _, message in _said(rule, check, rule.good, context)} if rule.good else set()
    found = [item for item in _said(rule, check, rule.bad, context) if item[1].to("en") not in also]
    lines = _written(rule.bad)
    places = {number: at for at, (number, _) in enumerate(lines, 1) if number}
    shown = []
    for number, text in enumerate(rule.bad.rstrip("\n").split("\n"), 1):
        marks = tuple(mark for item in found for mark in _on(item, places.get(number, 0)))
        shown.append(ExampleLine(text=text, marks=marks))
    return tuple(shown)


def _written(fragment: str) -> list[NumberedLine]:
    """The fragment as a write-up; what is not its own has the number 0."""
    front, body = parted(fragment)
    return [(0, "---"), *front, *((0, line) for line in _BODY_START), *body]


def _said(rule: Rule, check: Check | None, fragment: str, context: Context) -> Iterator[tuple[Span, Localized]]:
    text = "\n".join(line for _, line in _written(fragment)) + "\n"
    document = read_document(Source(path="case.md", text=text))
    case, document, translates = read_case(document, document.reading)
    if rule.languages:
        case = replace(case, lang=rule.languages[0])
    if check is None:
        for finding in document.reading.findings:
            if finding.rule == rule.id:
                yield finding.span, finding.message
        return
    written = WrittenCase(case=case, document=document, folder=case.id, files={}, translates=translates)
    try:
        for hit in check.kind.find(check.parameters, Look(written=written, context=context)):
            yield hit.span, rule.message.filled(**{**dict.fromkeys(check.kind.values, ""), **hit.values})
    except Exception:  # a kind may be somebody else's: an example without marks is still an example
        return


def _on(found: tuple[Span, Localized], line: int) -> Iterator[Mark]:
    """The mark on a line of the write-up, if what is found touches it."""
    span, message = found
    source = span.source
    first, _ = source.position(span.start)
    last, _ = source.position(max(span.start, span.end - 1))
    if first <= line <= last:
        start, length = source.line_start(line), len(source.line_text(line))
        yield Mark(
            start=max(0, span.start - start),
            end=max(0, min(length, span.end - start)),
            message=message if line == last else None,
        )
