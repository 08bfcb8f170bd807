"""The printed pages of a results book, and what they tell of how sure its results are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from markupsafe import Markup

from casebound.compose.pages_review import CaseConsensus
from casebound.compose.pages_round import CriterionSpread, ListedEvaluator, RankedCase
from casebound.evaluate.parties import CriterionDifference
from casebound.evaluate.rank_interval import RankInterval
from casebound.model.evaluation import Party, Round
from casebound.model.framework import Criterion, Framework
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """How far evaluators agree on a criterion; coefficients as they are printed, empty where they are not defined."""

    criterion: Criterion | None
    """None for totals."""
    alpha: str
    alpha_of_levels: str
    ac1: str
    ac2: str
    percent: str
    single: str
    """ICC(1,1)."""
    mean: str
    """ICC(1,k)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityTable:
    """Who is harsh or lenient, and what the order would be without that. Advisory, for the organiser alone."""

    refusal: Localized | None
    evaluators: tuple[tuple[str, str, int], ...]
    """Label, leniency with its sign, cases."""
    cases: tuple[tuple[str, Decimal, Decimal, int, int], ...]
    """Name, mean, fair average, rank before and after."""
    flips: tuple[tuple[str, str], ...]
    """Names of neighbours that would change places, the one ahead first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTable:
    """What a round of another party gave a case."""

    party: Party
    round: Localized
    rows: tuple[tuple[Criterion, Decimal | None, CriterionDifference], ...]
    """Criterion, this round's result, theirs with the difference."""
    refusal: Localized | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotes:
    """What stands beside the result of one case."""

    interval: RankInterval | None
    grades: tuple[tuple[Localized, str], ...]
    """Where resamples give more than one grade: each with its percentage; without a title for none."""
    consensus: CaseConsensus | None
    parties: tuple[PartyTable, ...]


class ResultsPart(StrEnum):
    """The parts of a results book, in order."""

    COVER = "cover"
    METHOD = "method"
    RESULTS = "results"
    REVIEW = "review"
    CASES = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """`print/results.html`: one part of a results book."""

    part: ResultsPart
    round: Round
    """Without panel, assignments and evaluations."""
    framework: Framework
    weight_total: Decimal | None
    publisher: Localized
    made: date
    note: Localized | None
    """What must stand on every page that shows a total or grade."""
    cases: tuple[RankedCase, ...]
    """By rank, those without a total last; in the part `cases` those that it sets out."""
    case_count: int
    evaluator_count: int
    """Of those who evaluated at least one case."""
    evaluators: tuple[ListedEvaluator, ...]
    """Empty where the round does not name them."""
    spreads: tuple[CriterionSpread, ...]
    spread: Markup
    """The same, drawn; empty with fewer than three cases."""
    totals: Markup
    """Where the totals stand, drawn; empty with fewer than two."""
    ties: tuple[tuple[Localized, ...], ...]
    """How each set of equal totals was parted, line by line."""
    agreement: tuple[AgreementLine, ...]
    """By criterion, totals last."""
    undefined: tuple[Localized, ...]
    """Why coefficients are not defined, each reason once."""
    consensus: tuple[CaseConsensus, ...]
    severity: SeverityTable | None
    """None for readers outside: it names evaluators."""
    spans: Markup
    """How sure ranks are, drawn; empty with fewer than two."""
    notes: Mapping[str, CaseNotes]
    """By case id."""
