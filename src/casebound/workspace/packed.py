"""Findings ↔ plain lists that JSON can hold: to keep them on the disk, and to hand them from process to process.

A place is packed as path and offsets; when it is unpacked, the text is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casebound.text.finding import Finding, Label, Severity
from casebound.text.fix import Edit, Fix
from casebound.text.localized import Localized
from casebound.text.source import Source, Span, no_text

SourceOf = Callable[[str], Source]
"""The text of a path."""

_NO_TEXT = -1
"""In place of a span's end: the place is a whole file or folder, not a piece of its text."""


def pack(finding: Finding) -> list[Any]:
    """The finding as JSON can hold it."""
    fix = finding.fix
    return [
        finding.rule,
        finding.severity.value,
        dict(finding.message.texts),
        _packed(finding.span),
        dict(finding.hint.texts) if finding.hint is not None else None,
        [[_packed(label.span), dict(label.message.texts)] for label in finding.labels],
        _packed_fix(fix) if fix else None,
        finding.field,
    ]


def unpack(packed: list[Any], source_of: SourceOf) -> Finding:
    """The finding again. Raises ValueError, TypeError, KeyError or AttributeError where it was no packed finding."""
    rule, severity, message, span, hint, labels, fix, field = packed
    return Finding(
        rule=str(rule),
        severity=Severity(severity),
        message=_words(message),
        span=_span(span, source_of),
        hint=None if hint is None else _words(hint),
        labels=tuple(Label(span=_span(place, source_of), message=_words(words)) for place, words in labels),
        fix=_fix(fix, source_of) if fix is not None else None,
        field=str(field),
    )


def _packed_fix(fix: Fix) -> list[Any]:
    return [[[_packed(edit.span), edit.text] for edit in fix.edits], dict(fix.message.texts), fix.is_safe]


def _packed(span: Span) -> list[Any]:
    return [span.source.path, span.start, span.end if span.source.text else _NO_TEXT]


def _span(packed: list[Any], source_of: SourceOf) -> Span:
    path, start, end = packed
    if end == _NO_TEXT:
        return no_text(str(path))
    return source_of(str(path)).span(int(start), int(end))


def _words(texts: dict[str, str]) -> Localized:
    return Localized({str(lang): str(text) for lang, text in texts.items()})


def _fix(packed: list[Any], source_of: SourceOf) -> Fix:
    edits, message, is_safe = packed
    return Fix(
        edits=tuple(Edit(span=_span(span, source_of), text=str(text)) for span, text in edits),
        message=_words(message),
        is_safe=bool(is_safe),
    )
