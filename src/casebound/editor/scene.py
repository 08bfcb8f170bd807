"""What is open in an editor: one write-up, all that is known of it, and the language in which the editor speaks."""

from __future__ import annotations

from dataclasses import dataclass

from casebound.check.look import Look
from casebound.check.rulebook import Rulebook
from casebound.read.document import Document
from casebound.text.localized import Localized
from casebound.text.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A write-up in front of somebody."""

    look: Look
    rulebook: Rulebook
    lang: str

    @property
    def document(self) -> Document:
        """How it is written."""
        return self.look.document

    @property
    def source(self) -> Source:
        """Its text."""
        return self.look.document.source

    def say(self, words: Localized) -> str:
        """Words in the editor's language."""
        return words.to(self.lang)

    def front_range(self) -> tuple[int, int]:
        """Offsets between which the YAML stands; equal where there is none."""
        document = self.document
        if not document.body_start:
            return 0, 0
        start, (line, _) = self.source.line_start(2), self.source.position(document.body_start)
        ends = (number for number in (line, line - 1) if self.source.line_text(number).rstrip() in ("---", "..."))
        close = next((self.source.line_start(number) for number in ends if number > 1), document.body_start)
        return start, max(start, close)
