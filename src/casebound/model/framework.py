"""A framework: a set of criteria as data, with its source, and what is known of its weights, bands and grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from casebound.text.localized import NOTHING, Localized
from casebound.text.source import Span


class FrameworkStatus(StrEnum):
    """What a framework's totals are worth."""

    COMPLETE = "complete"
    """Weights are known and their source is named."""
    WEIGHTS_UNKNOWN = "weights-unknown"
    """No total can be computed."""
    ILLUSTRATIVE = "illustrative"
    """Weights are made up for demonstration: every total carries a note."""


class Method(StrEnum):
    """How several evaluators' marks on one criterion become one."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED = "trimmed"
    """The mean without one lowest and one highest mark. With fewer than `LEAST_TRIMMED` marks there is none."""


LEAST_TRIMMED = 5
"""Marks that a trimmed mean needs: with fewer, what is left says little more than the median."""


class TieBasis(StrEnum):
    """What decides between cases with equal totals."""

    CRITERION = "criterion"
    """The higher mark that counts on one criterion."""
    SECTION = "section"
    """The higher percent of one first-level criterion."""
    MEDIAN = "median"
    """The higher median of the evaluators' own totals."""
    SPREAD = "spread"
    """The lower standard deviation of the evaluators' own totals."""

    @property
    def needs_id(self) -> bool:
        """Whether it names a criterion: `criterion:5.3.1`."""
        return self in (TieBasis.CRITERION, TieBasis.SECTION)


class Rounding(StrEnum):
    """What happens to a half."""

    HALF_EVEN = "half-even"
    HALF_UP = "half-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSource:
    """Where the criteria come from."""

    document: Localized = NOTHING
    issuer: str = ""
    clauses: str = ""
    rights: Localized = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A pass/fail requirement on the subject."""

    id: str = ""
    title: Localized = NOTHING
    question: Localized = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A scored question, or a group of them."""

    id: str = ""
    title: Localized = NOTHING
    question: Localized = NOTHING
    weight: Decimal | None = None
    children: tuple[Criterion, ...] = ()

    def leaves(self) -> Iterator[Criterion]:
        """The scored questions under this one, or itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The marks an evaluator may give."""

    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(100)
    step: Decimal = Decimal(5)

    def allows(self, mark: Decimal) -> bool:
        """Whether `mark` lies on the scale and on one of its steps."""
        return self.minimum <= mark <= self.maximum and (mark - self.minimum) % self.step == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A described level of marks."""

    id: str = ""
    range: tuple[Decimal, ...] = ()
    """Lowest and highest mark, both included."""
    title: Localized = NOTHING
    text: Localized = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A level of the result: from `minimum` points of 100 upward."""

    id: str = ""
    minimum: Decimal = Decimal(0)
    title: Localized = NOTHING
    section_minimums: Mapping[str, Decimal] = field(default_factory=dict)
    """Percent that must be reached as well, by first-level criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieBreak:
    """One step of the chain that parts cases with equal totals."""

    basis: TieBasis
    id: str = ""
    """Of the criterion or the first-level criterion."""

    def __str__(self) -> str:
        return f"{self.basis}:{self.id}" if self.id else self.basis.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregation:
    """How marks become a total."""

    method: Method = Method.MEAN
    places: int = 1
    """Decimal places of published marks and totals."""
    rounding: Rounding = Rounding.HALF_EVEN
    minimum_evaluators: int = 1
    """Marks a criterion needs before the case has a total."""
    disagreement: Decimal | None = None
    """Marks so far apart, on the scale, are flagged; None: the organiser has set no threshold, and nothing is."""
    gates: bool = False
    """Whether a condition that an evaluator finds not met keeps a case from a grade and a rank."""
    tie_break: tuple[TieBreak, ...] = ()
    """Walked in order for cases with equal totals."""

    @property
    def least_marks(self) -> int:
        """Marks that a criterion needs for a result."""
        return max(LEAST_TRIMMED if self.method is Method.TRIMMED else 1, self.minimum_evaluators)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A set of criteria."""

    id: str = ""
    title: Localized = NOTHING
    status: FrameworkStatus = FrameworkStatus.WEIGHTS_UNKNOWN
    source: FrameworkSource = FrameworkSource()
    subject_kinds: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    scale: Scale = Scale()
    bands: tuple[Band, ...] = ()
    grades: tuple[Grade, ...] = ()
    """From the highest down."""
    aggregation: Aggregation = Aggregation()
    places: Mapping[str, Span] = field(default_factory=dict, repr=False, compare=False)
    """Where each condition and criterion is written, by id."""

    def leaves(self) -> tuple[Criterion, ...]:
        """All scored questions, in order."""
        return tuple(leaf for criterion in self.criteria for leaf in criterion.leaves())

    def criterion(self, id: str) -> Criterion | None:
        """The criterion of that id, at any depth."""
        found = list(self.criteria)
        while found:
            criterion = found.pop()
            if criterion.id == id:
                return criterion
            found.extend(criterion.children)
        return None

    @property
    def weight_total(self) -> Decimal | None:
        """The sum of all weights; None while any is unknown."""
        weights = [leaf.weight for leaf in self.leaves()]
        if not weights or None in weights:
            return None
        return sum((weight for weight in weights if weight is not None), Decimal(0))
