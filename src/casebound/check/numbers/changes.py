"""A sentence with a before and an after → the change it states, where those do not bear it out, and its direction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from casebound.check.numbers.binding import Pair, bound, pairs
from casebound.check.numbers.borne_out import Known, exact_change, overlap, relative, spread
from casebound.check.numbers.claims import Claim, Range, claims
from casebound.check.numbers.contradiction import Contradiction
from casebound.check.numbers.ground import Ground, value_labels
from casebound.check.numbers.movements import Movement, same_scale
from casebound.check.numbers.quantity import Quantity
from casebound.check.numbers.sentences import Sentence
from casebound.model.measure import rounded
from casebound.text.finding import Label
from casebound.text.fix import Fix, replacement
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source

_UNIT = re.compile(r"\s?[^0-9\s.,−–-][^0-9]*$")


def judge_changes(
    sentence: Sentence, touched: Sequence[Known], moves: Sequence[Movement], ground: Ground
) -> Iterator[Contradiction]:
    """`contradicting-change`, `percent-for-points`, `points-for-percent` and `wrong-direction`."""
    if not moves and not touched:
        return
    source = ground.source
    yield from _wrong_ways(sentence, moves, source)
    found = list(pairs(sentence, touched, moves))
    stated = list(claims(sentence)) if found else []
    for claim, pair in bound(sentence, found, stated):
        if sentence.is_quoted(claim.start):
            continue
        if not any(_agrees(claim, one) for one in _readings(sentence, pair, stated, ground)):
            yield from judged_claim(claim, pair, ground)
        elif _is_opposite(claim, pair):
            yield Contradiction(
                what="wrong-direction",
                span=source.span(claim.start, claim.span[1]),
                values=_way(pair, source.text[claim.start : claim.span[1]]),
                labels=_labels(pair, ground),
            )


def _wrong_ways(sentence: Sentence, moves: Sequence[Movement], source: Source) -> Iterator[Contradiction]:
    for move in moves:
        if not move.direction or not move.is_scale or sentence.is_quoted(move.start):
            continue
        pair = next(pairs(sentence, (), (move,)))
        if (pair.after.base - pair.before.base) * move.direction < 0 and pair.before.kind not in ("", "?"):
            yield Contradiction(
                what="wrong-direction",
                span=source.span(move.start, move.end),
                values=_way(pair, sentence.shown(move.start, move.end)),
            )


def _way(pair: Pair, written: str) -> dict[str, str | int | Localized]:
    before, after = pair.texts()
    is_rise = pair.after.base > pair.before.base
    way = phrase("升", "a rise") if is_rise else phrase("降", "a fall")
    return {"written": written, "before": before, "after": after, "way": way}


def _is_opposite(claim: Claim, pair: Pair) -> bool:
    """Whether the right magnitude is said to go the other way than the two amounts that a verb joins."""
    difference = pair.after.base - pair.before.base
    return (
        claim.direction * difference < 0
        and pair.movement is not None
        and pair.movement.is_scale
        and pair.movement.direction * difference > 0
        and not claim.is_words
    )


def _readings(
    sentence: Sentence, pair: Pair, stated: Sequence[Claim], ground: Ground
) -> Iterator[tuple[Quantity, Quantity, Known | None]]:
    """The pair, and, in its favour, every other two amounts of the sentence that count the same, and the measures."""
    yield pair.before, pair.after, pair.known
    if pair.known is None:
        for known in ground.measures:
            if known.unit.kind == pair.before.kind and (values := known.amounts()) is not None:
                yield *values, known
    start, end = sentence.half(pair.start)
    claimed = {claim.span[0] for claim in stated}
    amounts = [
        amount
        for amount in sentence.amounts
        if start <= amount.start < end and amount.kind == pair.before.kind != "" and amount.start not in claimed
    ]
    if len(amounts) <= 12:
        for number, before in enumerate(amounts):
            for after in amounts[number + 1 :]:
                if same_scale(before, after):
                    yield before, after, None


def _agrees(claim: Claim, reading: tuple[Quantity, Quantity, Known | None]) -> bool:
    before, after, known = reading
    kind = before.kind
    if claim.unit.kind == "%":
        ratio = relative(spread(before), spread(after))
        if ratio is None or any(overlap(ratio, allowed) for allowed in claim.ranges):
            return True
        return claim.is_words and kind == "%" and _is_difference(claim, before, after, known)
    if claim.unit.kind == "points":
        return kind == "%" and _is_difference(claim, before, after, known)
    return claim.unit.kind != kind or _is_difference(claim, before, after, known)


def _is_difference(claim: Claim, before: Quantity, after: Quantity, known: Known | None) -> bool:
    """Whether after less before, as written or as the data have it, is what is claimed."""
    factor = claim.unit.factor
    difference = abs(after.base - before.base) / factor
    values: list[Range] = [(difference, difference)]
    if claim.places > max(before.places, after.places) or before.unit is None or factor != before.unit.factor:
        low, high = spread(before), spread(after)
        slack = (low[1] - low[0] + high[1] - high[0]) / 2 / factor
        values.append((difference - slack, difference + slack))
    if known is not None and (exact := exact_change(known)) is not None:
        change = abs(exact) * known.unit.factor / factor
        values.append((change, change))
    return any(overlap(value, allowed) for value in values for allowed in claim.ranges)


def judged_claim(claim: Claim, pair: Pair, ground: Ground) -> Iterator[Contradiction]:
    """What is wrong with a claim that its pair does not bear out."""
    source = ground.source
    before, after = pair.texts()
    kind = pair.before.kind
    points = abs(pair.after.base - pair.before.base)
    ratio = relative((pair.before.base, pair.before.base), (pair.after.base, pair.after.base))
    if ratio is None and claim.unit.kind != kind:
        return
    places = max(pair.before.places, pair.after.places)
    percent = f"{_plain(rounded(ratio[0], max(1, claim.places)))}%" if ratio else ""
    in_points = phrase("{n}个百分点", "{n} percentage points", n=_plain(rounded(points, places)))
    written = source.text[claim.start : claim.end]
    values: dict[str, str | int | Localized] = {"written": written, "before": before, "after": after}
    labels = _labels(pair, ground)
    span = source.span(*claim.span)
    if claim.unit.kind == "%" and kind == "%" and any(overlap((points, points), one) for one in claim.ranges):
        values |= {"points": in_points, "percent": percent}
        yield Contradiction(
            what="percent-for-points",
            span=span,
            values=values,
            labels=labels,
            fix=_unit_fix(source, claim, ground.lang),
        )
        return
    if claim.unit.kind == "points" and ratio and any(overlap(ratio, one) for one in claim.ranges):
        values |= {"points": in_points if kind == "%" else percent, "percent": percent}
        yield Contradiction(
            what="points-for-percent",
            span=span,
            values=values,
            labels=labels,
            fix=_unit_fix(source, claim, ground.lang),
        )
        return
    computed: str | Localized = percent
    if claim.unit.kind == "points" and kind == "%":
        computed = in_points
    elif claim.unit.kind == kind:
        is_same_unit = pair.before.unit is not None and claim.unit.factor == pair.before.unit.factor
        decimals = max(places, claim.places) if is_same_unit else claim.places
        computed = _as_written(source.text[slice(*claim.span)], points / claim.unit.factor, decimals)
    yield Contradiction(what="contradicting-change", span=span, values=values | {"computed": computed}, labels=labels)


def _as_written(written: str, number: Decimal, places: int) -> str:
    unit = _UNIT.search(written)
    return f"{_plain(rounded(number, places))}{unit[0] if unit else ''}"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _labels(pair: Pair, ground: Ground) -> tuple[Label, ...]:
    return () if pair.known is None else value_labels(pair.known, ground, ("baseline", "actual"))


def _unit_fix(source: Source, claim: Claim, lang: str) -> Fix | None:
    """% → 个百分点, or back."""
    written = source.text[slice(*claim.span)]
    unit = _UNIT.search(written)
    if unit is None or claim.is_words:
        return None
    points = " percentage points" if lang.startswith("en") else "个百分点"
    text = "%" if claim.unit.kind == "points" else points
    message = phrase("把“{old}”改为“{new}”", "Change “{old}” to “{new}”", old=unit[0].strip(), new=text.strip())
    return replacement(source.span(claim.span[0] + unit.start(), claim.span[1]), text, message)
