"""A round, its framework, its scorecards and cases → what the pages of a results book show."""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from markupsafe import Markup

from casebound.compose.pages_round import (
    CriterionRow,
    CriterionSpread,
    Entrant,
    GroupRow,
    ListedEvaluator,
    RankedCase,
)
from casebound.evaluate.ranking import rank_cards
from casebound.figure.figure import Ground, read_figure
from casebound.figure.palette import PAPER
from casebound.model.audience import WITHHELD
from casebound.model.case import Case, SubjectKind
from casebound.model.evaluation import Blind, Round
from casebound.model.framework import Condition, Criterion, Framework
from casebound.model.measure import rounded
from casebound.model.scorecard import CriterionScore, Scorecard
from casebound.model.value import number
from casebound.read.markdown import Directive
from casebound.read.reading import Reading
from casebound.text.localized import NOTHING, Localized, phrase
from casebound.text.source import Source

ENOUGH = 3
"""Cases among which one may be compared with the middle: with two, the middle would tell the other's marks."""
_FEWEST_AXES, _MOST_AXES = 3, 12
"""Of a radar chart (`figure/kinds/radar.py`)."""

_CRITERION = phrase("评价项", "Criterion")
_THIS, _MIDDLE = phrase("本案例", "This case"), phrase("各案例的中位数", "Median of all cases")
_END = phrase("。", ".")
_LOWEST, _HIGHEST = phrase("最低的案例", "Lowest case"), phrase("最高的案例", "Highest case")
_NOWHERE = Source(path="", text="")


def bare(round: Round) -> Round:
    """The round without its people: no template can tell who evaluated what."""
    return replace(round, panel=(), assignments=(), evaluations=(), consensus=(), withdrawn=(), barred=frozenset())


def make_entrant(case: Case, industry: Localized) -> Entrant:
    """A case that its readers may know, already reduced to what they may read of it."""
    return Entrant(
        id=case.id,
        lang=case.lang,
        title=case.title,
        name=case.name,
        subject=case.subject.name,
        organization=case.subject.organization,
        industry=industry,
        is_team=case.subject.kind is not SubjectKind.INDIVIDUAL,
        is_example=bool(case.example),
        is_withheld=False,
    )


def withheld_entrant(id: str, lang: str) -> Entrant:
    """A case of which its readers may know the result, but not which case it is."""
    return Entrant(
        id=id,
        lang=lang,
        title=WITHHELD.to(lang),
        name=WITHHELD.to(lang),
        subject="",
        organization="",
        industry=NOTHING,
        is_team=True,
        is_example=False,
        is_withheld=True,
    )


def rank_cases(
    framework: Framework, cards: Sequence[Scorecard], entrants: Mapping[str, Entrant], lang: str
) -> tuple[RankedCase, ...]:
    """Every case by its rank, those without one last in the order of `cards`. Equal ones share a rank: 1, 2, 2, 4."""
    ranks = rank_cards(cards, framework).ranks
    order = {case: place for place, case in enumerate(ranks)}
    spreads = {spread.criterion.id: spread for spread in make_spreads(framework, cards)}
    ranked = []
    for card in sorted(cards, key=lambda card: order.get(card.case, len(order))):
        groups = make_groups(framework, card, spreads)
        ranked.append(
            RankedCase(
                entrant=entrants[card.case],
                rank=ranks.get(card.case),
                evaluators=len(card.evaluators),
                card=replace(card, evaluators=()),
                groups=groups,
                unmet=unmet_conditions(framework, card),
                profile=_profile(groups, framework, lang),
            )
        )
    return tuple(ranked)


def make_groups(
    framework: Framework, card: Scorecard, spreads: Mapping[str, CriterionSpread] | None = None
) -> tuple[GroupRow, ...]:
    """The criteria of the first level with the scores of one case under them."""
    scores = {score.criterion: score for score in card.scores}
    return tuple(
        GroupRow(
            criterion=group,
            reached=card.sections[group.id],
            rows=tuple(
                CriterionRow(criterion=leaf, score=scores[leaf.id], middle=_compared(spreads, leaf))
                for leaf in group.leaves()
            ),
        )
        for group in framework.criteria
    )


def _compared(spreads: Mapping[str, CriterionSpread] | None, leaf: Criterion) -> Decimal | None:
    spread = spreads.get(leaf.id) if spreads else None
    return spread.middle if spread and spread.n >= ENOUGH else None


def make_spreads(framework: Framework, cards: Sequence[Scorecard]) -> tuple[CriterionSpread, ...]:
    """For each criterion what the cases came to: from the published marks, the median rounded as they are."""
    found = []
    for leaf in framework.leaves():
        results = sorted(score.result for score in _scores(cards, leaf) if score.result is not None)
        middle = rounded(statistics.median(results), framework.aggregation.places) if results else None
        found.append(
            CriterionSpread(
                criterion=leaf,
                n=len(results),
                lowest=results[0] if results else None,
                middle=middle,
                highest=results[-1] if results else None,
            )
        )
    return tuple(found)


def _scores(cards: Iterable[Scorecard], leaf: Criterion) -> Iterable[CriterionScore]:
    return (score for card in cards for score in card.scores if score.criterion == leaf.id)


def unmet_conditions(framework: Framework, card: Scorecard) -> tuple[Condition, ...]:
    """The conditions that an evaluator found not met."""
    return tuple(condition for condition in framework.conditions if condition.id in card.unmet_conditions)


def listed_evaluators(round: Round, cards: Iterable[Scorecard]) -> tuple[ListedEvaluator, ...]:
    """Those who evaluated a case, by name; nobody where each side is hidden from the other."""
    if round.blind is Blind.DOUBLE:
        return ()
    active = {id for card in cards for id in card.evaluators}
    panel = [evaluator for evaluator in round.panel if evaluator.id in active]
    return tuple(
        ListedEvaluator(name=evaluator.name, organizations=evaluator.organizations)
        for evaluator in sorted(panel, key=lambda evaluator: evaluator.name)
    )


def _profile(groups: Sequence[GroupRow], framework: Framework, lang: str) -> Markup:
    """One case beside the median of all, as a radar chart; empty while a mark is missing."""
    rows = [row for group in groups for row in group.rows]
    results = [row.score.result for row in rows if row.score.result is not None]
    middles = [row.middle for row in rows if row.middle is not None]
    if not rows or len(results) < len(rows):
        return Markup("")
    order = sorted(range(len(rows)), key=lambda at: results[at])
    told = phrase(
        "{n}个评价项中，得分最高的是{top}（{high}），最低的是{bottom}（{low}）",
        "Of {n} criteria, {top} is marked highest ({high}) and {bottom} lowest ({low})",
        n=len(rows),
        top=rows[order[-1]].criterion.title,
        high=number(results[order[-1]]),
        bottom=rows[order[0]].criterion.title,
        low=number(results[order[0]]),
    ).to(lang)
    series = [(_THIS.to(lang), results)]
    if len(middles) == len(rows):
        series = [(_MIDDLE.to(lang), middles), *series]
        pairs = list(zip(results, middles, strict=True))
        told += phrase(
            "；本案例有{over}项高于各案例的中位数，{under}项低于它",
            "; this case is above the median of all cases on {over} of them and below it on {under}",
            over=sum(result > middle for result, middle in pairs),
            under=sum(result < middle for result, middle in pairs),
        ).to(lang)
    return _radar([row.criterion for row in rows], series, told + _END.to(lang), framework, lang)


def draw_spreads(spreads: Sequence[CriterionSpread], framework: Framework, lang: str) -> Markup:
    """The lowest case, the median and the highest on each criterion; empty with fewer than three cases."""
    known = [
        (spread.lowest, spread.middle, spread.highest)
        for spread in spreads
        if spread.n >= ENOUGH and spread.lowest is not None and spread.middle is not None and spread.highest is not None
    ]
    if not known or len(known) < len(spreads):
        return Markup("")
    lowest, middle, highest = zip(*known, strict=True)
    order = sorted(range(len(known)), key=lambda at: middle[at])
    widest = max(range(len(known)), key=lambda at: highest[at] - lowest[at])
    told = phrase(
        "{top}的中位数最高（{high}），{bottom}的最低（{low}）；各案例相差最大的是{wide}，从{least}到{most}。",
        "The median is highest on {top} ({high}) and lowest on {bottom} ({low}); cases differ most on {wide}, from "
        "{least} to {most}.",
        top=spreads[order[-1]].criterion.title,
        high=number(middle[order[-1]]),
        bottom=spreads[order[0]].criterion.title,
        low=number(middle[order[0]]),
        wide=spreads[widest].criterion.title,
        least=number(lowest[widest]),
        most=number(highest[widest]),
    ).to(lang)
    series = [(_LOWEST.to(lang), lowest), (_MIDDLE.to(lang), middle), (_HIGHEST.to(lang), highest)]
    return _radar([spread.criterion for spread in spreads], series, told, framework, lang)


def _radar(
    criteria: Sequence[Criterion],
    series: Sequence[tuple[str, Sequence[Decimal]]],
    told: str,
    framework: Framework,
    lang: str,
) -> Markup:
    """A radar chart on the framework's scale; empty with fewer or more criteria than it has axes for."""
    if not _FEWEST_AXES <= len(criteria) <= _MOST_AXES:
        return Markup("")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_CRITERION.to(lang), *(name for name, _ in series)])
    for at, criterion in enumerate(criteria):
        writer.writerow([f"{criterion.id} {criterion.title.to(lang)}", *(str(values[at]) for _, values in series)])
    scale = framework.scale
    directive = Directive(
        name="radar",
        argument="",
        options={"from": str(scale.minimum), "to": str(scale.maximum), "alt": told},
        content=out.getvalue(),
        first_line=1,
        option_lines={"from": 1, "to": 1, "alt": 1},
    )
    figure = read_figure(directive, _NOWHERE, 1, Ground(lang=lang, measures=(), data={}), Reading())
    return figure.draw(PAPER) if figure else Markup("")
