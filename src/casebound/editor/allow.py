"""A write-up and a finding → the edit that allows the finding where it stands, with a reason still to be written.

Each way of saying so is tried on the text itself: only one that is then read as holding there is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from casebound.read.allowances import read_allowances
from casebound.read.document import Document, read_document
from casebound.text.finding import Finding
from casebound.text.fix import Edit
from casebound.text.source import Source

_BEGINS_FIELD = re.compile(r"[ \t]*(?:- |[A-Za-z_][\w-]*[ \t]*:)")
_MOST_WAYS = 8
"""Ways that are tried: each reads the whole text."""


def allowing(document: Document, finding: Finding, reason: str) -> Edit | None:
    """The edit; None where no allowance can hold."""
    source = document.source
    if finding.span.source.text != source.text:
        return None
    before = len(read_allowances(document))
    ways = islice(_ways(document, finding, reason), _MOST_WAYS)
    return next((edit for edit in ways if _holds(source, edit, finding, before)), None)


def _ways(document: Document, finding: Finding, reason: str) -> Iterator[Edit]:
    source, start = document.source, finding.span.start
    words = f"casebound: allow {finding.rule} — {reason}"
    newline = "\r\n" if "\r\n" in source.text else "\n"
    if start >= document.body_start:
        line = source.line_start(_first_line(document, source.position(start)[0]))
        yield Edit(span=source.span(line), text=f"<!-- {words} -->{newline}")
        return
    line, _ = source.position(start)
    if line > 1:
        text = source.line_text(line)
        if "casebound:" not in text:
            end = source.line_start(line) + len(text.rstrip())
            yield Edit(span=source.span(end, source.line_start(line) + len(text)), text=f"  # {words}")
        for above in range(line, max(1, line - 200), -1):
            text = source.line_text(above)
            if _BEGINS_FIELD.match(text):
                indent = text[: len(text) - len(text.lstrip())]
                yield Edit(span=source.span(source.line_start(above)), text=f"{indent}# {words}{newline}")
    yield from _in_list(document, finding.rule, reason, newline)


def _in_list(document: Document, rule: str, reason: str, newline: str) -> Iterator[Edit]:
    """An item of `allow`, for what is about the whole file."""
    source, front = document.source, document.front
    pair = front.find("allow") if front else None
    item = f"- {{rule: {rule}, reason: {reason}}}"
    if pair is None:
        line, _ = source.position(document.body_start)
        closing = (number for number in (line, line - 1) if source.line_text(number).rstrip() in ("---", "..."))
        for number in closing:
            if number > 1:
                yield Edit(span=source.span(source.line_start(number)), text=f"allow:{newline}  {item}{newline}")
    elif pair.value.kind == "sequence" and pair.value.items and not pair.value.span.text.startswith("["):
        first = source.line_start(source.position(pair.value.span.start)[0])
        indent = source.text[first : pair.value.span.start]
        if not indent.strip():
            yield Edit(span=source.span(first), text=f"{indent}{item}{newline}")


def _first_line(document: Document, line: int) -> int:
    """The first line of the outermost block that a line of the body lies in."""
    first, _ = document.source.position(document.body_start)
    for token in document.body.tokens:
        if token.map and token.level == 0 and first + token.map[0] <= line < first + token.map[1]:
            return first + token.map[0]
    return line


def _holds(source: Source, edit: Edit, finding: Finding, before: int) -> bool:
    """Whether the text after the edit is read as allowing what is found there."""
    span = edit.span
    text = source.text[: span.start] + edit.text + source.text[span.end :]
    shift = len(edit.text) - (span.end - span.start)
    offset = finding.span.start + (shift if finding.span.start >= span.end and span.start <= finding.span.start else 0)
    found = read_allowances(read_document(Source(path=source.path, text=text)))
    return len(found) == before + 1 and any(
        item.rule == finding.rule
        and item.problem is None
        and item.reason
        and (item.holds is None or item.holds.start <= offset <= item.holds.end)
        for item in found
    )
