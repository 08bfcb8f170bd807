"""A write-up and an offset in it → what may be written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from casebound.text.han import is_wide
from casebound.text.localized import CHINESE, Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Something that may be written."""

    label: str
    kind: Literal["field", "option", "id", "file", "figure"] = "id"
    detail: str = ""
    """One line beside the label."""
    explanation: str = ""
    """Markdown."""
    text: str = ""
    """What is put in place of `start` to `end`; empty: the label."""
    is_snippet: bool = False
    start: int = 0
    end: int = 0
    search: str = ""
    """What an editor compares with what is typed; empty: the label."""


def placed(found: Iterable[Completion], start: int, end: int) -> Iterator[Completion]:
    """The same, each in place of what stands between two offsets."""
    return (replace(item, start=start, end=end) for item in found)


def named(names: dict[str, Localized] | Iterable[tuple[str, Localized]], lang: str) -> Iterator[Completion]:
    """Ids with their names, found by the Chinese name and its pinyin, too."""
    for id, words in names.items() if isinstance(names, dict) else names:
        yield Completion(label=id, detail=words.to(lang), search=search_words(id, words))


def search_words(id: str, words: Localized) -> str:
    """An id, its names, and the pinyin of the Chinese one in full and by initials."""
    chinese = words.texts.get(CHINESE, words.to(CHINESE))
    parts = dict.fromkeys((id, *words.texts.values(), *_pinyin(chinese)))
    return " ".join(part for part in parts if part)


@cache
def _readings() -> Any:
    from pypinyin import lazy_pinyin  # its tables take a third of a second to load

    return lazy_pinyin


def _pinyin(text: str) -> tuple[str, ...]:
    if not any(is_wide(character) for character in text):
        return ()
    syllables = [syllable for syllable in _readings()(text[:40], errors="ignore") if syllable]
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)
