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


def sort_key(text: str, lang: str) -> tuple[str, str]:
    """Chinese by the pinyin of its characters, tones last; other languages by folded letters."""
    if lang != CHINESE:
        return text.casefold(), text
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(text)), " ".join(lazy_pinyin(text, style=Style.TONE3))
