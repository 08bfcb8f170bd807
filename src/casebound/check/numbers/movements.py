"""A sentence → from what to what something moved, and which way its verb says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from casebound.check.numbers.quantity import Quantity
from casebound.check.numbers.sentences import Sentence

UP = "上升|升高|提高|提升|增长|增加|增多|增大|上涨|上调|扩大|延长|攀升|回升|跃升|升|增|涨"
DOWN = "下降|降低|减少|缩短|压缩|压减|缩减|缩小|下调|回落|下滑|降|减|缩|跌"


@cache
def _between() -> re.Pattern[str]:
    return re.compile(
        r"[，,、\s\ufffc]*(?:逐[步渐年月季]|大幅度?|明显|显著|平均|进一步|已经?|再|又|稳步|持续|快速|有效|成功|直接|一路|迅速|小幅|略)*+"
        rf"(?:(?P<up>{UP})|(?P<down>{DOWN})|变|改|改善|优化|调整|控制)?了?\s*(?P<to>到|至|为|成|→|->|➔|⟶|=>)"
        r"(?P<fill>[0-9年月日季度第份上下半全的—–\-~至平均约为了近\s\ufffc现在目前改善进后活动实施之以]*)"
    )


_ARROW = frozenset(("→", "->", "➔", "⟶", "=>"))


@cache
def _brackets() -> re.Pattern[str]:
    return re.compile(r"（[^（）]*）|\([^()]*\)")


@cache
def _english_between() -> re.Pattern[str]:
    return re.compile(
        r"(?:\s(?:in|per|a|at|of|during)\s[A-Za-z0-9]+(?:\s[0-9]{4})?)?,?\s{1,3}(?:only\s|just\s|down\s|up\s)?to"
        r"\s(?:only\s|just\s|about\s|an?\s|the\s|mean\s|average\s|of\s)*"
    )


@cache
def _english_from() -> re.Pattern[str]:
    return re.compile(r"\bfrom\s(?:about\s|an?\s|the\s|mean\s|average\s|of\s)*$", re.IGNORECASE)


@cache
def _english_verb() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:(?P<up>rose|risen|ris(?:es?|ing)|increas(?:ed?|es|ing)|climbed|grew|grown|went up|up)"
        r"|(?P<down>fell|fallen|fall(?:s|ing)?|drop(?:ped|s)?|decreas(?:ed?|es|ing)|declined?|reduc(?:ed?|es|ing)|cut|shortened"
        r"|lower(?:ed|s)|went down|down))\b",
        re.IGNORECASE,
    )


@cache
def _not_a_scale() -> re.Pattern[str]:
    """Words beside which a smaller number may be a rise, or a larger one a fall."""
    return re.compile(
        r"第|排名|名次|位次|等级|级别|精度|精确|准确度|灵敏|分辨|速度|效率|质量|水平|性能|年龄|门槛|标准|频次|频率|温度|电压|比例尺"
        r"|能力|提前|rank|place|grade|precision|speed|resolution",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """From one amount to another."""

    before: Quantity
    after: Quantity
    start: int
    end: int
    direction: int
    """1: the verb says up; -1: down; 0: it does not say."""
    is_scale: bool
    """Whether a rise means a larger number here."""


def movements(sentence: Sentence) -> Iterator[Movement]:
    """Amounts that the sentence joins: 由 A 降到 B, A → B, fell from A to B."""
    if len(sentence.amounts) < 2:
        return
    for level in sentence.levels():
        for number in range(len(level) - 1):
            if found := _movement(sentence, level, number):
                yield found


def _movement(sentence: Sentence, level: list[Quantity], number: int) -> Movement | None:
    before, after, text = level[number], level[number + 1], sentence.text
    if after.start - before.end > 60 or not same_scale(before, after):
        return None
    between = text[before.end : after.start]
    if "（" in between or "(" in between:
        between = _brackets().sub("", between)
    match = _between().fullmatch(between)
    if match is None and "to" not in between:
        return None
    floor = level[number - 1].end if number else sentence.start
    lead = text[max(floor, before.start - 40) : before.start]
    if match:
        cut = max(lead.rfind(mark) for mark in "，,；;：:、（(")
        origin = max(lead.rfind(mark, cut + 1) for mark in "由从自")
        if number and origin >= 0 and re.search(r"[0-9]、[^0-9]*$", lead[:origin]):
            return None
        is_plain = match["to"] in _ARROW or ((match["up"] or match["down"]) and between[:1] not in "，,、")
        if origin < 0 and not is_plain:
            return None
        start = before.start - len(lead) + origin if origin >= 0 else before.start
        direction = 1 if match["up"] else -1 if match["down"] else 0
    elif _english_between().fullmatch(between) and (origin_match := _english_from().search(lead)):
        start = before.start - len(lead) + origin_match.start()
        head = re.split(r"[.;:(]", text[max(sentence.start, start - 60) : start])[-1]
        verbs = list(_english_verb().finditer(head))
        direction = 0
        if verbs and "," not in head[verbs[-1].end() :]:
            direction = 1 if verbs[-1]["up"] else -1
            start -= len(head) - verbs[-1].start()
    else:
        return None
    context = text[max(sentence.start, start - 24) : after.start]
    return Movement(
        before=before,
        after=after,
        start=start,
        end=after.end,
        direction=direction,
        is_scale=not _not_a_scale().search(context),
    )


def same_scale(first: Quantity, second: Quantity) -> bool:
    """Whether two amounts count the same: one of them may leave its unit out."""
    if "?" in (first.kind, second.kind) or "points" in (first.kind, second.kind):
        return False
    return first.unit is None or second.unit is None or first.kind == second.kind


def in_plain_units(movement_before: Quantity, movement_after: Quantity) -> tuple[Quantity, Quantity]:
    """Both with a unit: the one that leaves it out takes the other's."""
    before, after = movement_before, movement_after
    if before.unit is None and after.unit is not None:
        before = _with_unit(before, after)
    elif after.unit is None and before.unit is not None:
        after = _with_unit(after, before)
    return before, after


def _with_unit(amount: Quantity, other: Quantity) -> Quantity:
    return amount._replace(unit=other.unit, is_exact=other.is_exact and not amount.places)
