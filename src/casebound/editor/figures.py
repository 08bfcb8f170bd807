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
    "improvement": phrase("改善", "improvement"),
    "improvement_percent": phrase("改善率", "improvement in percent"),
    "gap": phrase("离目标还差", "still missing to the goal"),
    "baseline_n": phrase("改进前的样本量", "observations before"),
    "actual_n": phrase("改进后的样本量", "observations after"),
    "at": phrase("这一期的数", "in this period"),
    "n": phrase("这一期的样本量", "observations in this period"),
}


def part_words(part: str) -> Localized:
    """What a part of a measure is called."""
    return _PARTS.get(part.partition("[")[0], Localized({"und": part}))


def captions(look: Look) -> dict[str, tuple[str, Span]]:
    """The id of every table and figure, with its caption and place."""
    found: dict[str, tuple[str, Span]] = {}
    for mention in look.mentions:
        if mention.kind == "anchor" and mention.target:
            found.setdefault(mention.target, (mention.text or mention.caption, look.span(mention)))
    return found
