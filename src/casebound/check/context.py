"""What the rules may look at beside the write-up itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.vocabulary import Vocabulary
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized
from casebound.text.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The rest of the workspace, as far as rules need it."""

    frameworks: Mapping[str, Framework]
    routes: Mapping[str, Route]
    vocabulary: Vocabulary
    folders: Collection[str] = ()
    """Names of the folders that hold a case."""


def error(rule: str, span: Span, message: Localized, hint: Localized | None = None) -> Finding:
    """Something that must be mended."""
    return Finding(rule=rule, severity=Severity.ERROR, message=message, span=span, hint=hint)


def warning(rule: str, span: Span, message: Localized, hint: Localized | None = None) -> Finding:
    """Something that is probably wrong."""
    return Finding(rule=rule, severity=Severity.WARNING, message=message, span=span, hint=hint)


def advice(rule: str, span: Span, message: Localized, hint: Localized | None = None) -> Finding:
    """Something that could be better; it fails nothing."""
    return Finding(rule=rule, severity=Severity.ADVICE, message=message, span=span, hint=hint)
