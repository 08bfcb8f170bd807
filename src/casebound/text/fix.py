"""What would mend a finding: replacements of text, to be made all together or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from casebound.text.localized import Localized
from casebound.text.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put `text` in place of what stands at `span`; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Edits that mend one finding."""

    edits: tuple[Edit, ...]
    message: Localized
    """What it does, as an order: “Use a half-width colon”."""
    is_safe: bool = False
    """Whether it can never change what the text means; others are suggestions, made only when asked for."""


def replacement(span: Span, text: str, message: Localized, *, is_safe: bool = False) -> Fix:
    """The fix that puts one text in place of another."""
    return Fix(edits=(Edit(span=span, text=text),), message=message, is_safe=is_safe)
