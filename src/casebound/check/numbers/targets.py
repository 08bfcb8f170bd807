"""A sentence with a measure's target → what it says about reaching it, where the measure says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from casebound.check.numbers.binding import reaches
from casebound.check.numbers.borne_out import Known, overlap, spread
from casebound.check.numbers.claims import Range, claims
from casebound.check.numbers.contradiction import Contradiction
from casebound.check.numbers.ground import Ground, value_labels
from casebound.check.numbers.quantity import Quantity
from casebound.check.numbers.sentences import Sentence
from casebound.model.measure import Better, digits, rounded
from casebound.text.localized import phrase


@cache
def _verdict() -> re.Pattern[str]:
    return re.compile(
        r"(?P<no>(?:仍然?|还|也|都|均|尚|并|最终|却)*(?:没有|没能?|未能?|不)(?:能|完全|全部)?(?:达到|达成|实现|完成|达标|到))"
        r"(?:了)?(?:(?:预期|设定|既定|预定|原定)?的?目标值?(?:要求)?)?"
        r"|(?P<yes>(?:已经?|也|就|并|提前|顺利|成功|如期|圆满|全面|超额)*(?:达到|达成|实现|完成|达标|超过|优于|好于))了?"
        r"(?:(?:预期|设定|既定|预定|原定)?的?目标值?(?:要求)?)?"
        r"|\b(?P<missed>missed|(?:was\s|were\s|is\s|but\s)?not\s(?:yet\s|quite\s)?(?:reached|met|achieved|attained)"
        r"|(?:did|does)\snot\s(?:reach|meet))(?:\s(?:the|our|its)\s(?:goal|target)(?:\sof)?)?"
        r"|\b(?P<met>(?:was\s|were\s|is\s)?(?:reached|met|achieved|attained|exceeded))(?:\s(?:the|our|its)\s(?:goal|target)(?:\sof)?)?",
        re.IGNORECASE,
    )


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"\s*(?:[，,。；;、）)！!.：:]|$)")


@cache
def _to_target() -> re.Pattern[str]:
    return re.compile(
        r"(?:了|到|目标值?|[的为是：:\s（(]|不?[高低大小少多]于|不超过|≤|≥|<|>|(?:the|our|goal|target|of)\s)*+"
    )


@cache
def _between_halves() -> re.Pattern[str]:
    return re.compile(r"\s*[；;]\s*(?:目标值?|goal|target)?\s*")


@cache
def _doubt() -> re.Pattern[str]:
    return re.compile(
        r"若|如果|假如|能否|是否|争取|力争|确保|才能|有望|预计|将会|希望|尽管|if\b|would|whether|should", re.IGNORECASE
    )


@cache
def _attainment_words() -> re.Pattern[str]:
    return re.compile(r"目标(?:值)?(?:达成|完成|实现|达到)率|(?<!目标)达成率|目标达成度|\battainment\b", re.IGNORECASE)


_OF_ATTAINMENT = "率度tT"
"""One of these stands in whatever `_attainment_words` finds."""


@cache
def _something_else() -> re.Pattern[str]:
    return re.compile(r"其他|其余|平均|综合|总体|对照|同行|各项|计划")


_NEAR = 24


@cache
def _is() -> re.Pattern[str]:
    return re.compile(
        r"(?:已经?|也|仅|只有|就|为|是|有|达到?|高达|约|[：:\s]|of\s|is\s|was\s|reached\s)*+", re.IGNORECASE
    )


def judge_targets(sentence: Sentence, touched: Sequence[Known], ground: Ground) -> Iterator[Contradiction]:
    """`claims-target-met` and `contradicting-attainment`; `touched` are the measures with a value in the sentence."""
    for known in touched:
        if known.target is None or known.actual is None:
            continue
        goals = [amount for amount in sentence.amounts if _stands_for(known, amount, "target")]
        afters = [amount for amount in sentence.amounts if _stands_for(known, amount, "actual")]
        if len(goals) == len(afters) == 1:
            yield from _verdicts(sentence, known, goals[0], afters[0], ground)
    words = sentence.words
    is_worth = any(character in words for character in _OF_ATTAINMENT)
    for match in _attainment_words().finditer(sentence.text, sentence.start, sentence.end) if is_worth else ():
        if not any(match[0] in known.measure.name for known in ground.measures):
            yield from _attainment(sentence, match, ground)


def _verdicts(
    sentence: Sentence, known: Known, goal: Quantity, after: Quantity, ground: Ground
) -> Iterator[Contradiction]:
    is_met = known.measure.is_target_met
    if is_met is None or known.target == known.baseline:
        return
    for match in _verdict().finditer(sentence.text, sentence.start, sentence.end):
        says_met = bool(match["yes"] or match["met"])
        if known.measure.better is Better.LOWER and re.search(r"超过|exceed", match[0]):
            continue  # more than the target is worse here; what is meant cannot be told
        if says_met is is_met or sentence.is_quoted(match.start()):
            continue
        if _doubt().search(sentence.text, max(sentence.start, min(goal.start, after.start) - 12), match.start()):
            continue
        if _is_beside(sentence, known, goal, after, match):
            span = ground.source.span(match.start(), match.end())
            yield Contradiction(
                what="claims-target-met",
                span=span,
                values={
                    "written": span.text,
                    "measure": known.measure.name,
                    "actual": known.written("actual"),
                    "target": known.written("target"),
                    "verdict": phrase("达到", "meets it") if is_met else phrase("没有达到", "misses it"),
                },
                labels=value_labels(known, ground, ("target", "actual")),
            )


def _stands_for(known: Known, amount: Quantity, part: str) -> bool:
    """Whether an amount is that value beyond doubt: a figure, or a number with its unit."""
    if amount.mention[0]:
        return amount.mention == (known.measure.id, part)
    return amount.unit is not None and known.part_of(amount) == part


def _is_beside(sentence: Sentence, known: Known, goal: Quantity, after: Quantity, match: re.Match[str]) -> bool:
    """Actual value, target, verdict in a row; or actual value, verdict, target."""
    stated = list(claims(sentence))
    text, first, last = sentence.text, min(goal, after, key=_start), max(goal, after, key=_start)
    if match.start() >= last.end:
        halves = sentence.half(last.start)
        joins = halves[0] <= first.start or _between_halves().fullmatch(text, first.end, last.start) is not None
        return (
            joins
            and not any(mark in text[last.end : match.start()] for mark in "；;")
            and _ends().match(text, match.end()) is not None
            and reaches(sentence, last.end, match.start(), stated, known)
        )
    if after.end <= match.start() and match.end() <= goal.start:
        to_goal = _to_target().match(text, match.end(), goal.start)
        return (
            to_goal is not None
            and to_goal.end() == goal.start
            and reaches(sentence, after.end, match.start(), stated, known)
        )
    return False


def _start(amount: Quantity) -> int:
    return amount.start


def _attainment(sentence: Sentence, match: re.Match[str], ground: Ground) -> Iterator[Contradiction]:
    gap = _is().match(sentence.text, match.end(), sentence.end)
    at = gap.end() if gap else match.end()
    amount = next((amount for amount in sentence.amounts if amount.start == at), None)
    if amount is None or amount.mention[0] or amount.kind != "%" or sentence.is_quoted(at):
        return
    nearby = _spoken_of(sentence, ground.measures, match.start())
    known = nearby[-1] if nearby else None
    if known is None or known.measure.attainment is None:
        return
    half = Decimal(5).scaleb(-amount.places - 1)
    said = (amount.number - half, amount.number + half)
    if any(overlap(said, reading) for one in nearby for reading in _attainments(one)):
        return
    yield Contradiction(
        what="contradicting-attainment",
        span=ground.source.span(amount.start, amount.end),
        values={
            "written": ground.source.text[amount.start : amount.end],
            "measure": known.measure.name,
            "computed": f"{rounded(known.measure.attainment, max(1, amount.places)):f}%",
            "baseline": known.written("baseline"),
            "target": known.written("target"),
            "actual": known.written("actual"),
        },
        labels=value_labels(known, ground, ("baseline", "target", "actual")),
    )


def _spoken_of(sentence: Sentence, measures: Sequence[Known], offset: int) -> list[Known]:
    """The measures that the words before an offset speak of, the last one last; none where that cannot be told."""
    start, _ = sentence.half(offset)
    if "分别" in sentence.text[start:offset]:
        return []
    found: list[tuple[int, int, Known]] = []
    for known in measures:
        ends = [
            at + len(name)
            for name in {known.name, known.measure.name} - {""}
            if (at := sentence.text.rfind(name, start, offset)) >= 0
        ]
        for amount in sentence.amounts:
            is_its = amount.mention[0] == known.measure.id or _stands_for(known, amount, "actual")
            if is_its and start <= amount.start and amount.end <= offset:
                ends.append(amount.end)
        if ends:
            found.append((max(ends), known.index, known))
    found.sort(key=lambda item: item[:2])
    if not found or offset - found[-1][0] > _NEAR or (len(found) > 1 and found[-1][0] == found[-2][0]):
        return []
    between = sentence.text[found[-1][0] : offset]
    return [] if _something_else().search(between) else [known for _, _, known in found]


def _attainments(known: Known) -> Iterator[Range]:
    """Of the way from baseline to target, as people compute it: also actual by target, and 100 for all that is met."""
    baseline, target, actual = known.baseline, known.target, known.actual
    if baseline is None or target is None or actual is None:
        return
    before, after = _given(baseline), _given(actual)
    ways = [
        (after[number] - before[other]) / (target - before[other]) * 100
        for number in (0, 1)
        for other in (0, 1)
        if target != before[other]
    ]
    if ways:
        yield min(ways), max(ways)
    if target > 0 and after[0] > 0:
        yield after[0] / target * 100, after[1] / target * 100
        yield target / after[1] * 100, target / after[0] * 100
    if known.measure.is_target_met:
        yield Decimal(100), Decimal(100)


def _given(value: Decimal) -> Range:
    return spread(Quantity(start=0, end=0, number=value, places=digits(value), unit=None))
