"""A word nobody knows → the known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from casebound.text.localized import Localized, phrase


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to `word`, if one is near enough to be worth saying."""
    import difflib  # wanted only when something is misspelt

    matches = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> Localized | None:
    """A hint that names the near miss, else lists what is known when that is short."""
    choices = sorted(known)
    if near := near_miss(word, choices):
        return phrase("是否想写“{near}”？", "Did you mean “{near}”?", near=near)
    if 0 < len(choices) <= 12:
        return phrase("可用的有：{choices}", "Known: {choices}", choices=", ".join(choices))
    return None
