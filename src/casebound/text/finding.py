"""What a rule says about a place in somebody's text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from casebound.text.fix import Fix
from casebound.text.localized import Localized
from casebound.text.source import Span


class Severity(StrEnum):
    """How much a finding matters. Errors and warnings make `check` exit with 1, advice does not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A second place that belongs to a finding, and why: the framework's line that demands it, data that contradict."""

    span: Span
    message: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One statement of one rule about one place."""

    rule: str
    """Name that reads after “allow”: `missing-field`."""
    severity: Severity
    message: Localized
    """The fact, on one narrow line, without a full stop's need of context."""
    span: Span
    hint: Localized | None = None
    """The remedy."""
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None
    field: str = ""
    """What it is about: a field such as `measures.wait.baseline.value`, or a section of the body, `sections.survey`."""

    @property
    def order(self) -> tuple[str, int, int, str]:
        """By file, then place, then rule."""
        return (self.span.source.path, self.span.start, self.span.end, self.rule)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sorted, each statement once."""
    unique = {(finding.order, finding.message.to("en")): finding for finding in findings}
    return tuple(sorted(unique.values(), key=lambda finding: finding.order))


def fails(findings: Iterable[Finding]) -> bool:
    """Whether anything here is worse than advice."""
    return any(finding.severity is not Severity.ADVICE for finding in findings)
