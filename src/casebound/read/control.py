"""Text → the same text without characters that cannot be shown, each a finding where it stood.

Such characters come with text that is pasted from slides and web pages. YAML stops at some of them, takes others for
line breaks, and XML allows few: none of them goes further than this.
"""

from __future__ import annotations

import re
from itertools import islice

from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""Controls but tab and line breaks, separators of lines and paragraphs, byte-order marks, and what is no character."""


MOST = 20
"""Findings that are enough to say that this is no text."""


def has_control(text: str) -> bool:
    """Whether anything in the text cannot be shown."""
    return bool(_CONTROL.search(text))


def without_control(text: str) -> str:
    """A space for each such character: every offset stays what it was."""
    return _CONTROL.sub(" ", text)


def find_control(source: Source, start: int, end: int) -> list[Finding]:
    """A finding for each such character between two offsets, up to `MOST`."""
    return [
        Finding(
            rule="control-character",
            severity=Severity.ERROR,
            message=phrase(
                "这里有一个看不见的控制字符（{code}）",
                "An invisible control character ({code}) stands here",
                code=f"U+{ord(match[0]):04X}",
            ),
            span=source.span(start + match.start(), start + match.end()),
            hint=phrase("删去它；多半是从别的软件粘贴来的", "Delete it; it was probably pasted from another program"),
        )
        for match in islice(_CONTROL.finditer(source.text[start:end]), MOST)
    ]
