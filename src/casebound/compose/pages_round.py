"""The printed pages of a round of evaluation: one frozen dataclass per template.

None of them holds a declared conflict, or says who evaluated which case: a workspace may bring templates of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from casebound.compose.paper import WrapSize
from casebound.compose.qr import QrCode
from casebound.model.case import Member
from casebound.model.evaluation import Round
from casebound.model.framework import Condition, Criterion, Framework, Grade
from casebound.model.scorecard import CriterionScore, Scorecard
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A case as the documents of a round name it."""

    id: str
    lang: str
    """Of its title and names."""
    title: str
    name: str
    """The title for narrow places."""
    subject: str
    organization: str
    industry: Localized
    is_team: bool
    is_example: bool
    is_withheld: bool
    """Whether its title and names may not be told to these readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """A criterion as one case was marked on it."""

    criterion: Criterion
    score: CriterionScore
    middle: Decimal | None
    """The median of what all cases of the round came to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A criterion of the first level with those under it."""

    criterion: Criterion
    reached: Decimal | None
    """Percent of its weight."""
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedCase:
    """A case and its result."""

    entrant: Entrant
    rank: int | None
    """From 1; equal totals share it; None without a total."""
    evaluators: int
    """How many evaluated it."""
    card: Scorecard
    """Without the evaluators' ids."""
    groups: tuple[GroupRow, ...]
    unmet: tuple[Condition, ...]
    """Conditions that an evaluator found not met."""
    profile: Markup
    """Its marks beside those of all cases, drawn; empty where there is nothing to compare."""

    @property
    def anchor(self) -> str:
        """Id of the page's heading."""
        return f"result-{self.entrant.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionSpread:
    """What the cases of a round came to on one criterion, on the framework's scale."""

    criterion: Criterion
    n: int
    """Cases that have a mark that counts."""
    lowest: Decimal | None
    middle: Decimal | None
    """The median."""
    highest: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvaluator:
    """A member of the panel, as a round that hides nobody lists them."""

    name: str
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """`print/certificate.html`: one case with a grade."""

    entrant: Entrant
    title: tuple[str, ...]
    """Of the case, in lines of about one length: it stands in the middle."""
    members: tuple[Member, ...]
    """Those who may be named."""
    round: Round
    """As in `ResultsPage`."""
    framework: Framework
    grade: Grade
    number: str
    """By which it can be looked up: round and case."""
    made: date
    note: Localized | None
    qr: QrCode | None
    """To the page of the case, where it has one."""
    is_example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """An evaluator's comment, without anything that tells whose."""

    text: str
    lang: str
    place: str
    """What it is about: `3.2 原因分析`, `表2`, a measure's name; empty where it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRemarks:
    """What was said on a criterion, and the mark that counts."""

    criterion: Criterion
    result: Decimal | None
    is_agreed: bool
    """Whether the panel agreed on that mark."""
    strengths: tuple[Remark, ...]
    improvements: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterGroup:
    """A criterion of the first level in a letter."""

    criterion: Criterion
    reached: Decimal | None
    rows: tuple[CriterionRemarks, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """`print/letter.html`: the feedback on one case, for those who wrote it."""

    entrant: Entrant
    round: Round
    """As in `ResultsPage`."""
    framework: Framework
    evaluators: int
    """How many evaluated it."""
    groups: tuple[LetterGroup, ...]
    total: Decimal | None
    refusal: Localized | None
    grade: Grade | None
    unmet: tuple[Condition, ...]
    made: date
    note: Localized | None
    is_example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPage:
    """`print/cover.html`: back, spine and front of a bound document on one sheet."""

    size: WrapSize
    title: Localized
    title_lines: tuple[str, ...]
    """In lines of about one length."""
    subtitle: Localized
    edition: Localized
    publisher: Localized
    lines: tuple[str, ...]
    """What the back tells: the names of the cases."""
    spine: Markup
    """Its words, drawn; empty where it is too narrow."""
    qr: QrCode | None
    """To the site's home, where it has an address."""
    is_example: bool
