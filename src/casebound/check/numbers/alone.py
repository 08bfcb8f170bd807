"""A sentence that states a measure's change without its values → percent for points, and digits gone wrong."""

from __future__ import annotations

from collections.abc import Iterator

from casebound.check.numbers.binding import Pair
from casebound.check.numbers.borne_out import Known, is_slip, overlap, relative, spread
from casebound.check.numbers.changes import judged_claim
from casebound.check.numbers.claims import Claim, claims
from casebound.check.numbers.contradiction import Contradiction
from casebound.check.numbers.ground import Ground
from casebound.check.numbers.sentences import Sentence
from casebound.check.numbers.subject import has_other_subject, is_dated, is_short_subject, names_directly
from casebound.model.measure import rounded

_SIGNIFICANT = 3


def judge_lone_claims(sentence: Sentence, ground: Ground) -> Iterator[Contradiction]:
    """`percent-for-points` and `points-for-percent` where the digits give it away, `contradicting-change` for slips."""
    for claim in claims(sentence):
        if claim.is_words or not _is_telling(claim, ground) or sentence.is_quoted(claim.start):
            continue
        if has_other_subject(sentence, ground, claim.start):
            continue
        start, _ = sentence.half(claim.start)
        if any(start <= amount.start < claim.span[0] for amount in sentence.amounts):
            continue
        for known in ground.measures:
            pair = _pair(known)
            is_named = names_directly(sentence, known, claim.start)
            if pair is not None and (is_named or is_short_subject(sentence, known, claim.start)):
                yield from _judged(sentence, known, pair, claim, ground, is_named=is_named)
                break


def _judged(
    sentence: Sentence, known: Known, pair: Pair, claim: Claim, ground: Ground, *, is_named: bool
) -> Iterator[Contradiction]:
    change = abs(pair.after.base - pair.before.base) / claim.unit.factor
    ratio = relative(spread(pair.before), spread(pair.after))
    is_ratio = ratio is not None and any(overlap(ratio, allowed) for allowed in claim.ranges)
    is_change = any(overlap((change, change), allowed) for allowed in claim.ranges)
    kind, own = claim.unit.kind, known.unit.kind
    if ratio is None or (is_ratio if kind == "%" else is_change):
        return
    if (kind == own == "%" and is_change) or (kind == "points" and is_ratio):
        yield from judged_claim(claim, pair, ground)
    elif is_named and kind in ("%", "points", own) and not is_dated(sentence, claim.start):
        number = rounded((claim.ranges[0][0] + claim.ranges[0][1]) / 2, claim.places)
        true = (ratio[0] + ratio[1]) / 2 if kind == "%" else change
        if is_slip(number, rounded(true, claim.places)):
            yield from judged_claim(claim, pair, ground)


def _pair(known: Known) -> Pair | None:
    values = known.amounts()
    if values is None:
        return None
    return Pair(before=values[0], after=values[1], start=0, end=0, known=known, movement=None)


def _is_telling(claim: Claim, ground: Ground) -> bool:
    """Whether the digits are enough to know what was computed: decimals, and three digits in all."""
    written = ground.source.text[slice(*claim.span)]
    return claim.places > 0 and sum(character.isdigit() for character in written) >= _SIGNIFICANT
