"""A sentence that gives a measure in %, and its change as a number with % → percentage points that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from casebound.check.numbers.binding import Pair
from casebound.check.numbers.borne_out import Known, overlap, relative, spread
from casebound.check.numbers.changes import judged_claim
from casebound.check.numbers.claims import Claim, claims
from casebound.check.numbers.contradiction import Contradiction
from casebound.check.numbers.ground import Ground
from casebound.check.numbers.sentences import Sentence
from casebound.check.numbers.subject import begins_clause, has_other_subject, shares_words

_BASES = "同比|上年|去年|前年|同期|同季|同月"
"""What a change is counted from; beside the very difference of the two values it is no other subject."""


@cache
def _to_claim() -> re.Pattern[str]:
    return re.compile(
        r"(?:[\s，,：:\ufffc]|[（(][^（）()0-9]{0,20}[）)]|(?:19|20)[0-9]{2}\s?年度?|同比|上年度?|去年|前年|同[期季月]|相?[比较]|相比"
        r"|改[进善]前|活动前|实施前|基线|原来|期|的|达到?了?|已经?|[为是又共]|累计|总共|平均|实际|分别)*+"
    )


def judge_points(sentence: Sentence, ground: Ground) -> Iterator[Contradiction]:
    """`percent-for-points` where a measure is named, or its actual value stands there, and no baseline beside it."""
    measures = [known for known in ground.measures if known.unit.kind == "%" and known.amounts() is not None]
    for claim in claims(sentence) if measures else ():
        if claim.is_words or claim.unit.kind != "%" or not claim.places or sentence.is_quoted(claim.start):
            continue
        if has_other_subject(sentence, ground, claim.start, but_for=_BASES):
            continue
        for known in measures:
            pair = _pair(known)
            if pair is not None and _is_in_points(claim, pair) and _speaks_of(sentence, known, claim, ground):
                yield from judged_claim(claim, pair, ground)
                break


def _pair(known: Known) -> Pair | None:
    values = known.amounts()
    return values and Pair(before=values[0], after=values[1], start=0, end=0, known=known, movement=None)


def _is_in_points(claim: Claim, pair: Pair) -> bool:
    """Whether the number is exactly the difference of the two values, goes its way, and is not the relative change."""
    difference = pair.after.base - pair.before.base
    low, high = claim.ranges[0]
    ratio = relative(spread(pair.before), spread(pair.after))
    return (
        difference != 0
        and (low + high) / 2 == abs(difference)
        and claim.direction * difference >= 0
        and ratio is not None
        and not overlap(ratio, (low, high))
    )


def _speaks_of(sentence: Sentence, known: Known, claim: Claim, ground: Ground) -> bool:
    """Whether the measure's full name, or its actual value with %, leads to the claim."""
    text, (start, _) = sentence.text, sentence.half(claim.start)
    ends = []
    for name in {known.name, known.measure.name} - {""}:
        at = text.rfind(name, start, claim.start)
        if at >= 0 and begins_clause(sentence, at):
            ends.append(at + len(name))
    for amount in sentence.amounts:
        if not start <= amount.start < claim.start or known.part_of(amount) != "actual" or amount.unit is None:
            continue
        if (
            amount.mention[0]
            or any(end <= amount.start for end in ends)
            or shares_words(sentence, known, ground, amount.start)
        ):
            ends.append(amount.end)
    return any((gap := _to_claim().match(text, end, claim.start)) and gap.end() == claim.start for end in ends)
