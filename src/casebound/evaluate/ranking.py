"""Scorecards of a round → ranks; cases with equal totals are parted by the declared chain, and each step is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from casebound.evaluate.grading import is_barred
from casebound.model.framework import Framework, TieBasis, TieBreak
from casebound.model.scorecard import Scorecard
from casebound.text.localized import CHINESE, LANGUAGES, NOTHING, Localized, phrase

_DECIDED = NOTHING
_UNDECIDED = phrase("（有案例没有这个数，不比）", " (a case has no such figure: not compared)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TieStep:
    """One step of the chain, taken for cases that were still equal."""

    tie_break: TieBreak
    values: Mapping[str, Decimal | None]
    """What was compared, as published, by case; in the order after this step."""

    @property
    def is_skipped(self) -> bool:
        """Whether it decides nothing, because a case has no such figure: what is missing is neither high nor low."""
        return None in self.values.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Cases with equal published totals, and how they were parted."""

    total: Decimal
    ranks: Mapping[str, int]
    """By case, in the order of ranks; those that nothing parted share theirs."""
    steps: tuple[TieStep, ...]

    @property
    def still_tied(self) -> tuple[tuple[str, ...], ...]:
        """The cases that share a rank, group by group."""
        groups = (tuple(group) for _, group in groupby(self.ranks, key=self.ranks.__getitem__))
        return tuple(group for group in groups if len(group) > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The order of a round's cases."""

    ranks: Mapping[str, int]
    """From 1, by case, in the order of ranks: 1, 1, 3. Without a total, or kept out by a condition, a case has none."""
    ties: tuple[Tie, ...]


def rank_cards(cards: Sequence[Scorecard], framework: Framework) -> Ranking:
    """The ranks of a round's cases by published total, the highest first.

    Everything is compared as published, so that whoever reads the figures can do it again. Cases that stay equal share
    a rank and stand in the order of `cards`.
    """
    placed = [card for card in cards if has_rank(card, framework)]
    ranks: dict[str, int] = {}
    ties = []
    for total, group in groupby(sorted(placed, key=_total, reverse=True), key=_total):
        tied = list(group)
        steps: list[TieStep] = []
        first = len(ranks) + 1
        for equal in _parted(tied, framework.aggregation.tie_break, steps):
            rank = len(ranks) + 1
            ranks.update((card.case, rank) for card in equal)
        if len(tied) > 1:
            own = {case: rank for case, rank in ranks.items() if rank >= first}
            ties.append(Tie(total=total, ranks=own, steps=tuple(steps)))
    return Ranking(ranks=ranks, ties=tuple(ties))


def has_rank(card: Scorecard, framework: Framework) -> bool:
    """Whether a case takes part in the order: it has a total, and no condition keeps it out."""
    unpassed = (*card.unmet_conditions, *card.unjudged_conditions)
    return card.total is not None and not is_barred(unpassed, framework)


def _total(card: Scorecard) -> Decimal:
    return card.total or Decimal(0)


def _parted(tied: list[Scorecard], chain: Sequence[TieBreak], steps: list[TieStep]) -> Iterator[list[Scorecard]]:
    """Groups of cases that stay equal, the best first; the steps taken are added to `steps`."""
    if len(tied) == 1 or not chain:
        yield tied
        return
    tie_break = chain[0]
    values = {card.case: _value(card, tie_break) for card in tied}
    known = {case: value for case, value in values.items() if value is not None}
    if len(known) < len(values):
        steps.append(TieStep(tie_break=tie_break, values=values))
        yield from _parted(tied, chain[1:], steps)
        return
    is_falling = tie_break.basis is not TieBasis.SPREAD  # the smaller spread is better, else the higher figure
    ordered = sorted(tied, key=lambda card: known[card.case], reverse=is_falling)
    steps.append(TieStep(tie_break=tie_break, values={card.case: known[card.case] for card in ordered}))
    for _, equal in groupby(ordered, key=lambda card: known[card.case]):
        yield from _parted(list(equal), chain[1:], steps)


def _value(card: Scorecard, tie_break: TieBreak) -> Decimal | None:
    match tie_break.basis:
        case TieBasis.CRITERION:
            return next((score.result for score in card.scores if score.criterion == tie_break.id), None)
        case TieBasis.SECTION:
            return card.sections.get(tie_break.id)
        case TieBasis.MEDIAN:
            return card.total_spread.median
        case TieBasis.SPREAD:
            return card.total_spread.deviation


def tie_break_words(tie_break: TieBreak, framework: Framework) -> Localized:
    """What a step compares, and which way."""
    criterion = framework.criterion(tie_break.id)
    title = criterion.title if criterion else phrase("？", "?")
    match tie_break.basis:
        case TieBasis.CRITERION:
            return phrase(
                "{id}“{title}”的得分，高者在前", "mark on {id} “{title}”, higher first", id=tie_break.id, title=title
            )
        case TieBasis.SECTION:
            return phrase(
                "{id}“{title}”的得分率，高者在前",
                "percent of {id} “{title}”, higher first",
                id=tie_break.id,
                title=title,
            )
        case TieBasis.MEDIAN:
            return phrase("各评价人总分的中位数，高者在前", "median of the evaluators’ own totals, higher first")
        case TieBasis.SPREAD:
            return phrase(
                "各评价人总分的标准差，小者在前", "standard deviation of the evaluators’ own totals, lower first"
            )


def explain_tie(
    tie: Tie, framework: Framework, names: Mapping[str, str], withheld: Collection[str] = ()
) -> tuple[Localized, ...]:
    """What happened to a tie, a line a step: what was compared, every value, and who stays equal.

    `names`: what to call each case, by id. `withheld`: cases of which no value is told.
    """
    lines = [
        phrase(
            "总分同为 {total}：{cases}",
            "Equal totals of {total}: {cases}",
            total=str(tie.total),
            cases=_listed(tie.ranks, names),
        )
    ]
    for number, step in enumerate(tie.steps, start=1):
        values = _separated(
            names[case] if case in withheld else f"{names[case]} {'—' if value is None else value}"
            for case, value in step.values.items()
        )
        end = _UNDECIDED if step.is_skipped else _DECIDED
        lines.append(
            phrase(
                "{n}. {what}：{values}{end}",
                "{n}. {what}: {values}{end}",
                n=number,
                what=tie_break_words(step.tie_break, framework),
                values=values,
                end=end,
            )
        )
    for group in tie.still_tied:
        lines.append(
            phrase(
                "再无依据可分，并列第 {rank} 名：{cases}",
                "Nothing more to part them; rank {rank} is shared: {cases}",
                rank=tie.ranks[group[0]],
                cases=_listed(group, names),
            )
        )
    return tuple(lines)


def _listed(cases: Iterable[str], names: Mapping[str, str]) -> Localized:
    return _separated(names[case] for case in cases)


def _separated(words: Iterable[str]) -> Localized:
    listed = list(words)
    return Localized({lang: ("、" if lang == CHINESE else ", ").join(listed) for lang in LANGUAGES})
