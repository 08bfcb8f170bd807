"""A sentence that names a measure → a number beside it that nothing in the measure bears out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from casebound.check.numbers.borne_out import Known, bears_out, is_slip
from casebound.check.numbers.contradiction import Contradiction
from casebound.check.numbers.ground import Ground, value_labels
from casebound.check.numbers.movements import Movement
from casebound.check.numbers.quantity import Quantity
from casebound.check.numbers.sentences import Sentence
from casebound.check.numbers.subject import (
    amount_after,
    count_behind,
    has_other_subject,
    has_others_before,
    is_dated,
    is_of_some,
    is_qualified,
    shares_words,
    years_named,
)
from casebound.model.measure import digits
from casebound.read.prose import Prose
from casebound.text.localized import Localized, phrase

_MOST_PLACES = 50


def judge_levels(sentence: Sentence, moves: Sequence[Movement], ground: Ground) -> Iterator[Contradiction]:
    """`contradicting-number`: beside the measure's full name, or where its baseline goes to something.

    Either of the two figures may be the wrong one, so none is put in place of the other.
    """
    words = sentence.words
    for known in ground.measures:
        if not moves and known.name not in words and known.measure.name not in words:
            continue
        suspects: list[Quantity] = []
        named = [name for name in {known.name, known.measure.name} if name and name in words]
        if not named and not moves:
            continue
        first, is_subject = amount_after(sentence, named)
        if first is not None:
            suspects.append(first)
        for move in moves:
            is_its = move.before is first or (
                known.part_of(move.before) == "baseline"
                and (move.before.unit is not None or move.after.unit is not None)
                and (bool(move.before.mention[0]) or shares_words(sentence, known, ground, move.start))
            )
            if is_its and move.after not in suspects:
                suspects.append(move.after)
        for amount in suspects:
            yield from _judged(sentence, known, amount, ground, is_sure=amount is not first or is_subject)


def _judged(
    sentence: Sentence, known: Known, amount: Quantity, ground: Ground, *, is_sure: bool
) -> Iterator[Contradiction]:
    if amount.mention[0] or sentence.is_quoted(amount.start) or amount.kind not in ("", known.unit.kind):
        return
    if amount.unit is None:
        amount = _fitted(amount, known)
    if amount.unit is None:
        return
    if has_other_subject(sentence, ground, amount.start) or is_of_some(sentence, amount):
        return
    written = ground.source.text[amount.start : amount.end]
    if _stands_in_a_table(ground.prose, _digits(written)):
        return
    if amount.unit.factor != known.unit.factor:
        return  # 0.45 小时 says less than 26.8 分钟: what is rounded cannot be told
    number, places = amount.number, amount.places
    meant = _near_miss(known, number)
    if bears_out(known, abs(number), places, is_strict=meant is not None):
        return
    if meant is None and not (is_sure and _is_meant(sentence, known, amount, ground)):
        return
    span = ground.source.span(amount.start, amount.end)
    values: dict[str, str | int | Localized] = {
        "written": written,
        "measure": known.measure.name,
        "baseline": known.written("baseline") or "—",
        "target": known.written("target") or "—",
        "actual": known.written("actual") or "—",
    }
    hint = None
    if meant is not None:
        values["meant"] = f"{meant:f}"
        hint = phrase("是否想写“{n}”？", "Did you mean “{n}”?", n=f"{meant:f}")
    parts = [part for part in ("baseline", "actual") if known.written(part)]
    yield Contradiction(
        what="contradicting-number",
        span=span,
        values=values,
        labels=value_labels(known, ground, parts),
        hint=hint,
    )


def _fitted(amount: Quantity, known: Known) -> Quantity:
    """A number without a unit beside the measure's name: only where it has the measure's decimals."""
    values = [value for value in (known.baseline, known.actual) if value is not None]
    if not amount.places or amount.places != max(map(digits, values), default=-1):
        return amount
    return amount._replace(unit=known.unit)


def _stands_in_a_table(prose: Prose, number: str) -> bool:
    """Whether a cell holds just that: a sub-group, a stage, a month."""
    at = prose.text.find(number)
    for _ in range(_MOST_PLACES):
        if at < 0:
            break
        segment = prose.segment(at)
        if (
            segment is not None
            and segment.kind == "cell"
            and _digits(prose.text[segment.start : segment.end]) == number
        ):
            return True
        at = prose.text.find(number, at + 1)
    return False


def _digits(text: str) -> str:
    return re.sub(r"[^0-9.]", "", text).strip(".")


def _is_meant(sentence: Sentence, known: Known, amount: Quantity, ground: Ground) -> bool:
    """Whether an amount must be the measure's as the data have it: same observations, no period beyond the data."""
    count = count_behind(sentence, amount)
    measured = (known.measure.baseline, known.measure.target, known.measure.actual)
    if is_qualified(sentence, amount) or has_others_before(sentence, ground):
        return False
    if count is not None and count not in {item.n for item in measured if item}:
        return False
    points = known.measure.series.points if known.measure.series else ()
    if not points:
        return not is_dated(sentence, amount.start)
    return years_named(sentence, amount.start) <= {point.period.start.year for point in points}


def _near_miss(known: Known, number: Decimal) -> Decimal | None:
    """The actual value or baseline of which a number is a slip."""
    values = (known.actual, known.baseline)
    return next((value for value in values if value is not None and is_slip(number, value)), None)
