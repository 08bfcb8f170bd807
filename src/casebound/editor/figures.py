"""Figures of measures, tables and images → the words in which an editor shows them."""

from __future__ import annotations

from casebound.check.look import Look
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span

_PARTS = {
    "baseline": phrase("改进前", "before"),
    "target": phrase("目标", "goal"),
    "actual": phrase("改进后", "after"),
    "change": phrase("变化", "change"),
    "change_percent": phrase("变化率", "change in percent"),
    "attainment": phrase("目标达成率", "share of the goal reached"),
}


def part_words(part: str) -> Localized:
    """What a part of a measure is called."""
    return _PARTS.get(part, Localized({"und": part}))


def captions(look: Look) -> dict[str, tuple[str, Span]]:
    """The id of every table and figure, with its caption and place."""
    found: dict[str, tuple[str, Span]] = {}
    for mention in look.mentions:
        if mention.kind == "anchor" and mention.target:
            found.setdefault(mention.target, (mention.text or mention.caption, look.span(mention)))
    return found
