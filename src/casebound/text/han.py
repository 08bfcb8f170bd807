"""Chinese writing in running text: where a line break is no space."""

from __future__ import annotations

import re

_WIDE = (
    "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\u2014\u2018\u2019\u201c\u201d\u2026\U00020000-\U0003ffff"
)
_FOLD = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_IS_WIDE = re.compile(rf"[{_WIDE}]")


def is_wide(character: str) -> bool:
    """Whether a character is Han, kana or full-width punctuation: text in which words are not set apart by spaces."""
    return bool(_IS_WIDE.fullmatch(character))


def rejoined(text: str) -> str:
    """Text whose lines were folded, without the space that folding left between Chinese characters; paragraphs stay."""
    return _FOLD.sub("", text)
