"""Text from a file → text as a terminal may show it."""

from __future__ import annotations

import unicodedata

TAB = "    "


def shown(text: str) -> str:
    """Tabs as spaces; a mark for each character that a terminal would obey, or that would not be seen at all."""
    return "".join(TAB if character == "\t" else character if _is_seen(character) else "�" for character in text)


def _is_seen(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"
