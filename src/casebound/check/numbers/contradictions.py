"""Prose and the measures of a case → everything in it that contradicts numbers, in order of place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casebound.check.numbers.alone import judge_lone_claims
from casebound.check.numbers.borne_out import Known, known_measures
from casebound.check.numbers.changes import judge_changes
from casebound.check.numbers.columns import judge_columns
from casebound.check.numbers.contradiction import Contradiction, Place, ValMention
from casebound.check.numbers.ground import Ground
from casebound.check.numbers.levels import judge_levels
from casebound.check.numbers.movements import movements
from casebound.check.numbers.points import judge_points
from casebound.check.numbers.sentences import Sentence, searched_text, sentences
from casebound.check.numbers.targets import judge_targets
from casebound.model.case import Case
from casebound.read.prose import Prose
from casebound.text.source import Source

_ENDS = ("baseline", "actual")


def find_contradictions(
    prose: Prose, mentions: Sequence[ValMention], case: Case, source: Source, lang: str, *, place: Place
) -> Iterator[Contradiction]:
    """All of one write-up; a stretch of text is named once, by the first rule that objects to it."""
    measures = known_measures(case)
    text = searched_text(prose, mentions)
    ground = Ground(measures=measures, prose=prose, source=source, place=place, lang=lang, others=_others(case))
    found = list(judge_columns(prose, source))
    for sentence in sentences(text, prose, mentions, case, _needles(measures)):
        found += _apart(_of_sentence(sentence, ground))
    yield from sorted(found, key=lambda one: (one.span.start, one.what))


def _of_sentence(sentence: Sentence, ground: Ground) -> Iterator[Contradiction]:
    moves = list(movements(sentence))
    touched = [known for known in ground.measures if _touches(sentence, known)]
    yield from judge_changes(sentence, touched, moves, ground)
    if not moves and not touched:
        yield from judge_lone_claims(sentence, ground)
    if not moves:
        yield from judge_points(sentence, ground)
    yield from judge_targets(sentence, touched, ground)
    yield from judge_levels(sentence, moves, ground)


def _apart(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Without those that overlap an earlier one: one mistake, one objection."""
    kept: list[Contradiction] = []
    for one in found:
        if not any(one.span.start < other.span.end and other.span.start < one.span.end for other in kept):
            kept.append(one)
    return kept


def _needles(measures: Sequence[Known]) -> tuple[str, ...]:
    """What makes a sentence worth a look: names, and actual values and changes as people write them."""
    values = {known.actual for known in measures} | {known.measure.change for known in measures}
    names = {known.name for known in measures} - {""}
    return tuple(sorted({*names, *(f"{abs(value):f}" for value in values if value is not None)}))


def _touches(sentence: Sentence, known: Known) -> bool:
    """Whether the sentence holds the baseline or actual value of a measure, or prints one of its figures."""
    for amount in sentence.amounts:
        if amount.mention[0] == known.measure.id if amount.mention[0] else known.part_of(amount) in _ENDS:
            return True
    return False


def _others(case: Case) -> tuple[str, ...]:
    """How the text may name those whose numbers are not the case's."""
    names = {*case.publication.names, *(adoption.organization for adoption in case.adoptions)}
    return tuple(sorted(name for name in names if len(name) > 1))
