"""A word nobody knows → the known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from casebound.text.localized import Localized, phrase

MOST = 2000
"""Known words among which a near miss is looked for: a stranger's text may hold hundreds of thousands."""


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to `word`, if one is near enough to be worth saying, and nearer than all others."""
    import difflib  # wanted only when something is misspelt

    wanted = word.lower()
    matches = difflib.get_close_matches(wanted, sorted(islice(known, MOST)), n=2, cutoff=0.6)
    if len(matches) > 1:
        first, second = (difflib.SequenceMatcher(None, match, wanted).ratio() for match in matches)
        if first == second:
            return None
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> Localized | None:
    """A hint that names the near miss, else lists what is known when that is short."""
    choices = sorted(islice(known, MOST))
    if near := near_miss(word, choices):
        return phrase("是否想写“{near}”？", "Did you mean “{near}”?", near=near)
    if 0 < len(choices) <= 12:
        return phrase("可用的有：{choices}", "Known: {choices}", choices=", ".join(choices))
    return None
