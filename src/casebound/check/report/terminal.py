"""Text from a file → text as a terminal may show it."""

from __future__ import annotations

import re
import unicodedata

from casebound.text.source import Span

TAB = "    "
_CELL = re.compile(r"![A-Z]{1,3}[1-9][0-9]{0,6}\Z")


def place(span: Span) -> str:
    """`path:line:column`; for a cell of a workbook, `path!C12`, which has no lines."""
    path = span.source.path
    if not span.source.text and _CELL.search(path):
        return path
    line, column = span.source.position(span.start)
    return f"{path}:{line}:{column}"


def shown(text: str) -> str:
    """Tabs as spaces; a mark for each character that a terminal would obey, or that would not be seen at all."""
    if text.isprintable():
        return text
    return "".join(TAB if character == "\t" else character if is_seen(character) else "�" for character in text)


def is_seen(character: str) -> bool:
    """Whether a character shows itself and does nothing else."""
    return character.isprintable() or unicodedata.category(character) == "Zs"
