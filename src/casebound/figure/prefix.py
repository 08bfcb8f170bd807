"""What an item says it is, before a colon: `对策：多开一个窗口` → its role, and the words without it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_PREFIX = re.compile(r"(?P<word>[^：:？?！!\d]{1,20}?)\s*\d{0,2}\s*[：:？?]\s*(?P<rest>.+)", re.DOTALL)
_SIGN = re.compile(r"(?P<word>[?？!！])\s*(?P<rest>.+)", re.DOTALL)


def part_prefix(text: str, roles: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """The role whose word, or sign, the text begins with, and the rest; no role, and the whole text, for others.

    A number may follow the word (`Why 2:`). Words are compared without regard to case.
    """
    match = _SIGN.fullmatch(text) or _PREFIX.fullmatch(text)
    if match is not None:
        word = match["word"].strip().casefold().replace("？", "?").replace("！", "!")
        for role, words in roles.items():
            if word in words:
                return role, match["rest"].strip()
    return "", text
