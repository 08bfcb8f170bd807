"""Text from a file → text as a terminal may show it."""

from __future__ import annotations

import unicodedata

TAB = "    "


def shown(text: str) -> str:
    """Tabs as spaces; a mark for each character that a terminal would obey, or that would not be seen at all."""
    if text.isprintable():
        return text
    return "".join(TAB if character == "\t" else character if is_seen(character) else "�" for character in text)


def is_seen(character: str) -> bool:
    """Whether a character shows itself and does nothing else."""
    return character.isprintable() or unicodedata.category(character) == "Zs"
