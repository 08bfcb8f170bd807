"""A sentence and the measures → pairs of before and after, and which claim speaks of which pair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from casebound.check.numbers.borne_out import Known
from casebound.check.numbers.claims import Claim
from casebound.check.numbers.movements import Movement, in_plain_units
from casebound.check.numbers.quantity import Quantity, with_unit
from casebound.check.numbers.sentences import Sentence


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(
        r"(?:[\s，,、：:（(）)\ufffc—–]|达到了?目标|实现了?目标|达标|目标值?|了|共|总共|合计|平均|累计|整体|总体|净|已经?|又|直接|明显|显著"
        r"|大幅度?|绝对|相对|足足|整整|[比较](?:基线|改进前|改善前|活动前|实施前|之前|以前|原来|过去)期?(?:值|水平)?|相比(?:之下)?"
        r"|即|也就是|相当于|等于|意味着|一共|幅度|其"
        r"|(?:that is|i\.e\.|which is|or|an?|the|down|up|equivalent to|equal to|representing|target|goal)(?=[\s,])"
        r"|/[\u4e00-\u9fff]{1,2}(?=[，,（(]))",
        re.IGNORECASE,
    )


@cache
def _han_run() -> re.Pattern[str]:
    return re.compile(r"[\u4e00-\u9fff]{2,8}")


@cache
def _to_pair() -> re.Pattern[str]:
    return re.compile(r"(?:左右|以上|多)?[，,\s（(：:]*(?:即|也就是|平均|从而|that is|i\.e\.)?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Before and after, side by side in a sentence."""

    before: Quantity
    after: Quantity
    start: int
    end: int
    known: Known | None
    """The measure whose baseline and actual value they are."""
    movement: Movement | None

    def texts(self) -> tuple[str, str]:
        """As written, both with their unit."""
        if self.known is not None:
            return self.known.written("baseline"), self.known.written("actual")
        before, after = self.before.text, self.after.text
        unit = next((text.lstrip("-−–0123456789,. ") for text in (after, before) if not text[-1:].isdigit()), "")
        first, second = (with_unit(text, unit) if text[-1:].isdigit() else text for text in (before, after))
        return first, second


def pairs(sentence: Sentence, measures: Sequence[Known], moves: Sequence[Movement]) -> Iterator[Pair]:
    """Movements, and baseline and actual value of a measure where no movement joins them."""
    joined = set()
    for move in moves:
        before, after = in_plain_units(move.before, move.after)
        known = next(
            (
                known
                for known in measures
                if known.part_of(move.before) == "baseline" and known.part_of(move.after) == "actual"
            ),
            None,
        )
        joined |= {(move.before.start, move.after.start)}
        yield Pair(before=before, after=after, start=move.start, end=move.end, known=known, movement=move)
    levels = sentence.levels() if measures else []
    for known in measures:
        for level in levels:
            found = _of_measure(level, known)
            if found and (found[0].start, found[1].start) not in joined:
                start, end = min(item.start for item in found), max(item.end for item in found)
                before, after = in_plain_units(*found)
                yield Pair(before=before, after=after, start=start, end=end, known=known, movement=None)


def _of_measure(level: list[Quantity], known: Known) -> tuple[Quantity, Quantity] | None:
    """Baseline and actual value, at least one of them beyond doubt: a figure, or with its unit."""
    parts = [(known.part_of(amount), amount) for amount in level]
    befores = [amount for part, amount in parts if part == "baseline"]
    afters = [amount for part, amount in parts if part == "actual"]
    if len(befores) != 1 or len(afters) != 1:
        return None
    if befores[0].unit is None and afters[0].unit is None:
        return None
    if befores[0].kind == "?" or afters[0].kind == "?":
        return None
    return befores[0], afters[0]


def bound(sentence: Sentence, found: Sequence[Pair], claims: Sequence[Claim]) -> Iterator[tuple[Claim, Pair]]:
    """Each claim with the pair it stands beside, nothing else in between that it could speak of."""
    for claim in claims:
        behind = [
            pair
            for pair in found
            if pair.end <= claim.start and reaches(sentence, pair.end, claim.start, claims, pair.known)
        ]
        if behind:
            yield claim, max(behind, key=lambda pair: (pair.end, pair.known is not None))
            continue
        for pair in found:
            if pair.movement is not None and claim.end <= pair.start:
                gap = _to_pair().match(sentence.text, claim.end, pair.start)
                if gap and gap.end() == pair.start:
                    yield claim, pair
                    break


def reaches(sentence: Sentence, at: int, stop: int, claims: Sequence[Claim], known: Known | None) -> bool:
    """Whether only filling words, the subject again, claims, the measure's values or a target stand between."""
    text, first = sentence.text, at
    while at < stop:
        if filler := _filler().match(text, at, stop):
            at = filler.end()
            continue
        claim = next((item for item in claims if item.start == at), None)
        amount = next((item for item in sentence.amounts if item.start == at), None)
        if claim is not None and claim.end > at:
            at = claim.end
        elif amount is not None and (
            (known is not None and known.part_of(amount)) or re.search(r"目标值?[为是]?$", text[at - 5 : at])
        ):
            at = amount.end
        elif run := _han_run().match(text, at, stop):
            head = text[sentence.start : first] + (known.measure.name if known else "")
            length = next((size for size in range(len(run[0]), 1, -1) if run[0][:size] in head), 0)
            if not length:
                return False
            at += length
        else:
            return False
    return at == stop
