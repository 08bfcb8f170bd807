"""Chapters → the entries of an index, sorted as the language sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from casebound.compose.chapter import Chapter
from casebound.compose.pages import IndexEntry
from casebound.text.localized import CHINESE, Localized


def make_index(
    chapters: Sequence[Chapter], words_of: Callable[[Chapter], Iterable[Localized]], lang: str
) -> tuple[IndexEntry, ...]:
    """An entry for each word any chapter has, with its chapters in the book's order."""
    entries: dict[str, tuple[Localized, list[Chapter]]] = {}
    for chapter in chapters:
        for word in words_of(chapter):
            if word:
                entries.setdefault(word.to(lang), (word, []))[1].append(chapter)
    ordered = sorted(entries, key=lambda text: sort_key(text, lang))
    return tuple(IndexEntry(word=entries[text][0], chapters=tuple(entries[text][1])) for text in ordered)


def sort_key(text: str, lang: str) -> bytes | str:
    """Chinese by pinyin, as GB 2312 orders its first-level characters; other languages by folded letters."""
    return text.encode("gb18030", errors="replace") if lang == CHINESE else text.casefold()
