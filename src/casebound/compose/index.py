"""Entries of cases → the indexes of a book, sorted as the language sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from casebound.compose.entry import Entry
from casebound.compose.pages import IndexRow, IndexWord
from casebound.model.framework import Framework
from casebound.text.localized import CHINESE, Localized


def make_index(
    entries: Sequence[Entry], words_of: Callable[[Entry], Iterable[Localized]], lang: str
) -> tuple[IndexWord, ...]:
    """An entry for each word any case has, with its cases in the book's order."""
    found: dict[str, tuple[Localized, list[IndexRow]]] = {}
    for entry in entries:
        for word in words_of(entry):
            if word:
                row = IndexRow(entry=entry, anchors=(entry.anchor,))
                found.setdefault(word.to(lang), (word, []))[1].append(row)
    ordered = sorted(found, key=lambda text: sort_key(text, lang))
    return tuple(IndexWord(word=found[text][0], rows=tuple(found[text][1])) for text in ordered)


def make_criteria_index(entries: Sequence[Entry], frameworks: Iterable[Framework]) -> tuple[IndexWord, ...]:
    """Where each criterion that any case answers is answered, framework by framework, in the frameworks' order.

    Two frameworks may give one id to different criteria: a case counts for those it was written for.
    """
    used = {entry.framework for entry in entries if entry.answers}
    words = []
    for framework in frameworks:
        own = [entry for entry in entries if entry.framework == framework.id]
        for leaf in framework.leaves():
            rows = tuple(
                IndexRow(entry=entry, anchors=anchors)
                for entry in own
                if (anchors := tuple(answer.anchor for answer in entry.answers if answer.criterion == leaf.id))
            )
            if rows:
                title = framework.title if len(used) > 1 else None
                words.append(IndexWord(word=leaf.title, clause=leaf.id, framework=title, rows=rows))
    return tuple(words)


def sort_key(text: str, lang: str) -> tuple[str, str]:
    """Chinese by the pinyin of its characters, tones last; other languages by folded letters."""
    if lang != CHINESE:
        return text.casefold(), text
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(text)), " ".join(lazy_pinyin(text, style=Style.TONE3))
